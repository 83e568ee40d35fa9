//! How somebody stands at Pipedrive: labels, deals, owner and the last activity or mail. Read when it is asked for, and kept
//! nowhere; only what owners are called is remembered, in memory. By an address it costs as much as twenty reads, which is why it
//! is asked only while the day's budget is plentiful ([`lanyard_core::sync::pacing::Pacing::spares`]).

use super::Client;
use super::ask::not_gone;
use super::names;
use super::taken::folded;
use super::wire::{self, Seen, moment};
use crate::crm::Heard;
use lanyard_core::crm::{Deals, Failure, Standing, Whom};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::WallMs;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

const WON: &str = "won_deals_count";
const OPEN: &str = "open_deals_count";
const ACTIVITY: &str = "last_activity_id";
/// Mails that Pipedrive saw, either way.
const MAILS: [&str; 2] = ["last_incoming_mail_time", "last_outgoing_mail_time"];

/// What owners are called; none of one who is not there any more.
#[derive(Debug, Default)]
pub(super) struct Owners(Mutex<BTreeMap<u64, Option<String>>>);

impl Owners {
    fn get(&self, id: u64) -> Option<Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn put(&self, id: u64, called: Option<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, called);
    }
}

impl Client {
    /// How somebody stands; none where no live person, or more than one, is theirs.
    pub(in crate::crm) async fn standing(&self, whom: &Whom) -> Heard<Option<Standing>> {
        let (id, facts) = match whom {
            Whom::Record(id) => (id.clone(), None),
            Whom::Email(email) => match self.search(email, "email").await {
                (Ok(ids), facts) => match ids.as_slice() {
                    [id] => (id.clone(), Some(facts)),
                    _ => return (Ok(None), facts),
                },
                (Err(failure), facts) => return (Err(failure), facts),
            },
        };
        let (seen, facts) = match (self.in_full(&id).await, facts) {
            ((Err(Failure::Gone { .. }), facts), _) => return (Ok(None), facts),
            ((Err(failure), facts), _) => return (Err(failure), facts),
            ((Ok(seen), facts), _) => (seen, facts),
        };
        let is_theirs = match whom {
            Whom::Record(_) => true,
            // The search runs behind.
            Whom::Email(email) => seen.has_email(&folded(email)),
        };
        if seen.deleted || !is_theirs {
            return (Ok(None), facts);
        }
        let labels = seen.value.get("labels").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let label = |label: &Value| label.get("label").and_then(Value::as_str).map(str::to_owned);
        let count = |name: &str| seen.value.get(name).and_then(Value::as_u64);
        let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let deals = count(WON).zip(count(OPEN));
        let standing = Standing {
            status: labels.iter().filter_map(label).collect(),
            deals: deals.map(|(won, open)| Deals { won: small(won), open: small(open) }),
            owner: match count("owner_id") {
                Some(id) => self.owner(id).await,
                None => None,
            },
            contacted: self.contacted(&seen).await,
            changed: seen.modified,
        };
        (Ok(Some(standing)), facts)
    }

    async fn in_full(&self, id: &RemoteId) -> Heard<Seen> {
        let fields = [&[WON, OPEN, ACTIVITY], &MAILS[..]].concat().join(",");
        let query = vec![("include_fields", fields), ("include_labels", "true".to_owned())];
        let (outcome, facts) = self.read(names::v2(&["persons", id.as_str()]), query).await;
        let seen = outcome.and_then(|value| {
            let seen = value.get("data").and_then(wire::person);
            seen.filter(|seen| seen.id == *id).ok_or(Failure::Protocol)
        });
        (seen, facts)
    }

    /// The newest of the last activity's day and the last mails.
    async fn contacted(&self, seen: &Seen) -> Option<WallMs> {
        let time = |name: &&str| seen.value.get(*name).and_then(Value::as_str).and_then(moment);
        let mailed = MAILS.iter().filter_map(time).max();
        let activity = match seen.value.get(ACTIVITY).and_then(Value::as_u64) {
            Some(id) => self.activity(id).await,
            None => None,
        };
        mailed.max(activity)
    }

    /// The day of an activity: the time of day is left out, since it may be none.
    async fn activity(&self, id: u64) -> Option<WallMs> {
        let (read, _) = self.read(names::v2(&["activities", &id.to_string()]), Vec::new()).await;
        let value = read.map_err(not_gone).ok()?;
        let day = value.pointer("/data/due_date")?.as_str()?;
        moment(&format!("{day}T00:00:00Z"))
    }

    /// An owner's name, of the older interface: the newer one does not tell it.
    async fn owner(&self, id: u64) -> Option<String> {
        if let Some(known) = self.owners.get(id) {
            return known;
        }
        let (read, _) = self.read(names::v1(&["users", &id.to_string()]), Vec::new()).await;
        let called = match read {
            Ok(value) => value.pointer("/data/name").and_then(Value::as_str).map(str::to_owned),
            Err(Failure::Gone { .. } | Failure::Auth { .. } | Failure::Unsupported) => None,
            Err(_) => return None,
        };
        self.owners.put(id, called.clone());
        called
    }
}
