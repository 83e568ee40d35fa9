//! Lists of an event's people, found by the badge's number. A list that is being written counts for nothing until it is whole; a
//! later list goes before an earlier one. Which number a badge means is decided here by its form; what is done with it, elsewhere.

use super::{PayloadDigest, Result, from_json, to_json};
pub use lanyard_badge::recipe::IdForm;
use lanyard_badge::recipe::Recipe;
use lanyard_core::contact::{ContactDraft, DraftValue, Field, Part};
use lanyard_core::ids::{ContactId, EventId, RosterId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension};

/// So many rows are taken out at a time: a transaction of a few milliseconds.
const SWEPT: u32 = 1000;

/// A list that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// Its id.
    pub id: RosterId,
    /// The file's name.
    pub name: String,
    /// How many people it names.
    pub people: u64,
    /// When it was brought; shown only.
    pub at: WallMs,
}

/// What a list says of a badge's number.
#[derive(Clone, PartialEq, Eq)]
pub struct Known {
    /// Which list.
    pub roster: RosterId,
    /// The number as the list has it.
    pub number: String,
    /// What it says.
    pub draft: ContactDraft,
}

/// A number is a person's: not printed.
impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({}, {:?})", self.roster, self.draft)
    }
}

/// What came of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It stands in the list now.
    New,
    /// The same row stands above it.
    Same,
    /// Another person has this number in the list: it says nothing about either now.
    Doubled,
}

/// Begins a list. It counts from [`finish`] on.
///
/// # Errors
/// As the store allows.
pub fn begin(
    conn: &Connection,
    id: &RosterId,
    event: &EventId,
    digest: &PayloadDigest,
    name: &str,
    at: WallMs,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO roster (id, event_id, digest, name, at_wall, whole) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
    )?
    .execute((id.as_str(), event.as_str(), &digest.0, name, at.0))?;
    Ok(())
}

/// Writes a row of a list that is not whole yet.
///
/// # Errors
/// As the store allows.
pub fn put(conn: &Connection, roster: &RosterId, number: &str, draft: &ContactDraft) -> Result<Put> {
    let number = number.trim();
    let fold = IdForm::LOOSE.key(number);
    let json = json_of(draft)?;
    let written = conn
        .prepare_cached(
            "INSERT INTO roster_row (roster_id, badge_fold, badge_key, json) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?
        .execute((roster.as_str(), &fold, number, &json))?;
    if written > 0 {
        return Ok(Put::New);
    }
    let doubled = conn
        .prepare_cached(
            "UPDATE roster_row SET json = NULL
             WHERE roster_id = ?1 AND badge_fold = ?2 AND badge_key = ?3 AND json IS NOT ?4",
        )?
        .execute((roster.as_str(), &fold, number, &json))?;
    Ok(if doubled > 0 { Put::Doubled } else { Put::Same })
}

/// Makes a list count.
///
/// # Errors
/// As the store allows.
pub fn finish(conn: &Connection, roster: &RosterId, people: u64) -> Result<()> {
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    conn.prepare_cached("UPDATE roster SET whole = 1, people = ?2 WHERE id = ?1")?
        .execute((roster.as_str(), people))?;
    Ok(())
}

/// The list of an event that was made of the very same entries.
///
/// # Errors
/// As the store allows.
pub fn of_digest(conn: &Connection, event: &EventId, digest: &PayloadDigest) -> Result<Option<Roster>> {
    let found = conn
        .prepare_cached(
            "SELECT id, name, people, at_wall FROM roster WHERE event_id = ?1 AND digest = ?2 AND whole = 1",
        )?
        .query_row((event.as_str(), &digest.0), roster)
        .optional()?;
    Ok(found)
}

/// The lists of an event, the latest first.
///
/// # Errors
/// As the store allows.
pub fn of_event(conn: &Connection, event: &EventId) -> Result<Vec<Roster>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, name, people, at_wall FROM roster WHERE event_id = ?1 AND whole = 1 ORDER BY rowid DESC",
    )?;
    let found = statement.query_map([event.as_str()], roster)?.collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// A list by its id, whole or not.
///
/// # Errors
/// As the store allows.
pub fn get(conn: &Connection, id: &RosterId) -> Result<Option<Roster>> {
    let found = conn
        .prepare_cached("SELECT id, name, people, at_wall FROM roster WHERE id = ?1")?
        .query_row([id.as_str()], roster)
        .optional()?;
    Ok(found)
}

fn roster(row: &rusqlite::Row<'_>) -> rusqlite::Result<Roster> {
    Ok(Roster {
        id: RosterId::new(row.get::<_, String>(0)?),
        name: row.get(1)?,
        people: row.get::<_, i64>(2)?.unsigned_abs(),
        at: WallMs(row.get(3)?),
    })
}

/// Whom an event's lists have under a badge's number, in one of the forms. The latest list that knows the number decides: should
/// it stand there for several people, nothing is known.
///
/// # Errors
/// As the store allows.
pub fn find(conn: &Connection, event: &EventId, number: &str, forms: &[IdForm]) -> Result<Option<Known>> {
    let mut statement =
        conn.prepare_cached("SELECT id FROM roster WHERE event_id = ?1 AND whole = 1 ORDER BY rowid DESC")?;
    let mut rows = statement.query([event.as_str()])?;
    while let Some(row) = rows.next()? {
        let roster = RosterId::new(row.get::<_, String>(0)?);
        if let Some(found) = find_in(conn, &roster, number, forms)? {
            return Ok(found.draft.map(|draft| Known { roster, number: found.number, draft }));
        }
    }
    Ok(None)
}

/// A row as it stands in a list.
pub struct Found {
    /// The number as the list has it.
    pub number: String,
    /// What is said; none when the number stands for several people.
    pub draft: Option<ContactDraft>,
}

/// As [`find`], in one list, whole or not.
///
/// # Errors
/// As the store allows.
pub fn find_in(
    conn: &Connection,
    roster: &RosterId,
    number: &str,
    forms: &[IdForm],
) -> Result<Option<Found>> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(None);
    }
    let mut folds: Vec<String> = forms.iter().flat_map(|form| form.folds(number)).collect();
    folds.sort_unstable();
    folds.dedup();
    let mut statement = conn
        .prepare_cached("SELECT badge_key, json FROM roster_row WHERE roster_id = ?1 AND badge_fold = ?2")?;
    let mut alike: Option<(String, Option<String>)> = None;
    let mut several = false;
    for fold in &folds {
        let mut rows = statement.query((roster.as_str(), fold))?;
        while let Some(row) = rows.next()? {
            let (key, json): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            if key == number {
                // Exactly this number goes before all that only look like it.
                return Ok(Some(Found { draft: drafted(json)?, number: key }));
            }
            if forms.iter().any(|form| form.key(&key) == form.key(number)) {
                several |= alike.is_some();
                alike = Some((key, json));
            }
        }
    }
    match alike {
        Some((number, json)) => {
            Ok(Some(Found { draft: if several { None } else { drafted(json)? }, number }))
        }
        None => Ok(None),
    }
}

/// What a row says, as text to be kept: field, place, value.
pub(super) fn json_of(draft: &ContactDraft) -> Result<String> {
    let values: Vec<(&str, &str, &str)> = draft
        .values
        .iter()
        .map(|value| (value.field.key(), value.part.as_str(), value.raw.as_str()))
        .collect();
    to_json(&values)
}

/// The way back; a field that this version does not know is passed over.
pub(super) fn draft_of(json: &str) -> Result<ContactDraft> {
    let values: Vec<(String, String, String)> = from_json("roster_row.json", json)?;
    let known = values.into_iter().filter_map(|(field, part, raw)| {
        Some(DraftValue { field: Field::by_key(&field)?, part: Part::member(part), raw })
    });
    Ok(ContactDraft { values: known.collect(), ..ContactDraft::default() })
}

fn drafted(json: Option<String>) -> Result<Option<ContactDraft>> {
    json.as_deref().map(draft_of).transpose()
}

/// Living contacts of an event that have a badge's number, by the search index' number after `after`.
///
/// # Errors
/// As the store allows.
pub fn numbered(conn: &Connection, event: &EventId, after: i64, limit: u32) -> Result<Vec<(i64, ContactId)>> {
    // Not by the event's index: it has another order, and all of an event would be sorted for each piece.
    let mut statement = conn.prepare_cached(
        "SELECT rowid_, id FROM contact WHERE rowid_ > ?2 AND +event_id = ?1 AND deleted_at IS NULL AND merged_into IS NULL
         AND EXISTS (SELECT 1 FROM field_edit WHERE contact_id = contact.id AND field = 'badge_id')
         ORDER BY rowid_ LIMIT ?3",
    )?;
    let found = statement
        .query_map((event.as_str(), after, limit), |row| {
            Ok((row.get(0)?, ContactId::new(row.get::<_, String>(1)?)))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// Takes out a piece of what no list needs any more: rows of a list that was never finished, and rows of an earlier list whose number
/// a later one has. Whether there may be more.
///
/// # Errors
/// As the store allows.
pub fn sweep(conn: &Connection, event: &EventId) -> Result<bool> {
    let broken: Option<String> = conn
        .prepare_cached("SELECT id FROM roster WHERE event_id = ?1 AND whole = 0 LIMIT 1")?
        .query_row([event.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(roster) = broken {
        if take_out(conn, &roster, "")? == 0 {
            conn.prepare_cached("DELETE FROM proposal WHERE kind = 'roster' AND source = ?1")?
                .execute([&roster])?;
            conn.prepare_cached("DELETE FROM roster WHERE id = ?1")?.execute([&roster])?;
        }
        return Ok(true);
    }
    let earlier: Vec<String> = conn
        .prepare_cached("SELECT id FROM roster WHERE event_id = ?1 ORDER BY rowid DESC LIMIT -1 OFFSET 1")?
        .query_map([event.as_str()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let latest: Option<String> = conn
        .prepare_cached("SELECT id FROM roster WHERE event_id = ?1 ORDER BY rowid DESC LIMIT 1")?
        .query_row([event.as_str()], |row| row.get(0))
        .optional()?;
    for roster in earlier {
        if let Some(latest) = &latest
            && take_out(conn, &roster, latest)? > 0
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes out rows of a list: all, or those that another has too.
fn take_out(conn: &Connection, roster: &str, other: &str) -> Result<usize> {
    let taken = conn
        .prepare_cached(
            "DELETE FROM roster_row WHERE roster_id = ?1 AND (badge_fold, badge_key) IN (
               SELECT badge_fold, badge_key FROM roster_row row WHERE roster_id = ?1 AND (?2 = '' OR EXISTS (
                 SELECT 1 FROM roster_row other WHERE other.roster_id = ?2 AND other.badge_fold = row.badge_fold
                 AND other.badge_key = row.badge_key)) LIMIT ?3)",
        )?
        .execute((roster, other, SWEPT))?;
    Ok(taken)
}

/// Takes a person's rows out of every list of their event: they are erased. Before their values are.
///
/// # Errors
/// As the store allows.
pub fn forget(conn: &Connection, contact: &ContactId) -> Result<()> {
    let event: Option<String> = conn
        .prepare_cached("SELECT event_id FROM contact WHERE id = ?1")?
        .query_row([contact.as_str()], |row| row.get(0))?;
    let Some(event) = event.map(EventId::new) else { return Ok(()) };
    let numbers: Vec<String> = conn
        .prepare_cached(
            "SELECT DISTINCT value FROM field_edit WHERE contact_id = ?1 AND field = 'badge_id' AND value IS NOT NULL",
        )?
        .query_map([contact.as_str()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let recipes = super::recipes::of_event(conn, &event)?;
    let said = recipes.iter().filter_map(|kept| Recipe::parse(&kept.toml).ok()).map(|recipe| recipe.id);
    let forms: Vec<IdForm> = std::iter::once(IdForm::LOOSE).chain(said).collect();
    for fold in numbers.iter().flat_map(|number| forms.iter().flat_map(|form| form.folds(number))) {
        conn.prepare_cached(
            "DELETE FROM roster_row WHERE badge_fold = ?2
             AND roster_id IN (SELECT id FROM roster WHERE event_id = ?1)",
        )?
        .execute((event.as_str(), fold))?;
    }
    Ok(())
}
