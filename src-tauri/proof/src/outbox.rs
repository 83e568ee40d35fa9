//! What a laptop keeps on disk, as far as sync reads or writes it. A trait because there are two: the one in memory that
//! makes thousands of schedules a second, and the app's own store, over which the same schedules run and are compared.

mod memory;

pub use memory::Memory;

use lanyard_core::crm::{Cursor, RemoteField};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::Delivery;
use lanyard_core::sync::{Difference, Local, Wanted};

/// A laptop's store. All calls between [`Outbox::begin`] and [`Outbox::commit`] are one transaction.
pub trait Outbox {
    /// A transaction begins. `may_roll_back` says whether [`Outbox::roll_back`] may end it.
    fn begin(&mut self, may_roll_back: bool);
    /// It is on disk.
    fn commit(&mut self);
    /// Nothing of it is.
    fn roll_back(&mut self);

    /// Reads a delivery, and its contact as the destination sees it: `wanted`, `bound_elsewhere`, `family`, `object`,
    /// `theirs_hold` and `history` as the part needs them. None when there is no such delivery.
    fn look<R>(&mut self, delivery: &DeliveryId, read: impl FnOnce(&Delivery, &Local) -> R) -> Option<R>;
    /// Calls `each` for every delivery, with whether its generation is the living one; oldest first.
    fn each(&self, each: impl FnMut(&Delivery, bool));
    /// Stores a new delivery as the living generation of its part.
    fn insert(&mut self, delivery: Delivery);
    /// Stores a delivery that is there already.
    fn save(&mut self, delivery: Delivery);
    /// The generation is over.
    fn retire(&mut self, delivery: &DeliveryId);

    /// Keeps a captured contact, its card open, by the values of its fields.
    fn capture(&mut self, contact: &ContactId, fields: &[(RemoteField, String)]);
    /// Sets a value by a new edit; none removes it.
    fn edit(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>);
    /// Takes over a value that came from the CRM: as an edit, but not a value that was ever ours (`Local::history`).
    fn take(&mut self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        self.edit(contact, field, value);
    }
    /// Sets a note's text by a new edit; none removes it.
    fn note(&mut self, contact: &ContactId, key: &str, text: Option<&str>);
    /// The card was left.
    fn leave_card(&mut self, contact: &ContactId);
    /// Whether the contact is to be in the CRM.
    fn want(&mut self, contact: &ContactId, wanted: Wanted);
    /// The notes that have a text.
    fn notes(&self, contact: &ContactId) -> Vec<String>;
    /// A field's value.
    fn value(&self, contact: &ContactId, field: &RemoteField) -> Option<String>;

    /// Writes a conflict row; one of the same field is replaced.
    fn differ(&mut self, delivery: &DeliveryId, difference: Difference);
    /// The open conflict rows.
    fn differences(&self, delivery: &DeliveryId) -> Vec<Difference>;
    /// Closes a conflict row.
    fn resolve(&mut self, delivery: &DeliveryId, field: &RemoteField);

    /// How far the pull came.
    fn cursor(&self) -> Cursor;
    /// Stores how far it came.
    fn set_cursor(&mut self, cursor: Cursor);
}
