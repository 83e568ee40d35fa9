import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
/** The sum in words, without the marks that keep names apart. */
const said = async (open: ReturnType<typeof within>): Promise<string> =>
  (await open.findByRole('status')).textContent
    .replace(/[\u2068\u2069]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
const sheet = (): Promise<HTMLElement> => screen.findByRole('dialog', { name: 'Safe to close?' });

describe('safe to close', () => {
  it('says from the review what is not in the CRM, why, and what each way out costs', async () => {
    const { desk } = await openWindow();
    await user.keyboard('{Control>}3{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Safe to close?' }));
    const open = within(await sheet());
    expect(await said(open)).toContain('are not in AcmeCRM yet');
    expect(open.getByText(/Never backed up/u)).toBeVisible();
    expect(open.queryByRole('button', { name: 'Close now' })).toBeNull();
    await user.click(open.getByRole('button', { name: 'Back up' }));
    expect(await open.findByText(/\.lanyard-backup/u)).toBeVisible();
    const [look] = open.getAllByRole('button', { name: 'Look at them' });
    await user.click(look as HTMLElement);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(desk.place).toBe('contacts');
  });

  it('asks when the window is to be closed, and closes it after a press', async () => {
    const backend = new Fake('');
    const [closed, stays] = [vi.spyOn(backend, 'closeWindow'), vi.spyOn(backend, 'stayOpen')];
    await openWindow({ backend });
    backend.askBeforeClosing();
    const open = within(await sheet());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(stays).toHaveBeenCalledTimes(1);
    expect(open).toBeDefined();
    backend.askBeforeClosing();
    await user.click(await within(await sheet()).findByRole('button', { name: 'Close now' }));
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('says with its number that all is there', async () => {
    await openWindow({ scene: 'done' });
    await user.keyboard('{Control>}3{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Safe to close?' }));
    expect(await said(within(await sheet()))).toMatch(/^All \d+ are in AcmeCRM\.$/u);
  });
});
