//! The manager's sum. In which part of it a contact is counted stands beside the contact: the schema says it once, in SQL
//! (`contact_standing`), and renews it with each change of a delivery, so that a hundred thousand contacts are counted from an index; a
//! test holds it against `outbox::bucket`.
//!
//! What was captured is counted from the captures, the first of each contact; the parts are counted from the contacts and their deliveries. Nothing
//! makes the two agree but that no row is lost or broken, so a sum that does not add up is news.

use super::Result;
use lanyard_core::ids::EventId;
use lanyard_core::time::WallMs;
use rusqlite::Connection;

/// The parts of the manager's sum, and what was captured, counted on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Contacts ever captured.
    pub captured: u32,
    /// In the CRM as here.
    pub synced: u32,
    /// Not settled, or without a destination.
    pub waiting: u32,
    /// A person is needed.
    pub needs_attention: u32,
    /// Deleted or merged here, settled everywhere.
    pub removed: u32,
    /// Captured since the given time.
    pub since: u32,
    /// When the oldest contact was captured that is neither in the CRM nor removed.
    pub oldest: Option<WallMs>,
}

impl Counts {
    /// Whether the parts add up to what was captured.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.accounted() == u64::from(self.captured)
    }

    /// How many contacts stand in one of the parts.
    #[must_use]
    pub fn accounted(&self) -> u64 {
        [self.synced, self.waiting, self.needs_attention, self.removed].map(u64::from).iter().sum()
    }
}

/// Counts an event's contacts; `since` is for what was captured lately.
///
/// # Errors
/// As the store allows.
pub fn counts(conn: &Connection, event: &EventId, since: WallMs) -> Result<Counts> {
    let captured = conn
        .prepare_cached(
            "SELECT count(*) FROM capture WHERE first_in = (SELECT number FROM event WHERE id = ?1)",
        )?
        .query_row([event.as_str()], |row| row.get(0))?;
    let since = conn
        .prepare_cached(
            "SELECT count(*) FROM contact
             WHERE event_number = (SELECT number FROM event WHERE id = ?1) AND created_at >= ?2
               AND deleted_at IS NULL AND merged_into IS NULL",
        )?
        .query_row((event.as_str(), since.0), |row| row.get(0))?;
    let mut counts = Counts { captured, since, ..Counts::default() };
    let mut statement = conn.prepare_cached(
        "SELECT bucket, count(*), min(created_at) FROM contact
         WHERE event_number = (SELECT number FROM event WHERE id = ?1) GROUP BY bucket",
    )?;
    let mut rows = statement.query([event.as_str()])?;
    while let Some(row) = rows.next()? {
        let bucket: Option<String> = row.get(0)?;
        let number: u32 = row.get(1)?;
        let oldest = Some(WallMs(row.get(2)?));
        match bucket.as_deref() {
            Some("synced") => counts.synced = number,
            Some("removed") => counts.removed = number,
            Some("attention") => {
                counts.needs_attention = number;
                counts.oldest = earlier(counts.oldest, oldest);
            }
            Some("waiting") => {
                counts.waiting = number;
                counts.oldest = earlier(counts.oldest, oldest);
            }
            Some(_) | None => {}
        }
    }
    Ok(counts)
}

/// Of how many contacts, tags and captures what is kept beside them is not what their deliveries, edits and captures come to: of none, or the
/// file was changed by somebody else. Looks at each.
///
/// # Errors
/// As the store allows.
pub fn out_of_step(conn: &Connection) -> Result<u32> {
    let mut statement = conn.prepare(
        "SELECT (SELECT count(*) FROM contact c JOIN contact_kept k ON k.id = c.id JOIN contact_standing s ON s.id = c.id
           WHERE (c.bucket, c.chip_rank, c.places) IS NOT (s.bucket, s.chip_rank, s.places)
              OR (c.event_number, c.rating, c.rep) IS NOT (k.event_number, k.rating, k.rep))
         + (SELECT count(*) FROM capture c JOIN capture_kept k ON k.number = c.rowid WHERE c.first_in IS NOT k.first_in)
         + (SELECT count(*) FROM (SELECT event_number, tag, living, number FROM contact_tag_kept
             EXCEPT SELECT event_number, tag, living, number FROM contact_tag))
         + (SELECT count(*) FROM (SELECT event_number, tag, living, number FROM contact_tag
             EXCEPT SELECT event_number, tag, living, number FROM contact_tag_kept))",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn earlier(one: Option<WallMs>, other: Option<WallMs>) -> Option<WallMs> {
    [one, other].into_iter().flatten().min_by_key(|at| at.0)
}
