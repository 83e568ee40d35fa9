//! The manager's sum. Which bucket a contact stands in is repeated here in SQL, once, so that a hundred thousand contacts
//! are counted without being loaded; a test holds it against `outbox::bucket`.
//!
//! What was captured is counted from the captures; the parts are counted from the contacts and their deliveries. Nothing
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

/// Which bucket a contact `c` stands in, `d` being its live deliveries. A row that no rule of the protocol knows puts its
/// contact in none, and the sum no longer adds up.
const BUCKET: &str = "CASE
    WHEN max(d.state NOT IN
      ('held', 'queued', 'sending', 'fenced', 'waiting', 'parked', 'synced', 'removed')) THEN NULL
    WHEN max(d.state = 'parked') OR c.id IN
      (SELECT o.contact_id FROM conflict k JOIN delivery o ON o.id = k.delivery_id
       WHERE k.resolved_at IS NULL AND o.live = 1) THEN 'attention'
    WHEN max(d.state NOT IN ('synced', 'removed')) THEN 'waiting'
    WHEN c.deleted_at IS NOT NULL OR c.merged_into IS NOT NULL THEN 'removed'
    WHEN count(d.state) = 0 THEN 'waiting'
    ELSE 'synced' END";

/// Counts an event's contacts; `since` is for what was captured lately.
///
/// # Errors
/// As the store allows.
pub fn counts(conn: &Connection, event: &EventId, since: WallMs) -> Result<Counts> {
    let captured = conn
        .prepare_cached("SELECT count(DISTINCT contact_id) FROM capture WHERE event_id = ?1")?
        .query_row([event.as_str()], |row| row.get(0))?;
    let mut counts = Counts { captured, ..Counts::default() };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT bucket, count(*), sum(created_at >= ?2 AND NOT gone), min(created_at) FROM (
           SELECT c.created_at, c.deleted_at IS NOT NULL OR c.merged_into IS NOT NULL AS gone, {BUCKET} AS bucket
           FROM contact c LEFT JOIN delivery d ON d.contact_id = c.id AND d.live = 1
           WHERE c.event_id = ?1 GROUP BY c.rowid_)
         GROUP BY bucket"
    ))?;
    let mut rows = statement.query((event.as_str(), since.0))?;
    while let Some(row) = rows.next()? {
        let bucket: Option<String> = row.get(0)?;
        let number: u32 = row.get(1)?;
        counts.since += row.get::<_, u32>(2)?;
        let oldest = Some(WallMs(row.get(3)?));
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

fn earlier(one: Option<WallMs>, other: Option<WallMs>) -> Option<WallMs> {
    [one, other].into_iter().flatten().min_by_key(|at| at.0)
}
