//! The properties that this account's contacts have, and one more of them, where the key may define it.

use super::ask::{CREATED, OK, not_gone};
use super::check::GROUP;
use super::names::{EMAIL, MARKER};
use super::{Client, names};
use crate::crm::Heard;
use lanyard_core::crm::{Failure, FieldThere, Holds, OptionThere, RemoteField, Role};
use reqwest::Method;
use serde_json::{Value, json};

impl Client {
    /// All properties, those that are hidden or archived left out.
    pub(in crate::crm) async fn fields(&self) -> Heard<Vec<FieldThere>> {
        let path = self.version.properties(&[]);
        let (outcome, facts) = self.read(Method::GET, path, Vec::new(), None, OK).await;
        let fields = outcome.map_err(not_gone).and_then(|value| {
            let list = value.get("results").and_then(Value::as_array).ok_or(Failure::Protocol)?;
            Ok(list.iter().filter_map(property).collect())
        });
        (fields, facts)
    }

    /// Makes a property that holds a text.
    pub(in crate::crm) async fn make_field(&self, called: &str) -> Heard<FieldThere> {
        let name = named(called);
        let body = json!({
            "name": name, "label": called.trim(), "groupName": GROUP, "type": "string", "fieldType": "text",
        });
        let path = self.version.properties(&[]);
        let (outcome, facts) = self.write(Method::POST, path, Some(body), CREATED).await;
        (outcome.and_then(|value| property(&value).ok_or(Failure::Protocol)), facts)
    }
}

/// A name as HubSpot allows it: small letters, digits and underscores, a letter first.
fn named(called: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let name: String = called.trim().chars().map(sign).collect();
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("lanyard_{name}") }
}

fn property(value: &Value) -> Option<FieldThere> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let is = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    let name = text("name")?;
    if is("hidden") || is("archived") {
        return None;
    }
    let fixed = value.pointer("/modificationMetadata/readOnlyValue").and_then(Value::as_bool);
    let holds = match (text("type")?, text("fieldType").unwrap_or_default()) {
        ("enumeration", "checkbox") => Holds::Several,
        ("enumeration", "booleancheckbox") | ("bool", _) => Holds::Flag,
        ("enumeration", _) => Holds::One,
        ("number", _) => Holds::Number,
        ("date" | "datetime", _) => Holds::Date,
        ("string" | "phone_number", _) => Holds::Text,
        (_, _) => Holds::Other,
    };
    let options = value.get("options").and_then(Value::as_array).into_iter().flatten();
    let option = |option: &Value| {
        let text = |name: &str| option.get(name).and_then(Value::as_str).map(str::to_owned);
        let hidden = option.get("hidden").and_then(Value::as_bool).unwrap_or(false);
        let value = text("value")?;
        (!hidden).then(|| OptionThere { label: text("label").unwrap_or_else(|| value.clone()), value })
    };
    Some(FieldThere {
        name: RemoteField::new(name),
        label: text("label").unwrap_or(name).to_owned(),
        holds,
        options: options.filter_map(option).collect(),
        read_only: fixed.unwrap_or(false) || is("calculated") || names::WRITTEN_BY_ITSELF.contains(&name),
        required: false,
        role: match name {
            EMAIL => Some(Role::Key),
            MARKER => Some(Role::Marker),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_read_with_its_options_and_what_cannot_be_written_is_said() {
        let level = property(&json!({
            "name": "level", "label": "Level", "type": "enumeration", "fieldType": "select",
            "options": [{"label": "Chief", "value": "c"}, {"label": "Old", "value": "o", "hidden": true}],
        }))
        .expect("it names itself");
        assert_eq!((level.holds, level.options.len(), level.read_only), (Holds::One, 1, false));
        let fixed = property(&json!({
            "name": "created", "type": "datetime", "fieldType": "date",
            "modificationMetadata": {"readOnlyValue": true},
        }));
        assert!(fixed.is_some_and(|field| field.read_only && field.label == "created"));
        assert_eq!(property(&json!({"name": "x", "type": "string", "hidden": true})), None);
        assert_eq!(property(&json!({"type": "string"})), None);
    }

    #[test]
    fn a_name_is_made_as_hubspot_allows_it() {
        assert_eq!(named(" Badge tier "), "badge_tier");
        assert_eq!(named("2nd desk"), "lanyard_2nd_desk");
    }
}
