//! Between our records and Pipedrive's JSON, and what its errors mean. Reading is strict where identity hangs on it and
//! lenient elsewhere.

use super::check::Learned;
use super::lists::{first_email, first_mobile, first_phone};
use super::names::{self, EMAIL, JOB_TITLE, MOBILE, NAME, ORGANIZATION, PHONE};
use super::own::Own;
use crate::crm::http::{Body, Purpose, Said, by_status};
use crate::crm::{note_html, note_text};
use jiff::Timestamp;
use lanyard_core::crm::{
    AuthFault, Failure, FieldFault, Fields, NOTE_TEXT, RateFacts, RemoteField, RemoteRecord, Scope,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::{Millis, WallMs};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The window of its limit is free again after this long, where it does not say so itself.
const WINDOW: Millis = Millis::from_secs(2);

/// Organizations' names by their ids.
pub(super) type Names = BTreeMap<u64, String>;

/// A person as it was answered.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) id: RemoteId,
    /// The organization it belongs to.
    pub(super) organization: Option<u64>,
    /// Whether it was deleted.
    pub(super) deleted: bool,
    /// When it was last changed, by Pipedrive's clock, to the second.
    pub(super) modified: Option<WallMs>,
    /// All of it.
    pub(super) value: Map<String, Value>,
}

/// A person; none when it does not name itself.
pub(super) fn person(value: &Value) -> Option<Seen> {
    let all = value.as_object()?;
    Some(Seen {
        id: RemoteId::new(all.get("id")?.as_u64()?.to_string()),
        organization: all.get("org_id").and_then(Value::as_u64),
        deleted: all.get("is_deleted").and_then(Value::as_bool).unwrap_or(false),
        modified: all.get("update_time").and_then(Value::as_str).and_then(moment),
        value: all.clone(),
    })
}

/// All persons of a list; none when one of them cannot be read.
pub(super) fn persons(value: &Value) -> Option<Vec<Seen>> {
    value.get("data")?.as_array()?.iter().map(person).collect()
}

impl Seen {
    fn list(&self, name: &str) -> &[Value] {
        self.value.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
    }

    /// Its addresses and numbers, in the order of their list.
    pub(super) fn emails(&self) -> &[Value] {
        self.list("emails")
    }

    pub(super) fn phones(&self) -> &[Value] {
        self.list("phones")
    }

    /// Whether one of its addresses is this one, case aside.
    pub(super) fn has_email(&self, email: &str) -> bool {
        let value = |entry: &Value| entry.get("value").and_then(Value::as_str).map(str::to_lowercase);
        self.emails().iter().filter_map(value).any(|theirs| theirs.trim() == email)
    }

    fn own(&self, key: &str) -> Option<&Value> {
        self.value.get("custom_fields")?.get(key)
    }

    fn own_text(&self, key: &str) -> Option<String> {
        Own::Text.shown(self.own(key)?)
    }

    /// Its values of these fields, as far as they are of the account's own.
    pub(super) fn own_values<'a>(
        &'a self,
        fields: &'a BTreeSet<String>,
    ) -> impl Iterator<Item = (&'a str, &'a Value)> {
        fields.iter().filter_map(|key| Some((key.as_str(), self.own(key)?)))
    }

    /// The marker it carries.
    pub(super) fn marker(&self, learned: &Learned) -> Option<String> {
        self.own_text(learned.marker.as_deref()?).filter(|marker| !marker.is_empty())
    }

    /// Its name, unless an address or a number stands for one that it does not have.
    fn name(&self) -> Option<&str> {
        let name = self.value.get(NAME)?.as_str()?;
        let is_it = |entry: &Value| entry.get("value").and_then(Value::as_str) == Some(name);
        (!self.emails().iter().chain(self.phones()).any(is_it)).then_some(name)
    }

    /// Whether its name is none.
    pub(super) fn is_nameless(&self) -> bool {
        self.name().is_none()
    }

    /// The value of one of the fields that a mapping may name.
    fn field(&self, name: &str, learned: &Learned, organizations: &Names) -> Option<String> {
        match name {
            NAME => self.name().map(str::to_owned),
            EMAIL => first_email(self.emails()).map(str::to_owned),
            PHONE => first_phone(self.phones()).map(str::to_owned),
            MOBILE => first_mobile(self.phones()).map(str::to_owned),
            ORGANIZATION => organizations.get(&self.organization?).cloned(),
            JOB_TITLE => self.own_text(learned.title.as_deref()?),
            key if names::is_key(key) => learned.kinds.get(key).unwrap_or(&Own::Text).shown(self.own(key)?),
            _ => None,
        }
    }

    /// The record with the fields that are asked for.
    pub(super) fn record(
        &self,
        fields: &BTreeSet<String>,
        learned: &Learned,
        organizations: &Names,
    ) -> RemoteRecord {
        let value = |name: &String| {
            let value = self.field(name, learned, organizations).filter(|value| !value.is_empty())?;
            Some((RemoteField::new(name), value))
        };
        RemoteRecord {
            id: self.id.clone(),
            version: None,
            archived: self.deleted,
            marker: self.marker(learned),
            fields: fields.iter().filter_map(value).collect::<Fields>(),
        }
    }
}

/// A note as a record whose one field is its text without our line; none when it does not name itself.
pub(super) fn note(value: &Value) -> Option<RemoteRecord> {
    let (text, marker) = note_text::taken_apart(&note_html::plain(value.get("content")?.as_str()?));
    Some(RemoteRecord {
        id: RemoteId::new(value.get("id")?.as_u64()?.to_string()),
        version: None,
        archived: value.get("active_flag").and_then(Value::as_bool) == Some(false),
        marker,
        fields: [(RemoteField::new(NOTE_TEXT), text)].into_iter().collect(),
    })
}

/// A time: RFC 3339, or the older interface's without a zone.
pub(super) fn moment(text: &str) -> Option<WallMs> {
    let zoned = if text.contains('T') { text.to_owned() } else { format!("{}Z", text.replace(' ', "T")) };
    zoned.parse::<Timestamp>().ok().map(|time| WallMs(time.as_millisecond()))
}

/// Whether a body calls itself a success and has something to show.
pub(super) fn is_success(value: &Value) -> bool {
    value.get("success").and_then(Value::as_bool) == Some(true) && value.get("data").is_some()
}

/// A failure, refined by what Pipedrive's error body and its headers say.
pub(super) fn failure(
    purpose: Purpose,
    status: u16,
    said: &Said,
    wait: Option<Millis>,
    rate: &RateFacts,
) -> Failure {
    let (body, words) = match said {
        Said::Json(value) => match words(value) {
            Some(words) => (Body::Own, words),
            None => (Body::Json, ""),
        },
        Said::Html => (Body::Html, ""),
        Said::Nothing | Said::Odd => (Body::Other, ""),
    };
    if (status, body) == (402, Body::Own) {
        // The company does not pay any more: a person's affair, like a token that may not do this.
        return Failure::Auth { fault: AuthFault::MissingScope };
    }
    let failure = by_status(purpose, status, body, wait);
    match failure {
        Failure::Throttled { wait, .. } if status == 429 => throttled(words, wait, rate),
        // Not the record but the route is missing.
        Failure::Gone { .. } if !words.to_lowercase().contains("not found") => Failure::Unsupported,
        Failure::Invalid { .. } => Failure::Invalid { fields: vec![refused(words)] },
        other => other,
    }
}

/// Pipedrive's own account of a failure; none when it is somebody else's.
fn words(value: &Value) -> Option<&str> {
    let failed = value.get("success").and_then(Value::as_bool) == Some(false);
    value.get("error").and_then(Value::as_str).filter(|_| failed)
}

/// A day's budget that is spent comes back at the server's midnight: what it asks us to wait meanwhile is of no use.
fn throttled(words: &str, wait: Option<Millis>, rate: &RateFacts) -> Failure {
    let says_daily = words.to_lowercase().contains("daily");
    if says_daily || rate.daily_remaining == Some(0) {
        return Failure::Throttled { wait: None, scope: Scope::Daily };
    }
    Failure::Throttled { wait: wait.or(rate.reset).or(Some(WINDOW)), scope: Scope::Burst }
}

/// Which value is not accepted, as far as the words name one.
fn refused(words: &str) -> FieldFault {
    let named = words.split([':', ' ', ',', '.', '"']).find_map(|word| match word {
        "emails" => Some(EMAIL),
        "phones" => Some(PHONE),
        "org_id" => Some(ORGANIZATION),
        NAME => Some(NAME),
        key if names::is_key(key) => Some(key),
        _ => None,
    });
    FieldFault { field: named.map(RemoteField::new), message: words.to_owned() }
}
