//! What an event asks people to agree to, in versions of its words, and what each of them said. The newest of what was said counts.

use super::Result;
use jiff::Timestamp;
use lanyard_core::contact::{Consent, Yes};
use lanyard_core::ids::{ContactId, EventId, OperatorId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How somebody was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Channel {
    /// By whoever stood at the laptop.
    Staff,
    /// By the screen, in kiosk mode.
    Kiosk,
}

/// What an event asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The wording in force.
    pub wording: String,
    /// Which version of the words it is.
    pub version: u32,
    /// The words.
    pub text: String,
    /// Whether nothing is sent before a yes.
    pub hold: bool,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether they agreed.
    pub given: bool,
    /// The words they were asked in; empty for words that this store does not hold.
    pub text: String,
    /// Which version of the words.
    pub version: u32,
    /// How they were asked.
    pub channel: Channel,
    /// When; shown only.
    pub at: WallMs,
    /// By whom.
    pub by: Option<String>,
}

/// What an event asks; none when it asks nothing.
///
/// # Errors
/// As the store allows.
pub fn asked(conn: &Connection, event: &EventId) -> Result<Option<Asked>> {
    let found = conn
        .prepare_cached(
            "SELECT w.id, w.version, w.text, event.hold_consent FROM event
             JOIN consent_wording w ON w.id = event.consent_wording WHERE event.id = ?1",
        )?
        .query_row([event.as_str()], |row| {
            Ok(Asked { wording: row.get(0)?, version: row.get(1)?, text: row.get(2)?, hold: row.get(3)? })
        })
        .optional()?;
    Ok(found)
}

/// Asks in these words from now on, or nothing any more. Words that were used before are that version again; others are a further
/// one under the id `further`.
///
/// # Errors
/// As the store allows.
pub fn ask(conn: &Connection, event: &EventId, text: Option<&str>, hold: bool, further: &str) -> Result<()> {
    let wording = match text {
        None => None,
        Some(text) => {
            let known: Option<String> = conn
                .query_row(
                    "SELECT id FROM consent_wording WHERE event_id = ?1 AND text = ?2",
                    (event.as_str(), text),
                    |row| row.get(0),
                )
                .optional()?;
            if known.is_none() {
                conn.execute(
                    "INSERT INTO consent_wording (id, event_id, version, text)
                     VALUES (?1, ?2, (SELECT coalesce(max(version), 0) + 1 FROM consent_wording WHERE event_id = ?2), ?3)",
                    (further, event.as_str(), text),
                )?;
            }
            Some(known.unwrap_or_else(|| further.to_owned()))
        }
    };
    conn.execute(
        "UPDATE event SET consent_wording = ?2, hold_consent = ?3 WHERE id = ?1",
        (event.as_str(), wording, hold && text.is_some()),
    )?;
    Ok(())
}

/// Whether a wording is one of the contact's event.
///
/// # Errors
/// As the store allows.
pub fn is_asked(conn: &Connection, contact: &ContactId, wording: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM consent_wording w JOIN contact ON contact.event_id = w.event_id
             WHERE w.id = ?1 AND contact.id = ?2)",
        )?
        .query_row((wording, contact.as_str()), |row| row.get(0))?)
}

/// Writes down what somebody said, counted as an edit: a CRM that keeps it in a field is told.
///
/// # Errors
/// As the store allows.
pub fn put(
    conn: &Connection,
    contact: &ContactId,
    wording: &str,
    given: bool,
    channel: Channel,
    operator: Option<&OperatorId>,
    at: WallMs,
) -> Result<()> {
    count(conn, contact)?;
    conn.prepare_cached(
        "INSERT INTO consent (contact_id, wording, given, channel, at_wall, operator_id, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT edit_seq FROM contact WHERE id = ?1))",
    )?
    .execute((
        contact.as_str(),
        wording,
        given,
        super::word(&channel)?,
        at.0,
        operator.map(OperatorId::as_str),
    ))?;
    Ok(())
}

/// What a contact said, oldest first, also as those that were merged into it.
///
/// # Errors
/// As the store allows.
pub fn of(conn: &Connection, contact: &ContactId) -> Result<Vec<Said>> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE person (id) AS (
           VALUES (?1) UNION SELECT contact.id FROM contact JOIN person ON contact.merged_into = person.id)
         SELECT said.given, coalesce(w.text, ''), coalesce(w.version, 0), said.channel, said.at_wall, operator.name
         FROM person JOIN consent said ON said.contact_id = person.id
         LEFT JOIN consent_wording w ON w.id = said.wording LEFT JOIN operator ON operator.id = said.operator_id
         ORDER BY said.rowid",
    )?;
    let mut rows = statement.query([contact.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Said {
            given: row.get(0)?,
            text: row.get(1)?,
            version: row.get(2)?,
            channel: super::from_word("consent.channel", &row.get::<_, String>(3)?)?,
            at: WallMs(row.get(4)?),
            by: row.get(5)?,
        });
    }
    Ok(found)
}

/// What a contact said last, also as one of those that were merged into it; none where it never said anything that was counted.
///
/// # Errors
/// As the store allows.
pub fn last(conn: &Connection, contact: &ContactId) -> Result<Option<Consent>> {
    let counted: u64 = conn
        .prepare_cached("SELECT consent_seq FROM contact WHERE id = ?1")?
        .query_row([contact.as_str()], |row| row.get(0))?;
    let said = of(conn, contact)?.pop();
    let silent = said.is_none() && counted == 0;
    let yes = said.filter(|said| said.given).map(|said| yes(&said)).transpose()?;
    Ok((!silent).then_some(Consent { yes, seq: counted }))
}

/// Every yes that a contact ever said, as a CRM may have been told it.
///
/// # Errors
/// As the store allows.
pub fn told(conn: &Connection, contact: &ContactId) -> Result<Vec<String>> {
    let said = of(conn, contact)?;
    said.iter().filter(|said| said.given).map(|said| Ok(yes(said)?.text())).collect()
}

fn yes(said: &Said) -> Result<Yes> {
    Ok(Yes { version: said.version, at: moment(said.at), channel: super::word(&said.channel)? })
}

/// What counts for a contact is what another one said, or is not any more: they were merged, or taken apart. Whether that one ever said
/// anything.
///
/// # Errors
/// As the store allows.
pub fn moved(conn: &Connection, kept: &ContactId, other: &ContactId) -> Result<bool> {
    if of(conn, other)?.is_empty() {
        return Ok(false);
    }
    count(conn, kept)?;
    Ok(true)
}

/// What counts for a contact is another thing by its next edit.
fn count(conn: &Connection, contact: &ContactId) -> Result<()> {
    conn.prepare_cached(
        "UPDATE contact SET edit_seq = edit_seq + 1, consent_seq = edit_seq + 1 WHERE id = ?1",
    )?
    .execute([contact.as_str()])?;
    Ok(())
}

/// To the second, in UTC.
fn moment(at: WallMs) -> String {
    Timestamp::from_millisecond(at.0)
        .map_or_else(|_| "?".to_owned(), |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Whether anybody of an event ever said anything.
///
/// # Errors
/// As the store allows.
pub fn any(conn: &Connection, event: &EventId) -> Result<bool> {
    Ok(conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM consent said JOIN contact ON contact.id = said.contact_id WHERE contact.event_id = ?1)",
        [event.as_str()],
        |row| row.get(0),
    )?)
}

/// Living contacts of an event that something may be decided about anew when it begins or ends to hold for consent: those of which
/// nothing has left.
///
/// # Errors
/// As the store allows.
pub fn unsent(conn: &Connection, event: &EventId) -> Result<Vec<ContactId>> {
    let mut statement = conn.prepare(
        "SELECT DISTINCT contact.id FROM contact JOIN delivery d ON d.contact_id = contact.id AND d.live = 1
         WHERE contact.event_number = (SELECT number FROM event WHERE id = ?1) AND contact.deleted_at IS NULL AND contact.merged_into IS NULL
         AND (d.state = 'held' OR d.state = 'queued')",
    )?;
    let rows = statement.query_map([event.as_str()], |row| row.get::<_, String>(0))?;
    Ok(rows.map(|id| id.map(ContactId::new)).collect::<rusqlite::Result<_>>()?)
}
