//! The records: created, changed and archived by the CRM's rules. Knows no requests.

mod fields;
mod index;

pub(crate) use fields::{Fields, is_known, known};

use crate::clock::rfc3339;
use crate::options::{Marker, Settings};
use crate::reply::{Kind, Problem};
use index::Index;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One contact record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// `c_` and six digits or more.
    pub id: String,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Milliseconds since 1970.
    pub updated_ms: i64,
    /// Deleted, but kept.
    pub archived: bool,
    /// The values that are not empty, by the CRM's field names.
    pub fields: Fields,
}

/// Values are personal data: their names only.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record")
            .field("id", &self.id)
            .field("version", &self.version)
            .field("archived", &self.archived)
            .field("fields", &self.fields.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Record {
    /// A field's value; an empty text when it has none.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// The record as the wire shows it: every field of this CRM, `null` where it is empty.
    pub(crate) fn shown(&self, marker: Marker) -> Value {
        let fields: Map<String, Value> =
            known(marker).map(|name| (name.to_owned(), json!(self.fields.get(name)))).collect();
        json!({
            "id": self.id,
            "version": self.version,
            "created_at": rfc3339(self.created_ms),
            "updated_at": rfc3339(self.updated_ms),
            "archived": self.archived,
            "fields": fields,
        })
    }

    fn has_email(&self, email: &str) -> bool {
        !email.is_empty() && self.value("acme_email").to_lowercase() == email.to_lowercase()
    }

    fn has_marker(&self, marker: &str) -> bool {
        !marker.is_empty() && self.value("acme_marker") == marker
    }
}

/// A key that names records without the search index.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key<'a> {
    Id(&'a str),
    Email(&'a str),
    Marker(&'a str),
}

/// All records.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Book {
    records: Vec<Record>,
    #[serde(skip)]
    index: Index,
}

impl Book {
    /// In the order they were created, archived ones too.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// The records as the search index shows them at a time: live ones, each as it was `lag` milliseconds ago.
    pub(crate) fn indexed(&self, now: i64, lag: u32) -> impl Iterator<Item = (&Record, &Fields)> {
        let seen_until = now.saturating_sub(i64::from(lag));
        self.records.iter().filter_map(move |r| {
            let live = (!r.archived).then_some(&r.fields);
            self.index.at(&r.id, seen_until).unwrap_or(live).map(|fields| (r, fields))
        })
    }

    /// The records under a key; an e-mail without regard to case.
    pub(crate) fn by_key(&self, key: Key<'_>) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |r| match key {
            Key::Id(id) => r.id == id,
            Key::Email(email) => r.has_email(email),
            Key::Marker(marker) => r.has_marker(marker),
        })
    }

    /// The live record with an id.
    pub(crate) fn live(&self, id: &str) -> Result<&Record, Problem> {
        match self.by_key(Key::Id(id)).next() {
            Some(record) if record.archived => Err(archived(id)),
            Some(record) => Ok(record),
            None => Err(missing(id)),
        }
    }

    /// Adds a record.
    pub(crate) fn create(
        &mut self,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        let fields = fields::merged(&Fields::new(), values, settings)?;
        self.refuse_duplicates(None, &fields, settings)?;
        let id = format!("c_{:06}", self.records.len() + 1);
        self.index.changed(&id, now, None);
        let record = Record { id, version: 1, created_ms: now, updated_ms: now, archived: false, fields };
        Ok(self.records.push_mut(record))
    }

    /// Changes the named values of a live record; `version` is the one the client last saw. What changes nothing
    /// makes no new version.
    pub(crate) fn update(
        &mut self,
        id: &str,
        version: Option<u64>,
        values: &Map<String, Value>,
        settings: &Settings,
        now: i64,
    ) -> Result<&Record, Problem> {
        let current = self.live(id)?;
        if version.is_some_and(|v| v != current.version) {
            return Err(Problem::new(Kind::Stale, "stale", "The record was changed since it was read.").detail(
                json!({ "field": "version", "code": "stale", "id": id, "current_version": current.version }),
            ));
        }
        let fields = fields::merged(&current.fields, values, settings)?;
        self.refuse_duplicates(Some(id), &fields, settings)?;
        let changed = fields != current.fields;
        let record = self.record_mut(id)?;
        if changed {
            let before = std::mem::replace(&mut record.fields, fields);
            record.version += 1;
            record.updated_ms = now;
            self.index.changed(id, now, Some(before));
        }
        self.live(id)
    }

    /// Soft delete.
    pub(crate) fn archive(&mut self, id: &str, now: i64) -> Result<(), Problem> {
        let before = self.live(id)?.fields.clone();
        let record = self.record_mut(id)?;
        record.archived = true;
        record.version += 1;
        record.updated_ms = now;
        self.index.changed(id, now, Some(before));
        Ok(())
    }

    fn record_mut(&mut self, id: &str) -> Result<&mut Record, Problem> {
        self.records.iter_mut().find(|r| r.id == id).ok_or_else(|| missing(id))
    }

    /// The marker is looked at first: a record with one's own marker explains one's own e-mail in it too.
    fn refuse_duplicates(
        &self,
        own: Option<&str>,
        fields: &Fields,
        settings: &Settings,
    ) -> Result<(), Problem> {
        let others = || self.records.iter().filter(|r| own != Some(r.id.as_str()));
        let detail = |field: &str, r: &Record| json!({ "field": field, "code": "duplicate", "existing_id": r.id, "archived": r.archived });
        if let Some(marker) = fields.get("acme_marker")
            && settings.marker == Marker::Unique
            && let Some(r) = others().find(|r| r.has_marker(marker))
        {
            let message = format!("Record {} carries this marker already.", r.id);
            return Err(
                Problem::new(Kind::Conflict, "duplicate_marker", &message).detail(detail("acme_marker", r))
            );
        }
        if let Some(email) = fields.get("acme_email")
            && let Some(r) = others().find(|r| !r.archived && r.has_email(email))
        {
            let message = format!("Record {} has this e-mail address already.", r.id);
            return Err(
                Problem::new(Kind::Conflict, "duplicate_email", &message).detail(detail("acme_email", r))
            );
        }
        Ok(())
    }
}

fn missing(id: &str) -> Problem {
    Problem::new(Kind::NotFound, "not_found", "There is no such contact.").detail(json!({ "id": id }))
}

fn archived(id: &str) -> Problem {
    Problem::new(Kind::NotFound, "archived", "This contact was deleted.")
        .detail(json!({ "id": id, "archived": true }))
}
