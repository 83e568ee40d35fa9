//! Removing a contact here, and bringing it back. What becomes of the records over there is the protocol's: each delivery
//! is told that the contact changed, and only what we made is ever deleted (rule 10).

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::views::ContactDetail;
use crate::sync::removal;
use lanyard_core::ids::ContactId;

impl Desk {
    /// Removes a contact here; its records over there follow as far as they are ours.
    ///
    /// # Errors
    /// When there is no such contact, or it was removed already.
    pub fn remove_contact(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        if !engine.store.write(|conn| removal::remove(conn, engine.with(), contact))? {
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
