//! Between our records and HubSpot's JSON, and what its errors mean. Reading is strict where identity hangs on it and
//! lenient elsewhere: its documentation calls every part of an error optional.

use super::faults;
use super::names::{EMAIL, MARKER, MERGED, MODIFIED, MORE_EMAILS, NOTE_BODY};
use crate::crm::http::{Body, Purpose, Said, by_status};
use crate::crm::{note_html, note_text};
use jiff::Timestamp;
use lanyard_core::crm::{
    AuthFault, ConflictOn, Failure, Fields, NOTE_TEXT, RemoteField, RemoteRecord, Scope,
};
use lanyard_core::ids::RemoteId;
use lanyard_core::time::{Millis, WallMs};
use serde_json::Value;
use std::collections::BTreeSet;

/// A limit of ten rolling seconds is free again after this long; one of search, which counts by the second, after that.
const ROLLING: Millis = Millis::from_secs(10);
const SECONDLY: Millis = Millis::from_secs(1);

/// A record, and what HubSpot says of it besides.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) record: RemoteRecord,
    /// The ids of those that were merged into it.
    pub(super) merged: Vec<String>,
    /// All its addresses, in lower case.
    pub(super) emails: Vec<String>,
    /// When it was last changed, by HubSpot's clock.
    pub(super) modified: Option<WallMs>,
}

/// A contact with the properties that are asked for; none when it does not name itself.
pub(super) fn contact(value: &Value, fields: &BTreeSet<String>) -> Option<Seen> {
    let id = value.get("id")?.as_str().filter(|id| !id.is_empty())?;
    let properties = value.get("properties")?.as_object()?;
    let text = |name: &str| properties.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let list = |name: &str| text(name).into_iter().flat_map(|all| all.split(';')).map(str::trim);
    let mapped = fields.iter().filter_map(|name| Some((RemoteField::new(name), text(name)?.to_owned())));
    let archived = match value.get("archived") {
        None => false,
        Some(archived) => archived.as_bool()?,
    };
    Some(Seen {
        record: RemoteRecord {
            id: RemoteId::new(id),
            version: None,
            archived,
            marker: text(MARKER).map(str::to_owned),
            fields: mapped.collect::<Fields>(),
        },
        merged: list(MERGED).map(str::to_owned).collect(),
        emails: list(EMAIL).chain(list(MORE_EMAILS)).map(str::to_lowercase).collect(),
        modified: text(MODIFIED).or_else(|| value.get("updatedAt")?.as_str()).and_then(moment),
    })
}

/// All contacts of a list; none when one of them cannot be read.
pub(super) fn contacts(value: &Value, fields: &BTreeSet<String>) -> Option<Vec<Seen>> {
    value.get("results")?.as_array()?.iter().map(|record| contact(record, fields)).collect()
}

/// A note as a record whose one field is its text without our line; none when it does not name itself.
pub(super) fn note(value: &Value) -> Option<RemoteRecord> {
    let id = value.get("id")?.as_str().filter(|id| !id.is_empty())?;
    let body = value.get("properties")?.get(NOTE_BODY)?.as_str()?;
    let (text, marker) = note_text::taken_apart(&note_html::plain(body));
    Some(RemoteRecord {
        id: RemoteId::new(id),
        version: None,
        archived: value.get("archived").and_then(Value::as_bool).unwrap_or(false),
        marker,
        fields: [(RemoteField::new(NOTE_TEXT), text)].into_iter().collect(),
    })
}

/// A time: RFC 3339, or milliseconds since 1970.
pub(super) fn moment(text: &str) -> Option<WallMs> {
    match text.parse::<i64>() {
        Ok(ms) => Some(WallMs(ms)),
        Err(_) => text.parse::<Timestamp>().ok().map(|time| WallMs(time.as_millisecond())),
    }
}

/// Whether a body tells of an error of the whole, whatever its status. A batch with failed items is complete all the same.
pub(super) fn is_error(value: &Value) -> bool {
    value.get("status").and_then(Value::as_str) == Some("error")
}

/// A failure, refined by what HubSpot's error body says.
pub(super) fn failure(purpose: Purpose, status: u16, said: &Said, wait: Option<Millis>) -> Failure {
    let (body, error) = match said {
        Said::Json(value) => match ErrorBody::of(value) {
            Some(error) => (Body::Own, Some(error)),
            None => (Body::Json, None),
        },
        Said::Html => (Body::Html, None),
        Said::Nothing | Said::Odd => (Body::Other, None),
    };
    // The account is being moved, and says when it is back: nothing was done.
    let status = if status == 477 && body == Body::Own { 429 } else { status };
    let failure = by_status(purpose, status, body, wait);
    match error {
        Some(error) => error.refine(failure),
        None => failure,
    }
}

/// A failure of one item of a batch, which has a category and no status.
pub(super) fn item_failure(item: &Value) -> Failure {
    let category = item.get("category").and_then(Value::as_str).unwrap_or_default();
    let status = match category {
        "VALIDATION_ERROR" => 400,
        "INVALID_AUTHENTICATION" | "EXPIRED_AUTHENTICATION" => 401,
        "MISSING_SCOPES" => 403,
        "OBJECT_NOT_FOUND" => 404,
        "CONFLICT" => 409,
        "RATE_LIMITS" => 429,
        // Nobody knows what became of it.
        _ => return Failure::Ambiguous,
    };
    failure(Purpose::Write, status, &Said::Json(item.clone()), None)
}

/// The keys that an error names as not found, under whichever name; empty when it names none.
pub(super) fn named(error: &Value) -> Vec<String> {
    let context = error.get("context").and_then(Value::as_object);
    let lists = context.into_iter().flat_map(|context| context.values());
    lists.filter_map(Value::as_array).flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// HubSpot's own account of a failure.
struct ErrorBody<'a> {
    category: &'a str,
    message: &'a str,
    policy: &'a str,
    value: &'a Value,
}

impl<'a> ErrorBody<'a> {
    /// None when it is somebody else's.
    fn of(value: &'a Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let its_own = ["category", "correlationId", "errorType", "policyName"];
        its_own.iter().find_map(|name| text(name))?;
        Some(Self {
            category: text("category").unwrap_or_default(),
            message: text("message").unwrap_or_default(),
            policy: text("policyName").unwrap_or_default(),
            value,
        })
    }

    fn refine(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Auth { fault: AuthFault::Revoked } if self.category == "EXPIRED_AUTHENTICATION" => {
                Failure::Auth { fault: AuthFault::Expired }
            }
            Failure::Throttled { wait, .. } => self.throttled(wait),
            Failure::Conflict { .. } => self.conflict(),
            // Not the record but the route is missing: a wrong version must not look like a deleted contact.
            Failure::Gone { .. } if self.category != "OBJECT_NOT_FOUND" => Failure::Unsupported,
            Failure::Invalid { .. } => self.invalid(),
            other => other,
        }
    }

    /// `Retry-After` is not promised: without it the policy says how long.
    fn throttled(&self, wait: Option<Millis>) -> Failure {
        let says = |word: &str| self.message.to_lowercase().contains(word);
        let (scope, known) = match self.policy {
            "DAILY" => (Scope::Daily, None),
            "TEN_SECONDLY_ROLLING" => (Scope::Burst, Some(ROLLING)),
            _ if says("daily limit") => (Scope::Daily, None),
            _ if says("ten_secondly") => (Scope::Burst, Some(ROLLING)),
            _ if says("secondly limit") => (Scope::Burst, Some(SECONDLY)),
            _ => (Scope::Burst, None),
        };
        Failure::Throttled { wait: wait.or(known), scope }
    }

    /// The other record's id stands in the text only.
    fn conflict(&self) -> Failure {
        let on = if self.message.contains(MARKER) {
            ConflictOn::Marker
        } else if self.message.contains("Contact already exists") {
            ConflictOn::Email
        } else {
            ConflictOn::Other
        };
        Failure::Conflict { on, existing: number_after(self.message, "Existing ID:") }
    }

    /// A unique value that another record has is refused like a value that is not allowed.
    fn invalid(&self) -> Failure {
        let named = faults::of(self.value, self.message);
        let taken = named.iter().find(|fault| fault.taken);
        if let Some(taken) = taken {
            let on = match taken.field.as_deref() {
                Some(MARKER) => ConflictOn::Marker,
                Some(EMAIL) => ConflictOn::Email,
                Some(_) | None => ConflictOn::Other,
            };
            return Failure::Conflict {
                on,
                existing: number_before(&taken.message, " already has that value"),
            };
        }
        Failure::Invalid { fields: named.into_iter().map(faults::Named::fault).collect() }
    }
}

/// The record's id behind these words.
fn number_after(text: &str, words: &str) -> Option<RemoteId> {
    let rest = text.split_once(words)?.1.trim_start();
    let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    (end > 0).then(|| RemoteId::new(&rest[..end]))
}

/// The record's id before these words.
fn number_before(text: &str, words: &str) -> Option<RemoteId> {
    let rest = text.split_once(words)?.0;
    let begin = rest.rfind(|sign: char| !sign.is_ascii_digit()).map_or(0, |at| at + 1);
    let number = rest.get(begin..).filter(|number| !number.is_empty())?;
    Some(RemoteId::new(number))
}
