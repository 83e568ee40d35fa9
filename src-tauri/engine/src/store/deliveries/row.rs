//! A delivery as it stands in its row: the columns, what stands as JSON in some of them, and how all of it is read back. How it is
//! written stands in [`super`].

use crate::store::deliveries::Stored;
use crate::store::{Result, StoreError, from_json, from_word};
use lanyard_core::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker, RemoteId};
use lanyard_core::outbox::hold::MAX_GRACE;
use lanyard_core::outbox::{Base, Binding, BindingKind, Delivery, DeliveryPart, Place, Sent, State};
use lanyard_core::sync::retry::MAX_BACKOFF;
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// In the order of [`at`].
pub(super) const COLUMNS: &str = "id, state, held_why, wait_ms, parked, removed_by, lease_boot, contact_id, destination_id,
    generation, marker, intent, choice_json, attempts, sent_seq, sent_json, sent_mapping, remote_id, binding, base_json,
    base_version, base_seq, base_facts, adopted_json, ever_unknown, warning, card_left, synced_at, part";

/// Where each of the columns stands: looking a column up by its name costs more than reading it.
mod at {
    pub(super) const ID: usize = 0;
    pub(super) const STATE: usize = 1;
    pub(super) const HELD_WHY: usize = 2;
    pub(super) const WAIT: usize = 3;
    pub(super) const PARKED: usize = 4;
    pub(super) const REMOVED_BY: usize = 5;
    pub(super) const LEASE: usize = 6;
    pub(super) const CONTACT: usize = 7;
    pub(super) const DESTINATION: usize = 8;
    pub(super) const GENERATION: usize = 9;
    pub(super) const MARKER: usize = 10;
    pub(super) const INTENT: usize = 11;
    pub(super) const CHOICE: usize = 12;
    pub(super) const ATTEMPTS: usize = 13;
    pub(super) const SENT_SEQ: usize = 14;
    pub(super) const SENT: usize = 15;
    pub(super) const SENT_MAPPING: usize = 16;
    pub(super) const REMOTE: usize = 17;
    pub(super) const BINDING: usize = 18;
    pub(super) const BASE: usize = 19;
    pub(super) const BASE_VERSION: usize = 20;
    pub(super) const BASE_SEQ: usize = 21;
    pub(super) const BASE_FACTS: usize = 22;
    pub(super) const ADOPTED: usize = 23;
    pub(super) const EVER_UNKNOWN: usize = 24;
    pub(super) const WARNING: usize = 25;
    pub(super) const CARD_LEFT: usize = 26;
    pub(super) const SYNCED_AT: usize = 27;
    pub(super) const PART: usize = 28;
}

/// What the last read of a record showed besides its fields.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct BaseFacts {
    pub(super) marked: bool,
    pub(super) newest: Option<u64>,
    pub(super) touched: bool,
    pub(super) stale: bool,
    pub(super) missed: bool,
    pub(super) mapping: u32,
}

/// Under this name the first schema noted among the fields that the record carries a marker.
const MARKED_IN_FIELDS: &str = "\u{0}marker";

/// The open write as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct SentJson {
    pub(super) fields: BTreeMap<String, Option<String>>,
    pub(super) marker: Option<String>,
    pub(super) acknowledged: bool,
    #[serde(default)]
    pub(super) removal: bool,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) carried: BTreeSet<String>,
}

/// The delivery in a row of [`COLUMNS`].
pub(super) fn of_row(row: &Row<'_>) -> Result<Stored> {
    let delivery = Delivery {
        id: DeliveryId::new(row.get::<_, String>(at::ID)?),
        contact: ContactId::new(row.get::<_, String>(at::CONTACT)?),
        destination: DestinationId::new(row.get::<_, String>(at::DESTINATION)?),
        part: required("part", DeliveryPart::parse(&row.get::<_, String>(at::PART)?))?,
        generation: row.get(at::GENERATION)?,
        marker: Marker::new(row.get::<_, String>(at::MARKER)?),
        intent: from_word("delivery.intent", &row.get::<_, String>(at::INTENT)?)?,
        state: state_of(row)?,
        binding: binding_of(row)?,
        sent: sent_of(row)?,
        attempts: row.get(at::ATTEMPTS)?,
        ever_unknown: row.get(at::EVER_UNKNOWN)?,
        decision: json_of(row, at::CHOICE, "choice_json")?,
        altered: row.get(at::WARNING)?,
    };
    let synced_at: Option<i64> = row.get(at::SYNCED_AT)?;
    Ok(Stored { delivery, card_left: row.get(at::CARD_LEFT)?, synced_at: synced_at.map(WallMs) })
}

fn json_of<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize, column: &str) -> Result<Option<T>> {
    row.get_ref(at)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?
        .map(|text| from_json(column, text))
        .transpose()
}

pub(in crate::store) fn required<T>(column: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| StoreError::Mismatch { detail: format!("{column} is missing") })
}

/// The state in a row whose first columns are those of [`at`].
pub(in crate::store) fn state_of(row: &Row<'_>) -> Result<State> {
    let wait: Option<u64> = row.get(at::WAIT)?;
    // Whatever stands there, nothing waits longer than its class may (rule 19).
    let wait = wait.map(|wait| Millis(wait).min(MAX_BACKOFF.max(MAX_GRACE)));
    let name: String = row.get(at::STATE)?;
    Ok(match name.as_str() {
        "held" => {
            let why: Option<String> = row.get(at::HELD_WHY)?;
            State::Held { why: from_word("held_why", &required("held_why", why)?)?, wait }
        }
        "queued" => State::Queued,
        "sending" => {
            let boot: Option<String> = row.get(at::LEASE)?;
            State::Sending { lease: BootId::new(required("lease_boot", boot)?) }
        }
        "fenced" => State::Fenced,
        "waiting" => State::Waiting { wait: required("wait_ms", wait)? },
        "synced" => State::Synced,
        "parked" => State::Parked { reason: required("parked", json_of(row, at::PARKED, "parked")?)? },
        "removed" => {
            let by: Option<String> = row.get(at::REMOVED_BY)?;
            State::Removed { by: from_word("removed_by", &required("removed_by", by)?)? }
        }
        _ => return Err(StoreError::Mismatch { detail: "delivery.state holds an unknown word".into() }),
    })
}

fn binding_of(row: &Row<'_>) -> Result<Option<Binding>> {
    let Some(remote) = row.get::<_, Option<String>>(at::REMOTE)? else { return Ok(None) };
    let made: Option<String> = row.get(at::BINDING)?;
    let kind = match made.as_deref() {
        Some("created") => BindingKind::Created,
        Some("adopted") => BindingKind::Adopted {
            was: required("adopted_json", json_of(row, at::ADOPTED, "adopted_json")?)?,
        },
        Some(_) | None => return Err(StoreError::Mismatch { detail: "delivery.binding is unknown".into() }),
    };
    let fields: Option<BTreeMap<String, Place>> = json_of(row, at::BASE, "base_json")?;
    let BaseFacts { marked, newest, touched, stale, missed, mapping } =
        json_of(row, at::BASE_FACTS, "base_facts")?.unwrap_or_default();
    let version: Option<String> = row.get(at::BASE_VERSION)?;
    let base = match fields {
        Some(mut fields) => {
            let marked = fields.remove(MARKED_IN_FIELDS).is_some() || marked;
            let seq: Option<u64> = row.get(at::BASE_SEQ)?;
            let version = version.and_then(|text| text.parse().ok());
            let seq = seq.unwrap_or_default();
            Some(Base { fields, version, seq, marked, newest, touched, stale, mapping })
        }
        None => None,
    };
    Ok(Some(Binding { remote_id: RemoteId::new(remote), kind, base, missed }))
}

fn sent_of(row: &Row<'_>) -> Result<Option<Sent>> {
    let found = json_of(row, at::SENT, "sent_json")?;
    let Some(SentJson { fields, marker, acknowledged, removal, carried }) = found else { return Ok(None) };
    let seq: Option<u64> = row.get(at::SENT_SEQ)?;
    let mapping: Option<u32> = row.get(at::SENT_MAPPING)?;
    Ok(Some(Sent {
        fields,
        marker,
        seq: required("sent_seq", seq)?,
        mapping: required("sent_mapping", mapping)?,
        acknowledged,
        removal,
        carried,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_where_it_is_read() {
        let columns: Vec<&str> = COLUMNS.split(',').map(str::trim).collect();
        let read = [
            (at::ID, "id"),
            (at::STATE, "state"),
            (at::HELD_WHY, "held_why"),
            (at::WAIT, "wait_ms"),
            (at::PARKED, "parked"),
            (at::REMOVED_BY, "removed_by"),
            (at::LEASE, "lease_boot"),
            (at::CONTACT, "contact_id"),
            (at::DESTINATION, "destination_id"),
            (at::GENERATION, "generation"),
            (at::MARKER, "marker"),
            (at::INTENT, "intent"),
            (at::CHOICE, "choice_json"),
            (at::ATTEMPTS, "attempts"),
            (at::SENT_SEQ, "sent_seq"),
            (at::SENT, "sent_json"),
            (at::SENT_MAPPING, "sent_mapping"),
            (at::REMOTE, "remote_id"),
            (at::BINDING, "binding"),
            (at::BASE, "base_json"),
            (at::BASE_VERSION, "base_version"),
            (at::BASE_SEQ, "base_seq"),
            (at::BASE_FACTS, "base_facts"),
            (at::ADOPTED, "adopted_json"),
            (at::EVER_UNKNOWN, "ever_unknown"),
            (at::WARNING, "warning"),
            (at::CARD_LEFT, "card_left"),
            (at::SYNCED_AT, "synced_at"),
            (at::PART, "part"),
        ];
        assert_eq!(columns.len(), read.len());
        for (at, name) in read {
            assert_eq!(columns.get(at), Some(&name));
        }
    }
}
