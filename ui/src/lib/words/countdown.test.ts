import { screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fake } from '../backend/fake/fake';
import type { Sentence } from '../backend/generated/Sentence';
import { openWindow } from '../../testing/desk';
import { runDown } from './countdown';

const NOON = new Date(2026, 10, 22, 12).getTime();
const held: Sentence = { code: 'why-held-grace', args: { left: { kind: 'for', value: 6000 } } };
const left = (sentence: Sentence): unknown => sentence.args.left;

describe('a span in a sentence', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOON, shouldAdvanceTime: true }));
  afterEach(() => void vi.useRealTimers());

  it('runs from when the sentence was first shown, wherever it shows later', () => {
    const sentence = { ...held };
    expect(left(runDown(sentence))).toEqual({ kind: 'for', value: 6000 });
    vi.advanceTimersByTime(4000);
    expect(left(runDown(sentence))).toEqual({ kind: 'for', value: 2000 });
  });

  it.each([-3_600_000, 86_400_000])('runs on evenly when the clock jumps by %d ms while it shows', (jump) => {
    const [alone, ending] = [{ ...held }, { ...held }];
    runDown(alone);
    runDown(ending, NOON + 9000);
    vi.setSystemTime(NOON + jump);
    vi.advanceTimersByTime(1000);
    expect(left(runDown(alone))).toEqual({ kind: 'for', value: 5000 });
    expect(left(runDown(ending, NOON + 9000))).toEqual({ kind: 'for', value: 8000 });
  });

  it('runs to its known end, whenever the sentence was first shown', () => {
    expect(left(runDown({ ...held }, NOON + 9000))).toEqual({ kind: 'for', value: 9000 });
  });

  it('leaves sentences without one as they are', () => {
    const sentence: Sentence = { code: 'why-removed-there', args: {} };
    expect(runDown(sentence)).toBe(sentence);
  });

  it('counts down in the drawer by itself, and asks the engine nothing meanwhile', async () => {
    const backend = new Fake('empty');
    const { desk } = await openWindow({ backend });
    await backend.captureText('MECARD:N:Jana;;');
    desk.open((await backend.recent(1))[0]?.id ?? '');
    const drawer = await screen.findByRole('complementary', { name: 'Jana Lindqvist' });
    expect(drawer).toHaveTextContent('Sends in 10 s, or when you leave the card.');
    const asked = vi.spyOn(backend, 'contact');
    await vi.advanceTimersByTimeAsync(4000);
    expect(drawer).toHaveTextContent('Sends in 6 s, or when you leave the card.');
    expect(asked).not.toHaveBeenCalled();
  });
});
