/** The figures of the pictures: fetched when they come into sight, again once it is calm after a change. */
import type { Over } from '$lib/backend/generated/Over';
import type { Pictures } from '$lib/backend/generated/Pictures';
import type { Desk } from '$lib/desk/desk.svelte';
import { plain } from '$lib/words/words.svelte';
import { asRows, type Table } from './tables';

/** A day's figures change slowly; a hundred thousand contacts are not counted with each capture. */
const CALM_MS = 3000;

export class Picturing {
  pictures = $state.raw<Pictures | null>(null);
  over = $state.raw<Over>({ over: 'latest' });

  readonly #desk: Desk;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Looks now; an answer to an older question is not shown over a newer one. */
  async look(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const found = await this.#desk.attempt(this.#desk.backend.pictures(this.over));
    if (found !== undefined && mine === this.#asked) this.pictures = found;
  }

  /** Looks once it is calm. */
  soon(): void {
    this.#calm ??= setTimeout(() => {
      this.#calm = undefined;
      void this.look();
    }, CALM_MS);
  }

  end(): void {
    clearTimeout(this.#calm);
  }

  /** Turns to a day, or to the whole event. */
  async turn(over: Over): Promise<void> {
    this.over = over;
    await this.look();
  }

  /** Saves the report over what is shown. */
  async report(): Promise<void> {
    const saved = await this.#desk.attempt(this.#desk.backend.saveReport(this.over, this.#desk.words.language));
    if (saved !== undefined) this.#desk.toasts.show({ text: plain(this.#desk.words.say(saved.sentence)) });
  }

  /** Saves a table as it is shown. */
  async save(table: Table, name: string): Promise<void> {
    const saved = await this.#desk.attempt(this.#desk.backend.saveTable(asRows(table), name));
    if (saved !== undefined) this.#desk.toasts.show({ text: plain(this.#desk.words.say(saved.sentence)) });
  }
}
