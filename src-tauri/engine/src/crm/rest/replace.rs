//! Changing records where the CRM takes whole ones only: what is there is read, what we change is set in it, and all of it
//! goes back for that very version, so that nothing is cleared that we do not know, and nothing overwritten that somebody
//! else wrote meanwhile.

use super::Client;
use super::write::{Entry, if_match, not_that_version, request_key, write};
use crate::crm::Heard;
use crate::crm::one_by_one::{before_a_write, each};
use lanyard_core::crm::{CrmAnswer, Failure, ItemAnswer, ReplyFacts, Version};
use lanyard_core::ids::RemoteId;
use reqwest::Method;
use serde_json::{Map, Value};

/// A record's values as the CRM holds them, those that we do not understand too, and its version.
type Whole = (Map<String, Value>, Version);

impl Client {
    /// Changes records by reading and replacing each.
    pub(super) async fn replace(&self, entries: &[Entry<'_>]) -> CrmAnswer {
        each(entries, |entry| entry.delivery, |entry| self.replace_one(entry)).await
    }

    async fn replace_one(&self, entry: &Entry<'_>) -> Heard<ItemAnswer> {
        let Some(id) = entry.id else { return (Err(Failure::Unsupported), ReplyFacts::default()) };
        let (whole, facts) = self.whole(id).await;
        let (mut values, version) = match whole {
            Ok(whole) => whole,
            Err(failure) => return (Err(before_a_write(failure)), facts),
        };
        if let Some(known) = entry.version.filter(|known| **known != version) {
            return (Err(not_that_version(known, Some(version))), facts);
        }
        if let Value::Object(changes) = &entry.values {
            values.extend(changes.clone());
        }
        let call = &self.table.calls.update;
        let body = self.table.body(&Value::Object(values));
        let key = request_key(&[entry.key, id.as_str()], Some(&version), &body);
        let mut request = write(self.table, Method::PUT, call, Some(id), key, body);
        request.headers.extend(if_match(Some(&version)));
        let (outcome, facts) = self.ask(request, call.success).await;
        let answer = outcome.and_then(|value| {
            let record = self.table.record(&value).and_then(|record| entry.shown(record));
            record.ok_or(Failure::Ambiguous)
        });
        (answer, facts)
    }

    async fn whole(&self, id: &RemoteId) -> Heard<Whole> {
        let (outcome, facts) =
            self.read(&self.table.calls.get, Method::GET, Some(id), Vec::new(), None).await;
        let whole = outcome.and_then(|value| {
            let record = self.table.record(&value).filter(|record| record.id == *id);
            let version = record.and_then(|record| record.version).ok_or(Failure::Protocol)?;
            let values = match self.table.record.fields {
                Some(name) => value.get(name),
                None => Some(&value),
            };
            let values = values.and_then(Value::as_object);
            Ok((values.ok_or(Failure::Protocol)?.clone(), version))
        });
        (whole, facts)
    }
}
