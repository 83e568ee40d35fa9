/** A typed contact: the fields of the panel, and what could be wrong with them. Half a contact is a contact. */
import type { Field } from '$lib/backend/generated/Field';
import type { FieldChange } from '$lib/backend/generated/FieldChange';
import type { Problem } from '$lib/backend/generated/Problem';

/** The panel's fields, in the order in which they are typed. */
export const TYPED = ['given_name', 'family_name', 'company', 'job_title', 'email', 'phone'] as const satisfies Field[];
/** One of them. */
export type TypedField = (typeof TYPED)[number];
/** What is in the panel. */
export type TypedValues = Record<TypedField, string>;

/** An empty panel. */
export const nothingTyped = (): TypedValues => ({
  given_name: '',
  family_name: '',
  company: '',
  job_title: '',
  email: '',
  phone: '',
});

/** The changes that make the contact; empty fields are left out. */
export function changesOf(values: TypedValues): FieldChange[] {
  return TYPED.filter((field) => values[field].trim() !== '').map((field) => ({ field, value: values[field].trim() }));
}

/** Whether a pasted text says several things of a person, so that it goes into several fields. */
export function isWorthReading(pasted: string): boolean {
  const text = pasted.trim();
  return (
    /\n/u.test(text) || (/[,;|\t<]/u.test(text) && /@|\d{5}/u.test(text)) || /^(?:MECARD|BEGIN:VCARD)/iu.test(text)
  );
}

/** A first hint while typing; the engine's own reading, after saving, is the one that counts. */
export function hintFor(field: TypedField, value: string): Problem | null {
  const typed = value.trim();
  if (typed === '') return null;
  if (field === 'email') {
    if (!/^[^\s@]+@[^\s@]+$/u.test(typed)) return 'email_shape';
    return /\.[^\s.@]{2,}$/u.test(typed) ? null : 'email_domain';
  }
  if (field === 'phone') return (typed.match(/\d/gu)?.length ?? 0) >= 4 ? null : 'phone_shape';
  return null;
}
