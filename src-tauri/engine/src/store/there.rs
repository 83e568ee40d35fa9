//! The fields that a CRM said it has, kept so that a mapping can be changed without a network.

use super::{Result, from_json, to_json};
use lanyard_core::crm::FieldThere;
use lanyard_core::ids::DestinationId;
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

/// The fields as they were last read, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The fields.
    pub fields: Vec<FieldThere>,
    /// When; shown, never compared.
    pub read: WallMs,
}

/// Keeps the fields of a destination's CRM in the place of those read before.
///
/// # Errors
/// As the store allows.
pub fn keep(conn: &Connection, id: &DestinationId, known: &Known) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO field_there (destination_id, json, read_wall) VALUES (?1, ?2, ?3)
         ON CONFLICT (destination_id) DO UPDATE SET json = excluded.json, read_wall = excluded.read_wall",
    )?
    .execute((id.as_str(), to_json(&known.fields)?, known.read.0))?;
    Ok(())
}

/// The fields of a destination's CRM as they were last read; none when they never were.
///
/// # Errors
/// As the store allows.
pub fn known(conn: &Connection, id: &DestinationId) -> Result<Option<Known>> {
    let found: Option<(String, i64)> = conn
        .prepare_cached("SELECT json, read_wall FROM field_there WHERE destination_id = ?1")?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let known = |(json, read): (String, i64)| {
        Ok(Known { fields: from_json("field_there.json", &json)?, read: WallMs(read) })
    };
    found.map(known).transpose()
}
