//! Answers to the event's own questions: an answer is an edit of the field `answer` under the wording that was asked. There is one
//! answer to a question at a time; an older one, also to older words, stays in the history.

use crate::store::contacts::Edit;
use crate::store::{Result, questions};
use lanyard_core::contact::asking::AnswerFault;
use lanyard_core::contact::{Contact, Field, Origin, Part};
use lanyard_core::ids::ContactId;
use rusqlite::Connection;

/// Why there are no edits to be made of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The contact's event has no such question.
    NotAsked,
    /// It is no answer to it.
    Fault(AnswerFault),
}

/// What an answer changes: it is kept under its wording, and one to other words of the question gives way. None takes it away.
///
/// # Errors
/// As the store allows.
pub(crate) fn answered(
    conn: &Connection,
    contact: &ContactId,
    before: &Contact,
    part: &Part,
    said: Option<&str>,
) -> Result<std::result::Result<Vec<Edit>, NoAnswer>> {
    let Some(question) = questions::wording(conn, contact, part)? else { return Ok(Err(NoAnswer::NotAsked)) };
    let value = match question.answer(said.unwrap_or_default()) {
        Ok(value) => value,
        Err(fault) => return Ok(Err(NoAnswer::Fault(fault))),
    };
    let edit = |part: Part, value: Option<String>| Edit {
        field: Field::Answer,
        part,
        value,
        raw: None,
        problem: None,
        origin: Origin::Typed,
    };
    let mut edits = Vec::new();
    if value.is_some() {
        let has = |part: &Part| before.all(Field::Answer).any(|(at, _)| at == part);
        let others = questions::siblings(conn, part)?;
        edits.extend(others.into_iter().filter(has).map(|other| edit(other, None)));
    }
    edits.push(edit(part.clone(), value));
    Ok(Ok(edits))
}
