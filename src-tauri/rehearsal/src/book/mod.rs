//! The records and their notes, by the CRM's rules. Knows no requests.

mod change;
mod fields;
mod history;
mod keys;
mod notes;

pub(crate) use fields::{Fields, is_known, known};
pub(crate) use keys::Key;
pub use notes::Note;

use crate::clock::rfc3339;
use crate::options::Marker;
use crate::reply::{Kind, Problem};
use history::History;
use keys::Keys;
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
    /// Deleted or merged, but kept.
    pub archived: bool,
    /// The record that it was merged into; that one may have been merged itself since.
    #[serde(default)]
    pub merged_into: Option<String>,
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
            .field("merged_into", &self.merged_into)
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
        let mut shown = json!({
            "id": self.id,
            "version": self.version,
            "created_at": rfc3339(self.created_ms),
            "updated_at": rfc3339(self.updated_ms),
            "archived": self.archived,
            "fields": fields,
        });
        if let Some(into) = &self.merged_into {
            shown["merged_into"] = json!(into);
        }
        shown
    }
}

/// All records.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub(crate) struct Book {
    records: Vec<Record>,
    notes: Vec<Note>,
    /// How many ids were given out; none is given twice.
    issued: u64,
    notes_issued: u64,
    #[serde(skip)]
    keys: Keys,
    #[serde(skip)]
    history: History,
}

/// What is kept of a book between starts.
#[derive(Deserialize)]
struct Kept {
    records: Vec<Record>,
    #[serde(default)]
    notes: Vec<Note>,
    #[serde(default)]
    issued: u64,
    #[serde(default)]
    notes_issued: u64,
}

impl From<Kept> for Book {
    fn from(Kept { records, notes, issued, notes_issued }: Kept) -> Self {
        // A book kept before anything could be destroyed does not count: it holds all it ever gave out.
        let issued = issued.max(records.len() as u64);
        let keys = Keys::of(&records);
        Self { records, notes, issued, notes_issued, keys, history: History::default() }
    }
}

impl Book {
    /// In the order they were created, archived ones too.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// The records as the search index shows them at a time: live ones, each as it was `lag` milliseconds ago.
    pub(crate) fn indexed(&self, now: i64, lag: u32) -> impl Iterator<Item = &Record> {
        let seen_until = now.saturating_sub(i64::from(lag));
        self.records.iter().filter_map(move |r| {
            self.history.at(&r.id, seen_until).unwrap_or(Some(r)).filter(|r| !r.archived)
        })
    }

    /// The record with an id as a copy of the book shows it that is `lag` milliseconds behind.
    pub(crate) fn copied(&self, id: &str, now: i64, lag: u32) -> Option<&Record> {
        let seen_until = now.saturating_sub(i64::from(lag));
        self.history.at(id, seen_until).unwrap_or_else(|| self.by_key(Key::Id(id)).next())
    }

    /// The records under a key, archived ones too.
    pub(crate) fn by_key(&self, key: Key<'_>) -> impl Iterator<Item = &Record> {
        self.keys.places(key).into_iter().filter_map(|place| self.records.get(place))
    }

    /// The live record with an id.
    pub(crate) fn live(&self, id: &str) -> Result<&Record, Problem> {
        let record = self.by_key(Key::Id(id)).next();
        self.alive(id, record)
    }

    /// The record if it is live; else what became of it.
    pub(crate) fn alive<'a>(&self, id: &str, record: Option<&'a Record>) -> Result<&'a Record, Problem> {
        match record {
            Some(record) if record.merged_into.is_some() => Err(self.merged(record)),
            Some(record) if record.archived => Err(archived(id)),
            Some(record) => Ok(record),
            None => Err(missing(id)),
        }
    }

    /// 404 that names the record at the end of a row of merges.
    pub(crate) fn merged(&self, record: &Record) -> Problem {
        let into = self.survivor(record);
        Problem::new(Kind::NotFound, "merged", &format!("This contact was merged into {into}."))
            .detail(json!({ "id": record.id, "merged_into": into }))
    }

    /// Where a row of merges ends; it may lie in the bin.
    pub(crate) fn survivor<'a>(&'a self, record: &'a Record) -> &'a str {
        let mut last = record;
        while let Some(into) = &last.merged_into {
            // A survivor that was destroyed leaves its name.
            let Some(next) = self.by_key(Key::Id(into)).next() else { return into };
            last = next;
        }
        &last.id
    }
}

/// 412 unless the version that the client saw, if it named one, is the current one.
fn stale(id: &str, seen: Option<u64>, current: u64) -> Result<(), Problem> {
    if seen.is_none_or(|seen| seen == current) {
        return Ok(());
    }
    Err(Problem::new(Kind::Stale, "stale", "It was changed since it was read.")
        .detail(json!({ "field": "version", "code": "stale", "id": id, "current_version": current })))
}

fn missing(id: &str) -> Problem {
    Problem::new(Kind::NotFound, "not_found", "There is no such contact.").detail(json!({ "id": id }))
}

fn archived(id: &str) -> Problem {
    Problem::new(Kind::NotFound, "archived", "This contact was deleted.")
        .detail(json!({ "id": id, "archived": true }))
}
