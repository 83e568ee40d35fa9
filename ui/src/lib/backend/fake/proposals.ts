/** What the fake's list of the event says: a name for each number, and for others a company that differs. */
import type { ContactDetail } from '../generated/ContactDetail';
import type { ProposalRow } from '../generated/ProposalRow';
import type { ProposalView } from '../generated/ProposalView';
import { say, text } from './explain';

const LIST = { list: text('attendees.xlsx'), at: { kind: 'at', value: Date.UTC(2026, 10, 22, 9, 12) } } as const;

const row = (field: ProposalRow['field'], ours: string | null, theirs: string, typed = false): ProposalRow => ({
  field,
  ours,
  theirs,
  typed,
});

/** One proposal for each; the third was named otherwise by a person. */
export function proposalsFor(contacts: ContactDetail[]): ProposalView[] {
  return contacts.map(({ row: of }, at) => {
    const fits = of.name === null || at !== 2;
    const rows =
      of.name === null
        ? [
            row('given_name', null, 'Jane'),
            row('family_name', null, 'Roe'),
            row('company', null, 'Arvika Instruments AB'),
            row('email', null, 'jane.roe@arvika.example'),
          ]
        : [
            ...(fits ? [] : [row('full_name', of.name, 'Carl Lund', true)]),
            row('company', of.company, `${of.company ?? 'Arvika'} Holding`, at === 1),
            row('email', null, 'office@arvika.example'),
          ];
    return {
      id: `proposal-${of.id}`,
      contact: of.id,
      name: of.name,
      badge_id: of.badge_id,
      kind: 'roster',
      sentence: say(fits ? 'proposed-by-list' : 'proposed-by-list-other-name', LIST),
      fits,
      rows,
    };
  });
}
