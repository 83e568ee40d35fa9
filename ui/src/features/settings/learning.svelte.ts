/**
 * Learning a recipe: what three badges hold, and what a person pointed at in each. A recipe is learned once the same fields were pointed
 * at in all of them; what it then reads is shown before it is used.
 */
import { asCommandError, type Backend } from '$lib/backend/backend';
import type { Field } from '$lib/backend/generated/Field';
import type { LearnedView } from '$lib/backend/generated/LearnedView';
import type { ReadValue } from '$lib/backend/generated/ReadValue';
import type { Sentence } from '$lib/backend/generated/Sentence';

/** With two, chance looks like a rule. */
export const BADGES = 3;

/** What badges hold, those first that most of them do. */
export const POINTABLE: readonly Field[] = [
  'badge_id',
  'given_name',
  'family_name',
  'full_name',
  'company',
  'job_title',
  'email',
  'phone',
  'mobile',
  'department',
  'name_prefix',
  'website',
  'linkedin',
  'street',
  'postal_code',
  'city',
  'region',
  'country',
  'tag',
  'note',
];

export interface Badge {
  payload: string;
  values: readonly ReadValue[];
}

export class Learning {
  name = $state('');
  badges = $state<Badge[]>(Array.from({ length: BADGES }, () => ({ payload: '', values: [] })));
  learned = $state.raw<LearnedView | null>(null);
  fault = $state.raw<Sentence | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend, name: string) {
    this.#backend = backend;
    this.name = name;
  }

  /** Fields that were pointed at in some badges and not in all of them. */
  missing = $derived.by<Field[]>(() => {
    const seen = this.badges.map(({ values }) => new Set(values.map(({ field }) => field)));
    const all = new Set(seen.flatMap((fields) => [...fields]));
    return [...all].filter((field) => seen.some((fields) => !fields.has(field)));
  });

  ready = $derived(
    this.missing.length === 0 && this.badges.every(({ payload, values }) => payload.trim() !== '' && values.length > 0),
  );

  /** Takes a badge that was scanned, into the first place that is free. */
  take(payload: string): void {
    const free = this.badges.find((badge) => badge.payload.trim() === '');
    if (free === undefined || this.badges.some((badge) => badge.payload === payload)) return;
    free.payload = payload;
    this.#changed();
  }

  write(badge: Badge, payload: string): void {
    badge.payload = payload;
    badge.values = badge.values.filter(({ value }) => payload.includes(value));
    this.#changed();
  }

  /** What is marked is this field's value. */
  point(badge: Badge, field: Field, value: string): void {
    const text = value.trim();
    if (text === '') return;
    badge.values = [...badge.values.filter((read) => read.field !== field), { field, value: text }];
    this.#changed();
  }

  forget(badge: Badge, field: Field): void {
    badge.values = badge.values.filter((read) => read.field !== field);
    this.#changed();
  }

  async learn(): Promise<void> {
    this.fault = null;
    try {
      const badges = this.badges.map(({ payload, values }) => ({ payload, values: [...values] }));
      this.learned = await this.#backend.learnRecipe(this.name, badges);
    } catch (thrown) {
      this.fault = asCommandError(thrown).sentence;
    }
  }

  #changed(): void {
    this.learned = null;
    this.fault = null;
  }
}
