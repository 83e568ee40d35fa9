/** What the fake says the next sync would send: one contact of each sort, the simplest way. */
import type { ContactDetail } from '../generated/ContactDetail';
import type { DryRow } from '../generated/DryRow';
import type { DryRun } from '../generated/DryRun';
import { count, say, text } from './explain';

const CRM = { crm: text('AcmeCRM') };

/** What waits, as it would be sent. */
export function foreseenOf(contacts: ContactDetail[]): DryRun {
  const waiting = contacts.filter(({ row }) => row.chip !== 'synced' && row.chip !== 'removed');
  const [made, linked, changed] = waiting;
  const bare = (contact: ContactDetail): DryRow => ({
    contact: contact.row.id,
    name: contact.row.name,
    note: false,
    kind: 'unsure',
    sentence: say('dry-later', CRM),
    changes: [],
    differences: [],
    requests: [],
  });
  const rows = waiting.map((contact): DryRow => {
    if (contact === made) {
      const changes = contact.fields
        .slice(0, 3)
        .map(({ field, value }): DryRow['changes'][number] => ({ field, was: null, will: value }));
      const body = JSON.stringify(
        Object.fromEntries(changes.map(({ field, will }) => [`acme_${field}`, will])),
        null,
        2,
      );
      return {
        ...bare(contact),
        kind: 'create',
        sentence: say('dry-create', { ...CRM, count: count(changes.length) }),
        changes,
        requests: [{ method: 'POST', address: 'https://crm.example.com/api/v1/contacts', headers: [], body }],
      };
    }
    if (contact === linked) {
      return {
        ...bare(contact),
        kind: 'adopt',
        sentence: say('dry-adopt', { ...CRM, count: count(1) }),
        changes: [{ field: 'mobile', was: null, will: '+46 70 174 06 05' }],
        differences: [{ field: 'company', was: 'Harbour Quay', will: 'Harbour Quay Ltd.' }],
      };
    }
    if (contact === changed) {
      return {
        ...bare(contact),
        kind: 'update',
        sentence: say('dry-update', { ...CRM, count: count(1) }),
        changes: [{ field: 'job_title', was: 'Buyer', will: 'Head of Purchasing' }],
      };
    }
    return bare(contact);
  });
  return {
    destination: 'dest-1',
    name: 'AcmeCRM',
    asked: true,
    sentence: say(rows.length === 0 ? 'dry-all-none' : 'dry-all', { ...CRM, count: count(rows.length) }),
    rows,
    more: 0,
  };
}
