//! What a person decides for those that are there, and brings back.

use crate::table::Table;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{BindingKind, Hold, ParkReason, State};
use lanyard_engine::api::views::{CaptureAnswer, Fix, HeldAt};
use lanyard_engine::store::captures::Way;

#[test]
fn who_is_sent_as_they_are_is_decided_for_those_that_are_there_and_not_for_later_ones() {
    let table = Table::laid();
    let number = |number: &str| match table.desk.capture_text(number, Way::Scanner).unwrap() {
        CaptureAnswer::Saved { contact, id_only, .. } => {
            assert!(id_only);
            table.desk.leave_card(&contact.row.id).unwrap();
            contact.row.id.clone()
        }
        CaptureAnswer::Known { .. } | CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. } => {
            panic!("new")
        }
    };
    let held =
        |contact: &ContactId| matches!(table.state(contact), State::Held { why: Hold::Unresolved, .. });
    let (one, two) = (number("000123"), number("000124"));
    assert!(held(&one) && held(&two));
    let hold = table.desk.review().unwrap().holds.remove(0);
    let at = HeldAt { destination: hold.destination, why: hold.why };
    assert_eq!(table.desk.release(&at).unwrap().contacts, 2);
    assert_eq!([table.state(&one), table.state(&two)], [State::Queued, State::Queued]);
    let later = number("000125");
    assert!(held(&later), "the event goes on holding whoever comes later");
    table.desk.retry(&one).unwrap();
    assert_eq!(table.state(&one), State::Queued, "and those that were let go stay so");
}

#[test]
fn contacts_that_were_removed_for_a_cause_are_brought_back_by_undo_once() {
    let table = Table::laid();
    let contacts: Vec<ContactId> =
        (0..3).map(|n| table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"))).collect();
    for contact in &contacts {
        table.put(contact, State::Parked { reason: ParkReason::DeletedThere }, Some(BindingKind::Created));
    }
    let done = table.desk.fix_cause(&table.only_cause(), &Fix::RemoveHere).unwrap();
    assert!(done.can_undo);
    assert!(contacts.iter().all(|contact| table.desk.contact(contact).unwrap().removed));
    let undone = table.desk.undo_for_many().unwrap();
    assert_eq!((undone.contacts, undone.can_undo), (3, false));
    assert!(contacts.iter().all(|contact| !table.desk.contact(contact).unwrap().removed));
    assert_eq!(table.desk.undo_for_many().unwrap_err().sentence.code, "error-nothing-to-undo");
}

#[test]
fn values_that_were_written_for_many_are_brought_back_but_for_those_changed_since() {
    let table = Table::laid();
    let contacts = table.refused(3);
    let fix = Fix::Replace { find: "@old.invalid".into(), with: "@new.example".into() };
    assert!(table.desk.fix_cause(&table.only_cause(), &fix).unwrap().can_undo);
    let changes =
        serde_json::from_value(serde_json::json!([{ "field": "email", "value": "own@example.com" }]));
    table.desk.edit_contact(&contacts[1], &changes.map(|changes: Vec<_>| changes).unwrap()).unwrap();
    assert_eq!(table.desk.undo_for_many().unwrap().contacts, 2);
    let emails: Vec<_> = contacts.iter().map(|contact| table.email(contact).unwrap()).collect();
    assert_eq!(emails, ["ada0@old.invalid", "own@example.com", "ada2@old.invalid"]);
}

#[test]
fn where_a_field_goes_is_brought_back_by_undo() {
    let table = Table::laid();
    table.refused(2);
    let goes = |table: &Table| table.desk.settings().unwrap().destinations.remove(0).mapping;
    let before = goes(&table);
    assert!(table.desk.fix_cause(&table.only_cause(), &Fix::LeaveOut).unwrap().can_undo);
    assert_ne!(goes(&table), before);
    table.desk.undo_for_many().unwrap();
    assert_eq!(goes(&table), before);
}
