//! Notes that go across as records of their own (rule 18): which there are, how a note's delivery sees the account, and on
//! which record it hangs.

use super::applied::Applied;
use super::follow;
use crate::store::{Result, StoreError, parts, questions};
use lanyard_core::contact::{Contact, Field, Part};
use lanyard_core::crm::{
    Capabilities, MapRow, Mapping, MarkerSupport, NOTE_TEXT, Object, Ours, RemoteField, Take, notes_of,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{Delivery, DeliveryPart, Intent, State};
use lanyard_core::sync::Account;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The account as a note's delivery sees it. A note carries its marker in its text, so it can always be looked for; it has
/// no key but that.
pub(super) fn account(of_contact: &Account, key: &str) -> Account {
    let caps = Capabilities {
        marker: MarkerSupport::Searchable,
        email_unique: false,
        notes: true,
        ..of_contact.caps
    };
    // What was answered is told, never asked back: nobody can answer by editing a note.
    let write_only = is_told_only(key);
    let row = MapRow { write_only, ..MapRow::new(Field::Note, NOTE_TEXT, Take::First) };
    let mapping = Mapping { version: of_contact.mapping.version, rows: vec![row] };
    Account { caps, mapping, may_double: true, when_deleted: of_contact.when_deleted }
}

/// The key of the note that tells what a contact answered to the event's questions. No part of a note is called so.
const ANSWERS: &str = "answers";

/// Whether a note of this key is made of other values, so that what somebody writes into it there is none of ours.
pub fn is_told_only(key: &str) -> bool {
    key == ANSWERS
}

/// A contact's notes by their keys; what it answered is one of them, unless the mapping brings answers across elsewhere.
///
/// # Errors
/// As the store allows.
pub(super) fn all(conn: &Connection, mapping: &Mapping, contact: &Contact) -> Result<BTreeMap<String, Ours>> {
    let mut notes = mapping.notes(contact);
    let goes = mapping.rows.iter().any(MapRow::is_note) && mapping.theirs(Field::Answer).is_none();
    if goes {
        notes.extend(answers(conn, contact)?.map(|told| (ANSWERS.to_owned(), told)));
    }
    Ok(notes)
}

/// What a contact answered, as one note; none where it was never asked.
fn answers(conn: &Connection, contact: &Contact) -> Result<Option<Ours>> {
    let newest = contact.with_removed(Field::Answer).map(|(_, value)| value.seq).max();
    let Some(seq) = newest else { return Ok(None) };
    let asked = questions::asked(conn, contact.all(Field::Answer).map(|(part, _)| part))?;
    let lines: Vec<String> = asked
        .iter()
        .filter_map(|(part, question)| {
            let (_, answer) = contact.all(Field::Answer).find(|(of, _)| *of == part)?;
            let between = if question.text.ends_with(['?', ':', '؟', '？', '.', '!']) { " " } else { ": " };
            Some(format!("{}{between}{}", question.text, answer.value))
        })
        .collect();
    let value = (!lines.is_empty()).then(|| lines.join("\n"));
    Ok(Some(Ours { value, seq }))
}

/// A note's text here; without a value once it was removed. One that went across stays there, also when the mapping takes
/// none any more.
///
/// # Errors
/// As the store allows.
pub(super) fn ours(conn: &Connection, contact: &Contact, key: &str) -> Result<Ours> {
    let found = if is_told_only(key) {
        answers(conn, contact)?
    } else {
        notes_of(contact, Field::Note).find(|(known, _)| known == key).map(|(_, note)| note)
    };
    Ok(found.unwrap_or(Ours { value: None, seq: 0 }))
}

/// On which record a note's delivery hangs: its contact's.
///
/// # Errors
/// As the store allows; [`StoreError::Mismatch`] when the contact has none: a note is made after it.
pub(super) fn object(conn: &Connection, delivery: &Delivery) -> Result<Object> {
    let of: Option<RemoteId> = parts::record_of(conn, &delivery.contact, &delivery.destination)?;
    let of = of.ok_or_else(|| StoreError::Mismatch { detail: "a note's contact has no record".into() })?;
    Ok(Object::Note { of })
}

/// Which of several values of its field a delivery is about.
pub(super) fn part_of(part: &DeliveryPart) -> Part {
    match part {
        // How `Mapping::notes` writes the only one.
        DeliveryPart::Note(key) if key != "1" => Part::member(key.clone()),
        DeliveryPart::Note(_) | DeliveryPart::Contact | DeliveryPart::Surplus(_) => Part::first(),
    }
}

/// The field here, and which of its values, that one of their fields is, in the part that a delivery brings; none for one
/// that is not read back.
#[must_use]
pub fn ours_of(account: &Account, part: &DeliveryPart, theirs: &RemoteField) -> Option<(Field, Part)> {
    match part {
        DeliveryPart::Note(key) if key == ANSWERS => None,
        DeliveryPart::Note(_) => Some((Field::Note, part_of(part))),
        DeliveryPart::Contact | DeliveryPart::Surplus(_) => {
            account.mapping.inward(theirs, None).map(|(field, _)| (field, Part::first()))
        }
    }
}

/// Once a contact is in the CRM, each of its notes gets a delivery; whether one was made.
///
/// # Errors
/// As the store allows.
pub(super) fn make_missing(
    conn: &Connection,
    with: Applied<'_>,
    contact: &Delivery,
    notes: &BTreeMap<String, Ours>,
) -> Result<bool> {
    let there = contact.state == State::Synced
        && contact.intent == Intent::Upsert
        && contact.part == DeliveryPart::Contact;
    if !there || notes.is_empty() {
        return Ok(false);
    }
    let mut made = false;
    for (key, _) in notes.iter().filter(|(_, ours)| ours.value.is_some()) {
        let part = DeliveryPart::Note(key.clone());
        let generation = match parts::newest(conn, &contact.contact, &contact.destination, &part)? {
            Some((_, true)) => continue,
            Some((generation, false)) => generation + 1,
            None => 0,
        };
        follow::begin(conn, with, contact, part, generation)?;
        made = true;
    }
    Ok(made)
}
