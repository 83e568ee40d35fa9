//! Replies, and the one shape of every error.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// What goes back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// A reply's body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Json(Value),
    Html(&'static str),
    Empty,
}

impl Reply {
    pub(crate) fn json(status: StatusCode, body: Value) -> Self {
        Self { status, headers: Vec::new(), body: Body::Json(body) }
    }
    pub(crate) fn ok(body: Value) -> Self {
        Self::json(StatusCode::OK, body)
    }
    pub(crate) fn empty() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: Body::Empty }
    }
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// The families of errors: each has one status and one `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    InvalidRequest,
    Authentication,
    Permission,
    NotFound,
    Gone,
    Method,
    Conflict,
    Stale,
    TooLarge,
    Validation,
    RateLimit,
    Server,
}

impl Kind {
    fn status(self) -> StatusCode {
        match self {
            Self::InvalidRequest => StatusCode::BAD_REQUEST,
            Self::Authentication => StatusCode::UNAUTHORIZED,
            Self::Permission => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Validation => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimit => StatusCode::TOO_MANY_REQUESTS,
            Self::Server => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::Authentication => "authentication_error",
            Self::Permission => "permission_error",
            Self::NotFound => "not_found",
            Self::Gone => "gone",
            Self::Method => "method_not_allowed",
            Self::Conflict => "conflict",
            Self::Stale => "precondition_failed",
            Self::TooLarge => "too_large",
            Self::Validation => "validation_error",
            Self::RateLimit => "rate_limit",
            Self::Server => "server_error",
        }
    }
}

/// An error on its way to the client.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: Kind,
    code: &'static str,
    message: String,
    details: Vec<Value>,
    headers: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, code: &'static str, message: &str) -> Self {
        Self {
            status: kind.status(),
            kind,
            code,
            message: message.to_owned(),
            details: Vec::new(),
            headers: Vec::new(),
        }
    }
    /// Another status than the family's own.
    pub(crate) fn with_status(self, status: u16) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap_or(self.status), ..self }
    }
    pub(crate) fn detail(mut self, detail: Value) -> Self {
        self.details.push(detail);
        self
    }
    pub(crate) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// What it says, and its headers, for a CRM that spells them in its own form.
    pub(crate) fn into_words(self) -> (String, Vec<(&'static str, String)>) {
        (self.message, self.headers)
    }

    pub(crate) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The `error` object; `timestamp` is the server's time as RFC 3339.
    pub(crate) fn error(&self, timestamp: &str) -> Value {
        json!({
            "message": self.message,
            "type": self.kind.name(),
            "status": self.status(),
            "timestamp": timestamp,
            "code": self.code,
            "details": self.details,
        })
    }

    pub(crate) fn reply(self, timestamp: &str) -> Reply {
        let body = Body::Json(json!({ "error": self.error(timestamp) }));
        Reply { status: self.status, headers: self.headers, body }
    }
}
