//! Removing a contact here, and bringing it back. What becomes of the records over there is the protocol's: each delivery
//! is told that the contact changed, and only what we made is ever deleted (rule 10).

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ContactDetail, ErrorCode};
use crate::engine::Engine;
use crate::store::audit::{self, Act, Verb};
use crate::store::{Result, conflicts, contacts, deliveries, events, parts};
use crate::sync::removal;
use lanyard_core::ids::{ContactId, RemoteId};
use rusqlite::Connection;

impl Desk {
    /// Removes a contact here; its records over there follow as far as they are ours.
    ///
    /// # Errors
    /// When there is no such contact, or it was removed already.
    pub fn remove_contact(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        if !engine.store.write(|conn| remove(conn, &engine, contact))? {
            return Err(no_such_contact());
        }
        engine.forget_card(contact);
        engine.committed(vec![contact.clone()]);
        self.contact(contact)
    }

    /// Brings a removed contact back; it goes to its destinations as new where its records are gone.
    ///
    /// # Errors
    /// When there is no such contact, or it is not removed.
    pub fn restore_contact(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        if !engine.store.write(|conn| restore(conn, &engine, contact))? {
            return Err(no_such_contact());
        }
        engine.committed(vec![contact.clone()]);
        self.contact(contact)
    }

    /// Removes a contact here and deletes its records in the CRMs for good, whoever made them: a manager's own act (rule 10).
    /// `named` are the records that were named to the person.
    ///
    /// # Errors
    /// When there is no such contact, when its records are other ones by now, or another contact here stands on one of them;
    /// nothing was then done.
    pub fn destroy_contact(&self, contact: &ContactId, named: &[RemoteId]) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let done = engine.store.write(|conn| {
            let mut records = Vec::new();
            for stored in deliveries::of_contact(conn, contact)? {
                let Some(record) = stored.delivery.binding.as_ref().map(|binding| &binding.remote_id) else {
                    continue;
                };
                if !parts::elsewhere(conn, &stored.delivery, [record])?.is_empty() {
                    return Ok(Destroyed::Shared);
                }
                records.push(record.clone());
            }
            if records.is_empty() || records != named {
                return Ok(Destroyed::OtherRecords);
            }
            note(conn, &engine, contact, Verb::Destroy)?;
            if !removal::destroy(conn, engine.with(), contact)? {
                return Ok(Destroyed::OtherRecords);
            }
            conflicts::close(conn, contact, engine.clock.wall())?;
            Ok(Destroyed::Done)
        })?;
        let no = |sentence| Err(CommandError::new(ErrorCode::BadInput, sentence));
        match done {
            Destroyed::Done => {
                engine.forget_card(contact);
                engine.committed(vec![contact.clone()]);
                self.contact(contact)
            }
            Destroyed::Shared => no("error-record-shared"),
            Destroyed::OtherRecords => no("error-choice"),
        }
    }
}

enum Destroyed {
    Done,
    Shared,
    OtherRecords,
}

/// Removes a contact and closes what differed: a removal wins over every edit, so that there is nothing left to choose.
/// Whether it was there.
pub(super) fn remove(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<bool> {
    if !removal::remove(conn, engine.with(), contact)? {
        return Ok(false);
    }
    note(conn, engine, contact, Verb::Remove)?;
    conflicts::close(conn, contact, engine.clock.wall())?;
    Ok(true)
}

/// Brings a contact back. Whether it was removed.
pub(super) fn restore(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<bool> {
    if !removal::restore(conn, engine.with(), contact)? {
        return Ok(false);
    }
    note(conn, engine, contact, Verb::Restore)?;
    Ok(true)
}

/// Writes down what is done to a contact, in the transaction that does it and before its values are erased.
pub(super) fn note(conn: &Connection, engine: &Engine, contact: &ContactId, verb: Verb) -> Result<()> {
    let was = contacts::load(conn, contact)?;
    let operator = events::operator(conn)?.map(|(id, _)| id);
    let (installation, at) = (&engine.installation, engine.clock.wall());
    let act = Act { installation, at, actor: operator.as_ref(), verb, contact, was: &was };
    audit::note(conn, engine.store.seal(), &act)
}
