//! Rows of files as contacts: the same rows that a capture writes, with fewer statements, since none of it is there yet.

use super::contacts::Edit;
use super::{PayloadDigest, Result, search, word};
use lanyard_core::contact::normalise::email_key;
use lanyard_core::contact::searched::Searched;
use lanyard_core::contact::{
    Field, compatible_names, display_name,
    name::{fold, name_key},
};
use lanyard_core::ids::{ContactId, EventId, InstallationId, OperatorId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeSet;

/// Memory for pages while many rows are written, in KiB: the indexes by digest, e-mail and name are hit at random places.
const BULK_CACHE_KIB: i64 = 48 * 1024;

/// What a connection has otherwise; SQLite's own default.
const USUAL_CACHE_KIB: i64 = 2000;

/// Bytes of words that the search index gathers before it writes them, while many rows are written; and otherwise (FTS5's own
/// default).
const BULK_WORDS: i64 = 16 << 20;
const USUAL_WORDS: i64 = 1 << 20;

/// What the schema keeps beside a new contact. With these triggers an import of a hundred thousand rows takes a third longer
/// (`tests/BENCHMARKS.md`), so they rest in its transaction and [`insert`] writes the same itself. Whatever is not named here goes on
/// running.
const KEPT_BY_HAND: [&str; 5] = [
    "keeps_event_of_new_contacts",
    "keeps_rating_of_new_edits",
    "keeps_tags_of_new_edits",
    "keeps_first_of_new_captures",
    "keeps_rep_of_new_captures",
];

/// The triggers that rest during an import, as the schema has them.
#[derive(Debug)]
#[must_use = "they are to be woken in the same transaction"]
pub struct Resting(Vec<String>);

/// Prepares for many rows in one transaction. [`end`] must follow in it, or the transaction is to be taken back: no other connection
/// ever sees the triggers at rest.
///
/// # Errors
/// As the store allows.
pub fn begin(conn: &Transaction<'_>) -> Result<Resting> {
    conn.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
    words_held(conn, BULK_WORDS)?;
    let mut resting = Vec::with_capacity(KEPT_BY_HAND.len());
    for name in KEPT_BY_HAND {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";
        resting.push(conn.query_row(sql, [name], |row| row.get(0))?);
        conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(Resting(resting))
}

/// Goes back to few rows at a time.
///
/// # Errors
/// As the store allows.
pub fn end(conn: &Transaction<'_>, resting: Resting) -> Result<()> {
    for trigger in resting.0 {
        conn.execute_batch(&trigger)?;
    }
    words_held(conn, USUAL_WORDS)
}

/// Gives the memory of many rows back, after the transaction.
///
/// # Errors
/// As the store allows.
pub fn let_go(conn: &Connection) -> Result<()> {
    Ok(conn.pragma_update(None, "cache_size", -USUAL_CACHE_KIB)?)
}

fn words_held(conn: &Connection, bytes: i64) -> Result<()> {
    conn.prepare_cached("INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', ?1)")?
        .execute([bytes])?;
    Ok(())
}

/// A contact as it is first written, with what it is looked up by.
pub struct Whole {
    edits: Vec<Edit>,
    email_key: Option<String>,
    name_key: Option<String>,
    name_order: Option<String>,
    words: Searched,
}

impl std::fmt::Debug for Whole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Whole({} values)", self.edits.len())
    }
}

impl Whole {
    /// Makes it of its values.
    #[must_use]
    pub fn new(edits: Vec<Edit>) -> Self {
        let contact = super::contacts::of_edits(&edits);
        let shown = display_name(&contact);
        Self {
            email_key: contact.text(Field::Email).map(email_key),
            name_key: shown.as_deref().map(name_key),
            name_order: shown.as_deref().map(fold),
            words: search::words(&contact),
            edits: once_each(edits),
        }
    }
}

impl Whole {
    /// Whether it may be the person of a contact that is here: the same e-mail, or a name that can be theirs, or nothing to
    /// tell by.
    #[must_use]
    pub fn may_be(&self, known: &Known) -> bool {
        let same_email = self.email_key.is_some() && self.email_key == known.email_key;
        same_email
            || match (&self.name_key, &known.name_key) {
                (Some(name), Some(other)) => compatible_names(name, other),
                (None, _) | (_, None) => true,
            }
    }
}

/// The last value of each part: a set's member may stand twice in a file. A value of nothing but unseen characters is none.
fn once_each(edits: Vec<Edit>) -> Vec<Edit> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<Edit> = edits
        .into_iter()
        .rev()
        .filter(|edit| edit.value.is_some() && seen.insert((edit.field, edit.part.clone())))
        .collect();
    kept.reverse();
    kept
}

/// Writes a new contact with its values; its number. Between [`begin`] and [`end`] alone, which leave it to this to write what is kept
/// beside them. Its capture must follow; and [`index`], or nobody finds it.
///
/// # Errors
/// As the store allows.
pub fn insert(
    conn: &Connection,
    id: &ContactId,
    event: &EventId,
    installation: &InstallationId,
    operator: Option<&OperatorId>,
    whole: &Whole,
    at: WallMs,
) -> Result<i64> {
    let rating = whole.edits.iter().find(|edit| edit.field == Field::Rating && edit.part.as_str().is_empty());
    conn.prepare_cached(
        "INSERT INTO contact (id, event_id, event_number, installation_id, created_at, edit_seq, email_key, name_key,
                              name_order, rating, rep)
         VALUES (?1, ?2, (SELECT number FROM event WHERE id = ?2), ?3, ?4, 1, ?5, ?6, ?7, CAST(?8 AS INTEGER),
                 (SELECT number FROM operator WHERE id = ?9))",
    )?
    .execute((
        id.as_str(),
        event.as_str(),
        installation.as_str(),
        at.0,
        &whole.email_key,
        &whole.name_key,
        &whole.name_order,
        rating.and_then(|edit| edit.value.as_deref()),
        operator.map(OperatorId::as_str),
    ))?;
    let number = conn.last_insert_rowid();
    let mut insert = conn.prepare_cached(
        "INSERT INTO field_edit (contact_id, field, part, installation_id, seq, value, raw, problem, origin, at_wall)
         VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut tag = conn.prepare_cached(
        "INSERT INTO contact_tag (event_number, tag, living, number)
         VALUES ((SELECT number FROM event WHERE id = ?1), ?2, 1, ?3)",
    )?;
    for edit in &whole.edits {
        insert.execute((
            id.as_str(),
            edit.field.key(),
            edit.part.as_str(),
            installation.as_str(),
            &edit.value,
            &edit.raw,
            edit.problem.map(|problem| word(&problem)).transpose()?,
            word(&edit.origin)?,
            at.0,
        ))?;
        if edit.field == Field::Tag {
            tag.execute((event.as_str(), edit.part.as_str(), number))?;
        }
    }
    Ok(number)
}

/// Makes new contacts found by their words. For many at once: whatever else is written in between makes the search index write
/// what it has gathered.
///
/// # Errors
/// As the store allows.
pub fn index<'a>(conn: &Connection, added: impl IntoIterator<Item = (i64, &'a Whole)>) -> Result<()> {
    for (number, whole) in added {
        search::add(conn, number, &whole.words)?;
    }
    Ok(())
}

/// What is known of an entry's digest at an event. What its contact is looked up by is personal data: not printed.
pub struct Known {
    /// The capture's number on this laptop.
    pub seq: i64,
    /// Whether its contact was removed here.
    pub removed: bool,
    email_key: Option<String>,
    name_key: Option<String>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known(seq {}, removed: {})", self.seq, self.removed)
    }
}

/// The first capture of an entry with this digest, whatever became of its contact.
///
/// # Errors
/// As the store allows.
pub fn known(conn: &Connection, event: &EventId, digest: &PayloadDigest) -> Result<Option<Known>> {
    let found = conn
        .prepare_cached(
            "SELECT capture.seq, contact.deleted_at IS NOT NULL, contact.email_key, contact.name_key FROM capture
             JOIN contact ON contact.id = capture.contact_id
             WHERE capture.event_id = ?1 AND capture.payload_mac = ?2 ORDER BY capture.rowid LIMIT 1",
        )?
        .query_row((event.as_str(), &digest.0), |row| {
            Ok(Known { seq: row.get(0)?, removed: row.get(1)?, email_key: row.get(2)?, name_key: row.get(3)? })
        })
        .optional()?;
    Ok(found)
}

/// The number of the last capture of this laptop; 0 before the first.
///
/// # Errors
/// As the store allows.
pub fn last_seq(conn: &Connection, installation: &InstallationId) -> Result<i64> {
    let found = conn
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM capture WHERE installation_id = ?1")?
        .query_row([installation.as_str()], |row| row.get(0))?;
    Ok(found)
}

/// The number of the last contact; 0 before the first.
///
/// # Errors
/// As the store allows.
pub fn last_contact(conn: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(rowid_), 0) FROM contact";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Whether a living contact of an event, numbered up to `last`, has this one's e-mail and a name that can be the same
/// person's. Others that may be are found by comparing, afterwards.
///
/// # Errors
/// As the store allows.
pub fn is_alike(conn: &Connection, event: &EventId, whole: &Whole, last: i64) -> Result<bool> {
    let Some(email) = &whole.email_key else { return Ok(false) };
    let mut statement = conn.prepare_cached(
        "SELECT name_key FROM contact WHERE email_key = ?1 AND event_id = ?2 AND rowid_ <= ?3 AND deleted_at IS NULL
         AND merged_into IS NULL LIMIT 5",
    )?;
    let mut rows = statement.query((email, event.as_str(), last))?;
    while let Some(row) = rows.next()? {
        let name: Option<String> = row.get(0)?;
        let mine = whole.name_key.as_deref().unwrap_or_default();
        if compatible_names(mine, name.as_deref().unwrap_or_default()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a contact of an event that was not removed has this badge number, be it one that was merged into another.
///
/// # Errors
/// As the store allows.
pub fn has_badge(conn: &Connection, event: &EventId, badge: &str) -> Result<bool> {
    let found = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM field_edit edit JOIN contact ON contact.id = edit.contact_id
               WHERE edit.field = 'badge_id' AND edit.value = ?2 AND contact.event_id = ?1
               AND contact.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM field_edit later WHERE later.contact_id = edit.contact_id
                 AND later.field = 'badge_id' AND later.part = edit.part AND later.seq > edit.seq))",
        )?
        .query_row((event.as_str(), badge), |row| row.get(0))?;
    Ok(found)
}

/// Which values contacts of an event have, or had: the columns of a table of them.
///
/// # Errors
/// As the store allows.
pub fn used(conn: &Connection, event: &EventId) -> Result<BTreeSet<(String, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT edit.field, edit.part FROM field_edit edit JOIN contact ON contact.id = edit.contact_id
         WHERE contact.event_id = ?1 AND edit.value IS NOT NULL",
    )?;
    let mut used = BTreeSet::new();
    for row in statement.query_map([event.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))? {
        used.insert(row?);
    }
    Ok(used)
}
