import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function start(scene: string) {
  const backend = new Fake(scene);
  return { ...(await openWindow({ backend })), backend };
}
const type = (label: string, text: string): Promise<void> => user.type(screen.getByLabelText(label), text);
const push = (name: string): Promise<void> => user.click(screen.getByRole('button', { name }));

describe('a start that stopped', () => {
  it('takes the passphrase where one is set, hidden until a person wants to see it', async () => {
    const { backend } = await start('nokey,passphrase');
    const unlocked = vi.spyOn(backend, 'unlock');
    const field = screen.getByLabelText('Passphrase or recovery key');
    expect(field).toHaveAttribute('type', 'password');
    await push('Show what is typed');
    expect(field).toHaveAttribute('type', 'text');
    await type('Passphrase or recovery key', 'not it');
    await push('Open');
    expect(await screen.findByText(/This is not the passphrase of this store/u)).toBeVisible();
    await user.clear(field);
    await type('Passphrase or recovery key', ' four words of no sentence');
    await push('Open');
    expect(unlocked, 'as it was typed').toHaveBeenLastCalledWith(' four words of no sentence');
    expect(screen.queryByText(/This is not the passphrase/u)).toBeNull();
  });

  it('offers a passphrase to a laptop without a keychain, typed twice', async () => {
    const { backend } = await start('nokeychain');
    const begun = vi.spyOn(backend, 'beginWithPassphrase');
    await type('New passphrase', 'short');
    await type('Once more', 'shore');
    await push('Begin with this passphrase');
    expect(screen.getByText('This is not the same as above.')).toBeVisible();
    expect(begun).not.toHaveBeenCalled();
    await user.clear(screen.getByLabelText('Once more'));
    await type('Once more', 'short');
    await push('Begin with this passphrase');
    expect(await screen.findByText(/This passphrase is too easy to find/u)).toBeVisible();
    for (const label of ['New passphrase', 'Once more']) {
      await user.clear(screen.getByLabelText(label));
      await type(label, 'four words of no sentence');
    }
    await push('Begin with this passphrase');
    expect(begun).toHaveBeenLastCalledWith('four words of no sentence');
  });

  it('asks once for a passphrase that an interrupted start chose', async () => {
    await start('nokeychain,chosen');
    expect(screen.getByLabelText('Passphrase')).toBeVisible();
    expect(screen.queryByLabelText('Once more')).toBeNull();
  });

  it('opens a backup, and asks for its key only when this laptop’s does not open it', async () => {
    const { backend, desk } = await start('blocked');
    const restored = vi.spyOn(backend, 'restoreGiven');
    const input = screen.getByLabelText('Open a backup', { selector: 'input' });
    await user.upload(input, new File(['x'], 'other.txt'));
    expect(await screen.findByText(/is no backup of Lanyard/u)).toBeVisible();
    await user.upload(input, new File(['a whole backup'], 'stand.lanyard-backup'));
    expect(await screen.findByRole('button', { name: 'Take it in' })).toBeVisible();
    expect(document.querySelector('.start-form')).toHaveTextContent(/with 214 contacts/u);
    expect(screen.queryByLabelText('Passphrase or recovery key')).toBeNull();
    await push('Take it in');
    await type('Passphrase or recovery key', 'wrong');
    await push('Take it in');
    expect(await screen.findByText(/neither the recovery key nor the passphrase/u)).toBeVisible();
    await type('Passphrase or recovery key', ' but long enough');
    await push('Take it in');
    expect(restored.mock.calls.map(([secret]) => secret)).toEqual([null, 'wrong', 'wrong but long enough']);
    expect(desk.session.restored).toBe('asked');
  });
});
