//! Idempotency keys: the first result of a key is given again for 24 hours.

use crate::ask::Ask;
use crate::reply::{Body, Kind, Problem, Reply};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What came of each key.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Remembered {
    by_key: BTreeMap<String, Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    at_ms: i64,
    method: String,
    path: String,
    request: String,
    status: u16,
    reply: Value,
}

impl Remembered {
    /// The kept result; 422 when the key came with another request before.
    pub(crate) fn find(&self, key: &str, ask: &Ask, now: i64) -> Result<Option<Reply>, Problem> {
        let Some(kept) = self.by_key.get(key).filter(|k| now - k.at_ms < DAY_MS) else { return Ok(None) };
        if kept.method != ask.method.as_str() || kept.path != ask.path || kept.request != ask.text() {
            let message = "This Idempotency-Key was used for another request.";
            return Err(Problem::new(Kind::Validation, "idempotency_mismatch", message));
        }
        let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
        let body = if kept.reply.is_null() { Body::Empty } else { Body::Json(kept.reply.clone()) };
        Ok(Some(Reply { status, headers: Vec::new(), body }))
    }

    /// Keeps a result, refusals included; drops those older than a day.
    pub(crate) fn keep(&mut self, key: &str, ask: &Ask, reply: &Reply, now: i64) {
        self.by_key.retain(|_, k| now - k.at_ms < DAY_MS);
        let body = match &reply.body {
            Body::Json(value) => value.clone(),
            Body::Html(_) | Body::Empty => Value::Null,
        };
        let kept = Kept {
            at_ms: now,
            method: ask.method.to_string(),
            path: ask.path.clone(),
            request: ask.text().into_owned(),
            status: reply.status.as_u16(),
            reply: body,
        };
        self.by_key.insert(key.to_owned(), kept);
    }
}
