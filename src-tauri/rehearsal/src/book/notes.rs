//! Notes: short texts that hang on a contact and go with it when it is merged. They have no bin.

use super::{Book, stale};
use crate::clock::rfc3339;
use crate::reply::{Kind, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `n_` and six digits or more.
    pub id: String,
    /// The contact it hangs on.
    pub contact_id: String,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Milliseconds since 1970.
    pub updated_ms: i64,
    /// What it says; never empty.
    pub text: String,
}

/// What it says is personal data.
impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Note({} of {}, version {})", self.id, self.contact_id, self.version)
    }
}

impl Note {
    /// The note as the wire shows it.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "contact_id": self.contact_id,
            "version": self.version,
            "created_at": rfc3339(self.created_ms),
            "updated_at": rfc3339(self.updated_ms),
            "text": self.text,
        })
    }
}

impl Book {
    /// All notes in the order they were written.
    pub(crate) fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The notes of a live contact.
    pub(crate) fn notes_of(&self, contact: &str) -> Result<impl Iterator<Item = &Note>, Problem> {
        let id = self.live(contact)?.id.clone();
        Ok(self.notes.iter().filter(move |note| note.contact_id == id))
    }

    /// The note with an id, on a live contact.
    pub(crate) fn note(&self, id: &str) -> Result<&Note, Problem> {
        let note = self.notes.iter().find(|note| note.id == id).ok_or_else(|| missing(id))?;
        self.live(&note.contact_id)?;
        Ok(note)
    }

    /// Hangs a note on a live contact.
    pub(crate) fn add_note(&mut self, contact: &str, text: &str, now: i64) -> Result<&Note, Problem> {
        let contact_id = self.live(contact)?.id.clone();
        let text = checked(text)?;
        self.notes_issued += 1;
        let id = format!("n_{:06}", self.notes_issued);
        Ok(self.notes.push_mut(Note { id, contact_id, version: 1, created_ms: now, updated_ms: now, text }))
    }

    /// Replaces a note's text; the same text makes no version.
    pub(crate) fn change_note(
        &mut self,
        id: &str,
        version: Option<u64>,
        text: &str,
        now: i64,
    ) -> Result<&Note, Problem> {
        let current = self.note(id)?;
        stale(id, version, current.version)?;
        let text = checked(text)?;
        let note = self.notes.iter_mut().find(|note| note.id == id).ok_or_else(|| missing(id))?;
        if note.text != text {
            note.text = text;
            note.version += 1;
            note.updated_ms = now;
        }
        Ok(note)
    }

    /// Takes a note away for good.
    pub(crate) fn drop_note(&mut self, id: &str, version: Option<u64>) -> Result<(), Problem> {
        let current = self.note(id)?;
        stale(id, version, current.version)?;
        self.notes.retain(|note| note.id != id);
        Ok(())
    }
}

fn checked(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        let detail = json!({ "field": "text", "code": "required", "message": "A note says something." });
        return Err(Problem::new(Kind::Validation, "required", "A note says something.").detail(detail));
    }
    Ok(text.to_owned())
}

fn missing(id: &str) -> Problem {
    Problem::new(Kind::NotFound, "not_found", "There is no such note.").detail(json!({ "id": id }))
}
