//! One contact at a time: create, read, change, delete.

use super::Crm;
use crate::ask::Ask;
use crate::book::{Key, Record};
use crate::options::Marker;
use crate::reply::{Kind, Problem, Reply};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    fields: Map<String, Value>,
}

impl Crm {
    /// `POST /contacts`
    pub(super) fn create(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let Values { fields } = ask.json()?;
        let record = self.book.create(&fields, &self.settings, now)?;
        Ok(shown(StatusCode::CREATED, record, self.settings.marker))
    }

    /// `GET /contacts/{id}`, with `?archived=true` deleted ones too
    pub(super) fn read(&self, ask: &Ask, id: &str) -> Result<Reply, Problem> {
        let mut archived = false;
        for (name, value) in ask.query.as_ref().map_err(Clone::clone)? {
            match (name.as_str(), value.as_str()) {
                ("archived", "true") => archived = true,
                ("archived", "false") => archived = false,
                (_, _) => return Err(super::list::unknown_filter(name)),
            }
        }
        let record = match self.book.by_key(Key::Id(id)).next() {
            Some(record) if archived => record,
            Some(_) | None => self.book.live(id)?,
        };
        Ok(shown(StatusCode::OK, record, self.marker()))
    }

    /// `PATCH /contacts/{id}`, with `If-Match` only while the version is that
    pub(super) fn update(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let version = ask.header("if-match").map(version_of).transpose()?;
        let Values { fields } = ask.json()?;
        let record = self.book.update(id, version, &fields, &self.settings, now)?;
        Ok(shown(StatusCode::OK, record, self.settings.marker))
    }

    /// `DELETE /contacts/{id}`
    pub(super) fn delete(&mut self, id: &str, now: i64) -> Result<Reply, Problem> {
        self.book.archive(id, now)?;
        Ok(Reply::empty())
    }
}

fn shown(status: StatusCode, record: &Record, marker: Marker) -> Reply {
    Reply::json(status, record.shown(marker)).with("etag", format!("\"{}\"", record.version))
}

fn version_of(if_match: &str) -> Result<u64, Problem> {
    if_match.trim().trim_matches('"').parse().map_err(|_| {
        Problem::new(Kind::InvalidRequest, "invalid_version", "If-Match carries a version number in quotes.")
    })
}
