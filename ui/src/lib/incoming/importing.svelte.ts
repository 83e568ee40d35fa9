/**
 * A list on its way in, as contacts or as the event's own: given to the engine, looked at, its columns confirmed by a person, and
 * brought in once.
 * What would come of it is counted before; counting starts anew when a column is changed.
 */
import { asCommandError, type Backend } from '../backend/backend';
import type { CommandError } from '../backend/generated/CommandError';
import type { FileHow } from '../backend/generated/FileHow';
import type { FileView } from '../backend/generated/FileView';
import type { ImportOutcome } from '../backend/generated/ImportOutcome';
import { listBytes } from './bytes';

/** What came of it, or would; `brings`: how many contacts, or people of the event's list. */
export type Came = Pick<ImportOutcome, 'unread' | 'unread_rows' | 'sentence'> &
  Partial<Pick<ImportOutcome, 'alike'>> & {
    readonly brings: number;
    /** Contacts that were captured before and about whom the event's list says something. */
    readonly proposed: number;
  };

/** What is read of how a file is written; each may be said by a person. */
type Written = Pick<FileHow, 'encoding' | 'delimiter' | 'header_rows' | 'sheet'>;

/** Targets of which a file can have one; another column with the same one is kept as an extra. */
const isOnce = (target: string): boolean => target !== 'skip' && target !== 'extra';

export class Importing {
  /** The file's name. */
  readonly name: string;
  readonly size: number;
  stage = $state<'looking' | 'confirming' | 'bringing' | 'done' | 'unusable'>('looking');
  view = $state.raw<FileView | null>(null);
  /** Whether it is the event's list: by it a badge's number becomes a contact; it makes none by itself. */
  ofEvent = $state(false);
  /** Where each column goes, as it is now. */
  columns = $state.raw<readonly string[]>([]);
  /** What would come of it, once that was counted. */
  would = $state.raw<Came | null>(null);
  /** What came of it. */
  outcome = $state.raw<Came | null>(null);
  fault = $state.raw<CommandError | null>(null);
  /** When the engine began to go over it, by `performance.now()`; 0 while it does not. */
  begun = $state(0);

  readonly #backend: Backend;
  readonly #file: File;
  #id: string | null = null;
  #gone = false;
  #question = 0;
  #counting: Promise<void> = Promise.resolve();

  constructor(backend: Backend, file: File) {
    this.#backend = backend;
    this.#file = file;
    this.name = file.name;
    this.size = file.size;
  }

  /** Gives it to the engine, and looks at it. */
  async open(): Promise<void> {
    try {
      this.#id = await this.#backend.giveFile(await listBytes(this.#file));
    } catch (thrown) {
      this.#cannot(thrown);
      return;
    }
    if (this.#gone) await this.close();
    else await this.#look({});
  }

  /** Looks at it anew, with something said of how it is written. */
  async say(written: Written): Promise<void> {
    const { view } = this;
    if (view === null) return;
    const { format, encoding, delimiter, header_rows, sheet } = view;
    const known: FileHow = { format, encoding, delimiter, header_rows, ...(sheet === null ? {} : { sheet }) };
    // Another sheet may have its header elsewhere.
    await this.#look(written.sheet === undefined ? { ...known, ...written } : { format, sheet: written.sheet });
  }

  /** Lets a column go elsewhere; another that went there is kept as an extra. */
  place(column: number, target: string): void {
    this.columns = this.columns.map((there, at) => {
      if (at === column) return target;
      return there === target && isOnce(target) ? 'extra' : there;
    });
    void this.#count();
  }

  /** Says what it is. */
  mean(ofEvent: boolean): void {
    this.ofEvent = ofEvent;
    this.fault = null;
    void this.#count();
  }

  /** Brings it in. */
  async bring(): Promise<void> {
    if (this.#id === null || this.stage !== 'confirming') return;
    this.#question += 1;
    this.stage = 'bringing';
    this.fault = null;
    await this.#counting;
    this.begun = performance.now();
    try {
      this.outcome = await this.#go(this.#id, false);
      this.stage = 'done';
      await this.close();
    } catch (thrown) {
      // Nothing was kept: it can be brought again.
      this.fault = asCommandError(thrown);
      this.stage = 'confirming';
    }
    this.begun = 0;
  }

  /** Stops what is under way; nothing is then kept. */
  async stop(): Promise<void> {
    await this.#backend.stopFile();
  }

  /** Puts the file away. */
  async close(): Promise<void> {
    this.#gone = true;
    this.#question += 1;
    if (this.#id === null) return;
    if (this.begun !== 0) await this.#backend.stopFile();
    await this.#backend.putFileAway(this.#id);
  }

  async #look(how: FileHow): Promise<void> {
    if (this.#id === null) return;
    try {
      const view = await this.#backend.lookIntoFile(this.#id, how);
      this.view = view;
      this.columns = view.columns.map(({ target }) => target);
      this.fault = null;
      this.stage = 'confirming';
      void this.#count();
    } catch (thrown) {
      if (this.view === null) this.#cannot(thrown);
      else this.fault = asCommandError(thrown);
    }
  }

  /** Counts what would come of it: one count at a time, and only the last one counts. */
  async #count(): Promise<void> {
    this.#question += 1;
    const question = this.#question;
    this.would = null;
    if (this.begun !== 0) await this.#backend.stopFile();
    this.#counting = this.#counting.then(async () => {
      const id = this.#id;
      if (id === null || question !== this.#question) return;
      this.begun = performance.now();
      try {
        const would = await this.#go(id, true);
        if (question === this.#question) {
          this.would = would;
          this.fault = null;
        }
      } catch (thrown) {
        if (question === this.#question) this.fault = asCommandError(thrown);
      }
      this.begun = 0;
    });
    await this.#counting;
  }

  async #go(id: string, dryRun: boolean): Promise<Came> {
    if (!this.ofEvent) {
      const outcome = await this.#backend.importFile(id, this.#how(), dryRun);
      return { ...outcome, brings: outcome.added, proposed: 0 };
    }
    const outcome = await this.#backend.addRoster(id, this.name, this.#how(), dryRun);
    return { ...outcome, brings: outcome.before ? 0 : outcome.people };
  }

  #how(): FileHow {
    const { view } = this;
    if (view === null) return {};
    const { format, encoding, delimiter, header_rows, sheet } = view;
    const how: FileHow = { format, encoding, delimiter, header_rows, ...(sheet === null ? {} : { sheet }) };
    return view.columns.length === 0 ? how : { ...how, columns: [...this.columns] };
  }

  #cannot(thrown: unknown): void {
    this.fault = asCommandError(thrown);
    this.stage = 'unusable';
  }
}
