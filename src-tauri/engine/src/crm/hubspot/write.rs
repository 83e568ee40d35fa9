//! Writing contacts. New ones go by upsert on our unique property, where the account has it: sent twice, they are one
//! record. Changes go by id. HubSpot answers a write with some of the record only: unless it shows all that was sent on a
//! record that is new, the write is accepted, and the record is read after it.

use super::Client;
use super::ask::{BATCH, CREATED, OK};
use super::names::{self, Kind, LEAD, MARKER};
use super::wire;
use crate::crm::Heard;
use crate::crm::one_by_one::{each, unsent_after};
use lanyard_core::crm::{
    CrmAnswer, Failure, ItemAnswer, MarkerSupport, NewRecord, Object, RecordPatch, ReplyFacts,
};
use lanyard_core::ids::{DeliveryId, RemoteId};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What an item of a batch is known by: its reference, and the record's id or marker.
struct Sent<'a> {
    delivery: &'a DeliveryId,
    input: Value,
    is_this: Box<dyn Fn(&Value) -> bool + Send + Sync + 'a>,
    answer: Box<dyn Fn(&Value) -> ItemAnswer + Send + Sync + 'a>,
}

impl Client {
    /// Makes records.
    pub(super) async fn create(&self, items: &[NewRecord]) -> CrmAnswer {
        if items.iter().any(|item| item.object != Object::Contact) {
            return self.create_notes(items).await;
        }
        if self.marker() == MarkerSupport::Unique && items.iter().all(|item| item.marker.is_some()) {
            let sent: Vec<Sent<'_>> = items.iter().map(|item| self.upsert(item)).collect();
            return self.in_batches("upsert", &sent).await;
        }
        each(items, |item| &item.delivery, |item| self.create_one(item)).await
    }

    /// What is said of a new record.
    fn new_properties(&self, item: &NewRecord) -> Map<String, Value> {
        let lead = LEAD.iter().filter(|_| self.as_leads).map(|(name, value)| (*name, *value));
        let fields = item.fields.iter().map(|(field, value)| (field.as_str(), value));
        let marker = item.marker.as_deref().filter(|_| self.marker() != MarkerSupport::None);
        let all = lead.chain(fields).chain(marker.map(|marker| (MARKER, marker)));
        all.map(|(name, value)| (name.to_owned(), json!(value))).collect()
    }

    fn upsert<'a>(&'a self, item: &'a NewRecord) -> Sent<'a> {
        let marker = item.marker.as_deref().unwrap_or_default();
        let input = json!({
            "id": marker,
            "idProperty": MARKER,
            "objectWriteTraceId": item.delivery.as_str(),
            "properties": self.new_properties(item),
        });
        let is_this = move |result: &Value| marker_of(result).is_none_or(|theirs| theirs == marker);
        let answer = move |result: &Value| self.made(item, result);
        Sent { delivery: &item.delivery, input, is_this: Box::new(is_this), answer: Box::new(answer) }
    }

    async fn create_one(&self, item: &NewRecord) -> Heard<ItemAnswer> {
        let body = json!({ "properties": self.new_properties(item), "associations": [] });
        let path = self.version.objects(Kind::Contacts, &[]);
        let (outcome, facts) = self.write(Method::POST, path, Some(body), CREATED).await;
        let answer = outcome.map_err(not_yet_there).and_then(|mut value| {
            let another = marker_of(&value).is_some_and(|theirs| Some(theirs) != item.marker.as_deref());
            value["new"] = json!(true);
            if another { Err(Failure::Ambiguous) } else { as_result(self.made(item, &value)) }
        });
        (answer, facts)
    }

    /// A record that a create or upsert answered with.
    fn made(&self, item: &NewRecord, result: &Value) -> ItemAnswer {
        let Some(seen) = wire::contact(result, &self.fields) else {
            return ItemAnswer::Failed(Failure::Ambiguous);
        };
        let is_new = result.get("new").and_then(Value::as_bool) == Some(true);
        let shows_all = item.fields.iter().all(|(field, value)| {
            value.is_empty()
                || !self.fields.contains(field.as_str())
                || seen.record.fields.get(field).is_some()
        });
        if is_new && shows_all && seen.record.marker == item.marker {
            ItemAnswer::Written(seen.record)
        } else {
            ItemAnswer::Accepted(seen.record.id)
        }
    }

    /// Changes records.
    pub(super) async fn update(&self, items: &[RecordPatch]) -> CrmAnswer {
        match items {
            items if items.iter().any(|item| item.object != Object::Contact) => {
                self.update_notes(items).await
            }
            [item] => {
                let (outcome, facts) = self.change_one(item).await;
                let outcome = outcome.map(|answer| BTreeMap::from([(item.delivery.clone(), answer)]));
                CrmAnswer { outcome, facts }
            }
            items => {
                let sent: Vec<Sent<'_>> = items.iter().map(change).collect();
                self.survived(items, self.in_batches("update", &sent).await).await
            }
        }
    }

    async fn change_one(&self, item: &RecordPatch) -> Heard<ItemAnswer> {
        let path = self.version.objects(Kind::Contacts, &[item.id.as_str()]);
        let body = json!({ "properties": changes(item) });
        let (outcome, facts) = self.write(Method::PATCH, path, Some(body), OK).await;
        let answer = match outcome {
            // Another one's id: what became of this one is unknown.
            Ok(value) if id_of(&value) == Some(item.id.as_str()) => Ok(ItemAnswer::Accepted(item.id.clone())),
            Ok(_) => Err(Failure::Ambiguous),
            Err(Failure::Gone { .. }) => Err(self.gone(&item.id).await),
            Err(failure) => Err(failure),
        };
        (answer, facts)
    }

    /// Which of those that are gone were merged, and into what.
    async fn survived(&self, items: &[RecordPatch], mut answer: CrmAnswer) -> CrmAnswer {
        if let Ok(answers) = &mut answer.outcome {
            for item in items {
                let gone = ItemAnswer::Failed(Failure::Gone { merged_into: None });
                if answers.get(&item.delivery) == Some(&gone) {
                    answers.insert(item.delivery.clone(), ItemAnswer::Failed(self.gone(&item.id).await));
                }
            }
        }
        answer
    }

    /// After a batch without an answer the rest is not sent.
    async fn in_batches(&self, call: &str, items: &[Sent<'_>]) -> CrmAnswer {
        let mut answers = BTreeMap::new();
        let mut facts = ReplyFacts::default();
        let mut stopped: Option<Failure> = None;
        for batch in items.chunks(names::BATCH) {
            let failure = match &stopped {
                Some(failure) => failure.clone(),
                None => {
                    let (outcome, later) = self.batch(call, batch).await;
                    facts = later;
                    match outcome {
                        Ok(heard) => {
                            answers.extend(heard);
                            continue;
                        }
                        // All there is: the engine may send it again in halves.
                        Err(failure) if items.len() <= names::BATCH => {
                            return CrmAnswer { outcome: Err(failure), facts };
                        }
                        Err(failure) => {
                            stopped = Some(unsent_after(&failure));
                            failure
                        }
                    }
                }
            };
            let failed = |item: &Sent<'_>| (item.delivery.clone(), ItemAnswer::Failed(failure.clone()));
            answers.extend(batch.iter().map(failed));
        }
        CrmAnswer { outcome: Ok(answers), facts }
    }

    async fn batch(&self, call: &str, items: &[Sent<'_>]) -> Heard<BTreeMap<DeliveryId, ItemAnswer>> {
        let inputs: Vec<&Value> = items.iter().map(|item| &item.input).collect();
        let path = self.version.objects(Kind::Contacts, &["batch", call]);
        let (outcome, facts) = self.write(Method::POST, path, Some(json!({ "inputs": inputs })), BATCH).await;
        let heard = outcome.map_err(not_yet_there).and_then(|value| sorted_out(&value, items));
        (heard, facts)
    }
}

/// A result or an error for each item, by its reference, else by what it is known by; never by its place. One that is
/// answered twice or not at all is left out: what became of it is unknown.
fn sorted_out(reply: &Value, items: &[Sent<'_>]) -> Result<BTreeMap<DeliveryId, ItemAnswer>, Failure> {
    let list = |name: &str| reply.get(name).and_then(Value::as_array);
    let results = list("results").ok_or(Failure::Ambiguous)?;
    let errors = list("errors").map_or(&[][..], Vec::as_slice);
    let answer = |item: &Sent<'_>| {
        let reference =
            |value: &Value| value.get("objectWriteTraceId").and_then(Value::as_str).map(str::to_owned);
        let done = results.iter().filter(|result| {
            reference(result).map_or_else(
                || is_named(result, item),
                |name| name == item.delivery.as_str() && (item.is_this)(result),
            )
        });
        let refused = errors.iter().filter(|error| {
            let named = wire::named(error);
            named.iter().any(|name| name == item.delivery.as_str() || Some(name.as_str()) == key_of(item))
        });
        let mut answers = done
            .map(|result| (item.answer)(result))
            .chain(refused.map(|error| ItemAnswer::Failed(wire::item_failure(error))));
        let only = answers.next()?;
        answers.next().is_none().then_some((item.delivery.clone(), only))
    };
    Ok(items.iter().filter_map(answer).collect())
}

/// The key under which an item was sent: a record's id, or a marker.
fn key_of<'a>(item: &'a Sent<'_>) -> Option<&'a str> {
    item.input.get("id")?.as_str()
}

/// Whether a result without a reference names the item by its marker or its id.
fn is_named(result: &Value, item: &Sent<'_>) -> bool {
    let key = key_of(item);
    key.is_some() && (marker_of(result) == key || id_of(result) == key)
}

fn change(item: &RecordPatch) -> Sent<'_> {
    let input = json!({
        "id": item.id.as_str(),
        "objectWriteTraceId": item.delivery.as_str(),
        "properties": changes(item),
    });
    let is_this = |result: &Value| id_of(result) == Some(item.id.as_str());
    let answer = |_: &Value| ItemAnswer::Accepted(item.id.clone());
    Sent { delivery: &item.delivery, input, is_this: Box::new(is_this), answer: Box::new(answer) }
}

/// Values to be changed; an empty one clears.
fn changes(item: &RecordPatch) -> Map<String, Value> {
    let fields =
        item.fields.iter().map(|(field, value)| (field.as_str(), value.as_deref().unwrap_or_default()));
    let marker = item.marker.as_deref().map(|marker| (MARKER, marker));
    fields.chain(marker).map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

fn id_of(value: &Value) -> Option<&str> {
    value.get("id")?.as_str()
}

fn marker_of(value: &Value) -> Option<&str> {
    value.get("properties")?.get(MARKER)?.as_str().filter(|marker| !marker.is_empty())
}

/// A record that is yet to be made cannot be gone.
fn not_yet_there(failure: Failure) -> Failure {
    match failure {
        Failure::Gone { .. } | Failure::Stale { .. } => Failure::Ambiguous,
        other => other,
    }
}

fn as_result(answer: ItemAnswer) -> Result<ItemAnswer, Failure> {
    match answer {
        ItemAnswer::Failed(failure) => Err(failure),
        other => Ok(other),
    }
}

/// The record that a note is to stand on, as it is named in a request.
pub(super) fn on_contact(of: &RemoteId) -> Value {
    json!([{
        "to": { "id": of.as_str() },
        "types": [{
            "associationCategory": "HUBSPOT_DEFINED",
            "associationTypeId": names::NOTE_TO_CONTACT,
        }],
    }])
}
