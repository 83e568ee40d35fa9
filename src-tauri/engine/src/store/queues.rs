//! Which deliveries of a destination are due for what: to be sent, to be moved on by a timer, to be looked at again, to be shown.
//! Nothing here changes one, but for the note that it was looked at.

use super::Result;
use super::deliveries::{Stored, list, state_of};
use lanyard_core::ids::{DeliveryId, DestinationId};
use lanyard_core::outbox::State;
use rusqlite::Connection;

/// Up to `limit` queued deliveries of a destination, oldest first. Ids only: whoever takes one up reads it then. A note
/// waits for its contact: as long as that one is not known to be there, nothing is hung on it.
///
/// # Errors
/// As the store allows.
pub fn queued(conn: &Connection, destination: &DestinationId, limit: usize) -> Result<Vec<DeliveryId>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(
        "SELECT id FROM delivery d WHERE destination_id = ?1 AND state = 'queued' AND live = 1
         AND (part = 'contact' OR intent <> 'upsert' OR part NOT LIKE 'note:%' OR EXISTS (
           SELECT 1 FROM delivery own WHERE own.contact_id = d.contact_id AND own.destination_id = d.destination_id
           AND own.part = 'contact' AND own.live = 1 AND own.state = 'synced'))
         ORDER BY rowid LIMIT ?2",
    )?;
    let mut rows = statement.query((destination.as_str(), limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliveryId::new(row.get::<_, String>(0)?));
    }
    Ok(found)
}

/// Up to `limit` live deliveries of a destination that are neither synced nor gone, oldest first, and how many there are. As
/// with [`queued`], a note waits for its contact.
///
/// # Errors
/// As the store allows.
pub fn unsettled(conn: &Connection, destination: &DestinationId, limit: u32) -> Result<(Vec<Stored>, u32)> {
    const OPEN: &str = "destination_id = ?1 AND live = 1 AND state NOT IN ('synced', 'removed')
        AND (part = 'contact' OR intent <> 'upsert' OR part NOT LIKE 'note:%' OR EXISTS (
          SELECT 1 FROM delivery own WHERE own.contact_id = delivery.contact_id
          AND own.destination_id = delivery.destination_id
          AND own.part = 'contact' AND own.live = 1 AND own.state = 'synced'))";
    let count = conn
        .prepare_cached(&format!("SELECT count(*) FROM delivery WHERE {OPEN}"))?
        .query_row([destination.as_str()], |row| row.get(0))?;
    let some = list(conn, &format!("{OPEN} ORDER BY rowid LIMIT ?2"), (destination.as_str(), limit))?;
    Ok((some, count))
}

/// A delivery that a timer moves on, or that has a lease.
#[derive(Debug, Clone)]
pub struct Timed {
    /// Which.
    pub id: DeliveryId,
    /// Its state, with the wait in it.
    pub state: State,
}

/// The live deliveries of a destination that a timer moves on, and those with a lease. Nothing of a contact is read: there
/// may be thousands.
///
/// # Errors
/// As the store allows.
pub fn timed(conn: &Connection, destination: &DestinationId) -> Result<Vec<Timed>> {
    // As far as the state goes in the order of a delivery's columns; what only a parked or a removed one has is not asked for.
    let mut statement = conn.prepare_cached(
        "SELECT id, state, held_why, wait_ms, NULL, NULL, lease_boot FROM delivery
         WHERE destination_id = ?1 AND state IN ('sending', 'fenced', 'waiting', 'held') AND live = 1
         AND (state <> 'held' OR held_why = 'grace') ORDER BY rowid",
    )?;
    let mut rows = statement.query([destination.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Timed { id: DeliveryId::new(row.get::<_, String>(0)?), state: state_of(row)? });
    }
    Ok(found)
}

/// Up to `limit` live deliveries of contacts that are settled at a destination, the newest first, and how many there are.
///
/// # Errors
/// As the store allows.
pub fn settled(conn: &Connection, destination: &DestinationId, limit: u32) -> Result<(Vec<Stored>, u32)> {
    const SETTLED: &str = "destination_id = ?1 AND live = 1 AND state = 'synced' AND part = 'contact'
        AND intent = 'upsert'";
    let count = conn
        .prepare_cached(&format!("SELECT count(*) FROM delivery WHERE {SETTLED}"))?
        .query_row([destination.as_str()], |row| row.get(0))?;
    let some = list(conn, &format!("{SETTLED} ORDER BY rowid DESC LIMIT ?2"), (destination.as_str(), limit))?;
    Ok((some, count))
}

/// The live deliveries of a destination whose values the CRM did not accept.
///
/// # Errors
/// As the store allows.
pub fn refused(conn: &Connection, destination: &DestinationId) -> Result<Vec<Stored>> {
    let refused = "destination_id = ?1 AND live = 1 AND state = 'parked'
        AND json_extract(parked, '$.reason') = 'invalid' ORDER BY rowid";
    list(conn, refused, [destination.as_str()])
}

/// Up to `limit` live deliveries of contacts that are settled at a destination and were last looked at under an older
/// version of its mapping than this.
///
/// # Errors
/// As the store allows.
pub fn to_look_at(
    conn: &Connection,
    destination: &DestinationId,
    mapping: u32,
    limit: usize,
) -> Result<Vec<DeliveryId>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(
        "SELECT id FROM delivery WHERE destination_id = ?1 AND seen_mapping < ?2 AND state = 'synced' AND live = 1
         AND part = 'contact' LIMIT ?3",
    )?;
    let mut rows = statement.query((destination.as_str(), mapping, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliveryId::new(row.get::<_, String>(0)?));
    }
    Ok(found)
}

/// Notes that a delivery was looked at under a version of the mapping.
///
/// # Errors
/// As the store allows.
pub fn looked_at(conn: &Connection, id: &DeliveryId, mapping: u32) -> Result<()> {
    conn.prepare_cached("UPDATE delivery SET seen_mapping = max(seen_mapping, ?2) WHERE id = ?1")?
        .execute((id.as_str(), mapping))?;
    Ok(())
}

/// How many queued deliveries of its destination are older than this one.
///
/// # Errors
/// As the store allows.
pub fn ahead(conn: &Connection, id: &DeliveryId) -> Result<u64> {
    let count = conn
        .prepare_cached(
            "SELECT count(*) FROM delivery AS other, delivery AS this WHERE this.id = ?1
             AND other.destination_id = this.destination_id AND other.state = 'queued' AND other.live = 1
             AND other.rowid < this.rowid",
        )?
        .query_row([id.as_str()], |row| row.get(0))?;
    Ok(count)
}
