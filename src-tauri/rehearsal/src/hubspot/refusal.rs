//! How HubSpot says no: one shape of body for all errors, with a category; within a batch the same without a status.

use crate::reply::{Body, Problem, Reply};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// A refusal.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: u16,
    category: &'static str,
    message: String,
    /// Further members of the body.
    more: Vec<(&'static str, Value)>,
    headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(super) fn new(status: u16, category: &'static str, message: impl Into<String>) -> Self {
        Self { status, category, message: message.into(), more: Vec::new(), headers: Vec::new() }
    }

    /// 400 for values that are not allowed, with the list of them in the text.
    pub(super) fn values(faults: &[Value]) -> Self {
        let list = Value::from(faults.to_vec());
        Self::new(400, "VALIDATION_ERROR", format!("Property values were not valid: {list}"))
    }

    /// 400 for a request that makes no sense.
    pub(super) fn odd(message: impl Into<String>) -> Self {
        Self::new(400, "VALIDATION_ERROR", message)
    }

    pub(super) fn not_found(id: &str) -> Self {
        let refusal = Self::new(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.");
        refusal.with("context", json!({ "id": [id] }))
    }

    pub(super) fn taken(id: u64) -> Self {
        Self::new(409, "CONFLICT", format!("Contact already exists. Existing ID: {id}"))
    }

    pub(super) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.more.push((name, value));
        self
    }

    /// The same in an act of a person.
    pub(super) fn problem(self) -> Problem {
        Problem::new(crate::reply::Kind::Validation, "refused", &self.message).with_status(self.status)
    }

    /// A problem of the server around it, in HubSpot's words.
    pub(super) fn of(problem: Problem) -> Self {
        let (status, code) = (problem.status(), problem.code());
        let category = match (status, code) {
            (401, "token_expired") => "EXPIRED_AUTHENTICATION",
            (401, _) => "INVALID_AUTHENTICATION",
            (403, _) => "MISSING_SCOPES",
            (404, _) => "OBJECT_NOT_FOUND",
            (429, _) => "RATE_LIMITS",
            (500..=599, _) => "INTERNAL_ERROR",
            (_, _) => "VALIDATION_ERROR",
        };
        let (message, headers) = problem.into_words();
        let refusal = Self { headers, ..Self::new(status, category, message) };
        if status == 429 { refusal.limited("TEN_SECONDLY_ROLLING") } else { refusal }
    }

    /// What a limit's refusal says besides.
    pub(super) fn limited(self, policy: &'static str) -> Self {
        self.with("errorType", json!("RATE_LIMIT")).with("policyName", json!(policy))
    }

    /// As an item of a batch's errors.
    pub(super) fn item(&self, context: Value) -> Value {
        json!({
            "status": "error",
            "category": self.category,
            "message": self.message,
            "context": context,
            "errors": [],
            "links": {},
        })
    }

    pub(super) fn reply(self, correlation: &str) -> Reply {
        let mut body = json!({
            "status": "error",
            "message": self.message,
            "correlationId": correlation,
            "category": self.category,
        });
        for (name, value) in self.more {
            body[name] = value;
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Reply { status, headers: self.headers, body: Body::Json(body) }
    }
}
