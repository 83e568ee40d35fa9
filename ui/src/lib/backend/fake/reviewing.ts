/** Review in the fake: causes, proposals, differences, and what is done for many at once. */
import type { Cause } from '../generated/Cause';
import type { ContactDetail } from '../generated/ContactDetail';
import type { DoneForMany } from '../generated/DoneForMany';
import type { Field } from '../generated/Field';
import type { Fix } from '../generated/Fix';
import type { Review } from '../generated/Review';
import type { Side } from '../generated/Side';
import type { FakeBook } from './book';
import { doneFor, earlierOf, reviewOf } from './review';
import type { Room } from './room';

export class FakeReviewing {
  #undoable: string[] = [];

  constructor(
    private readonly room: Room,
    private readonly book: FakeBook,
  ) {}

  #earlier = 3;

  review(): Review {
    const review = reviewOf(this.room.all(), this.room.status().sum, this.room.scene, this.book.refused);
    const earlier = this.room.scene.has('earlier') && this.#earlier > 0 ? [earlierOf(this.#earlier)] : [];
    return { ...review, earlier, proposals: { open: this.room.proposed.length, some: this.room.proposed } };
  }

  answerEarlier(send: boolean): DoneForMany {
    const contacts = this.#earlier;
    this.#earlier = 0;
    return doneFor(send ? 'done-earlier' : 'done-earlier-stay', contacts);
  }

  apply(proposalId: string, fields: Field[]): DoneForMany {
    const one = this.#takeAway(proposalId);
    const rows = one?.rows.filter(({ field }) => fields.includes(field)) ?? [];
    const changes = rows.map(({ field, theirs }) => ({ field, value: theirs }));
    if (one !== undefined) this.book.edit(one.contact, changes);
    return doneFor('done-applied', 1, true);
  }

  applyAll(): DoneForMany {
    const all = this.room.proposed.filter(({ fits }) => fits);
    for (const { id, rows } of all) {
      const fields = rows.filter(({ typed }) => !typed).map(({ field }) => field);
      this.apply(id, fields);
    }
    return doneFor('done-applied', all.length, true);
  }

  refuse(proposalId: string): DoneForMany {
    this.#takeAway(proposalId);
    return doneFor('done-refused', 1, true);
  }

  #takeAway(proposalId: string): Room['proposed'][number] | undefined {
    const one = this.room.proposed.find(({ id }) => id === proposalId);
    this.room.proposed = this.room.proposed.filter(({ id }) => id !== proposalId);
    return one;
  }

  /** Those that have no name and are there. */
  unnamed(): ContactDetail[] {
    return this.room.all().filter(({ row }) => row.name === null && row.chip !== 'removed');
  }

  fix(cause: Cause, fix: Fix): DoneForMany {
    const ids = this.review().causes.find(({ cause: one }) => one.reason === cause.reason)?.examples ?? [];
    this.#undoable = ids.map(({ contact }) => contact);
    const removes = fix.fix === 'remove_here';
    for (const { contact } of ids) this.book.turn(contact, removes ? 'removed' : 'queued');
    return doneFor(removes ? 'done-removed' : 'done-again', ids.length, removes);
  }

  undo(): DoneForMany {
    const ids = this.#undoable;
    this.#undoable = [];
    for (const id of ids) this.book.turn(id, 'queued');
    return doneFor('done-undone', ids.length);
  }

  release(): DoneForMany {
    const held = this.room.all().filter(({ row }) => row.chip === 'on_hold');
    for (const { row } of held) this.book.turn(row.id, 'queued');
    return doneFor('done-released', held.length);
  }

  settleAlike(side: Side): DoneForMany {
    const open = this.room.all().flatMap(({ conflicts }) => conflicts);
    for (const { id, winner } of open) this.book.settle(id, (side === 'default' ? winner : side) === 'ours');
    return doneFor('done-settled', open.length);
  }
}
