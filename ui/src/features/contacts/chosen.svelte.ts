/** The contacts that a person chose from the list, and what is done for all of them at once. */
import { SvelteSet } from 'svelte/reactivity';
import type { ManyAct } from '$lib/backend/generated/ManyAct';
import type { Desk } from '$lib/desk/desk.svelte';
import { plain } from '$lib/words/words.svelte';
import type { ContactList } from './list.svelte';

/** So many can be chosen at once; whoever means more narrows the list or exports it. */
export const MOST = 2000;
const AT_ONCE = 500;

export class Chosen {
  readonly ids = new SvelteSet<string>();
  /** Whether something is under way. */
  busy = $state(false);

  readonly #desk: Desk;
  readonly #list: ContactList;
  /** Where the last one was chosen, for ranges. */
  #from = 0;

  constructor(desk: Desk, list: ContactList) {
    this.#desk = desk;
    this.#list = list;
  }

  /** Chooses the contact at a place of the list, or no more; with `range` all from the last one on. */
  toggle(at: number, range = false): void {
    const on = !this.has(at);
    const [first, last] = range ? [Math.min(this.#from, at), Math.max(this.#from, at)] : [at, at];
    for (let place = first; place <= last; place += 1) {
      const id = this.#list.row(place)?.id;
      if (id === undefined) continue;
      if ((range || on) && this.ids.size < MOST) this.ids.add(id);
      else if (!range) this.ids.delete(id);
    }
    this.#from = at;
  }

  /** Whether the contact at a place of the list is chosen. */
  has(at: number): boolean {
    const id = this.#list.row(at)?.id;
    return id !== undefined && this.ids.has(id);
  }

  /** Chooses all that match, as far as so many can be. */
  async all(): Promise<void> {
    for (let offset = 0; offset < Math.min(this.#list.matching, MOST); offset += AT_ONCE) {
      const query = { ...this.#list.query(offset), limit: AT_ONCE };
      const page = await this.#desk.attempt(this.#desk.backend.contacts(query));
      if (page === undefined || page.rows.length === 0) return;
      for (const { id } of page.rows) if (this.ids.size < MOST) this.ids.add(id);
    }
  }

  none(): void {
    this.ids.clear();
  }

  /** Does one thing for all of them and says what came of it, with Undo where there is one. */
  async act(act: ManyAct): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const done = await this.#desk.attempt(this.#desk.backend.doFor([...this.ids], act));
    this.busy = false;
    if (done === undefined) return;
    if (act.act === 'remove') this.none();
    const undo = (): void => void this.#undo();
    this.#desk.toasts.show({
      text: plain(this.#desk.words.say(done.sentence)),
      ...(done.can_undo ? { undo } : {}),
    });
  }

  async #undo(): Promise<void> {
    const done = await this.#desk.attempt(this.#desk.backend.undoForMany());
    if (done !== undefined) this.#desk.toasts.show({ text: plain(this.#desk.words.say(done.sentence)) });
  }
}
