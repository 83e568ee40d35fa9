/**
 * One visitor after the other, without staff: a badge is read or typed, the visitor is thanked and asked, and the screen clears itself.
 * Whoever goes away in between has said no to what they were asked to agree to; nobody sees the one before.
 */
import type { Asks } from '$lib/backend/generated/Asks';
import type { CaptureAnswer } from '$lib/backend/generated/CaptureAnswer';
import type { ContactDetail } from '$lib/backend/generated/ContactDetail';
import type { FieldChange } from '$lib/backend/generated/FieldChange';
import type { QuestionView } from '$lib/backend/generated/QuestionView';
import type { Sentence } from '$lib/backend/generated/Sentence';
import { answerTo } from '$lib/asking/answers';
import { Said } from '$lib/asking/said.svelte';
import type { Desk } from '$lib/desk/desk.svelte';
import { SOUNDS } from '$lib/sound/score';

/** A screen clears itself after so many seconds without a touch or a key (WCAG 2.2.1: any of them begins anew). */
export const CLEARS_AFTER_S = 20;

/** What the visitor sees. */
export type Scene = 'waiting' | 'typing' | 'consent' | 'question' | 'thanks' | 'refused' | 'staff';

export class Serving {
  scene = $state<Scene>('waiting');
  /** The visitor who stands there. */
  contact = $state.raw<ContactDetail | null>(null);
  /** Why a code was not taken. */
  refused = $state.raw<Sentence | null>(null);
  /** Seconds until the screen clears. */
  left = $state(CLEARS_AFTER_S);

  readonly #desk: Desk;
  readonly #said = new Said();
  #at = $state(0);
  /** Whether the badge is new: then the visitor can say that it is not theirs. */
  #fresh = $state(false);
  #answered = false;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Begins to serve; answers with what ends it. */
  begin(): () => void {
    this.#clock = setInterval(() => this.#second(), 1000);
    return () => clearInterval(this.#clock);
  }

  /** Somebody is there: a touch or a key. */
  touched(): void {
    this.left = CLEARS_AFTER_S;
  }

  /** The question that is asked now. */
  get question(): QuestionView | null {
    return this.scene === 'question' ? (this.#desk.session.questions[this.#at] ?? null) : null;
  }

  /** What the visitor answered to it. */
  get answer(): string {
    const { question } = this;
    if (question === null) return '';
    return this.#said.of(question.wording, answerTo(this.contact?.fields ?? [], question.wording));
  }

  /** Whether one press answers and goes on. */
  static goesOn(asks: Asks): boolean {
    return asks.kind !== 'several' && asks.kind !== 'text';
  }

  /** Whether the visitor can say that the badge is not theirs. */
  get canDisown(): boolean {
    return this.#fresh && this.contact !== null;
  }

  /** What the visitor is called: the first name where there is one. */
  get name(): string {
    const value = (field: string): string | undefined =>
      this.contact?.fields.find((one) => one.field === field)?.value ?? undefined;
    return value('given_name') ?? this.contact?.row.name ?? '';
  }

  /** Takes what came of a badge. */
  async heard(answer: CaptureAnswer): Promise<void> {
    if (this.scene === 'staff') return;
    this.touched();
    if (answer.answer === 'again') return;
    if (answer.answer === 'refused') {
      // Who is being asked is not interrupted by a code that says nothing.
      if (this.contact !== null) return;
      this.#desk.player.play(SOUNDS.refused);
      this.refused = answer.sentence;
      this.scene = 'refused';
      return;
    }
    // A badge that is moved about is still the same visitor, who goes on where they were.
    if (this.contact?.row.id === answer.contact.row.id) return;
    this.#desk.player.play(SOUNDS[answer.answer]);
    if (this.contact !== null) await this.#leave();
    this.contact = answer.contact;
    this.#fresh = answer.answer === 'saved';
    this.#answered = false;
    this.#at = 0;
    this.refused = null;
    this.scene = this.#desk.session.consent === null ? this.#nextQuestion(0) : 'consent';
  }

  /** The visitor types. */
  type(): void {
    this.scene = 'typing';
    this.touched();
  }

  /** Takes what the visitor typed; whether it was kept. */
  async typed(changes: FieldChange[]): Promise<boolean> {
    const answer = await this.#desk.attempt(this.#desk.backend.captureTyped(changes));
    if (answer !== undefined) await this.heard(answer);
    return answer !== undefined;
  }

  /** The visitor agrees or does not. */
  async consent(given: boolean): Promise<void> {
    this.touched();
    await this.#say(given);
    this.scene = this.#nextQuestion(0);
  }

  /** Keeps an answer, and goes on where one press is all. */
  async reply(value: string | null): Promise<void> {
    const { question, contact } = this;
    this.touched();
    if (question === null || contact === null) return;
    const change: FieldChange = { field: 'answer', part: question.wording, value };
    const kept = this.#said.say(question.wording, value, () => this.#keep(contact.row.id, change));
    if (Serving.goesOn(question.question.asks) && value !== null) this.next();
    await kept;
  }

  /** The next question, or thanks. */
  next(): void {
    this.touched();
    this.scene = this.#nextQuestion(this.#at + 1);
  }

  /** The badge is somebody else's: what was captured of it here is taken back. */
  async disown(): Promise<void> {
    const { contact } = this;
    this.contact = null;
    this.#reset();
    if (contact !== null) await this.#desk.attempt(this.#desk.backend.undoCapture(contact.row.id));
  }

  /** Staff wants in. */
  staff(): void {
    this.scene = 'staff';
    this.touched();
  }

  /** Clears the screen for the next visitor. */
  async clear(): Promise<void> {
    await this.#leave();
    this.#reset();
  }

  #reset(): void {
    this.scene = 'waiting';
    this.refused = null;
    this.#fresh = false;
    // The next visitor reads what the event's own language is.
    this.#desk.words.choose(this.#desk.session.preferences.language);
    this.touched();
  }

  #nextQuestion(at: number): Scene {
    this.#at = at;
    return at < this.#desk.session.questions.length ? 'question' : 'thanks';
  }

  /** Leaves the visitor's card; who said nothing said no. */
  async #leave(): Promise<void> {
    const { contact } = this;
    this.contact = null;
    if (contact === null) return;
    // What they said before, to staff, silence does not take back.
    if (!this.#answered && contact.consent === null) await this.#say(false, contact.row.id);
    await this.#desk.attempt(this.#desk.backend.leaveCard(contact.row.id));
  }

  async #say(given: boolean, id = this.contact?.row.id): Promise<void> {
    const asked = this.#desk.session.consent;
    if (asked === null || id === undefined) return;
    this.#answered = true;
    await this.#desk.attempt(this.#desk.backend.sayConsent(id, asked.wording, given, 'kiosk'));
  }

  async #keep(id: string, change: FieldChange): Promise<void> {
    const contact = await this.#desk.attempt(this.#desk.backend.editContact(id, [change]));
    if (contact !== undefined && this.contact?.row.id === id) this.contact = contact;
  }

  #second(): void {
    if (this.scene === 'waiting') return;
    this.left -= 1;
    if (this.left <= 0) void this.clear();
  }
}
