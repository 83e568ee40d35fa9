//! CRM accounts and their mappings. Access data is in the keychain, never here.

use super::{Result, from_json, from_word, to_json, word};
use lanyard_core::crm::{Mapping, MarkerSupport};
use lanyard_core::ids::{DestinationId, EventId};
use lanyard_core::sync::StoredHealth;
use lanyard_core::time::Millis;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;

/// A destination as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    /// Its id.
    pub id: DestinationId,
    /// Whose contacts go there.
    pub event: EventId,
    /// What people call it.
    pub name: String,
    /// Which CRM.
    pub kind: String,
    /// Where it is.
    pub base_url: String,
    /// Whether it is the rehearsal's.
    pub rehearsal: bool,
    /// What it does with our marker, as far as it was asked.
    pub marker: MarkerSupport,
    /// F of rule 2.
    pub fence: Millis,
    /// The mapping the next send uses.
    pub mapping: u32,
    /// Its plain settings.
    pub settings: BTreeMap<String, String>,
    /// How it was doing.
    pub health: StoredHealth,
}

const COLUMNS: &str =
    "id, event_id, name, kind, base_url, rehearsal, marker, fence_ms, mapping, settings, health";

/// All destinations, oldest first.
///
/// # Errors
/// As the store allows.
pub fn all(conn: &Connection) -> Result<Vec<Destination>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM destination ORDER BY created_seq, id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

/// The destinations of an event, oldest first.
///
/// # Errors
/// As the store allows.
pub fn of_event(conn: &Connection, event: &EventId) -> Result<Vec<Destination>> {
    Ok(all(conn)?.into_iter().filter(|destination| destination.event == *event).collect())
}

/// A destination.
///
/// # Errors
/// As the store allows.
pub fn get(conn: &Connection, id: &DestinationId) -> Result<Option<Destination>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM destination WHERE id = ?1"))?;
    let mut rows = statement.query([id.as_str()])?;
    rows.next()?.map(of_row).transpose()
}

fn of_row(row: &Row<'_>) -> Result<Destination> {
    Ok(Destination {
        id: DestinationId::new(row.get::<_, String>(0)?),
        event: EventId::new(row.get::<_, String>(1)?),
        name: row.get(2)?,
        kind: row.get(3)?,
        base_url: row.get(4)?,
        rehearsal: row.get(5)?,
        marker: from_word("destination.marker", &row.get::<_, String>(6)?)?,
        fence: Millis(row.get(7)?),
        mapping: row.get(8)?,
        settings: from_json("destination.settings", &row.get::<_, String>(9)?)?,
        health: from_json("destination.health", &row.get::<_, String>(10)?)?,
    })
}

/// Writes a destination, new or changed.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, destination: &Destination) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO destination (id, event_id, name, kind, base_url, rehearsal, marker, fence_ms, mapping, settings,
                                  health, created_seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
                 (SELECT coalesce(max(created_seq), 0) + 1 FROM destination))
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, base_url = excluded.base_url, marker = excluded.marker,
           fence_ms = excluded.fence_ms, mapping = excluded.mapping, settings = excluded.settings,
           health = excluded.health",
    )?
    .execute((
        destination.id.as_str(),
        destination.event.as_str(),
        &destination.name,
        &destination.kind,
        &destination.base_url,
        destination.rehearsal,
        word(&destination.marker)?,
        destination.fence.0,
        destination.mapping,
        to_json(&destination.settings)?,
        to_json(&destination.health)?,
    ))?;
    Ok(())
}

/// Keeps how a destination is doing.
///
/// # Errors
/// As the store allows.
pub fn put_health(conn: &Connection, id: &DestinationId, health: &StoredHealth) -> Result<()> {
    conn.prepare_cached("UPDATE destination SET health = ?2 WHERE id = ?1")?
        .execute((id.as_str(), to_json(health)?))?;
    Ok(())
}

/// Keeps what a destination does with our marker.
///
/// # Errors
/// As the store allows.
pub fn put_marker(conn: &Connection, id: &DestinationId, marker: MarkerSupport) -> Result<()> {
    conn.prepare_cached("UPDATE destination SET marker = ?2 WHERE id = ?1")?
        .execute((id.as_str(), word(&marker)?))?;
    Ok(())
}

/// Keeps a version of a mapping; a version never changes.
///
/// # Errors
/// As the store allows.
pub fn put_mapping(conn: &Connection, id: &DestinationId, mapping: &Mapping) -> Result<()> {
    conn.prepare_cached("INSERT INTO mapping (destination_id, version, json) VALUES (?1, ?2, ?3)")?
        .execute((id.as_str(), mapping.version, to_json(mapping)?))?;
    Ok(())
}

/// All versions of a destination's mapping, the newest first.
///
/// # Errors
/// As the store allows.
pub fn mappings(conn: &Connection, id: &DestinationId) -> Result<Vec<Mapping>> {
    let mut statement =
        conn.prepare_cached("SELECT json FROM mapping WHERE destination_id = ?1 ORDER BY version DESC")?;
    let mut rows = statement.query([id.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(from_json("mapping.json", &row.get::<_, String>(0)?)?);
    }
    Ok(found)
}

/// A version of a mapping.
///
/// # Errors
/// As the store allows.
pub fn mapping(conn: &Connection, id: &DestinationId, version: u32) -> Result<Option<Mapping>> {
    let text: Option<String> = conn
        .prepare_cached("SELECT json FROM mapping WHERE destination_id = ?1 AND version = ?2")?
        .query_row((id.as_str(), version), |row| row.get(0))
        .optional()?;
    text.map(|text| from_json("mapping.json", &text)).transpose()
}
