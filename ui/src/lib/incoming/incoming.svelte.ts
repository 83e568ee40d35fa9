/** What comes in as files, wherever in the window it is dropped: lists of contacts and pictures of badges. */
import type { FileProgress } from '../backend/generated/FileProgress';
import type { Desk } from '../desk/desk.svelte';
import { plain } from '../words/words.svelte';
import { sorted } from './given';
import { Importing } from './importing.svelte';
import { PhotoRun } from './photos.svelte';

/** So many files are taken of one opening: a shell that answered nothing but errors would be asked for ever. */
const MOST_OPENED = 1000;

export class Incoming {
  /** The pictures that are being looked at, or were last. */
  photos = $state.raw<PhotoRun | null>(null);
  /** The list that is being brought in. */
  list = $state.raw<Importing | null>(null);
  /** Lists that wait until that one is done. */
  waiting = $state.raw<readonly File[]>([]);
  /** Whether a file is held over the window. */
  over = $state(false);
  /** One picture for Capture to show on its card. */
  picture = $state.raw<File | null>(null);
  /** Counts how often files were opened with Lanyard; each time some may wait. */
  opened = $state(0);
  /** How far the engine is with the file it goes over. */
  progress = $state.raw<FileProgress | null>(null);

  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Takes files: lists to Contacts, where they are confirmed; pictures at once, one alone on Capture for its card. */
  take(files: readonly File[]): void {
    const { lists, pictures } = sorted(files);
    const [only] = pictures;
    if (this.#desk.place === 'capture' && lists.length === 0 && pictures.length === 1 && only !== undefined) {
      this.picture = only;
    } else if (pictures.length > 0) void this.look(pictures);
    if (lists.length > 0) this.bring(lists);
  }

  /** Takes every file that was opened with Lanyard and waits. One that cannot be read is told, and the next is taken. */
  async takeOpened(): Promise<void> {
    for (let asked = 0; asked < MOST_OPENED; asked += 1) {
      const file = await this.#desk.attempt(this.#desk.backend.openedFile());
      if (file === null) return;
      if (file !== undefined) this.take([file]);
    }
  }

  /** Looks at pictures; more of them join those that are under way. */
  async look(pictures: readonly File[]): Promise<void> {
    const { player } = this.#desk;
    const under = this.photos?.running === true ? this.photos : null;
    const run = under ?? new PhotoRun(this.#desk.backend);
    this.photos = run;
    await run.add(pictures);
    if (under === null) player.play(run.saved > 0 ? 'read' : run.known > 0 ? 'seen' : 'needs-you');
  }

  /** Takes lists, one after the other. */
  bring(lists: readonly File[]): void {
    this.waiting = [...this.waiting, ...lists];
    this.#desk.openId = null;
    this.#desk.go('contacts');
    if (this.list === null) this.#next();
  }

  /** Leaves the list that is shown, for the next one that waits. */
  leave(): void {
    const { list } = this;
    this.list = null;
    if (list !== null) void this.#desk.attempt(list.close());
    this.#next();
  }

  /** Hears how far the engine is. */
  hear(progress: FileProgress): void {
    this.progress = progress;
  }

  /** Brings the list in; who has gone elsewhere meanwhile is told what came of it. */
  async bringIn(list: Importing): Promise<void> {
    this.progress = null;
    await list.bring();
    const said = list.outcome?.sentence ?? list.fault?.sentence;
    if (this.#desk.place !== 'contacts' && said !== undefined) {
      this.#desk.toasts.show({ text: plain(this.#desk.words.say(said)) });
    }
  }

  #next(): void {
    const [file, ...others] = this.waiting;
    if (file === undefined) return;
    this.waiting = others;
    this.progress = null;
    const list = new Importing(this.#desk.backend, file);
    this.list = list;
    void list.open();
  }
}
