/** The contact in the drawer: fetched when it opens, again when a push speaks of it, changed by the buttons. */
import { Said } from '$lib/asking/said.svelte';
import type { Choice } from '$lib/backend/generated/Choice';
import type { ContactDetail } from '$lib/backend/generated/ContactDetail';
import type { Field } from '$lib/backend/generated/Field';
import type { Remedy } from '$lib/backend/generated/Remedy';
import type { Desk } from '$lib/desk/desk.svelte';

export class Opened {
  contact = $state.raw<ContactDetail | null>(null);
  /** The field under the pen, as `field` + part. */
  editing = $state<string | null>(null);
  readonly said = new Said();

  readonly #desk: Desk;
  readonly #id: string;

  constructor(desk: Desk, id: string) {
    this.#desk = desk;
    this.#id = id;
  }

  /** Fetches it and follows its changes; answers with what ends it. */
  begin(): () => void {
    void this.#take(this.#desk.backend.contact(this.#id));
    return this.#desk.onRows((rows) => {
      if (rows.some(({ id }) => id === this.#id)) void this.#take(this.#desk.backend.contact(this.#id));
    });
  }

  /** Writes one value; none removes it. */
  async edit(field: Field, part: string, value: string | null): Promise<void> {
    this.editing = null;
    await this.#take(this.#desk.backend.editContact(this.#id, [{ field, part, value }]));
  }

  /** Keeps an answer to a wording; none takes it away. The pen stays, since several may be chosen. */
  async answer(wording: string, value: string | null): Promise<void> {
    await this.said.say(wording, value, () =>
      this.#take(this.#desk.backend.editContact(this.#id, [{ field: 'answer', part: wording, value }])),
    );
  }

  /** Writes down what the person says to a wording. */
  async consent(wording: string, given: boolean): Promise<void> {
    await this.#take(this.#desk.backend.sayConsent(this.#id, wording, given, 'staff'));
  }

  /** Does what a remedy's button says. */
  async act(remedy: Remedy, deliveryId: string | undefined): Promise<void> {
    const { contact } = this;
    switch (remedy) {
      case 'retry':
        return this.#take(this.#desk.backend.retry(this.#id));
      case 'send_now':
        await this.#desk.attempt(this.#desk.backend.leaveCard(this.#id));
        return;
      case 'edit_field':
        this.editing = contact?.explanation.field ?? 'email';
        return;
      case 'sign_in':
      case 'open_destination':
        return this.#desk.set('destination');
      case 'take_this_one':
        // Needs to know which one: see `take`.
        return;
      case 'create_anyway':
        return this.#choose(deliveryId, { choice: 'create_anyway' });
      case 'it_is_there':
        return this.#choose(deliveryId, { choice: 'it_is_there' });
      case 'send_again':
        return this.#choose(deliveryId, { choice: 'send_again' });
      case 'remove_here':
        return this.#choose(deliveryId, { choice: 'remove_here' });
      case 'leave_there':
        return this.#choose(deliveryId, { choice: 'leave_there' });
      case 'delete_there':
        return this.#choose(deliveryId, { choice: 'delete_there' });
    }
  }

  /** Says that the contact is this record of the CRM. */
  async take(deliveryId: string, remoteId: string): Promise<void> {
    await this.#choose(deliveryId, { choice: 'take_this_one', remote_id: remoteId });
  }

  /** Removes it here; the toast can take that back. */
  async remove(said: string): Promise<void> {
    const contact = await this.#desk.attempt(this.#desk.backend.removeContact(this.#id));
    if (contact === undefined) return;
    this.contact = contact;
    this.#desk.toasts.show({ text: said, undo: () => void this.restore() });
  }

  /** Removes it here and these records over there, for good. */
  async destroy(records: string[], said: string): Promise<void> {
    const contact = await this.#desk.attempt(this.#desk.backend.destroyContact(this.#id, records));
    if (contact === undefined) return;
    this.contact = contact;
    this.#desk.toasts.show({ text: said });
  }

  /** Brings it back. */
  async restore(): Promise<void> {
    await this.#take(this.#desk.backend.restoreContact(this.#id));
  }

  /** Takes a contact that was merged into it apart again. */
  async apart(contactId: string): Promise<void> {
    const kept = await this.#desk.attempt(this.#desk.backend.unmergeContact(contactId));
    if (kept === undefined) return;
    this.contact = kept;
    this.#desk.toasts.show({ text: this.#desk.words.t('merged-undone') });
  }

  /** Settles what differs in one field. */
  async settle(conflictId: string, ours: boolean): Promise<void> {
    await this.#take(this.#desk.backend.settleDifference(conflictId, ours));
  }

  async #choose(deliveryId: string | undefined, choice: Choice): Promise<void> {
    if (deliveryId !== undefined) await this.#take(this.#desk.backend.choose(deliveryId, choice));
  }

  async #take(work: Promise<ContactDetail>): Promise<void> {
    const contact = await this.#desk.attempt(work);
    if (contact !== undefined) this.contact = contact;
  }
}
