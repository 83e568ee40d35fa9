/**
 * Half a contact. What stands in the panel is kept a moment after each key and when the panel goes, in the engine's
 * encrypted store: Escape, another capture and a restart all leave it there. Saving the contact forgets it.
 */
import type { FieldChange } from '$lib/backend/generated/FieldChange';
import type { Desk } from '$lib/desk/desk.svelte';
import { changesOf, nothingTyped, TYPED, type TypedValues } from './typed';

/** Kept so long after the last key. */
const AFTER_MS = 400;

export class Drafting {
  values = $state<TypedValues>(nothingTyped());
  /** Whether what shows was typed before and is offered again. */
  isOld = $state(false);

  readonly #desk: Desk;
  #kept = '[]';
  #soon: ReturnType<typeof setTimeout> | undefined;
  #begun = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** What would be saved. */
  get changes(): FieldChange[] {
    return changesOf(this.values);
  }

  /** Fetches what was left; what is typed meanwhile stays. */
  async begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const left = await this.#desk.attempt(this.#desk.backend.draft());
    if (left === undefined || left.length === 0) return;
    this.#kept = JSON.stringify(left);
    this.isOld = this.take(left);
  }

  /** Fills in fields that are empty; answers whether any was. */
  take(changes: readonly FieldChange[]): boolean {
    let took = false;
    for (const { field, value } of changes) {
      const known = TYPED.find((one) => one === field);
      if (known === undefined || value === null || this.values[known] !== '') continue;
      this.values[known] = value;
      took = true;
    }
    return took;
  }

  /** Keeps what stands there, a moment from now. */
  keepSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.keep(), AFTER_MS);
  }

  /** Keeps what stands there now. */
  async keep(): Promise<void> {
    clearTimeout(this.#soon);
    const { changes } = this;
    const now = JSON.stringify(changes);
    if (!this.#begun || now === this.#kept) return;
    this.#kept = now;
    await this.#desk.attempt(this.#desk.backend.keepDraft(changes));
  }

  /** Begins anew with an empty panel. */
  clear(): void {
    this.values = nothingTyped();
    this.isOld = false;
    void this.keep();
  }

  /** Puts it away; answers whether there is anything to come back to. */
  putAway(): boolean {
    void this.keep();
    this.isOld = this.changes.length > 0;
    return this.isOld;
  }

  /** The contact is saved, and the engine has forgotten its half. */
  saved(): void {
    clearTimeout(this.#soon);
    this.#kept = '[]';
    this.values = nothingTyped();
    this.isOld = false;
  }
}
