/**
 * The rows in sight of those that are all of one height. Attach it to the element that scrolls. A virtualiser for rows of any height
 * keeps an object for each of them: a hundred thousand, which the collector walks through while somebody scrolls.
 */
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** Heights in pixels. */
export interface Heights {
  /** The head's, which stays at the top of the box that scrolls. */
  readonly head: number;
  readonly row: number;
}

/** Rows drawn beyond either end of what is in sight. */
const BEYOND = 5;
/** The height of a box that was not laid out yet, in pixels; jsdom lays nothing out. */
const UNKNOWN = 600;

export class Scroller {
  /** The places of the rows that are drawn. */
  drawn = $state.raw<readonly number[]>([]);
  /** The height of all rows together, in pixels. */
  height = $state(0);
  #box: HTMLElement | undefined;
  /** The most rows that were drawn at once. */
  #slots = 1;

  readonly #count: () => number;
  readonly #heights: Heights;
  readonly #seen: (first: number, last: number) => void;

  constructor(count: () => number, heights: Heights, seen: (first: number, last: number) => void) {
    this.#count = count;
    this.#heights = heights;
    this.#seen = seen;
  }

  /** Follows the box's scrolling and size, and the count of rows. */
  attach: Attachment<HTMLElement> = (box) => {
    this.#box = box;
    const read = (): void => untrack(() => this.#read(box));
    const sized = new ResizeObserver(read);
    sized.observe(box);
    box.addEventListener('scroll', read, { passive: true });
    $effect(() => {
      this.#count();
      read();
    });
    return () => {
      sized.disconnect();
      box.removeEventListener('scroll', read);
      this.#box = undefined;
    };
  };

  /** Where a row begins, in pixels below the first one. */
  topOf(at: number): number {
    return at * this.#heights.row;
  }

  /**
   * By which drawn row one is drawn: the rows in sight follow each other, so one that goes out of sight at one end is drawn anew at
   * the other. To make and drop them instead costs most of a scrolled frame, and tens of megabytes until they are collected.
   */
  slot(at: number): number {
    return at % this.#slots;
  }

  /** Brings a row into sight. */
  show(at: number): void {
    const box = this.#box;
    if (box === undefined || at < 0) return;
    const begins = this.topOf(at);
    const ends = begins + this.#heights.row + this.#heights.head;
    if (begins < box.scrollTop) box.scrollTop = begins;
    else if (box.clientHeight > 0 && ends > box.scrollTop + box.clientHeight) box.scrollTop = ends - box.clientHeight;
  }

  #read(box: HTMLElement): void {
    const { head, row } = this.#heights;
    const count = this.#count();
    const room = box.clientHeight || UNKNOWN;
    const first = Math.max(0, Math.floor(box.scrollTop / row) - BEYOND);
    const last = Math.min(count, Math.ceil((box.scrollTop + room - head) / row) + BEYOND) - 1;
    this.height = count * row;
    if (first !== this.drawn[0] || last !== this.drawn.at(-1)) {
      this.drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
      this.#slots = Math.max(this.#slots, this.drawn.length);
    }
    if (this.drawn.length > 0) this.#seen(first, last);
  }
}
