import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../testing/desk';
import { SHEET } from './keysheet';

const user = userEvent.setup();

/** A contact was just typed; its card hangs there. */
async function captured(scene = 'empty') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend });
  await user.keyboard('mAda{Enter}');
  await screen.findByText('Saved on this laptop');
  return { ...there, backend };
}
async function contacts() {
  const there = await openWindow();
  await user.keyboard('{Control>}2{/Control}');
  await screen.findByText('18 of 18 contacts');
  return there;
}
/** How each line is proved. */
const PROOFS: Readonly<Record<string, () => Promise<void>>> = {
  'key-pause': async () => {
    const { desk } = await openWindow();
    const want = vi.spyOn(desk.camera, 'want');
    await user.keyboard(' ');
    await waitFor(() => expect(want).toHaveBeenLastCalledWith(false));
    await user.keyboard(' ');
    await waitFor(() => expect(want).toHaveBeenLastCalledWith(true));
  },
  'key-camera': async () => {
    const { desk } = await openWindow();
    const again = vi.spyOn(desk.camera, 'lookAgain');
    await user.keyboard('c');
    expect(again).toHaveBeenCalledTimes(1);
  },
  'type-a-contact': async () => {
    await openWindow();
    await user.keyboard('m');
    expect(screen.getByLabelText('First name')).toHaveFocus();
  },
  'key-rate': async () => {
    const { backend } = await captured();
    const edit = vi.spyOn(backend, 'editContact');
    for (const rating of '12345') {
      await user.keyboard(rating);
      expect(edit.mock.lastCall?.[1]).toEqual([{ field: 'rating', value: rating }]);
    }
  },
  'walk-questions': async () => {
    await captured('empty,questions');
    await user.keyboard('q');
    await waitFor(() => expect(document.querySelector('.ask.live')).toHaveTextContent('When do they decide?'));
  },
  'field-note': async () => {
    await captured();
    await user.keyboard('n');
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Note' })).toHaveFocus());
  },
  'field-tag': async () => {
    await captured();
    await user.keyboard('t');
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Tag' })).toHaveFocus());
  },
  'key-undo': async () => {
    const { backend } = await captured();
    const undo = vi.spyOn(backend, 'undoCapture');
    await user.keyboard('{Control>}z{/Control}');
    expect(undo).toHaveBeenCalledTimes(1);
  },
  search: async () => {
    await contacts();
    await user.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
  },
  // jsdom lays no rows out: the drawer that follows the row tells which one it is.
  'key-move': async () => {
    const { desk } = await contacts();
    await user.keyboard('{Enter}');
    const first = desk.openId;
    await user.keyboard('{ArrowDown}');
    expect(desk.openId).not.toBe(first);
    await user.keyboard('{ArrowUp}');
    expect(desk.openId).toBe(first);
  },
  'key-choose': async () => {
    await contacts();
    await user.keyboard('x{ArrowDown}{ArrowDown}');
    expect(screen.getByRole('toolbar', { name: '1 chosen' })).toBeVisible();
    await user.keyboard('{Shift>}x{/Shift}');
    expect(screen.getByRole('toolbar', { name: '3 chosen' })).toBeVisible();
  },
  open: async () => {
    await contacts();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('complementary')).toBeVisible();
  },
  places: async () => {
    const { desk } = await openWindow();
    for (const [key, place] of [
      ['4', 'settings'],
      ['3', 'review'],
      ['2', 'contacts'],
      ['1', 'capture'],
    ]) {
      await user.keyboard(`{Control>}${key}{/Control}`);
      expect(desk.place).toBe(place);
    }
  },
  'sync-now': async () => {
    const backend = new Fake('');
    const sync = vi.spyOn(backend, 'syncNow');
    await openWindow({ backend });
    await user.keyboard('s');
    expect(sync).toHaveBeenCalledTimes(1);
  },
  'key-region': async () => {
    await contacts();
    const where = (): string | undefined =>
      document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region;
    await user.keyboard('{F6}');
    const first = where();
    await user.keyboard('{F6}');
    expect(first).toBeDefined();
    expect(where()).not.toBe(first);
  },
  'all-keys': async () => {
    await openWindow();
    await user.keyboard('?');
    expect(await screen.findByRole('heading', { name: 'All keys' })).toBeVisible();
  },
  'key-back': async () => {
    const { desk } = await openWindow();
    await user.keyboard('{Control>}3{/Control}{Escape}');
    expect(desk.place).toBe('capture');
  },
};

describe('the sheet of all keys is true:', () => {
  const lines = SHEET.flatMap(([, all]) => all.map(([keys, code]) => [keys.join(' '), code] as const));

  it.each(lines)('%s, %s', async (_keys, code) => {
    const proof = PROOFS[code];
    if (proof === undefined) throw new Error(`nothing proves what the sheet says of ${code}`);
    await proof();
  });

  it('shows every line', async () => {
    await openWindow();
    await user.keyboard('?');
    await screen.findByRole('heading', { name: 'All keys' });
    expect(document.querySelectorAll('.keysheet dt')).toHaveLength(lines.length);
  });
});
