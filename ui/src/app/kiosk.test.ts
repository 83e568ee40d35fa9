import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';

const user = userEvent.setup();
const BADGE = 'MECARD:N:Lindqvist,Jana;;';
/** As without a camera, which jsdom has none of. */
const WAITING = 'Scan your badge or type it in.';

async function open(scene = 'empty,kiosk') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  const badge = async (payload = BADGE): Promise<void> => {
    there.desk.handed = await backend.captureText(payload);
    await screen.findByText(/^Thank you/u);
  };
  const last = async () => backend.contact((await backend.recent(1))[0]?.id ?? '');
  return { ...there, backend, badge, last };
}
const press = async (name: string): Promise<void> => user.click(await screen.findByRole('button', { name }));
const said = async (): Promise<string> => (await screen.findByRole('alert')).textContent.replace(/\s+/gu, ' ');

describe('kiosk mode', () => {
  afterEach(() => void vi.useRealTimers());

  it('asks for the badge in the frame while there is a camera, and for the scanner or the keys without one', async () => {
    const { unmount } = await open();
    expect(await screen.findByRole('heading', { name: WAITING })).toBeVisible();
    expect(screen.getByText('No camera now. Type it, or use the scanner.')).toBeVisible();
    unmount();
    const backend = new Fake('empty,kiosk');
    // It never answers: then it is on its way.
    const media = { getUserMedia: () => new Promise(() => undefined) } as unknown as MediaDevices;
    await openWindow({ backend, media });
    expect(await screen.findByRole('heading', { name: 'Hold your badge in the frame.' })).toBeVisible();
  });

  it('thanks the visitor, asks for consent and what the event asks, one press each, and clears itself', async () => {
    const { badge, last } = await open('empty,kiosk,questions,consent');
    expect(screen.getByRole('heading', { name: WAITING })).toBeVisible();
    await badge();
    expect(screen.getByRole('heading', { name: 'Thank you, Jana Lindqvist.' })).toBeVisible();
    await press('Yes');
    expect((await last()).consent).toMatchObject({ given: true, channel: 'kiosk' });
    await press('This year');
    await press('Dosing pumps');
    await press('Service');
    await press('Go on');
    await press('4');
    await press('No');
    await user.type(screen.getByRole('textbox', { name: 'What do they use today?' }), 'Pumps{Enter}');
    expect(await screen.findByText('That is all. Enjoy your day.')).toBeVisible();
    await waitFor(async () => {
      const answers = (await last()).fields.filter(({ field }) => field === 'answer').map(({ value }) => value);
      expect(answers).toEqual(['This year', 'Dosing pumps; Service', '4', 'no', 'Pumps']);
    });
    await press('Done');
    expect(await screen.findByRole('heading', { name: WAITING })).toBeVisible();
    expect(document.body).not.toHaveTextContent('Jana');
  });

  it('counts silence as no after 20 seconds; any key begins them anew', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const hurried = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
    const { backend, badge, last } = await open('empty,kiosk,consent');
    const left = vi.spyOn(backend, 'leaveCard');
    await badge();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(screen.getByText(/No answer in \d s counts as no/u)).toBeVisible();
    await hurried.keyboard('a');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(screen.getByText(/^Thank you/u)).toBeVisible();
    expect((await last()).consent).toBeNull();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await screen.findByRole('heading', { name: WAITING })).toBeVisible();
    expect((await last()).consent).toMatchObject({ given: false, channel: 'kiosk' });
    expect(left).toHaveBeenCalledTimes(1);
  });

  it('keeps the no of a visitor whom the next one interrupts, and shows the next one nothing of them', async () => {
    const { desk, backend, badge } = await open('empty,kiosk,consent');
    await badge();
    const [first] = await backend.recent(1);
    desk.handed = await backend.captureTyped([{ field: 'full_name', value: 'Ben Roe' }]);
    expect(await screen.findByRole('heading', { name: 'Thank you, Ben Roe.' })).toBeVisible();
    await waitFor(async () => expect((await backend.contact(first?.id ?? '')).consent?.given).toBe(false));
    expect(document.body).not.toHaveTextContent('Jana');
  });

  it('goes on where the visitor was when their badge is moved about, and takes no earlier yes back by silence', async () => {
    const { desk, backend, badge, last } = await open('empty,kiosk,consent,questions');
    await badge();
    await press('Yes');
    await press('This year');
    desk.handed = await backend.captureText(BADGE);
    await press('Valves');
    expect(screen.getByRole('heading', { name: 'Which lines interest them?' })).toBeVisible();
    desk.handed = await backend.captureTyped([{ field: 'full_name', value: 'Ben Roe' }]);
    expect(await screen.findByRole('heading', { name: 'Thank you, Ben Roe.' })).toBeVisible();
    desk.handed = await backend.captureText(BADGE);
    expect(await screen.findByRole('heading', { name: 'Thank you, Jana Lindqvist.' })).toBeVisible();
    const jana = (await backend.recent(5)).find(({ name }) => name === 'Jana Lindqvist')?.id ?? '';
    desk.handed = await backend.captureTyped([{ field: 'full_name', value: 'Cleo Roe' }]);
    expect(await screen.findByRole('heading', { name: 'Thank you, Cleo Roe.' })).toBeVisible();
    expect((await backend.contact(jana)).consent?.given).toBe(true);
    expect((await last()).row.name).toBe('Cleo Roe');
  });

  it('takes back what was captured of somebody else', async () => {
    const { backend, badge } = await open('empty,kiosk,consent');
    await badge();
    await press('That is not me');
    expect(await screen.findByRole('heading', { name: WAITING })).toBeVisible();
    await waitFor(async () => expect(await backend.recent(5)).toEqual([]));
  });

  it('lets visitors type, and keeps nothing of what they leave half', async () => {
    const { backend } = await open();
    const drafts = vi.spyOn(backend, 'keepDraft');
    await press('Type it instead');
    await user.type(screen.getByLabelText('First name'), 'Ada');
    await press('Cancel');
    await press('Type it instead');
    expect(screen.getByLabelText('First name')).toHaveValue('');
    await user.type(screen.getByLabelText('First name'), 'Ada{Enter}');
    expect(await screen.findByRole('heading', { name: 'Thank you, Ada.' })).toBeVisible();
    expect(drafts).not.toHaveBeenCalled();
  });

  it('has no way out by keys, menus, places or dropped files', async () => {
    const { desk, backend } = await open('kiosk');
    const taken = vi.spyOn(backend, 'giveFile');
    await user.keyboard('{Control>}2{/Control}{Control>}4{/Control}/?s{Escape}m{F6}');
    expect(screen.getByRole('heading', { name: WAITING })).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    for (const key of ['F5', 'F12', 'ContextMenu']) {
      const event = createEvent.keyDown(document.body, { key });
      fireEvent(document.body, event);
      expect([key, event.defaultPrevented]).toEqual([key, true]);
    }
    for (const combined of [
      { key: 'r', ctrlKey: true },
      { key: 'p', ctrlKey: true },
      { key: 'ArrowLeft', altKey: true },
    ]) {
      const event = createEvent.keyDown(document.body, combined);
      fireEvent(document.body, event);
      expect([combined.key, event.defaultPrevented]).toEqual([combined.key, true]);
    }
    const menu = createEvent.contextMenu(document.body);
    fireEvent(document.body, menu);
    expect(menu.defaultPrevented).toBe(true);
    const dropped = createEvent.drop(document.body);
    Object.assign(dropped, { dataTransfer: { types: ['Files'], files: [new File(['a,b'], 'a.csv')], items: [] } });
    fireEvent(document.body, dropped);
    expect(dropped.defaultPrevented).toBe(true);
    expect(taken).not.toHaveBeenCalled();
    expect(desk.place).toBe('capture');
  });

  it('ends by the PIN alone; the fifth wrong one is waited for, in words', async () => {
    const { desk } = await open('kiosk');
    await press('Staff');
    const pin = async (digits: string): Promise<void> => user.type(screen.getByLabelText('PIN'), `${digits}{Enter}`);
    for (const more of [4, 3, 2]) {
      await pin('0000');
      await waitFor(async () => expect(await said()).toContain(`${more} more tries before a wait`));
    }
    await pin('1234');
    await waitFor(() => expect(desk.session.kiosk).toBe(false));
    expect(screen.getByRole('navigation', { name: 'Places' })).toBeVisible();
  });

  it('says how long is to be waited, and the visitor goes on', async () => {
    const { badge } = await open('empty,kiosk');
    await press('Staff');
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await user.type(screen.getByLabelText('PIN'), '0000{Enter}');
      await screen.findByRole('alert');
    }
    expect(await said()).toContain('Too many wrong PINs. The next try is in 60 s');
    await press('Cancel');
    await badge();
  });

  it('begins in the settings with a PIN that is typed twice', async () => {
    const { desk } = await openWindow();
    await user.keyboard('{Control>}4{/Control}');
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Kiosk mode' }));
    await user.type(screen.getByLabelText('PIN that ends it'), '4711');
    await user.type(screen.getByLabelText('The same PIN again'), '4712{Enter}');
    expect(screen.getByText('The two PINs differ.')).toBeVisible();
    expect(desk.session.kiosk).toBe(false);
    await user.clear(screen.getByLabelText('The same PIN again'));
    await user.type(screen.getByLabelText('The same PIN again'), '4711{Enter}');
    expect(await screen.findByRole('heading', { name: WAITING })).toBeVisible();
  });
});
