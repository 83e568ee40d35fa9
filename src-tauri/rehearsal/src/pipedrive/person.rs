//! One person: a name, lists of addresses and numbers with labels, an organization, and values under hashed keys.

use super::book::Book;
use super::organizations::Organizations;
use super::standing::Standing;
use crate::book::Record;
use crate::clock::{parse_rfc3339, rfc3339};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Earlier states kept of a person: the search shows the past until it catches up.
const KEPT: usize = 16;

/// An address or a number.
#[derive(Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) value: String,
    pub(super) primary: bool,
    pub(super) label: String,
}

impl Entry {
    fn shown(&self) -> Value {
        json!({ "value": self.value, "primary": self.primary, "label": self.label })
    }
}

/// What a person is made of.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Values {
    pub(super) name: String,
    pub(super) emails: Vec<Entry>,
    pub(super) phones: Vec<Entry>,
    pub(super) organization: Option<u64>,
    /// By the keys of fields that were made here; none of them empty.
    pub(super) custom: BTreeMap<String, Value>,
    /// How its people stand with it.
    pub(super) standing: Option<Standing>,
}

/// A person.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) id: u64,
    pub(super) values: Values,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) deleted: Option<i64>,
    pub(super) merged_into: Option<u64>,
    changes: u64,
    /// What the search knew until when; none before it was there.
    past: Vec<(i64, Option<Values>)>,
}

impl Person {
    pub(super) fn new(id: u64, values: Values, now: i64) -> Self {
        let past = vec![(now, None)];
        Self { id, values, created: now, updated: now, deleted: None, merged_into: None, changes: 1, past }
    }

    /// Whether lists show it.
    pub(super) fn is_live(&self) -> bool {
        self.deleted.is_none() && self.merged_into.is_none()
    }

    /// Changes it; the time of its last change moves.
    pub(super) fn change(&mut self, now: i64, change: impl FnOnce(&mut Self)) {
        self.past.push((now, self.state()));
        let surplus = self.past.len().saturating_sub(KEPT);
        self.past.drain(..surplus);
        change(self);
        self.changes += 1;
        self.updated = now;
    }

    fn state(&self) -> Option<Values> {
        self.is_live().then(|| self.values.clone())
    }

    /// What it was at a time; none when it was not there.
    pub(super) fn at(&self, time: i64) -> Option<Values> {
        let then = self.past.iter().find(|(until, _)| *until > time);
        then.map_or_else(|| self.state(), |(_, state)| state.clone())
    }

    /// As the wire shows it; `keys` are the fields of their own that were asked for, none: all.
    pub(super) fn shown(&self, keys: Option<&[&str]>) -> Value {
        let (first, last) = split(&self.values.name);
        let wanted = |key: &&String| keys.is_none_or(|keys| keys.contains(&key.as_str()));
        let custom: Map<String, Value> = self
            .values
            .custom
            .iter()
            .filter(|(key, _)| wanted(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let list = |entries: &[Entry]| entries.iter().map(Entry::shown).collect::<Vec<_>>();
        json!({
            "id": self.id,
            "name": self.values.name,
            "first_name": first,
            "last_name": last,
            "owner_id": 1,
            "org_id": self.values.organization,
            "add_time": seconds(self.created),
            "update_time": seconds(self.updated),
            "emails": list(&self.values.emails),
            "phones": list(&self.values.phones),
            "is_deleted": self.deleted.is_some(),
            "visible_to": 3,
            "label_ids": [],
            "custom_fields": custom,
        })
    }

    /// As tests and the control routes see it: fields of their own by their names.
    pub(super) fn record(&self, book: &Book, organizations: &Organizations) -> Record {
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                fields.insert(name.to_owned(), value.to_owned());
            }
        };
        let values = &self.values;
        put("name", &values.name);
        let all =
            |entries: &[Entry]| entries.iter().map(|one| one.value.clone()).collect::<Vec<_>>().join(";");
        let main = |entries: &[Entry]| {
            let primary = entries.iter().find(|one| one.primary).or(entries.first());
            primary.map(|one| one.value.clone()).unwrap_or_default()
        };
        put("email", &main(&values.emails));
        put("emails", &all(&values.emails));
        let (mobile, phone): (Vec<Entry>, Vec<Entry>) =
            values.phones.iter().cloned().partition(|one| one.label == "mobile");
        put("phone", &main(&phone));
        put("mobile", &main(&mobile));
        put("phones", &all(&values.phones));
        if let Some(name) = values.organization.and_then(|id| organizations.name(id)) {
            put("organization", name);
        }
        for (key, value) in &values.custom {
            put(book.field_name(key).unwrap_or(key), &book.fields.words(key, value));
        }
        Record {
            id: self.id.to_string(),
            version: self.changes,
            created_ms: self.created,
            updated_ms: self.updated,
            archived: !self.is_live(),
            merged_into: self.merged_into.map(|id| id.to_string()),
            fields,
        }
    }
}

/// A time as the wire spells it: whole seconds.
pub(super) fn seconds(ms: i64) -> String {
    rfc3339(ms.div_euclid(1000) * 1000).replace(".000", "")
}

/// A time that a request names.
pub(super) fn moment(text: &str) -> Option<i64> {
    parse_rfc3339(text)
}

/// The last word is the last name.
fn split(name: &str) -> (Option<&str>, Option<&str>) {
    match name.rsplit_once(' ') {
        Some((first, last)) => (Some(first), Some(last)),
        None => (Some(name), None),
    }
}
