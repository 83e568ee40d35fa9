/**
 * What all parts of the fake share: its scene, its contacts, the session, and who hears of changes. No command stands here;
 * each place of the window has its own file beside this one.
 */
import type { Backend } from '../backend';
import type { Chip } from '../generated/Chip';
import type { CaptureAnswer } from '../generated/CaptureAnswer';
import type { ContactDetail } from '../generated/ContactDetail';
import type { ContactRow } from '../generated/ContactRow';
import type { Field } from '../generated/Field';
import type { FieldChange } from '../generated/FieldChange';
import type { ProposalView } from '../generated/ProposalView';
import type { Session } from '../generated/Session';
import type { Settings } from '../generated/Settings';
import type { Status } from '../generated/Status';
import type { Update } from '../generated/Update';
import { contactOf, doubtful, remarksOf } from './contact';
import { explanationOf, no } from './explain';
import { LONG, PEOPLE, WILD, type Person } from './people';
import { proposalsFor } from './proposals';
import { askedBy } from './questions';
import { sessionFor, settingsFor } from './scenes';
import { statusOf } from './status';

const UNDO_FOR = 10_000;

const needsSomeone = ([, , , , chip]: Person): boolean => chip === 'needs_attention' || chip === 'differs';

export class Room {
  readonly scene: ReadonlySet<string>;
  readonly contacts = new Map<string, ContactDetail>();
  session: Session;
  settings: Settings;
  proposed: ProposalView[] = [];
  readonly #hearers = new Set<(update: Update) => void>();

  constructor(scene: string) {
    this.scene = new Set(scene.split(',').filter((word) => word !== ''));
    this.session = sessionFor(this.scene);
    this.settings = settingsFor(this.scene);
    this.#fill();
    if (this.scene.has('listed')) this.proposed = proposalsFor(this.all().slice(0, 4));
  }

  #fill(): void {
    if (this.scene.has('empty')) return;
    const some = [
      ...(this.scene.has('long') ? [LONG] : []),
      ...(this.scene.has('wild') ? WILD : []),
      ...PEOPLE,
      // Each state that needs someone, four times.
      ...(this.scene.has('several')
        ? PEOPLE.filter(needsSomeone).flatMap((one) => Array.from({ length: 3 }, () => one))
        : []),
    ];
    // The end of a day on which everything arrived.
    const done = (person: Person): boolean => !this.scene.has('done') || person[4] === 'synced';
    const people = Array.from({ length: this.scene.has('many') ? 5500 : 1 }, () => some)
      .flat()
      .filter(done);
    const now = Date.now();
    people.forEach((person, number) => {
      const made = contactOf(person, number, now - Math.floor(number / some.length) * 5_400_000);
      const contact = made.row.chip === 'needs_attention' ? doubtful(made, this.scene) : made;
      this.contacts.set(contact.row.id, contact);
    });
  }

  subscribe: Backend['subscribe'] = async (hear) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  push(update: Update): void {
    for (const hear of this.#hearers) hear(update);
  }

  /** Changes the session and tells the window. */
  settle(change: Partial<Session>): Session {
    this.session = { ...this.session, ...change };
    this.push({ update: 'session' });
    return this.session;
  }

  all(): ContactDetail[] {
    return [...this.contacts.values()];
  }

  /** What the table shows, the newest first. */
  rows(): ContactRow[] {
    return this.all()
      .map(({ row }) => row)
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  status(): Status {
    return statusOf(this.rows(), this.session, this.scene);
  }

  find(contactId: string): ContactDetail {
    const contact = this.contacts.get(contactId);
    if (contact === undefined) throw no('not_found', 'error-no-such-contact');
    return contact;
  }

  keep(contact: ContactDetail): ContactDetail {
    this.contacts.set(contact.row.id, contact);
    this.push({ update: 'contacts', rows: [contact.row] });
    this.push({ update: 'status', status: this.status() });
    return contact;
  }

  /** Keeps a contact that was just captured. */
  save(contact: ContactDetail, idOnly = false): CaptureAnswer {
    const kept = this.keep({ ...contact, undo_until: Date.now() + UNDO_FOR });
    return { answer: 'saved', contact: kept, id_only: idOnly, similar: this.#similar(), undo_for: UNDO_FOR };
  }

  /** With the scene `similar`, another contact has the same e-mail. */
  #similar(): ContactRow | null {
    return this.scene.has('similar') ? (this.all().find(({ row }) => row.name !== null)?.row ?? null) : null;
  }
}

/** `contact` in another state. */
export function inState(contact: ContactDetail, chip: Chip): ContactDetail {
  const explanation = explanationOf(chip, contact.row.at);
  return {
    ...contact,
    row: { ...contact.row, chip, sentence: explanation.why },
    explanation,
    removed: chip === 'removed',
    deliveries: contact.deliveries.map((one) => ({ ...one, chip, explanation })),
  };
}

/** `contact` with changes applied the simplest way. */
export function changed(contact: ContactDetail, changes: FieldChange[]): ContactDetail {
  let fields = contact.fields;
  for (const { field, part = '', value } of changes) {
    fields = fields.filter((there) => there.field !== field || there.part !== part);
    if (value !== null)
      fields = [
        ...fields,
        {
          field,
          part,
          value,
          written: null,
          raw: null,
          origin: 'typed',
          problem: null,
          remarks: remarksOf(value),
          asked: askedBy(part),
        },
      ];
  }
  const valueOf = (field: Field): string | null => fields.find((there) => there.field === field)?.value ?? null;
  const given = [valueOf('given_name'), valueOf('family_name')].filter(Boolean).join(' ');
  const row: ContactRow = {
    ...contact.row,
    name: valueOf('full_name') ?? (given === '' ? null : given),
    company: valueOf('company'),
    job_title: valueOf('job_title'),
    rating: valueOf('rating') === null ? null : Number(valueOf('rating')),
  };
  return { ...contact, fields, row };
}
