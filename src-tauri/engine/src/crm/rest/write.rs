//! Writing: one request for one record, bulk calls for more. Success is the expected status and a body that names the
//! record; everything else is a failure, and in doubt an unknown outcome.

use super::Client;
use super::table::{BulkNames, Call, Keyed, Table, Updating, Written};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use crate::crm::one_by_one::{each, unsent_after};
use data_encoding::HEXLOWER;
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, NewRecord, Object, RecordPatch, RemoteRecord, ReplyFacts, Version,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One record to be written, in the CRM's words.
pub(super) struct Entry<'a> {
    pub(super) delivery: &'a DeliveryId,
    pub(super) key: &'a str,
    /// The record to change; none makes one.
    pub(super) id: Option<&'a RemoteId>,
    pub(super) version: Option<&'a Version>,
    /// The marker to write; an empty one takes ours off.
    marker: Option<&'a str>,
    pub(super) values: Value,
}

impl<'a> Entry<'a> {
    fn create(table: &Table, item: &'a NewRecord) -> Self {
        let marker = item.marker.as_deref();
        let values = table.written(item.fields.iter().map(|(field, value)| (field, Some(value))), marker);
        let (delivery, key) = (&item.delivery, item.idempotency_key.as_str());
        Self { delivery, key, id: None, version: None, marker, values }
    }

    fn update(table: &Table, item: &'a RecordPatch) -> Self {
        let marker = item.marker.as_deref();
        let values =
            table.written(item.fields.iter().map(|(field, value)| (field, value.as_deref())), marker);
        let (delivery, key) = (&item.delivery, item.idempotency_key.as_str());
        Self { delivery, key, id: Some(&item.id), version: item.version.as_ref(), marker, values }
    }

    fn request(&self, table: &Table) -> Request {
        let (method, call) = match self.id {
            None => (Method::POST, &table.calls.create),
            Some(_) => (Method::PATCH, &table.calls.update),
        };
        let body = table.body(&self.values);
        let id = self.id.map_or("", RemoteId::as_str);
        let key = request_key(&[self.key, id], self.version, &body);
        let mut request = write(table, method, call, self.id, key, body);
        request.headers.extend(if_match(self.version.filter(|_| table.record.version.is_some())));
        request
    }

    fn in_bulk(&self, table: &Table, names: &BulkNames) -> Value {
        let mut item = table.body(&self.values);
        item[names.item_ref] = json!(self.delivery.as_str());
        if let Some(id) = self.id {
            item[table.record.id] = json!(id.as_str());
        }
        if let (Some(version), Some(name)) = (self.version, table.record.version) {
            item[name] = json!(version.0);
        }
        item
    }

    /// What a failure means for this entry: a record that is yet to be made cannot be gone, nor changed meanwhile.
    fn failure(&self, failure: Failure) -> Failure {
        match (failure, self.id) {
            (Failure::Gone { .. } | Failure::Stale { .. }, None) => Failure::Ambiguous,
            (failure, _) => failure,
        }
    }

    /// A record that answers for this entry. One with another id or another marker is the answer to something else; one
    /// without a marker is that of a CRM that dropped it, and is ours all the same.
    pub(super) fn shown(&self, record: RemoteRecord) -> Option<ItemAnswer> {
        let this_one = self.id.is_none_or(|id| *id == record.id);
        let not_anothers = match (self.marker, record.marker.as_deref()) {
            (Some(ours), Some(theirs)) => ours.is_empty() || ours == theirs,
            (None, _) | (_, None) => true,
        };
        (this_one && not_anothers).then_some(ItemAnswer::Written(record))
    }
}

impl Client {
    /// Makes records.
    pub(super) async fn create(&self, items: &[NewRecord]) -> CrmAnswer {
        if items.iter().any(|item| item.object != Object::Contact) {
            return self.create_notes(items).await;
        }
        let entries: Vec<Entry<'_>> = items.iter().map(|item| Entry::create(self.table, item)).collect();
        self.write(&entries, |names| &names.create, self.table.calls.create.success).await
    }

    /// Changes records.
    pub(super) async fn update(&self, items: &[RecordPatch]) -> CrmAnswer {
        if items.iter().any(|item| item.object != Object::Contact) {
            return self.update_notes(items).await;
        }
        let entries: Vec<Entry<'_>> = items.iter().map(|item| Entry::update(self.table, item)).collect();
        if self.updating() == Updating::Put {
            return self.replace(&entries).await;
        }
        let success = self.table.calls.update.success;
        let answer = self.write(&entries, |names| &names.update, success).await;
        let unknown_here = answer.outcome == Err(Failure::Unsupported);
        // Nothing was done. The account may have been set otherwise since it was asked.
        if unknown_here && self.check().await.outcome.is_ok() && self.updating() == Updating::Put {
            return self.replace(&entries).await;
        }
        answer
    }

    async fn write(&self, entries: &[Entry<'_>], call: fn(&BulkNames) -> &Call, single: u16) -> CrmAnswer {
        let Keyed::Bulk(names) = self.table.keyed else {
            return each(entries, |entry| entry.delivery, |entry| self.written(entry, single)).await;
        };
        match entries {
            [] => CrmAnswer { outcome: Ok(BTreeMap::new()), facts: ReplyFacts::default() },
            [entry] => self.write_one(entry, single).await,
            entries => self.write_batches(entries, (names, call(names)), single).await,
        }
    }

    async fn write_one(&self, entry: &Entry<'_>, success: u16) -> CrmAnswer {
        let (outcome, facts) = self.written(entry, success).await;
        let outcome = outcome.map(|answer| BTreeMap::from([(entry.delivery.clone(), answer)]));
        CrmAnswer { outcome, facts }
    }

    async fn written(&self, entry: &Entry<'_>, success: u16) -> Heard<ItemAnswer> {
        let (outcome, facts) = self.ask(entry.request(self.table), success).await;
        let answer = outcome.map_err(|failure| entry.failure(failure)).and_then(|value| {
            let answer = match self.table.written {
                Written::Record => self.table.record(&value).and_then(|record| entry.shown(record)),
                Written::Id { .. } => self.table.acknowledged(&value, entry.id).map(ItemAnswer::Accepted),
            };
            answer.ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }

    async fn write_batch(
        &self,
        entries: &[Entry<'_>],
        (names, call): (&BulkNames, &Call),
        success: u16,
    ) -> CrmAnswer {
        let items: Vec<Value> = entries.iter().map(|entry| entry.in_bulk(self.table, names)).collect();
        let body = json!({ names.items: items });
        let keys: Vec<&str> = entries.iter().map(|entry| entry.key).collect();
        let key = request_key(&keys, None, &body);
        let request = write(self.table, Method::POST, call, None, key, body);
        let (outcome, facts) = self.ask(request, call.success).await;
        let outcome = outcome.and_then(|value| {
            let by_ref = self.table.by_ref(names, &value).ok_or(Failure::Ambiguous)?;
            let answer = |entry: &Entry<'_>| {
                let item = by_ref.get(entry.delivery.as_str())?;
                Some((entry.delivery.clone(), self.item(names, entry, item, success)))
            };
            Ok(entries.iter().filter_map(answer).collect())
        });
        CrmAnswer { outcome, facts }
    }

    fn item(&self, names: &BulkNames, entry: &Entry<'_>, item: &Value, success: u16) -> ItemAnswer {
        if item.get(names.status).and_then(Value::as_u64) == Some(u64::from(success)) {
            let record = item.get(names.record).and_then(|record| self.table.record(record));
            record.and_then(|record| entry.shown(record)).unwrap_or(ItemAnswer::Failed(Failure::Ambiguous))
        } else {
            ItemAnswer::Failed(entry.failure(self.table.item_failure(names, Purpose::Write, item)))
        }
    }

    /// As many batches as it takes. After a batch without an answer the rest is not sent.
    async fn write_batches(
        &self,
        entries: &[Entry<'_>],
        bulk: (&BulkNames, &Call),
        success: u16,
    ) -> CrmAnswer {
        if entries.len() <= self.table.batch {
            return self.write_batch(entries, bulk, success).await;
        }
        let mut answers = BTreeMap::new();
        let mut facts = ReplyFacts::default();
        let mut stopped: Option<Failure> = None;
        for batch in entries.chunks(self.table.batch) {
            let failure = match &stopped {
                Some(failure) => failure.clone(),
                None => {
                    let answer = self.write_batch(batch, bulk, success).await;
                    facts = answer.facts;
                    match answer.outcome {
                        Ok(items) => {
                            answers.extend(items);
                            continue;
                        }
                        Err(failure) => {
                            stopped = Some(unsent_after(&failure));
                            failure
                        }
                    }
                }
            };
            let failed = |entry: &Entry<'_>| (entry.delivery.clone(), ItemAnswer::Failed(failure.clone()));
            answers.extend(batch.iter().map(failed));
        }
        CrmAnswer { outcome: Ok(answers), facts }
    }
}

/// What to say when the version just read is not the one that the write is meant for. One that is older was read from a
/// copy that is behind: it says nothing about what the record is now.
pub(super) fn not_that_version(known: &Version, read: Option<Version>) -> Failure {
    Failure::Stale { current: read.filter(|read| read > known) }
}

/// The header by which a write is meant for one version only.
pub(super) fn if_match(version: Option<&Version>) -> Option<(&'static str, String)> {
    version.map(|version| ("if-match", format!("\"{}\"", version.0)))
}

pub(super) fn write(
    table: &Table,
    method: Method,
    call: &Call,
    id: Option<&RemoteId>,
    key: String,
    body: Value,
) -> Request {
    Request {
        purpose: Purpose::Write,
        method,
        path: table.path(call.path, id),
        query: Vec::new(),
        headers: vec![("idempotency-key", key)],
        body: Some(body),
    }
}

/// The same for a repetition of this very request, another one for any other: a CRM that has seen a key with another
/// content refuses it, and then a batch put together anew would be refused for no fault of its items.
pub(super) fn request_key(keys: &[&str], version: Option<&Version>, body: &Value) -> String {
    let mut hash = Sha256::new();
    for key in keys {
        hash.update(key);
        hash.update([0]);
    }
    hash.update(version.map_or(0, |version| version.0).to_be_bytes());
    hash.update(body.to_string());
    HEXLOWER.encode(&hash.finalize())
}
