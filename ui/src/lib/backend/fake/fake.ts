/**
 * The engine in memory: it drives unit tests, work on a screen without the app, and pictures. It keeps the engine's
 * shapes and order of events, none of its rules. Never part of a shipped build.
 */
import type { Backend, Frame } from '../backend';
import type { AlikeAt } from '../generated/AlikeAt';
import type { BackupOutcome } from '../generated/BackupOutcome';
import type { BackupView } from '../generated/BackupView';
import type { CaptureAnswer } from '../generated/CaptureAnswer';
import type { Cause } from '../generated/Cause';
import type { Chip } from '../generated/Chip';
import type { Chosen } from '../generated/Chosen';
import type { ConflictView } from '../generated/ConflictView';
import type { ContactDetail } from '../generated/ContactDetail';
import type { ContactQuery } from '../generated/ContactQuery';
import type { ContactPage } from '../generated/ContactPage';
import type { ContactRow } from '../generated/ContactRow';
import type { DoneForMany } from '../generated/DoneForMany';
import type { DryRun } from '../generated/DryRun';
import type { Explanation } from '../generated/Explanation';
import type { Field } from '../generated/Field';
import type { FieldChange } from '../generated/FieldChange';
import type { Fix } from '../generated/Fix';
import type { FrameAnswer } from '../generated/FrameAnswer';
import type { MergeView } from '../generated/MergeView';
import type { RestoredDecision } from '../generated/RestoredDecision';
import type { ProposalView } from '../generated/ProposalView';
import type { Review } from '../generated/Review';
import type { ScanAnswer } from '../generated/ScanAnswer';
import type { ScanTried } from '../generated/ScanTried';
import type { ScannerView } from '../generated/ScannerView';
import type { Session } from '../generated/Session';
import type { Settings } from '../generated/Settings';
import type { Side } from '../generated/Side';
import type { Status } from '../generated/Status';
import type { Stroke } from '../generated/Stroke';
import type { TestOutcome } from '../generated/TestOutcome';
import type { Update } from '../generated/Update';
import { askedBy, FakeQuestions } from './questions';
import { contactOf, doubtful, remarksOf, settled } from './contact';
import { at, count, explanationOf, no, say, text } from './explain';
import { modulesLike } from './modules';
import { Lists } from './lists';
import { LONG, NEXT, PEOPLE, type Person } from './people';
import { foreseenOf } from './foreseen';
import { mergedOf, mergeOf, pairKey } from './merging';
import { proposalsFor } from './proposals';
import { FakeRecipes } from './recipes';
import { FakeMapping } from './mapping';
import { doneFor, reviewOf } from './review';
import { REFUSED, sessionFor, settingsFor } from './scenes';

/** Frames seen before the fake finds a code, when its scene has one. */
const FRAMES_BEFORE_READ = 12;
const UNDO_FOR = 10_000;
const ENDINGS = { csv: 'csv', csv_raw: 'csv', xlsx: 'xlsx', vcard3: 'vcf', vcard4: 'vcf', jsonl: 'jsonl' } as const;
/** Samples that hold no person: only a number, and no contact at all. */
const SPECIAL: Readonly<Record<number, string>> = { 7: '000777', 8: 'WIFI:S:expo;;' };

/** What this laptop read of a scanner's keys, without the last Enter. */
const typedAs = (strokes: Stroke[]): string =>
  strokes
    .map(({ key }) => (key === 'Enter' ? '\n' : key))
    .join('')
    .trimEnd();

const needsSomeone = ([, , , , chip]: Person): boolean => chip === 'needs_attention' || chip === 'differs';

export class Fake implements Backend {
  readonly #scene: ReadonlySet<string>;
  /** Pairs that were said to be two. */
  readonly #refused = new Set<string>();
  /** What merged contacts' keepers were before. */
  readonly #unmerged = new Map<string, ContactDetail>();
  readonly #contacts = new Map<string, ContactDetail>();
  readonly #hearers = new Set<(update: Update) => void>();
  #session: Session;
  #settings: Settings;
  #frames = 0;
  #undoable: string[] = [];
  #proposed: ProposalView[] = [];
  #draft: FieldChange[] = [];
  #mapping: FakeMapping | undefined;

  constructor(scene: string) {
    this.#scene = new Set(scene.split(',').filter((word) => word !== ''));
    this.#session = sessionFor(this.#scene);
    this.#settings = settingsFor(this.#scene);
    this.#asking = new FakeQuestions(this.#session.questions, (questions) => {
      this.#session = { ...this.#session, questions };
      this.#push({ update: 'session' });
    });
    const many = this.#scene.has('many') ? 5500 : 1;
    const some = [
      ...(this.#scene.has('long') ? [LONG] : []),
      ...PEOPLE,
      // Each state that needs someone, four times.
      ...(this.#scene.has('several')
        ? PEOPLE.filter(needsSomeone).flatMap((one) => Array.from({ length: 3 }, () => one))
        : []),
    ];
    // The end of a day on which everything arrived.
    const done = (person: Person): boolean => !this.#scene.has('done') || person[4] === 'synced';
    const people = this.#scene.has('empty')
      ? []
      : Array.from({ length: many }, () => some)
          .flat()
          .filter(done);
    const now = Date.now();
    people.forEach((person, number) => {
      const made = contactOf(person, number, now - Math.floor(number / some.length) * 5_400_000);
      const contact = made.row.chip === 'needs_attention' ? doubtful(made, this.#scene) : made;
      this.#contacts.set(contact.row.id, contact);
    });
    if (this.#scene.has('listed')) this.#proposed = proposalsFor([...this.#contacts.values()].slice(0, 4));
  }

  readonly #lists = new Lists(
    (update) => this.#push(update),
    (added) => {
      for (let at = 0; at < added; at += 1) this.#save(contactOf(NEXT, 2000 + this.#contacts.size, Date.now()));
    },
  );
  giveFile: Backend['giveFile'] = async (bytes) => this.#lists.give(bytes);
  lookIntoFile: Backend['lookIntoFile'] = async (_file, how) => this.#lists.look(how);
  importFile: Backend['importFile'] = (_file, _how, dryRun) => this.#lists.bring(dryRun);
  addRoster: Backend['addRoster'] = async (_file, _name, _how, dryRun) => {
    const proposed = proposalsFor(this.#unnamed());
    const outcome = await this.#lists.roster(dryRun, proposed.length);
    if (!dryRun && !outcome.before) this.#proposed = proposed;
    return outcome;
  };
  putFileAway = async (): Promise<void> => undefined;
  stopFile = async (): Promise<void> => this.#lists.stop();
  readonly #recipes = new FakeRecipes();
  recipes: Backend['recipes'] = async () => this.#recipes.view();
  addRecipe: Backend['addRecipe'] = async (toml) => this.#recipes.add(toml);
  removeRecipe: Backend['removeRecipe'] = async (name) => this.#recipes.remove(name);
  learnRecipe: Backend['learnRecipe'] = async (name, badges) => this.#recipes.learn(name, badges);
  tryRecipe: Backend['tryRecipe'] = async (toml, codes) => this.#recipes.try(toml, codes);
  saveDiagnostic: Backend['saveDiagnostic'] = async () => {
    const path = '/home/ada/Downloads/lanyard-diagnostic.json';
    return { path, sentence: say('diagnostic-saved', { path: text(path) }) };
  };
  saveRecipe: Backend['saveRecipe'] = async () => this.saveList([], 'recipe');
  saveList: Backend['saveList'] = async (_rows, name) => {
    const path = `/home/ada/Downloads/${name}.csv`;
    return { path, sentence: say('list-saved', { path: text(path) }) };
  };
  exportContacts: Backend['exportContacts'] = async ({ format, query }, name) => {
    const contacts = query === undefined ? this.#contacts.size : (await this.contacts(query)).matching;
    const sentence = say('export-done', { count: count(contacts) });
    return { contacts, path: `/home/ada/Downloads/${name}.${ENDINGS[format]}`, sentence };
  };

  /** Files that were opened with Lanyard and wait. */
  readonly #opened: File[] = [];
  openedFile = async (): Promise<File | null> => this.#opened.shift() ?? null;
  /** Opens a file with Lanyard, as a click on it in a folder does. */
  open(file: File): void {
    this.#opened.push(file);
    this.#push({ update: 'opened' });
  }
  /** How many of them wait. */
  get waiting(): number {
    return this.#opened.length;
  }
  pastedPicture = async (): Promise<Uint8Array | null> => (this.#scene.has('clipboard') ? new Uint8Array(2) : null);
  session = async (): Promise<Session> => this.#session;
  ready = async (): Promise<void> => undefined;
  confirmRecoveryKey = async (): Promise<void> => undefined;
  leaveCard = async (): Promise<void> => undefined;
  status = async (): Promise<Status> => this.#status();
  settings = async (): Promise<Settings> => this.#settings;

  async unlock(secret: string): Promise<Session> {
    const needs = this.#session.stage.stage === 'needs_recovery_key' && this.#session.stage.passphrase;
    if (secret.length < 20) throw no('wrong_key', needs ? 'error-passphrase-wrong' : 'error-key-shape');
    return this.tryAgain();
  }

  async beginWithPassphrase(passphrase: string): Promise<Session> {
    if (passphrase.length < 12) throw no('bad_input', 'error-passphrase-weak');
    return this.tryAgain();
  }

  async setPassphrase(passphrase: string): Promise<Settings> {
    if (passphrase.length < 12) throw no('bad_input', 'error-passphrase-weak');
    this.#settings = { ...this.#settings, passphrase: 'set' };
    return this.#settings;
  }

  async removePassphrase(): Promise<Settings> {
    this.#settings = { ...this.#settings, passphrase: 'none' };
    return this.#settings;
  }

  async backUp(name: string): Promise<BackupOutcome> {
    const contacts = this.#contacts.size;
    const sentence = say('backup-done', { count: count(contacts) });
    this.#settings = { ...this.#settings, last_backup: Date.now() };
    return {
      contacts,
      bytes: 458_752,
      passphrase: false,
      path: `/home/ali/Downloads/${name}.lanyard-backup`,
      sentence,
    };
  }

  /** A file of one byte is no backup. */
  async giveBackup(file: Uint8Array): Promise<BackupView> {
    if (file.length === 1) throw no('bad_input', 'backup-not-one');
    const made_at = Date.now() - 7_200_000;
    const sentence = say('backup-about', { count: count(214), at: at(made_at) });
    return { made_at, contacts: 214, app: '0.1.0', passphrase: true, sentence };
  }

  async restoreGiven(secret: string | null): Promise<Session> {
    if (secret === null) throw no('wrong_key', 'backup-needs-key');
    if (secret.length < 12) throw no('wrong_key', 'backup-wrong-secret');
    this.#session = { ...this.#session, stage: { stage: 'ready' }, restored: 'asked' };
    return this.#session;
  }

  putBackupAway = async (): Promise<void> => undefined;

  async tryAgain(): Promise<Session> {
    this.#session = { ...this.#session, stage: { stage: 'ready' } };
    return this.#session;
  }

  async decideRestored(decision: RestoredDecision): Promise<Session> {
    this.#session = { ...this.#session, restored: decision === 'replaces' ? 'settled' : 'copy' };
    return this.#session;
  }

  async subscribe(hear: (update: Update) => void): Promise<() => void> {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  async frame({ width, height }: Frame): Promise<FrameAnswer> {
    this.#frames += 1;
    const nothing: FrameAnswer = { codes: [], capture: null, advice: null, decode_ms: 8 };
    if (!this.#scene.has('capture') || this.#frames < FRAMES_BEFORE_READ) return nothing;
    const [middle, low, half] = [width / 2, height * 0.8125, height * 0.135];
    const codes: FrameAnswer['codes'] = [
      {
        corners: [
          [middle - half, low - half],
          [middle + half, low - half],
          [middle + half, low + half],
          [middle - half, low + half],
        ],
      },
    ];
    return { codes, capture: this.#read(), advice: null, decode_ms: 8 };
  }

  async captureText(payload: string): Promise<CaptureAnswer> {
    if (payload.startsWith('WIFI:')) return { answer: 'refused', sentence: REFUSED };
    const known = [...this.#contacts.values()].find((contact) => contact.payload === payload);
    if (known !== undefined) return { answer: 'known', contact: known, first_at: known.row.at, by: known.row.by };
    const id = /^\d+$/u.test(payload);
    const made = contactOf(id ? [null, null, null, null, 'on_hold', null, 'Ali', 0] : NEXT, 901, Date.now());
    return this.#save({ ...made, payload }, id);
  }

  /** Finds as many badges as the file has bytes; files of one byte hold a Wi-Fi code, empty ones none. */
  async photo(file: Uint8Array): Promise<CaptureAnswer[]> {
    if (file.length === 1) return [await this.captureText('WIFI:S:expo;;')];
    const seen = Array.from(file, (_, at) => PEOPLE[at] ?? NEXT);
    return seen.map((person, at) => this.#save(contactOf([...person], 1000 + this.#contacts.size + at, Date.now())));
  }

  /** Reads keys as this laptop does, and teaches every scanner to be American on a German laptop. */
  async scan(strokes: Stroke[]): Promise<ScanAnswer> {
    return { capture: await this.captureText(typedAs(strokes)), doubt: null };
  }
  tryScan = async (strokes: Stroke[]): Promise<ScanTried> => ({ text: typedAs(strokes), doubt: null });
  lesson = async (): Promise<string[]> => modulesLike(21);

  async teach(strokes: Stroke[], widest: number): Promise<ScannerView> {
    if (!typedAs(strokes).startsWith('qqqqq')) throw no('bad_input', 'lesson-another-code');
    const said = say('scanner-undone', { scanner: text('us'), laptop: text('german') });
    const notes = [say('scanner-ends-with', { key: text('Enter') }), say('scanner-drops', { texts: text('é  ü') })];
    const gap = Math.max(35, widest * 1.5);
    const scanner = { id: 's-1', said, notes, gap, last_key: 'Enter', taught_at: Date.now() };
    this.#session = { ...this.#session, scanners: [scanner] };
    this.#push({ update: 'session' });
    return scanner;
  }

  async forgetScanner(): Promise<void> {
    this.#session = { ...this.#session, scanners: [] };
    this.#push({ update: 'session' });
  }

  /** Understands "Given Family, Company, e-mail". */
  async understand(pasted: string): Promise<FieldChange[]> {
    const [name = '', company, email] = pasted.split(/\s*,\s*/u);
    const [given, family] = name.split(' ');
    const fields: [Field, string | undefined][] = [
      ['given_name', given],
      ['family_name', family],
      ['company', company],
      ['email', email],
    ];
    return fields.flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }]));
  }
  draft = async (): Promise<FieldChange[]> => this.#draft;
  keepDraft = async (changes: FieldChange[]): Promise<void> => void (this.#draft = changes);

  async captureTyped(changes: FieldChange[]): Promise<CaptureAnswer> {
    if (changes.length === 0) throw no('bad_input', 'refused-nothing-typed');
    const made = contactOf([null, null, null, null, 'on_hold', null, 'Ali', 0], 902 + this.#contacts.size, Date.now());
    const blank = { ...made, fields: [], payload: null, row: { ...made.row, badge_id: null } };
    this.#draft = [];
    return this.#save(changed(blank, changes));
  }

  async undoCapture(contactId: string): Promise<void> {
    this.#contacts.delete(contactId);
    this.#push({ update: 'status', status: this.#status() });
  }

  async editContact(contactId: string, changes: FieldChange[]): Promise<ContactDetail> {
    return this.#keep(changed(await this.contact(contactId), changes));
  }

  async recent(limit: number): Promise<ContactRow[]> {
    return this.#rows()
      .filter(({ chip }) => chip !== 'removed')
      .slice(0, limit);
  }

  async contacts({ search, chips, since, limit, offset }: ContactQuery): Promise<ContactPage> {
    const all = this.#rows();
    const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
    const matching = all.filter(
      (row) =>
        (chips.length === 0 || chips.includes(row.chip)) &&
        (since === null || row.at >= since) &&
        words.every((word) => `${row.name} ${row.company} ${row.badge_id}`.toLowerCase().includes(word)),
    );
    return { rows: matching.slice(offset, offset + limit), matching: matching.length, more: false, total: all.length };
  }

  async contact(contactId: string): Promise<ContactDetail> {
    const contact = this.#contacts.get(contactId);
    if (contact === undefined) throw no('not_found', 'error-no-such-contact');
    return contact;
  }

  async retry(contactId: string): Promise<ContactDetail> {
    return this.#keep(inState(await this.contact(contactId), 'queued'));
  }

  async choose(deliveryId: string): Promise<ContactDetail> {
    const contact = [...this.#contacts.values()].find(({ deliveries }) =>
      deliveries.some(({ id }) => id === deliveryId),
    );
    if (contact === undefined) throw no('not_found', 'error-no-such-contact');
    return this.retry(contact.row.id);
  }

  async settleDifference(conflictId: string, ours: boolean): Promise<ContactDetail> {
    const contact = [...this.#contacts.values()].find(({ conflicts }) => conflicts.some(({ id }) => id === conflictId));
    if (contact === undefined) throw no('not_found', 'error-choice');
    const { field, theirs } = contact.conflicts.find(({ id }) => id === conflictId) as ConflictView;
    const taken = ours ? contact : changed(contact, [{ field: field as Field, value: theirs }]);
    return this.#keep(settled(taken, conflictId, ours ? 'queued' : 'synced'));
  }

  async removeContact(contactId: string): Promise<ContactDetail> {
    return this.#keep(inState(await this.contact(contactId), 'removed'));
  }

  async destroyContact(contactId: string): Promise<ContactDetail> {
    return this.#keep(inState(await this.contact(contactId), 'removing'));
  }

  async restoreContact(contactId: string): Promise<ContactDetail> {
    return this.#keep(inState(await this.contact(contactId), 'queued'));
  }

  async lookAtMerge(one: string, other: string): Promise<MergeView> {
    return mergeOf(await this.contact(one), await this.contact(other));
  }

  async mergeContacts(kept: string, other: string, chosen: Chosen[]): Promise<ContactDetail> {
    const [mine, theirs] = [await this.contact(kept), await this.contact(other)];
    this.#keep({ ...theirs, removed: true, merged_into: kept });
    this.#unmerged.set(other, mine);
    return this.#keep(mergedOf(mine, theirs, chosen, Date.now()));
  }

  async unmergeContact(contactId: string): Promise<ContactDetail> {
    const merged = await this.contact(contactId);
    const kept = this.#unmerged.get(contactId);
    if (merged.merged_into === null || kept === undefined) throw no('not_found', 'error-cannot-unmerge');
    this.#keep({ ...merged, removed: false, merged_into: null });
    return this.#keep(kept);
  }

  async notTheSame(one: string, other: string, isOther: boolean): Promise<void> {
    const pair = pairKey(one, other);
    if (isOther) this.#refused.add(pair);
    else this.#refused.delete(pair);
  }

  async dryRun(): Promise<DryRun[]> {
    return [foreseenOf([...this.#contacts.values()])];
  }

  async review(): Promise<Review> {
    const review = reviewOf([...this.#contacts.values()], this.#status().sum, this.#scene, this.#refused);
    return { ...review, proposals: { open: this.#proposed.length, some: this.#proposed } };
  }

  async captureOther(contactId: string, place: number): Promise<ContactDetail> {
    const contact = await this.contact(contactId);
    this.#save(contactOf(NEXT, 3000 + this.#contacts.size, Date.now()));
    return this.#keep({ ...contact, others: contact.others.filter((one) => one.place !== place) });
  }

  async applyProposal(proposalId: string, fields: Field[]): Promise<DoneForMany> {
    const one = this.#proposed.find(({ id }) => id === proposalId);
    this.#proposed = this.#proposed.filter(({ id }) => id !== proposalId);
    const rows = one?.rows.filter(({ field }) => fields.includes(field)) ?? [];
    const changes = rows.map(({ field, theirs }) => ({ field, value: theirs }));
    if (one !== undefined) await this.editContact(one.contact, changes);
    return doneFor('done-applied', 1, true);
  }

  async applyProposals(): Promise<DoneForMany> {
    const all = this.#proposed.filter(({ fits }) => fits);
    for (const { id, rows } of all) {
      await this.applyProposal(
        id,
        rows.filter(({ typed }) => !typed).map(({ field }) => field),
      );
    }
    return doneFor('done-applied', all.length, true);
  }

  async refuseProposal(proposalId: string): Promise<DoneForMany> {
    this.#proposed = this.#proposed.filter(({ id }) => id !== proposalId);
    return doneFor('done-refused', 1, true);
  }

  #unnamed(): ContactDetail[] {
    return [...this.#contacts.values()].filter(({ row }) => row.name === null && row.chip !== 'removed');
  }

  async fixCause(cause: Cause, fix: Fix): Promise<DoneForMany> {
    const ids = (await this.review()).causes.find(({ cause: one }) => one.reason === cause.reason)?.examples ?? [];
    this.#undoable = ids.map(({ contact }) => contact);
    for (const { contact } of ids) {
      if (fix.fix === 'remove_here') await this.removeContact(contact);
      else await this.retry(contact);
    }
    return doneFor(fix.fix === 'remove_here' ? 'done-removed' : 'done-again', ids.length, fix.fix === 'remove_here');
  }

  async undoForMany(): Promise<DoneForMany> {
    const ids = this.#undoable;
    this.#undoable = [];
    for (const id of ids) await this.restoreContact(id);
    return doneFor('done-undone', ids.length);
  }

  async release(): Promise<DoneForMany> {
    const held = [...this.#contacts.values()].filter(({ row }) => row.chip === 'on_hold');
    for (const { row } of held) await this.retry(row.id);
    return doneFor('done-released', held.length);
  }

  async purge(contacts: number): Promise<DoneForMany> {
    return doneFor('done-purged', contacts);
  }

  async settleAlike(_of: AlikeAt | null, side: Side): Promise<DoneForMany> {
    const open = [...this.#contacts.values()].flatMap(({ conflicts }) => conflicts);
    for (const { id, winner } of open) await this.settleDifference(id, (side === 'default' ? winner : side) === 'ours');
    return doneFor('done-settled', open.length);
  }

  async syncNow(): Promise<{
    sent: number;
    waiting: number;
    needs_attention: number;
    sentence: ReturnType<typeof say>;
  }> {
    const sentence = say('sync-outcome', { sent: count(11), waiting: count(2), attention: count(1) });
    return { sent: 11, waiting: 2, needs_attention: 1, sentence };
  }

  readonly #asking: FakeQuestions;
  closeWindow = async (): Promise<void> => undefined;
  stayOpen = async (): Promise<void> => undefined;
  /** As the shell does when the window is to be closed. */
  askBeforeClosing(): void {
    this.#push({ update: 'closing' });
  }
  closing: Backend['closing'] = async () => {
    const { sum } = this.#status();
    const { causes, holds } = await this.review();
    const [alive, behind] = [sum.captured - sum.removed, sum.waiting + sum.needs_attention];
    const held = holds.reduce((all, { contacts }) => all + contacts, 0);
    const going = {
      contacts: sum.waiting - held,
      why: say('closing-going', { count: count(sum.waiting - held) }),
      next: say('health-online'),
      who: 'nobody' as const,
      cause: null,
      held: null,
    };
    const of = ({ contacts, explanation: { why, next, who } }: { contacts: number; explanation: Explanation }) => ({
      contacts,
      why,
      next,
      who,
    });
    return {
      safe: behind === 0,
      sentence: say(behind === 0 ? 'closing-all' : 'closing-some', {
        count: count(behind === 0 ? alive : behind),
        captured: count(alive),
      }),
      left:
        behind === 0
          ? []
          : [
              going,
              ...causes.map((one) => ({ ...of(one), cause: one.cause, held: null })),
              ...holds.map((one) => ({
                ...of(one),
                cause: null,
                held: { destination: one.destination, why: one.why },
              })),
            ],
      last_backup: this.#settings.last_backup,
      since_backup: this.#settings.last_backup === null ? alive : 0,
    };
  };
  #pin = '1234';
  #wrong = 0;
  enterKiosk: Backend['enterKiosk'] = async (pin) => {
    if (!/^\d{4,12}$/u.test(pin)) throw no('bad_input', 'kiosk-pin-shape');
    this.#pin = pin;
    this.#wrong = 0;
    this.#session = { ...this.#session, kiosk: true };
    this.#push({ update: 'session' });
    return this.#session;
  };
  leaveKiosk: Backend['leaveKiosk'] = async (pin) => {
    if (pin !== this.#pin || this.#wrong >= 5) {
      this.#wrong += 1;
      throw this.#wrong >= 5
        ? no('wrong_key', 'kiosk-wait', { left: { kind: 'for', value: 60_000 } })
        : no('wrong_key', 'kiosk-wrong-pin', { left: count(5 - this.#wrong) });
    }
    this.#session = { ...this.#session, kiosk: false };
    this.#push({ update: 'session' });
    return this.#session;
  };
  saveConsent: Backend['saveConsent'] = async ({ text: words, hold }) => {
    const version = (this.#session.consent?.version ?? 0) + 1;
    const asked = words.trim() === '' ? null : { wording: `cw-${version}`, version, text: words.trim(), hold };
    this.#session = { ...this.#session, consent: asked };
    this.#push({ update: 'session' });
    return asked;
  };
  sayConsent: Backend['sayConsent'] = async (contactId, _wording, given, channel) => {
    const contact = await this.contact(contactId);
    const { text: words = '', version = 1, hold = false } = this.#session.consent ?? {};
    const consent = { given, text: words, version, channel, at: Date.now(), by: this.#session.operator };
    const on = hold && contact.row.chip === 'on_hold' && given ? inState(contact, 'queued') : contact;
    return this.#keep({ ...on, consent });
  };
  questions: Backend['questions'] = async () => this.#asking.all();
  saveQuestion: Backend['saveQuestion'] = async (input) => this.#asking.save(input);
  orderQuestions: Backend['orderQuestions'] = async (ids) => this.#asking.order(ids);
  retireQuestion: Backend['retireQuestion'] = async (id, retired) => this.#asking.retire(id, retired);

  async saveEvent({
    name,
    region,
    grace,
    operator,
    purge_days,
  }: {
    name: string;
    region: string | null;
    grace: number;
    operator: string;
    purge_days: number | null;
  }): Promise<Settings> {
    this.#settings = {
      ...this.#settings,
      event: { ...this.#settings.event, name, region, grace },
      operator,
      purge_days,
    };
    return this.#settings;
  }

  saveDestination = async (): Promise<Settings> => {
    this.#settings = settingsFor(new Set());
    return this.#settings;
  };
  testDestination = async (): Promise<TestOutcome> => ({
    ok: true,
    steps: ['test-made', 'test-read', 'test-removed'].map((code) => ({ good: true, sentence: say(code) })),
  });
  get #goesWhere(): FakeMapping {
    this.#mapping ??= new FakeMapping(this.#scene);
    return this.#mapping;
  }
  mapping: Backend['mapping'] = async (destination) => this.#goesWhere.view(destination);
  mappingVersion: Backend['mappingVersion'] = async (_destination, version) => this.#goesWhere.version(version);
  draftMapping: Backend['draftMapping'] = async (_destination, rows) => this.#goesWhere.draft(rows);
  saveMapping: Backend['saveMapping'] = async (destination, _version, rows) => this.#goesWhere.save(destination, rows);
  readFields: Backend['readFields'] = async (destination) => this.#goesWhere.read(destination);
  makeField: Backend['makeField'] = async (_destination, called) => this.#goesWhere.make(called);
  makeFieldFor: Backend['makeFieldFor'] = (cause) => this.fixCause(cause, { fix: 'retry' });
  checkDestination = async (): Promise<{ ok: boolean; sentence: ReturnType<typeof say>; detail: string | null }> => ({
    ok: true,
    sentence: say('check-ok'),
    detail: null,
  });
  remember = async (preferences: Session['preferences']): Promise<void> => {
    this.#session = { ...this.#session, preferences };
  };
  recoveryKey = async (): Promise<{ groups: string[] }> => ({
    groups: Array.from({ length: 14 }, (_, at) => `K${at}QX`.padEnd(4, '7').slice(0, 4)),
  });
  badgeSheet = async (): ReturnType<Backend['badgeSheet']> =>
    PEOPLE.filter(([name]) => name !== null)
      .slice(0, 9)
      .map(([name, company], seed) => ({
        title: name ?? '',
        company: company ?? '',
        about: seed === 8 ? 'sample-wifi' : seed === 7 ? 'sample-badge-id' : 'sample-mecard',
        modules: modulesLike(seed),
        payload: SPECIAL[seed] ?? `MECARD:N:${name};ORG:${company};;`,
      }));

  /** With the scene `similar`, another contact has the same e-mail. */
  #similar(): ContactRow | null {
    return this.#scene.has('similar')
      ? ([...this.#contacts.values()].find(({ row }) => row.name !== null)?.row ?? null)
      : null;
  }

  /** The first look that finds the code captures it; with the scene `again`, later ones count it. */
  #read(): CaptureAnswer | null {
    if (this.#frames === FRAMES_BEFORE_READ) return this.#save(contactOf(NEXT, 900, Date.now()));
    const times = 1 + Math.floor((this.#frames - FRAMES_BEFORE_READ) / 5);
    const again = this.#scene.has('again') && times <= 4 && (this.#frames - FRAMES_BEFORE_READ) % 5 === 0;
    const latest = this.#rows()[0];
    return again && latest !== undefined ? { answer: 'again', contact_id: latest.id, times } : null;
  }

  #save(contact: ContactDetail, idOnly = false): CaptureAnswer {
    const kept = this.#keep({ ...contact, undo_until: Date.now() + UNDO_FOR });
    return { answer: 'saved', contact: kept, id_only: idOnly, similar: this.#similar(), undo_for: UNDO_FOR };
  }

  #keep(contact: ContactDetail): ContactDetail {
    this.#contacts.set(contact.row.id, contact);
    this.#push({ update: 'contacts', rows: [contact.row] });
    this.#push({ update: 'status', status: this.#status() });
    return contact;
  }

  #push(update: Update): void {
    for (const hear of this.#hearers) hear(update);
  }

  #rows(): ContactRow[] {
    return [...this.#contacts.values()].map(({ row }) => row).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  #status(): Status {
    const rows = this.#rows();
    const having = (...chips: string[]): number => rows.filter(({ chip }) => chips.includes(chip)).length;
    const [synced, needs_attention, removed] = [
      having('synced'),
      having('needs_attention', 'differs'),
      having('removed'),
    ];
    const waiting = rows.length - synced - needs_attention - removed;
    const offline = this.#scene.has('offline');
    return {
      network: offline ? 'offline' : 'online',
      story:
        this.#session.restored !== 'settled'
          ? say('story-restored', { count: count(rows.length - removed) })
          : offline
            ? say('story-offline', { since: at(Date.now() - 660_000), count: count(waiting) })
            : say(rows.length === 0 ? 'story-nothing-yet' : 'story-sending', { count: count(waiting) }),
      sum: {
        captured: rows.length + (this.#scene.has('off') ? 1 : 0),
        synced,
        waiting,
        needs_attention,
        removed,
        adds_up: !this.#scene.has('off'),
      },
      today: rows.length,
      to_send: waiting,
      last_sync: null,
      banner: this.#scene.has('banner')
        ? {
            why: say('story-sign-in', { count: count(waiting) }),
            next: null,
            who: 'manager',
            remedies: ['sign_in'],
            field: null,
          }
        : null,
    };
  }
}

/** `contact` in another state. */
function inState(contact: ContactDetail, chip: Chip): ContactDetail {
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
function changed(contact: ContactDetail, changes: FieldChange[]): ContactDetail {
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
          raw: null,
          origin: 'typed',
          problem: null,
          remarks: remarksOf(value),
          asked: askedBy(part),
        },
      ];
  }
  const valueOf = (field: string): string | null => fields.find((there) => there.field === field)?.value ?? null;
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

/** A fake in the state that `scene` names. */
export const fakeBackend = (scene = ''): Backend => new Fake(scene);
