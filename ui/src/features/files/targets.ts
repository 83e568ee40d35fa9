/** Where a column of a list may go, in words. */
import type { Words } from '$lib/words/words.svelte';

/** What is not a field: kept beside the contact, by what its list knows it again, left out. */
const OTHERS: Readonly<Record<string, string>> = {
  skip: 'target-skip',
  extra: 'target-extra',
  id: 'target-id',
};

/** A target's words: a field's name, and which of several. */
export function targetWords(words: Words, target: string): string {
  const other = OTHERS[target];
  if (other !== undefined) return words.t(other);
  const [key = '', nth] = target.split('.');
  return nth === undefined ? words.field(key) : words.t('target-nth', { field: words.field(key), nth });
}

/** What a column is offered: what is no field first, then the fields; one that was named otherwise as well. */
export function offered(words: Words, targets: readonly string[], chosen: string): [string, string][] {
  const all = targets.includes(chosen) ? targets : [...targets, chosen];
  const others = Object.keys(OTHERS).filter((target) => all.includes(target));
  const fields = all.filter((target) => !(target in OTHERS));
  return [...others, ...fields].map((target) => [target, targetWords(words, target)]);
}
