//! Two stores that are told the same, and asked the same: what they answer is compared.

use crate::kept::Kept;
use lanyard_core::contact::Field;
use lanyard_core::crm::{Cursor, Ours, RemoteField};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Delivery, DeliveryPart};
use lanyard_core::sync::{Difference, Local, Wanted};
use lanyard_proof::{Memory, Outbox};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What was compared so far, and in which schedule.
#[derive(Clone, Default)]
pub(crate) struct Seen(Rc<(Cell<u64>, Cell<u64>)>);

impl Seen {
    /// The next schedule begins.
    pub(crate) fn begin(&self, seed: u64) {
        self.0.0.set(seed);
    }

    /// How many looks were compared.
    pub(crate) fn compared(&self) -> u64 {
        self.0.1.get()
    }
}

/// The simulation's store in memory beside the app's own on disk.
#[derive(Clone)]
pub(crate) struct Twin {
    memory: Memory,
    kept: Kept,
    seen: Seen,
}

impl Twin {
    /// Two empty stores.
    pub(crate) fn new(kept: Kept, seen: Seen) -> Self {
        Self { memory: Memory::default(), kept, seen }
    }
}

impl Outbox for Twin {
    fn begin(&mut self, may_roll_back: bool) {
        self.memory.begin(may_roll_back);
        self.kept.sql("BEGIN IMMEDIATE");
    }

    fn commit(&mut self) {
        self.memory.commit();
        self.kept.sql("COMMIT");
    }

    fn roll_back(&mut self) {
        self.memory.roll_back();
        self.kept.sql("ROLLBACK");
    }

    fn look<R>(&mut self, id: &DeliveryId, read: impl FnOnce(&Delivery, &Local) -> R) -> Option<R> {
        let Self { memory, kept, seen } = self;
        let on_disk = kept.look(id);
        memory.look(id, |delivery, local| {
            let seed = seen.0.0.get();
            seen.0.1.set(seen.0.1.get() + 1);
            let (same, disk) = on_disk.unwrap_or_else(|| panic!("seed {seed}: {id} is not in the store"));
            assert!(same == *delivery, "seed {seed}: the store holds {same:?} for {delivery:?}");
            compare(seed, delivery, &disk, local);
            read(delivery, local)
        })
    }

    fn each(&self, each: impl FnMut(&Delivery, bool)) {
        self.memory.each(each);
    }

    fn insert(&mut self, delivery: Delivery) {
        self.kept.insert(&delivery);
        self.memory.insert(delivery);
    }

    fn save(&mut self, delivery: Delivery) {
        self.kept.save(&delivery);
        self.memory.save(delivery);
    }

    fn retire(&mut self, delivery: &DeliveryId) {
        self.kept.retire(delivery);
        self.memory.retire(delivery);
    }

    fn capture(&mut self, contact: &ContactId, fields: &[(RemoteField, String)]) {
        self.kept.capture(contact);
        for (field, value) in fields {
            self.kept.edit(contact, field, Some(value));
        }
        self.memory.capture(contact, fields);
    }

    fn edit(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        self.kept.edit(contact, field, value);
        self.memory.edit(contact, field, value);
    }

    fn take(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        self.kept.take(contact, field, value);
        self.memory.take(contact, field, value);
    }

    fn note(&mut self, contact: &ContactId, key: &str, text: Option<&str>) {
        self.kept.note(contact, key, text);
        self.memory.note(contact, key, text);
    }

    fn leave_card(&mut self, contact: &ContactId) {
        self.kept.leave_card(contact);
        self.memory.leave_card(contact);
    }

    fn want(&mut self, contact: &ContactId, wanted: Wanted) {
        self.kept.want(contact, wanted);
        self.memory.want(contact, wanted);
    }

    fn notes(&self, contact: &ContactId) -> Vec<String> {
        self.memory.notes(contact)
    }

    fn value(&self, contact: &ContactId, field: &RemoteField) -> Option<String> {
        self.memory.value(contact, field)
    }

    fn differ(&mut self, delivery: &DeliveryId, difference: Difference) {
        self.kept.differ(delivery, &difference);
        self.memory.differ(delivery, difference);
    }

    fn differences(&self, delivery: &DeliveryId) -> Vec<Difference> {
        self.memory.differences(delivery)
    }

    fn resolve(&mut self, delivery: &DeliveryId, field: &RemoteField) {
        self.kept.resolve(delivery, field);
        self.memory.resolve(delivery, field);
    }

    fn cursor(&self) -> Cursor {
        let cursor = self.memory.cursor();
        assert_eq!(self.kept.cursor(), cursor, "seed {}", self.seen.0.0.get());
        cursor
    }

    fn set_cursor(&mut self, cursor: Cursor) {
        self.kept.set_cursor(&cursor);
        self.memory.set_cursor(cursor);
    }
}

/// What a decision sees is the same. Where only some of it matters to the core, that is compared.
fn compare(seed: u64, delivery: &Delivery, disk: &Local, memory: &Local) {
    let at = || format!("seed {seed}, {} of {} ({:?})", delivery.id, delivery.contact, delivery.part);
    let is_contact = delivery.part == DeliveryPart::Contact;
    if !matches!(delivery.part, DeliveryPart::Note(_)) {
        assert_eq!(disk.object, memory.object, "{}", at());
        assert_eq!(disk.wanted, memory.wanted, "{}", at());
    }
    assert_eq!(disk.family, memory.family, "{}", at());
    assert_eq!(disk.seq, memory.seq, "{}", at());
    let bound = delivery.binding.as_ref().map(|binding| &binding.remote_id);
    if let (Some(bound), false) = (bound, matches!(delivery.part, DeliveryPart::Note(_))) {
        let shared = |local: &Local| local.bound_elsewhere.contains(bound);
        // The store also counts the same contact's newer generation.
        assert!(shared(disk) || !shared(memory), "bound elsewhere, {}", at());
    }
    let said = |local: &Local| -> Vec<(RemoteField, Option<BTreeSet<String>>, u64)> {
        let fields = local.fields.iter().filter(|(_, ours)| ours.seq > 0);
        fields
            .map(|(field, Ours { value, seq })| {
                let is_set = field.as_str() == Field::Tag.key() || field.as_str() == "tags";
                // A set has no order, and one that is written as it was is no edit of its members.
                let members = value.as_ref().map(|value| match is_set {
                    true => value.split(';').map(str::to_owned).collect(),
                    false => BTreeSet::from([value.clone()]),
                });
                (field.clone(), members, if is_set { 0 } else { *seq })
            })
            .collect()
    };
    assert_eq!(said(disk), said(memory), "{}", at());
    if is_contact {
        let from_crm = |local: &Local| -> BTreeSet<RemoteField> {
            local.from_crm.iter().filter(|field| field.as_str() != "tags").cloned().collect()
        };
        assert_eq!(from_crm(disk), from_crm(memory), "{}", at());
        assert_eq!(disk.beside, memory.beside, "{}", at());
        for (field, values) in memory.had.iter().filter(|(field, _)| field.as_str() != "tags") {
            let known = disk.had.get(field).cloned().unwrap_or_default();
            assert!(values.is_subset(&known), "{field:?} was forgotten, {}", at());
        }
        assert_eq!(disk.theirs_hold, memory.theirs_hold, "{}", at());
        assert_eq!(disk.name, memory.name, "{}", at());
        if delivery.generation == 0 {
            assert_eq!(disk.leaving, memory.leaving, "{}", at());
        }
        for (field, values) in memory.history.iter().filter(|(field, _)| field.as_str() != "tags") {
            let known = disk.history.get(field).cloned().unwrap_or_default();
            assert!(values.is_subset(&known), "{field:?} was forgotten, {}", at());
        }
    }
}
