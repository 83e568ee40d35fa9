//! How Pipedrive says no: `success: false` with a text, and from the newer interface a code. To those who do not listen a
//! front answers in its place, with a page.

use crate::reply::{Body, Kind, Problem, Reply};
use axum::http::StatusCode;
use serde_json::json;

/// What a front says to those who went on after many refusals.
const FRONT: &str = "<!doctype html><title>Attention Required!</title><h1>Sorry, you have been blocked</h1>";

/// A refusal.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
    headers: Vec<(&'static str, String)>,
    page: bool,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), headers: Vec::new(), page: false }
    }

    /// 400 for what is not of the right shape.
    pub(super) fn odd(message: impl AsRef<str>) -> Self {
        Self::new(400, "ERR_SCHEMA_VALIDATION_FAILED", format!("Validation failed: {}", message.as_ref()))
    }

    /// 404 for a record.
    pub(super) fn not_found(what: &str) -> Self {
        Self::new(404, "ERR_NOT_FOUND", format!("{what} not found"))
    }

    /// 404 for a route.
    pub(super) fn no_route() -> Self {
        Self::new(404, "ERR_UNKNOWN_METHOD", "Unknown method .")
    }

    /// The page of the front.
    pub(super) fn front() -> Self {
        Self { page: true, ..Self::new(403, "", "") }
    }

    /// The same in an act of a person.
    pub(super) fn problem(self) -> Problem {
        Problem::new(Kind::Validation, "refused", &self.message).with_status(self.status)
    }

    /// A problem of the server around it, in Pipedrive's words.
    pub(super) fn of(problem: Problem) -> Self {
        let status = problem.status();
        let code = match status {
            401 => "ERR_UNAUTHORIZED",
            403 => "ERR_FORBIDDEN",
            429 => "ERR_RATE_LIMIT",
            500..=599 => "ERR_INTERNAL",
            _ => "ERR_SCHEMA_VALIDATION_FAILED",
        };
        let (message, headers) = problem.into_words();
        Self { headers, ..Self::new(status, code, message) }
    }

    pub(super) fn reply(self) -> Reply {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = match self.page {
            true => Body::Html(FRONT),
            false => Body::Json(json!({
                "success": false,
                "error": self.message,
                "code": self.code,
                "error_info": "Please check developers.pipedrive.com for more information.",
            })),
        };
        Reply { status, headers: self.headers, body }
    }
}
