import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { openWindow } from '../../../testing/desk';
import { apart, marked, path, scaleUp } from './drawing';

const user = userEvent.setup();
/** What draws them is fetched first, which takes its time where nothing was compiled yet. */
const SLOW = { timeout: 15_000 };

async function opened(scene = '', language = 'en-GB') {
  const backend = new Fake(scene);
  const there = await openWindow({ backend, language });
  await user.keyboard('{Control>}3{/Control}');
  await screen.findByRole(
    'region',
    { name: language === 'de-DE' ? 'Der Tag in Bildern' : 'The day in pictures' },
    SLOW,
  );
  return { ...there, fake: backend };
}

describe('the pictures', () => {
  it('says what there is to see, and has each number in a table behind', async () => {
    await opened();
    const captures = screen.getByRole('figure', { name: 'Captures' });
    expect(captures).toHaveTextContent('189, most from 10:00');
    expect(within(captures).getByRole('img', { name: 'Captures: 189, most from 10:00' })).toBeVisible();
    await user.click(within(captures).getByRole('button', { name: 'Captures: show as a table' }));
    const rows = within(captures).getAllByRole('row');
    expect(rows).toHaveLength(19);
    expect(rows[3]).toHaveTextContent(/22 Nov, 10:00\s*23$/u);
    const numbers = rows.slice(1).map((row) => Number(within(row).getByRole('cell').textContent));
    expect(numbers.reduce((all, one) => all + one)).toBe(189);
  });

  it('saves the table as it is shown, numbers as numbers', async () => {
    const { fake } = await opened();
    const saved = vi.spyOn(fake, 'saveTable');
    await user.click(screen.getByRole('button', { name: 'AcmeCRM answers: save as CSV' }));
    const [rows, name] = saved.mock.calls[0] ?? [];
    expect(name).toBe('AcmeCRM answers, Sun 22 Nov');
    expect(rows?.[0]).toEqual(['From', 'Requests', 'Worked', 'Usual answer, ms', 'Slow answer, ms', 'Left of the day']);
    expect(rows?.[1]).toEqual(['2026-11-22 09:00', '22', '22', '380', '700', '978']);
    expect(rows?.[5], 'where nothing was asked stands nothing').toEqual(['2026-11-22 11:00', '0', '0', '', '', '']);
    expect(await screen.findByText(/\.csv/u)).toBeVisible();
  });

  it('turns to another day and to the whole event', async () => {
    const { fake } = await opened();
    const asked = vi.spyOn(fake, 'pictures');
    const over = screen.getByRole('combobox', { name: 'Which day' });
    await user.selectOptions(over, 'Sat 21 Nov');
    expect(asked.mock.lastCall?.[0]).toEqual({ over: 'day', date: '2026-11-21' });
    await user.selectOptions(over, 'The whole event');
    expect(asked.mock.lastCall?.[0]).toEqual({ over: 'all' });
    await waitFor(() => expect(screen.getByRole('figure', { name: 'Captures' })).toHaveTextContent('378'));
  });

  it('says in a sentence where there is nothing to draw', async () => {
    await opened('empty');
    expect(screen.getByText(/Nothing was captured yet/u)).toBeVisible();
    expect(screen.getByText('No failure is open.')).toBeVisible();
    expect(screen.queryByRole('img', { name: /Captures/u })).toBeNull();
  });

  it('draws no course through one stretch of time', async () => {
    await opened('begun');
    const waited = screen.getByRole('figure', { name: 'Waiting over time' });
    const [captured, settled] = within(waited).getAllByRole('listitem');
    expect(captured).toHaveTextContent(/^Captured 14$/u);
    expect(settled).toHaveTextContent(/^Settled 11$/u);
    expect(within(waited).queryByRole('img')).toBeNull();
  });

  it('says it where a CRM was asked nothing', async () => {
    await opened('silent');
    expect(screen.getByText('AcmeCRM was asked nothing in this time.')).toBeVisible();
  });

  it('speaks German', async () => {
    await opened('', 'de-DE');
    expect(screen.getByRole('figure', { name: 'Wartend im Lauf der Zeit' })).toHaveTextContent(
      /am meisten, \d+, ab 13:30/u,
    );
  });
});

describe('how a picture is laid out', () => {
  it('begins at zero, with two lines across at most, at whole numbers', () => {
    for (const most of [0, 1, 2, 3, 7, 23, 189, 1490, 99_999]) {
      const { y, lines } = scaleUp(most, 142);
      expect(lines.length, String(most)).toBeLessThanOrEqual(2);
      expect(lines.every((line) => Number.isInteger(line) && line > 0)).toBe(true);
      expect(y(0)).toBe(118);
      expect(y(most)).toBeGreaterThanOrEqual(24);
    }
  });

  it('keeps marks and words apart', () => {
    expect(marked(18, 440)).toEqual([0, 4, 8, 12, 16]);
    expect(marked(3, 440)).toEqual([0, 1, 2]);
    expect(apart([50, 52, 20])).toEqual([50, 67, 20]);
  });

  it('breaks a line off where nothing is known', () => {
    const drawn = path(
      [
        [0, 1],
        [1, null],
        [2, 3],
        [3, 4],
      ],
      (at) => at,
      (value) => value,
    );
    expect(drawn.match(/M/gu)).toHaveLength(2);
  });
});
