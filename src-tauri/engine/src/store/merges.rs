//! Contacts that were merged into others: two rows that stay two, which of them stands for both, and what the merge wrote. How
//! two become one, the core says (`contact::joining`).

use super::Result;
use super::contacts::{Edit, edits, load};
use lanyard_core::contact::{Field, FieldValue, Origin, Part};
use lanyard_core::ids::{ContactId, DestinationId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

/// What a merge set, and what was there before.
pub struct Merged {
    /// As the merge set it.
    pub now: Edit,
    /// What brings back what was there.
    pub before: Edit,
}

impl std::fmt::Debug for Merged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Merged({})", self.now.field.key())
    }
}

/// Merges a contact into another one, which stands for it from now on; its edits and captures stay its own.
///
/// # Errors
/// As the store allows.
pub fn merge(conn: &Connection, id: &ContactId, into: &ContactId, at: WallMs) -> Result<()> {
    let number: i64 = conn
        .prepare_cached("UPDATE contact SET merged_into = ?2, merged_at = ?3 WHERE id = ?1 RETURNING rowid_")?
        .query_row((id.as_str(), into.as_str(), at.0), |row| row.get(0))?;
    super::search::forget(conn, number)
}

/// Takes a merge back.
///
/// # Errors
/// As the store allows.
pub fn unmerge(conn: &Connection, id: &ContactId) -> Result<()> {
    let number: i64 = conn
        .prepare_cached(
            "UPDATE contact SET merged_into = NULL, merged_at = NULL WHERE id = ?1 RETURNING rowid_",
        )?
        .query_row([id.as_str()], |row| row.get(0))?;
    super::search::index(conn, number, &load(conn, id)?)
}

/// Into which contact one was merged, and when; none when it was not.
///
/// # Errors
/// As the store allows.
pub fn merged_into(conn: &Connection, id: &ContactId) -> Result<Option<(ContactId, WallMs)>> {
    let found: Option<(Option<String>, Option<i64>)> = conn
        .prepare_cached("SELECT merged_into, merged_at FROM contact WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(into, at)| Some((ContactId::new(into?), WallMs(at?)))))
}

/// The contacts that were merged into this one and not taken apart again, in the order in which they were.
///
/// # Errors
/// As the store allows.
pub fn merged_from(conn: &Connection, id: &ContactId) -> Result<Vec<(ContactId, WallMs)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, merged_at FROM contact WHERE merged_into = ?1 ORDER BY merged_at, rowid_",
    )?;
    let mut found = Vec::new();
    for row in
        statement.query_map([id.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
    {
        let (id, at) = row?;
        found.push((ContactId::new(id), WallMs(at)));
    }
    Ok(found)
}

/// All contacts that this one stands for beside itself, those that were merged into merged ones too.
///
/// # Errors
/// As the store allows.
pub fn within(conn: &Connection, id: &ContactId) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE merged (id) AS (SELECT id FROM contact WHERE merged_into = ?1
           UNION SELECT c.id FROM contact c JOIN merged ON c.merged_into = merged.id)
         SELECT id FROM merged",
    )?;
    let mut found = Vec::new();
    for id in statement.query_map([id.as_str()], |row| row.get::<_, String>(0))? {
        found.push(ContactId::new(id?));
    }
    Ok(found)
}

/// Whether a record of one of those that were merged into a contact is still on its way out of this CRM; not where a person has yet
/// to say what becomes of it.
///
/// # Errors
/// As the store allows.
pub fn leave(conn: &Connection, id: &ContactId, destination: &DestinationId) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM contact other JOIN delivery d ON d.contact_id = other.id AND d.live = 1
             WHERE other.merged_into = ?1 AND d.destination_id = ?2 AND d.part = 'contact' AND d.intent <> 'upsert'
               AND d.state IN ('queued', 'sending', 'fenced', 'waiting'))",
        )?
        .query_row((id.as_str(), destination.as_str()), |row| row.get(0))?)
}

/// What the last merge with `from` set in a contact and nobody changed since, with what was there before it.
///
/// # Errors
/// As the store allows.
pub fn merged_values(conn: &Connection, id: &ContactId, from: &ContactId) -> Result<Vec<Merged>> {
    let last: Option<u64> = conn
        .prepare_cached(
            "SELECT max(seq) FROM field_edit WHERE contact_id = ?1 AND origin = 'merge' AND origin_id = ?2",
        )?
        .query_row((id.as_str(), from.as_str()), |row| row.get(0))?;
    let Some(last) = last else { return Ok(Vec::new()) };
    let all = edits(conn, id)?;
    let mut merged = Vec::new();
    for (key, value) in all.iter().filter(|(_, value)| value.seq == last && value.origin == Origin::Merge) {
        if all.iter().any(|(other, later)| other == key && later.seq > last) {
            continue;
        }
        let before = all.iter().rev().find(|(other, earlier)| other == key && earlier.seq < last);
        merged.push(Merged {
            now: edit_of_value(key, Some(value), Origin::Merge),
            before: edit_of_value(key, before.map(|(_, value)| value), Origin::Undo),
        });
    }
    Ok(merged)
}

fn edit_of_value((field, part): &(Field, Part), value: Option<&FieldValue>, origin: Origin) -> Edit {
    let value = value.filter(|value| !value.value.is_empty());
    Edit {
        field: *field,
        part: part.clone(),
        value: value.map(|value| value.value.clone()),
        raw: value.and_then(|value| value.raw.clone()),
        problem: value.and_then(|value| value.problem),
        origin,
    }
}

/// The contact that stands for this one: itself, or the one it was merged into, and so on. None when that one was removed.
///
/// # Errors
/// As the store allows.
pub fn standing_for(conn: &Connection, id: &ContactId) -> Result<Option<ContactId>> {
    let found: Option<(String, bool)> = conn
        .prepare_cached(
            "WITH RECURSIVE chain (id, merged_into, gone) AS (
               SELECT id, merged_into, deleted_at IS NOT NULL FROM contact WHERE id = ?1
               UNION SELECT c.id, c.merged_into, c.deleted_at IS NOT NULL
                 FROM contact c JOIN chain ON c.id = chain.merged_into)
             SELECT id, gone FROM chain WHERE merged_into IS NULL",
        )?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.filter(|(_, gone)| !gone).map(|(id, _)| ContactId::new(id)))
}
