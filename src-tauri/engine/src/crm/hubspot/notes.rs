//! Notes: records of their own that stand on a contact by an association, and carry their marker in their text. Looked for
//! on their contact, written, changed and taken away one by one, a few at once. A changed text keeps its marker.

use super::ask::{BATCH, CREATED, OK, not_gone};
use super::names::{self, Kind, NOTE_BODY, NOTE_TIME};
use super::read::missing;
use super::write::on_contact;
use super::{Client, wire};
use crate::crm::one_by_one::{abreast, before_a_write};
use crate::crm::{Heard, note_html, note_text};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord,
    ReplyFacts,
};
use lanyard_core::ids::RemoteId;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Pages of a contact's notes that are looked through; more notes than that are not a person's.
const MOST_PAGES: usize = 50;

impl Client {
    /// Notes by id or by marker.
    pub(super) async fn find_notes(&self, items: &[NoteLookup]) -> CrmAnswer {
        abreast(items, |item| &item.delivery, |item| self.find_note(item)).await
    }

    async fn find_note(&self, item: &NoteLookup) -> Heard<ItemAnswer> {
        match &item.what {
            NoteKey::Id(id) => self.note_by_id(id).await,
            NoteKey::Markers(markers) => self.notes_by_marker(&item.of, markers).await,
        }
    }

    async fn note_by_id(&self, id: &RemoteId) -> Heard<ItemAnswer> {
        let (notes, facts) = self.read_notes(&[id.as_str().to_owned()]).await;
        let found = notes.map(|notes| notes.into_iter().filter(|note| note.id == *id).collect());
        (found.map(ItemAnswer::Found), facts)
    }

    async fn notes_by_marker(&self, of: &RemoteId, markers: &[String]) -> Heard<ItemAnswer> {
        let (ids, facts) = self.note_ids(of).await;
        let ids = match ids {
            Ok(ids) => ids,
            Err(Failure::Gone { .. }) => {
                return match self.gone(of).await {
                    merged @ Failure::Gone { merged_into: Some(_) } => {
                        (Ok(ItemAnswer::Failed(merged)), facts)
                    }
                    _ => (Ok(ItemAnswer::Found(Vec::new())), facts),
                };
            }
            Err(failure) => return (Err(failure), facts),
        };
        let (mut all, mut facts) = (Vec::new(), facts);
        for ids in ids.chunks(names::BATCH) {
            let (notes, later) = self.read_notes(ids).await;
            facts = later;
            match notes {
                Ok(notes) => all.extend(notes),
                Err(failure) => return (Err(failure), facts),
            }
        }
        all.retain(|note| note.marker.as_ref().is_some_and(|marker| markers.contains(marker)));
        (Ok(ItemAnswer::Found(all)), facts)
    }

    /// The ids of all notes on a contact: by its associations, which no index is between. The first of them stand on the
    /// contact itself.
    async fn note_ids(&self, of: &RemoteId) -> Heard<Vec<String>> {
        let path = self.version.objects(Kind::Contacts, &[of.as_str()]);
        let query = vec![("associations", "notes".to_owned())];
        let (outcome, facts) = self.read(Method::GET, path, query, None, OK).await;
        let begin = outcome.and_then(|value| {
            let same = value.get("id").and_then(Value::as_str) == Some(of.as_str());
            let notes = value.get("associations").and_then(|all| all.get("notes"));
            match (same, notes) {
                // Another record answers for it: this one was merged.
                (false, _) => Err(Failure::Gone { merged_into: None }),
                (true, None) => Ok((Vec::new(), None)),
                (true, Some(notes)) => associated(notes, "results").ok_or(Failure::Protocol),
            }
        });
        let (mut ids, mut mark) = match begin {
            Ok(begin) => begin,
            Err(failure) => return (Err(failure), facts),
        };
        let mut facts = facts;
        for _ in 0..MOST_PAGES {
            let Some(after) = mark else { return (Ok(ids), facts) };
            let (page, later) = self.further_notes(of, &after).await;
            facts = later;
            match page {
                Ok((more, next)) => {
                    ids.extend(more);
                    // A page that leads back would never end.
                    mark = next.filter(|next| *next != after);
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Err(Failure::Protocol), facts)
    }

    async fn further_notes(&self, of: &RemoteId, after: &str) -> Heard<Associated> {
        let body = json!({ "inputs": [{ "id": of.as_str(), "after": after }] });
        let path = self.version.associations(&["contacts", "notes", "batch", "read"]);
        let (outcome, facts) = self.read(Method::POST, path, Vec::new(), Some(body), BATCH).await;
        let page = outcome.map_err(not_gone).and_then(|value| {
            let list = value.get("results").and_then(Value::as_array).ok_or(Failure::Protocol)?;
            let is_it = |one: &&Value| one.pointer("/from/id").and_then(Value::as_str) == Some(of.as_str());
            list.iter().find(is_it).and_then(|one| associated(one, "to")).ok_or(Failure::Protocol)
        });
        (page, facts)
    }

    /// Notes by their ids; those that are not there are left out, and a reply that accounts for less than all is none.
    async fn read_notes(&self, ids: &[String]) -> Heard<Vec<RemoteRecord>> {
        let (outcome, facts) = self.batch_read(Kind::Notes, None, ids, &[NOTE_BODY], false).await;
        let notes = outcome.and_then(|value| {
            let list = value.get("results").and_then(Value::as_array).ok_or(Failure::Protocol)?;
            let notes: Option<Vec<RemoteRecord>> = list.iter().map(wire::note).collect();
            let notes = notes.ok_or(Failure::Protocol)?;
            let is_there = |id: &String| notes.iter().any(|note| note.id.as_str() == id);
            let unfound: BTreeSet<String> = ids.iter().filter(|id| !is_there(id)).cloned().collect();
            let all = missing(&value, &unfound) == unfound;
            if all { Ok(notes) } else { Err(Failure::Protocol) }
        });
        (notes, facts)
    }

    /// Writes notes.
    pub(super) async fn create_notes(&self, items: &[NewRecord]) -> CrmAnswer {
        abreast(items, |item| &item.delivery, |item| self.create_note(item)).await
    }

    async fn create_note(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let Object::Note { of } = &item.object else {
            return (Err(Failure::Unsupported), ReplyFacts::default());
        };
        let text = note_text::of_new(item);
        let body = json!({
            "properties": {
                NOTE_TIME: self.clock.wall().0.to_string(),
                NOTE_BODY: note_html::written(&text),
            },
            "associations": on_contact(of),
        });
        let path = self.version.objects(Kind::Notes, &[]);
        let (outcome, facts) = self.write(Method::POST, path, Some(body), CREATED).await;
        let answer = match outcome {
            Ok(value) => {
                let made = wire::note(&value);
                let made = made.filter(|note| note.marker.is_none() || note.marker == item.marker);
                made.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
            }
            // Said of the note or of what it is to stand on: only a look at that one tells.
            Err(refused @ (Failure::Invalid { .. } | Failure::Gone { .. })) => {
                Err(self.unless_gone(of, refused).await)
            }
            Err(failure) => Err(failure),
        };
        (answer, facts)
    }

    /// The refusal of a note, or what became of its contact.
    async fn unless_gone(&self, of: &RemoteId, refused: Failure) -> Failure {
        let path = self.version.objects(Kind::Contacts, &[of.as_str()]);
        match self.read(Method::GET, path, Vec::new(), None, OK).await.0 {
            Err(Failure::Gone { .. }) => self.gone(of).await,
            Ok(_) | Err(_) => refused,
        }
    }

    /// Changes notes.
    pub(super) async fn update_notes(&self, items: &[RecordPatch]) -> CrmAnswer {
        abreast(items, |item| &item.delivery, |item| self.update_note(item)).await
    }

    /// A note's text is one value: what is there is read first, for the marker in it.
    async fn update_note(&self, item: &RecordPatch) -> Heard<ItemAnswer> {
        let (notes, facts) = self.read_notes(&[item.id.as_str().to_owned()]).await;
        let now = match notes {
            Ok(notes) => notes.into_iter().find(|note| note.id == item.id && !note.archived),
            Err(failure) => return (Err(before_a_write(failure)), facts),
        };
        let Some(now) = now else { return (Err(Failure::Gone { merged_into: None }), facts) };
        let text = note_text::changed(item, &now);
        let body = json!({ "properties": { NOTE_BODY: note_html::written(&text) } });
        let path = self.version.objects(Kind::Notes, &[item.id.as_str()]);
        let (outcome, facts) = self.write(Method::PATCH, path, Some(body), OK).await;
        let answer = outcome.and_then(|value| {
            let changed = wire::note(&value).filter(|note| note.id == item.id);
            changed.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }
}

/// Ids of associated notes, and the mark of those that follow.
type Associated = (Vec<String>, Option<String>);

fn associated(value: &Value, list: &str) -> Option<Associated> {
    let ids: Option<Vec<String>> = value.get(list)?.as_array()?.iter().map(note_id).collect();
    Some((ids?, super::feed::after(value).map(str::to_owned)))
}

/// The id of an associated note, as either version of the interface spells it: a text, or a number under another name.
fn note_id(value: &Value) -> Option<String> {
    let id = value.get("toObjectId").or_else(|| value.get("id"))?;
    match id {
        Value::String(id) => Some(id.clone()).filter(|id| !id.is_empty()),
        Value::Number(id) => Some(id.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
