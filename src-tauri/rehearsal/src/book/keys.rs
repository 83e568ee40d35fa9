//! Which records stand under a key: a book of a hundred thousand answers as quickly as one of ten.

use super::Record;
use std::collections::{BTreeSet, HashMap};

/// A key that names records without the search index.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key<'a> {
    Id(&'a str),
    /// Without regard to case.
    Email(&'a str),
    Marker(&'a str),
}

/// Places in the book by key; archived records stand here too.
#[derive(Debug, Default)]
pub(super) struct Keys {
    ids: HashMap<String, usize>,
    emails: HashMap<String, BTreeSet<usize>>,
    markers: HashMap<String, BTreeSet<usize>>,
}

impl Keys {
    pub(super) fn of(records: &[Record]) -> Self {
        let mut keys = Self::default();
        for (place, record) in records.iter().enumerate() {
            keys.add(place, record);
        }
        keys
    }

    pub(super) fn add(&mut self, place: usize, record: &Record) {
        self.ids.insert(record.id.clone(), place);
        for (map, key) in self.shared(record) {
            map.entry(key).or_default().insert(place);
        }
    }

    pub(super) fn remove(&mut self, place: usize, record: &Record) {
        self.ids.remove(&record.id);
        for (map, key) in self.shared(record) {
            map.entry(key).or_default().remove(&place);
        }
    }

    /// In the order the records were created.
    pub(super) fn places(&self, key: Key<'_>) -> Vec<usize> {
        let all = |found: Option<&BTreeSet<usize>>| found.into_iter().flatten().copied().collect();
        match key {
            Key::Id(id) => self.ids.get(id).copied().into_iter().collect(),
            Key::Email(email) => all(self.emails.get(&email.to_lowercase())),
            Key::Marker(marker) => all(self.markers.get(marker)),
        }
    }

    /// The maps in which a record stands beside others, and its keys there; an empty value is no key.
    fn shared(
        &mut self,
        record: &Record,
    ) -> impl Iterator<Item = (&mut HashMap<String, BTreeSet<usize>>, String)> {
        let (email, marker) =
            (record.value("acme_email").to_lowercase(), record.value("acme_marker").to_owned());
        [(&mut self.emails, email), (&mut self.markers, marker)]
            .into_iter()
            .filter(|(_, key)| !key.is_empty())
    }
}
