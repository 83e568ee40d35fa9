//! What a manager looks at together: failures by their cause, holds by their reason, open differences over all contacts.
//! Causes are told apart in SQL by what the reason itself holds, so that a hundred thousand refusals are one line.

use super::Result;
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, DestinationId, EventId};
use lanyard_core::outbox::Hold;
use rusqlite::{Connection, ToSql};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What failures have in common.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Cause {
    /// Where.
    pub destination: DestinationId,
    /// The kind of reason, as the store names it.
    pub reason: String,
    /// Our field's key, when the CRM's refusal could be traced to one.
    pub field: Option<String>,
    /// Their field's name, when the CRM named one.
    pub theirs: Option<String>,
    /// The CRM's words, where no field tells causes apart.
    pub says: Option<String>,
}

/// The CRM's words may quote a value: not printed.
impl std::fmt::Debug for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cause({}, {:?})", self.reason, self.field)
    }
}

/// A cause with how many failures it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseCount {
    /// The cause.
    pub cause: Cause,
    /// How many contacts.
    pub contacts: u32,
    /// The oldest delivery of them.
    pub first: DeliveryId,
}

/// A hold with how many it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldCount {
    /// Where.
    pub destination: DestinationId,
    /// Why.
    pub why: Hold,
    /// How many contacts.
    pub contacts: u32,
    /// The oldest delivery of them.
    pub first: DeliveryId,
}

/// An open difference with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The conflict row.
    pub id: ConflictId,
    /// Of whom.
    pub contact: ContactId,
    /// Where.
    pub destination: DestinationId,
}

/// Differences of one field at one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Where.
    pub destination: DestinationId,
    /// Their field.
    pub theirs: String,
    /// How many are open.
    pub open: u32,
    /// Of how many of them ours is the default.
    pub ours: u32,
}

/// What tells causes apart, as columns of a parked delivery: reason, our field, theirs, the CRM's words.
const REASON: &str = "parked ->> '$.reason'";
const FIELD: &str = "parked ->> '$.faults[0].ours'";
const THEIRS: &str = "parked ->> '$.faults[0].theirs'";
const SAYS: &str = "CASE parked ->> '$.reason'
    WHEN 'refused' THEN parked ->> '$.message'
    WHEN 'invalid' THEN CASE WHEN coalesce(parked ->> '$.faults[0].ours', parked ->> '$.faults[0].theirs') IS NULL
      THEN parked ->> '$.faults[0].message' END
    END";

/// An event's failures by cause, the most frequent first.
///
/// # Errors
/// As the store allows.
pub fn causes(conn: &Connection, event: &EventId) -> Result<Vec<CauseCount>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT d.destination_id, {REASON}, {FIELD}, {THEIRS}, {SAYS}, count(DISTINCT d.contact_id) AS contacts,
           min(d.rowid) AS first
         FROM delivery d WHERE d.destination_id IN (SELECT id FROM destination WHERE event_id = ?1)
           AND d.state = 'parked' AND d.live = 1
         GROUP BY 1, 2, 3, 4, 5 ORDER BY contacts DESC, first"
    ))?;
    let mut rows = statement.query([event.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(CauseCount {
            cause: Cause {
                destination: DestinationId::new(row.get::<_, String>(0)?),
                reason: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                field: row.get(2)?,
                theirs: row.get(3)?,
                says: row.get(4)?,
            },
            contacts: row.get(5)?,
            first: at_row(conn, row.get(6)?)?,
        });
    }
    Ok(found)
}

/// The deliveries of a cause with their contacts, oldest first; at most `limit`.
///
/// # Errors
/// As the store allows.
pub fn of_cause(conn: &Connection, cause: &Cause, limit: u32) -> Result<Vec<(DeliveryId, ContactId)>> {
    let condition = in_cause();
    let sql = format!("SELECT id, contact_id FROM delivery WHERE {condition} ORDER BY rowid LIMIT :limit");
    let place = cause.destination.as_str();
    let mut with = cause.parameters(&place).to_vec();
    with.push((":limit", &limit));
    pairs(conn, &sql, with.as_slice())
}

/// Whether a delivery has a cause, the parameters being [`Cause::parameters`].
pub(super) fn in_cause() -> String {
    format!(
        "destination_id = :destination AND state = 'parked' AND live = 1 AND {REASON} IS :reason
         AND {FIELD} IS :field AND {THEIRS} IS :theirs AND {SAYS} IS :says"
    )
}

impl Cause {
    /// The parameters of [`in_cause`]; `place` is the destination's id as text.
    pub(super) fn parameters<'a>(&'a self, place: &'a &str) -> [(&'a str, &'a dyn ToSql); 5] {
        [
            (":destination", place),
            (":reason", &self.reason),
            (":field", &self.field),
            (":theirs", &self.theirs),
            (":says", &self.says),
        ]
    }
}

/// An event's holds by reason.
///
/// # Errors
/// As the store allows.
pub fn holds(conn: &Connection, event: &EventId) -> Result<Vec<HoldCount>> {
    let mut statement = conn.prepare_cached(
        "SELECT d.destination_id, d.held_why, count(DISTINCT d.contact_id), min(d.rowid)
         FROM delivery d WHERE d.destination_id IN (SELECT id FROM destination WHERE event_id = ?1)
           AND d.state = 'held' AND d.live = 1
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
    )?;
    let mut rows = statement.query([event.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(HoldCount {
            destination: DestinationId::new(row.get::<_, String>(0)?),
            why: super::from_word("held_why", &row.get::<_, String>(1)?)?,
            contacts: row.get(2)?,
            first: at_row(conn, row.get(3)?)?,
        });
    }
    Ok(found)
}

/// The deliveries that are held for a reason, oldest first; at most `limit`.
///
/// # Errors
/// As the store allows.
pub fn of_hold(
    conn: &Connection,
    destination: &DestinationId,
    why: Hold,
    limit: u32,
) -> Result<Vec<(DeliveryId, ContactId)>> {
    pairs(
        conn,
        "SELECT id, contact_id FROM delivery WHERE destination_id = ?1 AND state = 'held' AND held_why = ?2
         AND live = 1 ORDER BY rowid LIMIT ?3",
        (destination.as_str(), super::word(&why)?, limit),
    )
}

fn at_row(conn: &Connection, row: i64) -> Result<DeliveryId> {
    let id: String = conn
        .prepare_cached("SELECT id FROM delivery WHERE rowid = ?1")?
        .query_row([row], |row| row.get(0))?;
    Ok(DeliveryId::new(id))
}

fn pairs(conn: &Connection, sql: &str, with: impl rusqlite::Params) -> Result<Vec<(DeliveryId, ContactId)>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(with)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (delivery, contact): (String, String) = (row.get(0)?, row.get(1)?);
        found.push((DeliveryId::new(delivery), ContactId::new(contact)));
    }
    Ok(found)
}

/// An event's open differences by field, the most frequent first.
///
/// # Errors
/// As the store allows.
pub fn alike(conn: &Connection, event: &EventId) -> Result<Vec<Alike>> {
    // From what is open on, here and below: the index decides the order of the join, for deliveries are many.
    let mut statement = conn.prepare_cached(
        "SELECT d.destination_id, k.field, count(*), sum(k.winner = 'ours')
         FROM conflict k CROSS JOIN delivery d ON d.id = k.delivery_id
         WHERE k.resolved_at IS NULL AND d.live = 1
           AND d.destination_id IN (SELECT id FROM destination WHERE event_id = ?1)
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
    )?;
    let mut rows = statement.query([event.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Alike {
            destination: DestinationId::new(row.get::<_, String>(0)?),
            theirs: row.get(1)?,
            open: row.get(2)?,
            ours: row.get(3)?,
        });
    }
    Ok(found)
}

/// An event's open differences, contact by contact; `of` narrows them to one field at one destination. At most `limit`.
///
/// # Errors
/// As the store allows.
pub fn open(
    conn: &Connection,
    event: &EventId,
    of: Option<(&DestinationId, &str)>,
    limit: u32,
) -> Result<Vec<Open>> {
    let mut statement = conn.prepare_cached(
        "SELECT k.id, d.contact_id, d.destination_id FROM conflict k CROSS JOIN delivery d ON d.id = k.delivery_id
         WHERE k.resolved_at IS NULL AND d.live = 1
           AND d.destination_id IN (SELECT id FROM destination WHERE event_id = ?1)
           AND (?2 IS NULL OR d.destination_id = ?2) AND (?3 IS NULL OR k.field = ?3)
         ORDER BY d.rowid, k.field LIMIT ?4",
    )?;
    let (destination, field) = (of.map(|(id, _)| id.as_str()), of.map(|(_, field)| field));
    let mut rows = statement.query((event.as_str(), destination, field, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Open {
            id: ConflictId::new(row.get::<_, String>(0)?),
            contact: ContactId::new(row.get::<_, String>(1)?),
            destination: DestinationId::new(row.get::<_, String>(2)?),
        });
    }
    Ok(found)
}
