//! Which values HubSpot does not accept. It says so in two ways: a list beside the message, or a list in JSON within the
//! message's text. Both are read; the second ends up before people otherwise.

use lanyard_core::crm::{FieldFault, RemoteField};
use serde_json::Value;

/// What comes before the list within a message.
const LIST: &str = "not valid: ";
/// How a unique value is refused that another record has.
const TAKEN: &str = "CONFLICTING_UNIQUE_VALUE";
/// The same in words.
const TAKEN_WORDS: &str = "already has that value";

/// A value that is not accepted.
pub(super) struct Named {
    pub(super) field: Option<String>,
    pub(super) message: String,
    /// Another record has it, and it must be unique.
    pub(super) taken: bool,
}

impl Named {
    pub(super) fn fault(self) -> FieldFault {
        FieldFault { field: self.field.map(RemoteField::new), message: self.message }
    }
}

/// The values named by an error, or the whole with what it says.
pub(super) fn of(error: &Value, message: &str) -> Vec<Named> {
    let beside = error.get("errors").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let within = within(message);
    let named: Vec<Named> = beside
        .iter()
        .chain(&within)
        .map(|one| named(one, message))
        .filter(|one| one.field.is_some())
        .collect();
    if named.is_empty() {
        let taken = message.contains(TAKEN) || message.contains(TAKEN_WORDS);
        return vec![Named { field: None, message: message.to_owned(), taken }];
    }
    named
}

/// The list within a message, as far as it is one.
fn within(message: &str) -> Vec<Value> {
    let Some((_, list)) = message.split_once(LIST) else { return Vec::new() };
    let first = serde_json::Deserializer::from_str(list).into_iter::<Vec<Value>>().next();
    first.and_then(Result::ok).unwrap_or_default()
}

fn named(one: &Value, message: &str) -> Named {
    let text = |name: &str| one.get(name).and_then(Value::as_str);
    let in_context = || one.get("context")?.get("propertyName")?.get(0)?.as_str();
    let words = text("message").or_else(|| text("localizedErrorMessage")).unwrap_or(message);
    let code = text("code").or_else(|| text("error")).unwrap_or_default();
    Named {
        field: in_context().or_else(|| text("name")).or_else(|| text("in")).map(str::to_owned),
        message: words.to_owned(),
        taken: code == TAKEN || words.contains(TAKEN_WORDS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(error: &Value, message: &str) -> Vec<(Option<String>, String, bool)> {
        of(error, message).into_iter().map(|one| (one.field, one.message, one.taken)).collect()
    }

    #[test]
    fn values_are_named_in_either_way_and_otherwise_the_message_stands_for_all() {
        let no = |field: Option<&str>, words: &str| (field.map(str::to_owned), words.to_owned(), false);
        let within = "Property values were not valid: [{\"isValid\":false,\"message\":\"no address\",\"error\":\"INVALID_EMAIL\",\"name\":\"email\"}] and more";
        assert_eq!(names(&json!({}), within), [no(Some("email"), "no address")]);
        let beside =
            json!({ "errors": [{ "message": "too long", "context": { "propertyName": ["city"] } }] });
        assert_eq!(names(&beside, "No."), [no(Some("city"), "too long")]);
        assert_eq!(
            names(&json!({}), "Property values were not valid: [{"),
            [no(None, "Property values were not valid: [{")]
        );
        assert_eq!(names(&json!({ "errors": "odd" }), "No."), [no(None, "No.")]);
    }

    #[test]
    fn a_unique_value_that_another_record_has_is_taken() {
        let words = "Cannot set it on 12. 34 already has that value.";
        assert!(of(&json!({}), words)[0].taken);
        let within = format!(
            "Property values were not valid: [{{\"error\":\"{TAKEN}\",\"name\":\"x\",\"message\":\"m\"}}]"
        );
        assert!(of(&json!({}), &within)[0].taken);
        assert!(!of(&json!({}), "No.")[0].taken);
    }
}
