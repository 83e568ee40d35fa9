//! Contacts of which only a number is known and that a person sent as they are. The decision is about those that were there
//! when it was made: whoever is captured later is held again. Kept per destination as the newest contact it covers.

use super::{Result, settings};
use lanyard_core::ids::{ContactId, DestinationId};
use rusqlite::{Connection, OptionalExtension};

fn key(destination: &DestinationId) -> String {
    format!("sent_as_they_are/{destination}")
}

/// Lets these contacts go to a destination as they are, and every one captured before them.
///
/// # Errors
/// As the store allows.
pub fn let_go<'a>(
    conn: &Connection,
    destination: &DestinationId,
    contacts: impl IntoIterator<Item = &'a ContactId>,
) -> Result<()> {
    let mut newest = settings::get::<i64>(conn, &key(destination))?;
    for contact in contacts {
        newest = newest.max(number(conn, contact)?);
    }
    newest.map_or(Ok(()), |newest| settings::put(conn, &key(destination), &newest))
}

/// Whether a contact was let go to a destination as it is.
///
/// # Errors
/// As the store allows.
pub fn is(conn: &Connection, destination: &DestinationId, contact: &ContactId) -> Result<bool> {
    let Some(newest) = settings::get::<i64>(conn, &key(destination))? else { return Ok(false) };
    Ok(number(conn, contact)?.is_some_and(|number| number <= newest))
}

fn number(conn: &Connection, contact: &ContactId) -> Result<Option<i64>> {
    let mut statement = conn.prepare_cached("SELECT rowid_ FROM contact WHERE id = ?1")?;
    Ok(statement.query_row([contact.as_str()], |row| row.get(0)).optional()?)
}
