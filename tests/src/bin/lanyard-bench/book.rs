//! The stub's records, kept as the text that they are answered with.

use crate::stub::Heard;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;

/// What the stub knows.
#[derive(Default)]
pub(crate) struct Book {
    /// By id: the record as it is answered.
    pub(crate) records: HashMap<String, String>,
    /// Lower case.
    by_email: HashMap<String, String>,
    pub(crate) by_marker: HashMap<String, String>,
    pub(crate) heard: Vec<Heard>,
}

/// Every field of the CRM: a record names them all.
const FIELDS: [&str; 22] = [
    "acme_first_name",
    "acme_last_name",
    "acme_email",
    "acme_phone",
    "acme_mobile",
    "acme_company",
    "acme_department",
    "acme_job_title",
    "acme_website",
    "acme_linkedin",
    "acme_street",
    "acme_city",
    "acme_region",
    "acme_postal_code",
    "acme_country",
    "acme_badge_id",
    "acme_event",
    "acme_rating",
    "acme_tags",
    "acme_notes",
    "acme_consent",
    "acme_marker",
];

impl Book {
    /// Makes a record; its text.
    pub(crate) fn create(&mut self, fields: &Value) -> String {
        let id = format!("c_{:06}", self.records.len() + 1);
        let mut text = format!(
            "{{\"id\":\"{id}\",\"version\":1,\"archived\":false,\"created_at\":\"2026-11-22T12:00:00Z\",\
             \"updated_at\":\"2026-11-22T12:00:00Z\",\"fields\":{{"
        );
        for (number, field) in FIELDS.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\"{field}\":{}", fields[*field]);
        }
        text.push_str("}}");
        let said = |field: &str| fields[field].as_str().map(str::to_lowercase);
        self.by_email.extend(said("acme_email").map(|email| (email, id.clone())));
        self.by_marker.extend(said("acme_marker").map(|marker| (marker, id.clone())));
        self.records.insert(id, text.clone());
        text
    }

    /// A keyed read.
    pub(crate) fn read(&self, sent: &Value) -> String {
        let (mut results, mut missing) = (String::new(), Vec::new());
        for kind in ["ids", "emails", "markers"] {
            for key in sent[kind].as_array().into_iter().flatten() {
                let name = key.as_str().unwrap_or_default();
                let id = match kind {
                    "emails" => self.by_email.get(&name.to_lowercase()).map_or("", String::as_str),
                    "markers" => self.by_marker.get(name).map_or("", String::as_str),
                    _ => name,
                };
                match self.records.get(id) {
                    Some(record) => {
                        let comma = if results.is_empty() { "" } else { "," };
                        let _ = write!(results, "{comma}{record}");
                    }
                    None => missing.push(key),
                }
            }
        }
        let missing = json!(missing);
        format!("{{\"results\":[{results}],\"missing\":{missing},\"merged\":[]}}")
    }
}
