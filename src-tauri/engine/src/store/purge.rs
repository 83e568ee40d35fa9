//! Purging: who was in every CRM long enough, by the CRMs' own clocks (rule 19), and erasing them here. Their records over
//! there stay; what stays here names nobody: that there was a capture, when, and what became of it.

use super::Result;
use lanyard_core::ids::{ContactId, EventId};
use lanyard_core::time::WallMs;
use rusqlite::Connection;

/// Contacts of an event that are everywhere as here, and were so for at least `days` days that each CRM's clock confirmed,
/// oldest first. A contact that goes nowhere is never among them.
///
/// # Errors
/// As the store allows.
pub fn due(conn: &Connection, event: &EventId, days: u32) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(
        "SELECT c.id FROM contact c
         WHERE c.event_number = (SELECT number FROM event WHERE id = ?1) AND c.deleted_at IS NULL AND c.merged_into IS NULL
           AND EXISTS (SELECT 1 FROM delivery d WHERE d.contact_id = c.id AND d.live = 1)
           AND NOT EXISTS (
             SELECT 1 FROM delivery d JOIN destination z ON z.id = d.destination_id
             WHERE d.contact_id = c.id AND d.live = 1
               AND (d.state <> 'synced' OR d.synced_day IS NULL OR z.confirmed_days - d.synced_day < ?2))
           AND NOT EXISTS (
             SELECT 1 FROM conflict k JOIN delivery d ON d.id = k.delivery_id
             WHERE d.contact_id = c.id AND k.resolved_at IS NULL)
           AND NOT EXISTS (
             WITH RECURSIVE merged (id) AS (SELECT id FROM contact WHERE merged_into = c.id
               UNION SELECT m.id FROM contact m JOIN merged ON m.merged_into = merged.id)
             SELECT 1 FROM merged JOIN delivery d ON d.contact_id = merged.id
             WHERE d.live = 1 AND d.state <> 'removed')
         ORDER BY c.rowid_",
    )?;
    let mut ids = Vec::new();
    for id in statement.query_map((event.as_str(), days), |row| row.get::<_, String>(0))? {
        ids.push(ContactId::new(id?));
    }
    Ok(ids)
}

/// Erases a contact here for good. Its deliveries stay as they are, without a value in them. Those it stands for
/// ([`super::merges::within`]) are erased with it, by whoever calls.
///
/// # Errors
/// As the store allows.
pub fn erase(conn: &Connection, id: &ContactId, at: WallMs) -> Result<()> {
    super::rosters::forget(conn, id)?;
    let number: i64 = conn
        .prepare_cached(
            "UPDATE contact SET deleted_at = coalesce(deleted_at, ?2), erased_at = ?2, email_key = NULL, name_key = NULL,
               name_order = NULL
             WHERE id = ?1 RETURNING rowid_",
        )?
        .query_row((id.as_str(), at.0), |row| row.get(0))?;
    super::search::forget(conn, number)?;
    super::likeness::forget(conn, number)?;
    for sql in [
        "UPDATE field_edit SET value = NULL, raw = NULL, problem = NULL WHERE contact_id = ?1",
        "UPDATE capture SET payload = NULL, extra = NULL, erased_at = contact.erased_at FROM contact
         WHERE contact.id = ?1 AND capture.contact_id = ?1 AND capture.erased_at IS NULL",
        "UPDATE delivery SET sent_json = iif(state IN ('sending', 'fenced'), '{}', NULL),
           base_json = iif(base_json IS NULL, NULL, '{}'), adopted_json = iif(adopted_json IS NULL, NULL, '{}')
         WHERE contact_id = ?1",
        "UPDATE attempt SET reply = NULL WHERE delivery_id IN (SELECT id FROM delivery WHERE contact_id = ?1)",
        "UPDATE conflict SET base = NULL, ours = NULL, theirs = NULL
         WHERE delivery_id IN (SELECT id FROM delivery WHERE contact_id = ?1)",
        "DELETE FROM consent WHERE contact_id = ?1",
        "DELETE FROM proposal WHERE contact_id = ?1 OR kind = 'duplicate' AND source = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([id.as_str()])?;
    }
    Ok(())
}

/// Writes the search index anew without the words of those who were erased; after the last of them.
///
/// # Errors
/// As the store allows.
pub fn forget_words(conn: &Connection) -> Result<()> {
    conn.prepare_cached("INSERT INTO contact_search (contact_search) VALUES ('optimize')")?.execute([])?;
    Ok(())
}
