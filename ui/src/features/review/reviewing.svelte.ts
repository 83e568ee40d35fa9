/** The review: fetched when its place opens, again when something changed, changed by what a person does for many. */
import type { Cause } from '$lib/backend/generated/Cause';
import type { DoneForMany } from '$lib/backend/generated/DoneForMany';
import type { Field } from '$lib/backend/generated/Field';
import type { Fix } from '$lib/backend/generated/Fix';
import type { HeldAt } from '$lib/backend/generated/HeldAt';
import type { Review } from '$lib/backend/generated/Review';
import type { Side } from '$lib/backend/generated/Side';
import type { AlikeAt } from '$lib/backend/generated/AlikeAt';
import type { Desk } from '$lib/desk/desk.svelte';
import { plain } from '$lib/words/words.svelte';

/** A burst of changes is looked at once. */
const CALM_MS = 250;

export class Reviewing {
  review = $state.raw<Review | null>(null);
  /** What is under way, by a name that its button knows; nothing else is begun meanwhile. */
  busy = $state<string | null>(null);

  readonly #desk: Desk;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #again = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Looks now. */
  async look(): Promise<void> {
    // One question at a time: with a hundred thousand contacts an answer takes longer than a change.
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const found = await this.#desk.attempt(this.#desk.backend.review());
    this.#asking = false;
    if (found !== undefined) this.review = found;
    if (this.#again) {
      this.#again = false;
      this.soon();
    }
  }

  /** Looks once it is calm. */
  soon(): void {
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => void this.look(), CALM_MS);
  }

  /** Ends: nothing is asked any more. */
  end(): void {
    clearTimeout(this.#calm);
  }

  /** Does one thing for all contacts of a cause. */
  fix = (cause: Cause, fix: Fix): Promise<boolean> =>
    this.#many(`fix ${JSON.stringify(cause)}`, () => this.#desk.backend.fixCause(cause, fix));

  /** Makes the field over there that is missing, and sends all contacts of the cause again. */
  make = (cause: Cause): Promise<boolean> =>
    this.#many(`fix ${JSON.stringify(cause)}`, () => this.#desk.backend.makeFieldFor(cause));

  /** Lets held contacts go. */
  release = (held: HeldAt): Promise<boolean> =>
    this.#many(`hold ${JSON.stringify(held)}`, () => this.#desk.backend.release(held));

  /** Says what becomes of contacts from before a CRM was connected. */
  earlier = (destination: string, send: boolean): Promise<boolean> =>
    this.#many(`earlier ${destination}`, () => this.#desk.backend.answerEarlier(destination, send));

  /** Takes the chosen fields of what a list or a recipe says. */
  apply = (proposalId: string, fields: Field[]): Promise<boolean> =>
    this.#many(`proposal ${proposalId}`, () => this.#desk.backend.applyProposal(proposalId, fields));

  /** Takes all of it, but what a person wrote. */
  applyAll = (): Promise<boolean> => this.#many('proposals', () => this.#desk.backend.applyProposals());

  /** Leaves a contact as it is. */
  refuse = (proposalId: string): Promise<boolean> =>
    this.#many(`proposal ${proposalId}`, () => this.#desk.backend.refuseProposal(proposalId));

  /** Erases just so many, which a person said yes to. */
  purge = (contacts: number): Promise<boolean> => this.#many('purge', () => this.#desk.backend.purge(contacts));

  /** Settles differences: of one field, or all. */
  settle = (of: AlikeAt | null, side: Side): Promise<boolean> =>
    this.#many('settle', () => this.#desk.backend.settleAlike(of, side));

  /** Settles one difference. */
  async choose(conflictId: string, ours: boolean): Promise<void> {
    if ((await this.#desk.attempt(this.#desk.backend.settleDifference(conflictId, ours))) !== undefined) {
      await this.look();
    }
  }

  async #many(name: string, work: () => Promise<DoneForMany>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = name;
    const outcome = await this.#desk.attempt(work());
    this.busy = null;
    if (outcome !== undefined) this.#say(outcome);
    await this.look();
    return outcome !== undefined;
  }

  /** Says what came of it; what can be taken back is offered to be. */
  #say({ sentence, can_undo }: DoneForMany): void {
    const undo = (): void => void this.#many('undo', () => this.#desk.backend.undoForMany());
    this.#desk.toasts.show({ text: plain(this.#desk.words.say(sentence)), ...(can_undo ? { undo } : {}) });
  }
}
