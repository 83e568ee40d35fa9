import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const picture = (): File => new File([new Uint8Array(2)], 'badge.png', { type: 'image/png' });
/** What a drop of one file carries. */
const carried = (): object => ({ dataTransfer: { types: ['Files'], files: [picture()], dropEffect: 'none' } });
const named = async (backend: Fake, name: string): Promise<string> =>
  (await backend.recent(40)).find((row) => row.name === name)?.id ?? '';

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

  it('needs no key beside what is typed but one to begin, one between two fields and one to save', async () => {
    const backend = new Fake('empty');
    const typed = vi.spyOn(backend, 'captureTyped');
    await openWindow({ backend });
    const values = ['Ada', 'Lovelace', 'Analytical', 'Head of R&D', 'ada@an.example', '+44 20 79460018'];
    const keys = ['m', ...[...values.join('\t')].map((key) => (key === '\t' ? '{Tab}' : key)), '{Enter}'];
    for (const key of keys) await user.keyboard(key);
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
    expect(typed.mock.calls[0]?.[0]?.map(({ value }) => value)).toEqual(values);
    // An ordinary typist strikes seven keys a second over words of their own.
    expect(keys.length - values.join('').length).toBe(7);
    expect(keys.length / 7).toBeLessThan(10);
  });

  it('keeps half a contact through Escape and a new window, and forgets it once it is saved', async () => {
    const backend = new Fake('empty');
    const first = await openWindow({ backend });
    await user.keyboard('m');
    await user.keyboard('Ada{Tab}Love');
    await user.keyboard('{Escape}');
    expect(await screen.findByText('Half a contact is kept. M brings it back.')).toBeVisible();
    first.unmount();
    await openWindow({ backend });
    await user.keyboard('m');
    await waitFor(() => expect(screen.getByLabelText('Last name')).toHaveValue('Love'));
    expect(screen.getByText('You began this contact before.', { exact: false })).toBeVisible();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'Ada Love' })).toBeVisible();
    await user.keyboard('m');
    expect(await screen.findByLabelText('Last name')).toHaveValue('');
    expect(await backend.draft()).toEqual([]);
  });

  it('spreads a pasted line over the fields, and pastes a single value as anywhere', async () => {
    await openWindow({ scene: 'empty' });
    await user.keyboard('m');
    await user.paste('Ada Lovelace, Analytical, ada@an.example');
    await waitFor(() => expect(screen.getByLabelText('E-mail')).toHaveValue('ada@an.example'));
    expect(screen.getByLabelText('First name')).toHaveValue('Ada');
    await user.click(screen.getByLabelText('Job title'));
    await user.paste('Head of R&D');
    expect(screen.getByLabelText('Job title')).toHaveValue('Head of R&D');
  });

  it('saves a scan wherever the reader is, says so there, and leaves them there', async () => {
    const { desk, player } = await openWindow({ scene: 'empty' });
    const scan = async (text: string): Promise<void> => {
      const stroke = { code: '', shift: false, alt_graph: false, ctrl: false };
      await desk.scanning.take({ strokes: [...text].map((key) => ({ ...stroke, key })), widest: 8 });
    };
    await scan('MECARD:N:Roe,Jane;;');
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
    await user.keyboard('m');
    await user.keyboard('Ada');
    await scan('000123');
    expect(await screen.findByText(/000123|This contact.*: saved on this laptop/u)).toBeVisible();
    expect(screen.getByLabelText('First name')).toHaveValue('Ada');
    desk.go('contacts');
    await scan('WIFI:S:expo;;');
    expect(await screen.findByText(/This is a Wi-Fi code/u)).toBeVisible();
    expect(desk.place).toBe('contacts');
    expect(player.heard).toEqual(['read', 'read', 'needs-you']);
  });

  it('teaches a scanner with one code, says what was learned, and shows a scan to try', async () => {
    const { desk } = await openWindow({ scene: 'empty' });
    desk.set('scanner');
    await user.click(await screen.findByRole('button', { name: 'Show the code' }));
    expect(await screen.findByRole('img', { name: 'Code that teaches a scanner' })).toBeVisible();
    const stroke = { code: '', shift: false, alt_graph: false, ctrl: false };
    const scan = (text: string): Promise<void> =>
      desk.scanning.take({ strokes: [...text].map((key) => ({ ...stroke, key })), widest: 12 });
    await scan('000123');
    expect(await screen.findByText('That was another code. Scan the one shown here.')).toBeVisible();
    expect(await desk.backend.recent(10)).toEqual([]);
    await scan('qqqqq0q');
    const said = 'Your scanner types as on a US keyboard; this laptop reads German. Lanyard undoes it.';
    await waitFor(() => expect(screen.getByRole('main')).toHaveTextContent(said));
    await scan('MECARD:N:Roe,Jane;;');
    expect(await screen.findByText('MECARD:N:Roe,Jane;;')).toBeVisible();
    expect(await desk.backend.recent(10)).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Forget it' }));
    await waitFor(() => expect(screen.queryByText(/Lanyard undoes it/u)).not.toBeInTheDocument());
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

  it('says what may keep a built-in camera from showing, and goes back to look again', async () => {
    const { desk } = await openWindow({ scene: 'empty' });
    await user.click(await screen.findByRole('button', { name: 'Find out why' }));
    expect(await screen.findByText(/Is its cover open/u)).toBeVisible();
    expect(screen.getByText(/run lanyard doctor/u)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(desk.place).toBe('capture');
  });

  it('brings in a list that is chosen where there is no camera', async () => {
    const { container, desk } = await openWindow({ scene: 'empty' });
    await screen.findByRole('button', { name: 'Open a file' });
    const choosers = container.querySelectorAll<HTMLInputElement>('.ways input[type=file]');
    await user.upload(choosers[1] as HTMLInputElement, new File(['Name\nAda'], 'visitors.csv', { type: 'text/csv' }));
    await waitFor(() => expect(desk.place).toBe('contacts'));
    expect(await screen.findByText('visitors.csv', { exact: false })).toBeVisible();
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

  it('settles a difference by one press, and marks the side that holds until then', async () => {
    const backend = new Fake('');
    const settled = vi.spyOn(backend, 'settleDifference');
    const { desk } = await openWindow({ backend });
    desk.open(await named(backend, 'Mirko Albers'));
    expect((await screen.findByText('Here, and it holds')).parentElement).toHaveTextContent('Head of Service');
    expect(screen.getByRole('button', { name: 'Keep ours: Job title' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Take theirs: Job title' }));
    expect(settled).toHaveBeenCalledWith('x-7', false);
    await waitFor(() => expect(screen.queryByText('What differs')).toBeNull());
    expect(screen.getByRole('button', { name: /Service lead/u })).toBeVisible();
  });

  it('keeps ours by the other press', async () => {
    const backend = new Fake('');
    const settled = vi.spyOn(backend, 'settleDifference');
    const { desk } = await openWindow({ backend });
    desk.open(await named(backend, 'Mirko Albers'));
    await user.click(await screen.findByRole('button', { name: 'Keep ours: Job title' }));
    expect(settled).toHaveBeenCalledWith('x-7', true);
    expect(await screen.findByRole('button', { name: /Head of Service/u })).toBeVisible();
  });

  it.each(['twins', 'perhaps'])('asks by name and id which record of the CRM it is (%s)', async (scene) => {
    const backend = new Fake(scene);
    const chosen = vi.spyOn(backend, 'choose');
    const { desk } = await openWindow({ backend });
    desk.open(await named(backend, 'Liam O’Dwyer'));
    await user.click(await screen.findByRole('button', { name: 'This is Peter Roe 5512' }));
    expect(chosen).toHaveBeenCalledWith('d-5', { choice: 'take_this_one', remote_id: '5512' });
  });

  it('calls a record without a name by its id, and leaves looking for it to records that were not found', async () => {
    const backend = new Fake('perhaps');
    const { desk } = await openWindow({ backend });
    desk.open(await named(backend, 'Liam O’Dwyer'));
    expect(await screen.findByRole('button', { name: 'This is record 8003' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /look again/u })).toBeNull();
    expect(screen.getByRole('button', { name: 'It is not there: send again' })).toBeVisible();
  });

  it('looks again where no record was found', async () => {
    const backend = new Fake('lost');
    const chosen = vi.spyOn(backend, 'choose');
    const { desk } = await openWindow({ backend });
    desk.open(await named(backend, 'Liam O’Dwyer'));
    await user.click(await screen.findByRole('button', { name: 'It is there: look again' }));
    expect(chosen).toHaveBeenCalledWith('d-5', { choice: 'it_is_there' });
  });

  it('counts the same badge beside the slot, not in the saved line, which has no room to spare', async () => {
    const { desk, container } = await openWindow({ scene: 'empty' });
    await user.keyboard('mAda{Enter}');
    await screen.findByText('Saved on this laptop');
    const id = (await desk.backend.recent(1))[0]?.id ?? '';
    desk.hand({ answer: 'again', contact_id: id, times: 4 });
    expect(await screen.findByText('seen 4 times')).toBeVisible();
    expect(container.querySelector('.savedline')).not.toHaveTextContent('times');
  });

  it('keeps the whole of a name that is cut short, one hover away', async () => {
    await openWindow({ scene: 'long' });
    const name = await screen.findByRole('heading', { name: /Hohenstaufen/u });
    expect(name).toHaveAttribute('title', name.textContent);
  });

  it('reads a picture that is dropped on Capture', async () => {
    await openWindow({ scene: 'empty' });
    await fireEvent.dragOver(document.body, carried());
    expect(screen.getByText(/^Let go/u)).toBeVisible();
    await fireEvent.drop(document.body, carried());
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
    expect(screen.queryByText(/^Let go/u)).toBeNull();
  });

  it('takes what was opened with Lanyard, before and after the window stood, but not at a laptop for visitors', async () => {
    const backend = new Fake('empty');
    const list = (name: string): File => new File(['name,email\nJo,jo@example.com'], name);
    backend.open(list('guests.csv'));
    const { desk } = await openWindow({ backend });
    expect(await screen.findByText(/guests\.csv/u)).toBeVisible();
    desk.incoming.leave();
    backend.open(list('more.vcf'));
    expect(await screen.findByText(/more\.vcf/u)).toBeVisible();
    desk.incoming.leave();
    desk.session = { ...desk.session, kiosk: true };
    backend.open(list('late.csv'));
    await vi.waitFor(() => expect(desk.incoming.opened).toBe(2));
    expect(backend.waiting).toBe(1);
  });

  it('reads a picture that is pasted, and leaves pasted text alone', async () => {
    await openWindow({ scene: 'empty' });
    const text = createEvent.paste(document.body, { clipboardData: { files: [], types: ['text/plain'] } });
    await fireEvent(document.body, text);
    expect(text.defaultPrevented).toBe(false);
    await fireEvent.paste(document.body, { clipboardData: { files: [picture()], types: ['Files'] } });
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
  });

  it('reads a picture that is chosen where there is no camera', async () => {
    const { container } = await openWindow({ scene: 'empty' });
    await screen.findByRole('button', { name: 'Choose a picture' });
    await user.upload(container.querySelector('input[type=file]') as HTMLInputElement, picture());
    expect(await screen.findByText('Saved on this laptop')).toBeVisible();
  });

  it('never lets a file that is dropped where nothing is taken in take the window’s place', async () => {
    const { backend } = await openWindow({ scene: 'nokey' });
    const photo = vi.spyOn(backend, 'photo');
    const drop = createEvent.drop(document.body, carried());
    await fireEvent(document.body, drop);
    expect(drop.defaultPrevented).toBe(true);
    expect(photo).not.toHaveBeenCalled();
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
    await user.keyboard('{Control>}4{/Control}');
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
