//! Looking where nothing is kept under a key, by HubSpot's search: it runs behind by up to half a minute, shows nothing
//! archived, and gives at most ten thousand records for one question. What is found here leads to a read by id, it is no
//! fact itself.

use super::Client;
use super::ask::{OK, not_gone};
use super::names::{self, Kind, MARKER, MERGED, MODIFIED};
use super::wire::{self, Seen};
use crate::crm::Heard;
use lanyard_core::crm::{CrmAnswer, Failure, Fields, ItemAnswer, RemoteField, ReplyFacts};
use lanyard_core::ids::DeliveryId;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Groups of conditions that one question may hold; one of them must hold.
const GROUPS: usize = 5;

/// A condition.
pub(super) fn filter(property: &str, operator: &str, value: &str) -> Value {
    json!({ "propertyName": property, "operator": operator, "value": value })
}

impl Client {
    /// The first page of a question. `groups` holds lists of conditions of which one must hold wholly; `sort` is a
    /// property, with `-` in front for descending.
    pub(super) async fn search(&self, groups: Vec<Vec<Value>>, sort: &str) -> Heard<Value> {
        let groups: Vec<Value> = groups.into_iter().map(|filters| json!({ "filters": filters })).collect();
        let body = json!({
            "filterGroups": groups,
            "sorts": [sort],
            "query": "",
            "properties": self.asked_for(),
            "limit": names::BATCH,
            "after": "0",
        });
        let path = self.version.objects(Kind::Contacts, &["search"]);
        let (outcome, facts) = self.read(Method::POST, path, Vec::new(), Some(body), OK).await;
        (outcome.map_err(not_gone), facts)
    }

    async fn found(&self, groups: Vec<Vec<Value>>, sort: &str) -> Heard<Vec<Seen>> {
        let (outcome, facts) = self.search(groups, sort).await;
        (outcome.and_then(|value| wire::contacts(&value, &self.fields).ok_or(Failure::Protocol)), facts)
    }

    /// The records into which these were merged. A question that HubSpot refuses finds none.
    pub(super) async fn survivors(&self, ids: &BTreeSet<String>) -> Heard<Vec<Seen>> {
        let ids: Vec<&String> = ids.iter().collect();
        let (mut all, mut facts) = (Vec::new(), ReplyFacts::default());
        for ids in ids.chunks(GROUPS) {
            let groups = ids.iter().map(|id| vec![filter(MERGED, "CONTAINS_TOKEN", id)]).collect();
            let (outcome, later) = self.found(groups, names::ID).await;
            facts = later;
            match outcome {
                Ok(seen) => {
                    let is_one = |seen: &Seen| seen.merged.iter().any(|merged| ids.contains(&merged));
                    all.extend(seen.into_iter().filter(is_one));
                }
                Err(Failure::Invalid { .. }) => {}
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(all), facts)
    }

    /// Records that carry these markers, and the newest ones besides: they hang on another field of the index.
    pub(super) async fn search_markers(&self, markers: &BTreeSet<String>) -> Heard<Vec<Seen>> {
        let list: Vec<&String> = markers.iter().collect();
        let (mut all, mut facts) = (Vec::new(), ReplyFacts::default());
        for some in list.chunks(names::BATCH) {
            let one_of = json!({ "propertyName": MARKER, "operator": "IN", "values": some });
            let (outcome, later) = self.found(vec![vec![one_of]], names::ID).await;
            facts = later;
            match outcome {
                Ok(seen) => all.extend(seen),
                Err(failure) => return (Err(failure), facts),
            }
        }
        if markers.is_empty() {
            return (Ok(all), facts);
        }
        let (newest, facts) = self.found(Vec::new(), &format!("-{MODIFIED}")).await;
        let carries =
            |seen: &Seen| seen.record.marker.as_ref().is_some_and(|marker| markers.contains(marker));
        (
            newest.map(|newest| {
                all.extend(newest);
                all.retain(carries);
                all
            }),
            facts,
        )
    }

    /// Records that look like what was sent, by the most telling values that lead to any. Only those that do carry them
    /// are returned: a condition that is passed over shows itself so.
    pub(super) async fn find_like(&self, items: &[(DeliveryId, Fields)]) -> CrmAnswer {
        let mut answers = BTreeMap::new();
        let mut facts = ReplyFacts::default();
        for (delivery, sent) in items {
            let mut found = Vec::new();
            for telling in names::TELLING {
                let values = telling.iter().map(|name| {
                    let value = sent.get(&RemoteField::new(*name))?;
                    Some((*name, value.to_lowercase()))
                });
                let Some(values) = values.collect::<Option<Vec<(&str, String)>>>() else { continue };
                let filters = values.iter().map(|(name, value)| filter(name, "EQ", value)).collect();
                let (seen, later) = self.found(vec![filters], names::ID).await;
                facts = later;
                let alike = |seen: &Seen| {
                    values.iter().all(|(name, value)| {
                        let theirs = seen.record.fields.get(&RemoteField::new(*name));
                        theirs.is_some_and(|theirs| theirs.to_lowercase() == *value)
                    })
                };
                match seen {
                    Ok(seen) => found.extend(seen.into_iter().filter(alike).map(|seen| seen.record)),
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
}
