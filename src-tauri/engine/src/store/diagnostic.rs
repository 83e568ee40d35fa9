//! Counts for a diagnostic file: how many of what, and what became of the last requests. Nothing here reads a value of a
//! contact, a name, an address, or an answer of a CRM.

use super::Result;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeMap;

/// Requests that are told of, the newest.
const REQUESTS: u32 = 300;

/// How many of what a store holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Rows of the tables that grow with use.
    pub rows: BTreeMap<String, u64>,
    /// Live deliveries by kind of CRM, state, and the code of what they are parked for.
    pub deliveries: Vec<(String, String, u64)>,
    /// The last requests, newest first.
    pub requests: Vec<Asked>,
}

/// A request and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The CRM's kind.
    pub crm: String,
    /// The operation's name.
    pub op: String,
    /// HTTP status; none when there was no answer.
    pub status: Option<u16>,
    /// The class of its failure; none when it worked.
    pub class: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: Option<u64>,
    /// What the answer made the delivery wait, in milliseconds.
    pub wait_ms: Option<u64>,
    /// When it left, in milliseconds since 1970.
    pub at: i64,
}

/// Tables whose rows are counted.
const TABLES: [&str; 12] = [
    "event",
    "contact",
    "capture",
    "field_edit",
    "delivery",
    "attempt",
    "conflict",
    "tombstone",
    "roster",
    "proposal",
    "consent",
    "audit",
];

/// Counts.
///
/// # Errors
/// As the store allows.
pub fn counted(conn: &Connection) -> Result<Counted> {
    let mut rows = BTreeMap::new();
    for table in TABLES {
        let count = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        rows.insert(table.to_owned(), count);
    }
    let mut statement = conn.prepare(
        "SELECT t.kind, CASE WHEN d.parked IS NULL THEN d.state
           ELSE d.state || ': ' || coalesce(json_extract(d.parked, '$.reason'), '?') END AS what, count(*)
         FROM delivery d JOIN destination t ON t.id = d.destination_id WHERE d.live = 1 GROUP BY 1, 2 ORDER BY 1, 2",
    )?;
    let deliveries = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut statement = conn.prepare(
        "SELECT t.kind, a.op, a.status, a.class, a.ms, a.wait_ms, a.at_wall
         FROM attempt a JOIN delivery d ON d.id = a.delivery_id JOIN destination t ON t.id = d.destination_id
         ORDER BY a.at_wall DESC LIMIT ?1",
    )?;
    let requests = statement
        .query_map([REQUESTS], |row| {
            Ok(Asked {
                crm: row.get(0)?,
                op: row.get(1)?,
                status: row.get(2)?,
                class: row.get(3)?,
                ms: row.get(4)?,
                wait_ms: row.get(5)?,
                at: row.get(6)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Counted { rows, deliveries, requests })
}
