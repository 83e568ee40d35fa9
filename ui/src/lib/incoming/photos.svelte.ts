/**
 * Many pictures of badges, one after the other through the engine: how far it is, what came of it, and what was not read
 * with its reason. Capture goes on meanwhile. A picture's bytes are fetched when its turn comes, so that a folder of
 * hundreds costs no memory.
 */
import { asCommandError, type Backend } from '../backend/backend';
import type { CaptureAnswer } from '../backend/generated/CaptureAnswer';
import type { Sentence } from '../backend/generated/Sentence';
import { pictureBytes } from './bytes';

/** So many are with the engine at once; it decodes no more either. */
const AT_ONCE = 2;

/** A picture that gave no contact. */
export interface UnreadPicture {
  readonly name: string;
  readonly why: Sentence;
}

const NO_CODE: Sentence = { code: 'picture-no-code', args: {} };

export class PhotoRun {
  /** How many there are. */
  of = $state(0);
  /** How many were looked at. */
  done = $state(0);
  /** Contacts that are new. */
  saved = $state(0);
  /** Contacts that were captured before. */
  known = $state(0);
  unread = $state.raw<readonly UnreadPicture[]>([]);
  /** Whether it is still under way. */
  running = $state(true);
  /** Whether a person ended it. */
  stopped = $state(false);
  /** When it began, by `performance.now()`. */
  readonly begun = performance.now();

  readonly #backend: Backend;
  readonly #waiting: File[] = [];
  #over: Promise<unknown> | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Adds pictures to those that wait; answers when all are done. */
  async add(files: readonly File[]): Promise<void> {
    this.#waiting.push(...files);
    this.of += files.length;
    this.#over ??= Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()));
    await this.#over;
    this.running = false;
  }

  /** Ends it: what is with the engine is finished, what waits is left. */
  stop(): void {
    this.stopped = this.#waiting.length > 0;
    this.#waiting.length = 0;
  }

  async #work(): Promise<void> {
    for (let file = this.#waiting.shift(); file !== undefined; file = this.#waiting.shift()) {
      const { name } = file;
      try {
        this.#count(name, await this.#backend.photo(await pictureBytes(file)));
      } catch (thrown) {
        this.#leave(name, asCommandError(thrown).sentence);
      }
      this.done += 1;
    }
  }

  #count(name: string, answers: readonly CaptureAnswer[]): void {
    let read = false;
    for (const answer of answers) {
      read ||= answer.answer !== 'refused';
      if (answer.answer === 'saved') {
        this.saved += 1;
        void this.#leaveCard(answer.contact.row.id);
      } else if (answer.answer !== 'refused') this.known += 1;
    }
    if (read) return;
    const refused = answers.find((answer) => answer.answer === 'refused');
    this.#leave(name, refused?.sentence ?? NO_CODE);
  }

  /** Nobody looks at the card of one among many, so nothing is waited for. When it cannot be left, it is by itself shortly after. */
  async #leaveCard(contact: string): Promise<void> {
    await this.#backend.leaveCard(contact).catch(() => undefined);
  }

  #leave(name: string, why: Sentence): void {
    this.unread = [...this.unread, { name, why }];
  }
}
