//! Notes, which are of the older interface still: in HTML, on a person, listed by start and limit. What is deleted is gone.

use super::refusal::Refusal;
use super::{Pipedrive, asked, body, ok};
use crate::ask::Ask;
use crate::book::Note;
use crate::clock::rfc3339;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Notes of a page at most.
const MOST: usize = 500;

struct Kept {
    id: u64,
    of: u64,
    text: String,
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
            contact_id: kept.of.to_string(),
            version: kept.changes,
            created_ms: kept.created,
            updated_ms: kept.updated,
            text: kept.text.clone(),
        };
        self.kept.iter().map(note).collect()
    }

    /// All of one person's now stand on another one.
    pub(super) fn moved(&mut self, from: u64, to: u64) {
        for note in self.kept.iter_mut().filter(|note| note.of == from) {
            note.of = to;
        }
    }

    fn find(&mut self, id: &str) -> Result<&mut Kept, Refusal> {
        let found = self.kept.iter_mut().find(|note| note.id.to_string() == id);
        found.ok_or_else(|| Refusal::not_found("Note"))
    }
}

impl Kept {
    fn shown(&self) -> Value {
        // The older interface spells times without a zone.
        let time = |ms: i64| rfc3339(ms).replace('T', " ").chars().take(19).collect::<String>();
        json!({
            "id": self.id,
            "active_flag": true,
            "add_time": time(self.created),
            "update_time": time(self.updated),
            "content": self.text,
            "person_id": self.of,
            "org_id": null,
            "deal_id": null,
            "lead_id": null,
            "pinned_to_person_flag": false,
            "user_id": 1,
        })
    }
}

impl Pipedrive {
    /// Everything below `notes`.
    pub(super) fn notes_route(&mut self, ask: &Ask, rest: &[&str], now: i64) -> Result<Reply, Refusal> {
        match (ask.method.as_str(), rest) {
            ("GET", []) => self.list_notes(ask),
            ("GET", [id]) => Ok(ok(self.notes.find(id)?.shown())),
            ("POST", []) => {
                let said = body::object(ask)?;
                let text = body::text(&said, "content")?.filter(|text| !text.is_empty());
                let text = text.ok_or_else(|| Refusal::odd("content: is required"))?;
                let of = said.get("person_id").and_then(Value::as_u64);
                let of = of.filter(|id| self.book.live(&id.to_string()).is_some());
                let of = of.ok_or_else(|| Refusal::odd("person_id: there is no such person"))?;
                self.notes.issued += 1;
                let id = self.notes.issued * 5 + 900;
                let note = Kept { id, of, text, created: now, updated: now, changes: 1 };
                Ok(ok(self.notes.kept.push_mut(note).shown()))
            }
            ("PUT", [id]) => {
                let said = body::object(ask)?;
                let text = body::text(&said, "content")?;
                let note = self.notes.find(id)?;
                if let Some(text) = text.filter(|text| *text != note.text) {
                    (note.text, note.updated, note.changes) = (text, now, note.changes + 1);
                }
                Ok(ok(note.shown()))
            }
            ("DELETE", [id]) => {
                self.notes.find(id)?;
                self.notes.kept.retain(|note| note.id.to_string() != **id);
                Ok(ok(json!(true)))
            }
            (_, _) => Err(Refusal::no_route()),
        }
    }

    fn list_notes(&self, ask: &Ask) -> Result<Reply, Refusal> {
        let number = |name: &str, usual: usize| match asked(ask, name) {
            None => Ok(usual),
            Some(text) => {
                text.parse::<usize>().map_err(|_| Refusal::odd(format!("{name}: must be a number")))
            }
        };
        let (start, limit) = (number("start", 0)?, number("limit", 100)?);
        if limit == 0 || limit > MOST {
            return Err(Refusal::odd("limit: must be at most 500"));
        }
        let of = asked(ask, "person_id");
        let on_it = |note: &&Kept| of.is_none_or(|of| note.of.to_string() == of);
        let found: Vec<&Kept> = self.notes.kept.iter().filter(on_it).collect();
        let page: Vec<Value> = found.iter().skip(start).take(limit).map(|note| note.shown()).collect();
        let more = start + limit < found.len();
        let mut pagination = json!({ "start": start, "limit": limit, "more_items_in_collection": more });
        if more {
            pagination["next_start"] = json!(start + limit);
        }
        Ok(Reply::ok(json!({
            "success": true, "data": page, "additional_data": { "pagination": pagination },
        })))
    }
}
