//! Differences between here and a CRM. A row blocks nothing; a person may decide otherwise.

use super::Result;
use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId};
use lanyard_core::sync::{Difference, Winner};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeSet;

/// An open conflict row.
#[derive(Clone)]
pub struct Conflict {
    /// Its id.
    pub id: ConflictId,
    /// Of which delivery.
    pub delivery: DeliveryId,
    /// Their field.
    pub field: RemoteField,
    /// Our value.
    pub ours: Option<String>,
    /// Theirs.
    pub theirs: Option<String>,
    /// Which holds until someone chooses.
    pub winner: Winner,
}

impl std::fmt::Debug for Conflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Conflict({}, {:?} holds)", self.field.as_str(), self.winner)
    }
}

const fn winner_word(winner: Winner) -> &'static str {
    match winner {
        Winner::Ours => "ours",
        Winner::Theirs => "theirs",
    }
}

/// Writes a difference; an open one of the same field is brought up to date.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, id: &ConflictId, delivery: &DeliveryId, difference: &Difference) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO conflict (id, delivery_id, field, base, ours, theirs, winner) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (delivery_id, field) WHERE resolved_at IS NULL
         DO UPDATE SET ours = excluded.ours, theirs = excluded.theirs, winner = excluded.winner",
    )?
    .execute((
        id.as_str(),
        delivery.as_str(),
        difference.field.as_str(),
        &difference.base,
        &difference.ours,
        &difference.theirs,
        winner_word(difference.winner),
    ))?;
    Ok(())
}

/// The open rows of a delivery.
///
/// # Errors
/// As the store allows.
pub fn open(conn: &Connection, delivery: &DeliveryId) -> Result<Vec<Conflict>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, delivery_id, field, ours, theirs, winner FROM conflict
         WHERE delivery_id = ?1 AND resolved_at IS NULL ORDER BY field",
    )?;
    let mut rows = statement.query([delivery.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let winner: String = row.get(5)?;
        found.push(Conflict {
            id: ConflictId::new(row.get::<_, String>(0)?),
            delivery: DeliveryId::new(row.get::<_, String>(1)?),
            field: RemoteField::new(row.get::<_, String>(2)?),
            ours: row.get(3)?,
            theirs: row.get(4)?,
            winner: if winner == "ours" { Winner::Ours } else { Winner::Theirs },
        });
    }
    Ok(found)
}

/// Their fields for which an open row says that theirs holds.
///
/// # Errors
/// As the store allows.
pub fn theirs_hold(conn: &Connection, delivery: &DeliveryId) -> Result<BTreeSet<RemoteField>> {
    let open = open(conn, delivery)?;
    Ok(open.into_iter().filter(|row| row.winner == Winner::Theirs).map(|row| row.field).collect())
}

/// Of which delivery and contact a row is, while it is open.
///
/// # Errors
/// As the store allows.
pub fn find(conn: &Connection, id: &ConflictId) -> Result<Option<(Conflict, ContactId)>> {
    let found: Option<(String, String)> = conn
        .prepare_cached(
            "SELECT conflict.delivery_id, delivery.contact_id FROM conflict
             JOIN delivery ON delivery.id = conflict.delivery_id WHERE conflict.id = ?1 AND resolved_at IS NULL",
        )?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((delivery, contact)) = found else { return Ok(None) };
    let row = open(conn, &DeliveryId::new(delivery))?.into_iter().find(|row| row.id == *id);
    Ok(row.map(|row| (row, ContactId::new(contact))))
}

/// Closes the open rows of a contact as they stand: nobody has to choose any more.
///
/// # Errors
/// As the store allows.
pub fn close(conn: &Connection, contact: &ContactId, at: WallMs) -> Result<()> {
    conn.prepare_cached(
        "UPDATE conflict SET resolved_at = ?2 WHERE resolved_at IS NULL
         AND delivery_id IN (SELECT id FROM delivery WHERE contact_id = ?1)",
    )?
    .execute((contact.as_str(), at.0))?;
    Ok(())
}

/// Opens again what was closed for a contact at that very time without anybody choosing; a row of the same field that was opened
/// since stands for it.
///
/// # Errors
/// As the store allows.
pub fn reopen(conn: &Connection, contact: &ContactId, closed_at: WallMs) -> Result<()> {
    conn.prepare_cached(
        "UPDATE conflict SET resolved_at = NULL WHERE resolved_at = ?2
         AND delivery_id IN (SELECT id FROM delivery WHERE contact_id = ?1 AND live = 1 AND state <> 'removed')
         AND NOT EXISTS (SELECT 1 FROM conflict newer WHERE newer.delivery_id = conflict.delivery_id
           AND newer.field = conflict.field AND newer.resolved_at IS NULL)",
    )?
    .execute((contact.as_str(), closed_at.0))?;
    Ok(())
}

/// Closes a row.
///
/// # Errors
/// As the store allows.
pub fn resolve(conn: &Connection, id: &ConflictId, winner: Winner, at: WallMs) -> Result<()> {
    conn.prepare_cached("UPDATE conflict SET winner = ?2, resolved_at = ?3 WHERE id = ?1")?.execute((
        id.as_str(),
        winner_word(winner),
        at.0,
    ))?;
    Ok(())
}
