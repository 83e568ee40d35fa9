//! jCard, a vCard written as JSON (RFC 7095): turned back into the lines it stands for and read as a vCard, so that both say
//! the same.

use crate::{BadgeKind, Reading, vcard};
use serde_json::Value;
use std::fmt::Write as _;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if !text.starts_with('[') {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let mut cards = String::new();
    lines_of(&value, &mut cards)?;
    let reading = vcard::read(&cards)?;
    Some(Reading { kind: BadgeKind::Jcard, ..reading })
}

/// The lines of `["vcard", [[name, parameters, type, value …] …]]`, or of a list of such.
fn lines_of(value: &Value, cards: &mut String) -> Option<()> {
    let items = value.as_array()?;
    match items.as_slice() {
        [Value::String(kind), Value::Array(properties)] if kind.eq_ignore_ascii_case("vcard") => {
            cards.push_str("BEGIN:VCARD\n");
            for property in properties {
                line_of(property, cards);
            }
            cards.push_str("END:VCARD\n");
        }
        [Value::Array(_), ..] => items.iter().try_for_each(|item| lines_of(item, cards))?,
        _ => return None,
    }
    Some(())
}

fn line_of(property: &Value, cards: &mut String) -> Option<()> {
    let [name, parameters, kind, values @ ..] = property.as_array()?.as_slice() else { return None };
    let is_word =
        |text: &&str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !text.is_empty();
    let name = name.as_str().filter(is_word)?;
    let is_uri = kind.as_str() == Some("uri");
    let mut line = name.to_ascii_uppercase();
    for (parameter, value) in parameters.as_object()? {
        let values: Vec<&str> = match value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let values: Vec<&str> = values.into_iter().filter(is_word).collect();
        if is_word(&parameter.as_str()) && !values.is_empty() {
            let _ = write!(line, ";{}={}", parameter.to_ascii_uppercase(), values.join(","));
        }
    }
    let texts: Vec<String> = values.iter().map(|value| text_of(value, is_uri)).collect();
    let _ = writeln!(cards, "{line}:{}", texts.join(","));
    Some(())
}

/// A value, its components by semicolons and the values of a component by commas.
fn text_of(value: &Value, is_uri: bool) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) if is_uri => text.replace(['\n', '\r'], " "),
        Value::String(text) => escaped(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let component = |value: &Value| match value {
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        one => plain(one),
    };
    match value {
        Value::Array(components) => components.iter().map(component).collect::<Vec<_>>().join(";"),
        one => plain(one),
    }
}

/// RFC 6350 §3.4.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
    text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::Field;

    const CARD: &str = r#"["vcard",[["version",{},"text","4.0"],["fn",{},"text","Jane Q. Roe"],
        ["n",{},"text",["Roe; the elder","Jane",["Q.","R."],"",""]],["org",{},"text",["Example","Lab"]],
        ["tel",{"type":["cell","voice"]},"uri","tel:+1-555;ext=2"],["email",{"pref":"1"},"text","j@example.com"]]]"#;

    #[test]
    fn it_says_what_the_vcard_says() {
        let reading = read(CARD).unwrap();
        assert_eq!(reading.kind, BadgeKind::Jcard);
        assert_eq!(reading.draft.first(Field::FamilyName), Some("Roe; the elder"));
        assert_eq!(reading.draft.first(Field::AdditionalName), Some("Q. R."));
        assert_eq!(reading.draft.first(Field::Department), Some("Lab"));
        assert_eq!(reading.draft.first(Field::Mobile), Some("+1-555;ext=2"));
    }

    #[test]
    fn a_list_is_several_people_and_a_value_cannot_add_a_line() {
        let reading = read(&format!("[{CARD},{CARD}]")).unwrap();
        assert_eq!(reading.others.len(), 1);
        let sly = r#"["vcard",[["fn",{"type":"x:y\nTEL"},"text","Jane\nEMAIL:evil@example.com"]]]"#;
        assert_eq!(read(sly).unwrap().draft.first(Field::Email), None);
    }

    #[test]
    fn other_lists_are_left_to_others() {
        for text in ["[1,2]", "[]", r#"["vevent",[]]"#, "[[[["] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
