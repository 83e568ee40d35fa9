//! One request as the CRM sees it: no sockets, the body whole.

use crate::reply::{Kind, Problem};
use axum::http::{HeaderMap, Method};
use serde::de::DeserializeOwned;
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
        serde_json::from_slice(&self.body).map_err(|e| {
            Problem::new(
                Kind::InvalidRequest,
                "malformed_json",
                &format!("The body is not what this route reads: {e}"),
            )
        })
    }

    /// Whether carrying it out may change a record.
    pub(crate) fn is_write(&self) -> bool {
        let only_reads = self.path.ends_with("/search") || self.path.ends_with("/bulk/read");
        match self.method.as_str() {
            "PATCH" | "DELETE" | "PUT" => true,
            "POST" => !only_reads,
            _ => false,
        }
    }
}
