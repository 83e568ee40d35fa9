/** The tables behind the pictures: the same numbers, as people read them and as a file holds them. */
import type { CrmView } from '$lib/backend/generated/CrmView';
import type { Pictures } from '$lib/backend/generated/Pictures';
import type { ShareView } from '$lib/backend/generated/ShareView';
import type { Words } from '$lib/words/words.svelte';

/** What a cell shows, and what the file holds in its place. */
export interface Cell {
  readonly shown: string;
  readonly raw: string;
}

/** A table with its head. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows for a file: the head first. */
export const asRows = ({ head, rows }: Table): string[][] => [
  [...head],
  ...rows.map((row) => row.map(({ raw }) => raw)),
];

const text = (shown: string, raw = shown): Cell => ({ shown, raw });

/** Writes cells in the reader's way. */
export class Cells {
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
  }

  count = (value: number | null): Cell =>
    value === null ? text('–', '') : text(this.#words.count(value), String(value));
  took = (ms: number | null): Cell => (ms === null ? text('–', '') : text(this.#words.measured(ms), String(ms)));
  at = (local: string): Cell => text(this.#words.wallTime(local, true), local.replace('T', ' '));

  /** Captures by time. */
  captures({ slots }: Pictures): Table {
    const { t } = this.#words;
    return {
      head: [t('chart-from'), t('captured')],
      rows: slots.map(({ local, captured }) => [this.at(local), this.count(captured)]),
    };
  }

  /** What was captured and settled until then. */
  states({ slots }: Pictures): Table {
    const { t } = this.#words;
    return {
      head: [t('chart-from'), t('captured'), t('chart-arrived'), t('chart-removed'), t('chart-waiting-then')],
      rows: slots.map(({ local, captured, arrived, removed, waiting }) => [
        this.at(local),
        ...[captured, arrived, removed, waiting].map(this.count),
      ]),
    };
  }

  /** How many belong to whom. */
  shares(shares: readonly ShareView[], head: string, nobody: string): Table {
    return {
      head: [head, this.#words.t('captured')],
      rows: shares.map(({ name, contacts }) => [text(name ?? nobody), this.count(contacts)]),
    };
  }

  /** Causes and how many contacts each of them keeps. */
  causes(causes: readonly (readonly [label: string, contacts: number])[]): Table {
    const { t } = this.#words;
    return {
      head: [t('chart-cause'), t('place-contacts')],
      rows: causes.map(([label, contacts]) => [text(label), this.count(contacts)]),
    };
  }

  /** How a CRM answered. */
  answers({ slots: over }: Pictures, { slots }: CrmView): Table {
    const { t } = this.#words;
    return {
      head: [
        t('chart-from'),
        t('chart-requests'),
        t('health-worked'),
        t('chart-usual-ms'),
        t('chart-slow-ms'),
        t('chart-budget-left'),
      ],
      rows: slots.map((slot, at) => [
        this.at(over[at]?.local ?? ''),
        this.count(slot.requests),
        this.count(slot.worked),
        this.took(slot.p50),
        this.took(slot.p95),
        this.count(slot.budget_left),
      ]),
    };
  }
}
