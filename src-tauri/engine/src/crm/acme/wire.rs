//! Between our records and the JSON of a [`Table`]. Reading is strict where identity hangs on it (id, marker, version)
//! and lenient elsewhere; what cannot be read is never guessed.

use super::table::{Means, Table};
use crate::crm::http::{Body, Purpose, Reply, Said, by_status, odd};
use crate::crm::note_text as note;
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
            values.insert(self.record.marker.to_owned(), json!(marker));
        }
        Value::Object(values)
    }

    /// A record; none when it does not name itself.
    pub(super) fn record(&self, value: &Value) -> Option<RemoteRecord> {
        let names = &self.record;
        let id = value.get(names.id)?.as_str().filter(|id| !id.is_empty())?;
        let mut fields: Fields = value
            .get(names.fields)?
            .as_object()?
            .iter()
            .filter_map(|(name, value)| Some((RemoteField::new(name.clone()), plain(value)?)))
            .collect();
        let marker = fields.0.remove(&RemoteField::new(names.marker));
        Some(RemoteRecord {
            id: RemoteId::new(id),
            version: value.get(names.version).and_then(Value::as_u64).map(Version),
            archived: value.get(names.archived)?.as_bool()?,
            marker,
            fields,
        })
    }

    /// All records of a list, each with the one that it was merged into; none when one of them cannot be read.
    pub(super) fn listed(&self, value: Option<&Value>) -> Option<Vec<(RemoteRecord, Option<RemoteId>)>> {
        let into =
            |record: &Value| record.get(self.record.merged_into).and_then(Value::as_str).map(RemoteId::new);
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
        let (body, error) = match said {
            Said::Json(value) => match self.error(value) {
                Some(error) => (Body::Own, Some(error)),
                None => (Body::Json, None),
            },
            Said::Html => (Body::Html, None),
            Said::Nothing | Said::Odd => (Body::Other, None),
        };
        let failure = by_status(purpose, status, body, wait);
        match error {
            Some(error) => error.refine(self, failure),
            None => failure,
        }
    }

    /// A failure of one item of a bulk call.
    pub(super) fn item_failure(&self, purpose: Purpose, item: &Value) -> Failure {
        let Some(status) =
            item.get(self.body.status).and_then(Value::as_u64).and_then(|s| u16::try_from(s).ok())
        else {
            return odd(purpose);
        };
        self.failure(purpose, status, &Said::Json(item.clone()), None)
    }

    fn error<'a>(&self, value: &'a Value) -> Option<ErrorBody<'a>> {
        let error = value.get(self.error.error)?;
        Some(ErrorBody {
            code: error.get(self.error.code)?.as_str()?,
            message: error.get(self.error.message).and_then(Value::as_str).unwrap_or_default(),
            details: error.get(self.error.details).and_then(Value::as_array).map_or(&[], Vec::as_slice),
        })
    }

    /// The keys of a bulk read that the reply accounts for, as it spells them, none of them found.
    pub(super) fn missing(&self, reply: &Value) -> Option<Vec<String>> {
        reply.get(self.body.missing)?.as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect()
    }

    /// The keys of a bulk read whose records were merged, and into which ones. A CRM that says nothing of it has none.
    pub(super) fn merged(&self, reply: &Value) -> Option<Vec<(String, RemoteId)>> {
        let Some(list) = reply.get(self.body.merged) else { return Some(Vec::new()) };
        let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        let pair = |item: &Value| {
            Some((text(item, self.body.key)?, RemoteId::new(text(item, self.record.merged_into)?)))
        };
        list.as_array()?.iter().map(pair).collect()
    }

    /// A note as a record whose one field is its text without our line; none when it does not name itself.
    pub(super) fn note(&self, value: &Value) -> Option<RemoteRecord> {
        let id = value.get(self.note.id)?.as_str().filter(|id| !id.is_empty())?;
        let (text, marker) = note::taken_apart(value.get(self.note.text)?.as_str()?);
        Some(RemoteRecord {
            id: RemoteId::new(id),
            version: value.get(self.note.version).and_then(Value::as_u64).map(Version),
            archived: false,
            marker,
            fields: [(RemoteField::new(NOTE_TEXT), text)].into_iter().collect(),
        })
    }

    /// The items of a bulk write's reply by their reference. One that stands there twice is left out: which of the two
    /// holds is unknown.
    pub(super) fn by_ref<'a>(&self, reply: &'a Value) -> Option<BTreeMap<&'a str, &'a Value>> {
        let mut items = BTreeMap::new();
        let mut twice = Vec::new();
        for item in reply.get(self.body.results)?.as_array()? {
            let Some(name) = item.get(self.body.item_ref).and_then(Value::as_str) else { continue };
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

impl ErrorBody<'_> {
    fn refine(&self, table: &Table, failure: Failure) -> Failure {
        let means = table.codes.iter().find(|(code, _)| *code == self.code).map(|(_, means)| *means);
        match (failure, means) {
            (Failure::Auth { fault: AuthFault::Revoked }, Some(Means::Expired)) => {
                Failure::Auth { fault: AuthFault::Expired }
            }
            (Failure::Throttled { wait, .. }, Some(Means::Daily)) => {
                Failure::Throttled { wait, scope: Scope::Daily }
            }
            (Failure::Conflict { on, .. }, means) => Failure::Conflict {
                on: if let Some(Means::Taken(key)) = means { key } else { on },
                existing: self.detail(table.error.existing).and_then(Value::as_str).map(RemoteId::new),
            },
            (Failure::Stale { .. }, _) => Failure::Stale {
                current: self.detail(table.error.current).and_then(Value::as_u64).map(Version),
            },
            (Failure::Gone { .. }, Some(Means::Gone)) => Failure::Gone {
                merged_into: self.detail(table.error.merged_into).and_then(Value::as_str).map(RemoteId::new),
            },
            // Not the record but the route is missing: a wrong address must not look like a deleted contact.
            (Failure::Gone { .. }, _) => Failure::Unsupported,
            (Failure::Invalid { .. }, _) => Failure::Invalid { fields: self.faults(table) },
            (other, _) => other,
        }
    }

    fn detail(&self, name: &str) -> Option<&Value> {
        self.details.iter().find_map(|detail| detail.get(name))
    }

    /// The fields named, or the whole with what the CRM says.
    fn faults(&self, table: &Table) -> Vec<FieldFault> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let named: Vec<FieldFault> = self
            .details
            .iter()
            .map(|detail| FieldFault {
                field: text(detail.get(table.error.field)).map(RemoteField::new),
                message: text(detail.get(table.error.message)).unwrap_or_else(|| self.message.to_owned()),
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
