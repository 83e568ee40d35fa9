/** What becomes of a scan: a capture, told where the reader is; or, while a scanner is taught, the lesson. */
import type { Backend } from '../backend/backend';
import type { CaptureAnswer } from '../backend/generated/CaptureAnswer';
import type { Session } from '../backend/generated/Session';
import type { Stroke } from '../backend/generated/Stroke';
import type { Toasts } from '../desk/toasts.svelte';
import type { Player } from '../sound/player';
import { SOUNDS } from '../sound/score';
import { plain, type Words } from '../words/words.svelte';
import { USUAL, type Habits } from './burst';

/** A scan as it was heard: its keys, and the longest time between two of them, in milliseconds, but for the odd stall. */
export interface Heard {
  readonly strokes: Stroke[];
  readonly widest: number;
}
/** Takes scans instead of the desk. */
export type Hearer = (heard: Heard) => void;

/** As much of the desk as a scan needs. */
export interface Ground {
  readonly backend: Backend;
  readonly player: Player;
  readonly toasts: Toasts;
  readonly words: Words;
  readonly session: Session;
  readonly place: string;
  handed: CaptureAnswer | null;
  attempt<Answer>(work: Promise<Answer>): Promise<Answer | undefined>;
}

/** A scanner that is being taught may be the slowest there is. */
export const WHILE_TAUGHT: Habits = { gap: 300, lastKeys: [] };

export class Scanning {
  readonly #desk: Ground;
  readonly #hearers: { hear: Hearer; habits: Habits | undefined }[] = [];

  constructor(desk: Ground) {
    this.#desk = desk;
  }

  /** Whether scans are taken: the store is open. */
  get isOpen(): boolean {
    return this.#desk.session.stage.stage === 'ready';
  }

  /** What is known of the scanners here. */
  get habits(): Habits {
    const asked = this.#hearers.at(-1)?.habits;
    if (asked !== undefined) return asked;
    const { scanners } = this.#desk.session;
    if (scanners.length === 0) return USUAL;
    const gap = Math.max(USUAL.gap, ...scanners.map((scanner) => scanner.gap));
    return { gap, lastKeys: scanners.map(({ last_key }) => last_key) };
  }

  /**
   * Hands every scan to `hear` until that is ended; the last who asked hears. With `habits`, what is as slow as they say counts as a
   * scan too: only where nobody types.
   */
  listen(hear: Hearer, habits?: Habits): () => void {
    const hearer = { hear, habits };
    this.#hearers.push(hearer);
    return () => {
      const at = this.#hearers.lastIndexOf(hearer);
      if (at >= 0) this.#hearers.splice(at, 1);
    };
  }

  /** Takes a scan. */
  async take(heard: Heard): Promise<void> {
    const hearer = this.#hearers.at(-1);
    if (hearer !== undefined) return hearer.hear(heard);
    const { backend, player, toasts, words } = this.#desk;
    const answer = await this.#desk.attempt(backend.scan(heard.strokes));
    if (answer === undefined) return player.play('needs-you');
    if (this.#desk.place === 'capture') this.#desk.handed = answer.capture;
    else {
      player.play(SOUNDS[answer.capture.answer]);
      this.tell(answer.capture);
    }
    if (answer.doubt !== null) toasts.show({ text: plain(words.say(answer.doubt)) });
  }

  /** Tells of a capture where its card does not show; nobody is taken away from what they do. */
  tell(answer: CaptureAnswer): void {
    const { backend, toasts, words } = this.#desk;
    switch (answer.answer) {
      case 'saved': {
        const { id, name, badge_id } = answer.contact.row;
        const undo = (): void => void this.#desk.attempt(backend.undoCapture(id));
        toasts.show({ text: words.t('scan-saved', { name: name ?? badge_id ?? words.t('this-contact') }), undo });
        break;
      }
      case 'known': {
        const { name, badge_id } = answer.contact.row;
        toasts.show({ text: words.t('scan-known', { name: name ?? badge_id ?? words.t('this-contact') }) });
        break;
      }
      case 'refused':
        toasts.show({ text: plain(words.say(answer.sentence)) });
        break;
      case 'again':
        break;
    }
  }
}
