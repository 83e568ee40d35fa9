/**
 * Scanner or hand? Keys are held back for a moment; what comes in a burst is a scan, what does not is given back to whoever
 * it was typed for. Pure: times come with the keys, and what is done with the answer is `holding.ts`. It decides here and
 * not in the engine because a key has to be kept from its field before anything else hears of it.
 */
import type { Stroke } from '../backend/generated/Stroke';

/** What is known of the scanners at this laptop. */
export interface Habits {
  /** Keys of a scanner come at most this far apart, in milliseconds. */
  readonly gap: number;
  /** The keys with which the taught scanners end a code, as the window names keys; `null` for one that just ends. */
  readonly lastKeys: readonly (string | null)[];
}

/** Scanners leave under 35 ms between keys; hands, even quick ones, more over any six keys. */
export const USUAL: Habits = { gap: 35, lastKeys: [] };

/**
 * What a key is to a burst: a character; a key that ends a line; Ctrl with a letter, as scanners type control characters; a
 * dead key; one that is only held with others; anything else.
 */
export type Kind = 'sign' | 'end' | 'control' | 'dead' | 'modifier' | 'other';

/** A key held back. */
export interface Held<Event> {
  readonly stroke: Stroke;
  readonly kind: Kind;
  readonly at: number;
  readonly event: Event;
}

/** What the held keys were. `widest`: the longest time between two of them, in milliseconds, but for the odd stall. */
export interface Settled<Event> {
  readonly kind: 'scan' | 'typed';
  readonly held: readonly Held<Event>[];
  readonly widest: number;
}

/** What becomes of a key now: held, left alone, or kept from everybody. */
export type Verdict = 'hold' | 'pass' | 'drop';

/** A burst of so many characters is a scan. */
export const FEWEST = 6;
/** From so many on, keys that would do something at once in a field or a form (Enter, Tab) are held as well. */
const LIKELY = 3;
/** Once it is a scan, a stall of the system may not cut it in two. */
const STALL_MS = 100;
/** Before that, and where no text is typed, one stall is waited for: nobody sees a shortcut come so much later. */
const ONE_STALL_MS = 80;
/** An Enter or Tab that comes so shortly after a scan is its last key, not a hand's. */
const AFTER_MS = 250;
/** As many keys as the engine takes. */
const MOST = 8192;

/** A system under load holds a few keys back; of a hundred gaps the five longest tell nothing of the scanner. */
const STALLED = 0.05;

function widestOf(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((one, other) => other - one);
  return sorted[Math.floor(sorted.length * STALLED)] ?? 0;
}

export class Burst<Event> {
  readonly #habits: () => Habits;
  #held: Held<Event>[] = [];
  #signs = 0;
  #stalls = 0;
  #gaps: number[] = [];
  #scannedAt = -Infinity;

  constructor(habits: () => Habits) {
    this.#habits = habits;
  }

  /** How many keys are held. */
  get length(): number {
    return this.#held.length;
  }

  /** Whether a scanner is most likely at work. */
  get isLikely(): boolean {
    return this.#signs >= LIKELY;
  }

  /** Whether there are characters enough for a scan. */
  get isScan(): boolean {
    return this.#signs >= FEWEST;
  }

  /** Whether it would be with one more character. */
  get isNearlyLikely(): boolean {
    return this.#signs + 1 >= LIKELY;
  }

  /** How long the next key is waited for after the last, in milliseconds. `inField`: whether text is typed. */
  patience(inField: boolean): number {
    const { gap } = this.#habits();
    if (this.#signs >= FEWEST) return Math.max(gap, STALL_MS);
    return inField || this.#stalls > 0 ? gap : Math.max(gap, ONE_STALL_MS);
  }

  /** Whether a key that comes at `at` comes too late to belong to what is held: then that is to be settled first. */
  isOver(at: number, inField: boolean): boolean {
    const last = this.#held.at(-1);
    return last !== undefined && at - last.at > this.patience(inField);
  }

  /** Judges a key. With `pass`, what is held is to be settled before the key goes its way. */
  judge(kind: Kind, at: number): Verdict {
    switch (kind) {
      case 'modifier':
        return 'pass';
      case 'sign':
        return 'hold';
      case 'end':
        if (this.isLikely) return 'hold';
        return at - this.#scannedAt < AFTER_MS ? 'drop' : 'pass';
      case 'control':
      case 'dead':
        return this.isLikely ? 'hold' : 'pass';
      case 'other':
        return 'pass';
    }
  }

  /** Holds a key. */
  hold(held: Held<Event>): void {
    const last = this.#held.at(-1);
    if (last !== undefined) {
      const gap = held.at - last.at;
      this.#gaps.push(gap);
      if (gap > this.#habits().gap) this.#stalls += 1;
    }
    if (this.#held.length < MOST) this.#held.push(held);
    if (held.kind === 'sign') this.#signs += 1;
  }

  /** Says what was held, and holds nothing any more. `inField`: whether text would have been typed. */
  settle(inField: boolean): Settled<Event> | null {
    const held = this.#held;
    const last = held.at(-1);
    if (last === undefined) return null;
    const isScan = this.#signs >= FEWEST && (!inField || this.#endsAsTaught(last));
    const settled = { kind: isScan ? ('scan' as const) : ('typed' as const), held, widest: widestOf(this.#gaps) };
    if (isScan) this.#scannedAt = last.at;
    this.#held = [];
    this.#signs = 0;
    this.#stalls = 0;
    this.#gaps = [];
    return settled;
  }

  /** Programs that type into fields (text snippets) are quick too; where every scanner is known to end with a key, they do not. */
  #endsAsTaught({ stroke }: Held<Event>): boolean {
    const { lastKeys } = this.#habits();
    return lastKeys.length === 0 || lastKeys.some((key) => key === null || key === (stroke.code || stroke.key));
  }
}
