import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scroller } from './scroller.svelte';

const ROW = 40;

let stop = (): void => undefined;

/** So many rows in a box that jsdom does not lay out: as high as one of an unknown height. */
function scrolled(count: number) {
  const box = document.createElement('div');
  const seen = vi.fn<(first: number, last: number) => void>();
  const scroller = new Scroller(() => count, { head: 30, row: ROW }, seen);
  stop = $effect.root(() => {
    $effect(() => scroller.attach(box));
  });
  flushSync();
  const to = (row: number): void => {
    box.scrollTop = row * ROW;
    box.dispatchEvent(new Event('scroll'));
  };
  return { scroller, seen, to };
}

describe('a list that is scrolled', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('draws as many rows wherever it stands, those in sight among them', () => {
    const { scroller, to } = scrolled(1000);
    const many = scroller.drawn.length;
    expect(many).toBeLessThan(40);
    for (const top of [0, 0.5, 1, 17.3, 500, 984, 985.75]) {
      to(top);
      expect(scroller.inOrder).toHaveLength(many);
      expect(scroller.inOrder[0]).toBeLessThanOrEqual(top);
      // What fits below the head, and the row that is cut at the end.
      expect(scroller.inOrder.at(-1)).toBeGreaterThanOrEqual(Math.min(999, Math.floor(top + (600 - 30) / ROW)));
    }
  });

  it('leaves each row that stays in sight where it stands in the page', () => {
    const { scroller, to } = scrolled(1000);
    to(300);
    for (const top of [301, 306, 302, 290]) {
      const before = scroller.drawn;
      to(top);
      const now = new Set(scroller.drawn);
      const stayed = before.filter((at) => now.has(at));
      expect(stayed.length).toBeGreaterThan(10);
      for (const at of stayed) expect(scroller.drawn.indexOf(at)).toBe(before.indexOf(at));
      for (const at of scroller.drawn) expect(scroller.drawn.indexOf(at)).toBe(scroller.slot(at));
    }
  });

  it('tells the rows in the order in which they follow each other', () => {
    const { scroller, to } = scrolled(1000);
    to(413);
    expect([...scroller.drawn].sort((one, other) => one - other)).toEqual(scroller.inOrder);
    expect(scroller.drawn).not.toEqual(scroller.inOrder);
  });

  it('draws all rows of a short list, and none of an empty one', () => {
    expect(scrolled(3).scroller.inOrder).toEqual([0, 1, 2]);
    stop();
    expect(scrolled(0).scroller.drawn).toEqual([]);
  });

  it('says after the frame what came into sight, once for all that was scrolled until then', () => {
    const { scroller, seen, to } = scrolled(1000);
    vi.runAllTimers();
    seen.mockClear();
    to(100);
    to(200);
    expect(seen).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(seen.mock.calls).toEqual([[scroller.inOrder[0], scroller.inOrder.at(-1)]]);
  });
});
