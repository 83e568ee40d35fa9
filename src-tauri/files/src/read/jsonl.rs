//! A JSON object a line. Its keys are columns; a list is several values, an object within is kept as its JSON text.

use super::lines::{Line, Lines};
use super::{Flow, Sink};
use crate::cells::Row;
use crate::encoding::Decoded;
use crate::{FileFault, How, Input, Unread, limits, lists};
use lanyard_core::contact::{Field, Many};
use serde_json::{Map, Value};
use std::io::BufReader;

/// The keys of the first objects, in the order in which they come, and their rows.
pub(crate) fn sample(text: &str, whole: bool) -> (Vec<String>, Vec<Vec<String>>) {
    let mut lines: Vec<&str> = text.lines().take(limits::SAMPLE_ROWS).collect();
    if !whole && lines.len() < limits::SAMPLE_ROWS {
        lines.pop();
    }
    let mut headers: Vec<String> = Vec::new();
    let objects: Vec<Vec<(String, String)>> =
        lines.into_iter().filter_map(|line| cells(line.as_bytes())).collect();
    for (key, _) in objects.iter().flatten() {
        if headers.len() < limits::COLUMNS && !headers.contains(key) {
            headers.push(key.clone());
        }
    }
    let rows = objects.iter().map(|object| laid_out(object, &headers)).collect();
    (headers, rows)
}

fn laid_out(object: &[(String, String)], headers: &[String]) -> Vec<String> {
    let value =
        |header: &String| object.iter().find(|(key, _)| key == header).map(|(_, value)| value.clone());
    headers.iter().map(|header| value(header).unwrap_or_default()).collect()
}

/// Reads objects line by line. A key that no object of the sample had is kept as extra.
pub(super) fn read(input: &mut dyn Input, how: &How, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let unreadable = |_| FileFault::Unreadable;
    let decoded = Decoded::new(input, how.encoding()).map_err(unreadable)?;
    let mut lines = Lines::new(BufReader::new(decoded));
    let mut row = Row::default();
    while let Some(line) = lines.next().map_err(unreadable)? {
        let flow = match line {
            Line::TooLong(line) => sink.unread(line, Unread::TooLong),
            Line::Text(_, text) if text.trim_ascii().is_empty() => Flow::Go,
            Line::Text(line, text) => match cells(text) {
                None => sink.unread(line, Unread::NotJson),
                Some(object) => {
                    row.begin(line);
                    laid_out(&object, &how.headers).iter().for_each(|cell| row.push(cell));
                    let mut entry = sink.columns.entry(&row);
                    if let Some(entry) = &mut entry {
                        let strange = object
                            .into_iter()
                            .filter(|(key, value)| !value.is_empty() && !how.headers.contains(key));
                        entry.draft.extra.extend(strange.take(limits::COLUMNS));
                    }
                    sink.found(&row, entry)?
                }
            },
        };
        if flow == Flow::Stop {
            break;
        }
    }
    Ok(())
}

/// An object's keys and cells, in its order; none when the line is no object.
fn cells(line: &[u8]) -> Option<Vec<(String, String)>> {
    let object: Map<String, Value> = serde_json::from_slice(line).ok()?;
    let mut cells = Vec::with_capacity(object.len());
    for (key, value) in object {
        match value {
            // Each value of a list of ours is a column of its own; members of a set, and lists of others, share a cell.
            Value::Array(values)
                if Field::read_as(&key).is_some_and(|field| field.row().many == Many::List) =>
            {
                for (nth, value) in values.iter().enumerate() {
                    let key = if nth == 0 { key.clone() } else { format!("{key}.{}", nth + 1) };
                    cells.push((key, text(value)));
                }
            }
            Value::Array(values) => {
                let values: Vec<String> = values.iter().map(text).collect();
                cells.push((
                    key,
                    lists::join(values.iter().map(String::as_str).filter(|value| !value.is_empty())),
                ));
            }
            value => cells.push((key, text(&value))),
        }
    }
    Some(cells)
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}
