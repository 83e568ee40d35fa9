/** The fake's pairs that may be one person, and their merge, made the simplest way. */
import type { Chosen } from '../generated/Chosen';
import type { ContactDetail } from '../generated/ContactDetail';
import type { DuplicatesView } from '../generated/DuplicatesView';
import type { Field } from '../generated/Field';
import type { MergeView } from '../generated/MergeView';
import { say, text } from './explain';

/** A pair's name, whichever comes first. */
export const pairKey = (one: string, other: string): string => [one, other].toSorted().join(' ');

const valueOf = ({ fields }: ContactDetail, field: Field): string | null =>
  fields.find((one) => one.field === field)?.value ?? null;

/** Two pairs of the first contacts that have a name. */
export function duplicatesOf(contacts: ContactDetail[], refused: ReadonlySet<string>): DuplicatesView {
  const [a, b, c, d] = contacts.filter(({ row, merged_into }) => row.name !== null && merged_into === null);
  const pairs: DuplicatesView['first'] = [];
  if (a && b)
    pairs.push({ one: a.row, other: b.row, score: 92, reasons: ['same_email', 'shorter_name', 'other_company'] });
  if (c && d) pairs.push({ one: c.row, other: d.row, score: 65, reasons: ['same_name', 'same_company'] });
  const first = pairs.filter(({ one, other }) => !refused.has(pairKey(one.id, other.id)));
  return { pairs: first.length, first, left: 0 };
}

/** Both side by side. */
export function mergeOf(kept: ContactDetail, other: ContactDetail): MergeView {
  const fields = [...new Set([...kept.fields, ...other.fields].map(({ field }) => field))];
  return {
    kept: kept.row,
    other: other.row,
    score: 92,
    reasons: ['same_email', 'shorter_name'],
    fields: fields.map((field) => {
      const [mine, theirs] = [valueOf(kept, field), valueOf(other, field)];
      const both = field === 'email' || field === 'note';
      return {
        field,
        kept: mine,
        other: theirs,
        differs: mine !== null && theirs !== null && mine !== theirs,
        offered: both ? ['both', 'kept', 'other'] : ['kept', 'other'],
        proposed: mine === null ? 'other' : both && theirs !== null ? 'both' : 'kept',
      };
    }),
    records: [say('merge-record-deleted', { crm: text('AcmeCRM') })],
  };
}

/** The one that is kept, afterwards. */
export function mergedOf(kept: ContactDetail, other: ContactDetail, chosen: Chosen[], at: number): ContactDetail {
  const taken = chosen.filter(({ take }) => take === 'other').map(({ field }) => field);
  const fields = [
    ...kept.fields.filter(({ field }) => !taken.includes(field)),
    ...other.fields
      .filter(({ field }) => taken.includes(field))
      .map((field) => ({ ...field, origin: 'merge' as const })),
  ];
  const merged = [...kept.merged, { id: other.row.id, name: other.row.name, at }];
  const name = fields.find(({ field }) => field === 'full_name')?.value ?? kept.row.name;
  return { ...kept, row: { ...kept.row, name }, fields, merged };
}
