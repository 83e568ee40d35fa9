//! Notes: of the older interface, on a person, in HTML, with their marker in their text. Looked for on their person, written,
//! changed and taken away one at a time. A changed text keeps its marker.

use super::ask::not_gone;
use super::{Client, names, wire};
use crate::crm::one_by_one::{before_a_write, each};
use crate::crm::{Heard, note_html, note_text};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord,
    ReplyFacts,
};
use lanyard_core::ids::RemoteId;
use reqwest::Method;
use serde_json::{Value, json};

/// Pages of a person's notes that are looked through; more notes than that are not a person's.
const MOST_PAGES: usize = 50;

impl Client {
    /// Notes by id or by marker.
    pub(super) async fn find_notes(&self, items: &[NoteLookup]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.find_note(item)).await
    }

    async fn find_note(&self, item: &NoteLookup) -> Heard<ItemAnswer> {
        match &item.what {
            NoteKey::Id(id) => match self.note(id).await {
                (Ok(note), facts) => (Ok(ItemAnswer::Found(vec![note])), facts),
                (Err(Failure::Gone { .. }), facts) => (Ok(ItemAnswer::Found(Vec::new())), facts),
                (Err(failure), facts) => (Err(failure), facts),
            },
            NoteKey::Markers(markers) => self.notes_by_marker(&item.of, markers).await,
        }
    }

    /// A note that is there: one that was deleted is gone.
    async fn note(&self, id: &RemoteId) -> Heard<RemoteRecord> {
        let (outcome, facts) = self.read(names::v1(&["notes", id.as_str()]), Vec::new()).await;
        let note = outcome.and_then(|value| {
            let note = value.get("data").and_then(wire::note).filter(|note| note.id == *id);
            let note = note.ok_or(Failure::Protocol)?;
            if note.archived { Err(Failure::Gone { merged_into: None }) } else { Ok(note) }
        });
        (note, facts)
    }

    async fn notes_by_marker(&self, of: &RemoteId, markers: &[String]) -> Heard<ItemAnswer> {
        let (mut notes, mut start) = (Vec::new(), 0);
        let mut facts = ReplyFacts::default();
        for _ in 0..MOST_PAGES {
            let query = vec![
                ("person_id", of.as_str().to_owned()),
                ("start", start.to_string()),
                ("limit", names::PAGE.to_string()),
            ];
            let (outcome, later) = self.read(names::v1(&["notes"]), query).await;
            facts = later;
            match outcome.map_err(not_gone).and_then(|value| page(&value)) {
                Ok((page, next)) => {
                    notes.extend(page);
                    match next {
                        // A page that leads back would never end.
                        Some(next) if next > start => start = next,
                        Some(_) => return (Err(Failure::Protocol), facts),
                        None => {
                            let ours = |note: &RemoteRecord| {
                                note.marker.as_ref().is_some_and(|marker| markers.contains(marker))
                            };
                            notes.retain(|note| !note.archived && ours(note));
                            return (Ok(ItemAnswer::Found(notes)), facts);
                        }
                    }
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Err(Failure::Protocol), facts)
    }

    /// Writes notes.
    pub(super) async fn create_notes(&self, items: &[NewRecord]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.create_note(item)).await
    }

    async fn create_note(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let Object::Note { of } = &item.object else {
            return (Err(Failure::Unsupported), ReplyFacts::default());
        };
        // A number that is none is nobody's.
        let Ok(person) = of.as_str().parse::<u64>() else {
            return (Err(Failure::Gone { merged_into: None }), ReplyFacts::default());
        };
        let body = json!({ "content": note_html::written(&note_text::of_new(item)), "person_id": person });
        let (outcome, facts) = self.write(Method::POST, names::v1(&["notes"]), Some(body)).await;
        let answer = match outcome {
            Ok(value) => {
                let made = value.get("data").and_then(wire::note);
                let made = made.filter(|note| note.marker.is_none() || note.marker == item.marker);
                made.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
            }
            // Said of the note or of whom it is to stand on: only a look at that one tells.
            Err(refused @ (Failure::Invalid { .. } | Failure::Gone { .. })) => {
                Err(match self.one(of).await.0 {
                    Ok(seen) if !seen.deleted => refused,
                    Ok(_) | Err(Failure::Gone { .. }) => Failure::Gone { merged_into: None },
                    Err(_) => refused,
                })
            }
            Err(failure) => Err(failure),
        };
        (answer, facts)
    }

    /// Changes notes.
    pub(super) async fn update_notes(&self, items: &[RecordPatch]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.update_note(item)).await
    }

    /// A note's text is one value: what is there is read first, for the marker in it.
    async fn update_note(&self, item: &RecordPatch) -> Heard<ItemAnswer> {
        let (now, facts) = self.note(&item.id).await;
        let now = match now {
            Ok(now) => now,
            Err(failure) => return (Err(before_a_write(failure)), facts),
        };
        let body = json!({ "content": note_html::written(&note_text::changed(item, &now)) });
        let path = names::v1(&["notes", item.id.as_str()]);
        let (outcome, facts) = self.write(Method::PUT, path, Some(body)).await;
        let answer = outcome.and_then(|value| {
            let changed = value.get("data").and_then(wire::note).filter(|note| note.id == item.id);
            changed.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }
}

/// The notes of a page, and where the next one starts.
fn page(value: &Value) -> Result<(Vec<RemoteRecord>, Option<u64>), Failure> {
    // A person without notes: some answer nothing instead of none.
    let list = match value.get("data") {
        Some(Value::Null) => &[][..],
        Some(Value::Array(list)) => list,
        Some(_) | None => return Err(Failure::Protocol),
    };
    let notes: Option<Vec<RemoteRecord>> = list.iter().map(wire::note).collect();
    let paging = value.get("additional_data").and_then(|more| more.get("pagination"));
    let paging = paging.ok_or(Failure::Protocol)?;
    let more = paging.get("more_items_in_collection").and_then(Value::as_bool).ok_or(Failure::Protocol)?;
    let next = match more {
        true => Some(paging.get("next_start").and_then(Value::as_u64).ok_or(Failure::Protocol)?),
        false => None,
    };
    Ok((notes.ok_or(Failure::Protocol)?, next))
}
