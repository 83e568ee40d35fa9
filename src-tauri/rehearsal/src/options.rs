//! How a rehearsal CRM is set up.

use crate::memory::Memory;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The server's clock: milliseconds since 1970, UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Which CRM is rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brand {
    /// AcmeCRM.
    Acme,
    /// HubSpot, which forgets its records with a stop.
    HubSpot,
    /// Pipedrive, which forgets its records with a stop.
    Pipedrive,
}

/// What a start needs; the composition root brings secrets and clock.
#[derive(Clone)]
pub struct Options {
    /// Which CRM it is.
    pub brand: Brand,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where the records are kept between starts; `None` forgets them.
    pub memory: Option<Arc<dyn Memory>>,
    /// The bearer token that clients show.
    pub token: String,
    /// The key that clients may show in `X-API-Key` instead.
    pub api_key: String,
    /// The e-mail address of who may log in for a token that ends.
    pub email: String,
    /// Their password; an empty one opens nothing.
    pub password: String,
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
    /// A free port, nothing kept, strangers in the book, usual settings, nobody who could log in.
    #[must_use]
    pub fn new(token: &str, api_key: &str, control_token: &str, now: Clock) -> Self {
        Self {
            brand: Brand::Acme,
            port: 0,
            memory: None,
            token: token.to_owned(),
            api_key: api_key.to_owned(),
            email: String::new(),
            password: String::new(),
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
            .field("brand", &self.brand)
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

/// How the account lets records be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Update {
    /// Named values only; whole records as well.
    Patch,
    /// Whole records only: what a request leaves out is cleared.
    Put,
}

/// What deleting means for the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deletion {
    /// Into a bin.
    Soft,
    /// For good, without a trace.
    Hard,
}

/// How the CRM behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the marker field is.
    pub marker: Marker,
    /// How records may be changed.
    pub update: Update,
    /// What deleting does.
    pub delete: Deletion,
    /// Reformats phone numbers and cuts companies at 80 characters, as some CRMs do.
    pub respell: bool,
    /// How long after a change the search still shows what was before, in milliseconds.
    pub index_lag_ms: u32,
    /// How far the copies that answer reads by id are behind, in milliseconds.
    pub replica_lag_ms: u32,
    /// Whether `Idempotency-Key` is honoured.
    pub idempotency: bool,
    /// Requests allowed in each minute of the server's clock.
    pub requests_per_minute: u32,
    /// Requests allowed in any ten seconds, where it counts so (HubSpot).
    pub requests_per_ten_s: u32,
    /// Searches allowed in any second, where they are counted by themselves (HubSpot).
    pub searches_per_s: u32,
    /// Requests allowed in any two seconds, where it counts so (Pipedrive).
    pub requests_per_two_s: u32,
    /// Searches allowed in any two seconds, where they are counted by themselves (Pipedrive).
    pub searches_per_two_s: u32,
    /// The day's budget, where each request has its price (Pipedrive).
    pub tokens_per_day: u32,
    /// Requests allowed in each day (UTC) of the server's clock.
    pub requests_per_day: u32,
    /// How long a token from a login works, in seconds.
    pub token_ttl_s: u32,
    /// Whether a merge leaves the surviving record its id, or gives it a new one (HubSpot).
    pub merge_keeps_id: bool,
    /// Passes over `updated_since` without a word, as some CRMs do.
    pub ignore_updated_since: bool,
    /// How far back `updated_since` may reach, in milliseconds; `None`: as far as one likes.
    pub changes_kept_ms: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            marker: Marker::Unique,
            update: Update::Patch,
            delete: Deletion::Soft,
            respell: false,
            index_lag_ms: 0,
            replica_lag_ms: 0,
            idempotency: true,
            requests_per_minute: 6000,
            requests_per_ten_s: 190,
            searches_per_s: 5,
            requests_per_two_s: 20,
            searches_per_two_s: 10,
            tokens_per_day: 30_000,
            requests_per_day: 1_000_000,
            token_ttl_s: 86_400,
            merge_keeps_id: false,
            ignore_updated_since: false,
            changes_kept_ms: None,
        }
    }
}
