//! Batches of contacts: at most a hundred, each item for itself, and the results in another order than they were asked in.

use super::refusal::Refusal;
use super::{HubSpot, body, no_route, values};
use crate::ask::Ask;
use crate::clock::rfc3339;
use crate::reply::{Body, Reply};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Items of a batch.
const MOST: usize = 100;

impl HubSpot {
    /// Everything below `contacts/batch`.
    pub(super) fn batch(&mut self, ask: &Ask, call: &str, now: i64) -> Result<Reply, Refusal> {
        let body = body(ask)?;
        let inputs = inputs(&body)?;
        match call {
            "read" => self.batch_read(ask, &body, inputs, now),
            "update" => self.batch_update(inputs, now),
            "upsert" => self.batch_upsert(inputs, now),
            "archive" => {
                for input in inputs {
                    self.book.archive(id_of(input), now);
                }
                Ok(Reply::empty())
            }
            _ => Err(no_route()),
        }
    }

    fn batch_read(&self, ask: &Ask, body: &Value, inputs: &[Value], now: i64) -> Result<Reply, Refusal> {
        for needed in ["properties", "propertiesWithHistory"] {
            body.get(needed)
                .and_then(Value::as_array)
                .ok_or_else(|| Refusal::odd(format!("Invalid input JSON: {needed} is missing")))?;
        }
        let names: Vec<&str> =
            body["properties"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let key = body.get("idProperty").and_then(Value::as_str);
        if let Some(key) = key.filter(|key| !self.book.is_key(key)) {
            return Err(Refusal::odd(format!("Unable to read by non-unique property {key}")));
        }
        let archived = super::asked(ask, "archived") == Some("true");
        let (mut results, mut missing) = (Vec::new(), Vec::new());
        for input in inputs {
            let id = id_of(input);
            let found = match key {
                None => self.book.by_id(id, archived),
                Some(key) => self.book.by_key(key, id, archived),
            };
            match found {
                Some(contact) => results.push(contact.shown(names.iter().copied())),
                None => missing.push(json!(id)),
            }
        }
        let words =
            "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.";
        let errors = match missing.is_empty() {
            true => Vec::new(),
            false => vec![Refusal::new(404, "OBJECT_NOT_FOUND", words).item(json!({ "ids": missing }))],
        };
        Ok(complete(results, errors, now))
    }

    fn batch_update(&mut self, inputs: &[Value], now: i64) -> Result<Reply, Refusal> {
        if inputs.iter().any(|input| input.get("idProperty").is_some()) {
            return Err(Refusal::odd("Unable to perform update/upsert by non-unique 0-1 property"));
        }
        let (mut results, mut errors) = (Vec::new(), Vec::new());
        for input in inputs {
            let named = values(input)?;
            match self.book.update(id_of(input), &named, now) {
                Ok(contact) => results.push(traced(contact.shown(named.keys().map(String::as_str)), input)),
                Err(refusal) => errors.push(refusal.item(context(input))),
            }
        }
        Ok(complete(results, errors, now))
    }

    fn batch_upsert(&mut self, inputs: &[Value], now: i64) -> Result<Reply, Refusal> {
        let (mut results, mut errors) = (Vec::new(), Vec::new());
        for input in inputs {
            let key = input.get("idProperty").and_then(Value::as_str).unwrap_or("hs_object_id");
            if !self.book.is_key(key) {
                return Err(Refusal::odd("Unable to perform update/upsert by non-unique 0-1 property"));
            }
            let mut named = values(input)?;
            let found = self.book.by_key(key, id_of(input), false).map(|contact| contact.id.to_string());
            named.insert(key.to_owned(), json!(id_of(input)));
            let is_new = found.is_none();
            let done = match &found {
                Some(id) => self.book.update(id, &named, now),
                None => self.book.create(&named, now),
            };
            match done {
                Ok(contact) => {
                    let mut shown = traced(contact.shown(named.keys().map(String::as_str)), input);
                    shown["new"] = json!(is_new);
                    results.push(shown);
                }
                Err(refusal) => errors.push(refusal.item(context(input))),
            }
        }
        Ok(complete(results, errors, now))
    }
}

/// The inputs: not too many, and no two that are one.
pub(super) fn inputs(body: &Value) -> Result<&[Value], Refusal> {
    let inputs = body.get("inputs").and_then(Value::as_array);
    let inputs = inputs.ok_or_else(|| Refusal::odd("Invalid input JSON: inputs is missing"))?;
    if inputs.len() > MOST {
        return Err(Refusal::odd("The maximum number of inputs supported in a batch request is 100."));
    }
    let ids: BTreeSet<String> = inputs.iter().map(|input| id_of(input).to_lowercase()).collect();
    if ids.len() != inputs.len() {
        return Err(Refusal::odd("Duplicate IDs found in batch input"));
    }
    Ok(inputs)
}

pub(super) fn id_of(input: &Value) -> &str {
    input.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn traced(mut shown: Value, input: &Value) -> Value {
    if let Some(trace) = input.get("objectWriteTraceId") {
        shown["objectWriteTraceId"] = trace.clone();
    }
    shown
}

/// By what an input is blamed: its trace id, where it has one.
fn context(input: &Value) -> Value {
    match input.get("objectWriteTraceId") {
        Some(trace) => json!({ "objectWriteTraceId": [trace] }),
        None => json!({ "ids": [id_of(input)] }),
    }
}

/// 200, or 207 with errors.
pub(super) fn complete(mut results: Vec<Value>, errors: Vec<Value>, now: i64) -> Reply {
    results.reverse();
    let time = rfc3339(now);
    let mut body =
        json!({ "status": "COMPLETE", "results": results, "startedAt": time, "completedAt": time });
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => {
            body["numErrors"] = json!(errors.len());
            body["errors"] = json!(errors);
            StatusCode::MULTI_STATUS
        }
    };
    Reply { status, headers: Vec::new(), body: Body::Json(body) }
}
