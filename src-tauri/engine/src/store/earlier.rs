//! Contacts that were captured before a destination was connected: they have no delivery there, and get one only after a yes (whom a person
//! captured for one CRM is not handed to another unasked).
//!
//! Left out on purpose: contacts that are removed or merged away, and those whose delivery there came to its end.

use super::{Result, settings};
use lanyard_core::ids::{ContactId, DestinationId, EventId};
use rusqlite::Connection;

// Only who is at fewer places than the event has is looked at. Named, because the planner takes the index of the list, which knows no
// places.
const EARLIER: &str =
    "FROM contact c INDEXED BY contact_by_event WHERE c.event_number = (SELECT number FROM event WHERE id = ?1)
    AND c.places < (SELECT count(*) FROM destination WHERE event_id = ?1)
    AND c.deleted_at IS NULL AND c.merged_into IS NULL
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.contact_id = c.id AND d.destination_id = ?2)";

/// How many there are.
///
/// # Errors
/// As the store allows.
pub fn count(conn: &Connection, event: &EventId, destination: &DestinationId) -> Result<u32> {
    let mut statement = conn.prepare_cached(&format!("SELECT count(*) {EARLIER}"))?;
    Ok(statement.query_row((event.as_str(), destination.as_str()), |row| row.get(0))?)
}

/// So many of them, in the order of their capture.
///
/// # Errors
/// As the store allows.
pub fn some(
    conn: &Connection,
    event: &EventId,
    destination: &DestinationId,
    limit: u32,
) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(&format!("SELECT c.id {EARLIER} ORDER BY c.rowid_ LIMIT ?3"))?;
    let found = statement
        .query_map((event.as_str(), destination.as_str(), limit), |row| row.get::<_, String>(0))?
        .map(|id| Ok(ContactId::new(id?)));
    found.collect()
}

/// How many of an event's contacts go nowhere at all.
///
/// # Errors
/// As the store allows.
pub fn nowhere(conn: &Connection, event: &EventId) -> Result<u32> {
    // Who has no live delivery and was not removed has the last of the chips, "saved".
    let sql = "SELECT count(*) FROM contact c WHERE c.event_number = (SELECT number FROM event WHERE id = ?1)
        AND c.chip_rank = 10 AND c.deleted_at IS NULL AND c.merged_into IS NULL";
    Ok(conn.prepare_cached(sql)?.query_row([event.as_str()], |row| row.get(0))?)
}

/// Whether a person said that they stay on this laptop.
///
/// # Errors
/// As the store allows.
pub fn stay(conn: &Connection, destination: &DestinationId) -> Result<bool> {
    Ok(settings::get(conn, &key(destination))?.unwrap_or(false))
}

/// Keeps what a person said.
///
/// # Errors
/// As the store allows.
pub fn keep(conn: &Connection, destination: &DestinationId, stay: bool) -> Result<()> {
    settings::put(conn, &key(destination), &stay)
}

fn key(destination: &DestinationId) -> String {
    format!("earlier_stay/{destination}")
}
