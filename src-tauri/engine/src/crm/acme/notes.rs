//! Notes: looked for on their contact, written, changed and taken away one at a time. A changed text keeps its marker.

use super::Client;
use super::read::found;
use super::write::{if_match, not_that_version, request_key, write};
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
        let names = &self.table.body;
        let (mut notes, mut offset) = (Vec::new(), 0);
        let mut facts = ReplyFacts::default();
        for _ in 0..MOST_PAGES {
            let query = vec![(names.limit, self.table.batch.to_string()), (names.offset, offset.to_string())];
            let (outcome, later) =
                self.read(&self.table.calls.notes, Method::GET, Some(of), query, None).await;
            facts = later;
            let page = outcome.and_then(|value| {
                let list = value.get(names.data).and_then(Value::as_array).ok_or(Failure::Protocol)?;
                let read: Option<Vec<RemoteRecord>> = list.iter().map(|note| self.table.note(note)).collect();
                let next = value.get(names.paging).and_then(|paging| paging.get(names.next));
                Ok((read.ok_or(Failure::Protocol)?, next.ok_or(Failure::Protocol)?.as_u64()))
            });
            let next = match page {
                Ok((read, next)) => {
                    notes.extend(read);
                    next.and_then(|next| usize::try_from(next).ok())
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
        let (outcome, facts) =
            self.read(&self.table.calls.note, Method::GET, Some(id), Vec::new(), None).await;
        let note = outcome
            .and_then(|value| self.table.note(&value).filter(|note| note.id == *id).ok_or(Failure::Protocol));
        (note, facts)
    }

    /// Writes notes.
    pub(super) async fn create_notes(&self, items: &[NewRecord]) -> CrmAnswer {
        each(items, |item| &item.delivery, |item| self.create_note(item)).await
    }

    async fn create_note(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let Object::Note { of } = &item.object else {
            return (Err(Failure::Unsupported), ReplyFacts::default());
        };
        let call = &self.table.calls.add_note;
        let text = note_text::of_new(item);
        let body = json!({ self.table.note.text: text });
        let key = request_key(&[&item.idempotency_key, of.as_str()], None, &body);
        let request = write(self.table, Method::POST, call, Some(of), key, body);
        let (outcome, facts) = self.ask(request, call.success).await;
        let answer = outcome.and_then(|value| {
            let made = self.table.note(&value);
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
        let (now, facts) = self.note(&item.id).await;
        let now = match now {
            Ok(now) => now,
            Err(failure) => return (Err(before_a_write(failure)), facts),
        };
        if let Some(known) = item.version.as_ref().filter(|known| now.version.as_ref() != Some(known)) {
            return (Err(not_that_version(known, now.version)), facts);
        }
        let text = note_text::changed(item, &now);
        let call = &self.table.calls.change_note;
        let body = json!({ self.table.note.text: text });
        let key = request_key(&[&item.idempotency_key, item.id.as_str()], now.version.as_ref(), &body);
        let mut request = write(self.table, Method::PATCH, call, Some(&item.id), key, body);
        request.headers.extend(if_match(now.version.as_ref()));
        let (outcome, facts) = self.ask(request, call.success).await;
        let answer = outcome.and_then(|value| {
            let changed = self.table.note(&value).filter(|note| note.id == item.id);
            changed.map(ItemAnswer::Written).ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }
}
