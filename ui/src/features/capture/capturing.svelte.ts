/**
 * What happens when a badge is read: the card, the flash, the sound, Undo. Nothing here is shown or heard before the
 * engine answered, because its answer is the promise that the contact is on disk.
 */
import type { CaptureAnswer } from '$lib/backend/generated/CaptureAnswer';
import type { ContactRow } from '$lib/backend/generated/ContactRow';
import type { FieldChange } from '$lib/backend/generated/FieldChange';
import type { OtherView } from '$lib/backend/generated/OtherView';
import type { Desk } from '$lib/desk/desk.svelte';
import { pictureBytes } from '$lib/incoming/bytes';
import { SOUNDS } from '$lib/sound/score';
import { cardFor, contactIdOf, withRow, type Card } from './card';
import { merged, RECENT } from './recent';

/** Which edge the picture gets, and which line the coach speaks. */
export type Flash = 'saved' | 'known' | 'again' | 'refused';

const FLASH_MS = 420;
/** The coach's line about the last answer stays readable this long. */
const SPOKEN_MS = 5000;
/** A code that is still in the picture is refused once, not fifteen times a second. */
const REFUSED_AGAIN_MS = 10_000;

export class Capturing {
  card = $state.raw<Card | null>(null);
  rows = $state.raw<ContactRow[]>([]);
  /** What was answered last, while it is spoken of. */
  spoken = $state<Flash | null>(null);
  /** What would help the badge in the picture, by its word in the catalogue. */
  advice = $state<string | null>(null);
  /** The picture's edge, for the blink of a flash. */
  flash = $state<Flash | null>(null);
  /** Seconds left for Undo; 0 when it is over. */
  undoLeft = $state(0);
  /** Counts captures, so that a new card can drop in. */
  serial = $state(0);

  #changing: Promise<void> = Promise.resolve();
  readonly #desk: Desk;
  #undoId: string | null = null;
  #clock: ReturnType<typeof setInterval> | undefined;
  #flashEnd: ReturnType<typeof setTimeout> | undefined;
  #spokenEnd: ReturnType<typeof setTimeout> | undefined;
  #refused = { code: '', at: -Infinity };

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The rows below the badge. */
  get earlier(): ContactRow[] {
    const onCard = contactIdOf(this.card);
    return this.rows.filter(({ id }) => id !== onCard);
  }

  /** Fetches the last captures and follows what changes; answers with what ends it. */
  begin(): () => void {
    void this.#fetch();
    const end = this.#desk.onRows((rows) => this.#changed(rows));
    return () => {
      end();
      clearInterval(this.#clock);
      void this.leave();
    };
  }

  /** Shows and sounds what the engine answered. */
  heard(answer: CaptureAnswer): void {
    if (answer.answer === 'refused' && this.#stillRefused(answer.sentence.code)) return;
    this.#take(answer);
    this.#show(answer.answer);
  }

  /** Captures every code in a picture file: the last answer on the card, the others in the rail, one sound for all. */
  async picture(file: Blob): Promise<void> {
    const { backend, player, toasts, words } = this.#desk;
    const answers = await this.#desk.attempt(pictureBytes(file).then((bytes) => backend.photo(bytes)));
    const last = answers?.at(-1);
    if (last === undefined) {
      player.play('needs-you');
      if (answers !== undefined) toasts.show({ text: words.t('picture-no-code') });
      return;
    }
    for (const answer of answers ?? []) this.#take(answer);
    this.#show(last.answer);
  }

  #take(answer: CaptureAnswer): void {
    const before = this.card;
    const card = cardFor(answer, before);
    const kind = answer.answer;
    if (kind === 'saved' || kind === 'known') void this.#leaveIfOther(contactIdOf(before), contactIdOf(card));
    if (kind === 'saved') {
      this.rows = merged(this.rows, [answer.contact.row]);
      this.#offerUndo(answer.contact.row.id, answer.undo_for);
    }
    if (kind !== 'again') this.serial += 1;
    this.card = card;
  }

  /** Takes the last capture back. */
  async undo(): Promise<void> {
    const id = this.#undoId;
    if (id === null) return;
    this.#endUndo();
    const { backend, toasts, words } = this.#desk;
    const name = this.rows.find((row) => row.id === id)?.name ?? words.t('this-contact');
    const done = await this.#desk.attempt(backend.undoCapture(id).then(() => true));
    if (done !== true) return;
    if (contactIdOf(this.card) === id) this.card = null;
    this.rows = this.rows.filter((row) => row.id !== id);
    toasts.show({ text: words.t('capture-undone', { name }) });
    await this.#fetch();
  }

  /** Writes down what the visitor on the card says when asked to agree. */
  async consent(given: boolean): Promise<void> {
    const id = contactIdOf(this.card);
    const asked = this.#desk.session.consent;
    if (id === null || asked === null) return;
    const { backend } = this.#desk;
    const contact = await this.#desk.attempt(backend.sayConsent(id, asked.wording, given, 'staff'));
    const { card } = this;
    if (contact === undefined || card === null || contactIdOf(card) !== id) return;
    if (card.kind === 'saved' || card.kind === 'known') this.card = { ...card, contact };
  }

  /** Changes fields of the contact on the card: one change after the other, so that an older answer never hides a newer one. */
  edit(changes: FieldChange[]): Promise<void> {
    const id = contactIdOf(this.card);
    if (id === null) return Promise.resolve();
    this.#changing = this.#changing.then(() => this.#edit(id, changes));
    return this.#changing;
  }

  async #edit(id: string, changes: FieldChange[]): Promise<void> {
    const contact = await this.#desk.attempt(this.#desk.backend.editContact(id, changes));
    const { card } = this;
    if (contact === undefined || contactIdOf(card) !== id || card === null) return;
    this.rows = merged(this.rows, [contact.row]);
    if (card.kind === 'earlier') this.card = { kind: 'earlier', row: contact.row };
    else if (card.kind !== 'refused') {
      this.card = {
        ...card,
        contact,
        ...(card.kind === 'saved' && contact.row.name !== null ? { idOnly: false } : {}),
      };
    }
  }

  /** The contact on the card and another one are one now, or two again: shows the one that is kept. */
  async joined(keptId: string): Promise<void> {
    this.#endUndo();
    const contact = await this.#desk.attempt(this.#desk.backend.contact(keptId));
    if (contact === undefined) return;
    this.card = { kind: 'known', contact, firstAt: contact.row.at, by: contact.row.by };
    await this.#fetch();
  }

  /** Captures a further person whom the card's code names; the card stays. */
  async takeOther(one: OtherView): Promise<void> {
    const id = contactIdOf(this.card);
    if (id === null) return;
    const { backend, toasts, words } = this.#desk;
    const contact = await this.#desk.attempt(backend.captureOther(id, one.place));
    const { card } = this;
    if (contact === undefined) return;
    toasts.show({ text: words.t('other-captured', { name: one.name ?? one.company ?? '?' }) });
    if (card === null || contactIdOf(card) !== id || card.kind === 'earlier' || card.kind === 'refused') return;
    this.card = { ...card, contact };
  }

  /** Leaves the card: the contact may go to the CRM now. */
  async leave(): Promise<void> {
    const { card } = this;
    const id = contactIdOf(card);
    if (id === null || card?.kind !== 'saved') return;
    await this.#desk.attempt(this.#desk.backend.leaveCard(id));
  }

  async #fetch(): Promise<void> {
    const rows = await this.#desk.attempt(this.#desk.backend.recent(RECENT));
    if (rows === undefined) return;
    this.rows = merged(this.rows, rows);
    const latest = this.rows[0];
    if (this.card === null && latest !== undefined) this.card = { kind: 'earlier', row: latest };
  }

  #changed(changed: ContactRow[]): void {
    // A contact that was taken back stays away even when a late push still speaks of it.
    const here = changed.filter(({ chip }) => chip !== 'removed' && chip !== 'removing');
    const gone = new Set(changed.filter((row) => !here.includes(row)).map(({ id }) => id));
    this.rows = merged(this.rows, here).filter(({ id }) => !gone.has(id));
    for (const row of here) this.card = withRow(this.card, row);
  }

  #stillRefused(code: string): boolean {
    const now = performance.now();
    const same = this.card?.kind === 'refused' && this.#refused.code === code;
    const soon = now - this.#refused.at < REFUSED_AGAIN_MS;
    this.#refused = { code, at: now };
    return same && soon;
  }

  async #leaveIfOther(before: string | null, now: string | null): Promise<void> {
    if (before === null || before === now || this.card?.kind !== 'saved') return;
    await this.#desk.attempt(this.#desk.backend.leaveCard(before));
  }

  #offerUndo(id: string, forMs: number): void {
    this.#undoId = id;
    this.undoLeft = Math.round(forMs / 1000);
    clearInterval(this.#clock);
    this.#clock = setInterval(() => {
      this.undoLeft -= 1;
      if (this.undoLeft <= 0) this.#endUndo();
    }, 1000);
  }

  #endUndo(): void {
    clearInterval(this.#clock);
    this.#undoId = null;
    this.undoLeft = 0;
  }

  #show(kind: Flash): void {
    this.#desk.player.play(SOUNDS[kind]);
    clearTimeout(this.#flashEnd);
    clearTimeout(this.#spokenEnd);
    this.flash = kind;
    this.spoken = kind;
    this.#flashEnd = setTimeout(() => (this.flash = null), FLASH_MS);
    this.#spokenEnd = setTimeout(() => (this.spoken = null), SPOKEN_MS);
  }
}
