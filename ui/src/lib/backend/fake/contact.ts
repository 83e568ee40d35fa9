/** Makes the fake's contacts in full. */
import type { Chip } from '../generated/Chip';
import type { ContactDetail } from '../generated/ContactDetail';
import type { ContactRow } from '../generated/ContactRow';
import type { Explanation } from '../generated/Explanation';
import type { Field } from '../generated/Field';
import type { FieldView } from '../generated/FieldView';
import type { TimelineEntry } from '../generated/TimelineEntry';
import { count, explanationOf, say, text } from './explain';
import type { Person } from './people';

const field = (name: Field, value: string, over: Partial<FieldView> = {}): FieldView => ({
  field: name,
  part: '',
  value,
  written: null,
  raw: null,
  origin: 'badge',
  problem: null,
  remarks: [],
  asked: null,
  ...over,
});

/** A slip of the finger in one well-known address, as the engine remarks on it. */
export const remarksOf = (email: string): FieldView['remarks'] =>
  email.includes('gmial') ? [{ kind: 'slip', proposal: email.replace('gmial', 'gmail') }] : [];

/** A note of 10,000 characters, one word of it without end, and 40 tags. */
const toldMuch = (): FieldView[] => [
  field('note', `${'Wants 🔩 by spring. '.repeat(475)}${'x'.repeat(500)}`, { origin: 'typed' }),
  ...Array.from({ length: 40 }, (_, nth) =>
    field('tag', `tag ${nth} ${'ß'.repeat(nth)}`, { part: `t${nth}`, origin: 'typed' }),
  ),
];

function fieldsOf([name, company, job, email, , rating]: Person, badgeId: string): FieldView[] {
  const problem = email !== null && !email.includes('.') ? 'email_domain' : null;
  const fields = [
    name === null ? null : field('full_name', name),
    company === null ? null : field('company', company),
    job === null ? null : field('job_title', job, { origin: 'roster' }),
    email === null ? null : field('email', email, { problem, remarks: remarksOf(email) }),
    name === null ? null : field('phone', '+493055504477', { written: '+49 30 55504477', raw: '030 5550 4477' }),
    field('badge_id', badgeId),
    rating === null ? null : field('rating', String(rating), { origin: 'typed' }),
    name?.startsWith('Aylin')
      ? field('note', 'Three sites, replaces the old dosing pumps in spring. Send the noise figures.', {
          origin: 'typed',
        })
      : null,
  ];
  return [...fields.filter((one) => one !== null), ...(name?.startsWith('🧑') ? toldMuch() : [])];
}

function timelineOf(row: ContactRow): TimelineEntry[] {
  const captured: TimelineEntry = {
    at: row.at,
    chip: 'saved',
    what: say('event-captured-by', { who: text(row.by ?? '') }),
    more: null,
    then: null,
    raw: null,
  };
  const sent: TimelineEntry = {
    at: row.at + 48_000,
    chip: 'sending',
    what: say('event-created'),
    more: null,
    then: null,
    raw: 'POST /api/v1/contacts\n\n{"acme_first_name":"…","acme_last_name":"…"}',
  };
  const answered: TimelineEntry = {
    at: row.at + 68_000,
    chip: row.chip,
    what: say('event-unknown'),
    more: null,
    then: null,
    raw: null,
  };
  switch (row.chip) {
    case 'checking':
      return [answered, sent, captured];
    case 'needs_attention':
      return [
        {
          ...answered,
          what: say('event-failed'),
          raw: '{"error":{"message":"e-mail has no valid domain","status":422,"code":"invalid_email"}}',
        },
        sent,
        captured,
      ];
    case 'synced':
    case 'differs':
      return [sent, captured];
    default:
      return [captured];
  }
}

/** One of the fake's contacts. Ids sort by time, as the engine's do. */
export function contactOf(person: Person, number: number, now: number): ContactDetail {
  const [name, company, job, , chip, rating, by, ago] = person;
  const badgeId = String(123 + number).padStart(6, '0');
  const captured = now - ago * 60_000;
  const explanation = explanationOf(chip, captured, name === null);
  const row: ContactRow = {
    id: `c-${String(Math.floor(captured)).padStart(15, '0')}-${number}`,
    name,
    badge_id: name === null ? '000123' : badgeId,
    company,
    job_title: job,
    rating,
    by,
    at: captured,
    chip,
    sentence: explanation.why,
  };
  return {
    row,
    explanation,
    fields: fieldsOf(person, name === null ? '000123' : badgeId),
    extra: name === null ? [] : [['Ticket', 'Visitor']],
    captures: 1,
    payload: name === null ? '000123' : `MECARD:N:${name};ORG:${company ?? ''};;`,
    deliveries: [
      {
        id: `d-${number}`,
        destination: 'AcmeCRM',
        chip,
        explanation,
        adopted: name?.startsWith('Björn') ?? false,
        remote_id: chip === 'synced' ? '5512' : null,
        candidates: [],
      },
    ],
    conflicts:
      chip === 'differs'
        ? [{ id: `x-${number}`, field: 'job_title', ours: job, theirs: 'Service lead', winner: 'ours' }]
        : [],
    timeline: timelineOf(row),
    undo_until: null,
    consent: null,
    removed: chip === 'removed',
    merged: [],
    merged_into: null,
    others: [],
  };
}

/** `contact` with one difference less, and in the state that follows when it was the last. */
export function settled(contact: ContactDetail, conflictId: string, chip: Chip): ContactDetail {
  const conflicts = contact.conflicts.filter(({ id }) => id !== conflictId);
  if (conflicts.length > 0) return { ...contact, conflicts };
  const explanation = explanationOf(chip, contact.row.at);
  return {
    ...contact,
    conflicts,
    explanation,
    row: { ...contact.row, chip, sentence: explanation.why },
    deliveries: contact.deliveries.map((one) => ({ ...one, chip, explanation })),
  };
}

const CANDIDATES = [
  { id: '5512', name: 'Peter Roe' },
  { id: '7140', name: 'Liam O’Dwyer-Featherstonehaugh of Tidewater' },
  { id: '8003', name: '' },
];

/** `contact` as one that may be there already: under the same e-mail (`twins`), or after no answer (`perhaps`, `lost`). */
export function doubtful(contact: ContactDetail, scene: ReadonlySet<string>): ContactDetail {
  const known = scene.has('twins') || scene.has('perhaps');
  if (!known && !scene.has('lost')) return contact;
  const candidates = known ? CANDIDATES : [];
  const amount = count(candidates.length);
  const explanation: Explanation = scene.has('twins')
    ? {
        why: say('why-parked-belongs-to-someone-else', { count: amount, name: text('Peter Roe') }),
        next: say('next-parked-belongs-to-someone-else'),
        who: 'you',
        remedies: ['take_this_one', 'edit_field', 'create_anyway'],
        field: 'email',
      }
    : {
        why: say('why-parked-maybe-there', { count: amount }),
        next: say('next-parked-maybe-there'),
        who: 'you',
        remedies: ['it_is_there', 'send_again'],
        field: null,
      };
  return {
    ...contact,
    explanation,
    row: { ...contact.row, sentence: explanation.why },
    deliveries: contact.deliveries.map((one) => ({ ...one, explanation, candidates })),
  };
}
