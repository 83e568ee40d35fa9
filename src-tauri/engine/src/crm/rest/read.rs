//! Reading what is kept under a key: records by id, e-mail or marker. A key that a reply neither finds nor
//! calls missing is left unanswered, never taken for "not there". What is only a hint stands in [`super::hints`].

use super::Client;
use super::table::{BulkNames, Call, Keyed as Asked};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, MarkerSupport, RemoteField, RemoteRecord, ReplyFacts,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Records that a filter by one key may lead to. More share no key of a person's.
const FILTERED: usize = 100;

/// By what a record is asked for.
#[derive(Debug, Clone, Copy)]
enum Key {
    Id,
    Email,
    Marker,
}

/// What a bulk read said: the records, the keys that it calls missing, and those of records that were merged away.
#[derive(Default)]
struct Keyed {
    records: Vec<RemoteRecord>,
    missing: BTreeSet<String>,
    merged: BTreeMap<String, RemoteId>,
}

impl Keyed {
    /// The answer to one delivery that asked by these keys; none when the reply leaves one of them out. A record that was
    /// merged into another one counts when no other is found.
    fn answer(&self, keys: &[&str], has: impl Fn(&RemoteRecord, &str) -> bool) -> Option<ItemAnswer> {
        let mut seen = BTreeSet::new();
        let mut found: Vec<RemoteRecord> = Vec::new();
        let mut survivor = None;
        for key in keys {
            let under = || self.records.iter().filter(|record| has(record, key));
            survivor = survivor.or_else(|| self.merged.get(*key).cloned());
            if under().next().is_none() && !self.missing.contains(*key) && !self.merged.contains_key(*key) {
                return None;
            }
            found.extend(under().filter(|record| seen.insert(record.id.clone())).cloned());
        }
        Some(match survivor {
            Some(_) if found.is_empty() => ItemAnswer::Failed(Failure::Gone { merged_into: survivor }),
            Some(_) | None => ItemAnswer::Found(found),
        })
    }
}

impl Client {
    /// Records by id, archived ones included.
    pub(super) async fn get(&self, items: &[(DeliveryId, RemoteId)]) -> CrmAnswer {
        if let [(delivery, id)] = items {
            return self.get_one(delivery, id).await;
        }
        let keys = items.iter().map(|(_, id)| id.as_str().to_owned()).collect();
        let (outcome, facts) = self.by_keys(Key::Id, keys).await;
        let outcome = outcome.map(|keyed| {
            let mut asked: BTreeMap<&DeliveryId, Vec<&str>> = BTreeMap::new();
            for (delivery, id) in items {
                asked.entry(delivery).or_default().push(id.as_str());
            }
            let answer = |ids: &[&str]| keyed.answer(ids, |record, id| record.id.as_str() == id);
            asked.iter().filter_map(|(delivery, ids)| Some(((*delivery).clone(), answer(ids)?))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    async fn get_one(&self, delivery: &DeliveryId, id: &RemoteId) -> CrmAnswer {
        let (outcome, facts) = self.by_id(id).await;
        let outcome = found(outcome).map(|answer| BTreeMap::from([(delivery.clone(), answer)]));
        CrmAnswer { outcome, facts }
    }

    /// Live records by e-mail. Letter case does not tell addresses apart.
    pub(super) async fn find_by_email(&self, items: &[(DeliveryId, String)]) -> CrmAnswer {
        let field = RemoteField::new(self.table.email);
        let folded = |email: &str| email.trim().to_lowercase();
        let keys = items.iter().map(|(_, email)| folded(email)).collect();
        let (outcome, facts) = self.by_keys(Key::Email, keys).await;
        let outcome = outcome.map(|mut keyed| {
            // The CRM may spell a missing key in its own way.
            keyed.missing = keyed.missing.iter().map(|key| folded(key)).collect();
            let has = |record: &RemoteRecord, key: &str| {
                !record.archived && record.fields.get(&field).is_some_and(|theirs| folded(theirs) == key)
            };
            let answer = |email: &str| keyed.answer(&[&folded(email)], has);
            items.iter().filter_map(|(delivery, email)| Some((delivery.clone(), answer(email)?))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    /// Records by marker, archived ones included. Where markers are not unique, the newest records are looked through as
    /// well: the index that answers the first question may lag, the list does not hang on it.
    pub(super) async fn find_by_marker(&self, items: &[(DeliveryId, Vec<String>)]) -> CrmAnswer {
        let support = self.marker();
        if support == MarkerSupport::None {
            return CrmAnswer { outcome: Err(Failure::Unsupported), facts: ReplyFacts::default() };
        }
        let keys: BTreeSet<String> = items.iter().flat_map(|(_, markers)| markers.iter().cloned()).collect();
        let (outcome, facts) = self.by_keys(Key::Marker, keys).await;
        let mut keyed = match outcome {
            Ok(keyed) => keyed,
            Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
        };
        let mut facts = facts;
        if support == MarkerSupport::Searchable {
            let (newest, later) = self.newest().await;
            facts = later;
            match newest {
                Ok((newest, merged)) => {
                    keyed.records.extend(newest);
                    keyed.merged.extend(merged);
                }
                Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
            }
        }
        let answer = |markers: &[String]| {
            let keys: Vec<&str> = markers.iter().map(String::as_str).collect();
            keyed.answer(&keys, |record, marker| record.marker.as_deref() == Some(marker))
        };
        let outcome = items
            .iter()
            .filter_map(|(delivery, markers)| Some((delivery.clone(), answer(markers)?)))
            .collect();
        CrmAnswer { outcome: Ok(outcome), facts }
    }

    /// One record by its id.
    async fn by_id(&self, id: &RemoteId) -> Heard<RemoteRecord> {
        let archived = self.table.record.archived.map(|name| (name, "true".to_owned()));
        let query = archived.into_iter().collect();
        let (outcome, facts) = self.read(&self.table.calls.get, Method::GET, Some(id), query, None).await;
        let outcome = outcome.and_then(|value| {
            self.table.record(&value).filter(|record| record.id == *id).ok_or(Failure::Protocol)
        });
        (outcome, facts)
    }

    async fn by_keys(&self, key: Key, keys: BTreeSet<String>) -> Heard<Keyed> {
        match &self.table.keyed {
            Asked::Bulk(names) => self.many_by_keys(names, key, keys).await,
            Asked::OneByOne { email, marker, total } => {
                let filter = match key {
                    Key::Id => None,
                    Key::Email => Some(*email),
                    Key::Marker => Some(*marker),
                };
                self.each_by_key(filter, total, keys).await
            }
        }
    }

    async fn many_by_keys(&self, names: &BulkNames, key: Key, keys: BTreeSet<String>) -> Heard<Keyed> {
        let (kind, archived) = match key {
            Key::Id => (names.ids, true),
            Key::Email => (names.emails, false),
            Key::Marker => (names.markers, true),
        };
        let keys: Vec<String> = keys.into_iter().collect();
        let mut all = Keyed::default();
        let mut facts = ReplyFacts::default();
        for keys in keys.chunks(self.table.batch) {
            let body = json!({ kind: keys, names.archived: archived });
            let (outcome, later) = self.read(&names.read, Method::POST, None, Vec::new(), Some(body)).await;
            facts = later;
            let heard = outcome.and_then(|value| {
                let records = self.table.records(value.get(names.results)).ok_or(Failure::Protocol)?;
                let missing = self.table.missing(names, &value).ok_or(Failure::Protocol)?;
                Ok((records, missing, self.table.merged(names, &value).ok_or(Failure::Protocol)?))
            });
            match heard {
                Ok((records, missing, merged)) => {
                    all.records.extend(records);
                    all.missing.extend(missing);
                    all.merged.extend(merged);
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(all), facts)
    }

    /// One request for each key. A filter may show too much, or be passed over: as long as the whole of what it leads to is
    /// shown, what is not among it is not there.
    async fn each_by_key(
        &self,
        filter: Option<&'static str>,
        total: &str,
        keys: BTreeSet<String>,
    ) -> Heard<Keyed> {
        let mut all = Keyed::default();
        let mut facts = ReplyFacts::default();
        for key in keys {
            let (records, later) = match filter {
                None => {
                    let (record, facts) = self.by_id(&RemoteId::new(key.clone())).await;
                    let record = match record {
                        Err(Failure::Gone { merged_into: None }) => Ok(Vec::new()),
                        other => other.map(|record| vec![record]),
                    };
                    (record, facts)
                }
                Some(filter) => self.filtered(filter, &key, total).await,
            };
            facts = later;
            match records {
                Ok(records) => all.records.extend(records),
                Err(failure) => return (Err(failure), facts),
            }
            all.missing.insert(key);
        }
        (Ok(all), facts)
    }

    /// All records that a filter of the list leads to.
    async fn filtered(&self, filter: &'static str, value: &str, total: &str) -> Heard<Vec<RemoteRecord>> {
        let names = &self.table.list;
        let query = vec![(filter, value.to_owned()), (names.limit, FILTERED.to_string())];
        let (outcome, facts) = self.read(&self.table.calls.list, Method::GET, None, query, None).await;
        let records = outcome.and_then(|value| {
            let records = self.table.records(value.get(names.data)).ok_or(Failure::Protocol)?;
            let all = value.get(total).and_then(Value::as_u64).ok_or(Failure::Protocol)?;
            if all > records.len() as u64 { Err(Failure::Protocol) } else { Ok(records) }
        });
        (records, facts)
    }

    pub(super) async fn read(
        &self,
        call: &Call,
        method: Method,
        id: Option<&RemoteId>,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
    ) -> Heard<Value> {
        let path = self.table.path(call.path, id);
        let request = Request { purpose: Purpose::Read, method, path, query, headers: Vec::new(), body };
        let (outcome, facts) = self.ask(request, call.success).await;
        // Only what has an id can be gone. Of a question to all records this would say that none of them is there.
        let outcome = outcome.map_err(|failure| match (failure, id) {
            (Failure::Gone { .. }, None) => Failure::Protocol,
            (failure, _) => failure,
        });
        (outcome, facts)
    }
}

/// The answer to a read by id: that there is no such record is an answer, too.
pub(super) fn found(outcome: Result<RemoteRecord, Failure>) -> Result<ItemAnswer, Failure> {
    match outcome {
        Ok(record) => Ok(ItemAnswer::Found(vec![record])),
        Err(Failure::Gone { merged_into: None }) => Ok(ItemAnswer::Found(Vec::new())),
        Err(merged @ Failure::Gone { .. }) => Ok(ItemAnswer::Failed(merged)),
        Err(failure) => Err(failure),
    }
}
