//! What a destination's feed and its markers are watched for: how far a pull came, which deliveries a record concerns, and
//! which are asked for by their marker again.

use super::{Result, from_json, to_json};
use lanyard_core::crm::{Cursor, RemoteRecord};
use lanyard_core::ids::{ContactId, DeliveryId, DestinationId, RemoteId};
use lanyard_core::outbox::{Delivery, DeliveryPart};
use rusqlite::{Connection, OptionalExtension};

/// The scope of a pull: what we are linked to.
const LINKED: &str = "linked";

/// A tombstone is asked for during so many days that the CRM's clock confirmed (rule 14).
pub const TOMBSTONE_DAYS: u32 = 90;

/// How far the last pull came; none before the first.
///
/// # Errors
/// As the store allows.
pub fn cursor(conn: &Connection, destination: &DestinationId) -> Result<Option<Cursor>> {
    let token: Option<Option<String>> = conn
        .prepare_cached("SELECT token FROM cursor WHERE destination_id = ?1 AND scope = ?2")?
        .query_row((destination.as_str(), LINKED), |row| row.get(0))
        .optional()?;
    token.flatten().map(|text| from_json("cursor.token", &text)).transpose()
}

/// Keeps how far a pull came; part of the transaction that stores what it led to.
///
/// # Errors
/// As the store allows.
pub fn put_cursor(conn: &Connection, destination: &DestinationId, cursor: &Cursor) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO cursor (destination_id, scope, token) VALUES (?1, ?2, ?3)
         ON CONFLICT (destination_id, scope) DO UPDATE SET token = excluded.token",
    )?
    .execute((destination.as_str(), LINKED, to_json(cursor)?))?;
    Ok(())
}

/// The deliveries that a record concerns: those bound to it, and the one whose marker it carries.
///
/// # Errors
/// As the store allows.
pub fn concerned(
    conn: &Connection,
    destination: &DestinationId,
    record: &RemoteRecord,
) -> Result<Vec<DeliveryId>> {
    let marker = record.marker.as_deref().and_then(|written| written.split_once('-'));
    let bare = marker.map_or("", |(_, bare)| bare);
    let mut statement = conn.prepare_cached(
        "SELECT id FROM delivery WHERE destination_id = ?1 AND remote_id = ?2 AND part NOT LIKE 'note:%'
         UNION SELECT id FROM delivery WHERE destination_id = ?1 AND marker = ?3",
    )?;
    let mut rows = statement.query((destination.as_str(), record.id.as_str(), bare))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliveryId::new(row.get::<_, String>(0)?));
    }
    Ok(found)
}

/// The deliveries of a destination for whose marker the CRM is to be asked again, retired generations among them. A record
/// too many is found by the marker of the delivery that found it, and a retired note is on a record that is gone.
///
/// # Errors
/// As the store allows.
pub fn to_scrub(conn: &Connection, destination: &DestinationId) -> Result<Vec<DeliveryId>> {
    // The condition in brackets is the index's.
    let mut statement = conn.prepare_cached(
        "SELECT d.id FROM delivery d LEFT JOIN tombstone t ON t.marker = d.marker
         WHERE d.destination_id = ?1 AND (d.ever_unknown = 1 OR d.state = 'removed')
           AND d.state IN ('synced', 'parked', 'removed')
           AND (d.part = 'contact' OR d.part LIKE 'note:%' AND d.live = 1)
           AND (d.state <> 'removed' OR coalesce(t.server_days, 0) < ?2)
           AND (d.ever_unknown = 1 OR d.remote_id IS NOT NULL)
         ORDER BY d.rowid",
    )?;
    let mut rows = statement.query((destination.as_str(), TOMBSTONE_DAYS))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliveryId::new(row.get::<_, String>(0)?));
    }
    Ok(found)
}

/// What we stand on at a destination and have nothing to say to: each settled delivery with its record.
///
/// # Errors
/// As the store allows.
pub fn to_sweep(conn: &Connection, destination: &DestinationId) -> Result<Vec<(DeliveryId, RemoteId)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, remote_id FROM delivery
         WHERE destination_id = ?1 AND state = 'synced' AND part = 'contact' AND live = 1 AND remote_id IS NOT NULL
         ORDER BY rowid",
    )?;
    let mut rows = statement.query([destination.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((DeliveryId::new(row.get::<_, String>(0)?), RemoteId::new(row.get::<_, String>(1)?)));
    }
    Ok(found)
}

/// Notes that what this delivery brought was taken away and must not come back, if anything of it was or may have been
/// there.
///
/// # Errors
/// As the store allows.
pub fn bury(conn: &Connection, delivery: &Delivery) -> Result<()> {
    let was_there = delivery.binding.is_some() || delivery.ever_unknown;
    if !was_there || delivery.part != DeliveryPart::Contact {
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT INTO tombstone (marker, contact_id, seq) SELECT ?1, id, edit_seq FROM contact WHERE id = ?2
         ON CONFLICT (marker) DO NOTHING",
    )?
    .execute((delivery.marker.as_str(), delivery.contact.as_str()))?;
    Ok(())
}

/// Whether what a contact brought somewhere was taken away.
///
/// # Errors
/// As the store allows.
pub fn is_buried(conn: &Connection, contact: &ContactId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM tombstone WHERE contact_id = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([contact.as_str()], |row| row.get(0))?)
}

/// Whether anything of ours is, or was, at a destination.
///
/// # Errors
/// As the store allows.
pub fn is_linked(conn: &Connection, destination: &DestinationId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM delivery WHERE destination_id = ?1 AND remote_id IS NOT NULL)";
    Ok(conn.prepare_cached(sql)?.query_row([destination.as_str()], |row| row.get(0))?)
}
