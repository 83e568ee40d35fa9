//! Notes: written, read, changed and taken away one at a time.

use super::Crm;
use super::contacts::version_of;
use super::list::{page, paging};
use crate::ask::Ask;
use crate::book::Note;
use crate::reply::{Problem, Reply};
use axum::http::StatusCode;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    text: String,
}

impl Crm {
    /// `POST /contacts/{id}/notes`
    pub(super) fn add_note(&mut self, ask: &Ask, contact: &str, now: i64) -> Result<Reply, Problem> {
        let Said { text } = ask.json()?;
        Ok(shown(StatusCode::CREATED, self.book.add_note(contact, &text, now)?))
    }

    /// `GET /contacts/{id}/notes`, in the order they were written
    pub(super) fn notes(&self, ask: &Ask, contact: &str) -> Result<Reply, Problem> {
        let (limit, offset) = paging(ask)?;
        Ok(page(self.book.notes_of(contact)?.map(Note::shown).collect(), limit, offset))
    }

    /// `GET /notes/{id}`
    pub(super) fn note(&self, id: &str) -> Result<Reply, Problem> {
        Ok(shown(StatusCode::OK, self.book.note(id)?))
    }

    /// `PATCH /notes/{id}`, with `If-Match` only while the version is that
    pub(super) fn change_note(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let version = version_of(ask)?;
        let Said { text } = ask.json()?;
        Ok(shown(StatusCode::OK, self.book.change_note(id, version, &text, now)?))
    }

    /// `DELETE /notes/{id}`, likewise; there is no bin for notes
    pub(super) fn drop_note(&mut self, ask: &Ask, id: &str) -> Result<Reply, Problem> {
        self.book.drop_note(id, version_of(ask)?)?;
        Ok(Reply::empty())
    }
}

fn shown(status: StatusCode, note: &Note) -> Reply {
    Reply::json(status, note.shown()).with("etag", format!("\"{}\"", note.version))
}
