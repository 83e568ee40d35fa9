/** Contacts in the fake: the table, the drawer, editing, removing and merging. */
import type { Chosen } from '../generated/Chosen';
import type { ConflictView } from '../generated/ConflictView';
import type { ContactDetail } from '../generated/ContactDetail';
import type { ContactPage } from '../generated/ContactPage';
import type { ContactQuery } from '../generated/ContactQuery';
import type { ContactRow } from '../generated/ContactRow';
import type { DoneForMany } from '../generated/DoneForMany';
import type { ManyAct } from '../generated/ManyAct';
import type { OfferedView } from '../generated/OfferedView';
import type { Field } from '../generated/Field';
import type { FieldChange } from '../generated/FieldChange';
import { settled } from './contact';
import { no } from './explain';
import { doneFor } from './review';
import { mergedOf, pairKey } from './merging';
import { changed, inState, type Room } from './room';

export class FakeBook {
  /** Pairs that were said to be two. */
  readonly refused = new Set<string>();
  /** What merged contacts' keepers were before. */
  readonly #unmerged = new Map<string, ContactDetail>();

  constructor(private readonly room: Room) {}

  recent(limit: number): ContactRow[] {
    return this.room
      .rows()
      .filter(({ chip }) => chip !== 'removed')
      .slice(0, limit);
  }

  offered(): OfferedView {
    const counted = new Map<string, number>();
    for (const { fields } of this.room.all())
      for (const { field, value } of fields) if (field === 'tag') counted.set(value, (counted.get(value) ?? 0) + 1);
    const tags = [...counted].map(([tag, contacts]) => ({ tag, contacts }));
    const reps = new Set(this.room.rows().flatMap(({ by }) => by ?? []));
    return { tags, reps: [...reps].sort() };
  }

  /** What takes back the last thing that was done for several contacts. */
  undoFor: (() => DoneForMany) | undefined;

  doFor(contacts: string[], act: ManyAct): DoneForMany {
    const before = contacts.map((id) => this.room.find(id));
    for (const id of contacts) {
      if (act.act === 'tag') this.edit(id, [{ field: 'tag', part: act.tag.toLowerCase(), value: act.tag }]);
      else this.turn(id, act.act === 'remove' ? 'removed' : 'queued');
    }
    this.undoFor =
      act.act === 'retry'
        ? undefined
        : () => {
            for (const contact of before) this.room.keep(contact);
            return doneFor('done-undone', before.length);
          };
    const code = { tag: 'done-tagged', remove: 'done-removed', retry: 'done-again' }[act.act];
    return doneFor(code, contacts.length, act.act !== 'retry');
  }

  #tagsOf(id: string): string[] {
    return this.room.find(id).fields.flatMap(({ field, value }) => (field === 'tag' ? [value] : []));
  }

  page({ search, chips, since, tags = [], rating, reps = [], order, limit, offset }: ContactQuery): ContactPage {
    const all = this.room.rows();
    const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
    const matching = all.filter(
      (row) =>
        (chips.length === 0 || chips.includes(row.chip)) &&
        (since === null || row.at >= since) &&
        tags.every((tag) => this.#tagsOf(row.id).includes(tag)) &&
        (rating === undefined || (row.rating ?? 0) >= rating) &&
        (reps.length === 0 || reps.includes(row.by ?? '')) &&
        words.every((word) => `${row.name} ${row.company} ${row.badge_id}`.toLowerCase().includes(word)),
    );
    const named = ({ name }: ContactRow): string => (name ?? '').toLowerCase();
    if (order === 'oldest') matching.reverse();
    if (order === 'name' || order === 'name_backwards') matching.sort((a, b) => named(a).localeCompare(named(b)));
    if (order === 'name_backwards') matching.reverse();
    return { rows: matching.slice(offset, offset + limit), matching: matching.length, more: false, total: all.length };
  }

  edit(contactId: string, changes: FieldChange[]): ContactDetail {
    return this.room.keep(changed(this.room.find(contactId), changes));
  }

  /** Brings a contact into another state. */
  turn(contactId: string, chip: 'queued' | 'removed' | 'removing'): ContactDetail {
    return this.room.keep(inState(this.room.find(contactId), chip));
  }

  choose(deliveryId: string): ContactDetail {
    const contact = this.room.all().find(({ deliveries }) => deliveries.some(({ id }) => id === deliveryId));
    if (contact === undefined) throw no('not_found', 'error-no-such-contact');
    return this.turn(contact.row.id, 'queued');
  }

  settle(conflictId: string, ours: boolean): ContactDetail {
    const contact = this.room.all().find(({ conflicts }) => conflicts.some(({ id }) => id === conflictId));
    if (contact === undefined) throw no('not_found', 'error-choice');
    const { field, theirs } = contact.conflicts.find(({ id }) => id === conflictId) as ConflictView;
    const taken = ours ? contact : changed(contact, [{ field: field as Field, value: theirs }]);
    return this.room.keep(settled(taken, conflictId, ours ? 'queued' : 'synced'));
  }

  merge(kept: string, other: string, chosen: Chosen[]): ContactDetail {
    const [mine, theirs] = [this.room.find(kept), this.room.find(other)];
    this.room.keep({ ...theirs, removed: true, merged_into: kept });
    this.#unmerged.set(other, mine);
    return this.room.keep(mergedOf(mine, theirs, chosen, Date.now()));
  }

  unmerge(contactId: string): ContactDetail {
    const merged = this.room.find(contactId);
    const kept = this.#unmerged.get(contactId);
    if (merged.merged_into === null || kept === undefined) throw no('not_found', 'error-cannot-unmerge');
    this.room.keep({ ...merged, removed: false, merged_into: null });
    return this.room.keep(kept);
  }

  notTheSame(one: string, other: string, isOther: boolean): void {
    const pair = pairKey(one, other);
    if (isOther) this.refused.add(pair);
    else this.refused.delete(pair);
  }
}
