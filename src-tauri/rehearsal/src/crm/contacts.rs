//! One contact at a time: create, read, change, replace, delete, merge.

use super::Crm;
use crate::ask::Ask;
use crate::book::Record;
use crate::options::{Deletion, Marker, Update};
use crate::reply::{Kind, Problem, Reply};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values {
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    into: String,
}

impl Crm {
    /// `POST /contacts`
    pub(super) fn create(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let Values { fields } = ask.json()?;
        let record = self.book.create(&fields, &self.settings, now)?;
        Ok(shown(StatusCode::CREATED, record, self.settings.marker))
    }

    /// `GET /contacts/{id}`, with `?archived=true` deleted ones too; a copy that may be behind answers
    pub(super) fn read(&self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let mut archived = false;
        for (name, value) in ask.query.as_ref().map_err(Clone::clone)? {
            match (name.as_str(), value.as_str()) {
                ("archived", "true") => archived = true,
                ("archived", "false") => archived = false,
                (_, _) => return Err(super::list::unknown_filter(name)),
            }
        }
        let record = match self.book.copied(id, now, self.settings.replica_lag_ms) {
            Some(record) if archived && record.merged_into.is_none() => record,
            found => self.book.alive(id, found)?,
        };
        Ok(shown(StatusCode::OK, record, self.marker()))
    }

    /// `PATCH /contacts/{id}`, with `If-Match` only while the version is that
    pub(super) fn update(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        self.patches()?;
        let version = version_of(ask)?;
        let Values { fields } = ask.json()?;
        let record = self.book.update(id, version, &fields, &self.settings, now)?;
        Ok(shown(StatusCode::OK, record, self.settings.marker))
    }

    /// `PUT /contacts/{id}`, likewise
    pub(super) fn replace(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let version = version_of(ask)?;
        let Values { fields } = ask.json()?;
        let record = self.book.replace(id, version, &fields, &self.settings, now)?;
        Ok(shown(StatusCode::OK, record, self.settings.marker))
    }

    /// `DELETE /contacts/{id}`, likewise
    pub(super) fn delete(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let version = version_of(ask)?;
        match self.settings.delete {
            Deletion::Soft => self.book.archive(id, version, now)?,
            Deletion::Hard => self.book.destroy(id, version, now)?,
        }
        Ok(Reply::empty())
    }

    /// `POST /contacts/{id}/merge`: answers with the one that stays
    pub(super) fn merge(&mut self, ask: &Ask, id: &str, now: i64) -> Result<Reply, Problem> {
        let Merge { into } = ask.json()?;
        let record = self.book.merge(id, &into, now)?;
        Ok(shown(StatusCode::OK, record, self.settings.marker))
    }

    /// 405 where the account takes whole records only.
    pub(super) fn patches(&self) -> Result<(), Problem> {
        match self.settings.update {
            Update::Patch => Ok(()),
            Update::Put => Err(super::no_method()),
        }
    }
}

fn shown(status: StatusCode, record: &Record, marker: Marker) -> Reply {
    Reply::json(status, record.shown(marker)).with("etag", format!("\"{}\"", record.version))
}

/// The version that `If-Match` names, if it is there.
pub(super) fn version_of(ask: &Ask) -> Result<Option<u64>, Problem> {
    let Some(named) = ask.header("if-match") else { return Ok(None) };
    named.trim().trim_matches('"').parse().map(Some).map_err(|_| {
        Problem::new(Kind::InvalidRequest, "invalid_version", "If-Match carries a version number in quotes.")
    })
}
