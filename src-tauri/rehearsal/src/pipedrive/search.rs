//! The search, which is behind the truth: a term in some fields, wholly or in part, case aside. What it finds are hits of
//! their own shape, not records.

use super::list::page;
use super::person::{Entry, Values};
use super::refusal::Refusal;
use super::{Pipedrive, asked};
use crate::ask::Ask;
use crate::reply::{Body, Reply};
use serde_json::{Value, json};

/// What a search looks for.
pub(super) struct Term {
    text: String,
    exact: bool,
}

impl Term {
    pub(super) fn of(ask: &Ask) -> Result<Self, Refusal> {
        let text = asked(ask, "term").unwrap_or_default().trim().to_lowercase();
        let exact = asked(ask, "exact_match") == Some("true");
        if text.chars().count() < if exact { 1 } else { 2 } {
            return Err(Refusal::odd("term: must have at least 2 characters"));
        }
        Ok(Self { text, exact })
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        if self.exact { text == self.text } else { text.contains(&self.text) }
    }
}

impl Pipedrive {
    pub(super) fn search_persons(&self, ask: &Ask, now: i64) -> Result<Reply, Refusal> {
        let term = Term::of(ask)?;
        let fields: Vec<&str> =
            asked(ask, "fields").unwrap_or("name,email,phone,notes,custom_fields").split(',').collect();
        let known = ["name", "email", "phone", "notes", "custom_fields"];
        if fields.iter().any(|field| !known.contains(field)) {
            return Err(Refusal::odd("fields: must be some of custom_fields, email, notes, phone, name"));
        }
        let until = now - i64::from(self.settings.index_lag_ms);
        let mut found = Vec::new();
        for person in self.book.all() {
            let Some(values) = person.at(until) else { continue };
            let within = |entries: &[Entry]| entries.iter().any(|entry| term.is_in(&entry.value));
            let hit = fields.iter().any(|field| match *field {
                "name" => term.is_in(&values.name),
                "email" => within(&values.emails),
                "phone" => within(&values.phones),
                "custom_fields" => texts(values.custom.values()).any(|text| term.is_in(text)),
                _ => false,
            });
            if hit {
                found.push((person.id, values));
            }
        }
        let reply = page(ask, &found, |(id, values)| self.hit(*id, values))?;
        Ok(as_items(reply))
    }

    fn hit(&self, id: u64, values: &Values) -> Value {
        let list = |entries: &[Entry]| entries.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>();
        let organization = values.organization.and_then(|id| Some((id, self.organizations.name(id)?)));
        let mut item = json!({
            "id": id,
            "type": "person",
            "name": values.name,
            "phones": list(&values.phones),
            "emails": list(&values.emails),
            "visible_to": 3,
            "owner": { "id": 1 },
            "custom_fields": texts(values.custom.values()).collect::<Vec<_>>(),
            "notes": [],
        });
        if let Some((id, name)) = organization {
            item["organization"] = json!({ "id": id, "name": name, "address": "" });
        }
        json!({ "result_score": 1.0, "item": item })
    }
}

/// The search looks into texts only.
fn texts<'a>(values: impl Iterator<Item = &'a Value>) -> impl Iterator<Item = &'a str> {
    values.filter_map(Value::as_str)
}

/// A page of hits has one level more than one of records.
pub(super) fn as_items(mut reply: Reply) -> Reply {
    if let Body::Json(body) = &mut reply.body {
        let items = body["data"].take();
        body["data"] = json!({ "items": items });
    }
    reply
}
