//! Up to a hundred contacts in one request, each with a result of its own.

use super::Crm;
use crate::ask::Ask;
use crate::book::{Key, Record, is_known};
use crate::clock::rfc3339;
use crate::reply::{Kind, Problem, Reply};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Most items in one request.
const MOST_ITEMS: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewItem {
    #[serde(rename = "ref")]
    reference: String,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedItem {
    #[serde(rename = "ref")]
    reference: String,
    id: String,
    version: Option<u64>,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    ids: Option<Vec<String>>,
    emails: Option<Vec<String>>,
    markers: Option<Vec<String>>,
    #[serde(default)]
    archived: bool,
}

impl Crm {
    /// `POST /contacts/bulk/create`
    pub(super) fn bulk_create(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let Items::<NewItem> { items } = ask.json()?;
        check(items.iter().map(|i| i.reference.as_str()))?;
        let results = items.iter().map(|item| {
            let made = self.book.create(&item.fields, &self.settings, now);
            result(&item.reference, 201, made.map(|r| r.shown(self.settings.marker)), now)
        });
        let results = results.collect();
        Ok(self.in_any_order(results))
    }

    /// `POST /contacts/bulk/update`
    pub(super) fn bulk_update(&mut self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        self.patches()?;
        let Items::<ChangedItem> { items } = ask.json()?;
        check(items.iter().map(|i| i.reference.as_str()))?;
        let results = items.iter().map(|item| {
            let changed = self.book.update(&item.id, item.version, &item.fields, &self.settings, now);
            result(&item.reference, 200, changed.map(|r| r.shown(self.settings.marker)), now)
        });
        let results = results.collect();
        Ok(self.in_any_order(results))
    }

    /// `POST /contacts/bulk/read` by one kind of key; a marker may name several records. Reads by id are answered by a copy
    /// that may be behind.
    pub(super) fn bulk_read(&self, ask: &Ask, now: i64) -> Result<Reply, Problem> {
        let wanted: Wanted = ask.json()?;
        if wanted.markers.is_some() && !is_known("acme_marker", self.marker()) {
            return Err(super::list::unknown_filter("markers"));
        }
        let (keys, key): (&Vec<String>, fn(&str) -> Key<'_>) =
            match (&wanted.ids, &wanted.emails, &wanted.markers) {
                (Some(keys), None, None) => (keys, |k| Key::Id(k)),
                (None, Some(keys), None) => (keys, |k| Key::Email(k)),
                (None, None, Some(keys)) => (keys, |k| Key::Marker(k)),
                (_, _, _) => {
                    let message = "Exactly one of ids, emails and markers is read by.";
                    return Err(Problem::new(Kind::InvalidRequest, "invalid_keys", message));
                }
            };
        check_count(keys.len())?;
        let (mut results, mut missing, mut merged) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for (asked, key) in keys.iter().map(|k| (k, key(k))) {
            let under = match key {
                Key::Id(id) => {
                    self.book.copied(id, now, self.settings.replica_lag_ms).into_iter().collect::<Vec<_>>()
                }
                Key::Email(_) | Key::Marker(_) => self.book.by_key(key).collect(),
            };
            let gone: Vec<&Record> = match key {
                // An address belongs to live records only.
                Key::Email(_) => Vec::new(),
                Key::Id(_) | Key::Marker(_) => {
                    under.iter().copied().filter(|r| r.merged_into.is_some()).collect()
                }
            };
            let found: Vec<&Record> = under
                .into_iter()
                .filter(|r| r.merged_into.is_none() && (wanted.archived || !r.archived))
                .collect();
            if found.is_empty() && gone.is_empty() {
                missing.push(asked);
            }
            let into =
                |r: &&Record| json!({ "key": asked, "id": r.id, "merged_into": self.book.survivor(r) });
            merged.extend(gone.iter().map(into));
            let shown = found.into_iter().filter(|r| seen.insert(&r.id)).map(|r| r.shown(self.marker()));
            results.extend(shown);
        }
        Ok(Reply::ok(json!({ "results": results, "missing": missing, "merged": merged })))
    }

    /// The contract promises no order, so there is none: a client that goes by position fails here first.
    fn in_any_order(&mut self, mut results: Vec<Value>) -> Reply {
        for i in (1..results.len()).rev() {
            // The multiplier and increment are Knuth's for 64-bit congruential generators.
            self.seed =
                self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            results.swap(i, (self.seed >> 33) as usize % (i + 1));
        }
        Reply::ok(json!({ "results": results }))
    }
}

fn result(reference: &str, status: u16, outcome: Result<Value, Problem>, now: i64) -> Value {
    match outcome {
        Ok(record) => json!({ "ref": reference, "status": status, "record": record }),
        Err(p) => json!({ "ref": reference, "status": p.status(), "error": p.error(&rfc3339(now)) }),
    }
}

/// Not too many items, and each with a reference of its own.
fn check<'a>(references: impl ExactSizeIterator<Item = &'a str>) -> Result<(), Problem> {
    let count = references.len();
    check_count(count)?;
    if references.collect::<BTreeSet<_>>().len() < count {
        return Err(Problem::new(Kind::InvalidRequest, "duplicate_ref", "Each item needs a ref of its own."));
    }
    Ok(())
}

fn check_count(count: usize) -> Result<(), Problem> {
    if count <= MOST_ITEMS {
        return Ok(());
    }
    Err(Problem::new(Kind::TooLarge, "too_many_items", &format!("At most {MOST_ITEMS} in one request.")))
}
