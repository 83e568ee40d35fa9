//! What was asked for a delivery and what came of it: the timeline's source.

use super::{Result, StoreError};
use lanyard_core::crm::ReplyFacts;
use lanyard_core::ids::{ContactId, DeliveryId, DestinationId};
use lanyard_core::outbox::DeliveryPart;
use lanyard_core::time::{Millis, WallMs};
use rusqlite::{Connection, OptionalExtension, Row};

/// An attempt as the timeline shows it.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Counts up per delivery.
    pub n: u32,
    /// The operation's name.
    pub op: String,
    /// The CRM's id of the request.
    pub request_id: Option<String>,
    /// HTTP status; none when there was no answer.
    pub status: Option<u16>,
    /// The class of its failure; none when it worked, "open" while it is under way.
    pub class: Option<String>,
    /// How long it took.
    pub took: Option<Millis>,
    /// What the answer made the delivery wait.
    pub wait: Option<Millis>,
    /// The start of the answer, for a failure.
    pub reply: Option<String>,
    /// When it left.
    pub at: WallMs,
}

/// Answers are kept up to this length (sync protocol: 8 KiB).
pub const REPLY_BYTES: usize = 8192;

/// Notes that a write is about to leave; part of the transaction that stores its lease (rule 1).
///
/// # Errors
/// As the store allows.
pub fn begin(conn: &Connection, delivery: &DeliveryId, op: &str, at: WallMs) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO attempt (delivery_id, n, op, class, at_wall)
         VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM attempt WHERE delivery_id = ?1), ?2, 'open', ?3)",
    )?
    .execute((delivery.as_str(), op, at.0))?;
    Ok(())
}

/// Notes what came of a request: of the write that was noted when it left, or of a read as a whole. `class` is the
/// failure's name, none when it worked.
///
/// # Errors
/// As the store allows.
pub fn end(
    conn: &Connection,
    delivery: &DeliveryId,
    op: &str,
    at: WallMs,
    facts: &ReplyFacts,
    class: Option<&str>,
) -> Result<()> {
    let reply = facts.raw.as_deref().map(|raw| &raw.as_bytes()[..raw.len().min(REPLY_BYTES)]);
    let (left, of) = (facts.rate.daily_remaining, facts.rate.daily_limit);
    let said =
        (delivery.as_str(), op, &facts.request_id, facts.status, class, facts.took.0, reply, at.0, left, of);
    let noted = conn
        .prepare_cached(
            "UPDATE attempt SET request_id = ?3, status = ?4, class = ?5, ms = ?6, reply = ?7, budget_left = ?9, budget = ?10
             WHERE delivery_id = ?1 AND op = ?2 AND class = 'open' AND ?8 IS NOT NULL",
        )?
        .execute(said)?;
    if noted == 0 {
        conn.prepare_cached(
            "INSERT INTO attempt (delivery_id, n, op, request_id, status, class, ms, reply, at_wall, budget_left, budget)
             VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM attempt WHERE delivery_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8,
               ?9, ?10)",
        )?
        .execute(said)?;
    }
    Ok(())
}

/// Notes what the newest answer of this sort made the delivery wait.
///
/// # Errors
/// As the store allows.
pub fn waits(conn: &Connection, delivery: &DeliveryId, op: &str, wait: Millis) -> Result<()> {
    conn.prepare_cached(
        "UPDATE attempt SET wait_ms = ?3 WHERE delivery_id = ?1
         AND n = (SELECT max(n) FROM attempt WHERE delivery_id = ?1 AND op = ?2 AND class <> 'open')",
    )?
    .execute((delivery.as_str(), op, wait.0))?;
    Ok(())
}

/// As [`close_open`], with how long nobody looks then.
///
/// # Errors
/// As the store allows.
pub fn close_lost(conn: &Connection, delivery: &DeliveryId, wait: Millis) -> Result<()> {
    conn.prepare_cached("UPDATE attempt SET wait_ms = ?2 WHERE delivery_id = ?1 AND class = 'open'")?
        .execute((delivery.as_str(), wait.0))?;
    close_open(conn, delivery)
}

/// Closes what a process that ended left open: nobody heard the answer.
///
/// # Errors
/// As the store allows.
pub fn close_open(conn: &Connection, delivery: &DeliveryId) -> Result<()> {
    conn.prepare_cached("UPDATE attempt SET class = 'ambiguous' WHERE delivery_id = ?1 AND class = 'open'")?
        .execute([delivery.as_str()])?;
    Ok(())
}

/// An attempt with what it was for.
#[derive(Debug, Clone)]
pub struct Made {
    /// The attempt.
    pub attempt: Attempt,
    /// Where.
    pub destination: DestinationId,
    /// For which part of the contact.
    pub part: DeliveryPart,
}

/// All attempts for a contact, over all destinations, parts and generations, oldest first.
///
/// # Errors
/// As the store allows.
pub fn of_contact(conn: &Connection, contact: &ContactId) -> Result<Vec<Made>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.n, a.op, a.request_id, a.status, a.class, a.ms, a.reply, a.at_wall, a.wait_ms, d.destination_id, d.part
         FROM attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.contact_id = ?1 ORDER BY a.at_wall, d.rowid, a.n",
    )?;
    let mut rows = statement.query([contact.as_str()])?;
    let mut made = Vec::new();
    while let Some(row) = rows.next()? {
        let part: String = row.get(10)?;
        made.push(Made {
            attempt: of_row(row)?,
            destination: DestinationId::new(row.get::<_, String>(9)?),
            part: DeliveryPart::parse(&part)
                .ok_or_else(|| StoreError::Mismatch { detail: "delivery.part is unknown".into() })?,
        });
    }
    Ok(made)
}

/// A delivery's attempts, oldest first.
///
/// # Errors
/// As the store allows.
pub fn of(conn: &Connection, delivery: &DeliveryId) -> Result<Vec<Attempt>> {
    let mut statement = conn.prepare_cached(
        "SELECT n, op, request_id, status, class, ms, reply, at_wall, wait_ms FROM attempt
         WHERE delivery_id = ?1 ORDER BY n",
    )?;
    let mut rows = statement.query([delivery.as_str()])?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        attempts.push(of_row(row)?);
    }
    Ok(attempts)
}

fn of_row(row: &Row<'_>) -> Result<Attempt> {
    let reply: Option<Vec<u8>> = row.get(6)?;
    let (took, wait): (Option<u64>, Option<u64>) = (row.get(5)?, row.get(8)?);
    Ok(Attempt {
        n: row.get(0)?,
        op: row.get(1)?,
        request_id: row.get(2)?,
        status: row.get(3)?,
        class: row.get(4)?,
        took: took.map(Millis),
        wait: wait.map(Millis),
        reply: reply.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        at: WallMs(row.get(7)?),
    })
}

/// When the write that is under way left.
///
/// # Errors
/// As the store allows.
pub fn started(conn: &Connection, delivery: &DeliveryId) -> Result<Option<WallMs>> {
    let at: Option<i64> = conn
        .prepare_cached(
            "SELECT at_wall FROM attempt WHERE delivery_id = ?1 AND class = 'open' ORDER BY n DESC LIMIT 1",
        )?
        .query_row([delivery.as_str()], |row| row.get(0))
        .optional()?;
    Ok(at.map(WallMs))
}
