//! Acts of capturing. Immutable until erased.

use super::{PayloadDigest, Result};
use lanyard_core::ids::{CaptureId, ContactId, EventId, InstallationId, OperatorId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

/// How a capture was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A badge before the camera.
    Camera,
    /// A USB scanner.
    Scanner,
    /// A picture, dropped or pasted.
    Photo,
    /// By hand.
    Typed,
    /// From a file or the command line.
    Import,
}

/// A capture to be written.
#[derive(Debug)]
pub struct NewCapture<'a> {
    /// Its id.
    pub id: CaptureId,
    /// Of whom.
    pub contact: &'a ContactId,
    /// Where.
    pub event: &'a EventId,
    /// On which laptop.
    pub installation: &'a InstallationId,
    /// By whom.
    pub operator: Option<&'a OperatorId>,
    /// How.
    pub way: Way,
    /// The badge family it was read as.
    pub kind: &'a str,
    /// The code's symbology; none when it was typed.
    pub symbology: Option<&'a str>,
    /// What the code said, or what was typed.
    pub payload: &'a [u8],
    /// Its digest.
    pub digest: &'a PayloadDigest,
    /// Further properties.
    pub extra: &'a [(String, String)],
    /// When, to be shown.
    pub at: WallMs,
}

/// A capture as the drawer shows it.
#[derive(Debug, Clone)]
pub struct Captured {
    /// When.
    pub at: WallMs,
    /// By whom.
    pub by: Option<String>,
    /// What the code said; none once erased.
    pub payload: Option<Vec<u8>>,
    /// Further properties.
    pub extra: Vec<(String, String)>,
}

/// Writes a capture.
///
/// # Errors
/// As the store allows.
pub fn insert(conn: &Connection, capture: &NewCapture<'_>) -> Result<()> {
    let extra = if capture.extra.is_empty() { None } else { Some(super::to_json(&capture.extra)?) };
    conn.prepare_cached(
        "INSERT INTO capture (id, contact_id, event_id, installation_id, operator_id, way, kind, symbology, payload,
                              payload_mac, extra, at_wall, seq, first_in)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
                 (SELECT coalesce(max(seq), 0) + 1 FROM capture WHERE installation_id = ?4),
                 (SELECT number FROM event WHERE id = ?3 AND NOT EXISTS (SELECT 1 FROM capture WHERE contact_id = ?2)))",
    )?
    .execute((
        capture.id.as_str(),
        capture.contact.as_str(),
        capture.event.as_str(),
        capture.installation.as_str(),
        capture.operator.map(OperatorId::as_str),
        super::word(&capture.way)?,
        capture.kind,
        capture.symbology,
        capture.payload,
        &capture.digest.0,
        extra,
        capture.at.0,
    ))?;
    Ok(())
}

/// The living contact of an event that was captured by the same code, or stands for one that was.
///
/// # Errors
/// As the store allows.
pub fn with_payload(conn: &Connection, event: &EventId, digest: &PayloadDigest) -> Result<Option<ContactId>> {
    let mut statement = conn.prepare_cached(
        "SELECT contact.id FROM capture JOIN contact ON contact.id = capture.contact_id
         WHERE capture.event_id = ?1 AND capture.payload_mac = ?2 AND contact.deleted_at IS NULL
         ORDER BY capture.rowid",
    )?;
    let mut rows = statement.query((event.as_str(), &digest.0))?;
    while let Some(row) = rows.next()? {
        let id = ContactId::new(row.get::<_, String>(0)?);
        if let Some(living) = super::merges::standing_for(conn, &id)? {
            return Ok(Some(living));
        }
    }
    Ok(None)
}

/// A contact's captures, oldest first.
///
/// # Errors
/// As the store allows.
pub fn of(conn: &Connection, contact: &ContactId) -> Result<Vec<Captured>> {
    let mut statement = conn.prepare_cached(
        "SELECT capture.at_wall, operator.name, capture.payload, capture.extra
         FROM capture LEFT JOIN operator ON operator.id = capture.operator_id
         WHERE capture.contact_id = ?1 ORDER BY capture.rowid",
    )?;
    let mut rows = statement.query([contact.as_str()])?;
    let mut captures = Vec::new();
    while let Some(row) = rows.next()? {
        let extra: Option<String> = row.get(3)?;
        captures.push(Captured {
            at: WallMs(row.get(0)?),
            by: row.get(1)?,
            payload: row.get(2)?,
            extra: extra
                .map(|text| super::from_json("capture.extra", &text))
                .transpose()?
                .unwrap_or_default(),
        });
    }
    Ok(captures)
}

/// Who captured a contact first.
///
/// # Errors
/// As the store allows.
pub fn first_by(conn: &Connection, contact: &ContactId) -> Result<Option<String>> {
    let found: Option<Option<String>> = conn
        .prepare_cached(
            "SELECT operator.name FROM capture LEFT JOIN operator ON operator.id = capture.operator_id
             WHERE capture.contact_id = ?1 ORDER BY capture.rowid LIMIT 1",
        )?
        .query_row([contact.as_str()], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Codes of living contacts of an event that were captured after the one of this number, in their order: what was typed or came in a
/// list is none.
///
/// # Errors
/// As the store allows.
pub fn codes(
    conn: &Connection,
    event: &EventId,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, ContactId, Vec<u8>)>> {
    let mut statement = conn.prepare_cached(
        "SELECT capture.rowid, capture.contact_id, capture.payload FROM capture
         JOIN contact ON contact.id = capture.contact_id
         WHERE capture.rowid > ?2 AND +capture.event_id = ?1 AND capture.payload IS NOT NULL AND capture.way <> 'typed'
         AND capture.kind NOT IN ('csv', 'xlsx', 'jsonl') AND contact.deleted_at IS NULL AND contact.merged_into IS NULL
         ORDER BY capture.rowid LIMIT ?3",
    )?;
    let found = statement
        .query_map((event.as_str(), after, limit), |row| {
            Ok((row.get(0)?, ContactId::new(row.get::<_, String>(1)?), row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// What a contact's codes said, oldest first, and how each was captured.
///
/// # Errors
/// As the store allows.
pub fn codes_of(conn: &Connection, contact: &ContactId) -> Result<Vec<(Way, Vec<u8>)>> {
    let mut statement = conn.prepare_cached(
        "SELECT way, payload FROM capture WHERE contact_id = ?1 AND payload IS NOT NULL AND way <> 'typed'
         AND kind NOT IN ('csv', 'xlsx', 'jsonl') ORDER BY rowid",
    )?;
    let mut rows = statement.query([contact.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((super::from_word("capture.way", &row.get::<_, String>(0)?)?, row.get(1)?));
    }
    Ok(found)
}
