import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();

describe('the window', () => {
  it('takes in a typed contact from the keyboard alone', async () => {
    const { player } = await openWindow({ scene: 'empty' });
    await user.keyboard('m');
    await user.keyboard('Ada{Tab}Lovelace{Tab}Analytical Engines{Enter}');
    expect(await screen.findByRole('heading', { name: 'Ada Lovelace' })).toBeVisible();
    expect(screen.getByText('Saved on this laptop')).toBeVisible();
    expect(player.heard).toEqual(['read']);
  });

  it('keeps half a contact and says what is odd without forbidding it', async () => {
    await openWindow({ scene: 'empty' });
    await user.keyboard('m');
    await user.type(screen.getByLabelText('E-mail'), 'ada@example');
    await user.tab();
    expect(screen.getByText('The part after @ needs a dot, like example.com.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: /Save contact/u }));
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
  });

  it('rates the contact on the card by a digit, and takes notes and tags by keys', async () => {
    const backend = new Fake('empty');
    const edited = vi.spyOn(backend, 'editContact');
    await openWindow({ backend });
    await user.keyboard('mAda{Enter}');
    await screen.findByText('Saved on this laptop');
    await user.keyboard('4');
    await waitFor(() => expect(screen.getByRole('button', { name: '4' })).toHaveAttribute('aria-pressed', 'true'));
    await user.keyboard('n');
    await user.keyboard('Send the noise figures{Enter}');
    expect(await screen.findByText('Send the noise figures')).toBeVisible();
    await user.keyboard('t');
    await user.keyboard('Pump Demo{Enter}');
    expect(await screen.findByText('Pump Demo')).toBeVisible();
    expect(edited.mock.calls.map(([, changes]) => changes)).toEqual([
      [{ field: 'rating', value: '4' }],
      [{ field: 'note', value: 'Send the noise figures' }],
      [{ field: 'tag', part: 'pump demo', value: 'Pump Demo' }],
    ]);
  });

  it('takes the last capture back with Ctrl Z and says so', async () => {
    await openWindow({ scene: 'empty' });
    await user.keyboard('mAda{Enter}');
    await screen.findByText('Saved on this laptop');
    await user.keyboard('{Control>}z{/Control}');
    expect(await screen.findByText('Ada was taken back.')).toBeVisible();
  });

  it('never leaves Capture blank: without a camera it says so and offers the other ways in', async () => {
    await openWindow({ scene: 'rehearsal' });
    expect(await screen.findByRole('heading', { name: /No camera/u })).toBeVisible();
    expect(screen.getByRole('button', { name: /Type a contact/u })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Open the sheet' })).toBeVisible();
  });

  it('shows a scanned sample badge on Capture', async () => {
    await openWindow({ scene: 'rehearsal,empty' });
    await user.click(screen.getByRole('button', { name: 'Sample badges' }));
    const sheet = await screen.findByRole('dialog');
    await user.click((await within(sheet).findAllByRole('button', { name: 'Scan this one here' }))[0] as HTMLElement);
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('finds a contact by typing, opens it with Enter and tells why it is pending', async () => {
    await openWindow();
    await user.keyboard('{Control>}2{/Control}');
    await user.keyboard('/');
    await user.keyboard('aylin{Enter}');
    await waitFor(() => expect(screen.getByText('1 of 18 contacts')).toBeVisible());
    await user.keyboard('{Enter}');
    const drawer = await screen.findByRole('complementary', { name: 'Aylin Çetinkaya' });
    expect(await within(drawer).findByText('Why is this pending?')).toBeVisible();
    expect(within(drawer).getByText('nothing to do')).toBeVisible();
  });

  it('corrects the field that the CRM refused', async () => {
    const backend = new Fake('');
    const edited = vi.spyOn(backend, 'editContact');
    const { desk } = await openWindow({ backend });
    const row = (await backend.recent(40)).find(({ name }) => name === 'Liam O’Dwyer');
    desk.open(row?.id ?? '');
    await user.click(await screen.findByRole('button', { name: 'Correct it' }));
    await user.keyboard('liam@example.com{Enter}');
    expect(edited).toHaveBeenCalledWith(row?.id, [{ field: 'email', part: '', value: 'liam@example.com' }]);
  });

  it('leaves a value as it was on Escape', async () => {
    const backend = new Fake('');
    const edited = vi.spyOn(backend, 'editContact');
    const { desk } = await openWindow({ backend });
    desk.open((await backend.recent(1))[0]?.id ?? '');
    await user.click(await screen.findByRole('button', { name: /tomasz@example.com/u }));
    await user.keyboard('other@example.com{Escape}');
    expect(await screen.findByRole('button', { name: /tomasz@example.com/u })).toBeVisible();
    expect(edited).not.toHaveBeenCalled();
  });

  it('says what Sync now brought', async () => {
    await openWindow();
    await user.keyboard('s');
    expect(await screen.findByText('11 sent, 2 wait, 1 needs you.')).toBeVisible();
  });

  it('asks for the recovery key, says what is wrong with a mistyped one, and goes on with the right one', async () => {
    await openWindow({ scene: 'nokey' });
    await user.type(screen.getByLabelText('Recovery key'), 'ABCD');
    await user.click(screen.getByRole('button', { name: 'Open with this key' }));
    expect(await screen.findByText('A recovery key has 14 groups of four letters and digits.')).toBeVisible();
    await user.type(screen.getByLabelText('Recovery key'), '-EFGH-IJKL-MNOP-QRST-UVWX');
    await user.click(screen.getByRole('button', { name: 'Open with this key' }));
    expect(await screen.findByRole('button', { name: /^Contacts/u })).toBeVisible();
  });

  it('speaks German at once when it is chosen', async () => {
    await openWindow();
    await user.keyboard('{Control>}3{/Control}');
    await user.click(await screen.findByRole('button', { name: 'Language and look' }));
    await user.selectOptions(screen.getByLabelText('Language'), 'de');
    expect(await screen.findByRole('heading', { name: 'Sprache und Aussehen' })).toBeVisible();
    expect(document.documentElement.lang).toBe('de');
  });

  it('shows in words what went wrong, with the raw answer one click away', async () => {
    const backend = new Fake('');
    backend.syncNow = () =>
      Promise.reject({ code: 'not_saved', sentence: { code: 'error-not-saved-full', args: {} }, detail: 'ENOSPC' });
    await openWindow({ backend });
    await user.keyboard('s');
    expect(await screen.findByText(/The disk is full/u)).toBeVisible();
    expect(screen.getByText('ENOSPC')).toBeInTheDocument();
  });
});
