/** Kiosk mode in the fake: a PIN, five tries, then a wait that never ends; and what visitors are asked to agree to. */
import type { ConsentAsked } from '../generated/ConsentAsked';
import type { ConsentInput } from '../generated/ConsentInput';
import type { ContactDetail } from '../generated/ContactDetail';
import type { Channel } from '../generated/Channel';
import type { Session } from '../generated/Session';
import { count, no } from './explain';
import { inState, type Room } from './room';

const TRIES = 5;

export class FakeKiosk {
  #pin = '1234';
  #wrong = 0;

  constructor(private readonly room: Room) {}

  enter(pin: string): Session {
    if (!/^\d{4,12}$/u.test(pin)) throw no('bad_input', 'kiosk-pin-shape');
    this.#pin = pin;
    this.#wrong = 0;
    return this.room.settle({ kiosk: true });
  }

  leave(pin: string): Session {
    if (pin === this.#pin && this.#wrong < TRIES) return this.room.settle({ kiosk: false });
    this.#wrong += 1;
    throw this.#wrong >= TRIES
      ? no('wrong_key', 'kiosk-wait', { left: { kind: 'for', value: 60_000 } })
      : no('wrong_key', 'kiosk-wrong-pin', { left: count(TRIES - this.#wrong) });
  }

  saveConsent({ text: words, hold }: ConsentInput): ConsentAsked | null {
    const version = (this.room.session.consent?.version ?? 0) + 1;
    const asked = words.trim() === '' ? null : { wording: `cw-${version}`, version, text: words.trim(), hold };
    this.room.settle({ consent: asked });
    return asked;
  }

  sayConsent(contactId: string, given: boolean, channel: Channel): ContactDetail {
    const contact = this.room.find(contactId);
    const { text = '', version = 1, hold = false } = this.room.session.consent ?? {};
    const consent = { given, text, version, channel, at: Date.now(), by: this.room.session.operator };
    const on = hold && contact.row.chip === 'on_hold' && given ? inState(contact, 'queued') : contact;
    return this.room.keep({ ...on, consent });
  }
}
