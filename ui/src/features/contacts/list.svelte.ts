/**
 * The list: what matches, fetched in pages as they come into sight, kept fresh by what is pushed. A hundred thousand
 * rows are a number; only the pages that were looked at are here.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Chip } from '$lib/backend/generated/Chip';
import type { ContactQuery } from '$lib/backend/generated/ContactQuery';
import type { ContactRow } from '$lib/backend/generated/ContactRow';
import type { Order } from '$lib/backend/generated/Order';
import type { Desk } from '$lib/desk/desk.svelte';

/** Rows fetched at once: what most screens show, and few enough to be there between two letters that are typed. */
export const PAGE = 25;
/** A burst of pushes asks once. */
const CALM_MS = 80;
/** So many pages on either side of those in sight are kept; who goes on reading finds the others again. */
const KEPT = 10;
/** So many pages are asked for at once. While the bar is dragged, hundreds fly past that nobody will read. */
const AT_ONCE = 2;

/** The pages between two rows. */
function pagesOf(first: number, last: number): number[] {
  const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

export class ContactList {
  search = $state('');
  chips = $state.raw<readonly Chip[]>([]);
  today = $state(false);
  /** Only those with each of these tags, so high a rating, captured by one of these. */
  tags = $state.raw<readonly string[]>([]);
  rating = $state<number | null>(null);
  reps = $state.raw<readonly string[]>([]);
  order = $state<Order>('newest');
  /** How many match, as far as was counted; whether more do; how many there are. */
  matching = $state(0);
  more = $state(false);
  total = $state(0);
  /** Whether the first answer is there. */
  known = $state(false);

  readonly #desk: Desk;
  readonly #rows = new SvelteMap<number, ContactRow>();
  readonly #asked = new Set<number>();
  #underWay = 0;
  #question = 0;
  /** The question whose rows are here. */
  #answered = 0;
  #asking = false;
  #again = false;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #seen: readonly [first: number, last: number] = [0, 0];
  /** Where somebody who goes on scrolling as now will be. */
  #ahead: readonly number[] = [];

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The row at a place of the list, when its page is here. */
  row(at: number): ContactRow | undefined {
    return this.#rows.get(at);
  }

  /** Where a contact stands among the rows that are here; -1 when it is not. */
  placeOf(id: string | null): number {
    for (const [at, row] of this.#rows) if (row.id === id) return at;
    return -1;
  }

  /** Fetches the pages between two rows, as soon as what was asked before is answered, and then the one that is scrolled to. */
  see(first: number, last: number): void {
    const moved = first - this.#seen[0];
    // A bar that is dragged, or a key for the end, goes nowhere from where it is.
    const onwards = moved === 0 || Math.abs(moved) > PAGE ? [] : [(moved > 0 ? last : first) + Math.sign(moved) * PAGE];
    this.#seen = [first, last];
    this.#ahead = onwards.filter((at) => at >= 0 && at < this.matching).map((at) => Math.floor(at / PAGE));
    this.#forget(Math.floor(first / PAGE) - KEPT, Math.floor(last / PAGE) + KEPT);
    this.#fill();
  }

  /** Asks anew at once: another search, another filter. While an answer is under way, only the last wish waits for it. */
  ask(): void {
    clearTimeout(this.#calm);
    const [first, last] = this.#seen;
    this.#seen = [0, last - first];
    void this.#askInTurn();
  }

  /** Begins, and follows what changes; answers with what ends it. */
  begin(): () => void {
    void this.#askInTurn();
    return this.#desk.onRows((rows) => this.#changed(rows));
  }

  async #askInTurn(): Promise<void> {
    this.#again = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    await this.#askNow();
    this.#asking = false;
    if (this.#again) void this.#askInTurn();
  }

  /** Fetches what is in sight and not here, then what will be. */
  #fill(): void {
    for (const page of [...pagesOf(...this.#seen), ...this.#ahead])
      if (this.#underWay < AT_ONCE) void this.#fetch(page);
  }

  /** Lets go of the pages outside of these. */
  #forget(from: number, to: number): void {
    for (const page of this.#asked) {
      if (page >= from && page <= to) continue;
      this.#asked.delete(page);
      for (let at = page * PAGE; at < (page + 1) * PAGE; at++) this.#rows.delete(at);
    }
  }

  /** Asks for the first page in sight; what else is in sight follows its answer. */
  async #askNow(): Promise<void> {
    this.#question += 1;
    this.#asked.clear();
    await this.#fetch(Math.floor(this.#seen[0] / PAGE));
  }

  /** What the desk narrows the list to. */
  get #only(): Pick<ContactQuery, 'cause' | 'held'> {
    const { cause, held } = this.#desk.only ?? {};
    return { ...(cause && { cause }), ...(held && { held }) };
  }

  /** What is asked for now, from a row on. */
  query(offset: number): ContactQuery {
    const since = this.today ? new Date().setHours(0, 0, 0, 0) : null;
    return {
      search: this.search,
      chips: [...this.chips],
      since,
      ...this.#only,
      ...(this.tags.length > 0 && { tags: [...this.tags] }),
      ...(this.rating !== null && { rating: this.rating }),
      ...(this.reps.length > 0 && { reps: [...this.reps] }),
      ...(this.order !== 'newest' && { order: this.order }),
      limit: PAGE,
      offset,
    };
  }

  /** Whether it shows everyone. */
  get everyone(): boolean {
    const marked = this.tags.length > 0 || this.rating !== null || this.reps.length > 0;
    return this.search.trim() === '' && this.chips.length === 0 && !marked && !this.today && this.#desk.only === null;
  }

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const question = this.#question;
    this.#underWay += 1;
    const answer = await this.#desk.attempt(this.#desk.backend.contacts(this.query(page * PAGE)));
    this.#underWay -= 1;
    if (answer !== undefined && question === this.#question) {
      if (this.#answered !== question) this.#rows.clear();
      this.#answered = question;
      answer.rows.forEach((row, at) => this.#rows.set(page * PAGE + at, row));
      this.matching = answer.matching;
      this.more = answer.more;
      this.total = answer.total;
      this.known = true;
    }
    this.#fill();
  }

  #changed(rows: ContactRow[]): void {
    let moved = false;
    for (const row of rows) {
      const at = this.placeOf(row.id);
      if (at >= 0) this.#rows.set(at, row);
      if (at < 0 || row.chip === 'removed' || row.chip === 'removing') moved = true;
    }
    // A filtered list may gain or lose rows by any change; an open one only by new and removed contacts.
    const filtered =
      this.#desk.only !== null || this.tags.length > 0 || this.rating !== null || this.order !== 'newest';
    if (!moved && !filtered && this.chips.length === 0 && this.search === '') return;
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => void this.#askInTurn(), CALM_MS);
  }
}
