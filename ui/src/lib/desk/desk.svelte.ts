/** The desk: what every screen shares. The engine's door, the words, the last status, where the reader is. */
import { getContext, setContext } from 'svelte';
import { asCommandError, type Backend } from '../backend/backend';
import type { CaptureAnswer } from '../backend/generated/CaptureAnswer';
import type { Cause } from '../backend/generated/Cause';
import type { ContactRow } from '../backend/generated/ContactRow';
import type { HeldAt } from '../backend/generated/HeldAt';
import type { Preferences } from '../backend/generated/Preferences';
import type { Sentence } from '../backend/generated/Sentence';
import type { Session } from '../backend/generated/Session';
import type { Status } from '../backend/generated/Status';
import type { Update } from '../backend/generated/Update';
import { Camera } from '../camera/camera.svelte';
import { Incoming } from '../incoming/incoming.svelte';
import { Scanning } from '../scanner/scanning';
import type { Player } from '../sound/player';
import { plain, type Words } from '../words/words.svelte';
import { applyTheme } from './theme';
import { Toasts } from './toasts.svelte';

/** The places in the bar. */
export type Place = 'capture' | 'contacts' | 'review' | 'settings';

/** What the list of contacts is narrowed to from elsewhere, and how that is said. */
export interface Only {
  readonly cause?: Cause;
  readonly held?: HeldAt;
  readonly words: Sentence;
}

/** The subjects of the settings. */
export type Subject =
  'event' | 'kiosk' | 'camera' | 'scanner' | 'badges' | 'destination' | 'look' | 'key' | 'backup' | 'alerts' | 'about';

/** Everything the desk stands on. */
export interface Ground {
  readonly backend: Backend;
  readonly words: Words;
  readonly player: Player;
  readonly media?: MediaDevices | undefined;
  /** When the window's first frame is through; at once where nobody says. */
  readonly drawn?: Promise<void>;
}

export class Desk {
  session = $state.raw<Session>() as Session;
  status = $state.raw<Status | null>(null);
  place = $state<Place>('capture');
  /** The subject that the settings show. */
  subject = $state<Subject>('event');
  /** The kind of CRM that somebody is about to connect. */
  connecting = $state<string | null>(null);
  /** The contact whose drawer is open. */
  openId = $state<string | null>(null);
  /** What the list is narrowed to, beside its own filters. */
  only = $state.raw<Only | null>(null);
  /** An answer to an act of capturing done elsewhere (the badge sheet), for Capture to show. */
  handed = $state.raw<CaptureAnswer | null>(null);
  /** Whether "Sync now" waits for its outcome. */
  syncing = $state(false);
  /** Whether it is said if the window can be closed: when a person asked, or when the window was to be closed. */
  closing = $state<'no' | 'asked' | 'leaving'>('no');
  /** Whether an overlay (badge sheet, key sheet) covers the place. */
  covered = $state(false);

  readonly backend: Backend;
  readonly words: Words;
  readonly player: Player;
  readonly camera: Camera;
  readonly toasts = new Toasts();
  readonly incoming: Incoming;
  readonly scanning = new Scanning(this);
  readonly #rowListeners = new Set<(rows: ContactRow[]) => void>();

  constructor({ backend, words, player, media, drawn }: Ground, session: Session) {
    this.backend = backend;
    this.words = words;
    this.player = player;
    this.camera = new Camera(
      media,
      ({ id, label }) => void this.remember({ camera_id: id, camera_label: label }),
      drawn,
    );
    this.incoming = new Incoming(this);
    this.enter(session);
    // Into a copy nothing can be captured.
    if (session.restored === 'copy') this.place = 'contacts';
  }

  /** Takes over what the session says. */
  enter(session: Session): void {
    if (session.kiosk && !(this.session as Session | undefined)?.kiosk) {
      // What staff last did is none of a visitor's affairs.
      this.place = 'capture';
      this.openId = null;
      this.toasts.hide();
    }
    this.session = session;
    const { language, theme, muted, volume, camera_id, camera_label } = session.preferences;
    this.words.choose(language);
    applyTheme(theme);
    this.player.set(muted, volume ?? 100);
    this.camera.remember({ id: camera_id ?? '', label: camera_label ?? '' });
  }

  /** Listens for pushed updates and fetches where things stand; answers with what ends it. */
  async listen(): Promise<() => void> {
    const end = await this.backend.subscribe((update) => this.#hear(update));
    await this.refresh();
    return end;
  }

  /** Fetches the status; before the store is open there is none. */
  async refresh(): Promise<void> {
    if (this.session.stage.stage === 'ready') this.status = await this.backend.status();
  }

  /** Calls `hear` with every row that changes; answers with what ends it. */
  onRows(hear: (rows: ContactRow[]) => void): () => void {
    this.#rowListeners.add(hear);
    return () => this.#rowListeners.delete(hear);
  }

  /** Goes to a place. */
  go(place: Place): void {
    this.place = place;
  }

  /** Opens a subject of the settings. */
  set(subject: Subject): void {
    this.subject = subject;
    this.place = 'settings';
  }

  /** Goes to connect a CRM of this kind. */
  connect(kind: string): void {
    this.connecting = kind;
    this.set('destination');
  }

  /** Goes to Capture and lets it show what came of a capture done elsewhere. */
  hand(answer: CaptureAnswer): void {
    this.handed = answer;
    this.place = 'capture';
  }

  /** Opens a contact's drawer. */
  open(contactId: string): void {
    this.openId = contactId;
    this.place = 'contacts';
  }

  /** Shows these contacts in the list. */
  showOnly(only: Only): void {
    this.only = only;
    this.openId = null;
    this.place = 'contacts';
  }

  /** Changes what the window remembers, here at once and in the engine. */
  async remember(change: Partial<Preferences>): Promise<void> {
    const preferences = { ...this.session.preferences, ...change };
    this.enter({ ...this.session, preferences });
    // What a visitor's hands change is gone with the next start.
    if (this.session.kiosk) return;
    await this.attempt(this.backend.remember(preferences));
  }

  /** Waits for `work`; what goes wrong is said in a toast, and the answer is then `undefined`. */
  async attempt<Answer>(work: Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await work;
    } catch (thrown) {
      const { sentence, detail } = asCommandError(thrown);
      this.toasts.show({ text: plain(this.words.say(sentence)), detail });
      return undefined;
    }
  }

  /** Sends what waits, now, and says what came of it. */
  async syncNow(): Promise<void> {
    if (this.syncing) return;
    this.syncing = true;
    const outcome = await this.attempt(this.backend.syncNow());
    this.syncing = false;
    if (outcome !== undefined) this.toasts.show({ text: plain(this.words.say(outcome.sentence)) });
  }

  async #again(): Promise<void> {
    this.enter(await this.backend.session());
    await this.refresh();
  }

  #hear(update: Update): void {
    switch (update.update) {
      case 'status':
        this.status = update.status;
        break;
      case 'contacts':
        for (const hear of this.#rowListeners) hear(update.rows);
        break;
      case 'file':
        this.incoming.hear(update.progress);
        break;
      case 'closing':
        this.closing = 'leaving';
        break;
      case 'session':
        void this.attempt(this.#again());
        break;
      case 'opened':
        this.incoming.opened += 1;
        break;
    }
  }
}

const KEY = Symbol('desk');

/** Lays the desk out for the screens below. */
export const provideDesk = (desk: Desk): Desk => setContext(KEY, desk);
/** The desk of this window. */
export const useDesk = (): Desk => getContext<Desk>(KEY);
