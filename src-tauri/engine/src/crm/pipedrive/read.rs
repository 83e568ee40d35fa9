//! Reading persons: by their numbers, and by what they carry. One by one while they are few: the price of a list is that of
//! ten. A list shows nothing deleted, so that what it leaves out is asked for by itself.

use super::Client;
use super::ask::not_gone;
use super::check::Learned;
use super::names::{self, EMAIL, IDS, LIST_PRICE, TELLING};
use super::organizations::FRESH;
use super::taken::folded;
use super::wire::{self, Seen};
use crate::crm::Heard;
use crate::crm::one_by_one::each;
use lanyard_core::crm::{
    CrmAnswer, Failure, Fields, ItemAnswer, MarkerSupport, RemoteField, RemoteRecord, ReplyFacts,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// So many are read one by one: as many cost as much as a list.
pub(super) const IDS_AT_ONCE: usize = 10;

/// Numbers as a question spells them.
pub(super) fn ids_of<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

impl Client {
    /// Records by number, deleted ones as long as they are kept.
    pub(super) async fn get(&self, items: &[(DeliveryId, RemoteId)]) -> CrmAnswer {
        let ids: BTreeSet<RemoteId> = items.iter().map(|(_, id)| id.clone()).collect();
        let mut cost = 0;
        let (outcome, mut facts) = self.records(ids.into_iter().collect(), &mut cost).await;
        facts.rate.cost = Some(cost);
        let outcome = outcome.map(|records| {
            let mut answers: BTreeMap<DeliveryId, Vec<RemoteRecord>> = BTreeMap::new();
            for (delivery, id) in items {
                let found = answers.entry(delivery.clone()).or_default();
                found.extend(records.iter().find(|record| record.id == *id).cloned());
            }
            answers.into_iter().map(|(delivery, found)| (delivery, ItemAnswer::Found(found))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    /// The records of these numbers, with their organizations' names; what is not there is left out. What it costs is added to
    /// `cost`.
    pub(super) async fn records(&self, ids: Vec<RemoteId>, cost: &mut u32) -> Heard<Vec<RemoteRecord>> {
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        let (seen, facts) = self.seen(ids, cost).await;
        match seen {
            Err(failure) => (Err(failure), facts),
            Ok(seen) => match self.shown(&seen, &learned, cost).await {
                // Nothing more had to be asked.
                (Ok(records), later) if later.status.is_none() => (Ok(records), facts),
                other => other,
            },
        }
    }

    /// Persons as records, with their organizations' names.
    pub(super) async fn shown(
        &self,
        seen: &[Seen],
        learned: &Learned,
        cost: &mut u32,
    ) -> Heard<Vec<RemoteRecord>> {
        let own = seen.iter().flat_map(|seen| seen.own_values(&self.fields));
        let (kinds, mut facts) = self.kinds_for(&learned.kinds, own).await;
        let learned = match kinds {
            Ok(kinds) => Learned { kinds, ..learned.clone() },
            Err(failure) => return (Err(failure), facts),
        };
        let (organizations, later) = self.organizations_of(seen, FRESH, cost).await;
        if later.status.is_some() {
            facts = later;
        }
        let records = organizations
            .map(|names| seen.iter().map(|seen| seen.record(&self.fields, &learned, &names)).collect());
        (records, facts)
    }

    async fn seen(&self, ids: Vec<RemoteId>, cost: &mut u32) -> Heard<Vec<Seen>> {
        let (mut all, mut facts) = (Vec::new(), ReplyFacts::default());
        let mut singly = ids;
        if singly.len() > IDS_AT_ONCE {
            for some in std::mem::take(&mut singly).chunks(IDS) {
                let names: Vec<&str> = some.iter().map(RemoteId::as_str).collect();
                let query = vec![("ids", ids_of(&names)), ("limit", IDS.to_string())];
                let (outcome, later) = self.read(names::v2(&["persons"]), query).await;
                (facts, *cost) = (later, *cost + LIST_PRICE);
                let page = outcome
                    .map_err(not_gone)
                    .and_then(|value| wire::persons(&value).ok_or(Failure::Protocol));
                match page {
                    Ok(page) => {
                        let missing = some.iter().filter(|id| page.iter().all(|seen| seen.id != **id));
                        singly.extend(missing.cloned());
                        all.extend(page.into_iter().filter(|seen| some.contains(&seen.id)));
                    }
                    Err(failure) => return (Err(failure), facts),
                }
            }
        }
        for id in singly {
            let (seen, later) = self.one(&id).await;
            (facts, *cost) = (later, *cost + 1);
            match seen {
                Ok(seen) => all.push(seen),
                Err(Failure::Gone { .. }) => {}
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(all), facts)
    }

    /// One person; another one's answer is none.
    pub(super) async fn one(&self, id: &RemoteId) -> Heard<Seen> {
        let (outcome, facts) = self.read(names::v2(&["persons", id.as_str()]), Vec::new()).await;
        let seen = outcome.and_then(|value| {
            let seen = value.get("data").and_then(wire::person);
            seen.filter(|seen| seen.id == *id).ok_or(Failure::Protocol)
        });
        (seen, facts)
    }

    /// Live records by e-mail: those that the search shows, and those that were made here lately. There is no other way.
    pub(super) async fn find_by_email(&self, items: &[(DeliveryId, String)]) -> CrmAnswer {
        each(items, |(delivery, _)| delivery, |(_, email)| self.by_email(email)).await
    }

    async fn by_email(&self, email: &str) -> Heard<ItemAnswer> {
        let (ids, facts) = self.search(email, "email").await;
        let mut ids = match ids {
            Ok(ids) => ids,
            Err(failure) => return (Err(failure), facts),
        };
        let lately = self.turn.lock().await.by_email(email, self.clock.mono());
        ids.extend(lately.filter(|id| !ids.contains(id)).into_iter().collect::<Vec<_>>());
        let email = folded(email);
        self.those(ids, facts, |seen, _| !seen.deleted && seen.has_email(&email)).await
    }

    /// Of these, the records that are what was looked for.
    async fn those(
        &self,
        ids: Vec<RemoteId>,
        facts: ReplyFacts,
        is_one: impl Fn(&Seen, &Learned) -> bool,
    ) -> Heard<ItemAnswer> {
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        let (seen, later) = self.seen(ids, &mut 0).await;
        let facts = if later.status.is_some() { later } else { facts };
        let seen = match seen {
            Ok(seen) => seen,
            Err(failure) => return (Err(failure), facts),
        };
        let seen: Vec<Seen> = seen.into_iter().filter(|seen| is_one(seen, &learned)).collect();
        let (records, later) = self.shown(&seen, &learned, &mut 0).await;
        (records.map(ItemAnswer::Found), if later.status.is_some() { later } else { facts })
    }

    /// Records by marker: by the search, and among those that were made last, whichever of them runs behind.
    pub(super) async fn find_by_marker(&self, items: &[(DeliveryId, Vec<String>)]) -> CrmAnswer {
        if self.marker() == MarkerSupport::None {
            return CrmAnswer { outcome: Err(Failure::Unsupported), facts: ReplyFacts::default() };
        }
        let newest = match self.newest().await {
            (Ok(newest), _) => newest,
            (Err(failure), facts) => return CrmAnswer { outcome: Err(failure), facts },
        };
        each(items, |(delivery, _)| delivery, |(_, markers)| self.by_marker(markers, &newest)).await
    }

    async fn by_marker(&self, markers: &[String], newest: &[Seen]) -> Heard<ItemAnswer> {
        let carries = |seen: &Seen, learned: &Learned| {
            seen.marker(learned).is_some_and(|marker| markers.contains(&marker))
        };
        let learned = match self.account().await {
            (Ok(learned), _) => learned,
            (Err(failure), facts) => return (Err(failure), facts),
        };
        let mut ids: Vec<RemoteId> =
            newest.iter().filter(|seen| carries(seen, &learned)).map(|seen| seen.id.clone()).collect();
        let mut facts = ReplyFacts::default();
        for marker in markers {
            let (found, later) = self.search(marker, "custom_fields").await;
            facts = later;
            match found {
                Ok(found) => ids.extend(found),
                Err(failure) => return (Err(failure), facts),
            }
        }
        ids.sort();
        ids.dedup();
        self.those(ids, facts, carries).await
    }

    /// The persons that were made last.
    async fn newest(&self) -> Heard<Vec<Seen>> {
        let query = vec![
            ("sort_by", "id".to_owned()),
            ("sort_direction", "desc".to_owned()),
            ("limit", names::PAGE.to_string()),
        ];
        let (outcome, facts) = self.read(names::v2(&["persons"]), query).await;
        (outcome.map_err(not_gone).and_then(|value| wire::persons(&value).ok_or(Failure::Protocol)), facts)
    }

    /// Records that look like what was sent, by the most telling value that leads to any.
    pub(super) async fn find_like(&self, items: &[(DeliveryId, Fields)]) -> CrmAnswer {
        each(items, |(delivery, _)| delivery, |(_, sent)| self.like(sent)).await
    }

    async fn like(&self, sent: &Fields) -> Heard<ItemAnswer> {
        let mut facts = ReplyFacts::default();
        for (name, place) in TELLING {
            let field = RemoteField::new(*name);
            let Some(value) = sent.get(&field) else { continue };
            let (ids, later) = self.search(value, place).await;
            facts = later;
            let records = match ids {
                Ok(ids) if ids.is_empty() => continue,
                Ok(ids) => self.records(ids, &mut 0).await,
                Err(failure) => return (Err(failure), facts),
            };
            facts = records.1;
            let same = |theirs: &str| match *name {
                EMAIL => folded(theirs) == folded(value),
                _ => theirs.to_lowercase() == value.to_lowercase(),
            };
            match records.0 {
                Ok(records) => {
                    let alike: Vec<RemoteRecord> = records
                        .into_iter()
                        .filter(|record| !record.archived && record.fields.get(&field).is_some_and(same))
                        .collect();
                    if !alike.is_empty() {
                        return (Ok(ItemAnswer::Found(alike)), facts);
                    }
                }
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(ItemAnswer::Found(Vec::new())), facts)
    }
}

/// A reply's record, where it is the one that was asked for.
pub(super) fn person_in(value: &Value) -> Option<Seen> {
    value.get("data").and_then(wire::person)
}
