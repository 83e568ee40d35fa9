//! Notes: records of their own that stand on a contact by an association. A note in the bin is gone here.

use super::batch::{complete, id_of, inputs};
use super::refusal::Refusal;
use super::{HubSpot, asked, body, created, no_route, ok, values};
use crate::ask::Ask;
use crate::book::Note;
use crate::clock::rfc3339;
use crate::reply::Reply;
use serde_json::{Map, Value, json};

/// The association of a note with a contact.
const TO_CONTACT: u64 = 202;
/// The most that a note's text may hold.
const LONGEST: usize = 65_536;

struct Kept {
    id: u64,
    of: Option<u64>,
    text: String,
    time: String,
    created: i64,
    updated: i64,
    changes: u64,
}

/// The notes.
#[derive(Default)]
pub(super) struct Notes {
    kept: Vec<Kept>,
    issued: u64,
}

impl Notes {
    pub(super) fn all(&self) -> Vec<Note> {
        let note = |kept: &Kept| Note {
            id: kept.id.to_string(),
            contact_id: kept.of.map(|id| id.to_string()).unwrap_or_default(),
            version: kept.changes,
            created_ms: kept.created,
            updated_ms: kept.updated,
            text: kept.text.clone(),
        };
        self.kept.iter().map(note).collect()
    }

    /// The ids of those on a contact.
    pub(super) fn of(&self, contact: u64) -> Vec<u64> {
        self.kept.iter().filter(|note| note.of == Some(contact)).map(|note| note.id).collect()
    }

    /// All of one contact's now stand on another one.
    pub(super) fn moved(&mut self, from: u64, to: u64) {
        for note in self.kept.iter_mut().filter(|note| note.of == Some(from)) {
            note.of = Some(to);
        }
    }

    fn find(&mut self, id: &str) -> Result<&mut Kept, Refusal> {
        self.kept.iter_mut().find(|note| note.id.to_string() == id).ok_or_else(|| Refusal::not_found(id))
    }
}

impl Kept {
    fn set(&mut self, values: &Map<String, Value>) -> Result<(), Refusal> {
        for (name, value) in values {
            let text = value.as_str().ok_or_else(|| Refusal::odd("Invalid input JSON: not a string"))?;
            match name.as_str() {
                "hs_note_body" if text.len() > LONGEST => {
                    let words = "hs_note_body is too long";
                    return Err(Refusal::values(&[
                        json!({ "isValid": false, "message": words, "error": "INVALID_LENGTH", "name": name }),
                    ]));
                }
                "hs_note_body" => text.clone_into(&mut self.text),
                "hs_timestamp" => text.clone_into(&mut self.time),
                _ => {
                    let words = format!("Property \"{name}\" does not exist");
                    return Err(Refusal::values(&[
                        json!({ "isValid": false, "message": words, "error": "PROPERTY_DOESNT_EXIST", "name": name }),
                    ]));
                }
            }
        }
        Ok(())
    }

    fn shown(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "properties": {
                "hs_note_body": self.text,
                "hs_timestamp": self.time,
                "hs_object_id": self.id.to_string(),
                "hs_createdate": rfc3339(self.created),
                "hs_lastmodifieddate": rfc3339(self.updated),
            },
            "createdAt": rfc3339(self.created),
            "updatedAt": rfc3339(self.updated),
            "archived": false,
        })
    }
}

impl HubSpot {
    /// Everything below `notes`.
    pub(super) fn notes_route(&mut self, ask: &Ask, rest: &[&str], now: i64) -> Result<Reply, Refusal> {
        match (ask.method.as_str(), rest) {
            ("POST", []) => self.add_note(ask, now),
            ("POST", ["batch", "read"]) => self.read_notes(ask, now),
            ("GET", [id]) => Ok(ok(self.notes.find(id)?.shown())),
            ("PATCH", [id]) => {
                let named = values(&body(ask)?)?;
                let note = self.notes.find(id)?;
                note.set(&named)?;
                (note.updated, note.changes) = (now, note.changes + 1);
                Ok(ok(note.shown()))
            }
            ("DELETE", [id]) => {
                self.notes.kept.retain(|note| note.id.to_string() != **id);
                Ok(Reply::empty())
            }
            (_, _) => Err(no_route()),
        }
    }

    fn add_note(&mut self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let body = body(ask)?;
        let named = values(&body)?;
        if !named.contains_key("hs_timestamp") {
            return Err(Refusal::odd("hs_timestamp is required"));
        }
        let mut of = None;
        for one in body.get("associations").and_then(Value::as_array).into_iter().flatten() {
            let to = one.pointer("/to/id").and_then(Value::as_str).unwrap_or_default();
            let kind = one.pointer("/types/0/associationTypeId").and_then(Value::as_u64);
            let contact = self.book.by_id(to, false).filter(|_| kind == Some(TO_CONTACT));
            let contact =
                contact.ok_or_else(|| Refusal::odd(format!("The association to {to} is not valid.")))?;
            of = Some(contact.id);
        }
        self.notes.issued += 1;
        let id = 90_000_000_000 + self.notes.issued * 37;
        let (text, time) = (String::new(), String::new());
        let mut note = Kept { id, of, text, time, created: now, updated: now, changes: 1 };
        note.set(&named)?;
        let shown = note.shown();
        self.notes.kept.push(note);
        Ok(created(shown))
    }

    fn read_notes(&self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let body = body(ask)?;
        let archived = asked(ask, "archived") == Some("true");
        let (mut results, mut missing) = (Vec::new(), Vec::new());
        for input in inputs(&body)? {
            let found = self.notes.kept.iter().find(|note| note.id.to_string() == id_of(input));
            match found.filter(|_| !archived) {
                Some(note) => results.push(note.shown()),
                None => missing.push(json!(id_of(input))),
            }
        }
        let words =
            "Could not get some NOTE objects, they may be deleted or not exist. Check that ids are valid.";
        let errors = match missing.is_empty() {
            true => Vec::new(),
            false => vec![Refusal::new(404, "OBJECT_NOT_FOUND", words).item(json!({ "ids": missing }))],
        };
        Ok(complete(results, errors, now))
    }
}
