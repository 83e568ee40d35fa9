/** The fake's review, made from its contacts the simplest way. */
import type { CauseView } from '../generated/CauseView';
import type { ContactDetail } from '../generated/ContactDetail';
import type { EarlierView } from '../generated/EarlierView';
import type { Explanation } from '../generated/Explanation';
import type { ExampleView } from '../generated/ExampleView';
import type { HealthView } from '../generated/HealthView';
import type { Review } from '../generated/Review';
import type { Sum } from '../generated/Sum';
import { count, explanationOf, say, text } from './explain';
import { duplicatesOf } from './merging';

const EXAMPLES = 5;
const PLACE = 'dest-1';

const exampleOf =
  (value: string | null) =>
  (contact: ContactDetail): ExampleView => ({
    contact: contact.row.id,
    name: contact.row.name ?? contact.row.badge_id,
    value: value === null ? null : (contact.fields.find(({ field }) => field === value)?.value ?? null),
  });

function causeOf(contacts: ContactDetail[], over: Partial<CauseView>): CauseView {
  const [first] = contacts;
  const field = over.field ?? null;
  return {
    cause: { destination: PLACE, reason: 'invalid', field, theirs: field && `acme_${field}`, says: null },
    contacts: contacts.length,
    explanation: first?.explanation ?? explanationOf('needs_attention', 0),
    field,
    examples: contacts.slice(0, EXAMPLES).map(exampleOf(field)),
    raw: '{"error":{"code":"invalid_email","message":"the domain has no dot"}}',
    fixes: ['clear', 'remap', 'leave_out', 'retry'],
    ...over,
  };
}

/** One cause for what failed; with the scene `gone` also contacts that were deleted over there. */
function causesOf(contacts: ContactDetail[], scene: ReadonlySet<string>): CauseView[] {
  const failed = contacts.filter(({ row }) => row.chip === 'needs_attention');
  const causes = failed.length === 0 ? [] : [causeOf(failed, { field: 'email' })];
  if (scene.has('gone')) {
    const gone = contacts.slice(0, 3);
    causes.push(
      causeOf(gone, {
        cause: { destination: PLACE, reason: 'deleted_there', field: null, theirs: null, says: null },
        explanation: {
          ...explanationOf('needs_attention', 0),
          why: say('why-cause-deleted-there', { count: count(3) }),
        },
        raw: null,
        fixes: ['send_again', 'remove_here'],
      }),
      causeOf(contacts.slice(3, 5), {
        cause: { destination: PLACE, reason: 'changed_there', field: null, theirs: null, says: null },
        explanation: {
          ...explanationOf('needs_attention', 0),
          why: say('why-cause-changed-there', { count: count(2) }),
        },
        raw: null,
        fixes: ['leave_there', 'delete_there'],
      }),
    );
  }
  return causes;
}

const HEALTH: HealthView = {
  id: PLACE,
  name: 'AcmeCRM',
  explanation: { why: say('health-online'), next: null, who: 'nobody', remedies: [], field: null },
  failures: 0,
  rests_at: 5,
  tokens: 37.4,
  burst: 50,
  per_second: 5,
  quota: 62,
  quota_of: 100,
  answers: { requests: 200, worked: 198, p50: 412, p95: 1490, since: 0 },
};

/** Contacts from before the CRM was connected. */
export function earlierOf(contacts: number): EarlierView {
  const why = say('why-cause-earlier', { crm: text('AcmeCRM'), count: count(contacts) });
  return {
    destination: PLACE,
    name: 'AcmeCRM',
    contacts,
    stay: false,
    explanation: { why, next: null, who: 'manager', remedies: [], field: null },
    examples: [],
  };
}
const ALERTS: Explanation[] = [
  {
    why: say('alert-oldest', { span: { kind: 'for', value: 3 * 3_600_000 } }),
    next: say('alert-oldest-next'),
    who: 'manager',
    remedies: [],
    field: null,
  },
  {
    why: say('alert-budget', { crm: text('AcmeCRM'), left: count(62), count: count(1000) }),
    next: say('alert-budget-next'),
    who: 'manager',
    remedies: [],
    field: null,
  },
];

/** The review of these contacts. */
export function reviewOf(
  contacts: ContactDetail[],
  sum: Sum,
  scene: ReadonlySet<string>,
  refused: ReadonlySet<string>,
): Review {
  const held = contacts.filter(({ row }) => row.chip === 'on_hold');
  const differing = contacts.filter(({ conflicts }) => conflicts.length > 0);
  const missing = sum.captured - sum.synced - sum.waiting - sum.needs_attention - sum.removed;
  return {
    sum,
    off: sum.adds_up
      ? null
      : {
          why: say('why-sum-missing', { captured: count(sum.captured), count: count(missing) }),
          next: say('next-sum-off'),
          who: 'manager',
          remedies: [],
          field: null,
        },
    alerts: scene.has('alerts') ? ALERTS : [],
    oldest: contacts.reduce<number | null>((least, { row }) => Math.min(least ?? row.at, row.at), null),
    causes: causesOf(contacts, scene),
    earlier: [],
    holds:
      held.length === 0
        ? []
        : [
            {
              destination: PLACE,
              why: 'unresolved',
              contacts: held.length,
              explanation: { ...explanationOf('on_hold', 0, true), why: say('why-cause-unresolved') },
              examples: held.slice(0, EXAMPLES).map(exampleOf(null)),
              can_release: true,
            },
          ],
    alike:
      differing.length === 0
        ? []
        : [
            {
              destination: PLACE,
              name: 'AcmeCRM',
              field: 'job_title',
              theirs: 'acme_job_title',
              open: differing.length,
              ours: differing.length,
            },
          ],
    differences: differing.slice(0, 50).flatMap(({ row, conflicts }) =>
      conflicts.map((conflict) => ({
        contact: row.id,
        name: row.name,
        company: row.company,
        destination: 'AcmeCRM',
        conflict,
      })),
    ),
    duplicates: scene.has('duplicates') ? duplicatesOf(contacts, refused) : { pairs: 0, first: [], left: 0 },
    proposals: { open: 0, some: [] },
    purge: scene.has('purge')
      ? {
          contacts: 3,
          sentence: say('why-purge', { count: count(3), days: count(30) }),
          examples: contacts.slice(0, 3).map(exampleOf(null)),
        }
      : null,
    destinations: scene.has('empty') ? [] : [HEALTH],
  };
}

/** "18 contacts go again." */
export const doneFor = (code: string, contacts: number, can_undo = false) => ({
  contacts,
  can_undo,
  sentence: say(code, { count: count(contacts), crm: text('AcmeCRM') }),
});
