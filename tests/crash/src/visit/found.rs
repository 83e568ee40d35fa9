//! What is in a store, and what must be.

use crate::laptop;
use crate::shelf::Shelf;
use std::collections::BTreeSet;

/// What is in a store.
pub(crate) struct Found {
    /// Whether SQLite finds its file whole, in SQLite's words.
    pub(crate) integrity: String,
    /// The numbers of all captures.
    pub(crate) numbers: BTreeSet<u32>,
    /// Captures whose contact has no delivery.
    pub(crate) without_delivery: BTreeSet<u32>,
    /// Marker and state of each delivery.
    pub(crate) deliveries: Vec<(String, String)>,
}

/// Looks through a whole store.
pub(crate) fn look(conn: &rusqlite::Connection) -> rusqlite::Result<Found> {
    let mut integrity: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    let strays: i64 =
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if strays > 0 {
        integrity = format!("{strays} rows refer to nothing");
    }
    let mut found = Found {
        integrity,
        numbers: BTreeSet::new(),
        without_delivery: BTreeSet::new(),
        deliveries: Vec::new(),
    };
    let mut statement = conn.prepare(
        "SELECT capture.payload, EXISTS (SELECT 1 FROM contact WHERE contact.id = capture.contact_id)
           AND EXISTS (SELECT 1 FROM delivery WHERE delivery.contact_id = capture.contact_id) FROM capture",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let payload: Vec<u8> = row.get(0)?;
        let number = laptop::number_of(&String::from_utf8_lossy(&payload)).unwrap_or_default();
        found.numbers.insert(number);
        if !row.get::<_, bool>(1)? {
            found.without_delivery.insert(number);
        }
    }
    let mut statement = conn.prepare("SELECT marker, state FROM delivery")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.deliveries = rows.collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

impl Found {
    /// The file is whole, and everything confirmed is in it with its delivery.
    pub(crate) fn sound(&self, confirmed: &BTreeSet<u32>) -> std::result::Result<(), String> {
        if self.integrity != "ok" {
            return Err(format!("the file is not whole: {}", self.integrity));
        }
        if let Some(lost) = confirmed.difference(&self.numbers).next() {
            return Err(format!("confirmed capture {lost} is lost"));
        }
        if let Some(half) = self.without_delivery.first() {
            return Err(format!("capture {half} has no delivery"));
        }
        Ok(())
    }

    /// Everything is in the CRM, once.
    pub(super) fn sent_once(&self, shelf: &Shelf) -> std::result::Result<(), String> {
        for (marker, state) in &self.deliveries {
            let there = shelf.with_marker(marker);
            if there != 1 {
                return Err(format!("a delivery that is {state} is in the CRM {there} times"));
            }
            if state != "synced" {
                return Err(format!("a delivery came to rest as {state}"));
            }
        }
        if shelf.records().len() != self.deliveries.len() {
            return Err(format!(
                "{} records for {} deliveries",
                shelf.records().len(),
                self.deliveries.len()
            ));
        }
        Ok(())
    }
}
