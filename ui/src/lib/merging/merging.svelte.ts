/** Two contacts that may be one: looked at side by side, merged field by field, taken apart again, or said to be two. */
import type { ContactRow } from '$lib/backend/generated/ContactRow';
import type { Field } from '$lib/backend/generated/Field';
import type { MergeView } from '$lib/backend/generated/MergeView';
import type { Take } from '$lib/backend/generated/Take';
import type { Desk } from '$lib/desk/desk.svelte';

export class Merging {
  /** The two side by side; null while nobody compares. */
  view = $state.raw<MergeView | null>(null);
  /** Something is under way; nothing else is begun meanwhile. */
  busy = $state(false);
  #pair = $state.raw<readonly [string, string] | null>(null);
  #chosen = $state.raw<ReadonlyMap<Field, Take>>(new Map());

  readonly #desk: Desk;
  readonly #changed: (kept: string | null) => void;

  /** `changed` hears that the two are one now (which one is kept), or are said to be two. */
  constructor(desk: Desk, changed: (kept: string | null) => void) {
    this.#desk = desk;
    this.#changed = changed;
  }

  /** Whether these two are compared. */
  is(one: string, other: string): boolean {
    return this.#pair !== null && this.#pair[0] === one && this.#pair[1] === other;
  }

  /** Puts two side by side. */
  async look(one: string, other: string): Promise<void> {
    this.#chosen = new Map();
    this.view = null;
    this.#pair = [one, other];
    const view = await this.#desk.attempt(this.#desk.backend.lookAtMerge(one, other));
    if (!this.is(one, other)) return;
    if (view === undefined) {
      this.close();
      this.#changed(null);
    } else this.view = view;
  }

  /** Compares no more. */
  close(): void {
    this.#pair = null;
    this.view = null;
  }

  /** Whose value a field gets. */
  taken(field: Field): Take {
    const proposed = this.view?.fields.find((one) => one.field === field)?.proposed;
    return this.#chosen.get(field) ?? proposed ?? 'kept';
  }

  /** A person chooses whose value a field gets. */
  choose(field: Field, take: Take): void {
    this.#chosen = new Map([...this.#chosen, [field, take]]);
  }

  /** Makes one contact of the two; the toast can take it back. */
  async merge(): Promise<void> {
    const { view } = this;
    if (view === null || this.busy) return;
    this.busy = true;
    const chosen = view.fields.map(({ field }) => ({ field, take: this.taken(field) }));
    const kept = await this.#desk.attempt(this.#desk.backend.mergeContacts(view.kept.id, view.other.id, chosen));
    this.busy = false;
    if (kept === undefined) return;
    this.close();
    this.#changed(view.kept.id);
    this.#desk.toasts.show({
      text: this.#desk.words.t('merge-done', { one: this.#called(view.kept), other: this.#called(view.other) }),
      undo: () => void this.apart(view.other.id),
    });
  }

  /** Takes a merged contact apart again. */
  async apart(contact: string): Promise<void> {
    const kept = await this.#desk.attempt(this.#desk.backend.unmergeContact(contact));
    if (kept === undefined) return;
    this.#changed(kept.row.id);
    this.#desk.toasts.show({ text: this.#desk.words.t('merged-undone') });
  }

  /** Says that they are two; the toast can take it back. */
  async refuse(one: ContactRow, other: ContactRow): Promise<void> {
    if (this.busy) return;
    const say = async (isOther: boolean): Promise<boolean> => {
      this.busy = true;
      const done = await this.#desk.attempt(this.#desk.backend.notTheSame(one.id, other.id, isOther).then(() => true));
      this.busy = false;
      this.#changed(null);
      return done === true;
    };
    if (!(await say(true))) return;
    if (this.is(one.id, other.id)) this.close();
    this.#desk.toasts.show({
      text: this.#desk.words.t('duplicates-not-same-toast', { one: this.#called(one), other: this.#called(other) }),
      undo: () => void say(false),
    });
  }

  #called({ name, badge_id }: ContactRow): string {
    return name ?? this.#desk.words.t('id-only', { id: badge_id ?? '?' });
  }
}
