/** What goes where, for the pages that are shown without an engine: the rows of the settings, a few fields, no decisions. */
import type { DraftRow } from '../generated/DraftRow';
import type { Field } from '../generated/Field';
import type { FieldThere } from '../generated/FieldThere';
import type { MapRow } from '../generated/MapRow';
import type { MappingDraft } from '../generated/MappingDraft';
import type { MappingView } from '../generated/MappingView';
import { count, say, text } from './explain';

const EXAMPLES: Partial<Record<Field, string>> = {
  given_name: 'Jana',
  family_name: 'Lindqvist',
  email: 'jana.lindqvist@example.com',
  company: 'Arvika Hydraulik AB',
  job_title: 'Head of Maintenance',
  phone: '+46701740605',
  note: 'Send the noise figures',
};

const field = (name: string, label: string, more: Partial<FieldThere> = {}): FieldThere => ({
  name,
  label,
  holds: 'text',
  options: [],
  read_only: false,
  required: false,
  role: null,
  ...more,
});

const THERE: FieldThere[] = [
  field('firstname', 'First name'),
  field('lastname', 'Last name'),
  field('email', 'E-mail', { role: 'key' }),
  field('company', 'Company'),
  field('jobtitle', 'Job title'),
  field('phone', 'Phone number'),
  field('level', 'Level', {
    holds: 'one',
    options: [
      { value: 'c', label: 'Chief' },
      { value: 'm', label: 'Manager' },
    ],
  }),
  field('buying', 'Buying stage', {
    holds: 'one',
    options: [
      { value: 'now', label: 'Now' },
      { value: 'year', label: 'This year' },
      { value: 'later', label: 'Later' },
    ],
  }),
  field('createdate', 'Create date', { holds: 'date', read_only: true }),
];

const row = (ours: Field, theirs: string, take: MapRow['take'] = 'first'): MapRow => ({
  ours,
  theirs,
  take,
  turn: 'as_is',
  write_only: false,
});

const BEGINNING: MapRow[] = [
  row('given_name', 'firstname', 'given'),
  row('family_name', 'lastname', 'family'),
  row('email', 'email'),
  row('company', 'company'),
  row('job_title', 'jobtitle'),
  row('phone', 'phone'),
  row('note', 'note', 'note'),
];

/** The mapping of the one destination. */
export class FakeMapping {
  #versions: MapRow[][] = [BEGINNING];
  #there: FieldThere[] | null;

  constructor(scene: ReadonlySet<string>) {
    this.#there = scene.has('fields-unread') ? null : THERE;
    if (scene.has('unknown-field')) this.#versions.unshift([...BEGINNING, row('badge_id', 'badge_tier')]);
  }

  view(destination: string): MappingView {
    const version = this.#versions.length;
    return {
      destination,
      name: 'AcmeCRM',
      version,
      rows: this.#versions[0] ?? [],
      there: this.#there,
      read: this.#there === null ? null : Date.UTC(2026, 10, 3, 9, 30),
      can_make: true,
      versions: this.#versions.map((rows, nth) => ({
        version: version - nth,
        sentence:
          nth === version - 1
            ? say('map-version-first', { count: count(rows.length) })
            : say('map-version', { count: count(1) }),
      })),
    };
  }

  version(version: number): MapRow[] {
    return this.#versions[this.#versions.length - version] ?? [];
  }

  draft(rows: MapRow[]): MappingDraft {
    const changed = JSON.stringify(rows) !== JSON.stringify(this.#versions[0]);
    const said = rows.map((one) => this.#said(one));
    const known = rows.map((one, nth) => ({ one, said: said[nth] }));
    return {
      rows: said,
      missing: [],
      can_save: changed && said.every(({ problems }) => problems.length === 0),
      changed,
      effects: changed ? [say('map-effect-replaced', { count: count(212), fields: count(3), more: count(0) })] : [],
      preview: [
        {
          contact: 'c-1',
          name: 'Jana Lindqvist',
          values: known
            .filter(({ one }) => one.take !== 'note')
            .map(({ said }) => ({ label: said?.label ?? '', value: said?.sends ?? null, why: null })),
        },
      ],
    };
  }

  save(destination: string, rows: MapRow[]): MappingView {
    this.#versions.unshift(rows);
    return this.view(destination);
  }

  read(destination: string): MappingView {
    this.#there = THERE;
    return this.view(destination);
  }

  make(called: string): string {
    this.#there = [...(this.#there ?? []), field(called, called)];
    return called;
  }

  #said(one: MapRow): DraftRow {
    const there = this.#there?.find(({ name }) => name === one.theirs);
    const answer = typeof one.take === 'object' && 'answer' in one.take ? one.take.answer : undefined;
    const example = one.ours === null ? null : answer ? 'Now' : (EXAMPLES[one.ours] ?? null);
    const fits = answer && there?.holds === 'one' && one.turn === 'as_is';
    const options = Object.fromEntries(there?.options.map(({ value, label }) => [label, value]) ?? []);
    const upper = typeof one.turn === 'object' && 'case' in one.turn && one.turn.case === 'upper';
    const unknown = this.#there !== null && there === undefined && one.take !== 'note';
    return {
      example,
      sends:
        one.take === 'note'
          ? null
          : one.take === 'consent'
            ? 'v1 2026-11-22T09:12:00Z staff'
            : upper
              ? (example?.toUpperCase() ?? null)
              : example,
      label: there?.label ?? one.theirs,
      turned:
        one.take === 'consent'
          ? say('map-says-consent')
          : upper
            ? say('map-says-upper')
            : one.take === 'note'
              ? say('map-says-note')
              : fits || (typeof one.turn === 'object' && 'pick' in one.turn)
                ? say('map-says-pick', { count: count(Object.keys(options).length) })
                : null,
      comes_back: !upper && !answer && one.take !== 'note' && one.take !== 'consent',
      becomes: fits ? { ...one, turn: { pick: { options, otherwise: null } } } : null,
      problems: unknown
        ? [
            {
              sentence: say(one.theirs === '' ? 'map-fault-nameless' : 'map-fault-unknown', {
                property: text(one.theirs),
                option: text(''),
              }),
              stops: true,
              can_make: one.theirs !== '',
            },
          ]
        : [],
    };
  }
}
