//! Persons one at a time, and what a person does at the screen.

use super::refusal::Refusal;
use super::{Pipedrive, asked, body, ok, standing};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Map, Value, json};

impl Pipedrive {
    /// Everything below `persons`.
    pub(super) fn persons(&mut self, ask: &Ask, rest: &[&str], now: i64) -> Result<Reply, Refusal> {
        let Self { book, organizations, settings, .. } = self;
        match (ask.method.as_str(), rest) {
            ("GET", []) => self.list(ask),
            ("GET", ["search"]) => self.search_persons(ask, now),
            ("POST", []) => {
                let said = Value::Object(body::object(ask)?);
                Ok(ok(book.create(&said, organizations, settings, now)?.shown(None)))
            }
            ("GET", [id]) => {
                let found = book.by_id(id, now).ok_or_else(|| Refusal::not_found("Person"))?;
                let mut shown = found.shown(keys(ask).as_deref());
                standing::added(&mut shown, found.values.standing.as_ref(), ask);
                Ok(ok(shown))
            }
            ("PATCH", [id]) => {
                let said = body::object(ask)?;
                Ok(ok(book.update(id, &said, organizations, settings, now)?.shown(None)))
            }
            ("DELETE", [id]) => Ok(ok(json!({ "id": book.delete(id, now)? }))),
            (_, _) => Err(Refusal::no_route()),
        }
    }

    /// A person changes values at the screen, by what the screen calls them.
    pub(super) fn edited(
        &mut self,
        id: &str,
        fields: &Map<String, Value>,
        now: i64,
    ) -> Result<Option<Value>, Refusal> {
        if let Some(text) = fields.get("standing").and_then(Value::as_str) {
            self.book.rewrite(id, now, |person| person.values.standing = standing::Standing::said(text))?;
        }
        let person = self.book.live(id).ok_or_else(|| Refusal::not_found("Person"))?;
        let mut said = person.shown(Some(&[]));
        said.as_object_mut().into_iter().for_each(|said| {
            said.retain(|name, _| ["name", "emails", "phones", "org_id"].contains(&name.as_str()));
        });
        let mut own = Map::new();
        for (name, value) in fields {
            let text = value.as_str().unwrap_or_default();
            match name.as_str() {
                "standing" => {}
                "name" => said["name"] = json!(text),
                "email" => put(&mut said["emails"], |_| true, text, "work"),
                "phone" => put(&mut said["phones"], |label| label != "mobile", text, "work"),
                "mobile" => put(&mut said["phones"], |label| label == "mobile", text, "mobile"),
                "also_email" => {
                    let entry = json!({ "value": text, "primary": false, "label": "home" });
                    said["emails"].as_array_mut().into_iter().for_each(|list| list.push(entry.clone()));
                }
                "organization" if text.is_empty() => said["org_id"] = Value::Null,
                "organization" => said["org_id"] = json!(self.organizations.named(text, now)),
                called => {
                    let key = self.book.fields.key(called);
                    let key = key.ok_or_else(|| Refusal::odd(format!("{called}: there is no such field")))?;
                    own.insert(key.to_owned(), self.book.fields.chosen(key, text));
                }
            }
        }
        said["custom_fields"] = Value::Object(own);
        let said = said.as_object().cloned().unwrap_or_default();
        let Self { book, organizations, settings, .. } = self;
        Ok(Some(book.update(id, &said, organizations, settings, now)?.shown(None)))
    }
}

/// Sets the first entry whose label is one of these; nothing takes it away.
fn put(list: &mut Value, is_one: impl Fn(&str) -> bool, text: &str, label: &str) {
    let Some(entries) = list.as_array_mut() else { return };
    let found = entries.iter().position(|entry| entry["label"].as_str().is_some_and(&is_one));
    match found {
        Some(place) if text.is_empty() => _ = entries.remove(place),
        Some(place) => entries[place]["value"] = json!(text),
        None => entries.push(json!({ "value": text, "primary": false, "label": label })),
    }
}

/// The fields of their own that were asked for; none: all.
pub(super) fn keys(ask: &Ask) -> Option<Vec<&str>> {
    asked(ask, "custom_fields").map(|keys| keys.split(',').collect())
}
