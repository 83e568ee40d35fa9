//! The organization that a person belongs to: found by exactly its name, made if it is not there, never renamed. Nothing
//! keeps two of the same name from being made elsewhere at the same time: best effort, and said so. Its name is read beside
//! the person, whose record holds its number only.

use super::names::{self, IDS};
use super::read::{IDS_AT_ONCE, ids_of};
use super::wire::{Names, Seen};
use super::{Client, search};
use crate::crm::Heard;
use crate::crm::one_by_one::unsent_after;
use lanyard_core::crm::{AuthFault, Failure, ReplyFacts};
use lanyard_core::time::{Millis, MonoMs};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How old a name may be that was read before, for a record and for a hint.
pub(super) const FRESH: Millis = Millis::from_secs(5);
pub(super) const HINT: Millis = Millis::from_secs(3600);
/// Names that are remembered at most.
const MOST: usize = 10_000;

/// What is remembered of organizations. Known to this process only.
#[derive(Default)]
pub(super) struct Organizations {
    /// Names as they were read, and when.
    read: Mutex<BTreeMap<u64, (String, MonoMs)>>,
    /// Numbers of those that were found or made by their names, and names whose making had no answer. Whoever looks for one
    /// or makes one holds it.
    named: tokio::sync::Mutex<Named>,
}

#[derive(Default)]
struct Named {
    ids: BTreeMap<String, u64>,
    in_doubt: BTreeSet<String>,
}

impl Organizations {
    fn note(&self, id: u64, name: &str, now: MonoMs) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST {
            read.clear();
        }
        read.insert(id, (name.to_owned(), now));
    }

    fn known(&self, ids: &BTreeSet<u64>, oldest: MonoMs) -> Names {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh =
            |id: &u64| read.get(id).filter(|(_, at)| *at >= oldest).map(|(name, _)| (*id, name.clone()));
        ids.iter().filter_map(fresh).collect()
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Client {
    /// The names of these persons' organizations; what it costs is added to `cost`. One that cannot be
    /// seen has none.
    pub(super) async fn organizations_of(&self, seen: &[Seen], age: Millis, cost: &mut u32) -> Heard<Names> {
        let asked = self.fields.contains(names::ORGANIZATION);
        let ids: BTreeSet<u64> = seen.iter().filter(|_| asked).filter_map(|seen| seen.organization).collect();
        let now = self.clock.mono();
        let mut found = self.organizations.known(&ids, MonoMs(now.0.saturating_sub(age.0)));
        let unknown: Vec<u64> = ids.into_iter().filter(|id| !found.contains_key(id)).collect();
        let mut facts = ReplyFacts::default();
        let mut read = Vec::new();
        if unknown.len() <= IDS_AT_ONCE {
            for id in unknown {
                let (outcome, later) =
                    self.read(names::v2(&["organizations", &id.to_string()]), Vec::new()).await;
                (facts, *cost) = (later, *cost + 1);
                match outcome {
                    Ok(value) => read.extend(value.get("data").cloned()),
                    Err(Failure::Gone { .. }) => {}
                    Err(failure) => return (Err(failure), facts),
                }
            }
        } else {
            for some in unknown.chunks(IDS) {
                let query = vec![("ids", ids_of(some)), ("limit", IDS.to_string())];
                let (outcome, later) = self.read(names::v2(&["organizations"]), query).await;
                (facts, *cost) = (later, *cost + names::LIST_PRICE);
                match outcome {
                    Ok(value) => {
                        read.extend(
                            value.get("data").and_then(Value::as_array).into_iter().flatten().cloned(),
                        );
                    }
                    Err(failure) => return (Err(failure), facts),
                }
            }
        }
        for one in &read {
            if let Some((id, name)) = named(one) {
                self.organizations.note(id, name, now);
                found.insert(id, name.to_owned());
            }
        }
        (Ok(found), facts)
    }

    /// The number of the organization of that name, for a write that follows; none where we may not make one. Its failure is
    /// that of a write that was not sent.
    pub(super) async fn organization(&self, name: &str) -> Heard<Option<u64>> {
        let (outcome, facts) = self.found_or_made(name).await;
        (outcome.map_err(|failure| unsent_after(&failure)), facts)
    }

    async fn found_or_made(&self, name: &str) -> Heard<Option<u64>> {
        let key = folded(name);
        let mut named = self.organizations.named.lock().await;
        if let Some(id) = named.ids.get(&key) {
            return (Ok(Some(*id)), ReplyFacts::default());
        }
        let query = search::query(name.trim(), "name");
        let (outcome, facts) = self.read(names::v2(&["organizations", "search"]), query).await;
        let hits = outcome.and_then(|value| search::hits(&value).ok_or(Failure::Protocol));
        let mut found = match hits {
            Ok(hits) => lowest(&hits, &key),
            Err(failure) => return (Err(failure), facts),
        };
        let mut facts = facts;
        if found.is_none() && named.in_doubt.contains(&key) {
            // The search runs behind: the newest are looked through.
            let query = vec![
                ("sort_by", "add_time".to_owned()),
                ("sort_direction", "desc".to_owned()),
                ("limit", names::PAGE.to_string()),
            ];
            let (outcome, later) = self.read(names::v2(&["organizations"]), query).await;
            facts = later;
            match outcome
                .map(|value| value.get("data").and_then(Value::as_array).cloned().unwrap_or_default())
            {
                Ok(newest) => found = lowest(&newest, &key),
                Err(failure) => return (Err(failure), facts),
            }
        }
        if found.is_none() {
            let body = Some(json!({ "name": name.trim() }));
            let (outcome, later) = self.write(Method::POST, names::v2(&["organizations"]), body).await;
            facts = later;
            found = match outcome {
                Ok(value) => match value.get("data").and_then(self::named) {
                    Some((id, name)) => Some((id, name.to_owned())),
                    None => {
                        named.in_doubt.insert(key);
                        return (Err(Failure::Ambiguous), facts);
                    }
                },
                Err(Failure::Ambiguous) => {
                    named.in_doubt.insert(key);
                    return (Err(Failure::Ambiguous), facts);
                }
                // The person goes without.
                Err(
                    Failure::Invalid { .. }
                    | Failure::Unsupported
                    | Failure::Auth { fault: AuthFault::MissingScope },
                ) => return (Ok(None), facts),
                Err(failure) => return (Err(failure), facts),
            };
        }
        let id = found.map(|(id, theirs)| {
            named.in_doubt.remove(&key);
            self.organizations.note(id, &theirs, self.clock.mono());
            named.ids.insert(key, id);
            id
        });
        (Ok(id), facts)
    }

    /// A number that is not there any more is looked for anew.
    pub(super) async fn forget_organization(&self, name: &str) {
        self.organizations.named.lock().await.ids.remove(&folded(name));
    }
}

fn named(value: &Value) -> Option<(u64, &str)> {
    Some((value.get("id")?.as_u64()?, value.get("name")?.as_str()?))
}

fn lowest(values: &[Value], key: &str) -> Option<(u64, String)> {
    let found = values.iter().filter_map(named).filter(|(_, name)| folded(name) == key).min();
    found.map(|(id, name)| (id, name.to_owned()))
}
