//! What this laptop remembers, by key. Never a secret.

use super::{Result, from_json, to_json};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a setting; none when it was never kept or is not readable any more.
///
/// # Errors
/// As the store allows.
pub fn get<T: DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>> {
    let mut statement = conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
    Ok(text.and_then(|text| from_json("setting", &text).ok()))
}

/// Keeps a setting.
///
/// # Errors
/// As the store allows.
pub fn put<T: Serialize>(conn: &Connection, key: &str, value: &T) -> Result<()> {
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    conn.prepare_cached(sql)?.execute((key, to_json(value)?))?;
    Ok(())
}
