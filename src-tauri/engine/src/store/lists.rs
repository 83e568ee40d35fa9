//! Lists over all contacts of an event: what the table and the rail show. Which chip a contact has stands beside it (the schema's
//! `contact_standing` says it once, in SQL), so that a hundred thousand contacts are filtered without being loaded; a test holds it
//! against `outbox::chip`.

use super::review::{self, Cause};
use super::{Result, search, to_json, word};
use lanyard_core::ids::{ContactId, DestinationId, EventId};
use lanyard_core::outbox::{Chip, Hold};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, ToSql};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// Only those that failed for this cause.
    pub cause: Option<Cause>,
    /// Only those that a destination's delivery is held for.
    pub held: Option<(DestinationId, Hold)>,
    /// Only those that have each of these tags, in small letters.
    pub tags: Vec<String>,
    /// Only those that are rated so high, or higher.
    pub rating: Option<u8>,
    /// Only those whom one of these captured first, by name.
    pub reps: Vec<String>,
    /// In which order; what is looked for comes best first, whatever stands here.
    pub order: Order,
    /// At most so many.
    pub limit: u32,
    /// After so many.
    pub offset: u32,
}

/// In which order contacts are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// By name, those without one first.
    Name,
    /// By name, backwards.
    NameBackwards,
}

impl Order {
    const fn sql(self) -> &'static str {
        match self {
            Self::Newest => "contact.rowid_ DESC",
            Self::Oldest => "contact.rowid_",
            Self::Name => "contact.name_order, contact.rowid_",
            Self::NameBackwards => "contact.name_order DESC, contact.rowid_ DESC",
        }
    }
}

/// What the list can be narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// Tags, as the newest contact that has it has it written, and how many have each; the most first.
    pub tags: Vec<(String, u32)>,
    /// Who captured anybody first, by name.
    pub reps: Vec<String>,
}

/// So many tags are offered.
const TAGS: u32 = 40;

/// What an event's list can be narrowed to.
///
/// # Errors
/// As the store allows.
pub fn offered(conn: &Connection, event: &EventId) -> Result<Offered> {
    let mut statement = conn.prepare_cached(
        "SELECT t.tag, count(*), max(t.number) FROM contact_tag t
         WHERE t.event_number = (SELECT number FROM event WHERE id = ?1) AND t.living = 1
         GROUP BY t.tag ORDER BY 2 DESC, 1 LIMIT ?2",
    )?;
    let mut written = conn.prepare_cached(
        "SELECT e.value FROM contact JOIN field_edit e ON e.contact_id = contact.id AND e.field = 'tag' AND e.part = ?2
         WHERE contact.rowid_ = ?1 AND e.value IS NOT NULL ORDER BY e.seq DESC, e.installation_id DESC LIMIT 1",
    )?;
    let mut tags = Vec::new();
    let mut rows = statement.query((event.as_str(), TAGS))?;
    while let Some(row) = rows.next()? {
        let (tag, contacts, newest): (String, u32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        tags.push((written.query_row((newest, tag), |row| row.get(0))?, contacts));
    }
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT o.name FROM operator o WHERE EXISTS (SELECT 1 FROM contact c
           WHERE c.event_number = (SELECT number FROM event WHERE id = ?1) AND c.rep = o.number) ORDER BY 1",
    )?;
    let reps = statement.query_map([event.as_str()], |row| row.get(0))?;
    Ok(Offered { tags, reps: reps.collect::<rusqlite::Result<_>>()? })
}

/// Whether a contact's chip, whose place in [`Chip::ALL`] stands beside it (`contact_standing`), is another one because a CRM holds its
/// queue: then what is queued there waits. `:closed` is a JSON list of such destinations.
const HELD: &str = "(contact.chip_rank > 4 AND contact.rowid_ IN (SELECT q.rowid_ FROM delivery d
    JOIN contact q ON q.id = d.contact_id WHERE d.destination_id IN (SELECT value FROM json_each(:closed))
      AND d.state = 'queued' AND d.intent = 'upsert' AND d.live = 1))";

/// What is looked for is counted up to so many more than the page's end: beyond, nobody reads a number, and to count what a word
/// that everyone has brings would cost as much as reading all of it.
const COUNTED_BEYOND: u32 = 1000;

/// Contacts that were listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Those of the page.
    pub ids: Vec<ContactId>,
    /// How many match, as far as was counted.
    pub matching: u32,
    /// Whether more match than that.
    pub more: bool,
    /// How many the event has.
    pub total: u32,
}

/// The wanted contacts, newest first, or what is looked for best first; how many match; and how many there are.
///
/// # Errors
/// As the store allows.
pub fn contacts(conn: &Connection, event: &EventId, wanted: &Wanted) -> Result<Listed> {
    // Who asks by state or cause means the removed ones as well: some of them still need someone.
    let all = !wanted.chips.is_empty() || wanted.cause.is_some();
    let there = if all { UNMERGED } else { LIVING };
    let mut conditions = vec![HERE.to_owned(), there.to_owned()];
    let query = search::query(&wanted.search);
    let ranks: Vec<usize> =
        wanted.chips.iter().filter_map(|chip| Chip::ALL.iter().position(|known| known == chip)).collect();
    if !ranks.is_empty() {
        // One chip is an equation: then the index has them in the order of the list.
        let one = if ranks.len() == 1 { "=" } else { "IN" };
        let stands = format!("contact.chip_rank {one} (SELECT value FROM json_each(:ranks))");
        conditions.push(match (wanted.closed.is_empty(), wanted.chips.contains(&Chip::Waiting)) {
            (true, _) => stands,
            (false, true) => format!("({stands} OR {HELD})"),
            (false, false) => format!("{stands} AND NOT {HELD}"),
        });
    }
    if wanted.since.is_some() {
        conditions.push("contact.created_at >= :since".to_owned());
    }
    if wanted.cause.is_some() {
        let condition = review::in_cause();
        conditions.push(format!("contact.id IN (SELECT contact_id FROM delivery WHERE {condition})"));
    }
    if wanted.held.is_some() {
        conditions.push(
            "contact.id IN (SELECT contact_id FROM delivery WHERE destination_id = :place AND state = 'held'
             AND held_why = :why AND live = 1)"
                .to_owned(),
        );
    }
    // Sets of numbers, and no other way to the contacts but the index that has them in the order of the list: hence the `+`.
    if !wanted.tags.is_empty() {
        conditions.push(
            "+contact.rowid_ IN (SELECT t.number FROM contact_tag t
               WHERE t.event_number = (SELECT number FROM event WHERE id = :event)
                 AND t.tag IN (SELECT value FROM json_each(:tags))
               GROUP BY t.number HAVING count(*) = (SELECT count(*) FROM json_each(:tags)))"
                .to_owned(),
        );
    }
    if wanted.rating.is_some() {
        conditions.push("contact.rating >= :rating".to_owned());
    }
    if !wanted.reps.is_empty() {
        conditions.push(
            "+contact.rowid_ IN (SELECT c.rowid_ FROM contact c
               WHERE c.event_number = (SELECT number FROM event WHERE id = :event) AND c.rep IN
                 (SELECT o.number FROM operator o WHERE o.name IN (SELECT value FROM json_each(:reps))))"
                .to_owned(),
        );
    }
    let narrowed = all || conditions.len() > 2;
    let filter = conditions.join(" AND ");
    let cause_at = wanted.cause.as_ref().map(|cause| cause.destination.as_str()).unwrap_or_default();
    let (held_at, held_why) = match &wanted.held {
        Some((destination, why)) => (destination.as_str(), word(why)?),
        None => ("", String::new()),
    };
    let closed = to_json(&wanted.closed)?;
    let ranks_json = to_json(&ranks)?;
    let since = wanted.since.map(|since| since.0);
    let mut with: Vec<(&str, &dyn ToSql)> = Vec::new();
    let event_id = event.as_str();
    with.push((":event", &event_id));
    if !ranks.is_empty() {
        with.push((":ranks", &ranks_json));
        if !wanted.closed.is_empty() {
            with.push((":closed", &closed));
        }
    }
    if wanted.since.is_some() {
        with.push((":since", &since));
    }
    if let Some(cause) = &wanted.cause {
        with.extend(cause.parameters(&cause_at));
    }
    if wanted.held.is_some() {
        with.push((":place", &held_at));
        with.push((":why", &held_why));
    }
    let (tags_json, reps_json) = (to_json(&wanted.tags)?, to_json(&wanted.reps)?);
    let rating = wanted.rating;
    if !wanted.tags.is_empty() {
        with.push((":tags", &tags_json));
    }
    if wanted.rating.is_some() {
        with.push((":rating", &rating));
    }
    if !wanted.reps.is_empty() {
        with.push((":reps", &reps_json));
    }
    let (limit, offset) = (wanted.limit, wanted.offset);
    if let Some(query) = &query {
        let index = (!narrowed).then_some("contact_living");
        let among = search::Among { index, filter: &filter, with: &with };
        let best = search::page(conn, query, &among, (offset, limit), COUNTED_BEYOND)?;
        return Ok(Listed {
            ids: ids_of(conn, best.page)?,
            matching: best.counted,
            more: best.more,
            total: total(conn, event)?,
        });
    }
    let matching: u32 = conn
        .prepare_cached(&format!("SELECT count(*) FROM contact WHERE {filter}"))?
        .query_row(with.as_slice(), |row| row.get(0))?;
    with.push((":limit", &limit));
    with.push((":offset", &offset));
    // Numbers, which an index has; the rows of those alone that are shown are looked at.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT contact.rowid_ FROM contact WHERE {filter} ORDER BY {} LIMIT :limit OFFSET :offset",
        wanted.order.sql()
    ))?;
    let numbers = statement.query_map(with.as_slice(), |row| row.get(0))?;
    let ids = ids_of(conn, numbers.collect::<rusqlite::Result<_>>()?)?;
    let total = if narrowed { total(conn, event)? } else { matching };
    Ok(Listed { ids, matching, more: false, total })
}

/// Who the contacts of these numbers are.
fn ids_of(conn: &Connection, numbers: Vec<i64>) -> Result<Vec<ContactId>> {
    let mut id_of = conn.prepare_cached("SELECT id FROM contact WHERE rowid_ = ?1")?;
    let ids = numbers.into_iter().map(|number| id_of.query_row([number], |row| row.get::<_, String>(0)));
    Ok(ids.map(|id| id.map(ContactId::new)).collect::<rusqlite::Result<_>>()?)
}

/// The newest contacts of an event.
///
/// # Errors
/// As the store allows.
pub fn newest(conn: &Connection, event: &EventId, limit: u32) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT contact.id FROM contact WHERE {HERE} AND {LIVING} ORDER BY contact.rowid_ DESC LIMIT :limit"
    ))?;
    let with: [(&str, &dyn ToSql); 2] = [(":event", &event.as_str()), (":limit", &limit)];
    let rows = statement.query_map(with.as_slice(), |row| row.get::<_, String>(0))?;
    Ok(rows.map(|id| id.map(ContactId::new)).collect::<rusqlite::Result<_>>()?)
}

/// How many contacts an event has.
///
/// # Errors
/// As the store allows.
pub fn total(conn: &Connection, event: &EventId) -> Result<u32> {
    Ok(conn
        .prepare_cached(&format!("SELECT count(*) FROM contact WHERE {HERE} AND {LIVING}"))?
        .query_row([(":event", event.as_str())].as_slice(), |row| row.get(0))?)
}

/// Of the event `:event`, by the number that the indexes know it by.
const HERE: &str = "contact.event_number = (SELECT number FROM event WHERE id = :event)";

/// Not deleted, not merged into another.
const LIVING: &str = "contact.deleted_at IS NULL AND contact.merged_into IS NULL";

/// Not erased; and not merged into another, which stands for it, once nothing of it is left to do.
const UNMERGED: &str =
    "contact.erased_at IS NULL AND (contact.merged_into IS NULL OR EXISTS (SELECT 1 FROM delivery d
    WHERE d.contact_id = contact.id AND d.live = 1 AND d.state <> 'removed'))";

#[cfg(test)]
mod tests {
    use super::*;

    fn plan_of(sql: &str) -> String {
        crate::store::open::make_ready();
        let mut conn = Connection::open_in_memory().unwrap();
        crate::store::schema::create(&mut conn).unwrap();
        let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps: Vec<String> = plan
            .query_map([(":event", "e")].as_slice(), |step| step.get(3))
            .unwrap()
            .map(|step| step.unwrap())
            .collect();
        steps.join("; ")
    }

    #[test]
    fn the_list_is_counted_and_put_in_order_without_a_look_at_each_contact() {
        let counted = plan_of(&format!("SELECT count(*) FROM contact WHERE {HERE} AND {LIVING}"));
        assert!(counted.starts_with("SEARCH contact USING COVERING INDEX contact_living"), "{counted}");
        for (order, index) in [
            (Order::Newest, "COVERING INDEX contact_living"),
            (Order::Oldest, "COVERING INDEX contact_living"),
            (Order::Name, "INDEX contact_by_name_order"),
            (Order::NameBackwards, "INDEX contact_by_name_order"),
        ] {
            let by = order.sql();
            let listed = plan_of(&format!(
                "SELECT contact.rowid_ FROM contact WHERE {HERE} AND {LIVING} ORDER BY {by}"
            ));
            assert!(listed.starts_with(&format!("SEARCH contact USING {index}")), "{listed}");
            assert!(!listed.contains("TEMP B-TREE"), "{listed}");
        }
    }

    #[test]
    fn what_is_looked_for_is_matched_with_the_living_without_a_look_at_each_contact() {
        let filter = format!("{HERE} AND {LIVING}");
        let among = search::Among { index: Some("contact_living"), filter: &filter, with: &[] };
        let plan = plan_of(&among.sql());
        assert!(plan.contains("COVERING INDEX contact_living"), "{plan}");
        assert!(plan.contains("rowid=?"), "{plan}");
    }
}
