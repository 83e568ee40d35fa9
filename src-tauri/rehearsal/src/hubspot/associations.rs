//! What stands between records: the notes of contacts, in pages.

use super::batch::{complete, id_of, inputs};
use super::refusal::Refusal;
use super::{HubSpot, body, no_route};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Ids of a page.
const PAGE: usize = 500;

impl HubSpot {
    /// Everything below `associations`.
    pub(super) fn associations(&self, ask: &Ask, rest: &[&str]) -> Result<Reply, Refusal> {
        if (ask.method.as_str(), rest) != ("POST", &["contacts", "notes", "batch", "read"][..]) {
            return Err(no_route());
        }
        let body = body(ask)?;
        let (mut results, mut errors) = (Vec::new(), Vec::new());
        for input in inputs(&body)? {
            let from = id_of(input);
            let after = input.get("after").and_then(Value::as_str).and_then(|after| after.parse().ok());
            let ids =
                self.book.by_id(from, false).map(|contact| self.notes.of(contact.id)).unwrap_or_default();
            if ids.is_empty() {
                let words = format!("No note is associated with contact {from}.");
                let context = json!({ "fromObjectId": [from] });
                errors.push(Refusal::new(404, "OBJECT_NOT_FOUND", words).item(context));
                continue;
            }
            let after: usize = after.unwrap_or(0);
            let to: Vec<Value> = ids
                .iter()
                .skip(after)
                .take(PAGE)
                .map(|id| json!({ "toObjectId": id, "associationTypes": [] }))
                .collect();
            let mut one = json!({ "from": { "id": from }, "to": to });
            if after + PAGE < ids.len() {
                one["paging"] = json!({ "next": { "after": (after + PAGE).to_string() } });
            }
            results.push(one);
        }
        Ok(complete(results, errors, (self.now)()))
    }
}
