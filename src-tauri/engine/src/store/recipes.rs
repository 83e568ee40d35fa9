//! The recipes of an event, as they were written.

use super::Result;
use lanyard_core::ids::{EventId, RecipeId};
use lanyard_core::time::WallMs;
use rusqlite::Connection;

/// A recipe as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: RecipeId,
    /// What people call it.
    pub name: String,
    /// The file.
    pub toml: String,
    /// When it was brought; shown only.
    pub at: WallMs,
}

/// Keeps a recipe; one of the same name is replaced.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, event: &EventId, kept: &Kept) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO recipe (id, event_id, name, toml, at_wall) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (event_id, name) DO UPDATE SET toml = excluded.toml, at_wall = excluded.at_wall",
    )?
    .execute((kept.id.as_str(), event.as_str(), &kept.name, &kept.toml, kept.at.0))?;
    Ok(())
}

/// The recipes of an event in the order in which they are asked: as they were first brought.
///
/// # Errors
/// As the store allows.
pub fn of_event(conn: &Connection, event: &EventId) -> Result<Vec<Kept>> {
    let mut statement =
        conn.prepare_cached("SELECT id, name, toml, at_wall FROM recipe WHERE event_id = ?1 ORDER BY rowid")?;
    let found = statement
        .query_map([event.as_str()], |row| {
            Ok(Kept {
                id: RecipeId::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
                toml: row.get(2)?,
                at: WallMs(row.get(3)?),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// Takes a recipe away by its name; whether there was one.
///
/// # Errors
/// As the store allows.
pub fn remove(conn: &Connection, event: &EventId, name: &str) -> Result<bool> {
    let removed = conn
        .prepare_cached("DELETE FROM recipe WHERE event_id = ?1 AND name = ?2")?
        .execute((event.as_str(), name))?;
    Ok(removed > 0)
}
