//! Removing a contact here, and bringing it back. What becomes of the records over there is the protocol's: each delivery
//! is told that the contact changed, and only what we made is ever deleted (rule 10).

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::views::ContactDetail;
use crate::engine::Engine;
use crate::store::{Result, conflicts};
use crate::sync::removal;
use lanyard_core::ids::ContactId;
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
        if !engine.store.write(|conn| removal::restore(conn, engine.with(), contact))? {
            return Err(no_such_contact());
        }
        engine.committed(vec![contact.clone()]);
        self.contact(contact)
    }
}

/// Removes a contact and closes what differed: a removal wins over every edit, so that there is nothing left to choose.
/// Whether it was there.
pub(super) fn remove(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<bool> {
    if !removal::remove(conn, engine.with(), contact)? {
        return Ok(false);
    }
    conflicts::close(conn, contact, engine.clock.wall())?;
    Ok(true)
}
