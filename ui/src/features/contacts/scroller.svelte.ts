/** The rows in sight: TanStack's virtualiser in a reactive shell. Attach it to the element that scrolls. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** Heights in pixels. */
export interface Heights {
  readonly head: number;
  readonly row: number;
}

export class Scroller {
  items = $state.raw<VirtualItem[]>([]);
  height = $state(0);
  #virtual: Virtualizer<HTMLElement, HTMLElement> | undefined;
  /** The most rows that were in sight at once. */
  #slots = 1;

  readonly #count: () => number;
  readonly #heights: Heights;
  readonly #seen: (first: number, last: number) => void;

  constructor(count: () => number, heights: Heights, seen: (first: number, last: number) => void) {
    this.#count = count;
    this.#heights = heights;
    this.#seen = seen;
  }

  /** Follows the element's scrolling and size, and the count of rows. */
  attach: Attachment<HTMLElement> = (element) => {
    const virtual = new Virtualizer<HTMLElement, HTMLElement>({
      count: this.#count(),
      getScrollElement: () => element,
      estimateSize: () => this.#heights.row,
      // The head scrolls within the same box and sticks to its top.
      scrollMargin: this.#heights.head,
      scrollPaddingStart: this.#heights.head,
      overscan: 5,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      // jsdom lays nothing out; a first height lets tests see rows.
      initialRect: { width: 800, height: 600 },
      onChange: () => this.#read(),
    });
    this.#virtual = virtual;
    const end = virtual._didMount();
    virtual._willUpdate();
    $effect(() => {
      const count = this.#count();
      untrack(() => {
        virtual.setOptions({ ...virtual.options, count });
        virtual._willUpdate();
        this.#read();
      });
    });
    return end;
  };

  /** The head's height. */
  get head(): number {
    return this.#heights.head;
  }

  /**
   * By which drawn row one is drawn: the rows in sight follow each other, so one that goes out of sight at one end is drawn anew at
   * the other. To make and drop them instead costs most of a scrolled frame, and tens of megabytes until they are collected.
   */
  slot(index: number): number {
    return index % this.#slots;
  }

  /** Brings a row into sight. */
  show(at: number): void {
    this.#virtual?.scrollToIndex(at, { align: 'auto' });
  }

  #read(): void {
    if (this.#virtual === undefined) return;
    const items = this.#virtual.getVirtualItems();
    this.#slots = Math.max(this.#slots, items.length);
    this.items = items;
    this.height = this.#virtual.getTotalSize();
    const [first, last] = [items[0], items.at(-1)];
    if (first !== undefined && last !== undefined) untrack(() => this.#seen(first.index, last.index));
  }
}
