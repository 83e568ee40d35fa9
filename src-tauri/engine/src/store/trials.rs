//! The event of test contacts: there as soon as one was made, never the one captured into.

use super::{Result, settings};
use lanyard_core::ids::{ContactId, EventId};
use rusqlite::Connection;

const TRIALS: &str = "trials_event";

/// The event's name; nobody sees it.
const NAME: &str = "Test contacts";

/// The event, made if it is not there yet.
///
/// # Errors
/// As the store allows.
pub fn event(conn: &Connection, rehearsal: bool, new_id: impl FnOnce() -> String) -> Result<EventId> {
    if let Some(event) = settings::get::<EventId>(conn, TRIALS)? {
        return Ok(event);
    }
    let event = EventId::new(new_id());
    conn.execute(
        "INSERT INTO event (id, name, region, rehearsal, grace_ms, hold_unresolved) VALUES (?1, ?2, NULL, ?3, 0, 0)",
        (event.as_str(), NAME, rehearsal),
    )?;
    settings::put(conn, TRIALS, &event)?;
    Ok(event)
}

/// Test contacts that were not removed yet.
///
/// # Errors
/// As the store allows.
pub fn wanted(conn: &Connection) -> Result<Vec<ContactId>> {
    let Some(event) = settings::get::<EventId>(conn, TRIALS)? else { return Ok(Vec::new()) };
    let mut statement =
        conn.prepare_cached(
        "SELECT id FROM contact WHERE event_number = (SELECT number FROM event WHERE id = ?1) AND deleted_at IS NULL",
    )?;
    let rows = statement.query_map([event.as_str()], |row| Ok(ContactId::new(row.get::<_, String>(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether a contact is one of them: it is told to nobody.
///
/// # Errors
/// As the store allows.
pub fn is_one(conn: &Connection, contact: &ContactId) -> Result<bool> {
    let Some(event) = settings::get::<EventId>(conn, TRIALS)? else { return Ok(false) };
    let found = conn
        .prepare_cached("SELECT count(*) FROM contact WHERE id = ?1 AND event_id = ?2")?
        .query_row((contact.as_str(), event.as_str()), |row| row.get::<_, u32>(0))?;
    Ok(found > 0)
}
