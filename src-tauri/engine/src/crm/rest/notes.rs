//! Notes: looked for on their contact, written, changed and taken away one at a time. A changed text keeps its marker.

use super::read::found;
use super::write::{if_match, not_that_version, request_key, write};
use super::{Client, PAGE};
use crate::crm::Heard;
use crate::crm::note_text;
use crate::crm::one_by_one::{before_a_write, each};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, NewRecord, NoteKey, NoteLookup, Object, RecordPatch, RemoteRecord,
    ReplyFacts,
};
use lanyard_core::ids::RemoteId;
use reqwest::Method;
use serde_json::{Value, json};

/// Pages of a contact's notes that are looked through; more notes than that are not a person's.
const MOST_PAGES: usize = 50;

impl Client {
    /// Notes by id or by marker.
    pub(super) async fn find_notes(&self, items: &[NoteLookup]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.find_note(item)).await
    }

    async fn find_note(&self, item: &NoteLookup) -> Heard<ItemAnswer> {
        match &item.what {
            NoteKey::Id(id) => self.note_by_id(id).await,
            NoteKey::Markers(markers) => self.notes_by_marker(&item.of, markers).await,
        }
    }

    async fn note_by_id(&self, id: &RemoteId) -> Heard<ItemAnswer> {
        let (outcome, facts) = self.note(id).await;
        (found(outcome), facts)
    }

    async fn notes_by_marker(&self, of: &RemoteId, markers: &[String]) -> Heard<ItemAnswer> {
        let Some(names) = &self.table.notes else { return no_notes() };
        let list = &self.table.list;
        let (mut notes, mut offset) = (Vec::new(), 0);
        let mut facts = ReplyFacts::default();
        for _ in 0..MOST_PAGES {
            let query = vec![(list.limit, PAGE.to_string()), (list.offset, offset.to_string())];
            let (outcome, later) = self.read(&names.all, Method::GET, Some(of), query, None).await;
            facts = later;
            let page = outcome.and_then(|value| {
                let all = value.get(list.data).and_then(Value::as_array).ok_or(Failure::Protocol)?;
                let read: Option<Vec<RemoteRecord>> =
                    all.iter().map(|note| self.table.note(names, note)).collect();
                let read = read.ok_or(Failure::Protocol)?;
                let next = list.end.next(&value, offset + read.len()).ok_or(Failure::Protocol)?;
                Ok((read, next))
            });
            let next = match page {
                Ok((read, next)) => {
                    notes.extend(read);
                    next
                }
                Err(failure) => return (Err(failure), facts),
            };
            match next {
                // A page that leads back would never end.
                Some(next) if next > offset => offset = next,
                Some(_) => return (Err(Failure::Protocol), facts),
                None => {
                    notes.retain(|note| note.marker.as_ref().is_some_and(|marker| markers.contains(marker)));
                    return (Ok(ItemAnswer::Found(notes)), facts);
                }
            }
        }
        (Err(Failure::Protocol), facts)
    }

    async fn note(&self, id: &RemoteId) -> Heard<RemoteRecord> {
        let Some(names) = &self.table.notes else { return no_notes() };
        let (outcome, facts) = self.read(&names.one, Method::GET, Some(id), Vec::new(), None).await;
        let note = outcome.and_then(|value| {
            self.table.note(names, &value).filter(|note| note.id == *id).ok_or(Failure::Protocol)
        });
        (note, facts)
    }

    /// Writes notes.
    pub(super) async fn create_notes(&self, items: &[NewRecord]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.create_note(item)).await
    }

    async fn create_note(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let (Object::Note { of }, Some(names)) = (&item.object, &self.table.notes) else {
            return no_notes();
        };
        let call = &names.add;
        let text = note_text::of_new(item);
        let body = json!({ names.text: text });
        let key = request_key(&[&item.idempotency_key, of.as_str()], None, &body);
        let request = write(self.table, Method::POST, call, Some(of), key, body);
        let (outcome, facts) = self.ask(request, call.success).await;
        let answer = outcome.and_then(|value| {
            let made = self.table.note(names, &value);
            let made = made.filter(|note| note.marker.is_none() || note.marker == item.marker);
            made.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }

    /// Changes notes.
    pub(super) async fn update_notes(&self, items: &[RecordPatch]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.update_note(item)).await
    }

    /// A note's text is one value: what is there is read first, for the marker in it.
    async fn update_note(&self, item: &RecordPatch) -> Heard<ItemAnswer> {
        let Some(names) = &self.table.notes else { return no_notes() };
        let (now, facts) = self.note(&item.id).await;
        let now = match now {
            Ok(now) => now,
            Err(failure) => return (Err(before_a_write(failure)), facts),
        };
        if let Some(known) = item.version.as_ref().filter(|known| now.version.as_ref() != Some(known)) {
            return (Err(not_that_version(known, now.version)), facts);
        }
        let text = note_text::changed(item, &now);
        let call = &names.change;
        let body = json!({ names.text: text });
        let key = request_key(&[&item.idempotency_key, item.id.as_str()], now.version.as_ref(), &body);
        let mut request = write(self.table, Method::PATCH, call, Some(&item.id), key, body);
        request.headers.extend(if_match(now.version.as_ref()));
        let (outcome, facts) = self.ask(request, call.success).await;
        let answer = outcome.and_then(|value| {
            let changed = self.table.note(names, &value).filter(|note| note.id == item.id);
            changed.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }
}

/// A CRM whose table has no notes is not asked for any.
fn no_notes<T>() -> Heard<T> {
    (Err(Failure::Unsupported), ReplyFacts::default())
}
