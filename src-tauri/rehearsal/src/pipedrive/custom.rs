//! The fields that an account made for itself, each under a key of forty hexadecimal signs, and the route on which they are
//! shown and made.

use super::person::Values;
use super::refusal::Refusal;
use super::{Pipedrive, body, ok};
use crate::ask::Ask;
use crate::options::Marker;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The one that somebody made before us, for a town.
const TOWN: (&str, &str) = ("7e3c1d0a9b8f4e6d5c2b1a0f9e8d7c6b5a493827", "Town");
/// What every account has, as far as it is shown here.
const BUILT_IN: [(&str, &str, &str); 5] = [
    ("Name", "name", "varchar"),
    ("Email", "emails", "varchar"),
    ("Phone", "phones", "phone"),
    ("Organization", "org_id", "org"),
    ("Update time", "update_time", "date"),
];
/// Types whose values are texts.
const TEXTS: [&str; 2] = ["varchar", "text"];

struct Own {
    key: String,
    name: String,
    kind: String,
}

/// The fields.
pub(super) struct Defined {
    own: Vec<Own>,
}

impl Default for Defined {
    fn default() -> Self {
        let (key, name) = TOWN;
        let town = Own { key: key.to_owned(), name: name.to_owned(), kind: "varchar".to_owned() };
        Self { own: vec![town] }
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

    /// Sets a value; `null` or nothing clears.
    pub(super) fn set(&self, values: &mut Values, key: &str, value: &Value) -> Result<(), Refusal> {
        let own =
            self.own(key).ok_or_else(|| Refusal::odd(format!("custom_fields: {key}: is not allowed")))?;
        match value {
            Value::Null => _ = values.custom.remove(key),
            Value::String(text) if TEXTS.contains(&own.kind.as_str()) && text.is_empty() => {
                values.custom.remove(key);
            }
            Value::String(text) if TEXTS.contains(&own.kind.as_str()) => {
                values.custom.insert(key.to_owned(), text.clone());
            }
            _ => return Err(Refusal::odd(format!("custom_fields: {key}: is of another type"))),
        }
        Ok(())
    }

    fn make(&mut self, name: &str, kind: &str) -> &Own {
        // Long numbers that say nothing, each another one.
        let seed = (self.own.len() as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let key = format!("{seed:032x}{:08x}", self.own.len());
        self.own.push_mut(Own { key, name: name.to_owned(), kind: kind.to_owned() })
    }
}

impl Own {
    fn shown(&self) -> Value {
        field(&self.name, &self.key, &self.kind, true)
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
