//! Reading what is kept under a key, in batches: records by id, by e-mail or by marker. None of it goes by the search,
//! which runs behind. A key that a reply neither finds nor calls missing is left unanswered, never taken for "not there".

use super::Client;
use super::ask::{BATCH, not_gone};
use super::names::{self, EMAIL, ID, Kind, MARKER, MERGED, MORE_EMAILS};
use super::wire::{self, Seen};
use crate::crm::Heard;
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, MarkerSupport, RemoteRecord, ReplyFacts};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of the bin that are gone through for a marker.
const MOST_PAGES: usize = 50;

/// What batch reads said: the records, and the keys that they call missing.
#[derive(Default)]
pub(super) struct Keyed {
    pub(super) seen: Vec<Seen>,
    missing: BTreeSet<String>,
}

impl Keyed {
    fn add(&mut self, other: Self) {
        self.missing.retain(|key| !other.seen.iter().any(|seen| is_under(seen, key)));
        self.seen.extend(other.seen);
        self.missing.extend(other.missing);
    }

    /// The answer to one delivery that asked by these keys; none when the replies leave one of them out. A record that was
    /// merged into another one counts when no other is found.
    fn answer(&self, keys: &[&str], has: impl Fn(&Seen, &str) -> bool) -> Option<ItemAnswer> {
        let mut ids = BTreeSet::new();
        let mut found: Vec<RemoteRecord> = Vec::new();
        let mut survivor = None;
        for key in keys {
            let under = || self.seen.iter().filter(|seen| has(seen, key));
            let into = self.seen.iter().find(|seen| seen.merged.iter().any(|id| id == key));
            survivor = survivor.or_else(|| into.map(|seen| seen.record.id.clone()));
            if under().next().is_none() && into.is_none() && !self.missing.contains(*key) {
                return None;
            }
            let new = under().filter(|seen| ids.insert(seen.record.id.clone()));
            found.extend(new.map(|seen| seen.record.clone()));
        }
        Some(match survivor {
            Some(_) if found.is_empty() => ItemAnswer::Failed(Failure::Gone { merged_into: survivor }),
            Some(_) | None => ItemAnswer::Found(found),
        })
    }
}

/// Whether a record answers for an id: its own, or that of one merged into it.
fn is_under(seen: &Seen, id: &str) -> bool {
    seen.record.id.as_str() == id || seen.merged.iter().any(|merged| merged == id)
}

impl Client {
    /// Records by id, archived ones included. One that is nowhere may have been merged: the survivor says so.
    pub(super) async fn get(&self, items: &[(DeliveryId, RemoteId)]) -> CrmAnswer {
        let ids: BTreeSet<String> = items.iter().map(|(_, id)| id.as_str().to_owned()).collect();
        let (outcome, facts) = self.by_ids(ids).await;
        let outcome = outcome.map(|keyed| {
            let mut asked: BTreeMap<&DeliveryId, Vec<&str>> = BTreeMap::new();
            for (delivery, id) in items {
                asked.entry(delivery).or_default().push(id.as_str());
            }
            let answer = |ids: &[&str]| keyed.answer(ids, |seen, id| seen.record.id.as_str() == id);
            asked.iter().filter_map(|(delivery, ids)| Some(((*delivery).clone(), answer(ids)?))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    async fn by_ids(&self, ids: BTreeSet<String>) -> Heard<Keyed> {
        let (live, facts) = self.by_keys(None, ids, false).await;
        let mut all = match live {
            Ok(live) => live,
            Err(failure) => return (Err(failure), facts),
        };
        if all.missing.is_empty() {
            return (Ok(all), facts);
        }
        let (binned, facts) = self.by_keys(None, std::mem::take(&mut all.missing), true).await;
        match binned {
            Ok(binned) => all.add(binned),
            Err(failure) => return (Err(failure), facts),
        }
        if all.missing.is_empty() {
            return (Ok(all), facts);
        }
        let (survivors, facts) = self.survivors(&all.missing).await;
        match survivors {
            Ok(seen) => all.add(Keyed { seen, missing: BTreeSet::new() }),
            Err(failure) => return (Err(failure), facts),
        }
        (Ok(all), facts)
    }

    /// What became of a record that a write did not find.
    pub(super) async fn gone(&self, id: &RemoteId) -> Failure {
        let (survivors, _) = self.survivors(&BTreeSet::from([id.as_str().to_owned()])).await;
        let survivor = survivors.ok().and_then(|seen| seen.into_iter().next());
        Failure::Gone { merged_into: survivor.map(|seen| seen.record.id) }
    }

    /// Live records by e-mail, their further addresses too. Letter case does not tell addresses apart.
    pub(super) async fn find_by_email(&self, items: &[(DeliveryId, String)]) -> CrmAnswer {
        let folded = |email: &str| email.trim().to_lowercase();
        // Two keys that are one would have the whole batch refused.
        let keys = items.iter().map(|(_, email)| folded(email)).collect();
        let (outcome, facts) = self.by_keys(Some(EMAIL), keys, false).await;
        let outcome = outcome.map(|keyed| {
            let has = |seen: &Seen, key: &str| {
                !seen.record.archived && seen.emails.iter().any(|theirs| theirs == key)
            };
            let answer = |email: &str| keyed.answer(&[&folded(email)], has);
            items.iter().filter_map(|(delivery, email)| Some((delivery.clone(), answer(email)?))).collect()
        });
        CrmAnswer { outcome, facts }
    }

    /// Records by marker, archived ones included. Where the property is not unique no read goes by it: the search does.
    pub(super) async fn find_by_marker(&self, items: &[(DeliveryId, Vec<String>)]) -> CrmAnswer {
        let keys: BTreeSet<String> = items.iter().flat_map(|(_, markers)| markers.iter().cloned()).collect();
        let (outcome, facts) = match self.marker() {
            MarkerSupport::None => (Err(Failure::Unsupported), ReplyFacts::default()),
            MarkerSupport::Searchable => {
                let (seen, facts) = self.search_markers(&keys).await;
                (seen.map(|seen| Keyed { seen, missing: keys }), facts)
            }
            MarkerSupport::Unique => self.by_unique_marker(keys).await,
        };
        let outcome = outcome.map(|keyed| {
            let answer = |markers: &[String]| {
                let keys: Vec<&str> = markers.iter().map(String::as_str).collect();
                keyed.answer(&keys, |seen, marker| seen.record.marker.as_deref() == Some(marker))
            };
            items
                .iter()
                .filter_map(|(delivery, markers)| Some((delivery.clone(), answer(markers)?)))
                .collect()
        });
        CrmAnswer { outcome, facts }
    }

    async fn by_unique_marker(&self, keys: BTreeSet<String>) -> Heard<Keyed> {
        let (live, facts) = self.by_keys(Some(MARKER), keys, false).await;
        let mut all = match live {
            Ok(live) if !live.missing.is_empty() => live,
            other => return (other, facts),
        };
        let unfound = std::mem::take(&mut all.missing);
        let (binned, facts) = match self.by_keys(Some(MARKER), unfound.clone(), true).await {
            // That the bin is read by a property of ours is written nowhere: else it is gone through.
            (Err(Failure::Invalid { .. } | Failure::Unsupported), _) => self.in_the_bin(unfound).await,
            other => other,
        };
        let both = binned.map(|binned| {
            all.add(binned);
            all
        });
        (both, facts)
    }

    /// Records of the bin that carry these markers. One that is not there is missing; a bin too large to be gone through
    /// answers nothing.
    async fn in_the_bin(&self, markers: BTreeSet<String>) -> Heard<Keyed> {
        let (mut seen, mut mark) = (Vec::new(), String::new());
        let mut facts = ReplyFacts::default();
        for _ in 0..MOST_PAGES {
            let (page, later) = self.bin_page(&mark).await;
            facts = later;
            let page = page.and_then(|value| {
                let page = wire::contacts(&value, &self.fields).ok_or(Failure::Protocol)?;
                Ok((page, super::feed::after(&value).map(str::to_owned)))
            });
            let next = match page {
                Ok((page, next)) => {
                    seen.extend(page);
                    next
                }
                Err(failure) => return (Err(failure), facts),
            };
            match next.filter(|next| *next != mark) {
                Some(next) => mark = next,
                None => return (Ok(Keyed { seen, missing: markers }), facts),
            }
        }
        (Err(Failure::Protocol), facts)
    }

    async fn by_keys(
        &self,
        property: Option<&'static str>,
        keys: BTreeSet<String>,
        archived: bool,
    ) -> Heard<Keyed> {
        let keys: Vec<String> = keys.into_iter().collect();
        let mut all = Keyed::default();
        let mut facts = ReplyFacts::default();
        for keys in keys.chunks(names::BATCH) {
            let (outcome, later) =
                self.batch_read(Kind::Contacts, property, keys, &self.asked_for(), archived).await;
            facts = later;
            let heard = outcome.and_then(|value| {
                let seen = wire::contacts(&value, &self.fields).ok_or(Failure::Protocol)?;
                let known = |key: &String| match property {
                    None => seen.iter().any(|seen| is_under(seen, key)),
                    Some(EMAIL) => seen.iter().any(|seen| seen.emails.contains(key)),
                    Some(_) => seen.iter().any(|seen| seen.record.marker.as_ref() == Some(key)),
                };
                let unfound: BTreeSet<String> = keys.iter().filter(|key| !known(key)).cloned().collect();
                Ok(Keyed { missing: missing(&value, &unfound), seen })
            });
            match heard {
                Ok(keyed) => all.add(keyed),
                Err(failure) => return (Err(failure), facts),
            }
        }
        (Ok(all), facts)
    }

    /// One batch read, as it was answered.
    pub(super) async fn batch_read(
        &self,
        kind: Kind,
        property: Option<&'static str>,
        keys: &[String],
        properties: &[&str],
        archived: bool,
    ) -> Heard<Value> {
        let inputs: Vec<Value> = keys.iter().map(|key| json!({ "id": key })).collect();
        let mut body = json!({ "properties": properties, "propertiesWithHistory": [], "inputs": inputs });
        if let Some(property) = property {
            body["idProperty"] = json!(property);
        }
        let query = vec![("archived", archived.to_string())];
        let path = self.version.objects(kind, &["batch", "read"]);
        let (outcome, facts) = self.read(Method::POST, path, query, Some(body), BATCH).await;
        (outcome.map_err(not_gone), facts)
    }

    /// The properties that every read of contacts asks for.
    pub(super) fn asked_for(&self) -> Vec<&str> {
        let ours = [EMAIL, MORE_EMAILS, MERGED, ID, names::MODIFIED].into_iter();
        // An unknown property is passed over by reads, so that this one may be asked for before it is there.
        let all: BTreeSet<&str> =
            self.fields.iter().map(String::as_str).chain(ours).chain([MARKER]).collect();
        all.into_iter().collect()
    }
}

/// Which of the keys without a record the reply calls missing. An error that names none of them speaks of all.
pub(super) fn missing(reply: &Value, unfound: &BTreeSet<String>) -> BTreeSet<String> {
    let errors = reply.get("errors").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let not_found =
        |error: &&Value| error.get("category").and_then(Value::as_str) == Some("OBJECT_NOT_FOUND");
    let mut missing = BTreeSet::new();
    for error in errors.iter().filter(not_found) {
        let named = wire::named(error);
        if named.is_empty() {
            return unfound.clone();
        }
        missing.extend(named.into_iter().filter_map(|name| {
            let folded = name.to_lowercase();
            unfound.iter().find(|key| key.to_lowercase() == folded).cloned()
        }));
    }
    missing
}
