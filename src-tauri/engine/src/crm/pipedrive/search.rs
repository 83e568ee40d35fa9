//! The search: it runs behind, shows nothing deleted, and what it finds are hits and no records. Each hit is read by its id.

use super::Client;
use super::ask::{Query, not_gone};
use super::names;
use crate::crm::Heard;
use lanyard_core::crm::Failure;
use lanyard_core::ids::RemoteId;
use serde_json::Value;

/// Hits that are looked at: more of one exact value are not a person's.
const MOST: usize = 100;

/// A question for exactly this value in these fields, case aside.
pub(super) fn query(term: &str, fields: &str) -> Query {
    vec![
        ("term", term.to_owned()),
        ("fields", fields.to_owned()),
        ("exact_match", "true".to_owned()),
        ("limit", MOST.to_string()),
    ]
}

/// What was hit.
pub(super) fn hits(value: &Value) -> Option<Vec<Value>> {
    let items = value.get("data")?.get("items")?.as_array()?;
    items.iter().map(|hit| hit.get("item").cloned()).collect()
}

impl Client {
    /// The numbers of the persons that a search shows, each once.
    pub(super) async fn search(&self, term: &str, fields: &str) -> Heard<Vec<RemoteId>> {
        let term = term.trim();
        let (outcome, facts) = self.read(names::v2(&["persons", "search"]), query(term, fields)).await;
        let ids = outcome.map_err(not_gone).and_then(|value| {
            let hits = hits(&value).ok_or(Failure::Protocol)?;
            let ids: Option<Vec<u64>> =
                hits.iter().map(|hit| hit.get("id").and_then(Value::as_u64)).collect();
            let mut ids = ids.ok_or(Failure::Protocol)?;
            ids.sort_unstable();
            ids.dedup();
            Ok(ids.into_iter().map(|id| RemoteId::new(id.to_string())).collect())
        });
        (ids, facts)
    }
}
