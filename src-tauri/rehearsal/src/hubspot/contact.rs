//! One contact of HubSpot: named values, all of them text, some of them HubSpot's own.

use crate::book::Record;
use crate::clock::rfc3339;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Earlier states kept of a contact: the search shows the past until it catches up.
const KEPT: usize = 16;

/// Values that are not empty.
pub(super) type Values = BTreeMap<String, String>;

/// A contact.
#[derive(Clone)]
pub(super) struct Contact {
    pub(super) id: u64,
    pub(super) values: Values,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) archived: Option<i64>,
    /// It went up in this one, and answers to nothing any more.
    pub(super) merged_into: Option<u64>,
    pub(super) changes: u64,
    /// What it was until when.
    past: Vec<(i64, State)>,
}

/// What the search knows of a contact.
#[derive(Clone)]
pub(super) struct State {
    pub(super) values: Values,
    pub(super) updated: i64,
    pub(super) live: bool,
}

impl Contact {
    pub(super) fn new(id: u64, values: Values, now: i64) -> Self {
        let past = vec![(now, State { values: Values::new(), updated: now, live: false })];
        Self { id, values, created: now, updated: now, archived: None, merged_into: None, changes: 1, past }
    }

    /// Whether it answers at all, and not out of the bin.
    pub(super) fn is_live(&self) -> bool {
        self.archived.is_none() && self.merged_into.is_none()
    }

    /// Whether it lies in the bin.
    pub(super) fn is_binned(&self) -> bool {
        self.archived.is_some() && self.merged_into.is_none()
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

    fn state(&self) -> State {
        State { values: self.values.clone(), updated: self.updated, live: self.is_live() }
    }

    /// What it was at a time.
    pub(super) fn at(&self, time: i64) -> State {
        let then = self.past.iter().find(|(until, _)| *until > time);
        then.map_or_else(|| self.state(), |(_, state)| state.clone())
    }

    /// A value, HubSpot's own ones too.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        match name {
            "hs_object_id" => Some(self.id.to_string()),
            "createdate" => Some(rfc3339(self.created)),
            "lastmodifieddate" => Some(rfc3339(self.updated)),
            name => self.values.get(name).cloned(),
        }
    }

    /// All addresses that are its own, the further ones too.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        let list = |name: &str| self.values.get(name).into_iter().flat_map(|all| all.split(';'));
        list("email").chain(list("hs_additional_emails"))
    }

    /// As the wire shows it, with these values and those that are always there.
    pub(super) fn shown<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Value {
        let always = ["hs_object_id", "createdate", "lastmodifieddate"];
        let values: Map<String, Value> =
            names.into_iter().chain(always).map(|name| (name.to_owned(), json!(self.value(name)))).collect();
        let mut shown = json!({
            "id": self.id.to_string(),
            "properties": values,
            "createdAt": rfc3339(self.created),
            "updatedAt": rfc3339(self.updated),
            "archived": self.archived.is_some(),
        });
        if let Some(archived) = self.archived {
            shown["archivedAt"] = json!(rfc3339(archived));
        }
        shown
    }

    /// As tests and the control routes see it.
    pub(super) fn record(&self) -> Record {
        Record {
            id: self.id.to_string(),
            version: self.changes,
            created_ms: self.created,
            updated_ms: self.updated,
            archived: !self.is_live(),
            merged_into: self.merged_into.map(|id| id.to_string()),
            fields: self.values.clone(),
        }
    }
}
