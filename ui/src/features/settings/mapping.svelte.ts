/** A mapping while it is changed: the rows as they are on the page, and what the engine says of them. */
import { asCommandError } from '$lib/backend/backend';
import type { Field } from '$lib/backend/generated/Field';
import type { FieldThere } from '$lib/backend/generated/FieldThere';
import type { MapRow } from '$lib/backend/generated/MapRow';
import type { MappingDraft } from '$lib/backend/generated/MappingDraft';
import type { MappingView } from '$lib/backend/generated/MappingView';
import type { QuestionView } from '$lib/backend/generated/QuestionView';
import type { Sentence } from '$lib/backend/generated/Sentence';
import type { Desk } from '$lib/desk/desk.svelte';

/** Typing is followed once it pauses. */
const CALM_MS = 200;

/** Whether a row takes the answer to a question. */
export const isAnswer = ({ take }: MapRow): boolean => typeof take === 'object' && 'answer' in take;

function taking(what: Field | QuestionView | 'constant' | 'consent'): Pick<MapRow, 'ours' | 'take'> {
  if (typeof what === 'object')
    return { ours: 'answer', take: { answer: { question: what.id, asked: what.question.text } } };
  if (what === 'constant') return { ours: null, take: { constant: { text: '' } } };
  if (what === 'consent') return { ours: null, take: what };
  return { ours: what, take: what === 'note' ? what : 'first' };
}

/** A row with a key of its own: two may be alike while they are changed. */
export interface Kept {
  key: number;
  row: MapRow;
}

export class Mapping {
  view = $state.raw<MappingView>();
  rows = $state.raw<Kept[]>([]);
  draft = $state.raw<MappingDraft>();
  /** Why the last thing asked for was not done. */
  fault = $state.raw<Sentence | null>(null);
  busy = $state(false);

  readonly #desk: Desk;
  readonly #destination: string;
  #key = 0;
  #asked = 0;
  #calm: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk, destination: string) {
    this.#desk = desk;
    this.#destination = destination;
  }

  async look(): Promise<void> {
    const view = await this.#desk.attempt(this.#desk.backend.mapping(this.#destination));
    if (view !== undefined) this.#take(view);
  }

  /** Nothing is asked any more. */
  end(): void {
    clearTimeout(this.#calm);
  }

  change(key: number, change: Partial<MapRow>): void {
    this.#put(this.rows.map((kept) => (kept.key === key ? { key, row: { ...kept.row, ...change } } : kept)));
  }
  /** Another field over there. What an answer becomes in the one before says nothing of it. */
  point(key: number, theirs: string): void {
    const row = this.rows.find((kept) => kept.key === key)?.row;
    this.change(key, row !== undefined && isAnswer(row) ? { theirs, turn: 'as_is' } : { theirs });
  }
  remove(key: number): void {
    this.#put(this.rows.filter((kept) => kept.key !== key));
  }
  /** One more row, of a field of ours, of an answer, of a fixed text or of what people agreed to; its key. */
  add(what: Field | QuestionView | 'constant' | 'consent'): number {
    const { ours, take } = taking(what);
    const row: MapRow = { ours, theirs: ours === 'note' ? 'note' : '', take, turn: 'as_is', write_only: false };
    const kept = this.#keep(row);
    this.#put([...this.rows, kept]);
    return kept.key;
  }
  discard(): void {
    if (this.view !== undefined) this.#take(this.view);
  }
  /** The rows of an earlier version, to be looked at and saved. */
  async goBack(version: number): Promise<void> {
    await this.#does(async () => {
      const rows = await this.#desk.backend.mappingVersion(this.#destination, version);
      this.#put(rows.map((row) => this.#keep(row)));
    });
  }
  async save(): Promise<boolean> {
    const { view } = this;
    if (view === undefined || this.draft?.can_save !== true) return false;
    return this.#does(async () => {
      this.#take(await this.#desk.backend.saveMapping(this.#destination, view.version, this.#plain()));
    });
  }
  /** Looks anew at what is known of the fields over there; what was changed on the page stays. */
  async lookAgain(): Promise<void> {
    const view = await this.#desk.attempt(this.#desk.backend.mapping(this.#destination));
    if (view === undefined) return;
    this.view = view;
    await this.#follow();
  }
  /** Asks the CRM for its fields; what was changed on the page stays. */
  async read(): Promise<void> {
    await this.#does(async () => {
      this.view = await this.#desk.backend.readFields(this.#destination);
      await this.#follow();
    });
  }
  async make(key: number, called: string): Promise<void> {
    await this.#does(async () => {
      const name = await this.#desk.backend.makeField(this.#destination, called);
      this.view = await this.#desk.backend.mapping(this.#destination);
      this.change(key, { theirs: name });
    });
  }

  /** A field over there by what a person typed: its name, or what people there call it. */
  named(typed: string): string {
    const there = this.view?.there ?? [];
    const text = typed.trim();
    const found = there.find(({ name }) => name === text) ?? there.find(({ label }) => label === text);
    return found?.name ?? text;
  }
  there(name: string): FieldThere | undefined {
    return this.view?.there?.find((field) => field.name === name);
  }

  #take(view: MappingView): void {
    this.view = view;
    this.rows = view.rows.map((row) => this.#keep(row));
    void this.#follow();
  }
  #keep(row: MapRow): Kept {
    this.#key += 1;
    return { key: this.#key, row };
  }
  #put(rows: Kept[]): void {
    this.rows = rows;
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => void this.#follow(), CALM_MS);
  }
  #plain(): MapRow[] {
    return this.rows.map(({ row }) => row);
  }
  /** Only the newest answer counts. */
  async #follow(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const sent = this.rows;
    const draft = await this.#desk.attempt(this.#desk.backend.draftMapping(this.#destination, this.#plain()));
    if (draft === undefined || asked !== this.#asked) return;
    this.draft = draft;
    const becomes = new Map(sent.map((kept, nth) => [kept, draft.rows[nth]?.becomes]));
    this.rows = this.rows.map((kept) => {
      const row = becomes.get(kept);
      return row ? { ...kept, row } : kept;
    });
  }
  async #does(what: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.fault = null;
    try {
      await what();
      return true;
    } catch (thrown) {
      this.fault = asCommandError(thrown).sentence;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
