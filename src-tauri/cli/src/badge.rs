//! `read`: what a code's text means. Nothing is kept, no store is opened.

use crate::answer::{Exit, Out, Trouble};
use crate::input;
use clap::Args;
use data_encoding::BASE64;
use lanyard_badge::Reading;
use lanyard_badge::recipe::Recipe;
use lanyard_core::contact::tidy::{Change, Remark, tidied};
use lanyard_core::contact::{ContactDraft, Field, Many};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

/// Longest line of `--jsonl`, in bytes: the longest payload in base64 and its frame, with room.
const MAX_LINE: u64 = 1024 * 1024;

/// Longest file that is looked at as a recipe, in bytes; the reader of recipes has its own bound.
const MAX_RECIPE: usize = 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Read lines of {"id", "payload" or "payload_b64"} instead of one code
    #[arg(long)]
    jsonl: bool,
    /// Read by this recipe what it reads; the rest as always
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,
    /// What the code says; `-` is standard input
    #[arg(default_value = input::STDIN, value_name = "FILE")]
    file: PathBuf,
}

#[derive(Deserialize)]
struct Asked {
    id: Value,
    payload: Option<String>,
    payload_b64: Option<String>,
}

#[derive(Serialize)]
struct Answered<'a> {
    id: &'a Value,
    kind: &'static str,
    draft: Map<String, Value>,
    refused: Option<&'static str>,
    warnings: &'a [String],
    /// What was changed about values, and what a person should look at; left out when there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Noted>,
    /// Further people in the same code; left out when there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    others: Vec<Map<String, Value>>,
    /// The recipe that read it; left out when none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'a str>,
}

/// What is to be said of one value.
#[derive(Serialize)]
struct Noted {
    field: &'static str,
    raw: String,
    value: String,
    changes: Vec<Change>,
    remarks: Vec<Remark>,
}

#[derive(Serialize)]
struct Failed<'a> {
    id: &'a Value,
    line: usize,
    error: String,
}

pub(crate) fn read(read: &Read, out: &Out) -> Result<Exit, Trouble> {
    let recipe = read.recipe.as_deref().map(recipe).transpose()?;
    if read.jsonl {
        return lines(&read.file, recipe.as_ref(), out);
    }
    let bytes = input::whole(&read.file, lanyard_engine::photo::MAX_BYTES)?;
    say(&Value::String(read.file.to_string_lossy().into_owned()), &bytes, recipe.as_ref(), out)?;
    Ok(Exit::Done)
}

/// The recipe of a file.
fn recipe(path: &Path) -> Result<Recipe, Trouble> {
    let bytes = input::whole(path, MAX_RECIPE)?;
    Recipe::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|fault| Trouble::new(Exit::BadInput, fault.sentence()))
}

fn say(id: &Value, payload: &[u8], recipe: Option<&Recipe>, out: &Out) -> Result<(), Trouble> {
    let by_recipe = recipe.and_then(|recipe| recipe.read(payload));
    let name = by_recipe.as_ref().and(recipe).map(|recipe| recipe.name.as_str());
    let Reading { kind, draft, others, card, refused } =
        by_recipe.unwrap_or_else(|| lanyard_badge::read(payload));
    let mut seen = shown(&draft);
    // Under the names that lists of payloads have for them; only where it applies.
    if let Some(card) = card {
        seen.insert("card".to_owned(), card.into());
    }
    for code in ["unverified", "undecodable"] {
        if draft.warnings.iter().any(|warning| warning == code) {
            seen.insert(code.to_owned(), true.into());
        }
    }
    out.object(&Answered {
        id,
        kind: kind.as_str(),
        draft: seen,
        refused: refused.map(|refusal| refusal.as_str()),
        warnings: &draft.warnings,
        notes: noted(&draft),
        others: others.iter().map(shown).collect(),
        recipe: name,
    })
}

fn noted(draft: &ContactDraft) -> Vec<Noted> {
    let noted =
        tidied(draft).into_iter().filter(|tidy| !(tidy.changes.is_empty() && tidy.remarks.is_empty()));
    noted
        .map(|tidy| Noted {
            field: tidy.field.key(),
            raw: tidy.raw,
            value: tidy.value,
            changes: tidy.changes,
            remarks: tidy.remarks,
        })
        .collect()
}

fn lines(path: &Path, recipe: Option<&Recipe>, out: &Out) -> Result<Exit, Trouble> {
    let mut from = input::open(path)?;
    let mut exit = Exit::Done;
    let mut line = Vec::new();
    for number in 1.. {
        let asked = match next(&mut from, &mut line) {
            Ok(None) => break,
            Ok(Some([])) => continue,
            Ok(Some(line)) => asked(line),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                Err((Value::Null, error.to_string()))
            }
            Err(error) => {
                out.object(&Failed { id: &Value::Null, line: number, error: error.to_string() })?;
                return Ok(Exit::InPart);
            }
        };
        match asked {
            Ok((id, payload)) => say(&id, &payload, recipe, out)?,
            Err((id, error)) => {
                exit = Exit::InPart;
                out.object(&Failed { id: &id, line: number, error })?;
            }
        }
    }
    Ok(exit)
}

/// The next line without its end; one beyond the limit is passed over and told as too large.
fn next<'a>(from: &mut impl BufRead, line: &'a mut Vec<u8>) -> io::Result<Option<&'a [u8]>> {
    line.clear();
    if from.by_ref().take(MAX_LINE).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == MAX_LINE && !line.ends_with(b"\n") {
        from.skip_until(b'\n')?;
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the line is longer than 1 MiB"));
    }
    Ok(Some(line.trim_ascii()))
}

/// The id and the payload of a line; else its id, if it has one, and what is wrong with it.
fn asked(line: &[u8]) -> Result<(Value, Vec<u8>), (Value, String)> {
    let Asked { id, payload, payload_b64 } =
        serde_json::from_slice(line).map_err(|error| (Value::Null, error.to_string()))?;
    match (payload, payload_b64) {
        (Some(text), None) => Ok((id, text.into_bytes())),
        (None, Some(base64)) => match BASE64.decode(base64.as_bytes()) {
            Ok(bytes) => Ok((id, bytes)),
            Err(error) => Err((id, error.to_string())),
        },
        (None, None) | (Some(_), Some(_)) => Err((id, "expected `payload` or `payload_b64`".to_owned())),
    }
}

/// The draft by the names that lists of payloads use: always the same keys, then what else was read by our fields' keys.
/// Values as they are kept but for numbers, which are read by the event's region.
fn shown(draft: &ContactDraft) -> Map<String, Value> {
    let kept = tidied(draft);
    let values = |fields: &[Field]| -> Vec<&str> {
        let of_fields = kept.iter().filter(|tidy| fields.contains(&tidy.field));
        of_fields.map(|tidy| tidy.value.as_str()).collect()
    };
    let one = |field| values(&[field]).first().map_or(Value::Null, |value| Value::from(*value));
    let all = |fields: &[Field]| -> Value { values(fields).into() };
    let extra = draft.extra.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    let mut shown = Map::from_iter([
        ("given".to_owned(), one(Field::GivenName)),
        ("family".to_owned(), one(Field::FamilyName)),
        ("full".to_owned(), one(Field::FullName)),
        ("org".to_owned(), one(Field::Company)),
        ("unit".to_owned(), one(Field::Department)),
        ("title".to_owned(), one(Field::JobTitle)),
        ("emails".to_owned(), all(&[Field::Email])),
        ("tels".to_owned(), all(&[Field::Phone, Field::Mobile])),
        ("fax".to_owned(), all(&[Field::Fax])),
        ("url".to_owned(), one(Field::Website)),
        ("linkedin".to_owned(), one(Field::Linkedin)),
        ("badge_id".to_owned(), one(Field::BadgeId)),
        ("note_text".to_owned(), one(Field::Note)),
        ("extra".to_owned(), Value::Object(extra.collect())),
    ]);
    for field in FURTHER {
        let value = match field.row().many {
            Many::One => one(*field),
            Many::List | Many::Set | Many::Keyed => all(&[*field]),
        };
        if draft.first(*field).is_some() {
            shown.insert(field.key().to_owned(), value);
        }
    }
    shown
}

/// Fields that the lists have no name for.
const FURTHER: &[Field] = &[
    Field::NamePrefix,
    Field::AdditionalName,
    Field::NameSuffix,
    Field::Street,
    Field::City,
    Field::Region,
    Field::PostalCode,
    Field::Country,
    Field::Rating,
    Field::Tag,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_can_be_read_has_a_name() {
        for row in lanyard_core::contact::FIELDS.iter().filter(|row| row.many != Many::Keyed) {
            let mut draft = ContactDraft::default();
            draft.push(row.field, "value");
            let shown = shown(&draft);
            assert!(shown.values().any(|value| *value == "value" || value[0] == "value"), "{}", row.key);
        }
    }

    #[test]
    fn a_line_says_what_is_wrong_with_it() {
        let id = |line: &str| asked(line.as_bytes()).err().map(|(id, _)| id);
        assert_eq!(id("{"), Some(Value::Null));
        assert_eq!(id(r#"{"id":"a"}"#), Some("a".into()));
        assert_eq!(id(r#"{"id":7,"payload_b64":"?"}"#), Some(7.into()));
        assert_eq!(id(r#"{"id":"a","payload":"","payload_b64":""}"#), Some("a".into()));
        assert_eq!(id(r#"{"id":"a","payload":"x"}"#), None);
    }
}
