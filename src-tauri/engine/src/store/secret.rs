//! Access data of destinations inside the store, for a laptop without a keychain (`--key-file`). The file around it is
//! encrypted with the key from that key file; with a keychain this table stays empty.

use super::error::StoreError;
use rusqlite::{Connection, OptionalExtension};
use zeroize::Zeroizing;

/// Reads a secret; none when it was never put or was deleted.
///
/// # Errors
/// As the store allows.
pub fn get(conn: &Connection, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT value FROM secret WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0).map(Zeroizing::new)).optional()?)
}

/// Keeps a secret under `name`, in place of an earlier one.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    let sql = "INSERT INTO secret (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    conn.prepare_cached(sql)?.execute((name, value))?;
    Ok(())
}

/// Deletes a secret; one that is not there is as good as deleted.
///
/// # Errors
/// As the store allows.
pub fn delete(conn: &Connection, name: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM secret WHERE name = ?1")?.execute([name])?;
    Ok(())
}
