/** Codes that are put together from a value: one table per family, so that the compiler and the tests know them all. */
import type { Asks } from '../backend/generated/Asks';
import type { Chip } from '../backend/generated/Chip';
import type { DryKind } from '../backend/generated/DryKind';
import type { ExportFormat } from '../backend/generated/ExportFormat';
import type { Field } from '../backend/generated/Field';
import type { FixKind } from '../backend/generated/FixKind';
import type { Origin } from '../backend/generated/Origin';
import type { Problem } from '../backend/generated/Problem';
import type { Reason } from '../backend/generated/Reason';
import type { RemarkKind } from '../backend/generated/RemarkKind';
import type { Remedy } from '../backend/generated/Remedy';
import type { Weather } from '../backend/generated/Weather';
import type { Who } from '../backend/generated/Who';
import type { SpanUnit } from './span';

const all = <Value extends string>(values: Record<Value, true>): readonly Value[] => Object.keys(values) as Value[];

/** Every chip, in the order in which a filter offers them. */
export const CHIPS = all<Chip>({
  needs_attention: true,
  differs: true,
  checking: true,
  sending: true,
  waiting: true,
  on_hold: true,
  queued: true,
  removing: true,
  synced: true,
  removed: true,
  saved: true,
});

/** Every field, in the order in which people read them. */
export const FIELDS = all<Field>({
  full_name: true,
  name_prefix: true,
  given_name: true,
  additional_name: true,
  family_name: true,
  name_suffix: true,
  company: true,
  department: true,
  job_title: true,
  email: true,
  phone: true,
  mobile: true,
  fax: true,
  website: true,
  linkedin: true,
  street: true,
  city: true,
  region: true,
  postal_code: true,
  country: true,
  badge_id: true,
  note: true,
  rating: true,
  tag: true,
  answer: true,
});

const PROBLEMS = all<Problem>({
  email_shape: true,
  email_domain: true,
  email_unusual: true,
  phone_shape: true,
  phone_needs_region: true,
  url_shape: true,
  rating_range: true,
  too_long: true,
});
const ORIGINS = all<Origin>({ badge: true, roster: true, typed: true, crm: true, merge: true, undo: true });
const REMEDIES = all<Remedy>({
  retry: true,
  edit_field: true,
  take_this_one: true,
  create_anyway: true,
  it_is_there: true,
  send_again: true,
  remove_here: true,
  leave_there: true,
  delete_there: true,
  send_now: true,
  sign_in: true,
  open_destination: true,
});
const REMARKS = all<RemarkKind>({ slip: true, free_mail: true, role: true, look_alike: true });
/** What speaks for and against two contacts being one person. */
const LIKENESS = all<Reason>({
  same_email: true,
  same_profile: true,
  same_name: true,
  shorter_name: true,
  alike_name: true,
  same_company: true,
  alike_company: true,
  same_phone: true,
  other_name: true,
  other_company: true,
  other_email: true,
});
const WHO = all<Who>({ nobody: true, you: true, manager: true });
const SPANS = all<SpanUnit>({ seconds: true, minutes: true, hours: true });

/** How the key is kept, as the engine names it. */
const KEY_KEPT = ['keychain', 'key_file', 'recovery_key', 'passphrase'] as const;
/** What would help a badge that is seen and not read, as the decoder names it. */
const ADVICE = ['show-all', 'tilt', 'closer', 'too-dense', 'steady', 'light', 'less-light'] as const;
/** What contacts may go out as, the usual ones first. */
export const DRY_KINDS = all<DryKind>({
  create: true,
  adopt: true,
  update: true,
  delete: true,
  hand_back: true,
  ask: true,
  unsure: true,
  skip: true,
});

export const FORMATS = all<ExportFormat>({
  csv: true,
  xlsx: true,
  vcard3: true,
  vcard4: true,
  jsonl: true,
  csv_raw: true,
});

/** Why the camera gives no picture. */
const CAMERA = ['none', 'refused', 'busy', 'lost', 'unsupported'] as const;

/** What can be done for all contacts of a cause: each a line of the form or the words of a button. */
const FIXES = all<FixKind>({
  set: true,
  replace: true,
  clear: true,
  remap: true,
  make: true,
  leave_out: true,
  retry: true,
  send_again: true,
  remove_here: true,
  look_again: true,
  take_the_one: true,
  create_anyway: true,
  leave_there: true,
  delete_there: true,
});
/** Those that a form offers. */
const IN_FORM: readonly FixKind[] = ['set', 'replace', 'clear', 'remap', 'make', 'leave_out', 'retry'];
const ON_BUTTONS = FIXES.filter((fix) => fix === 'retry' || !IN_FORM.includes(fix));

/** How a question is answered, in the order in which they are offered. */
export const ASKS = all<Asks['kind']>({ one: true, several: true, scale: true, yes_no: true, text: true });

/** The ways in which a value is written at a destination, in the order in which they are offered. */
export const WAYS = [
  'as_is',
  'upper',
  'lower',
  'title',
  'e164',
  'international',
  'national',
  'pick',
  'join',
  'split',
] as const;
export type Way = (typeof WAYS)[number];

/** Every reason for which a contact is parked, as the store names it. */
export const CAUSES = [
  'invalid',
  'refused',
  'belongs_to_someone_else',
  'maybe_there',
  'deleted_there',
  'changed_there',
] as const;

/** What the way to the rehearsal's CRM can be like, in the order in which it is offered. */
export const WEATHERS = all<Weather>({
  fine: true,
  offline: true,
  portal: true,
  throttled: true,
  broken: true,
  lost_replies: true,
  slow: true,
});

/** Every code of every family. */
export const FAMILY_CODES: readonly string[] = [
  ...CHIPS.map((chip) => `chip-${chip}`),
  ...FIELDS.map((field) => `field-${field}`),
  ...ASKS.map((kind) => `asks-${kind}`),
  ...PROBLEMS.map((problem) => `problem-${problem}`),
  ...ORIGINS.map((origin) => `origin-${origin}`),
  ...REMARKS.map((remark) => `remark-${remark}`),
  ...LIKENESS.map((reason) => `likeness-${reason}`),
  ...REMEDIES.map((remedy) => `remedy-${remedy}`),
  ...IN_FORM.map((fix) => `fix-${fix}`),
  ...WAYS.map((way) => `turn-${way}`),
  ...ON_BUTTONS.map((fix) => `act-${fix}`),
  ...WHO.map((who) => `who-${who}`),
  ...SPANS.map((unit) => `span-${unit}`),
  ...DRY_KINDS.map((kind) => `dry-kind-${kind}`),
  ...FORMATS.flatMap((format) => [`format-${format}`, `format-${format}-about`]),
  ...KEY_KEPT.map((way) => `key-kept-${way}`),
  ...WEATHERS.flatMap((weather) => [`weather-${weather}`, `weather-${weather}-about`]),
  ...CAUSES.map((reason) => `cause-${reason}`),
  ...ADVICE.map((advice) => `coach-${advice}`),
  ...CAMERA.flatMap((state) => [`camera-${state}-head`, `camera-${state}-lead`]),
];
