//! Reading what is kept under a key: who we are, records by id, e-mail or marker. A key that a reply neither finds nor
//! calls missing is left unanswered, never taken for "not there". What is only a hint stands in [`super::hints`].

use super::table::Call;
use super::{Account, Client};
use crate::crm::Heard;
use crate::crm::http::{Purpose, Request};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, MarkerSupport, RemoteField, RemoteRecord, ReplyFacts,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Who am I? What the account can do is remembered.
    pub(super) async fn check(&self) -> CrmAnswer {
        let (outcome, facts) = self.read(&self.table.calls.me, Method::GET, None, Vec::new(), None).await;
        let learned = outcome.and_then(|account| {
            let says = |name: &str| account.get(name).and_then(Value::as_str);
            let marker =
                says(self.table.body.account_marker).and_then(|name| self.table.marker_support(name));
            let marker = marker.ok_or(Failure::Protocol)?;
            // An account that says nothing of it takes what everybody does.
            let update = says(self.table.body.account_update).unwrap_or(super::table::PATCH);
            let update = self.table.updating(update).ok_or(Failure::Protocol)?;
            Ok(Account { marker, update })
        });
        let outcome = learned.map(|account| {
            self.account.learn(account);
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
        let archived = vec![(self.table.body.archived, "true".to_owned())];
        let (outcome, facts) = self.read(&self.table.calls.get, Method::GET, Some(id), archived, None).await;
        let outcome = outcome.and_then(|value| {
            self.table.record(&value).filter(|record| record.id == *id).ok_or(Failure::Protocol)
        });
        let outcome = found(outcome).map(|answer| BTreeMap::from([(delivery.clone(), answer)]));
        CrmAnswer { outcome, facts }
    }

    /// Live records by e-mail. Letter case does not tell addresses apart.
    pub(super) async fn find_by_email(&self, items: &[(DeliveryId, String)]) -> CrmAnswer {
        let field = RemoteField::new(self.table.email);
        let folded = |email: &str| email.trim().to_lowercase();
        let keys = items.iter().map(|(_, email)| folded(email)).collect();
        let (outcome, facts) = self.by_keys(self.table.body.emails, keys, false).await;
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

    async fn by_keys(&self, kind: &'static str, keys: BTreeSet<String>, archived: bool) -> Heard<Keyed> {
        let keys: Vec<String> = keys.into_iter().collect();
        let mut all = Keyed::default();
        let mut facts = ReplyFacts::default();
        let names = &self.table.body;
        for keys in keys.chunks(self.table.batch) {
            let body = json!({ kind: keys, names.archived: archived });
            let (outcome, later) =
                self.read(&self.table.calls.bulk_read, Method::POST, None, Vec::new(), Some(body)).await;
            facts = later;
            let heard = outcome.and_then(|value| {
                let records = self.table.records(value.get(names.results)).ok_or(Failure::Protocol)?;
                let missing = self.table.missing(&value).ok_or(Failure::Protocol)?;
                Ok((records, missing, self.table.merged(&value).ok_or(Failure::Protocol)?))
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
