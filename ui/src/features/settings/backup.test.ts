import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function settings(subject: string, scene = '') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  await user.keyboard('{Control>}4{/Control}');
  await user.click(await screen.findByRole('button', { name: subject }));
  return { ...there, backend };
}
const push = (name: string): Promise<void> => user.click(screen.getByRole('button', { name }));

describe('the passphrase', () => {
  it('is set, changed and taken away', async () => {
    const { backend } = await settings('Recovery key');
    const set = vi.spyOn(backend, 'setPassphrase');
    await push('Set a passphrase');
    await user.type(screen.getByLabelText('New passphrase'), 'too short');
    await user.type(screen.getByLabelText('Once more'), 'too shore');
    await push('Set it');
    expect(screen.getByText('This is not the same as above.')).toBeVisible();
    expect(set).not.toHaveBeenCalled();
    await user.clear(screen.getByLabelText('Once more'));
    await user.type(screen.getByLabelText('Once more'), 'too short');
    await push('Set it');
    expect(await screen.findByText(/too easy to find/u)).toBeVisible();
    for (const label of ['New passphrase', 'Once more']) {
      await user.clear(screen.getByLabelText(label));
      await user.type(screen.getByLabelText(label), 'four words of no sentence');
    }
    await push('Set it');
    expect(await screen.findByText('A passphrase is set.')).toBeVisible();
    expect(screen.queryByLabelText('New passphrase'), 'nothing of it stays on the screen').toBeNull();
    await push('Take it away');
    expect(await screen.findByRole('button', { name: 'Set a passphrase' })).toBeVisible();
  });
});

describe('a backup', () => {
  it('is made, and the window says where it lies and that it is to be moved', async () => {
    const { backend } = await settings('Backups');
    const made = vi.spyOn(backend, 'backUp');
    await push('Back up');
    expect(await screen.findByText(/The recovery key opens it/u)).toBeVisible();
    expect(screen.getByText(/\.lanyard-backup$/u)).toBeVisible();
    expect(screen.getByText(/copy the file to a stick/u)).toBeVisible();
    expect(made.mock.calls[0]?.[0]).toMatch(/^Lanyard Nordlicht Expo 2026 \d{4}-\d\d-\d\d$/u);
  });

  it('that cannot be made says why', async () => {
    const { backend } = await settings('Backups');
    const fault = { code: 'not_saved', sentence: { code: 'backup-disk-full', args: {} }, detail: null } as const;
    vi.spyOn(backend, 'backUp').mockRejectedValue(fault);
    await push('Back up');
    expect(await screen.findByRole('alert')).toHaveTextContent(/The disk is full/u);
  });
});
