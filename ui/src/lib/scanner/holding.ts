/**
 * Stands before every listener of the window and holds keys back until it is known whether a scanner types or a hand. Works
 * wherever the focus is and whatever lies over the window. Fields for secrets are left alone: programs that keep passwords
 * type as quickly as scanners, and a secret must never be taken for a badge. A search has the first letters at once, since it is
 * answered while somebody types.
 */
import { flushSync } from 'svelte';
import { Burst, type Habits, type Kind, type Settled } from './burst';
import { giveBack, isGiven, isSearch, isSecret, remembered, takesText } from './giving';
import { kindOf, strokeOf } from './stroke';

/** What a scan was: its keys, and the longest time between two of them. */
export type Scanned = Settled<KeyboardEvent>;

/** Where keys are held, and who is told. */
export interface Holding {
  /** Whether scans are taken now. */
  readonly isOpen: () => boolean;
  readonly habits: () => Habits;
  readonly scanned: (scan: Scanned) => void;
}

/** A clock that rings later than this is late. */
const LATE_MS = 8;
/** Keys go one by one through the system to the window; on a machine that is busy each waits its turn, but not longer than this. */
const MOST_LAG_MS = 300;

/**
 * So long a key is waited for that the busy system may still have, where nobody is kept waiting by it: the held ones have gone their
 * way already, or are three as quick as a scanner's, which hands hardly are. One that was pressed later is told by its own time.
 */
const QUEUED_MS = 200;

/** Web views that tell another clock's time with a key are off by hours, not by less than this. */
const STRANGE_MS = 5000;

/** When a key was pressed, not when the busy window came round to it. */
function timeOf({ timeStamp }: KeyboardEvent): number {
  const now = performance.now();
  return timeStamp <= now && now - timeStamp < STRANGE_MS ? timeStamp : now;
}

/** Holds the keys of `page`; answers with what ends it. */
export function holdKeys(page: Window, { isOpen, habits, scanned }: Holding): () => void {
  const burst = new Burst<KeyboardEvent>(habits);
  const focused = (): Element | null => page.document.activeElement;
  let bell: ReturnType<typeof setTimeout> | undefined;
  /** Where text was typed before a scan took the focus away from it. */
  let left: HTMLElement | null = null;
  /** How many of the first held keys a search has already, and what takes them out of it again. */
  let passed = 0;
  let putBack: () => void = () => undefined;

  const isInField = (): boolean => left !== null || takesText(focused());

  function settle(): void {
    clearTimeout(bell);
    const settled = burst.settle(isInField());
    left?.focus();
    left = null;
    const there = passed;
    passed = 0;
    if (settled === null) return;
    if (settled.kind === 'scan') scanned(settled);
    else {
      for (const { event } of settled.held.slice(there)) {
        giveBack(event);
        // A key that opens a field has opened it before the next one looks where the focus is.
        flushSync();
      }
    }
  }

  /** Waits for the next key; `lag`: how long the last one took from the keyboard to here, which the next will take as well. */
  function wind(lag: number): void {
    clearTimeout(bell);
    const atLeast = passed === burst.length || (burst.isLikely && !burst.isScan) ? QUEUED_MS : 0;
    const wait = Math.max(burst.patience(isInField()), atLeast) + Math.min(lag, MOST_LAG_MS);
    bell = setTimeout(ring, wait, performance.now() + wait, false);
  }

  /** Keys may wait behind a clock that rings late, so that one is wound once more. */
  function ring(planned: number, again: boolean): void {
    const late = performance.now() - planned;
    if (again || late < LATE_MS) return settle();
    const wait = Math.min(late, MOST_LAG_MS);
    bell = setTimeout(ring, wait, performance.now() + wait, true);
  }

  /** An input method would go on composing in a field, whatever becomes of the key: while a scanner types, no field has the focus. */
  function leaveField(): void {
    const element = focused();
    if (left !== null || !takesText(element)) return;
    left = element;
    element.blur();
  }

  /**
   * Whether the key may go its way at once: into a search, as long as it looks like a hand. One that was meant for the page, while
   * the field was left, does not go there by itself.
   */
  function mayPass(kind: Kind, { target }: KeyboardEvent): boolean {
    const field = focused();
    if (kind !== 'sign' || target !== field || burst.isNearlyLikely || burst.length !== passed || !isSearch(field))
      return false;
    if (passed === 0) putBack = remembered(field);
    passed += 1;
    return true;
  }

  /** Takes out of a search what a scanner typed there; should it have been a hand after all, it is given back. */
  function takeOut(): void {
    if (passed > 0) putBack();
    passed = 0;
  }

  function take(event: KeyboardEvent): void {
    if (isGiven(event) || !isOpen() || (isSecret(focused()) && burst.length === 0)) return;
    const at = timeOf(event);
    if (burst.isOver(at, isInField())) settle();
    const kind = kindOf(event);
    if (kind === 'modifier') return;
    const verdict = burst.judge(kind, at);
    if (verdict === 'pass') return settle();
    if (verdict === 'drop' || !mayPass(kind, event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (verdict === 'drop') return;
    burst.hold({ stroke: strokeOf(event), kind, at, event });
    if (burst.isLikely) {
      takeOut();
      leaveField();
    }
    wind(performance.now() - at);
  }

  page.addEventListener('keydown', take, true);
  page.addEventListener('pointerdown', settle, true);
  page.addEventListener('blur', settle);
  return () => {
    page.removeEventListener('keydown', take, true);
    page.removeEventListener('pointerdown', settle, true);
    page.removeEventListener('blur', settle);
    clearTimeout(bell);
  };
}
