//! What a manager's pictures count, grouped here so that a hundred thousand contacts are a few hundred rows: captures by
//! time, person and laptop; when contacts arrived; how a CRM answered. Which of them make one bar is decided above.

use super::Result;
use lanyard_core::ids::{DestinationId, EventId};
use lanyard_core::time::WallMs;
use rusqlite::Connection;

/// Times are told apart no finer than this, in milliseconds. Every offset from UTC in use today is a multiple of it, so that
/// an hour of any time zone is made of whole steps.
pub const STEP_MS: i64 = 5 * 60_000;

/// Contacts that were captured first within one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The start of the step.
    pub at: WallMs,
    /// By whom; none where nobody was named.
    pub by: Option<String>,
    /// On which laptop.
    pub laptop: String,
    /// How many.
    pub contacts: u32,
}

/// Contacts that were settled first within one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// The start of the step.
    pub at: WallMs,
    /// Whether they had arrived in every CRM they were to go to; else they were removed before.
    pub arrived: bool,
    /// How many.
    pub contacts: u32,
}

/// One line of an answer: of a request, or of one contact of a request for many.
#[derive(Debug, Clone)]
pub struct Answered {
    /// By whom.
    pub destination: DestinationId,
    /// The same for all lines of one request.
    pub request: String,
    /// When it left.
    pub at: WallMs,
    /// How long it took, in milliseconds.
    pub took: u64,
    /// The class of failure; none when it worked.
    pub class: Option<String>,
    /// What was left of the day's budget, where it was said.
    pub budget_left: Option<u32>,
    /// Of how much.
    pub budget: Option<u32>,
}

/// An event's contacts by when, by whom and where each was captured first. They add up to the sum's "captured".
///
/// # Errors
/// As the store allows.
pub fn captured(conn: &Connection, event: &EventId) -> Result<Vec<Captured>> {
    let mut statement = conn.prepare_cached(
        "SELECT c.step * ?2, o.name, coalesce(i.name, ''), sum(c.contacts) FROM (
           SELECT k.at_wall / ?2 - (k.at_wall < 0) AS step, k.operator_id, k.installation_id, count(*) AS contacts
           FROM capture k WHERE k.first_in = (SELECT number FROM event WHERE id = ?1) GROUP BY 1, 2, 3) c
         LEFT JOIN operator o ON o.id = c.operator_id LEFT JOIN installation i ON i.id = c.installation_id
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )?;
    let rows = statement.query_map((event.as_str(), STEP_MS), |row| {
        Ok(Captured { at: WallMs(row.get(0)?), by: row.get(1)?, laptop: row.get(2)?, contacts: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// When an event's contacts were settled first: in every CRM they were to go to, or removed here before that.
///
/// # Errors
/// As the store allows.
pub fn settled(conn: &Connection, event: &EventId) -> Result<Vec<Settled>> {
    let mut statement = conn.prepare_cached(
        "SELECT (at / ?2 - (at < 0)) * ?2, arrived, count(*) FROM (
           SELECT CASE WHEN there AND (gone IS NULL OR came <= gone) THEN came ELSE gone END AS at,
             there AND (gone IS NULL OR came <= gone) AS arrived
           FROM (SELECT coalesce(c.deleted_at, c.merged_at) AS gone, coalesce(a.there, 0) AS there, a.came
             FROM contact c LEFT JOIN (
               SELECT contact_id, max(first) AS came, count(*) = count(first) AS there FROM (
                 SELECT contact_id, destination_id, min(arrived_at) AS first FROM delivery
                 WHERE part = 'contact' GROUP BY 1, 2)
               GROUP BY 1) a ON a.contact_id = c.id
             WHERE c.event_number = (SELECT number FROM event WHERE id = ?1)))
         WHERE at IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
    )?;
    let rows = statement.query_map((event.as_str(), STEP_MS), |row| {
        Ok(Settled { at: WallMs(row.get(0)?), arrived: row.get(1)?, contacts: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The first and the last request to an event's CRMs that left from `from` on and before `until`.
///
/// # Errors
/// As the store allows.
pub fn asked_between(conn: &Connection, from: WallMs, until: WallMs) -> Result<Option<(WallMs, WallMs)>> {
    let (first, last): (Option<i64>, Option<i64>) = conn
        .prepare_cached(
            "SELECT min(at_wall), max(at_wall) FROM attempt WHERE at_wall >= ?1 AND at_wall < ?2",
        )?
        .query_row((from.0, until.0), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last).map(|(first, last)| (WallMs(first), WallMs(last))))
}

/// What an event's CRMs answered to requests that left from `from` on and before `until`, oldest first. What nobody heard an
/// answer of is no part of it.
///
/// # Errors
/// As the store allows.
pub fn answers(conn: &Connection, event: &EventId, from: WallMs, until: WallMs) -> Result<Vec<Answered>> {
    // By the index over the time: the order of the join.
    let mut statement = conn.prepare_cached(
        "SELECT d.destination_id, coalesce(a.request_id, a.delivery_id || ' ' || a.n), a.at_wall, a.ms, a.class,
           a.budget_left, a.budget
         FROM attempt a CROSS JOIN delivery d ON d.id = a.delivery_id
         WHERE a.at_wall >= ?2 AND a.at_wall < ?3 AND a.ms IS NOT NULL
           AND d.destination_id IN (SELECT id FROM destination WHERE event_id = ?1)
         ORDER BY a.at_wall",
    )?;
    let rows = statement.query_map((event.as_str(), from.0, until.0), |row| {
        Ok(Answered {
            destination: DestinationId::new(row.get::<_, String>(0)?),
            request: row.get(1)?,
            at: WallMs(row.get(2)?),
            took: row.get(3)?,
            class: row.get(4)?,
            budget_left: row.get(5)?,
            budget: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
