//! The questions of events and how each was put. An answer is an edit of its contact; here stands what it answers.

use super::{Result, from_json, to_json};
use lanyard_core::contact::asking::{Asks, Question};
use lanyard_core::contact::{Asked, Part};
use lanyard_core::ids::{ContactId, EventId, QuestionId};
use lanyard_core::time::WallMs;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::BTreeMap;

/// A question of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: QuestionId,
    /// The wording in force: the part of an answer to it.
    pub wording: Part,
    /// How it is put.
    pub question: Question,
    /// Whether it is not asked any more.
    pub retired: bool,
}

/// An event's questions in their order, with the newest wording of each; those that are not asked any more last.
///
/// # Errors
/// As the store allows.
pub fn of_event(conn: &Connection, event: &EventId) -> Result<Vec<Kept>> {
    let mut statement = conn.prepare_cached(
        "SELECT q.id, w.id, w.json, q.retired_at IS NOT NULL
         FROM question q JOIN question_wording w ON w.question_id = q.id
           AND w.version = (SELECT max(version) FROM question_wording WHERE question_id = q.id)
         WHERE q.event_id = ?1 ORDER BY q.retired_at IS NOT NULL, q.place, q.rowid",
    )?;
    let mut rows = statement.query([event.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Kept {
            id: QuestionId::new(row.get::<_, String>(0)?),
            wording: Part::member(row.get::<_, String>(1)?),
            question: question(row, 2)?,
            retired: row.get(3)?,
        });
    }
    Ok(found)
}

/// How many contacts have answered a question, in any wording: a look at each answer, so only for who asks.
///
/// # Errors
/// As the store allows.
pub fn answered(conn: &Connection, id: &QuestionId) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "SELECT count(DISTINCT edit.contact_id) FROM question_wording w
             JOIN field_edit edit ON edit.field = 'answer' AND edit.part = w.id WHERE w.question_id = ?1",
        )?
        .query_row([id.as_str()], |row| row.get(0))?)
}

/// Adds a question after the others.
///
/// # Errors
/// As the store allows.
pub fn add(
    conn: &Connection,
    event: &EventId,
    id: &QuestionId,
    wording: &Part,
    question: &Question,
) -> Result<()> {
    conn.execute(
        "INSERT INTO question (id, event_id, place)
         VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM question WHERE event_id = ?2))",
        (id.as_str(), event.as_str()),
    )?;
    conn.execute(
        "INSERT INTO question_wording (id, question_id, version, json) VALUES (?1, ?2, 1, ?3)",
        (wording.as_str(), id.as_str(), to_json(question)?),
    )?;
    Ok(())
}

/// Puts a question in other words: in place while nobody has answered it, else as a further wording under the id `further`.
///
/// # Errors
/// As the store allows.
pub fn reword(conn: &Connection, id: &QuestionId, further: &Part, question: &Question) -> Result<()> {
    let (newest, version): (String, u32) = conn.query_row(
        "SELECT id, version FROM question_wording WHERE question_id = ?1 ORDER BY version DESC LIMIT 1",
        [id.as_str()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let answered: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM field_edit WHERE field = 'answer' AND part = ?1)",
        [&newest],
        |row| row.get(0),
    )?;
    let json = to_json(question)?;
    if answered {
        conn.execute(
            "INSERT INTO question_wording (id, question_id, version, json) VALUES (?1, ?2, ?3, ?4)",
            (further.as_str(), id.as_str(), version + 1, json),
        )?;
    } else {
        conn.execute("UPDATE question_wording SET json = ?2 WHERE id = ?1", (newest, json))?;
    }
    Ok(())
}

/// Asks a question no more, or again.
///
/// # Errors
/// As the store allows.
pub fn retire(conn: &Connection, id: &QuestionId, at: Option<WallMs>) -> Result<()> {
    conn.execute("UPDATE question SET retired_at = ?2 WHERE id = ?1", (id.as_str(), at.map(|at| at.0)))?;
    Ok(())
}

/// Puts an event's questions into this order; those that are not named come after.
///
/// # Errors
/// As the store allows.
pub fn order(conn: &Connection, event: &EventId, ids: &[QuestionId]) -> Result<()> {
    conn.execute(
        "UPDATE question SET place = place + ?2 WHERE event_id = ?1",
        (event.as_str(), ids.len() + 1),
    )?;
    for (place, id) in ids.iter().enumerate() {
        conn.execute(
            "UPDATE question SET place = ?3 WHERE id = ?1 AND event_id = ?2",
            (id.as_str(), event.as_str(), place + 1),
        )?;
    }
    Ok(())
}

/// The event of a question.
///
/// # Errors
/// As the store allows.
pub fn event_of(conn: &Connection, id: &QuestionId) -> Result<Option<EventId>> {
    let found: Option<String> = conn
        .query_row("SELECT event_id FROM question WHERE id = ?1", [id.as_str()], |row| row.get(0))
        .optional()?;
    Ok(found.map(EventId::new))
}

/// A wording, if it is one of the contact's event.
///
/// # Errors
/// As the store allows.
pub fn wording(conn: &Connection, contact: &ContactId, part: &Part) -> Result<Option<Question>> {
    let mut statement = conn.prepare_cached(
        "SELECT w.json FROM question_wording w JOIN question q ON q.id = w.question_id
         JOIN contact ON contact.event_id = q.event_id WHERE w.id = ?1 AND contact.id = ?2",
    )?;
    let mut rows = statement.query((part.as_str(), contact.as_str()))?;
    rows.next()?.map(|row| question(row, 0)).transpose()
}

/// The other wordings of a wording's question.
///
/// # Errors
/// As the store allows.
pub fn siblings(conn: &Connection, part: &Part) -> Result<Vec<Part>> {
    let mut statement = conn.prepare_cached(
        "SELECT other.id FROM question_wording w JOIN question_wording other ON other.question_id = w.question_id
         WHERE w.id = ?1 AND other.id <> ?1",
    )?;
    let found = statement
        .query_map([part.as_str()], |row| Ok(Part::member(row.get::<_, String>(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(found)
}

/// How each of these was put, in the order in which they are asked.
///
/// # Errors
/// As the store allows.
pub fn asked<'a>(
    conn: &Connection,
    parts: impl IntoIterator<Item = &'a Part>,
) -> Result<Vec<(Part, Question)>> {
    let mut statement = conn.prepare_cached(
        "SELECT w.json, q.place, w.version FROM question_wording w JOIN question q ON q.id = w.question_id WHERE w.id = ?1",
    )?;
    let mut found: BTreeMap<(i64, i64, Part), Question> = BTreeMap::new();
    for part in parts {
        let mut rows = statement.query([part.as_str()])?;
        if let Some(row) = rows.next()? {
            found.insert((row.get(1)?, row.get(2)?, part.clone()), question(row, 0)?);
        }
    }
    Ok(found.into_iter().map(|((_, _, part), question)| (part, question)).collect())
}

/// What these wordings ask.
///
/// # Errors
/// As the store allows.
pub fn behind<'a>(
    conn: &Connection,
    parts: impl IntoIterator<Item = &'a Part>,
) -> Result<BTreeMap<Part, Asked>> {
    let mut statement =
        conn.prepare_cached("SELECT json, question_id FROM question_wording WHERE id = ?1")?;
    let mut found = BTreeMap::new();
    for part in parts {
        let mut rows = statement.query([part.as_str()])?;
        if let Some(row) = rows.next()? {
            let several = matches!(question(row, 0)?.asks, Asks::Several { .. });
            let question = QuestionId::new(row.get::<_, String>(1)?);
            found.insert(part.clone(), Asked { question, several });
        }
    }
    Ok(found)
}

/// Every wording of every question of this store: those of the event first, those that are still asked before the others, and of each
/// question the words in force before older ones.
///
/// # Errors
/// As the store allows.
pub fn worded(conn: &Connection, event: &EventId) -> Result<Vec<(QuestionId, Question)>> {
    let mut statement = conn.prepare_cached(
        "SELECT w.json, q.id FROM question q JOIN question_wording w ON w.question_id = q.id
         ORDER BY q.event_id <> ?1, q.retired_at IS NOT NULL, q.place, q.rowid, w.version DESC",
    )?;
    let mut rows = statement.query([event.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((QuestionId::new(row.get::<_, String>(1)?), question(row, 0)?));
    }
    Ok(found)
}

fn question(row: &Row<'_>, column: usize) -> Result<Question> {
    from_json("question_wording.json", &row.get::<_, String>(column)?)
}
