//! Between our records and the JSON of a [`Table`]. Reading is strict where identity hangs on it (id, marker, version)
//! and lenient elsewhere; what cannot be read is never guessed.

use super::refusals;
use super::table::{BulkNames, ErrorNames, Errors, Means, NoteNames, Table, Written};
use crate::crm::http::{Body, Purpose, Reply, Said, by_status, odd};
use crate::crm::note_text as note;
use jiff::Timestamp;
use lanyard_core::crm::{
    AuthFault, Failure, FieldFault, Fields, NOTE_TEXT, RemoteField, RemoteRecord, Scope, Version,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::Millis;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The status of a success without a body.
const NO_CONTENT: u16 = 204;

impl Table {
    /// The path of a call.
    pub(super) fn path(&self, call: &[&str], id: Option<&RemoteId>) -> Vec<String> {
        let piece = |piece: &&str| match (*piece, id) {
            ("{id}", Some(id)) => id.as_str().to_owned(),
            (fixed, _) => fixed.to_owned(),
        };
        self.base.iter().chain(call).map(piece).collect()
    }

    /// Values to write, with the marker among them.
    pub(super) fn written<'a>(
        &self,
        fields: impl Iterator<Item = (&'a RemoteField, Option<&'a str>)>,
        marker: Option<&str>,
    ) -> Value {
        let mut values: Map<String, Value> =
            fields.map(|(field, value)| (field.as_str().to_owned(), json!(value))).collect();
        if let Some(marker) = marker {
            match self.record.marker_in {
                Some(holder) => values.insert(holder.to_owned(), json!({ self.record.marker: marker })),
                None => values.insert(self.record.marker.to_owned(), json!(marker)),
            };
        }
        Value::Object(values)
    }

    /// The body of a write of one record.
    pub(super) fn body(&self, values: &Value) -> Value {
        match self.record.fields {
            Some(name) => json!({ name: values }),
            None => values.clone(),
        }
    }

    /// That a write which answers with no record was done: the id of what was made, or of what was changed.
    pub(super) fn acknowledged(&self, value: &Value, changed: Option<&RemoteId>) -> Option<RemoteId> {
        let Written::Id { error } = &self.written else { return None };
        if value.get(error)?.as_bool()? {
            return None;
        }
        let made = || value.get(self.record.id)?.as_str().filter(|id| !id.is_empty()).map(RemoteId::new);
        changed.cloned().or_else(made)
    }

    /// A record; none when it does not name itself.
    pub(super) fn record(&self, value: &Value) -> Option<RemoteRecord> {
        let names = &self.record;
        let value = names.wrapped.and_then(|name| value.get(name)).unwrap_or(value);
        let id = value.get(names.id)?.as_str().filter(|id| !id.is_empty())?;
        let holder = match names.fields {
            Some(name) => value.get(name)?,
            None => value,
        };
        let mut fields: Fields = holder
            .as_object()?
            .iter()
            .filter(|(name, _)| !names.own.contains(&name.as_str()))
            .filter_map(|(name, value)| Some((RemoteField::new(name.clone()), plain(value)?)))
            .collect();
        let marker = match names.marker_in {
            Some(in_it) => holder.get(in_it).and_then(|held| plain(held.get(names.marker)?)),
            None => fields.0.remove(&RemoteField::new(names.marker)),
        };
        let archived = match names.archived {
            Some(name) => value.get(name)?.as_bool()?,
            None => false,
        };
        let version = match names.version {
            Some(name) => value.get(name).and_then(Value::as_u64),
            // The time of the last change tells one state from another as well, but no write can be meant for it.
            None => self.modified(value).and_then(|at| u64::try_from(at.as_microsecond()).ok()),
        };
        Some(RemoteRecord { id: RemoteId::new(id), version: version.map(Version), archived, marker, fields })
    }

    /// When a record was last changed.
    pub(super) fn modified(&self, value: &Value) -> Option<Timestamp> {
        value.get(self.record.modified)?.as_str()?.parse().ok()
    }

    /// All records of a list, each with the one that it was merged into; none when one of them cannot be read.
    pub(super) fn listed(&self, value: Option<&Value>) -> Option<Vec<(RemoteRecord, Option<RemoteId>)>> {
        let into =
            |record: &Value| record.get(self.record.merged_into?).and_then(Value::as_str).map(RemoteId::new);
        value?.as_array()?.iter().map(|record| Some((self.record(record)?, into(record)))).collect()
    }

    /// All records of a list; none when one of them cannot be read.
    pub(super) fn records(&self, value: Option<&Value>) -> Option<Vec<RemoteRecord>> {
        value?.as_array()?.iter().map(|record| self.record(record)).collect()
    }

    /// The JSON of the reply if it is the success of its call, else the failure.
    pub(super) fn expected(&self, purpose: Purpose, success: u16, reply: Reply) -> Result<Value, Failure> {
        match reply.said {
            Said::Json(value) if reply.status == success => Ok(value),
            // A status that promises no body is kept by none.
            Said::Nothing if reply.status == success && success == NO_CONTENT => Ok(Value::Null),
            said => Err(self.failure(purpose, reply.status, &said, reply.retry_after)),
        }
    }

    /// A failure, refined by what the CRM's error body says.
    pub(super) fn failure(
        &self,
        purpose: Purpose,
        status: u16,
        said: &Said,
        wait: Option<Millis>,
    ) -> Failure {
        let Said::Json(value) = said else {
            let body = if *said == Said::Html { Body::Html } else { Body::Other };
            return by_status(purpose, status, body, wait);
        };
        match &self.errors {
            Errors::Coded { names, codes } => match ErrorBody::of(names, value) {
                Some(error) => error.refine(names, codes, by_status(purpose, status, Body::Own, wait)),
                None => by_status(purpose, status, Body::Json, wait),
            },
            Errors::Named { .. } => {
                let own = refusals::is_own(&self.errors, value);
                let body = if own { Body::Own } else { Body::Json };
                refusals::refined(&self.errors, value, by_status(purpose, status, body, wait))
            }
        }
    }

    /// A failure of one item of a bulk call.
    pub(super) fn item_failure(&self, names: &BulkNames, purpose: Purpose, item: &Value) -> Failure {
        let Some(status) = item.get(names.status).and_then(Value::as_u64).and_then(|s| u16::try_from(s).ok())
        else {
            return odd(purpose);
        };
        self.failure(purpose, status, &Said::Json(item.clone()), None)
    }

    /// The keys of a bulk read that the reply accounts for, as it spells them, none of them found.
    pub(super) fn missing(&self, names: &BulkNames, reply: &Value) -> Option<Vec<String>> {
        reply.get(names.missing)?.as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect()
    }

    /// The keys of a bulk read whose records were merged, and into which ones. A CRM that says nothing of it has none.
    pub(super) fn merged(&self, names: &BulkNames, reply: &Value) -> Option<Vec<(String, RemoteId)>> {
        let Some(list) = reply.get(names.merged) else { return Some(Vec::new()) };
        let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        let pair = |item: &Value| {
            Some((text(item, names.key)?, RemoteId::new(text(item, self.record.merged_into?)?)))
        };
        list.as_array()?.iter().map(pair).collect()
    }

    /// A note as a record whose one field is its text without our line; none when it does not name itself.
    pub(super) fn note(&self, names: &NoteNames, value: &Value) -> Option<RemoteRecord> {
        let id = value.get(names.id)?.as_str().filter(|id| !id.is_empty())?;
        let (text, marker) = note::taken_apart(value.get(names.text)?.as_str()?);
        Some(RemoteRecord {
            id: RemoteId::new(id),
            version: value.get(names.version).and_then(Value::as_u64).map(Version),
            archived: false,
            marker,
            fields: [(RemoteField::new(NOTE_TEXT), text)].into_iter().collect(),
        })
    }

    /// The items of a bulk write's reply by their reference. One that stands there twice is left out: which of the two
    /// holds is unknown.
    pub(super) fn by_ref<'a>(
        &self,
        names: &BulkNames,
        reply: &'a Value,
    ) -> Option<BTreeMap<&'a str, &'a Value>> {
        let mut items = BTreeMap::new();
        let mut twice = Vec::new();
        for item in reply.get(names.results)?.as_array()? {
            let Some(name) = item.get(names.item_ref).and_then(Value::as_str) else { continue };
            if items.insert(name, item).is_some() {
                twice.push(name);
            }
        }
        items.retain(|name, _| !twice.contains(name));
        Some(items)
    }
}

/// The CRM's own account of a failure.
struct ErrorBody<'a> {
    code: &'a str,
    message: &'a str,
    details: &'a [Value],
}

impl<'a> ErrorBody<'a> {
    fn of(names: &ErrorNames, value: &'a Value) -> Option<Self> {
        let error = value.get(names.error)?;
        Some(Self {
            code: error.get(names.code)?.as_str()?,
            message: error.get(names.message).and_then(Value::as_str).unwrap_or_default(),
            details: error.get(names.details).and_then(Value::as_array).map_or(&[], Vec::as_slice),
        })
    }

    fn refine(&self, names: &ErrorNames, codes: &[(&str, Means)], failure: Failure) -> Failure {
        let means = codes.iter().find(|(code, _)| *code == self.code).map(|(_, means)| *means);
        match (failure, means) {
            (Failure::Auth { fault: AuthFault::Revoked }, Some(Means::Expired)) => {
                Failure::Auth { fault: AuthFault::Expired }
            }
            (Failure::Throttled { wait, .. }, Some(Means::Daily)) => {
                Failure::Throttled { wait, scope: Scope::Daily }
            }
            (Failure::Conflict { on, .. }, means) => Failure::Conflict {
                on: if let Some(Means::Taken(key)) = means { key } else { on },
                existing: self.detail(names.existing).and_then(Value::as_str).map(RemoteId::new),
            },
            (Failure::Stale { .. }, _) => {
                Failure::Stale { current: self.detail(names.current).and_then(Value::as_u64).map(Version) }
            }
            (Failure::Gone { .. }, Some(Means::Gone)) => Failure::Gone {
                merged_into: self.detail(names.merged_into).and_then(Value::as_str).map(RemoteId::new),
            },
            // Not the record but the route is missing: a wrong address must not look like a deleted contact.
            (Failure::Gone { .. }, _) => Failure::Unsupported,
            (Failure::Invalid { .. }, _) => Failure::Invalid { fields: self.faults(names) },
            (other, _) => other,
        }
    }

    fn detail(&self, name: &str) -> Option<&Value> {
        self.details.iter().find_map(|detail| detail.get(name))
    }

    /// The fields named, or the whole with what the CRM says.
    fn faults(&self, names: &ErrorNames) -> Vec<FieldFault> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let named: Vec<FieldFault> = self
            .details
            .iter()
            .map(|detail| FieldFault {
                field: text(detail.get(names.field)).map(RemoteField::new),
                message: text(detail.get(names.message)).unwrap_or_else(|| self.message.to_owned()),
            })
            .collect();
        if named.is_empty() {
            vec![FieldFault { field: None, message: self.message.to_owned() }]
        } else {
            named
        }
    }
}

/// A value as text; an empty one is an absent one.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
