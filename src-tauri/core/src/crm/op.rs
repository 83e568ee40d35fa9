//! Operations and answers. One operation is one request, or as many as the CRM needs for it; its client decides.

use super::failure::Failure;
use super::record::{Fields, RemoteField, RemoteRecord, Version};
use crate::ids::{DeliveryId, RemoteId};
use crate::time::{Millis, WallMs};
use std::collections::BTreeMap;

/// What sort of record is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Object {
    /// A person.
    Contact,
    /// A note on a person's record. It carries its marker in its text; its one field is [`NOTE_TEXT`].
    Note {
        /// The person's record.
        of: RemoteId,
    },
}

/// The one field of a note's record, for every CRM: its client knows what it is called there.
pub const NOTE_TEXT: &str = "text";

/// A record to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecord {
    /// Whose answer it is.
    pub delivery: DeliveryId,
    /// What sort of record.
    pub object: Object,
    /// The same for every repetition of this very write.
    pub idempotency_key: String,
    /// The marker to write, with its prefix; none when the CRM holds none.
    pub marker: Option<String>,
    /// The values.
    pub fields: Fields,
}

/// Values to be changed on a record; none clears.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordPatch {
    /// Whose answer it is.
    pub delivery: DeliveryId,
    /// The same for every repetition of this very write.
    pub idempotency_key: String,
    /// What sort of record.
    pub object: Object,
    /// The record.
    pub id: RemoteId,
    /// The version of the last fact, where the CRM has versions (rule 4).
    pub version: Option<Version>,
    /// The marker to write, with its prefix, on a record that carries none (rule 11); empty to take ours off it.
    pub marker: Option<String>,
    /// The values.
    pub fields: BTreeMap<RemoteField, Option<String>>,
}

impl std::fmt::Debug for RecordPatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordPatch({} fields of {})", self.fields.len(), self.id)
    }
}

/// A record to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Whose answer it is.
    pub delivery: DeliveryId,
    /// The same for every repetition of this very write.
    pub idempotency_key: String,
    /// What sort of record.
    pub object: Object,
    /// The record.
    pub id: RemoteId,
    /// The version that was read before, where the CRM has versions: another one is not deleted.
    pub version: Option<Version>,
}

/// A note to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLookup {
    /// Whose answer it is.
    pub delivery: DeliveryId,
    /// On which record.
    pub of: RemoteId,
    /// Which note.
    pub what: NoteKey,
}

/// By what a note is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKey {
    /// Its id.
    Id(RemoteId),
    /// Any of these written markers in its text.
    Markers(Vec<String>),
}

/// What a CRM is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrmOp {
    /// Who am I? Proves that the CRM's own host answers and that the sign-in works.
    Check,
    /// Records by id, archived ones included: the fact (rule 3). One delivery may ask for several; its answer has them all.
    Get {
        /// Per delivery, which record.
        items: Vec<(DeliveryId, RemoteId)>,
    },
    /// Live records by e-mail, by a keyed read and not by search (rule 5).
    FindByEmail {
        /// Per delivery, which address.
        items: Vec<(DeliveryId, String)>,
    },
    /// Records by marker in either written form, archived ones included. Where the marker is only searchable the client
    /// unites two independent hints: a search, and a list by time (rule 2).
    FindByMarker {
        /// Per delivery, which written markers.
        items: Vec<(DeliveryId, Vec<String>)>,
    },
    /// Records that look like what was sent: for contacts without key and marker (kind D), a hint for a person.
    FindLike {
        /// Per delivery, the values sent.
        items: Vec<(DeliveryId, Fields)>,
    },
    /// Notes by id or by marker; answered by records whose one field is [`NOTE_TEXT`], the marker taken out of the text.
    FindNotes {
        /// Which.
        items: Vec<NoteLookup>,
    },
    /// Make records. All of one operation are of one sort.
    Create {
        /// The records.
        items: Vec<NewRecord>,
    },
    /// Change records. All of one operation are of one sort.
    Update {
        /// The changes.
        items: Vec<RecordPatch>,
    },
    /// Delete records: into the CRM's bin where it has one. Success is [`ItemAnswer::Accepted`]. All of one operation are
    /// of one sort.
    Delete {
        /// The records.
        items: Vec<Removal>,
    },
}

impl CrmOp {
    /// Its name in the store and in the timeline.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Get { .. } => "get",
            Self::FindByEmail { .. } => "find_by_email",
            Self::FindByMarker { .. } => "find_by_marker",
            Self::FindLike { .. } => "find_like",
            Self::Create { .. } => "create",
            Self::FindNotes { .. } => "find_notes",
            Self::Update { .. } => "update",
            Self::Delete { .. } => "delete",
        }
    }

    /// Whether an unknown outcome matters.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::Create { .. } | Self::Update { .. } | Self::Delete { .. } => true,
            Self::Check
            | Self::FindNotes { .. }
            | Self::Get { .. }
            | Self::FindByEmail { .. }
            | Self::FindByMarker { .. }
            | Self::FindLike { .. } => false,
        }
    }

    /// The deliveries it speaks for.
    #[must_use]
    pub fn deliveries(&self) -> Vec<DeliveryId> {
        fn first<T>(items: &[(DeliveryId, T)]) -> Vec<DeliveryId> {
            items.iter().map(|(delivery, _)| delivery.clone()).collect()
        }
        match self {
            Self::Check => Vec::new(),
            Self::Get { items } => first(items),
            Self::FindByEmail { items } => first(items),
            Self::FindByMarker { items } => first(items),
            Self::FindLike { items } => first(items),
            Self::Create { items } => items.iter().map(|item| item.delivery.clone()).collect(),
            Self::Update { items } => items.iter().map(|item| item.delivery.clone()).collect(),
            Self::Delete { items } => items.iter().map(|item| item.delivery.clone()).collect(),
            Self::FindNotes { items } => items.iter().map(|item| item.delivery.clone()).collect(),
        }
    }
}

/// The answer for one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemAnswer {
    /// To a read: what was found, possibly nothing.
    Found(Vec<RemoteRecord>),
    /// To a write: done, and this is the full record as the CRM holds it now (such an answer is a read, rule 3).
    Written(RemoteRecord),
    /// To a write: done, under this id, without the record; to a deletion: done.
    Accepted(RemoteId),
    /// It did not work for this one.
    Failed(Failure),
}

/// What the reply's headers say about our budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RateFacts {
    /// Requests allowed in the window.
    pub limit: Option<u32>,
    /// Requests left in it.
    pub remaining: Option<u32>,
    /// Until the window starts anew.
    pub reset: Option<Millis>,
    /// What is left of the day's budget, where there is one: requests, or tokens where each request has its price.
    pub daily_remaining: Option<u32>,
    /// The day's whole budget, in the same.
    pub daily_limit: Option<u32>,
    /// What this answer cost of it; one, where nothing is said.
    pub cost: Option<u32>,
}

/// What is kept of a reply for the timeline. No personal data but the capped raw body, which stays in the store.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ReplyFacts {
    /// HTTP status; none when there was no reply.
    pub status: Option<u16>,
    /// The CRM's request id.
    pub request_id: Option<String>,
    /// From sending to the end of the reply.
    pub took: Millis,
    /// The reply's `Date`.
    pub date: Option<WallMs>,
    /// Our budget.
    pub rate: RateFacts,
    /// The body, at most 8 KiB, when it tells of a failure.
    pub raw: Option<String>,
}

impl std::fmt::Debug for ReplyFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReplyFacts({:?}, {:?}, {} ms)", self.status, self.request_id, self.took.0)
    }
}

/// The answer to an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrmAnswer {
    /// Per delivery asked for exactly one answer, or one failure for all. A delivery that a reply leaves out counts as
    /// unknown (rule 15); [`CrmAnswer::of`] sees to it.
    pub outcome: Result<BTreeMap<DeliveryId, ItemAnswer>, Failure>,
    /// What is kept of the reply.
    pub facts: ReplyFacts,
}

impl CrmAnswer {
    /// The answer for one delivery of `op`.
    #[must_use]
    pub fn of(&self, op: &CrmOp, delivery: &DeliveryId) -> ItemAnswer {
        match &self.outcome {
            Err(failure) => ItemAnswer::Failed(failure.clone()),
            Ok(items) => match items.get(delivery) {
                Some(answer) => answer.clone(),
                None if op.is_write() => ItemAnswer::Failed(Failure::Ambiguous),
                None => ItemAnswer::Failed(Failure::Protocol),
            },
        }
    }
}
