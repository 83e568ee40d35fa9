import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const TITLE = 'You can scan now.';

async function open(scene = 'empty,first') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  const steps = await screen.findByRole('region', { name: TITLE });
  return { ...there, backend, steps };
}

describe('the first start', () => {
  it('says what works already, also without a camera', async () => {
    const { steps } = await open();
    expect(await within(steps).findByText('Disk works')).toBeVisible();
    expect(steps).toHaveTextContent('Written and read back in 6 ms. 84 GB free.');
    expect(within(steps).getByText('No camera yet')).toBeVisible();
  });

  it('says in words that the disk takes nothing', async () => {
    const backend = new Fake('empty,first');
    vi.spyOn(backend, 'tryDisk').mockRejectedValue({
      code: 'not_saved',
      sentence: { code: 'why-disk-full', args: {} },
      detail: null,
    });
    await openWindow({ backend });
    expect(await screen.findByText('The disk does not take anything')).toBeVisible();
  });

  it('names the event where one presses Enter or goes on, and nothing else of it', async () => {
    const { backend, desk, steps } = await open();
    const saved = vi.spyOn(backend, 'saveEvent');
    const name = within(steps).getByRole('textbox', { name: 'Which event?' });
    await waitFor(() => expect(within(steps).getByRole('button', { name: 'AcmeCRM' })).toBeVisible());
    await user.clear(name);
    await user.type(name, 'Fjord Expo{Enter}');
    await waitFor(() => expect(desk.session.event?.name).toBe('Fjord Expo'));
    expect(saved).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ name: 'Fjord Expo', operator: 'Ali', region: 'DE', grace: 10_000 }),
    );
    await user.clear(name);
    await user.tab();
    expect(saved).toHaveBeenCalledTimes(1);
  });

  it('keeps the name that was typed when a badge is read before Enter', async () => {
    const { backend, desk, steps } = await open();
    await waitFor(() => expect(within(steps).getByRole('button', { name: 'AcmeCRM' })).toBeVisible());
    const name = within(steps).getByRole('textbox', { name: 'Which event?' });
    await user.clear(name);
    await user.type(name, 'Fjord Expo');
    desk.handed = await backend.captureText('MECARD:N:Lindqvist,Jana;;');
    await waitFor(() => expect(screen.queryByText(TITLE)).toBeNull());
    await waitFor(() => expect(desk.session.event?.name).toBe('Fjord Expo'));
  });

  it('leads to the form of the CRM that was pressed', async () => {
    const { desk, steps } = await open();
    await user.click(await within(steps).findByRole('button', { name: 'AcmeCRM' }));
    expect([desk.place, desk.subject, desk.connecting]).toEqual(['settings', 'destination', 'acme']);
  });

  it('gives way to the first contact', async () => {
    const { desk, backend } = await open();
    desk.handed = await backend.captureText('MECARD:N:Lindqvist,Jana;;');
    expect(await screen.findByRole('heading', { name: 'Jana Lindqvist' })).toBeVisible();
    expect(screen.queryByText(TITLE)).toBeNull();
  });

  it('is put away for good', async () => {
    const { backend, steps } = await open();
    await user.click(within(steps).getByRole('button', { name: 'Put this away' }));
    expect(screen.queryByText(TITLE)).toBeNull();
    expect((await backend.session()).preferences.steps_away).toBe(true);
  });
});
