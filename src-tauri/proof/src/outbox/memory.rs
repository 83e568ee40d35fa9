//! The store that a simulation uses: a few rows in memory.

use super::Outbox;
use lanyard_core::crm::{Cursor, NOTE_TEXT, Object, Ours, RemoteField};
use lanyard_core::ids::{ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::{Delivery, DeliveryPart, Intent, Leaving, State};
use lanyard_core::sync::{Difference, Local, Wanted, Winner};
use std::collections::{BTreeMap, BTreeSet};

/// A contact.
#[derive(Debug, Clone)]
struct Person {
    id: ContactId,
    /// As its contact part sees it; what depends on the delivery is put in before each look.
    local: Local,
    notes: BTreeMap<String, Ours>,
    /// Every value it ever had, wherever it came from.
    had: BTreeMap<RemoteField, BTreeSet<String>>,
}

/// A delivery with what is stored beside it.
#[derive(Debug, Clone)]
struct Row {
    delivery: Delivery,
    live: bool,
    differences: Vec<Difference>,
}

/// What a transaction can take back.
#[derive(Debug, Clone, Default)]
struct Rows {
    people: Vec<Person>,
    rows: Vec<Row>,
    cursor: Cursor,
}

/// A laptop's store, in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    rows: Rows,
    before: Option<Rows>,
}

impl Memory {
    fn person(&self, contact: &ContactId) -> Option<usize> {
        self.rows.people.iter().position(|person| person.id == *contact)
    }

    fn row(&self, delivery: &DeliveryId) -> Option<usize> {
        self.rows.rows.iter().position(|row| row.delivery.id == *delivery)
    }

    /// The records that other living deliveries of contacts which are wanted stand on: also this contact's own, for what
    /// is left of an earlier generation.
    fn bound_elsewhere(&self, not: &DeliveryId) -> BTreeSet<RemoteId> {
        let mut bound = BTreeSet::new();
        for row in &self.rows.rows {
            let delivery = &row.delivery;
            let other = row.live && delivery.part == DeliveryPart::Contact && delivery.id != *not;
            // One whose own removal has left stands on nothing any more, though its contact be wanted again.
            let leaves = delivery.intent != Intent::Upsert || matches!(delivery.state, State::Removed { .. });
            if !other || leaves {
                continue;
            }
            let wanted = self.person(&delivery.contact).map(|place| self.rows.people[place].local.wanted);
            if let (Some(Wanted::Here), Some(binding)) = (wanted, &delivery.binding) {
                bound.insert(binding.remote_id.clone());
            }
        }
        bound
    }

    /// What other contacts carried from another CRM into the record that this delivery stands on.
    fn beside(&self, of: &Delivery) -> BTreeMap<RemoteField, BTreeSet<String>> {
        let mut beside: BTreeMap<RemoteField, BTreeSet<String>> = BTreeMap::new();
        let record = |delivery: &Delivery| delivery.binding.as_ref().map(|binding| binding.remote_id.clone());
        let Some(bound) = record(of) else { return beside };
        for row in &self.rows.rows {
            let other = &row.delivery;
            let is_contact = row.live && other.part == DeliveryPart::Contact && other.contact != of.contact;
            if is_contact && record(other).as_ref() == Some(&bound) {
                for (field, value) in other.carried() {
                    beside.entry(RemoteField::new(field)).or_default().insert(value.to_owned());
                }
            }
        }
        beside
    }

    /// The living delivery of the contact itself.
    fn own(&self, contact: &ContactId) -> Option<&Delivery> {
        let own = |row: &&Row| {
            row.live && row.delivery.part == DeliveryPart::Contact && row.delivery.contact == *contact
        };
        self.rows.rows.iter().find(own).map(|row| &row.delivery)
    }

    /// A note as the destination sees it.
    fn note_local(&self, person: &Person, key: &str) -> Local {
        let of = self.own(&person.id).and_then(|own| own.binding.as_ref()).map(|it| it.remote_id.clone());
        let mut local = Local {
            object: Object::Note { of: of.unwrap_or_else(|| RemoteId::new("")) },
            wanted: person.local.wanted,
            seq: person.local.seq,
            leaving: person.local.leaving,
            ..Local::default()
        };
        if let Some(note) = person.notes.get(key) {
            // A note without a text is a note taken away: CRMs refuse empty ones.
            if note.value.is_none() && local.wanted == Wanted::Here {
                local.wanted = Wanted::Gone;
            }
            local.fields.insert(RemoteField::new(NOTE_TEXT), note.clone());
        }
        local
    }

    /// The marker of the delivery by which a surplus record was found: of the generation in which it was.
    fn family(&self, delivery: &Delivery) -> Option<lanyard_core::ids::Marker> {
        let found_by = |row: &&Row| {
            let by = &row.delivery;
            by.contact == delivery.contact
                && by.part == DeliveryPart::Contact
                && by.generation == delivery.generation
        };
        self.rows.rows.iter().find(found_by).map(|row| row.delivery.marker.clone())
    }
}

impl Outbox for Memory {
    fn begin(&mut self, may_roll_back: bool) {
        self.before = may_roll_back.then(|| self.rows.clone());
    }

    fn commit(&mut self) {
        self.before = None;
    }

    fn roll_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.rows = before;
        }
    }

    fn look<R>(&mut self, delivery: &DeliveryId, read: impl FnOnce(&Delivery, &Local) -> R) -> Option<R> {
        let place = self.row(delivery)?;
        let row = &self.rows.rows[place];
        let who = self.person(&row.delivery.contact)?;
        match &row.delivery.part {
            DeliveryPart::Note(key) => {
                let local = self.note_local(&self.rows.people[who], key);
                return Some(read(&row.delivery, &local));
            }
            DeliveryPart::Surplus(_) => {
                let mut local = self.rows.people[who].local.clone();
                local.wanted = Wanted::Gone;
                local.family = self.family(&row.delivery);
                local.bound_elsewhere = self.bound_elsewhere(&row.delivery.id);
                return Some(read(&row.delivery, &local));
            }
            DeliveryPart::Contact => {}
        }
        let elsewhere = self.bound_elsewhere(&row.delivery.id);
        let beside = self.beside(&row.delivery);
        let held = row.differences.iter().filter(|difference| difference.winner == Winner::Theirs);
        let theirs_hold = held.map(|difference| difference.field.clone()).collect();
        let person = &mut self.rows.people[who];
        let local = &mut person.local;
        local.bound_elsewhere = elsewhere;
        local.theirs_hold = theirs_hold;
        local.had = if beside.is_empty() { BTreeMap::new() } else { person.had.clone() };
        local.beside = beside;
        Some(read(&self.rows.rows[place].delivery, &self.rows.people[who].local))
    }

    fn each(&self, mut each: impl FnMut(&Delivery, bool)) {
        for row in &self.rows.rows {
            each(&row.delivery, row.live);
        }
    }

    fn insert(&mut self, delivery: Delivery) {
        self.rows.rows.push(Row { delivery, live: true, differences: Vec::new() });
    }

    fn save(&mut self, delivery: Delivery) {
        if let Some(place) = self.row(&delivery.id) {
            self.rows.rows[place].delivery = delivery;
        }
    }

    fn retire(&mut self, delivery: &DeliveryId) {
        if let Some(place) = self.row(delivery) {
            self.rows.rows[place].live = false;
        }
    }

    fn capture(&mut self, contact: &ContactId, fields: &[(RemoteField, String)]) {
        let leaving = Leaving { complete: true, ..Leaving::default() };
        self.rows.people.push(Person {
            id: contact.clone(),
            local: Local { leaving, ..Local::default() },
            notes: BTreeMap::new(),
            had: BTreeMap::new(),
        });
        for (field, value) in fields {
            self.edit(contact, field, Some(value));
        }
    }

    fn edit(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        if let (Some(value), Some(place)) = (value, self.person(contact)) {
            let history = &mut self.rows.people[place].local.history;
            history.entry(field.clone()).or_default().insert(value.to_owned());
        }
        self.take(contact, field, value);
        if let Some(place) = self.person(contact) {
            self.rows.people[place].local.from_crm.remove(field);
        }
    }

    fn take(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        let Some(place) = self.person(contact) else { return };
        let person = &mut self.rows.people[place];
        person.had.entry(field.clone()).or_default().extend(value.map(str::to_owned));
        let local = &mut person.local;
        local.from_crm.insert(field.clone());
        local.seq += 1;
        let ours = Ours { value: value.map(str::to_owned), seq: local.seq };
        local.fields.insert(field.clone(), ours);
        if field.as_str() == "name" {
            local.name = value.unwrap_or_default().to_owned();
        }
    }

    fn note(&mut self, contact: &ContactId, key: &str, text: Option<&str>) {
        let Some(place) = self.person(contact) else { return };
        let person = &mut self.rows.people[place];
        person.local.seq += 1;
        person.notes.insert(key.to_owned(), Ours { value: text.map(str::to_owned), seq: person.local.seq });
    }

    fn leave_card(&mut self, contact: &ContactId) {
        if let Some(place) = self.person(contact) {
            self.rows.people[place].local.leaving.card_left = true;
        }
    }

    fn want(&mut self, contact: &ContactId, wanted: Wanted) {
        if let Some(place) = self.person(contact) {
            self.rows.people[place].local.wanted = wanted;
        }
    }

    fn notes(&self, contact: &ContactId) -> Vec<String> {
        let Some(place) = self.person(contact) else { return Vec::new() };
        let notes = self.rows.people[place].notes.iter();
        notes.filter(|(_, note)| note.value.is_some()).map(|(key, _)| key.clone()).collect()
    }

    fn value(&self, contact: &ContactId, field: &RemoteField) -> Option<String> {
        let place = self.person(contact)?;
        self.rows.people[place].local.fields.get(field)?.value.clone()
    }

    fn differ(&mut self, delivery: &DeliveryId, difference: Difference) {
        if let Some(place) = self.row(delivery) {
            let rows = &mut self.rows.rows[place].differences;
            rows.retain(|known| known.field != difference.field);
            rows.push(difference);
        }
    }

    fn differences(&self, delivery: &DeliveryId) -> Vec<Difference> {
        self.row(delivery).map_or_else(Vec::new, |place| self.rows.rows[place].differences.clone())
    }

    fn resolve(&mut self, delivery: &DeliveryId, field: &RemoteField) {
        if let Some(place) = self.row(delivery) {
            self.rows.rows[place].differences.retain(|known| known.field != *field);
        }
    }

    fn cursor(&self) -> Cursor {
        self.rows.cursor.clone()
    }

    fn set_cursor(&mut self, cursor: Cursor) {
        self.rows.cursor = cursor;
    }
}
