/** Answers on their way: shown at once, kept one after the other, so that two quick presses do not undo each other. */
export class Said {
  #pending = $state.raw<Readonly<Record<string, string>>>({});
  #last: Promise<unknown> = Promise.resolve();
  readonly #counts = new Map<string, number>();

  /** The answer to a wording: what was just said, else what is kept. */
  of(wording: string, kept: string): string {
    return this.#pending[wording] ?? kept;
  }

  /** Says `value`, which `keep` then keeps; none takes the answer away. */
  say(wording: string, value: string | null, keep: () => Promise<unknown>): Promise<void> {
    this.#pending = { ...this.#pending, [wording]: value ?? '' };
    this.#counts.set(wording, (this.#counts.get(wording) ?? 0) + 1);
    const kept = this.#last.then(keep).then(() => {
      const left = (this.#counts.get(wording) ?? 1) - 1;
      this.#counts.set(wording, left);
      if (left > 0) return;
      this.#pending = Object.fromEntries(Object.entries(this.#pending).filter(([of]) => of !== wording));
    });
    this.#last = kept;
    return kept;
  }
}
