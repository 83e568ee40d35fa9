//! How somebody stands at HubSpot: stage, lead status, owner and the last contact, as the account's own screens call them. Read
//! when it is asked for, and kept nowhere; only what the account calls its stages and its owners is remembered, in memory.

use super::Client;
use super::ask::OK;
use super::names::{self, EMAIL, Kind};
use super::wire::moment;
use crate::crm::Heard;
use lanyard_core::crm::{AuthFault, Failure, ReplyFacts, Standing, Whom};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Where somebody is on the way to a customer, and how far a salesperson is with them; the wider one first.
const STATUS: [&str; 2] = ["lifecyclestage", "hs_lead_status"];
const OWNER: &str = "hubspot_owner_id";
/// When somebody was last spoken with or written to, by HubSpot's own count.
const CONTACTED: &str = "notes_last_contacted";

/// What an account calls things; none where it does not say.
#[derive(Debug, Default)]
pub(super) struct Called(Mutex<BTreeMap<(&'static str, String), Option<String>>>);

impl Called {
    fn get(&self, of: &'static str, value: &str) -> Option<Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(of, value.to_owned())).cloned()
    }

    fn put(&self, of: &'static str, value: &str, called: Option<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((of, value.to_owned()), called);
    }
}

impl Client {
    /// How somebody stands; none where no live record, or more than one, is theirs.
    pub(in crate::crm) async fn standing(&self, whom: &Whom) -> Heard<Option<Standing>> {
        let (key, property) = match whom {
            Whom::Record(id) => (id.as_str().to_owned(), None),
            Whom::Email(email) => (email.trim().to_lowercase(), Some(EMAIL)),
        };
        let asked = [STATUS[0], STATUS[1], OWNER, CONTACTED, names::MODIFIED];
        let (read, facts) = self.batch_read(Kind::Contacts, property, &[key], &asked, false).await;
        let found = match read.and_then(|value| only(&value)) {
            Ok(Some(found)) => found,
            Ok(None) => return (Ok(None), facts),
            Err(failure) => return (Err(failure), facts),
        };
        let text = |name: &str| found.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let mut standing = Standing {
            contacted: text(CONTACTED).and_then(moment),
            changed: text(names::MODIFIED).and_then(moment),
            ..Standing::default()
        };
        for name in STATUS {
            if let Some(value) = text(name) {
                standing.status.push(self.option(name, value).await);
            }
        }
        if let Some(id) = text(OWNER) {
            standing.owner = self.owner(id).await;
        }
        (Ok(Some(standing)), facts)
    }

    /// What the account calls an option of a property; its name where it does not say.
    async fn option(&self, property: &'static str, value: &str) -> String {
        if self.called.get(property, value).is_none() {
            let path = self.version.properties(&[property]);
            let (read, _) = self.read(Method::GET, path, Vec::new(), None, OK).await;
            let read = read.unwrap_or_default();
            let options = read.get("options").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            for option in options {
                let text = |name: &str| option.get(name).and_then(Value::as_str);
                if let Some(value) = text("value") {
                    self.called.put(property, value, text("label").map(str::to_owned));
                }
            }
            if self.called.get(property, value).is_none() {
                self.called.put(property, value, None);
            }
        }
        self.called.get(property, value).flatten().unwrap_or_else(|| value.to_owned())
    }

    /// An owner's name. A key that may not read owners is not asked again.
    async fn owner(&self, id: &str) -> Option<String> {
        if self.called.get(OWNER, "").is_some() {
            return None;
        }
        if let Some(known) = self.called.get(OWNER, id) {
            return known;
        }
        let path = self.version.owners(id);
        let (read, _): (_, ReplyFacts) = self.read(Method::GET, path, Vec::new(), None, OK).await;
        match read {
            Ok(owner) => {
                let called = name(&owner);
                self.called.put(OWNER, id, called.clone());
                called
            }
            Err(Failure::Auth { fault: AuthFault::MissingScope }) => {
                self.called.put(OWNER, "", None);
                None
            }
            Err(_) => None,
        }
    }
}

/// The values of the one record in a reply.
fn only(reply: &Value) -> Result<Option<Value>, Failure> {
    let results = reply.get("results").and_then(Value::as_array).ok_or(Failure::Protocol)?;
    match results.as_slice() {
        [one] if one.get("archived").and_then(Value::as_bool) != Some(true) => one
            .get("properties")
            .filter(|values| values.is_object())
            .cloned()
            .map(Some)
            .ok_or(Failure::Protocol),
        _ => Ok(None),
    }
}

/// First and last name; a queue, or somebody without a name, by the address.
fn name(owner: &Value) -> Option<String> {
    let text =
        |name: &str| owner.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let named: Vec<&str> = [text("firstName"), text("lastName")].into_iter().flatten().collect();
    if named.is_empty() { text("email").map(str::to_owned) } else { Some(named.join(" ")) }
}
