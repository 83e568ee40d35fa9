//! Lists and counts over all contacts of an event: what the table, the rail and the manager's sum show. Which chip a
//! state gives is repeated here in SQL, once, so that a hundred thousand contacts are counted without being loaded; a
//! test holds it against `outbox::chip`.

use super::{Result, search, to_json};
use lanyard_core::ids::{ContactId, DestinationId, EventId};
use lanyard_core::outbox::Chip;
use lanyard_core::time::WallMs;
use rusqlite::{Connection, ToSql};

/// Which contacts.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words that must occur.
    pub search: String,
    /// Chips, empty for all.
    pub chips: Vec<Chip>,
    /// Captured since.
    pub since: Option<WallMs>,
    /// Destinations that hold their queue although it is not for being offline: their queued deliveries wait.
    pub closed: Vec<DestinationId>,
    /// At most so many.
    pub limit: u32,
    /// After so many.
    pub offset: u32,
}

/// The rank of a contact's chip, its place in [`Chip::ALL`]: the least of its deliveries', 10 without any. `:closed` is a JSON list of destinations.
const RANK: &str = "coalesce((SELECT min(CASE
      WHEN d.intent <> 'upsert' AND d.state NOT IN ('synced', 'removed') THEN 7
      WHEN d.state = 'parked' THEN 0
      WHEN d.state = 'fenced' THEN 2
      WHEN d.state = 'sending' THEN 3
      WHEN d.state = 'waiting' THEN 4
      WHEN d.state = 'held' THEN 5
      WHEN d.state = 'queued' THEN CASE WHEN d.destination_id IN (SELECT value FROM json_each(:closed)) THEN 4 ELSE 6 END
      WHEN d.state = 'synced' THEN CASE WHEN EXISTS (SELECT 1 FROM conflict k WHERE k.delivery_id = d.id
                                                     AND k.resolved_at IS NULL) THEN 1 ELSE 8 END
      ELSE 9 END)
    FROM delivery d WHERE d.contact_id = contact.id AND d.live = 1), 10)";

/// Ids of the wanted contacts, newest first, and how many match in all.
///
/// # Errors
/// As the store allows.
pub fn contacts(conn: &Connection, event: &EventId, wanted: &Wanted) -> Result<(Vec<ContactId>, u32)> {
    let mut conditions = vec!["contact.event_id = :event".to_owned(), LIVING.to_owned()];
    let query = search::query(&wanted.search);
    if query.is_some() {
        conditions.push(
            "contact.rowid_ IN (SELECT rowid FROM contact_search WHERE contact_search MATCH :query)"
                .to_owned(),
        );
    }
    let ranks: Vec<usize> =
        wanted.chips.iter().filter_map(|chip| Chip::ALL.iter().position(|known| known == chip)).collect();
    if !ranks.is_empty() {
        conditions.push(format!("{RANK} IN (SELECT value FROM json_each(:ranks))"));
    }
    if wanted.since.is_some() {
        conditions.push("contact.created_at >= :since".to_owned());
    }
    let filter = conditions.join(" AND ");
    let closed = to_json(&wanted.closed)?;
    let ranks_json = to_json(&ranks)?;
    let since = wanted.since.map(|since| since.0);
    let mut with: Vec<(&str, &dyn ToSql)> = Vec::new();
    let event_id = event.as_str();
    with.push((":event", &event_id));
    if query.is_some() {
        with.push((":query", &query));
    }
    if !ranks.is_empty() {
        with.push((":ranks", &ranks_json));
        with.push((":closed", &closed));
    }
    if wanted.since.is_some() {
        with.push((":since", &since));
    }
    let matching: u32 = conn
        .prepare_cached(&format!("SELECT count(*) FROM contact WHERE {filter}"))?
        .query_row(with.as_slice(), |row| row.get(0))?;
    let (limit, offset) = (wanted.limit, wanted.offset);
    with.push((":limit", &limit));
    with.push((":offset", &offset));
    let mut statement = conn.prepare_cached(&format!(
        "SELECT contact.id FROM contact WHERE {filter} ORDER BY contact.rowid_ DESC LIMIT :limit OFFSET :offset"
    ))?;
    let mut ids = Vec::new();
    for id in statement.query_map(with.as_slice(), |row| row.get::<_, String>(0))? {
        ids.push(ContactId::new(id?));
    }
    Ok((ids, matching))
}

/// Not deleted, not merged into another.
const LIVING: &str = "contact.deleted_at IS NULL AND contact.merged_into IS NULL";

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
}

/// Counts an event's contacts. `captured` comes from the captures, the parts from the deliveries, so that a lost row
/// would show.
///
/// # Errors
/// As the store allows.
pub fn counts(conn: &Connection, event: &EventId, since: WallMs) -> Result<Counts> {
    let captured = conn
        .prepare_cached("SELECT count(DISTINCT contact_id) FROM capture WHERE event_id = ?1")?
        .query_row([event.as_str()], |row| row.get(0))?;
    let mut counts = Counts { captured, ..Counts::default() };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT attention, gone, settled, sent_anywhere, count(*), sum(created_at >= ?2 AND NOT gone) FROM (
           SELECT contact.created_at,
             NOT ({LIVING}) AS gone,
             EXISTS (SELECT 1 FROM delivery d WHERE d.contact_id = contact.id AND d.live = 1 AND (d.state = 'parked'
               OR EXISTS (SELECT 1 FROM conflict k WHERE k.delivery_id = d.id AND k.resolved_at IS NULL))) AS attention,
             NOT EXISTS (SELECT 1 FROM delivery d WHERE d.contact_id = contact.id AND d.live = 1
               AND d.state NOT IN ('synced', 'removed')) AS settled,
             EXISTS (SELECT 1 FROM delivery d WHERE d.contact_id = contact.id AND d.live = 1) AS sent_anywhere
           FROM contact WHERE contact.event_id = ?1)
         GROUP BY attention, gone, settled, sent_anywhere"
    ))?;
    let mut rows = statement.query((event.as_str(), since.0))?;
    while let Some(row) = rows.next()? {
        let (attention, gone, settled, anywhere): (bool, bool, bool, bool) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let (number, recent): (u32, u32) = (row.get(4)?, row.get(5)?);
        let part = match (attention, gone, settled, anywhere) {
            (true, false, _, _) => &mut counts.needs_attention,
            (true, true, false, _) => &mut counts.needs_attention,
            (_, true, true, _) => &mut counts.removed,
            (false, false, true, true) => &mut counts.synced,
            (false, _, _, _) => &mut counts.waiting,
        };
        *part += number;
        counts.since += recent;
    }
    Ok(counts)
}
