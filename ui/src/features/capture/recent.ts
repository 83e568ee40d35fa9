/** The last captures below the badge. */
import type { ContactRow } from '$lib/backend/generated/ContactRow';

/** As many rows as the tallest rail can show. */
export const RECENT = 40;

/** `rows` with `changed` ones replaced or added, newest first. Order follows ids, which are made in order of capture. */
export function merged(rows: readonly ContactRow[], changed: readonly ContactRow[]): ContactRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of changed) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, RECENT);
}
