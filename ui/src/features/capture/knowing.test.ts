/** What is known of whoever stands on the card comes a moment later, and goes with them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Desk } from '$lib/desk/desk.svelte';
import { STANDING } from '$lib/backend/fake/scenes';
import { Knowing } from './knowing.svelte';

describe('Whoever stands on the card', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const asked = (
    lookUp: () => Promise<(typeof STANDING)[]>,
  ): { knowing: Knowing; lookUp: ReturnType<typeof vi.fn> } => {
    const spied = vi.fn(lookUp);
    return { knowing: new Knowing({ backend: { lookUp: spied } } as unknown as Desk), lookUp: spied };
  };

  it('is asked for a moment later, and what is known goes with the card', async () => {
    const { knowing, lookUp } = asked(async () => [STANDING]);
    const end = knowing.ask('one');
    expect(lookUp).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(lookUp).toHaveBeenCalledExactlyOnceWith('one');
    expect(knowing.known).toEqual([STANDING]);
    end();
    expect(knowing.known).toEqual([]);
  });

  it('is not asked for when the next one comes at once', async () => {
    const { knowing, lookUp } = asked(async () => [STANDING]);
    knowing.ask('one')();
    await vi.advanceTimersByTimeAsync(5000);
    expect(lookUp).not.toHaveBeenCalled();
  });

  it('is not spoken of when the answer comes after the card went', async () => {
    const answers: ((known: (typeof STANDING)[]) => void)[] = [];
    const { knowing } = asked(() => new Promise((resolve) => answers.push(resolve)));
    const end = knowing.ask('one');
    await vi.advanceTimersByTimeAsync(1000);
    end();
    answers[0]?.([STANDING]);
    await vi.advanceTimersByTimeAsync(0);
    expect(knowing.known).toEqual([]);
  });

  it('is shown without a word when nobody can be asked', async () => {
    const { knowing } = asked(() => Promise.reject(new Error('offline')));
    knowing.ask('one');
    await vi.advanceTimersByTimeAsync(1000);
    expect(knowing.known).toEqual([]);
  });
});
