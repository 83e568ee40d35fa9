import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../testing/desk';

const user = userEvent.setup();

async function opened(scene = '') {
  const fake = new Fake(scene);
  await openWindow({ backend: fake });
  await user.keyboard('{Control>}2{/Control}');
  await screen.findByText('18 of 18 contacts', undefined, { timeout: 10_000 });
  return fake;
}
const bar = (name: string) => within(screen.getByRole('toolbar', { name }));

describe('contacts that are chosen', () => {
  it('get a tag together, which can be undone for all of them', async () => {
    const fake = await opened();
    const done = vi.spyOn(fake, 'doFor');
    await user.keyboard('x{ArrowDown}x');
    await user.click(bar('2 chosen').getByRole('button', { name: 'Tag' }));
    await user.type(screen.getByRole('textbox', { name: 'Tag' }), 'Partner{Enter}');
    expect(done.mock.calls[0]?.[0]).toHaveLength(2);
    expect(done.mock.calls[0]?.[1]).toEqual({ act: 'tag', tag: 'Partner' });
    expect(await screen.findByText('2 contacts have the tag now.')).toBeVisible();
    const undone = vi.spyOn(fake, 'undoForMany');
    await user.keyboard('{Control>}z{/Control}');
    expect(undone).toHaveBeenCalledOnce();
    expect((await fake.offered()).tags.some(({ tag }) => tag === 'Partner')).toBe(false);
  });

  it('are removed at once with Undo, and are then chosen no more', async () => {
    const fake = await opened();
    await user.keyboard('x');
    await user.click(bar('1 chosen').getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('toolbar')).toBeNull());
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(async () =>
      expect((await fake.recent(50)).some(({ name }) => name === 'Tomasz Wiśniewski')).toBe(true),
    );
  });

  it('go out as a file, just these', async () => {
    const fake = await opened();
    const written = vi.spyOn(fake, 'exportContacts');
    await user.keyboard('x{ArrowDown}{ArrowDown}');
    await user.keyboard('{Shift>}x{/Shift}');
    await user.click(bar('3 chosen').getByRole('button', { name: 'Export' }));
    await user.click(await screen.findByRole('button', { name: /Write 3/u }));
    expect(written.mock.calls[0]?.[0].contacts).toHaveLength(3);
  });

  it('are chosen all at once, and let go by Escape or another filter', async () => {
    await opened();
    await user.keyboard('x');
    await user.click(bar('1 chosen').getByRole('button', { name: /Choose all 1\d/u }));
    await screen.findByRole('toolbar', { name: /1\d chosen/u });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('toolbar')).toBeNull();
  });

  it('are all chosen by the mark in the head, which shows when only some are, and let go by it', async () => {
    await opened();
    const head = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Choose all 18' });
    await user.keyboard('x');
    expect(head).toBePartiallyChecked();
    await user.click(head);
    await screen.findByRole('toolbar', { name: '18 chosen' });
    expect(head).toBeChecked();
    await user.click(head);
    expect(screen.queryByRole('toolbar')).toBeNull();
    expect(head).not.toBeChecked();
  });
});

describe('the list', () => {
  it('is narrowed by rating and by who captured, and put in order by name and back', async () => {
    const fake = await opened();
    const asked = vi.spyOn(fake, 'contacts');
    await user.click(screen.getByText('Rating', { selector: '.filter *' }));
    await user.click(screen.getByRole('radio', { name: '4 or higher' }));
    await waitFor(() => expect(asked.mock.lastCall?.[0].rating).toBe(4));
    await user.click(screen.getByText('Rep', { selector: '.filter *' }));
    await user.click(await screen.findByRole('checkbox', { name: 'Ali' }));
    await waitFor(() => expect(asked.mock.lastCall?.[0].reps).toEqual(['Ali']));
    const name = screen.getByRole('columnheader', { name: 'Name' });
    await user.click(within(name).getByRole('button'));
    await waitFor(() => expect(asked.mock.lastCall?.[0].order).toBe('name'));
    expect(name).toHaveAttribute('aria-sort', 'ascending');
    await user.click(within(name).getByRole('button'));
    await waitFor(() => expect(asked.mock.lastCall?.[0].order).toBe('name_backwards'));
    expect(name).toHaveAttribute('aria-sort', 'descending');
  });
});
