//! Up to a hundred contacts in one request, each with a result of its own.

use super::Crm;
use crate::ask::Ask;
use crate::book::{Key, is_known};
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
        let Items::<ChangedItem> { items } = ask.json()?;
        check(items.iter().map(|i| i.reference.as_str()))?;
        let results = items.iter().map(|item| {
            let changed = self.book.update(&item.id, item.version, &item.fields, &self.settings, now);
            result(&item.reference, 200, changed.map(|r| r.shown(self.settings.marker)), now)
        });
        let results = results.collect();
        Ok(self.in_any_order(results))
    }

    /// `POST /contacts/bulk/read` by one kind of key; a marker may name several records.
    pub(super) fn bulk_read(&self, ask: &Ask) -> Result<Reply, Problem> {
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
        let found = |k: &String| {
            self.book.by_key(key(k)).filter(|r| wanted.archived || !r.archived).collect::<Vec<_>>()
        };
        let missing: Vec<&String> = keys.iter().filter(|k| found(k).is_empty()).collect();
        let mut seen = BTreeSet::new();
        let results: Vec<Value> = keys
            .iter()
            .flat_map(found)
            .filter(|r| seen.insert(&r.id))
            .map(|r| r.shown(self.marker()))
            .collect();
        Ok(Reply::ok(json!({ "results": results, "missing": missing })))
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
