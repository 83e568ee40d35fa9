//! The fields that an account made for itself, each under a key of forty hexadecimal signs, and the route on which they are
//! shown and made. A list takes the numbers of its entries, and a number takes no text.

use super::person::Values;
use super::refusal::Refusal;
use super::{Pipedrive, body, ok};
use crate::ask::Ask;
use crate::options::Marker;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Those that somebody made before us: key, name, type, entries with their numbers.
type Before = (&'static str, &'static str, &'static str, &'static [(u64, &'static str)]);
const BEFORE: [Before; 4] = [
    ("7e3c1d0a9b8f4e6d5c2b1a0f9e8d7c6b5a493827", "Town", "varchar", &[]),
    ("1f4a7c20d9e85b36a1c07f92e4d8b6530a9c1e72", "Tier", "enum", &[(31, "Gold"), (32, "Silver")]),
    (
        "5d9e02b7c4a16f83e0b95d2c7a41f68e3c0d9b15",
        "Topics",
        "set",
        &[(41, "Pumps"), (42, "Valves"), (43, "Seals")],
    ),
    ("9c6b3e5f108d27a4b9f0c61d5e82a7340f1d6c98", "Score", "double", &[]),
];
/// What every account has, as far as it is shown here.
const BUILT_IN: [(&str, &str, &str); 5] = [
    ("Name", "name", "varchar"),
    ("Email", "emails", "varchar"),
    ("Phone", "phones", "phone"),
    ("Organization", "org_id", "org"),
    ("Update time", "update_time", "date"),
];

struct Own {
    key: String,
    name: String,
    kind: String,
    entries: Vec<(u64, String)>,
}

/// The fields.
pub(super) struct Defined {
    own: Vec<Own>,
}

impl Default for Defined {
    fn default() -> Self {
        let own = |(key, name, kind, entries): &Before| Own {
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            kind: (*kind).to_owned(),
            entries: entries.iter().map(|(id, label)| (*id, (*label).to_owned())).collect(),
        };
        Self { own: BEFORE.iter().map(own).collect() }
    }
}

impl Defined {
    fn own(&self, key: &str) -> Option<&Own> {
        self.own.iter().find(|own| own.key == key)
    }

    /// What people call a field.
    pub(super) fn name(&self, key: &str) -> Option<&str> {
        self.own(key).map(|own| own.name.as_str())
    }

    /// A field's key, by it or by what people call it.
    pub(super) fn key(&self, called: &str) -> Option<&str> {
        let found = self.own.iter().find(|own| own.key == called || own.name == called);
        found.map(|own| own.key.as_str())
    }

    /// A value as people read it at the screen: the words of entries, in their order.
    pub(super) fn words(&self, key: &str, value: &Value) -> String {
        let entries = self.own(key).map_or(&[][..], |own| &own.entries);
        let chosen =
            |id: u64| value == &json!(id) || value.as_array().is_some_and(|all| all.contains(&json!(id)));
        let labels: Vec<&str> =
            entries.iter().filter(|(id, _)| chosen(*id)).map(|(_, label)| label.as_str()).collect();
        match value {
            Value::String(text) => text.clone(),
            _ if entries.is_empty() => value.to_string(),
            _ => labels.join(";"),
        }
    }

    /// What somebody chooses or types at the screen, as the wire says it.
    pub(super) fn chosen(&self, key: &str, text: &str) -> Value {
        let Some(own) = self.own(key).filter(|_| !text.is_empty()) else { return Value::Null };
        let id = |words: &str| own.entries.iter().find(|(_, label)| label == words).map(|(id, _)| *id);
        match own.kind.as_str() {
            "enum" => json!(id(text)),
            "set" => text.split(';').map(|words| json!(id(words))).collect(),
            "double" => text.parse::<f64>().map_or(Value::Null, |number| json!(number)),
            _ => json!(text),
        }
    }

    /// Sets a value; `null` clears, and so does a text without letters.
    pub(super) fn set(&self, values: &mut Values, key: &str, value: &Value) -> Result<(), Refusal> {
        let own =
            self.own(key).ok_or_else(|| Refusal::odd(format!("custom_fields: {key}: is not allowed")))?;
        let odd = |what: &str| Refusal::odd(format!("custom_fields: {key}: {what}"));
        let is_entry = |id: &Value| own.entries.iter().any(|(known, _)| id == &json!(known));
        match (own.kind.as_str(), value) {
            (_, Value::Null) => _ = values.custom.remove(key),
            ("varchar" | "text", Value::String(text)) if text.is_empty() => _ = values.custom.remove(key),
            ("set", Value::Array(all)) if all.is_empty() => return Err(odd("must not be empty")),
            ("varchar" | "text", Value::String(_)) | ("double", Value::Number(_)) => {
                values.custom.insert(key.to_owned(), value.clone());
            }
            ("enum", Value::Number(_)) if !is_entry(value) => return Err(odd("is not one of its options")),
            ("set", Value::Array(all)) if !all.iter().all(is_entry) => {
                return Err(odd("is not one of its options"));
            }
            ("enum", Value::Number(_)) => _ = values.custom.insert(key.to_owned(), value.clone()),
            ("set", Value::Array(all)) => {
                let chosen = own.entries.iter().map(|(id, _)| json!(id)).filter(|id| all.contains(id));
                values.custom.insert(key.to_owned(), chosen.collect());
            }
            _ => return Err(odd("is of another type")),
        }
        Ok(())
    }

    fn make(&mut self, name: &str, kind: &str) -> &Own {
        // Long numbers that say nothing, each another one.
        let seed = (self.own.len() as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let key = format!("{seed:032x}{:08x}", self.own.len());
        self.own.push_mut(Own { key, name: name.to_owned(), kind: kind.to_owned(), entries: Vec::new() })
    }
}

impl Own {
    fn shown(&self) -> Value {
        let mut shown = field(&self.name, &self.key, &self.kind, true);
        if !self.entries.is_empty() {
            let entry = |(id, label): &(u64, String)| json!({ "id": id, "label": label });
            shown["options"] = self.entries.iter().map(entry).collect();
        }
        shown
    }
}

fn field(name: &str, key: &str, kind: &str, own: bool) -> Value {
    json!({
        "field_name": name,
        "field_code": key,
        "field_type": kind,
        "is_custom_field": own,
        "is_optional_response_field": false,
        "options": null,
        "subfields": null,
    })
}

impl Pipedrive {
    /// Everything below `personFields`.
    pub(super) fn fields(&mut self, ask: &Ask, rest: &[&str]) -> Result<Reply, Refusal> {
        match (ask.method.as_str(), rest) {
            ("GET", []) => {
                let built_in = BUILT_IN.iter().map(|(name, key, kind)| field(name, key, kind, false));
                let all: Vec<Value> = built_in.chain(self.book.fields.own.iter().map(Own::shown)).collect();
                Ok(Reply::ok(json!({
                    "success": true, "data": all, "additional_data": { "next_cursor": null },
                })))
            }
            ("POST", []) => {
                let said = body::object(ask)?;
                let name = body::text(&said, "field_name")?.filter(|name| !name.is_empty());
                let name = name.ok_or_else(|| Refusal::odd("field_name: is required"))?;
                let kind = body::text(&said, "field_type")?;
                let kind = kind.ok_or_else(|| Refusal::odd("field_type: is required"))?;
                if self.settings.marker == Marker::None {
                    return Err(Refusal::new(403, "ERR_FORBIDDEN", "You do not have permission to do this"));
                }
                Ok(ok(self.book.fields.make(&name, &kind).shown()))
            }
            (_, _) => Err(Refusal::no_route()),
        }
    }
}
