/** A destination's form as it is filled in: the CRM describes the inputs, nothing here knows a CRM. */
import type { DestinationInput } from '$lib/backend/generated/DestinationInput';
import type { DestinationKind } from '$lib/backend/generated/DestinationKind';
import type { DestinationView } from '$lib/backend/generated/DestinationView';
import type { FormField } from '$lib/backend/generated/FormField';

/** What stands in an input before anything is typed. Secrets are never shown again. */
export function firstValue(field: FormField, destination: DestinationView | null): string {
  if (field.secret) return '';
  return destination?.settings[field.key] ?? field.value ?? field.options[0]?.[0] ?? '';
}

/** Whether a needed input is empty; a secret that is already kept may stay so. */
export function isMissing(field: FormField, value: string, destination: DestinationView | null): boolean {
  const kept = field.secret && (destination?.has_secret ?? false);
  return field.required && !kept && value.trim() === '';
}

/** The filled-in form; a secret left empty keeps the old one. */
export function inputOf(
  kind: DestinationKind,
  name: string,
  values: Readonly<Record<string, string>>,
  id: string | null,
): DestinationInput {
  const settings: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const { key, secret } of kind.form) {
    const value = (values[key] ?? '').trim();
    if (!secret) settings[key] = value;
    else if (value !== '') secrets[key] = value;
  }
  return { id, kind: kind.kind, name: name.trim() === '' ? kind.name : name.trim(), settings, secrets };
}
