/** A file's size as people say it. */
import type { Words } from '$lib/words/words.svelte';

const KB = 1000;

/** In KB up to a thousand of them, then in MB with one digit after the point while it is small. */
export function sizeIn(words: Words, bytes: number): string {
  const kb = Math.max(1, Math.round(bytes / KB));
  if (kb < KB) return words.t('size-kb', { n: kb });
  const mb = bytes / (KB * KB);
  return words.t('size-mb', { n: mb < 10 ? Math.round(mb * 10) / 10 : Math.round(mb) });
}
