/** Capture in the fake: frames, texts, pictures and what is typed. A number is only an ID; a Wi-Fi code is refused. */
import type { Frame } from '../backend';
import type { CaptureAnswer } from '../generated/CaptureAnswer';
import type { ContactDetail } from '../generated/ContactDetail';
import type { Field } from '../generated/Field';
import type { FieldChange } from '../generated/FieldChange';
import type { FrameAnswer } from '../generated/FrameAnswer';
import { contactOf } from './contact';
import { no } from './explain';
import { NEXT, PEOPLE, type Person } from './people';
import { changed, type Room } from './room';
import { REFUSED } from './scenes';

/** Frames seen before the fake finds a code, when its scene has one. */
const FRAMES_BEFORE_READ = 12;
const NOBODY: Person = [null, null, null, null, 'on_hold', null, 'Ali', 0];

export class FakeCapturing {
  #frames = 0;
  #draft: FieldChange[] = [];

  constructor(private readonly room: Room) {}

  frame({ width, height }: Frame): FrameAnswer {
    this.#frames += 1;
    const nothing: FrameAnswer = { codes: [], capture: null, advice: null, decode_ms: 8 };
    if (!this.room.scene.has('capture') || this.#frames < FRAMES_BEFORE_READ) return nothing;
    const [middle, low, half] = [width / 2, height * 0.8125, height * 0.135];
    const codes: FrameAnswer['codes'] = [
      {
        corners: [
          [middle - half, low - half],
          [middle + half, low - half],
          [middle + half, low + half],
          [middle - half, low + half],
        ],
      },
    ];
    return { codes, capture: this.#read(), advice: null, decode_ms: 8 };
  }

  /** The first look that finds the code captures it; with the scene `again`, later ones count it. */
  #read(): CaptureAnswer | null {
    const since = this.#frames - FRAMES_BEFORE_READ;
    if (since === 0) return this.room.save(contactOf(NEXT, 900, Date.now()));
    const times = 1 + Math.floor(since / 5);
    const again = this.room.scene.has('again') && times <= 4 && since % 5 === 0;
    const latest = this.room.rows()[0];
    return again && latest !== undefined ? { answer: 'again', contact_id: latest.id, times } : null;
  }

  text(payload: string): CaptureAnswer {
    if (payload.startsWith('WIFI:')) return { answer: 'refused', sentence: REFUSED };
    const known = this.room.all().find((contact) => contact.payload === payload);
    if (known !== undefined) return { answer: 'known', contact: known, first_at: known.row.at, by: known.row.by };
    const id = /^\d+$/u.test(payload);
    const made = contactOf(id ? NOBODY : NEXT, 901, Date.now());
    return this.room.save({ ...made, payload }, id);
  }

  /** Finds as many badges as the file has bytes; files of one byte hold a Wi-Fi code, empty ones none. */
  photo(file: Uint8Array): CaptureAnswer[] {
    if (file.length === 1) return [this.text('WIFI:S:expo;;')];
    const seen = Array.from(file, (_, at) => PEOPLE[at] ?? NEXT);
    return seen.map((person, at) =>
      this.room.save(contactOf([...person], 1000 + this.room.contacts.size + at, Date.now())),
    );
  }

  /** Understands "Given Family, Company, e-mail". */
  understand(pasted: string): FieldChange[] {
    const [name = '', company, email] = pasted.split(/\s*,\s*/u);
    const [given, family] = name.split(' ');
    const fields: [Field, string | undefined][] = [
      ['given_name', given],
      ['family_name', family],
      ['company', company],
      ['email', email],
    ];
    return fields.flatMap(([field, value]) => (value === undefined ? [] : [{ field, value }]));
  }

  draft = (): FieldChange[] => this.#draft;
  keepDraft = (changes: FieldChange[]): void => void (this.#draft = changes);

  typed(changes: FieldChange[]): CaptureAnswer {
    if (changes.length === 0) throw no('bad_input', 'refused-nothing-typed');
    const made = contactOf(NOBODY, 902 + this.room.contacts.size, Date.now());
    const blank = { ...made, fields: [], payload: null, row: { ...made.row, badge_id: null } };
    this.#draft = [];
    return this.room.save(changed(blank, changes));
  }

  other(contactId: string, place: number): ContactDetail {
    const contact = this.room.find(contactId);
    this.room.save(contactOf(NEXT, 3000 + this.room.contacts.size, Date.now()));
    return this.room.keep({ ...contact, others: contact.others.filter((one) => one.place !== place) });
  }

  undo(contactId: string): void {
    this.room.contacts.delete(contactId);
    this.room.push({ update: 'status', status: this.room.status() });
  }
}
