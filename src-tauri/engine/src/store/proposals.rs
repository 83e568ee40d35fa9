//! What a later source says about contacts that are here, waiting for a person's yes: the organiser's list, or a recipe. Only what
//! was said is kept; how it differs is looked at anew each time, since the contact may have changed since.

use super::rosters::{draft_of, json_of};
use super::{Result, from_word, word};
use lanyard_core::contact::{ContactDraft, Origin};
use lanyard_core::ids::{ContactId, EventId, ProposalId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ProposalKind")]
pub enum Kind {
    /// The organiser's list.
    Roster,
    /// The same code, read by a recipe.
    Recipe,
}

impl Kind {
    /// What its values' origin is.
    #[must_use]
    pub fn origin(self) -> Origin {
        match self {
            Self::Roster => Origin::Roster,
            Self::Recipe => Origin::Badge,
        }
    }
}

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Taken, all of it or what was chosen.
    Applied,
    /// Not wanted.
    Refused,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// About whom.
    pub contact: ContactId,
    /// What it comes from.
    pub kind: Kind,
    /// The list's id, or the recipe's name.
    pub source: String,
    /// What is said.
    pub draft: ContactDraft,
    /// When it was made; shown only.
    pub at: WallMs,
    /// What was decided; none while it is open.
    pub decided: Option<Decided>,
}

/// Which proposals can be seen: open, of living contacts of an event, and from a list that is whole.
const OPEN: &str = "FROM proposal JOIN contact ON contact.id = proposal.contact_id
  WHERE proposal.decided IS NULL AND (proposal.kind = 'roster' OR proposal.kind = 'recipe')
  AND contact.event_id = ?1 AND contact.deleted_at IS NULL AND contact.merged_into IS NULL
  AND (proposal.kind <> 'roster' OR EXISTS (SELECT 1 FROM roster WHERE roster.id = proposal.source AND roster.whole = 1))";

const COLUMNS: &str = "proposal.id, proposal.contact_id, proposal.kind, proposal.source, proposal.diff, proposal.at_wall, proposal.decided";

/// Writes a proposal, unless the same was refused before or is open already. Whether it is new.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, proposal: &Proposal) -> Result<bool> {
    let diff = json_of(&proposal.draft)?;
    let kind = word(&proposal.kind)?;
    let written = conn
        .prepare_cached(
            "INSERT INTO proposal (id, contact_id, kind, source, diff, at_wall) SELECT ?1, ?2, ?3, ?4, ?5, ?6
             WHERE NOT EXISTS (SELECT 1 FROM proposal WHERE contact_id = ?2 AND kind = ?3 AND diff = ?5
               AND (decided = 'refused' OR (decided IS NULL AND source = ?4)))",
        )?
        .execute((
            proposal.id.as_str(),
            proposal.contact.as_str(),
            kind,
            &proposal.source,
            diff,
            proposal.at.0,
        ))?;
    Ok(written > 0)
}

/// Takes away what was proposed for an event by other lists than this one and is open still: the latest decides.
///
/// # Errors
/// As the store allows.
pub fn only_of(conn: &Connection, event: &EventId, kind: Kind, source: &str) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM proposal WHERE decided IS NULL AND kind = ?2 AND source <> ?3
         AND contact_id IN (SELECT other.contact_id FROM proposal other JOIN contact ON contact.id = other.contact_id
           WHERE other.decided IS NULL AND other.kind = ?2 AND other.source = ?3 AND contact.event_id = ?1)",
    )?
    .execute((event.as_str(), word(&kind)?, source))?;
    Ok(())
}

/// Takes away what one source proposed at an event and is open still.
///
/// # Errors
/// As the store allows.
pub fn withdraw(conn: &Connection, event: &EventId, kind: Kind, source: &str) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM proposal WHERE decided IS NULL AND kind = ?2 AND source = ?3
         AND contact_id IN (SELECT id FROM contact WHERE event_number = (SELECT number FROM event WHERE id = ?1))",
    )?
    .execute((event.as_str(), word(&kind)?, source))?;
    Ok(())
}

/// How many can be seen.
///
/// # Errors
/// As the store allows.
pub fn count(conn: &Connection, event: &EventId) -> Result<u64> {
    let count: i64 = conn
        .prepare_cached(&format!("SELECT count(*) {OPEN}"))?
        .query_row([event.as_str()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Those that can be seen, oldest first.
///
/// # Errors
/// As the store allows.
pub fn open(conn: &Connection, event: &EventId, limit: u32) -> Result<Vec<Proposal>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {COLUMNS} {OPEN} ORDER BY proposal.rowid LIMIT ?2"))?;
    let mut rows = statement.query((event.as_str(), limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(proposal(row)?);
    }
    Ok(found)
}

/// The ids of all that can be seen, oldest first.
///
/// # Errors
/// As the store allows.
pub fn open_ids(conn: &Connection, event: &EventId) -> Result<Vec<ProposalId>> {
    let mut statement = conn.prepare_cached(&format!("SELECT proposal.id {OPEN} ORDER BY proposal.rowid"))?;
    let found = statement
        .query_map([event.as_str()], |row| Ok(ProposalId::new(row.get::<_, String>(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// What is open about a contact.
///
/// # Errors
/// As the store allows.
pub fn of_contact(conn: &Connection, contact: &ContactId) -> Result<Vec<Proposal>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM proposal WHERE contact_id = ?1 AND decided IS NULL
         AND (kind = 'roster' OR kind = 'recipe') ORDER BY rowid"
    ))?;
    let mut rows = statement.query([contact.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(proposal(row)?);
    }
    Ok(found)
}

/// One, decided or not.
///
/// # Errors
/// As the store allows.
pub fn get(conn: &Connection, id: &ProposalId) -> Result<Option<Proposal>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM proposal WHERE id = ?1 AND (kind = 'roster' OR kind = 'recipe')"
    ))?;
    let mut rows = statement.query([id.as_str()])?;
    rows.next()?.map(proposal).transpose()
}

/// Notes what was decided; none opens it again.
///
/// # Errors
/// As the store allows.
pub fn decide(conn: &Connection, id: &ProposalId, decided: Option<Decided>) -> Result<()> {
    let decided = decided.map(|decided| word(&decided)).transpose()?;
    conn.prepare_cached("UPDATE proposal SET decided = ?2 WHERE id = ?1")?.execute((id.as_str(), decided))?;
    Ok(())
}

fn proposal(row: &Row<'_>) -> Result<Proposal> {
    let decided: Option<String> = row.get(6)?;
    Ok(Proposal {
        id: ProposalId::new(row.get::<_, String>(0)?),
        contact: ContactId::new(row.get::<_, String>(1)?),
        kind: from_word("proposal.kind", &row.get::<_, String>(2)?)?,
        source: row.get(3)?,
        draft: draft_of(&row.get::<_, String>(4)?)?,
        at: WallMs(row.get(5)?),
        decided: decided.map(|word| from_word("proposal.decided", &word)).transpose()?,
    })
}

/// Whether anything is open about a contact at all: a quick look before a slow one.
///
/// # Errors
/// As the store allows.
pub fn any(conn: &Connection, contact: &ContactId) -> Result<bool> {
    let found = conn
        .prepare_cached("SELECT 1 FROM proposal WHERE contact_id = ?1 AND decided IS NULL LIMIT 1")?
        .query_row([contact.as_str()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}
