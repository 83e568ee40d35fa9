//! Reading: who we are, records by id, e-mail or marker, records that look alike. A key that a reply neither finds nor
//! calls missing is left unanswered, never taken for "not there".

use super::Client;
use super::table::Call;
use crate::crm::http::{Purpose, Request};
use lanyard_core::crm::{
    CrmAnswer, Failure, Fields, ItemAnswer, MarkerSupport, RemoteField, RemoteRecord, ReplyFacts,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A value or a failure, and what is kept of the reply.
type Heard<T> = (Result<T, Failure>, ReplyFacts);

/// What a bulk read said: the records, and the keys that it calls missing.
struct Keyed {
    records: Vec<RemoteRecord>,
    missing: BTreeSet<String>,
}

impl Client {
    /// Who am I? The account's marker setting is remembered.
    pub(super) async fn check(&self) -> CrmAnswer {
        let (outcome, facts) = self.read(&self.table.calls.me, Method::GET, None, Vec::new(), None).await;
        let learned = outcome.and_then(|account| {
            let says = account.get(self.table.body.account_marker).and_then(Value::as_str);
            let row = self.table.markers.iter().find(|(name, _)| Some(*name) == says);
            row.map(|(_, support)| *support).ok_or(Failure::Protocol)
        });
        let outcome = learned.map(|marker| {
            self.learn(marker);
            BTreeMap::new()
        });
        CrmAnswer { outcome, facts }
    }

    /// Records by id, archived ones included.
    pub(super) async fn get(&self, items: &[(DeliveryId, RemoteId)]) -> CrmAnswer {
        if let [(delivery, id)] = items {
            return self.get_one(delivery, id).await;
        }
        let keys = items.iter().map(|(_, id)| id.as_str().to_owned()).collect();
        let (outcome, facts) = self.by_keys(self.table.body.ids, keys, true).await;
        let outcome = outcome.map(|keyed| {
            let answer = |id: &RemoteId| {
                let found: Vec<_> = keyed.records.iter().filter(|record| record.id == *id).cloned().collect();
                (!found.is_empty() || keyed.missing.contains(id.as_str())).then_some(ItemAnswer::Found(found))
            };
            items.iter().filter_map(|(delivery, id)| Some((delivery.clone(), answer(id)?))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    async fn get_one(&self, delivery: &DeliveryId, id: &RemoteId) -> CrmAnswer {
        let archived = vec![(self.table.body.archived, "true".to_owned())];
        let (outcome, facts) = self.read(&self.table.calls.get, Method::GET, Some(id), archived, None).await;
        let answer = match outcome {
            Ok(value) => match self.table.record(&value).filter(|record| record.id == *id) {
                Some(record) => Ok(ItemAnswer::Found(vec![record])),
                None => Err(Failure::Protocol),
            },
            Err(Failure::Gone { merged_into: None }) => Ok(ItemAnswer::Found(Vec::new())),
            Err(merged @ Failure::Gone { .. }) => Ok(ItemAnswer::Failed(merged)),
            Err(failure) => Err(failure),
        };
        let outcome = answer.map(|answer| BTreeMap::from([(delivery.clone(), answer)]));
        CrmAnswer { outcome, facts }
    }

    /// Live records by e-mail. Letter case does not tell addresses apart.
    pub(super) async fn find_by_email(&self, items: &[(DeliveryId, String)]) -> CrmAnswer {
        let field = RemoteField::new(self.table.email);
        let folded = |email: &str| email.trim().to_lowercase();
        let keys = items.iter().map(|(_, email)| folded(email)).collect();
        let (outcome, facts) = self.by_keys(self.table.body.emails, keys, false).await;
        let outcome = outcome.map(|keyed| {
            let missing: BTreeSet<String> = keyed.missing.iter().map(|key| folded(key)).collect();
            let answer = |email: &str| {
                let key = folded(email);
                let has = |record: &&RemoteRecord| {
                    !record.archived && record.fields.get(&field).is_some_and(|theirs| folded(theirs) == key)
                };
                let found: Vec<_> = keyed.records.iter().filter(has).cloned().collect();
                (!found.is_empty() || missing.contains(&key)).then_some(ItemAnswer::Found(found))
            };
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
        let (outcome, facts) = self.by_keys(self.table.body.markers, keys, true).await;
        let mut keyed = match outcome {
            Ok(keyed) => keyed,
            Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
        };
        let mut facts = facts;
        if support == MarkerSupport::Searchable {
            let (newest, later) = self.newest().await;
            facts = later;
            match newest {
                Ok(newest) => keyed.records.extend(newest),
                Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
            }
        }
        let answer = |markers: &[String]| {
            let mut seen = BTreeSet::new();
            let of_these = |record: &&RemoteRecord| {
                record.marker.as_ref().is_some_and(|marker| markers.contains(marker))
            };
            let accounted = markers.iter().all(|marker| {
                keyed.missing.contains(marker)
                    || keyed.records.iter().any(|record| record.marker.as_ref() == Some(marker))
            });
            let found = keyed.records.iter().filter(of_these).filter(|record| seen.insert(record.id.clone()));
            accounted.then(|| ItemAnswer::Found(found.cloned().collect()))
        };
        let outcome = items
            .iter()
            .filter_map(|(delivery, markers)| Some((delivery.clone(), answer(markers)?)))
            .collect();
        CrmAnswer { outcome: Ok(outcome), facts }
    }

    /// Records that look like what was sent, by the most telling values that lead to any. Only those that do carry them
    /// are returned: a filter that the CRM passes over shows itself so.
    pub(super) async fn find_like(&self, items: &[(DeliveryId, Fields)]) -> CrmAnswer {
        let mut answers = BTreeMap::new();
        let mut facts = ReplyFacts::default();
        for (delivery, sent) in items {
            let mut found = Vec::new();
            for telling in self.table.telling {
                let values = telling.iter().map(|name| {
                    let field = RemoteField::new(*name);
                    sent.get(&field).map(|value| (field.clone(), value.to_lowercase()))
                });
                let Some(values) = values.collect::<Option<Vec<_>>>() else { continue };
                let (heard, later) = self.search(&values).await;
                facts = later;
                match heard {
                    Ok(records) => found = records,
                    Err(failure) => return CrmAnswer { outcome: Err(failure), facts },
                }
                if !found.is_empty() {
                    break;
                }
            }
            answers.insert(delivery.clone(), ItemAnswer::Found(found));
        }
        CrmAnswer { outcome: Ok(answers), facts }
    }

    async fn search(&self, values: &[(RemoteField, String)]) -> Heard<Vec<RemoteRecord>> {
        let names = &self.table.body;
        let filters: Map<String, Value> =
            values.iter().map(|(field, value)| (field.as_str().to_owned(), json!(value))).collect();
        let body = json!({ names.query: "", names.filters: filters, names.limit: self.table.batch });
        let call = &self.table.calls.search;
        let (outcome, facts) = self.read(call, Method::POST, None, Vec::new(), Some(body)).await;
        let records =
            outcome.and_then(|value| self.table.records(value.get(names.data)).ok_or(Failure::Protocol));
        let alike = |record: &RemoteRecord| {
            values.iter().all(|(field, value)| {
                record.fields.get(field).is_some_and(|theirs| theirs.to_lowercase() == *value)
            })
        };
        (records.map(|records| records.into_iter().filter(alike).collect()), facts)
    }

    async fn by_keys(&self, kind: &'static str, keys: BTreeSet<String>, archived: bool) -> Heard<Keyed> {
        let keys: Vec<String> = keys.into_iter().collect();
        let mut all = Keyed { records: Vec::new(), missing: BTreeSet::new() };
        let mut facts = ReplyFacts::default();
        let names = &self.table.body;
        for keys in keys.chunks(self.table.batch) {
            let body = json!({ kind: keys, names.archived: archived });
            let (outcome, later) =
                self.read(&self.table.calls.bulk_read, Method::POST, None, Vec::new(), Some(body)).await;
            facts = later;
            let heard = outcome.and_then(|value| {
                let records = self.table.records(value.get(names.results)).ok_or(Failure::Protocol)?;
                Ok((records, self.table.missing(&value).ok_or(Failure::Protocol)?))
            });
            match heard {
                Ok((records, missing)) => {
                    all.records.extend(records);
                    all.missing.extend(missing);
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(all), facts)
    }

    /// The records changed last, live and archived.
    async fn newest(&self) -> Heard<Vec<RemoteRecord>> {
        let mut newest = Vec::new();
        let mut facts = ReplyFacts::default();
        for archived in ["false", "true"] {
            for page in 0..self.table.recent_pages {
                let (records, later) = self.page(page * self.table.batch, archived).await;
                facts = later;
                match records {
                    Ok(records) if records.len() < self.table.batch => {
                        newest.extend(records);
                        break;
                    }
                    Ok(records) => newest.extend(records),
                    Err(failure) => return (Err(failure), facts),
                }
            }
        }
        (Ok(newest), facts)
    }

    async fn page(&self, offset: usize, archived: &str) -> Heard<Vec<RemoteRecord>> {
        let names = &self.table.body;
        let query = vec![
            (names.limit, self.table.batch.to_string()),
            (names.offset, offset.to_string()),
            (names.sort, names.newest_first.to_owned()),
            (names.archived, archived.to_owned()),
        ];
        let (outcome, facts) = self.read(&self.table.calls.list, Method::GET, None, query, None).await;
        (outcome.and_then(|value| self.table.records(value.get(names.data)).ok_or(Failure::Protocol)), facts)
    }

    async fn read(
        &self,
        call: &Call,
        method: Method,
        id: Option<&RemoteId>,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
    ) -> Heard<Value> {
        let path = self.table.path(call.path, id);
        let request = Request { purpose: Purpose::Read, method, path, query, headers: Vec::new(), body };
        self.ask(request, call.success).await
    }
}
