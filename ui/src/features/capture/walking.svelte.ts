/**
 * The walk through the event's questions by keyboard: `Q` begins, digits answer, Enter goes on, Escape ends it. What the visitor is
 * asked to agree to is its last step.
 */
import { answerTo, offersOf, pressed } from '$lib/asking/answers';
import { Said } from '$lib/asking/said.svelte';
import type { FieldView } from '$lib/backend/generated/FieldView';
import type { QuestionView } from '$lib/backend/generated/QuestionView';
import type { Desk } from '$lib/desk/desk.svelte';
import { fieldsOf } from './card';
import type { Capturing } from './capturing.svelte';

export class Walking {
  /** The step at which the walk is; none while nobody walks. */
  step = $state<number | null>(null);

  readonly #desk: Desk;
  readonly #said = new Said();
  readonly #capturing: Capturing;

  constructor(desk: Desk, capturing: Capturing) {
    this.#desk = desk;
    this.#capturing = capturing;
  }

  /** What is asked, in order. */
  get questions(): readonly QuestionView[] {
    return this.#desk.session.questions;
  }

  /** How many steps there are. */
  get steps(): number {
    return this.questions.length + (this.#desk.session.consent === null ? 0 : 1);
  }

  /** Whether the walk is at the consent. */
  get atConsent(): boolean {
    return this.step !== null && this.step === this.questions.length;
  }

  /** The question that stands on the card: where the walk is, else the first that has no answer, else none. */
  get shown(): number | null {
    if (this.step !== null) return this.step < this.questions.length ? this.step : null;
    const open = this.#firstOpen();
    return open === -1 ? null : open;
  }

  /** How many are answered. */
  get answered(): number {
    return this.questions.filter((one) => this.answerTo(one) !== '').length;
  }

  /** What the contact on the card answered. */
  answerTo({ wording }: QuestionView): string {
    return this.#said.of(wording, answerTo(this.#fields(), wording));
  }

  /** Begins at the first question that has no answer, or goes on; whether there is anything to walk. */
  begin(): boolean {
    if (this.steps === 0 || fieldsOf(this.#capturing.card) === null) return false;
    const open = this.#firstOpen();
    // All answered: only the consent is left, if it is asked.
    const last = this.questions.length < this.steps ? this.questions.length : 0;
    if (this.step === null) this.step = open === -1 ? last : open;
    else this.next();
    return true;
  }

  next(): void {
    if (this.step === null) return;
    this.step = this.step + 1 < this.steps ? this.step + 1 : null;
  }

  end(): void {
    this.step = null;
  }

  /** Answers with a digit; whether the walk took it. */
  press(digit: string): boolean {
    if (this.atConsent) {
      if (digit === '1' || digit === '2') void this.consent(digit === '1');
      return true;
    }
    const at = this.step === null ? undefined : this.questions[this.step];
    if (at === undefined) return false;
    const offer = offersOf(at.question, this.#desk.words.t).find((one) => one.digit === digit);
    if (offer !== undefined) void this.answer(at, pressed(at.question, this.answerTo(at), offer.value));
    return true;
  }

  /** Keeps an answer; none takes it away. */
  answer({ wording }: QuestionView, value: string | null): Promise<void> {
    return this.#said.say(wording, value, () => this.#capturing.edit([{ field: 'answer', part: wording, value }]));
  }

  /** Writes down what the visitor says to the consent. */
  consent(given: boolean): Promise<void> {
    return this.#capturing.consent(given);
  }

  #fields(): readonly FieldView[] {
    return fieldsOf(this.#capturing.card) ?? [];
  }

  #firstOpen(): number {
    return this.questions.findIndex((one) => this.answerTo(one) === '');
  }
}
