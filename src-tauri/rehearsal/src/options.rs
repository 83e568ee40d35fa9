//! How a rehearsal CRM is set up.

use crate::memory::Memory;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The server's clock: milliseconds since 1970, UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What a start needs; the composition root brings secrets and clock.
#[derive(Clone)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where the records are kept between starts; `None` forgets them.
    pub memory: Option<Arc<dyn Memory>>,
    /// The bearer token that clients show.
    pub token: String,
    /// The key that clients may show in `X-API-Key` instead.
    pub api_key: String,
    /// What `X-Rehearsal-Token` must carry for the routes that play faults.
    pub control_token: String,
    /// Whether a new book starts with strangers' records in it.
    pub strangers: bool,
    /// Decides the order of a bulk reply's items.
    pub seed: u64,
    /// How the CRM behaves; can be changed while it runs.
    pub settings: Settings,
    /// The server's clock.
    pub now: Clock,
}

impl Options {
    /// A free port, nothing kept, strangers in the book, usual settings.
    #[must_use]
    pub fn new(token: &str, api_key: &str, control_token: &str, now: Clock) -> Self {
        Self {
            port: 0,
            memory: None,
            token: token.to_owned(),
            api_key: api_key.to_owned(),
            control_token: control_token.to_owned(),
            strangers: true,
            seed: 1,
            settings: Settings::default(),
            now,
        }
    }
}

/// Secrets stay out.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("strangers", &self.strangers)
            .field("seed", &self.seed)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// What `acme_marker` is at this CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// No two records may carry the same, archived ones included.
    Unique,
    /// Records can be found by it; two may carry the same.
    Searchable,
    /// There is no such field.
    None,
}

/// How the CRM behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the marker field is.
    pub marker: Marker,
    /// Reformats phone numbers and cuts companies at 80 characters, as some CRMs do.
    pub respell: bool,
    /// How long after a change the search still shows what was before, in milliseconds.
    pub index_lag_ms: u32,
    /// Whether `Idempotency-Key` is honoured.
    pub idempotency: bool,
    /// Requests allowed in each minute of the server's clock.
    pub requests_per_minute: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            marker: Marker::Unique,
            respell: false,
            index_lag_ms: 0,
            idempotency: true,
            requests_per_minute: 6000,
        }
    }
}
