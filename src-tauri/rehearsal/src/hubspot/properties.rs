//! Definitions of contacts' properties. The account's settings say whether a unique one may be made: at most ten can be,
//! and a key may not be allowed to define anything.

use super::book::ITS_OWN;
use super::refusal::Refusal;
use super::{HubSpot, body, created, no_route, ok};
use crate::ask::Ask;
use crate::options::Marker;
use crate::reply::Reply;
use serde_json::{Value, json};

impl HubSpot {
    /// Everything below `properties/contacts`.
    pub(super) fn properties(&mut self, ask: &Ask, rest: &[&str]) -> Result<Reply, Refusal> {
        match (ask.method.as_str(), rest) {
            ("GET", [name]) => match self.book.made(name) {
                Some(unique) => Ok(ok(shown(name, unique))),
                None if self.book.is_defined(name) => Ok(ok(shown(name, false))),
                None => Err(Refusal::not_found(name)),
            },
            ("GET", []) => {
                let unique = |name: &str| self.book.made(name).unwrap_or(false);
                let all: Vec<Value> = self.book.defined().map(|name| shown(name, unique(name))).collect();
                Ok(ok(json!({ "results": all })))
            }
            ("POST", []) => {
                let body = body(ask)?;
                let text =
                    |name: &str| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
                let name = text("name").ok_or_else(|| Refusal::odd("name is required"))?;
                for needed in ["label", "type", "fieldType", "groupName"] {
                    text(needed).ok_or_else(|| Refusal::odd(format!("{needed} is required")))?;
                }
                let unique = body.get("hasUniqueValue").and_then(Value::as_bool).unwrap_or(false);
                match self.settings.marker {
                    Marker::None => {
                        let words = "This app hasn't been granted all required scopes to make this call.";
                        return Err(Refusal::new(403, "MISSING_SCOPES", words));
                    }
                    Marker::Searchable if unique => {
                        return Err(Refusal::odd("The maximum number of unique properties is reached."));
                    }
                    Marker::Searchable | Marker::Unique => {}
                }
                if self.book.is_defined(name) {
                    return Err(Refusal::new(
                        409,
                        "CONFLICT",
                        format!("A property named '{name}' already exists."),
                    ));
                }
                self.book.define(name, unique);
                Ok(created(shown(name, unique)))
            }
            (_, _) => Err(no_route()),
        }
    }
}

/// What this account calls its stages.
const STAGES: [(&str, &str); 4] =
    [("subscriber", "Subscriber"), ("lead", "Lead"), ("opportunity", "In talks"), ("customer", "Customer")];
/// And how far a salesperson is.
const STATUS: [(&str, &str); 3] = [("NEW", "New"), ("OPEN", "Open"), ("CONNECTED", "Connected")];

fn shown(name: &str, unique: bool) -> Value {
    let its_own = ITS_OWN.contains(&name);
    let options: &[(&str, &str)] = match name {
        "lifecyclestage" => &STAGES,
        "hs_lead_status" => &STATUS,
        _ => &[],
    };
    let (kind, field) = if options.is_empty() { ("string", "text") } else { ("enumeration", "radio") };
    let option = |(nth, (value, label)): (usize, &(&str, &str))| json!({ "label": label, "value": value, "displayOrder": nth, "hidden": false, "description": "" });
    json!({
        "name": name,
        "label": name,
        "type": kind,
        "fieldType": field,
        "groupName": "contactinformation",
        "description": "",
        "options": options.iter().enumerate().map(option).collect::<Vec<_>>(),
        "hasUniqueValue": unique,
        "modificationMetadata": {
            "archivable": true, "readOnlyDefinition": its_own, "readOnlyValue": its_own,
        },
        "archived": false,
    })
}
