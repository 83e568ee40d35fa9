/** Toasts: the outcome of something a person just did. One at a time, 6 s, or 10 s with Undo and its seconds. */

/** What a toast says and offers. */
export interface Toast {
  readonly text: string;
  readonly detail?: string | null;
  readonly undo?: () => void;
}

const STAYS_MS = 6000;
const STAYS_WITH_UNDO_MS = 10_000;

export class Toasts {
  /** The one that shows. */
  current = $state.raw<Toast | null>(null);
  /** Seconds until it goes. */
  left = $state(0);
  #clock: ReturnType<typeof setInterval> | undefined;

  /** Shows `toast` in place of the last. */
  show(toast: Toast): void {
    clearInterval(this.#clock);
    this.current = toast;
    this.left = (toast.undo === undefined ? STAYS_MS : STAYS_WITH_UNDO_MS) / 1000;
    this.#clock = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.hide();
    }, 1000);
  }

  /** Takes the toast away. */
  hide(): void {
    clearInterval(this.#clock);
    this.current = null;
  }

  /** Undoes what it speaks of. */
  undo(): void {
    const { current } = this;
    this.hide();
    current?.undo?.();
  }
}
