//! What is shown of a person beyond the person: deals, labels, the last activity and mails, and who owns it. A person at the
//! screen sets it under the name `standing`: `label|won|open|mail`.

use super::refusal::Refusal;
use super::{asked, ok};
use crate::ask::Ask;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The one user of the account.
const USER: (&str, &str) = ("1", "Grace Okafor");
/// The one activity of the account, and its day.
const ACTIVITY: (&str, &str) = ("8", "2026-08-03");

/// How people stand with a person.
#[derive(Clone, PartialEq)]
pub(super) struct Standing {
    label: String,
    won: u32,
    open: u32,
    mail: String,
}

impl Standing {
    /// As a person at the screen says it; none when it cannot be read.
    pub(super) fn said(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        Some(Self { label: next(), won: next().parse().ok()?, open: next().parse().ok()?, mail: next() })
    }
}

/// Adds what a read asked for besides.
pub(super) fn added(shown: &mut Value, standing: Option<&Standing>, ask: &Ask) {
    let label = standing.map(|standing| standing.label.as_str()).filter(|label| !label.is_empty());
    if asked(ask, "include_labels") == Some("true") {
        let labels = label.map(|label| json!({ "id": 5, "label": label }));
        shown["labels"] = labels.into_iter().collect();
    }
    if label.is_some() {
        shown["label_ids"] = json!([5]);
    }
    for name in asked(ask, "include_fields").into_iter().flat_map(|names| names.split(',')) {
        shown[name] = match (name, standing) {
            ("won_deals_count", found) => json!(found.map_or(0, |standing| standing.won)),
            ("open_deals_count", found) => json!(found.map_or(0, |standing| standing.open)),
            ("last_activity_id", Some(_)) => json!(8),
            ("last_incoming_mail_time", Some(standing)) if !standing.mail.is_empty() => json!(standing.mail),
            (_, _) => Value::Null,
        };
    }
}

/// One activity.
pub(super) fn activity(ask: &Ask, id: &str) -> Result<Reply, Refusal> {
    if ask.method.as_str() != "GET" || id != ACTIVITY.0 {
        return Err(Refusal::not_found("Activity"));
    }
    Ok(ok(
        json!({ "id": 8, "subject": "Call", "type": "call", "due_date": ACTIVITY.1, "done": true, "owner_id": 1 }),
    ))
}

/// One user, of the older interface.
pub(super) fn user(ask: &Ask, id: &str) -> Result<Reply, Refusal> {
    if ask.method.as_str() != "GET" || id != USER.0 {
        return Err(Refusal::not_found("User"));
    }
    Ok(ok(json!({ "id": 1, "name": USER.1, "email": "grace.okafor@vendor.example", "active_flag": true })))
}
