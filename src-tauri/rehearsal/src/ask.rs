//! One request as the CRM sees it: no sockets, the body whole.

use crate::reply::{Kind, Problem};
use axum::http::{HeaderMap, Method};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// Without the query.
    pub(crate) path: String,
    /// Names and values in their order; `Err` when the query cannot be read.
    pub(crate) query: Result<Vec<(String, String)>, Problem>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    /// A header's value; `None` when it is missing or not plain text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// The body as text, for comparing and keeping.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON of the shape that the route wants.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.body).map_err(|e| malformed(&e))
    }

    /// The body as the content of the variant of that name.
    pub(crate) fn json_as<T: DeserializeOwned>(&self, variant: &str) -> Result<T, Problem> {
        let body: Value = self.json()?;
        serde_json::from_value(json!({ variant: body })).map_err(|e| malformed(&e))
    }

    /// Whether carrying it out may change a record.
    pub(crate) fn is_write(&self) -> bool {
        let changes_nothing = ["/search", "/bulk/read", "/batch/read", "/auth/login"];
        let only_reads = changes_nothing.iter().any(|end| self.path.ends_with(end));
        match self.method.as_str() {
            "PATCH" | "DELETE" | "PUT" => true,
            "POST" => !only_reads,
            _ => false,
        }
    }
}

fn malformed(error: &serde_json::Error) -> Problem {
    let message = format!("The body is not what this route reads: {error}");
    Problem::new(Kind::InvalidRequest, "malformed_json", &message)
}
