//! The words of contacts. The index holds no copy of the text and is renewed with each edit.

use super::Result;
use lanyard_core::contact::{Contact, FIELDS};
use lanyard_core::ids::{ContactId, EventId};
use rusqlite::Connection;

/// Renews a contact's words.
///
/// # Errors
/// As the store allows.
pub fn index(conn: &Connection, number: i64, contact: &Contact) -> Result<()> {
    forget(conn, number)?;
    add(conn, number, &words(contact))
}

/// The text of a contact that is searched.
pub(super) fn words(contact: &Contact) -> String {
    let mut words = Vec::new();
    for row in FIELDS.iter().filter(|row| row.searched) {
        words.extend(contact.all(row.field).map(|(_, value)| value.value.as_str()));
    }
    words.join("\n")
}

/// Adds the words of a contact that has none yet.
pub(super) fn add(conn: &Connection, number: i64, words: &str) -> Result<()> {
    conn.prepare_cached("INSERT INTO contact_search (rowid, text) VALUES (?1, ?2)")?
        .execute((number, words))?;
    Ok(())
}

/// Takes a contact's words out.
///
/// # Errors
/// As the store allows.
pub fn forget(conn: &Connection, number: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM contact_search WHERE rowid = ?1")?.execute([number])?;
    Ok(())
}

/// A query for what a person types: every word must occur, the last one may be unfinished. None when there is no word in
/// it; nothing typed can be mistaken for the index's own language.
#[must_use]
pub fn query(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(|word| format!("\"{word}\""))
        .collect();
    if words.is_empty() { None } else { Some(format!("{}*", words.join(" "))) }
}

/// Living contacts of an event in which all words of `text` occur.
///
/// # Errors
/// As the store allows.
pub fn exact(conn: &Connection, event: &EventId, text: &str) -> Result<Vec<ContactId>> {
    let Some(query) = query(text) else { return Ok(Vec::new()) };
    let mut statement = conn.prepare_cached(
        "SELECT contact.id FROM contact_search JOIN contact ON contact.rowid_ = contact_search.rowid
         WHERE contact_search MATCH ?1 AND contact.event_id = ?2 AND contact.deleted_at IS NULL
         AND contact.merged_into IS NULL ORDER BY contact.rowid_ LIMIT 50",
    )?;
    let mut ids = Vec::new();
    for id in
        statement.query_map((query.trim_end_matches('*'), event.as_str()), |row| row.get::<_, String>(0))?
    {
        ids.push(ContactId::new(id?));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_the_indexes_own_language() {
        assert_eq!(query("jana lind").as_deref(), Some("\"jana\" \"lind\"*"));
        assert_eq!(query("a\" OR b NEAR(").as_deref(), Some("\"a\" \"OR\" \"b\" \"NEAR\"*"));
        assert_eq!(query(" * ^ \" "), None);
    }
}
