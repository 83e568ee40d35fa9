/** The badge in the rail: what the last act of capturing said, or the latest contact when nothing was captured yet. */
import type { CaptureAnswer } from '$lib/backend/generated/CaptureAnswer';
import type { ContactDetail } from '$lib/backend/generated/ContactDetail';
import type { ContactRow } from '$lib/backend/generated/ContactRow';
import type { FieldView } from '$lib/backend/generated/FieldView';
import type { Sentence } from '$lib/backend/generated/Sentence';

/** What the badge shows. */
export type Card =
  | { kind: 'saved'; contact: ContactDetail; idOnly: boolean; similar: ContactRow | null; times: number }
  | { kind: 'known'; contact: ContactDetail; firstAt: number; by: string | null }
  | { kind: 'refused'; sentence: Sentence }
  | { kind: 'earlier'; row: ContactRow };

/** The contact on a card, if there is one. */
export function contactIdOf(card: Card | null): string | null {
  switch (card?.kind) {
    case 'saved':
    case 'known':
      return card.contact.row.id;
    case 'earlier':
      return card.row.id;
    case 'refused':
    case undefined:
      return null;
  }
}

/** The values of the contact on a card that can be added to; none where there is no such contact. */
export const fieldsOf = (card: Card | null): FieldView[] | null =>
  card?.kind === 'saved' || card?.kind === 'known' ? card.contact.fields : null;

/** The card an answer makes; "again" only counts on the card that is there. */
export function cardFor(answer: CaptureAnswer, before: Card | null): Card | null {
  switch (answer.answer) {
    case 'saved':
      return { kind: 'saved', contact: answer.contact, idOnly: answer.id_only, similar: answer.similar, times: 1 };
    case 'known':
      return { kind: 'known', contact: answer.contact, firstAt: answer.first_at, by: answer.by };
    case 'refused':
      return { kind: 'refused', sentence: answer.sentence };
    case 'again':
      return before?.kind === 'saved' && contactIdOf(before) === answer.contact_id
        ? { ...before, times: answer.times }
        : before;
  }
}

/** `card` with what changed about its contact elsewhere. */
export function withRow(card: Card | null, row: ContactRow): Card | null {
  if (card === null || contactIdOf(card) !== row.id) return card;
  if (card.kind === 'earlier') return { kind: 'earlier', row };
  if (card.kind === 'refused') return card;
  return { ...card, contact: { ...card.contact, row } };
}
