//! What a request says, read as strictly as Pipedrive reads it.

use super::refusal::Refusal;
use crate::ask::Ask;
use serde_json::{Map, Value};

/// The JSON object of a body.
pub(super) fn object(ask: &Ask) -> Result<Map<String, Value>, Refusal> {
    let value: Value =
        serde_json::from_slice(&ask.body).map_err(|error| Refusal::odd(format!("body: {error}")))?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Refusal::odd("body: must be an object")),
    }
}

/// A text member; none when it is not there or null.
pub(super) fn text(said: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match said.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Refusal::odd(format!("{name}: must be a string"))),
    }
}
