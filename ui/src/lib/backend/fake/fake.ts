/**
 * The engine in memory: it drives unit tests, work on a screen without the app, and pictures. It keeps the engine's
 * shapes and order of events, none of its rules. Never part of a shipped build. Here each command finds its place; what it does
 * stands in the file of that place.
 */
import type { Backend } from '../backend';
import type { CaptureAnswer } from '../generated/CaptureAnswer';
import type { Weather } from '../generated/Weather';
import { FakeBook } from './book';
import { FakeCapturing } from './capturing';
import { closingOf } from './closing';
import { contactOf } from './contact';
import { count, say, text } from './explain';
import { foreseenOf } from './foreseen';
import { FakeKeys } from './keys';
import { FakeKiosk } from './kiosk';
import { Lists } from './lists';
import { FakeMapping } from './mapping';
import { mergeOf } from './merging';
import { modulesLike } from './modules';
import { NEXT } from './people';
import { picturesOf } from './pictures';
import { proposalsFor } from './proposals';
import { FakeQuestions } from './questions';
import { FakeRecipes } from './recipes';
import { doneFor } from './review';
import { FakeReviewing } from './reviewing';
import { Room } from './room';
import { sheet } from './samples';
import { teach, typedAs } from './scanner';
import { settingsFor, STANDING } from './scenes';

const ENDINGS = { csv: 'csv', csv_raw: 'csv', xlsx: 'xlsx', vcard3: 'vcf', vcard4: 'vcf', jsonl: 'jsonl' } as const;

export class Fake implements Backend {
  readonly #room: Room;
  readonly #book: FakeBook;
  readonly #capturing: FakeCapturing;
  readonly #reviewing: FakeReviewing;
  readonly #keys: FakeKeys;
  readonly #kiosk: FakeKiosk;
  readonly #asking: FakeQuestions;
  readonly #lists: Lists;
  readonly #mapping: FakeMapping;
  readonly #recipes = new FakeRecipes();
  /** Files that were opened with Lanyard and wait. */
  readonly #opened: File[] = [];

  constructor(scene: string) {
    const room = new Room(scene);
    this.#room = room;
    this.#book = new FakeBook(room);
    this.#capturing = new FakeCapturing(room);
    this.#reviewing = new FakeReviewing(room, this.#book);
    this.#keys = new FakeKeys(room);
    this.#kiosk = new FakeKiosk(room);
    this.#mapping = new FakeMapping(room.scene);
    this.#asking = new FakeQuestions(room.session.questions, (questions) => void room.settle({ questions }));
    this.#lists = new Lists(
      (update) => room.push(update),
      (added) => {
        for (let nth = 0; nth < added; nth += 1) room.save(contactOf(NEXT, 2000 + room.contacts.size, Date.now()));
      },
    );
  }

  subscribe: Backend['subscribe'] = (hear) => this.#room.subscribe(hear);
  /** In the scene `opening` the store takes for ever. */
  session: Backend['session'] = () =>
    this.#room.scene.has('opening') ? new Promise(() => undefined) : Promise.resolve(this.#room.session);
  ready: Backend['ready'] = async () => undefined;
  status: Backend['status'] = async () => this.#room.status();
  settings: Backend['settings'] = async () => this.#room.settings;
  remember: Backend['remember'] = async (preferences) => {
    this.#room.session = { ...this.#room.session, preferences };
  };

  tryAgain: Backend['tryAgain'] = async () => this.#keys.open();
  unlock: Backend['unlock'] = async (secret) => this.#keys.unlock(secret);
  beginWithPassphrase: Backend['beginWithPassphrase'] = async (passphrase) => this.#keys.begin(passphrase);
  setPassphrase: Backend['setPassphrase'] = async (passphrase) => this.#keys.passphrase(passphrase);
  removePassphrase: Backend['removePassphrase'] = async () => this.#keys.passphrase(null);
  recoveryKey: Backend['recoveryKey'] = async () => this.#keys.recoveryKey();
  tryDisk: Backend['tryDisk'] = async () => say('disk-works', { ms: count(6), gb: count(84) });
  confirmRecoveryKey: Backend['confirmRecoveryKey'] = async () => this.#keys.confirm();
  backUp: Backend['backUp'] = async (name) => this.#keys.backUp(name);
  giveBackup: Backend['giveBackup'] = async (file) => this.#keys.give(file);
  restoreGiven: Backend['restoreGiven'] = async (secret) => this.#keys.restore(secret);
  putBackupAway: Backend['putBackupAway'] = async () => undefined;
  decideRestored: Backend['decideRestored'] = async (decision) => this.#keys.decide(decision);

  frame: Backend['frame'] = async (frame) => this.#capturing.frame(frame);
  captureText = async (payload: string): Promise<CaptureAnswer> => this.#capturing.text(payload);
  photo: Backend['photo'] = async (file) => this.#capturing.photo(file);
  understand: Backend['understand'] = async (pasted) => this.#capturing.understand(pasted);
  draft: Backend['draft'] = async () => this.#capturing.draft();
  keepDraft: Backend['keepDraft'] = async (changes) => this.#capturing.keepDraft(changes);
  captureTyped: Backend['captureTyped'] = async (changes) => this.#capturing.typed(changes);
  captureOther: Backend['captureOther'] = async (contactId, place) => this.#capturing.other(contactId, place);
  /** In the scene `known` the CRM knows everybody. */
  lookUp: Backend['lookUp'] = async () => (this.#room.scene.has('known') ? [STANDING] : []);
  undoCapture: Backend['undoCapture'] = async (contactId) => this.#capturing.undo(contactId);
  leaveCard: Backend['leaveCard'] = async () => undefined;
  pastedPicture: Backend['pastedPicture'] = async () => (this.#room.scene.has('clipboard') ? new Uint8Array(2) : null);

  scan: Backend['scan'] = async (keys) => ({ capture: this.#capturing.text(typedAs(keys)), doubt: null });
  tryScan: Backend['tryScan'] = async (keys) => ({ text: typedAs(keys), doubt: null });
  lesson: Backend['lesson'] = async () => modulesLike(21);
  teach: Backend['teach'] = async (keys, widest) => teach(this.#room, keys, widest);
  forgetScanner: Backend['forgetScanner'] = async () => void this.#room.settle({ scanners: [] });

  recent: Backend['recent'] = async (limit) => this.#book.recent(limit);
  contacts: Backend['contacts'] = async (query) => this.#book.page(query);
  contact: Backend['contact'] = async (contactId) => this.#room.find(contactId);
  editContact: Backend['editContact'] = async (contactId, changes) => this.#book.edit(contactId, changes);
  retry: Backend['retry'] = async (contactId) => this.#book.turn(contactId, 'queued');
  choose: Backend['choose'] = async (deliveryId) => this.#book.choose(deliveryId);
  settleDifference: Backend['settleDifference'] = async (conflictId, ours) => this.#book.settle(conflictId, ours);
  removeContact: Backend['removeContact'] = async (contactId) => this.#book.turn(contactId, 'removed');
  destroyContact: Backend['destroyContact'] = async (contactId) => this.#book.turn(contactId, 'removing');
  restoreContact: Backend['restoreContact'] = async (contactId) => this.#book.turn(contactId, 'queued');
  lookAtMerge: Backend['lookAtMerge'] = async (one, other) => mergeOf(this.#room.find(one), this.#room.find(other));
  mergeContacts: Backend['mergeContacts'] = async (kept, other, chosen) => this.#book.merge(kept, other, chosen);
  unmergeContact: Backend['unmergeContact'] = async (contactId) => this.#book.unmerge(contactId);
  notTheSame: Backend['notTheSame'] = async (one, other, isOther) => this.#book.notTheSame(one, other, isOther);

  review: Backend['review'] = async () => this.#reviewing.review();
  pictures: Backend['pictures'] = async (over) => picturesOf(this.#room.status().sum, over, this.#room.scene);
  saveReport: Backend['saveReport'] = async () => {
    const path = '/home/ada/Downloads/Nordlicht Expo 2026 2026-11-22.html';
    return { path, sentence: say('report-saved', { path: text(path) }) };
  };
  saveThresholds: Backend['saveThresholds'] = async (thresholds) => {
    this.#room.settings = { ...this.#room.settings, thresholds };
    return this.#room.settings;
  };
  #weather: Weather = 'fine';
  weather: Backend['weather'] = async () => (this.#room.session.rehearsal ? this.#weather : null);
  playWeather: Backend['playWeather'] = async (weather) => (this.#weather = weather);
  saveTable: Backend['saveTable'] = async (_rows, name) => this.saveList([], name);
  dryRun: Backend['dryRun'] = async () => [foreseenOf(this.#room.all())];
  applyProposal: Backend['applyProposal'] = async (proposalId, fields) => this.#reviewing.apply(proposalId, fields);
  applyProposals: Backend['applyProposals'] = async () => this.#reviewing.applyAll();
  refuseProposal: Backend['refuseProposal'] = async (proposalId) => this.#reviewing.refuse(proposalId);
  fixCause: Backend['fixCause'] = async (cause, fix) => this.#reviewing.fix(cause, fix);
  undoForMany: Backend['undoForMany'] = async () => {
    const undone = this.#book.undoFor?.() ?? this.#reviewing.undo();
    this.#book.undoFor = undefined;
    return undone;
  };
  offered: Backend['offered'] = async () => this.#book.offered();
  doFor: Backend['doFor'] = async (contacts, act) => this.#book.doFor(contacts, act);
  release: Backend['release'] = async () => this.#reviewing.release();
  answerEarlier: Backend['answerEarlier'] = async (_destinationId, send) => this.#reviewing.answerEarlier(send);
  purge: Backend['purge'] = async (contacts) => doneFor('done-purged', contacts);
  settleAlike: Backend['settleAlike'] = async (_of, side) => this.#reviewing.settleAlike(side);
  syncNow: Backend['syncNow'] = async () => {
    const sentence = say('sync-outcome', { sent: count(11), waiting: count(2), attention: count(1) });
    return { sent: 11, waiting: 2, needs_attention: 1, sentence };
  };

  closing: Backend['closing'] = async () =>
    closingOf(this.#room.status().sum, this.#reviewing.review(), this.#room.settings.last_backup);
  closeWindow: Backend['closeWindow'] = async () => undefined;
  stayOpen: Backend['stayOpen'] = async () => undefined;
  /** As the shell does when the window is to be closed. */
  askBeforeClosing(): void {
    this.#room.push({ update: 'closing' });
  }

  giveFile: Backend['giveFile'] = async (bytes) => this.#lists.give(bytes);
  lookIntoFile: Backend['lookIntoFile'] = async (_file, how) => this.#lists.look(how);
  importFile: Backend['importFile'] = (_file, _how, dryRun) => this.#lists.bring(dryRun);
  addRoster: Backend['addRoster'] = async (_file, _name, _how, dryRun) => {
    const proposed = proposalsFor(this.#reviewing.unnamed());
    const outcome = await this.#lists.roster(dryRun, proposed.length);
    if (!dryRun && !outcome.before) this.#room.proposed = proposed;
    return outcome;
  };
  putFileAway: Backend['putFileAway'] = async () => undefined;
  stopFile: Backend['stopFile'] = async () => this.#lists.stop();
  saveList: Backend['saveList'] = async (_rows, name) => {
    const path = `/home/ada/Downloads/${name}.csv`;
    return { path, sentence: say('list-saved', { path: text(path) }) };
  };
  saveDiagnostic: Backend['saveDiagnostic'] = async () => {
    const path = '/home/ada/Downloads/lanyard-diagnostic.json';
    return { path, sentence: say('diagnostic-saved', { path: text(path) }) };
  };
  exportContacts: Backend['exportContacts'] = async ({ format, query }, name) => {
    const contacts = query === undefined ? this.#room.contacts.size : this.#book.page(query).matching;
    const sentence = say('export-done', { count: count(contacts) });
    return { contacts, path: `/home/ada/Downloads/${name}.${ENDINGS[format]}`, sentence };
  };
  openedFile: Backend['openedFile'] = async () => this.#opened.shift() ?? null;
  /** Opens a file with Lanyard, as a click on it in a folder does. */
  open(file: File): void {
    this.#opened.push(file);
    this.#room.push({ update: 'opened' });
  }
  /** How many of them wait. */
  get waiting(): number {
    return this.#opened.length;
  }

  enterKiosk: Backend['enterKiosk'] = async (pin) => this.#kiosk.enter(pin);
  leaveKiosk: Backend['leaveKiosk'] = async (pin) => this.#kiosk.leave(pin);
  saveConsent: Backend['saveConsent'] = async (input) => this.#kiosk.saveConsent(input);
  sayConsent: Backend['sayConsent'] = async (contactId, _wording, given, channel) =>
    this.#kiosk.sayConsent(contactId, given, channel);
  questions: Backend['questions'] = async () => this.#asking.all();
  saveQuestion: Backend['saveQuestion'] = async (input) => this.#asking.save(input);
  orderQuestions: Backend['orderQuestions'] = async (ids) => this.#asking.order(ids);
  retireQuestion: Backend['retireQuestion'] = async (id, retired) => this.#asking.retire(id, retired);

  saveEvent: Backend['saveEvent'] = async ({ name, region, grace, operator, purge_days }) => {
    const event = { ...this.#room.settings.event, name, region, grace };
    this.#room.settings = { ...this.#room.settings, event, operator, purge_days };
    return this.#room.settings;
  };
  recipes: Backend['recipes'] = async () => this.#recipes.view();
  addRecipe: Backend['addRecipe'] = async (toml) => this.#recipes.add(toml);
  removeRecipe: Backend['removeRecipe'] = async (name) => this.#recipes.remove(name);
  learnRecipe: Backend['learnRecipe'] = async (name, badges) => this.#recipes.learn(name, badges);
  tryRecipe: Backend['tryRecipe'] = async (toml, codes) => this.#recipes.try(toml, codes);
  saveRecipe: Backend['saveRecipe'] = async () => this.saveList([], 'recipe');
  badgeSheet: Backend['badgeSheet'] = async () => sheet();

  saveDestination: Backend['saveDestination'] = async () => {
    this.#room.settings = settingsFor(new Set());
    return this.#room.settings;
  };
  checkDestination: Backend['checkDestination'] = async () => ({ ok: true, sentence: say('check-ok'), detail: null });
  testDestination: Backend['testDestination'] = async () => ({
    ok: true,
    steps: ['test-made', 'test-read', 'test-removed'].map((code) => ({ good: true, sentence: say(code) })),
  });
  mapping: Backend['mapping'] = async (destination) => this.#mapping.view(destination);
  mappingVersion: Backend['mappingVersion'] = async (_destination, version) => this.#mapping.version(version);
  draftMapping: Backend['draftMapping'] = async (_destination, rows) => this.#mapping.draft(rows);
  saveMapping: Backend['saveMapping'] = async (destination, _version, rows) => this.#mapping.save(destination, rows);
  readFields: Backend['readFields'] = async (destination) => this.#mapping.read(destination);
  makeField: Backend['makeField'] = async (_destination, called) => this.#mapping.make(called);
  makeFieldFor: Backend['makeFieldFor'] = (cause) => this.fixCause(cause, { fix: 'retry' });
}

/** A fake in the state that `scene` names. */
export const fakeBackend = (scene = ''): Backend => new Fake(scene);
