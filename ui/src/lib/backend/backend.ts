/**
 * The one door to the engine: a method per command. Three rooms lie behind it: Tauri's own calls, a bridge over HTTP for
 * tests that drive the window in a plain browser, and an in-memory fake. Types come from the engine and are never
 * written here by hand.
 */
import type { AlikeAt } from './generated/AlikeAt';
import type { BackupOutcome } from './generated/BackupOutcome';
import type { BackupView } from './generated/BackupView';
import type { CaptureAnswer } from './generated/CaptureAnswer';
import type { Cause } from './generated/Cause';
import type { Channel } from './generated/Channel';
import type { CheckOutcome } from './generated/CheckOutcome';
import type { Choice } from './generated/Choice';
import type { Chosen } from './generated/Chosen';
import type { ClosingView } from './generated/ClosingView';
import type { CommandError } from './generated/CommandError';
import type { ConsentAsked } from './generated/ConsentAsked';
import type { ConsentInput } from './generated/ConsentInput';
import type { ContactDetail } from './generated/ContactDetail';
import type { ContactPage } from './generated/ContactPage';
import type { ContactQuery } from './generated/ContactQuery';
import type { ContactRow } from './generated/ContactRow';
import type { DestinationInput } from './generated/DestinationInput';
import type { DoneForMany } from './generated/DoneForMany';
import type { DryRun } from './generated/DryRun';
import type { EventInput } from './generated/EventInput';
import type { ExportChoice } from './generated/ExportChoice';
import type { ExportOutcome } from './generated/ExportOutcome';
import type { Field } from './generated/Field';
import type { FieldChange } from './generated/FieldChange';
import type { FileHow } from './generated/FileHow';
import type { FileView } from './generated/FileView';
import type { Fix } from './generated/Fix';
import type { FrameAnswer } from './generated/FrameAnswer';
import type { HeldAt } from './generated/HeldAt';
import type { ImportOutcome } from './generated/ImportOutcome';
import type { LearnedView } from './generated/LearnedView';
import type { MergeView } from './generated/MergeView';
import type { ManyAct } from './generated/ManyAct';
import type { OfferedView } from './generated/OfferedView';
import type { Over } from './generated/Over';
import type { Pictures } from './generated/Pictures';
import type { PointedAt } from './generated/PointedAt';
import type { MapRow } from './generated/MapRow';
import type { MappingDraft } from './generated/MappingDraft';
import type { MappingView } from './generated/MappingView';
import type { Preferences } from './generated/Preferences';
import type { QuestionInput } from './generated/QuestionInput';
import type { QuestionView } from './generated/QuestionView';
import type { RecipeOutcome } from './generated/RecipeOutcome';
import type { RecipesView } from './generated/RecipesView';
import type { RecoveryKeyView } from './generated/RecoveryKeyView';
import type { RestoredDecision } from './generated/RestoredDecision';
import type { Review } from './generated/Review';
import type { RosterOutcome } from './generated/RosterOutcome';
import type { SavedList } from './generated/SavedList';
import type { SampleBadgeView } from './generated/SampleBadgeView';
import type { ScanAnswer } from './generated/ScanAnswer';
import type { ScanTried } from './generated/ScanTried';
import type { ScannerView } from './generated/ScannerView';
import type { Sentence } from './generated/Sentence';
import type { Session } from './generated/Session';
import type { Settings } from './generated/Settings';
import type { Side } from './generated/Side';
import type { StandingView } from './generated/StandingView';
import type { Status } from './generated/Status';
import type { Stroke } from './generated/Stroke';
import type { SyncOutcome } from './generated/SyncOutcome';
import type { Thresholds } from './generated/Thresholds';
import type { TriedView } from './generated/TriedView';
import type { UnreadLine } from './generated/UnreadLine';
import type { TestOutcome } from './generated/TestOutcome';
import type { Update } from './generated/Update';
import type { Weather } from './generated/Weather';

/** How a text was read, when not by a live frame. */
export type Way = 'scanner' | 'photo' | 'camera';

/** One grey picture: `width * height` bytes, rows from the top, one byte a pixel. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** The engine's commands. Every method rejects with a `CommandError` and nothing else. */
export interface Backend {
  session(): Promise<Session>;
  /** Opens the store with its recovery key or its passphrase. */
  unlock(secret: string): Promise<Session>;
  tryAgain(): Promise<Session>;
  /** Makes the first store of a laptop without a keychain. */
  beginWithPassphrase(passphrase: string): Promise<Session>;
  /** Says what a store is that came from elsewhere. */
  decideRestored(decision: RestoredDecision): Promise<Session>;
  /** Hands every later change to `hear`; answers with what ends it. */
  subscribe(hear: (update: Update) => void): Promise<() => void>;
  /** Tells the shell that the first screen stands. */
  ready(): Promise<void>;

  frame(frame: Frame): Promise<FrameAnswer>;
  captureText(payload: string, way: Way): Promise<CaptureAnswer>;
  /** Captures every code in a picture file, as the file is; no code, no answer. */
  photo(file: Uint8Array): Promise<CaptureAnswer[]>;
  /** Captures what a USB scanner typed. */
  scan(strokes: Stroke[]): Promise<ScanAnswer>;
  /** Says what a USB scanner typed; captures nothing. */
  tryScan(strokes: Stroke[]): Promise<ScanTried>;
  /** The code that teaches a scanner: rows of `0` and `1`. */
  lesson(): Promise<string[]>;
  /** Learns a scanner from what it typed when it was shown the lesson; `widest`: the longest time between two keys, in ms. */
  teach(strokes: Stroke[], widest: number): Promise<ScannerView>;
  forgetScanner(scannerId: string): Promise<void>;
  /** What a pasted text seems to say of a person. */
  understand(text: string): Promise<FieldChange[]>;
  /** Half a contact that was typed and not saved. */
  draft(): Promise<FieldChange[]>;
  /** Keeps it; nothing forgets it. */
  keepDraft(changes: FieldChange[]): Promise<void>;
  /** The picture that was copied, where the web view does not hand it to its page; null when there is none. */
  pastedPicture(): Promise<Uint8Array | null>;
  /** The next file that was opened with Lanyard; null when none waits. */
  openedFile(): Promise<File | null>;
  captureTyped(changes: FieldChange[]): Promise<CaptureAnswer>;
  /** Captures a further person whom a contact's code names; answers with that contact, whose card stays. */
  captureOther(contactId: string, place: number): Promise<ContactDetail>;
  /** What the CRMs know of the contact on the card; empty when they know nothing, or cannot be asked. Goes with the card. */
  lookUp(contactId: string): Promise<StandingView[]>;
  undoCapture(contactId: string): Promise<void>;
  leaveCard(contactId: string): Promise<void>;

  editContact(contactId: string, changes: FieldChange[]): Promise<ContactDetail>;
  recent(limit: number): Promise<ContactRow[]>;
  contacts(query: ContactQuery): Promise<ContactPage>;
  /** What the list can be narrowed to: tags, and who captured. */
  offered(): Promise<OfferedView>;
  /** Does one thing for several contacts. */
  doFor(contacts: string[], act: ManyAct): Promise<DoneForMany>;
  contact(contactId: string): Promise<ContactDetail>;
  choose(deliveryId: string, choice: Choice): Promise<ContactDetail>;
  /** Settles a difference: ours is written over there, or theirs is taken over here. */
  settleDifference(conflictId: string, ours: boolean): Promise<ContactDetail>;
  retry(contactId: string): Promise<ContactDetail>;

  /** Removes a contact here; its records over there follow as far as they are ours. */
  removeContact(contactId: string): Promise<ContactDetail>;
  /** Removes it here and deletes just these records over there for good, which a person said yes to. */
  destroyContact(contactId: string, records: string[]): Promise<ContactDetail>;
  restoreContact(contactId: string): Promise<ContactDetail>;

  /** Two contacts side by side, as they would become one. */
  lookAtMerge(one: string, other: string): Promise<MergeView>;
  /** Merges `other` into `kept`; where nothing is chosen, as was proposed. */
  mergeContacts(kept: string, other: string, chosen: Chosen[]): Promise<ContactDetail>;
  /** Takes a merged contact apart again; answers with the one it had been merged into. */
  unmergeContact(contactId: string): Promise<ContactDetail>;
  /** Says that two contacts are not one person, or takes that back. */
  notTheSame(one: string, other: string, isOther: boolean): Promise<void>;

  /** Gives the engine a file's bytes, in place of the file before; answers with what it is called from now on. */
  giveFile(bytes: Uint8Array): Promise<string>;
  lookIntoFile(file: string, how: FileHow): Promise<FileView>;
  /** Brings all of a file in, or nothing; `dryRun` only says what would come of it. How far it is, is pushed. */
  importFile(file: string, how: FileHow, dryRun: boolean): Promise<ImportOutcome>;
  /** Makes a file the event's list; `dryRun` only says what would come of it. How far it is, is pushed; captures go on. */
  addRoster(file: string, name: string, how: FileHow, dryRun: boolean): Promise<RosterOutcome>;
  /** The event's recipes, and those that come with Lanyard. */
  recipes(): Promise<RecipesView>;
  /** Keeps a recipe for the event, in place of one of its name, and proposes what it reads in earlier captures. */
  addRecipe(toml: string): Promise<RecipeOutcome>;
  removeRecipe(name: string): Promise<void>;
  /** Learns a recipe from badges in which the same fields were pointed at; keeps nothing. */
  learnRecipe(name: string, badges: PointedAt[]): Promise<LearnedView>;
  /** Reads the codes of a text by a recipe alone, or, without one, as the event's badges are read now; keeps nothing. */
  tryRecipe(toml: string | null, text: string): Promise<TriedView>;
  /** Writes a recipe to a new file, to be shared. */
  /** Saves what whoever mends Lanyard has to know, and nothing of anybody. */
  saveDiagnostic(): Promise<SavedList>;
  saveRecipe(toml: string): Promise<SavedList>;
  putFileAway(file: string): Promise<void>;
  /** Stops the import or export that is under way. */
  stopFile(): Promise<void>;
  /** Writes contacts to a new file of about this name; the outcome says where it lies. */
  exportContacts(choice: ExportChoice, name: string): Promise<ExportOutcome>;
  /** Saves what was not read as a table; the first row is its head. */
  saveList(rows: UnreadLine[], name: string): Promise<SavedList>;

  /** What the next sync would send; asks the CRM what that sync would ask first, and changes nothing. */
  dryRun(): Promise<DryRun[]>;
  review(): Promise<Review>;
  /** The figures of a day, or of the whole event, by the laptop's time zone. */
  pictures(over: Over): Promise<Pictures>;
  /** Saves the report over a day, or the whole event, in this language. */
  saveReport(over: Over, language: string): Promise<SavedList>;
  /** Saves a table as it is shown; the first row is its head. */
  saveTable(rows: string[][], name: string): Promise<SavedList>;
  /** Does one thing for every contact that failed for a cause. */
  fixCause(cause: Cause, fix: Fix): Promise<DoneForMany>;
  /** Takes back the last thing done for many. */
  undoForMany(): Promise<DoneForMany>;
  /** Lets go of everything that a destination holds for a reason. */
  release(held: HeldAt): Promise<DoneForMany>;
  /** Says whether contacts that were captured before a destination was connected go there too, or stay here. */
  answerEarlier(destinationId: string, send: boolean): Promise<DoneForMany>;
  /** Takes the chosen fields of a proposal over. */
  applyProposal(proposalId: string, fields: Field[]): Promise<DoneForMany>;
  /** Takes over all that is proposed, but what a person wrote and whom the list has under another name. */
  applyProposals(): Promise<DoneForMany>;
  /** Leaves a contact as it is; the same is not proposed again. */
  refuseProposal(proposalId: string): Promise<DoneForMany>;
  /** Erases just so many proposed contacts here, for good; their records over there stay. */
  purge(contacts: number): Promise<DoneForMany>;
  /** Settles the open differences of one field, or all. */
  settleAlike(of: AlikeAt | null, side: Side): Promise<DoneForMany>;

  status(): Promise<Status>;
  syncNow(): Promise<SyncOutcome>;

  settings(): Promise<Settings>;
  saveEvent(input: EventInput): Promise<Settings>;
  /** From where on somebody is told that something goes wrong slowly. */
  saveThresholds(thresholds: Thresholds): Promise<Settings>;
  /** Whether everything is in the CRM, and what is not, by reason. */
  closing(): Promise<ClosingView>;
  /** Closes the window, after it was said what that costs. */
  closeWindow(): Promise<void>;
  stayOpen(): Promise<void>;
  /** Only captures from now on, until the PIN is entered; also after a start anew. */
  enterKiosk(pin: string): Promise<Session>;
  leaveKiosk(pin: string): Promise<Session>;
  /** Asks visitors to agree in these words from now on; empty asks nothing. */
  saveConsent(input: ConsentInput): Promise<ConsentAsked | null>;
  /** Writes down what a contact said to a wording. */
  sayConsent(contactId: string, wording: string, given: boolean, channel: Channel): Promise<ContactDetail>;
  /** The event's questions in order, those that are asked no more last. */
  questions(): Promise<QuestionView[]>;
  /** Adds a question, or puts one in other words; answers stay with the words they were given to. */
  saveQuestion(input: QuestionInput): Promise<QuestionView[]>;
  orderQuestions(ids: string[]): Promise<QuestionView[]>;
  /** Asks a question no more, or again; its answers stay. */
  retireQuestion(questionId: string, retired: boolean): Promise<QuestionView[]>;
  saveDestination(input: DestinationInput): Promise<Settings>;
  checkDestination(destinationId: string): Promise<CheckOutcome>;
  /** Makes a test contact there, reads it back and takes it away again. */
  testDestination(destinationId: string): Promise<TestOutcome>;
  /** What goes where at a destination, and the fields over there as they were last read. */
  mapping(destinationId: string): Promise<MappingView>;
  mappingVersion(destinationId: string, version: number): Promise<MapRow[]>;
  /** What these rows would come to, if they were saved; changes nothing and asks nobody. */
  draftMapping(destinationId: string, rows: MapRow[]): Promise<MappingDraft>;
  /** Saves rows over the version that they were made from. */
  saveMapping(destinationId: string, version: number, rows: MapRow[]): Promise<MappingView>;
  /** Asks the CRM which fields it has. */
  readFields(destinationId: string): Promise<MappingView>;
  /** Makes a field over there; its name there. */
  makeField(destinationId: string, called: string): Promise<string>;
  /** Makes the field that a cause says is missing; then all of its contacts go again. */
  makeFieldFor(cause: Cause): Promise<DoneForMany>;
  remember(preferences: Preferences): Promise<void>;
  /** Writes a note to the disk, reads it back, and says how that went. */
  tryDisk(): Promise<Sentence>;
  recoveryKey(): Promise<RecoveryKeyView>;
  confirmRecoveryKey(): Promise<void>;
  setPassphrase(passphrase: string): Promise<Settings>;
  removePassphrase(): Promise<Settings>;
  badgeSheet(): Promise<SampleBadgeView[]>;
  /** What the way to the rehearsal's CRM is like; null where none runs. */
  weather(): Promise<Weather | null>;
  /** Plays a bad day, or a fine one. */
  playWeather(weather: Weather): Promise<Weather>;

  /** Writes the whole store to a file of this name, as far as it is free, among the downloads. */
  backUp(name: string): Promise<BackupOutcome>;
  /** Hands over a backup, as the file is, and says what it is. Nothing is changed. */
  giveBackup(file: Uint8Array): Promise<BackupView>;
  /** The backup handed over takes the place of what is here, opened with this laptop's key or with `secret`. */
  restoreGiven(secret: string | null): Promise<Session>;
  putBackupAway(): Promise<void>;
}

/** Whether `thrown` is the engine's own way to say no. */
export function isCommandError(thrown: unknown): thrown is CommandError {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'sentence' in thrown;
}

/** Turns whatever was thrown into a `CommandError`, so that one place words it. */
export function asCommandError(thrown: unknown): CommandError {
  if (isCommandError(thrown)) return thrown;
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: 'internal', sentence: { code: 'engine-no-answer', args: {} }, detail };
}
