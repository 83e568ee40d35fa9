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
  /**
   * The places of the rows that are drawn, in the order in which they stand in the page: the rows in sight follow each other, so one
   * that goes out of sight at one end is drawn anew where it stands, for the other end. To put it elsewhere in the page costs
   * a third of a scrolled frame, to make and drop rows more.
   */
  drawn = $state.raw<readonly number[]>([]);
  /** The height of all rows together, in pixels. */
  height = $state(0);
  #box: HTMLElement | undefined;
  /** The box's own height, in pixels: asked of it while it scrolls, it would be laid out for that. */
  #room = 0;
  /** The first drawn row's place. */
  #first = 0;

  #telling: ReturnType<typeof setTimeout> | undefined;

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
    this.#room = box.clientHeight;
    const sized = new ResizeObserver(() => {
      this.#room = box.clientHeight;
      read();
    });
    sized.observe(box);
    box.addEventListener('scroll', read, { passive: true });
    $effect(() => {
      this.#count();
      read();
    });
    return () => {
      sized.disconnect();
      clearTimeout(this.#telling);
      this.#telling = undefined;
      box.removeEventListener('scroll', read);
      this.#box = undefined;
    };
  };

  /** Where a row begins, in pixels below the first one. */
  topOf(at: number): number {
    return at * this.#heights.row;
  }

  /** By which of the drawn rows one is drawn. */
  slot(at: number): number {
    return at % Math.max(1, this.drawn.length);
  }

  /** The drawn rows' places as they follow each other on the screen. */
  get inOrder(): readonly number[] {
    return this.drawn.map((_, nth) => this.#first + nth);
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
    // As many wherever it stands, so that none is dropped and made anew: a row may be cut at either end.
    const many = Math.min(count, Math.ceil(((this.#room || UNKNOWN) - head) / row) + 1 + 2 * BEYOND);
    const first = Math.max(0, Math.min(count - many, Math.floor(box.scrollTop / row) - BEYOND));
    this.height = count * row;
    if (first !== this.#first || many !== this.drawn.length) {
      this.#first = first;
      this.drawn = Array.from({ length: many }, (_, slot) => first + ((slot + many - (first % many)) % many));
    }
    // In a task of its own: the frame is for what is in sight already.
    this.#telling ??= setTimeout(() => this.#tell());
  }

  /** Tells which rows are in sight by now. */
  #tell(): void {
    this.#telling = undefined;
    const many = this.drawn.length;
    if (many > 0) this.#seen(this.#first, this.#first + many - 1);
  }
}
