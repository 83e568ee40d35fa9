import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fake } from '$lib/backend/fake/fake';
import { laidDesk } from '../../testing/desk';
import { ContactList, PAGE } from './list.svelte';

describe('the list', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 22, 12) }));
  afterEach(() => void vi.useRealTimers());
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(200);

  async function begun(scene = '') {
    const fake = new Fake(scene);
    const { desk } = await laidDesk({ backend: fake });
    const end = await desk.listen();
    const list = new ContactList(desk);
    list.begin();
    await settle();
    return { fake, list, end };
  }

  it('fetches only the pages that are looked at, each once', async () => {
    const { fake, list } = await begun('many');
    const asked = vi.spyOn(fake, 'contacts');
    expect(list.matching).toBe(99_000);
    list.see(70_000, 70_030);
    list.see(70_000, 70_040);
    await settle();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ offset: 70_000, limit: PAGE });
    expect(list.row(70_020)).toBeDefined();
    expect(list.row(50_000)).toBeUndefined();
  });

  it('fetches the page that is scrolled to before it is in sight', async () => {
    const { fake, list } = await begun('many');
    list.see(70_000, 70_020);
    await settle();
    const asked = vi.spyOn(fake, 'contacts');
    list.see(70_003, 70_023);
    await settle();
    expect(asked.mock.calls.map(([{ offset }]) => offset)).toEqual([70_025]);
    list.see(70_001, 70_021);
    await settle();
    expect(asked.mock.calls.map(([{ offset }]) => offset)).toEqual([70_025, 69_975]);
    expect(list.row(69_980)).toBeDefined();
  });

  it('keeps the pages around those in sight, and finds the others again', async () => {
    const { fake, list } = await begun();
    const [row] = await fake.recent(1);
    const rows = row === undefined ? [] : [row];
    const asked = vi
      .spyOn(fake, 'contacts')
      .mockImplementation(async () => ({ rows, matching: 9000, more: false, total: 9000 }));
    for (let first = 0; first <= 8000; first += PAGE) list.see(first, first + 30);
    await settle();
    expect(list.row(8000)).toBeDefined();
    expect(list.row(0)).toBeUndefined();
    asked.mockClear();
    list.see(0, 30);
    await settle();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(list.row(0)).toBeDefined();
  });

  it('fetches all that is in sight anew when the order is another', async () => {
    const { list } = await begun('many');
    list.see(0, 60);
    await settle();
    list.order = 'oldest';
    list.ask();
    await settle();
    expect(list.row(60)).toBeDefined();
    expect(list.row(60)?.id).not.toBe(list.row(0)?.id);
  });

  it('passes over what flies past while the bar is dragged, and fetches where it comes to rest', async () => {
    const { fake, list } = await begun('many');
    const asked = vi.spyOn(fake, 'contacts');
    for (let first = 0; first < 90_000; first += 1000) list.see(first, first + 20);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
    await settle();
    expect(asked.mock.calls.length).toBeLessThanOrEqual(5);
    expect(list.row(89_010)).toBeDefined();
  });

  it('asks at the first key, and then for the last of those that came while the answer was under way', async () => {
    const { fake, list } = await begun();
    const asked = vi.spyOn(fake, 'contacts');
    for (const search of ['a', 'ay', 'ayl']) {
      list.search = search;
      list.ask();
    }
    expect(asked.mock.lastCall?.[0].search).toBe('a');
    await settle();
    expect(asked.mock.calls.map(([{ search }]) => search)).toEqual(['a', 'ayl']);
    expect(list.matching).toBe(1);
    expect(list.row(0)?.name).toBe('Aylin Çetinkaya');
  });

  it('shows a pushed change in its row without asking', async () => {
    const { fake, list, end } = await begun();
    const asked = vi.spyOn(fake, 'contacts');
    const row = list.row(5);
    expect(row?.chip).toBe('needs_attention');
    await fake.retry(row?.id ?? '');
    await settle();
    expect(list.row(5)?.chip).toBe('queued');
    expect(asked).not.toHaveBeenCalled();
    end();
  });

  it('asks again when a contact is new', async () => {
    const { fake, list, end } = await begun();
    await fake.captureTyped([{ field: 'full_name', value: 'Ada' }]);
    await settle();
    expect(list.row(0)?.name).toBe('Ada');
    expect(list.matching).toBe(19);
    end();
  });
});
