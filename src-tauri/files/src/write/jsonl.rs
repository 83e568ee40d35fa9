//! A JSON object a line: keys are the fields', lists and sets are JSON lists. What else is told of a contact stands under its header.

use super::{Outgoing, place};
use crate::columns::{OUR_ID, OURS_UNREAD};
use lanyard_core::contact::{FIELDS, Many};
use serde_json::{Map, Value};
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, of: &Outgoing<'_>, told: &[String]) -> io::Result<()> {
    let mut object = Map::new();
    object.insert(OUR_ID.to_owned(), of.id.into());
    for (key, value) in OURS_UNREAD.iter().zip([of.captured_at, of.captured_by]) {
        if !value.is_empty() {
            object.insert((*key).to_owned(), value.into());
        }
    }
    for field in FIELDS.iter().filter(|row| row.many != Many::Keyed) {
        let mut values = of.contact.all(field.field).peekable();
        if values.peek().is_none() {
            continue;
        }
        let value: Value = match field.many {
            Many::One | Many::Keyed => {
                values.next().map(|(_, value)| value.value.as_str().into()).unwrap_or_default()
            }
            Many::Set => values.map(|(_, value)| Value::from(value.value.as_str())).collect(),
            Many::List => {
                let mut list: Vec<Value> = Vec::new();
                for (part, value) in values {
                    let Some(place) = place(field.field, part) else { continue };
                    // A gap, where a first value was removed and a second stayed.
                    list.resize(list.len().max(place + 1), Value::Null);
                    if let Some(slot) = list.get_mut(place) {
                        *slot = value.value.as_str().into();
                    }
                }
                Value::Array(list)
            }
        };
        object.insert(field.key.to_owned(), value);
    }
    for (header, value) in told.iter().zip(of.told).filter(|(_, value)| !value.is_empty()) {
        object.insert(header.clone(), value.as_str().into());
    }
    serde_json::to_writer(&mut *out, &object).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
