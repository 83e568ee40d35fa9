//! Taking a contact away here, and bringing it back. What that means for its records over there is the core's to decide,
//! delivery by delivery (rules 10 and 12); nothing of the contact's own history is lost by any of it.

use super::applied::{Applied, apply_to_contact};
use crate::store::{Result, contacts};
use lanyard_core::ids::ContactId;
use rusqlite::Connection;

/// Removes a contact here: records that we made follow, adopted ones are handed back as they were. Whether it was there.
///
/// # Errors
/// As the store allows.
pub fn remove(conn: &Connection, with: Applied<'_>, contact: &ContactId) -> Result<bool> {
    if contacts::head(conn, contact)?.is_none_or(|head| head.deleted) {
        return Ok(false);
    }
    contacts::delete(conn, contact, with.clock.wall())?;
    apply_to_contact(conn, with, contact)?;
    Ok(true)
}

/// Brings a removed contact back. Where its record is gone already, a new one is made under a new marker. Whether it was
/// removed.
///
/// # Errors
/// As the store allows.
pub fn restore(conn: &Connection, with: Applied<'_>, contact: &ContactId) -> Result<bool> {
    if !contacts::restore(conn, contact)? {
        return Ok(false);
    }
    apply_to_contact(conn, with, contact)?;
    Ok(true)
}

/// Removes a contact here, and its records over there even where they were there before us: a manager's own act, which
/// named them to a person. A contact that is removed already may still be destroyed. Whether there is such a contact.
///
/// # Errors
/// As the store allows.
pub fn destroy(conn: &Connection, with: Applied<'_>, contact: &ContactId) -> Result<bool> {
    let Some(head) = contacts::head(conn, contact)? else { return Ok(false) };
    if !head.deleted {
        contacts::delete(conn, contact, with.clock.wall())?;
    }
    contacts::destroy(conn, contact)?;
    apply_to_contact(conn, with, contact)?;
    Ok(true)
}
