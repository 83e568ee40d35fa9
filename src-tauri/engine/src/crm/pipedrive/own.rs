//! What the fields hold that an account made for itself. A list takes the number of its entry and shows that number, where people and a
//! mapping say the entry's words; a number takes no text. Read where a mapping names such a field, and again where an entry is not
//! known: somebody may have added it since. Left out: what is made of several values there (money, addresses, times).

use super::{Client, names};
use crate::crm::Heard;
use lanyard_core::crm::{Failure, FieldFault, Holds, OptionThere, RemoteField, ReplyFacts};
use lanyard_core::time::{Millis, MonoMs};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Whatever was read a moment ago is not read again for an entry that it does not have.
const FRESH: Millis = Millis::from_secs(5);
/// What stands between several entries in one text.
const BETWEEN: char = ';';

/// A field of the account's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Own {
    /// A text.
    Text,
    /// A number.
    Number,
    /// Entries with their numbers, in their order.
    List {
        /// A number and the words that people read.
        entries: Vec<(u64, String)>,
        /// Whether it takes several.
        several: bool,
    },
    /// Something that a text is not made into: a day, a time, money, an address, a person.
    Other(Holds),
}

/// All of them but texts, by their keys.
pub(super) type Kinds = BTreeMap<String, Own>;

/// What was read of them last, and when; without a time it was remembered from an earlier start.
pub(super) type Read = Mutex<Option<(Arc<Kinds>, Option<MonoMs>)>>;

impl Own {
    /// A field by its definition, with its key; none for one that every account has.
    pub(super) fn defined(field: &Value) -> Option<(String, Self)> {
        let text = |name: &str| field.get(name).and_then(Value::as_str);
        let key = text("field_code").filter(|key| names::is_key(key))?;
        let own = match text("field_type")? {
            "varchar" | "text" | "varchar_auto" | "phone" => Self::Text,
            "double" => Self::Number,
            kind @ ("enum" | "set") => Self::List { entries: entries(field), several: kind == "set" },
            "date" | "daterange" | "time" | "timerange" => Self::Other(Holds::Date),
            _ => Self::Other(Holds::Other),
        };
        Some((key.to_owned(), own))
    }

    /// What it holds, as a mapping is checked against it.
    pub(super) fn holds(&self) -> Holds {
        match self {
            Self::Text => Holds::Text,
            Self::Number => Holds::Number,
            Self::List { several: false, .. } => Holds::One,
            Self::List { several: true, .. } => Holds::Several,
            Self::Other(holds) => *holds,
        }
    }

    /// Its entries: what a mapping says is what people there read.
    pub(super) fn options(&self) -> Vec<OptionThere> {
        let Self::List { entries, .. } = self else { return Vec::new() };
        let option = |label: &String| OptionThere { value: label.clone(), label: label.clone() };
        entries.iter().map(|(_, label)| option(label)).collect()
    }

    /// A value as it is written; what it cannot be, in words.
    fn said(&self, text: &str) -> Result<Value, &'static str> {
        match self {
            Self::Text | Self::Other(_) => Ok(json!(text)),
            Self::Number => number(text).map(Value::Number).ok_or("It takes a number."),
            Self::List { entries, several } => {
                let number = |words: &str| {
                    let found = entries.iter().find(|(_, label)| label == words);
                    let alike = || entries.iter().find(|(_, label)| folded(label) == folded(words));
                    found.or_else(alike).map(|(number, _)| *number)
                };
                match several {
                    false => number(text.trim()).map(|number| json!(number)),
                    true => text
                        .split(BETWEEN)
                        .map(|words| number(words.trim()))
                        .collect::<Option<Vec<u64>>>()
                        .map(|all| json!(all)),
                }
                .ok_or("The list has no such entry.")
            }
        }
    }

    /// A value as a mapping says it. An entry that is not known is its number; several stand in the order of their letters.
    pub(super) fn shown(&self, value: &Value) -> Option<String> {
        let words = |value: &Value| {
            let number = value.as_u64()?;
            let Self::List { entries, .. } = self else { return Some(number.to_string()) };
            let label = entries.iter().find(|(known, _)| *known == number).map(|(_, label)| label.clone());
            Some(label.unwrap_or_else(|| number.to_string()))
        };
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) if matches!(self, Self::List { .. }) => words(value),
            Value::Number(number) => Some(plain(number)),
            Value::Array(all) => {
                let mut all: Vec<String> = all.iter().filter_map(words).collect();
                all.sort_by_key(|words| folded(words));
                Some(all.join(";"))
            }
            Value::Null | Value::Bool(_) | Value::Object(_) => None,
        }
    }

    /// Whether a value names an entry that is not known.
    fn is_strange(&self, value: &Value) -> bool {
        let Self::List { entries, .. } = self else { return false };
        let known = |value: &Value| {
            value.as_u64().is_some_and(|number| entries.iter().any(|(known, _)| *known == number))
        };
        match value {
            Value::Number(_) => !known(value),
            Value::Array(all) => !all.iter().all(known),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Object(_) => false,
        }
    }
}

fn entries(field: &Value) -> Vec<(u64, String)> {
    let all = field.get("options").and_then(Value::as_array).into_iter().flatten();
    let entry = |option: &Value| {
        let label = option.get("label").and_then(Value::as_str)?;
        Some((option.get("id")?.as_u64()?, label.trim().to_owned()))
    };
    all.filter_map(entry).collect()
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>().ok().map(Number::from).or_else(|| Number::from_f64(text.parse().ok()?))
}

/// A whole number without a point, however it is spelled.
fn plain(number: &Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string())
}

impl Client {
    /// What the account's own fields hold; nothing where the mapping names none of them, and then nobody is asked.
    pub(super) async fn kinds(&self) -> Heard<Arc<Kinds>> {
        if !self.fields.iter().any(|name| names::is_key(name)) {
            return (Ok(Arc::default()), ReplyFacts::default());
        }
        match self.read_lately(None) {
            Some(kinds) => (Ok(kinds), ReplyFacts::default()),
            None => self.kinds_again().await,
        }
    }

    /// The same, where what was read before does not know an entry of one of these values.
    pub(super) async fn kinds_for<'a>(
        &self,
        kinds: &Arc<Kinds>,
        mut values: impl Iterator<Item = (&'a str, &'a Value)>,
    ) -> Heard<Arc<Kinds>> {
        let strange = values.any(|(key, value)| kinds.get(key).is_some_and(|own| own.is_strange(value)));
        if strange && self.read_lately(Some(FRESH)).is_none() {
            return self.kinds_again().await;
        }
        (Ok(Arc::clone(kinds)), ReplyFacts::default())
    }

    /// A value as it is written into a field of the account's own.
    pub(super) async fn said(&self, kinds: &Kinds, key: &str, text: &str) -> Heard<Value> {
        let said = |kinds: &Kinds| kinds.get(key).map_or_else(|| Ok(json!(text)), |own| own.said(text));
        let (mut outcome, mut facts) = (said(kinds), ReplyFacts::default());
        if outcome.is_err() && self.read_lately(Some(FRESH)).is_none() {
            let (newer, later) = self.kinds_again().await;
            facts = later;
            match newer {
                Ok(newer) => outcome = said(&newer),
                Err(failure) => return (Err(failure), facts),
            }
        }
        let refused = |message: &str| {
            let field = Some(RemoteField::new(key));
            Failure::Invalid { fields: vec![FieldFault { field, message: message.to_owned() }] }
        };
        (outcome.map_err(refused), facts)
    }

    async fn kinds_again(&self) -> Heard<Arc<Kinds>> {
        let (definitions, facts) = self.definitions().await;
        (definitions.map(|all| self.learn_kinds(&all)), facts)
    }

    /// Remembers what the definitions say.
    pub(super) fn learn_kinds(&self, definitions: &[Value]) -> Arc<Kinds> {
        let all = definitions.iter().filter_map(Own::defined).filter(|(_, own)| *own != Own::Text);
        let kinds: Arc<Kinds> = Arc::new(all.collect());
        let read = Some((Arc::clone(&kinds), Some(self.clock.mono())));
        *self.own.lock().unwrap_or_else(PoisonError::into_inner) = read;
        kinds
    }

    /// What was read last, however long ago, to be kept with the settings.
    pub(super) fn kinds_to_keep(&self) -> Option<String> {
        serde_json::to_string(self.read_lately(None)?.as_ref()).ok()
    }

    fn read_lately(&self, within: Option<Millis>) -> Option<Arc<Kinds>> {
        let read = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let (kinds, at) = read.as_ref()?;
        let fresh = within.is_none_or(|within| at.is_some_and(|at| at.plus(within) > self.clock.mono()));
        fresh.then(|| Arc::clone(kinds))
    }
}

/// As they were kept with the settings.
pub(super) fn remembered(kept: Option<&String>) -> Read {
    let kinds: Option<Kinds> = kept.and_then(|kept| serde_json::from_str(kept).ok());
    Mutex::new(kinds.map(|kinds| (Arc::new(kinds), None)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "7e3c1d0a9b8f4e6d5c2b1a0f9e8d7c6b5a493827";

    fn own(kind: &str) -> Own {
        let options = json!([{ "id": 31, "label": "Gold" }, { "id": 32, "label": " Silver" }]);
        let field = json!({ "field_code": KEY, "field_name": "X", "field_type": kind, "options": options });
        Own::defined(&field).expect("it is the account's own").1
    }

    #[test]
    fn an_entry_is_written_by_its_number_and_read_by_its_words() {
        let (one, several) = (own("enum"), own("set"));
        assert_eq!((one.said("Gold"), one.said(" silver ")), (Ok(json!(31)), Ok(json!(32))));
        assert_eq!(one.shown(&json!(32)).as_deref(), Some("Silver"));
        assert_eq!(several.said("Silver;Gold"), Ok(json!([32, 31])));
        assert_eq!(
            several.shown(&json!([32, 31])).as_deref(),
            Some("Gold;Silver"),
            "in one order, whoever chose them"
        );
        assert_eq!((one.holds(), several.holds(), one.options().len()), (Holds::One, Holds::Several, 2));
    }

    #[test]
    fn what_a_list_does_not_have_is_not_written() {
        for text in ["Bronze", "31", "Gold;Silver", ""] {
            assert!(own("enum").said(text).is_err(), "{text}");
        }
        assert!(own("set").said("Gold;Bronze").is_err());
        assert_eq!(own("enum").shown(&json!(77)).as_deref(), Some("77"));
        assert!(own("enum").is_strange(&json!(77)) && own("set").is_strange(&json!([31, 77])));
        assert!(!own("set").is_strange(&json!([31])) && !own("double").is_strange(&json!(77)));
    }

    #[test]
    fn a_number_is_one_on_the_wire_and_no_text() {
        let score = own("double");
        assert_eq!((score.said("5"), score.said("2.5")), (Ok(json!(5)), Ok(json!(2.5))));
        for text in ["five", "", "NaN", "1e999"] {
            assert!(score.said(text).is_err(), "{text}");
        }
        assert_eq!((score.shown(&json!(5)), score.shown(&json!(5.0))), (Some("5".into()), Some("5".into())));
        assert_eq!((own("varchar").said("5"), own("monetary").holds()), (Ok(json!("5")), Holds::Other));
    }

    #[test]
    fn what_was_read_is_remembered_and_what_is_no_such_thing_is_read_again() {
        let kinds = Kinds::from([(KEY.to_owned(), own("set")), ("k".to_owned(), own("date"))]);
        let kept = serde_json::to_string(&kinds).expect("plain data");
        let of = |kept: Option<&String>| {
            remembered(kept).into_inner().expect("nobody panicked").map(|(kinds, _)| kinds)
        };
        assert_eq!(of(Some(&kept)), Some(Arc::new(kinds)));
        assert_eq!((of(None), of(Some(&"odd".to_owned()))), (None, None));
    }

    #[test]
    fn what_every_account_has_is_none_of_its_own() {
        assert_eq!(
            Own::defined(&json!({ "field_code": "name", "field_name": "Name", "field_type": "varchar" })),
            None
        );
    }
}
