//! JSON of any shape: objects are walked, names mean what they mean in [`crate::pairs`], and a list of objects is a list of
//! people. jCards, JSON with a grammar of their own, are [`crate::jcard`]'s.

use crate::pairs::{self, Pair};
use crate::reading::MOST_PEOPLE;
use crate::{BadgeKind, Reading};
use serde_json::{Map, Value};

/// How deep objects are walked: a person stands on top, a company or an address in it.
const DEEPEST: usize = 6;

/// Most values of an object, those of the objects in it included.
const MOST: usize = 200;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    of_value(&serde_json::from_str(text).ok()?, BadgeKind::Json)
}

/// What an object, or a list of them, says.
pub(crate) fn of_value(value: &Value, kind: BadgeKind) -> Option<Reading> {
    match value {
        Value::Object(object) => {
            Reading::together(people(object).into_iter().map(|person| one(person, kind)))
        }
        Value::Array(items) => {
            let people = items
                .iter()
                .filter_map(Value::as_object)
                .take(MOST_PEOPLE + 1)
                .map(|person| one(person, kind));
            Reading::together(people)
        }
        _ => None,
    }
}

/// The people of an object: itself, or those of the one list of objects in it that are named as people are.
fn people(object: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    let list = object.values().filter_map(Value::as_array).find(|items| {
        items
            .iter()
            .filter_map(Value::as_object)
            .any(|item| item.keys().filter(|name| pairs::is_known(name)).count() > 1)
    });
    match list {
        Some(items) if !object.keys().any(|name| name.to_lowercase().contains("name")) => {
            items.iter().filter_map(Value::as_object).take(MOST_PEOPLE + 1).collect()
        }
        _ => vec![object],
    }
}

fn one(object: &Map<String, Value>, kind: BadgeKind) -> Reading {
    let mut pairs = Vec::new();
    walk(object, None, DEEPEST, &mut pairs);
    let mut reading = Reading::of(kind);
    pairs::take(&mut reading, &pairs);
    reading
}

fn walk(object: &Map<String, Value>, within: Option<&str>, deepest: usize, pairs: &mut Vec<Pair>) {
    for (name, value) in object {
        say(name, value, within, deepest, pairs);
    }
}

fn say(name: &str, value: &Value, within: Option<&str>, deepest: usize, pairs: &mut Vec<Pair>) {
    if pairs.len() >= MOST {
        return;
    }
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => return,
        Value::Object(inner) if deepest > 0 => return walk(inner, Some(name), deepest - 1, pairs),
        Value::Array(items) if deepest > 0 => {
            for item in items {
                say(name, item, within, deepest - 1, pairs);
            }
            return;
        }
        Value::Object(_) | Value::Array(_) => return,
    };
    pairs.push(Pair { within: within.map(str::to_owned), ..Pair::new(name, &text) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::Field;

    fn first(text: &str, field: Field) -> Option<String> {
        read(text).and_then(|reading| reading.draft.first(field).map(str::to_owned))
    }

    #[test]
    fn the_shapes_of_registration_desks_are_read() {
        for text in [
            r#"{"firstName":"Jane","lastName":"Roe","company":"Example","attendeeId":42,"email":"jane@example.com"}"#,
            r#"{"attendee":{"id":"42","first_name":"Jane","last_name":"Roe","company":{"name":"Example","id":"c1"}},"email":["jane@example.com"]}"#,
            r#"{"@type":"Person","givenName":"Jane","familyName":"Roe","worksFor":{"name":"Example"},"email":"mailto:jane@example.com","badge":"42"}"#,
        ] {
            assert_eq!(first(text, Field::FullName).as_deref(), Some("Jane Roe"), "{text}");
            assert_eq!(first(text, Field::Company).as_deref(), Some("Example"), "{text}");
            assert_eq!(first(text, Field::BadgeId).as_deref(), Some("42"), "{text}");
            assert_eq!(first(text, Field::Email).as_deref(), Some("jane@example.com"), "{text}");
        }
    }

    #[test]
    fn a_list_is_several_people() {
        let reading =
            read(r#"{"event":"x","contacts":[{"name":"Jane Roe","id":"1"},{"name":"Peter Poe","id":"2"}]}"#)
                .unwrap();
        assert_eq!(reading.draft.first(Field::BadgeId), Some("1"));
        assert_eq!(reading.others[0].first(Field::FullName), Some("Peter Poe"));
    }

    #[test]
    fn json_about_nobody_is_kept_and_says_so() {
        let reading = read(r#"{"kind":"sponsor","hall":4}"#).unwrap();
        assert!(reading.draft.is_empty() && reading.kind == BadgeKind::Json);
        assert_eq!(read("[1,2"), None);
        assert_eq!(read("{not json}"), None);
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(read(&deep), None);
    }
}
