//! One delivery: one part of one contact at one destination. The binding outlives every state; whether anything is left
//! to send is derived from it, never stored (rule 9).

use super::hold::Hold;
use crate::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker, RemoteId};
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is to become of the record over there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Be there, as here.
    Upsert,
    /// Be deleted; only a record that we created.
    Delete,
    /// Be as it was before we adopted it.
    Unlink,
    /// Be deleted although adopted: a manager's own act.
    Destroy,
}

/// Which part of a contact a delivery brings (rule 18). Each has its own intent, fence, marker and record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeliveryPart {
    /// The contact itself.
    Contact,
    /// One of its notes, by the note's own key.
    Note(String),
    /// A record too many, which carries our marker and is to go (rule 13).
    Surplus(RemoteId),
}

impl DeliveryPart {
    /// As it is stored: `contact`, `note:<key>`, `surplus:<remote id>`.
    #[must_use]
    pub fn stored(&self) -> String {
        match self {
            Self::Contact => "contact".to_owned(),
            Self::Note(key) => format!("note:{key}"),
            Self::Surplus(id) => format!("surplus:{id}"),
        }
    }

    /// From what is stored; none when no part is written so.
    #[must_use]
    pub fn parse(stored: &str) -> Option<Self> {
        match stored.split_once(':') {
            None => (stored == "contact").then_some(Self::Contact),
            Some(("note", key)) => Some(Self::Note(key.to_owned())),
            Some(("surplus", id)) => Some(Self::Surplus(RemoteId::new(id))),
            Some(_) => None,
        }
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Not to be sent yet.
    Held {
        /// What is missing.
        why: Hold,
        /// For the grace of an open card: what was left of it.
        wait: Option<Millis>,
    },
    /// Ready.
    Queued,
    /// A write is under way, or was when this process ended.
    Sending {
        /// Of which process.
        lease: BootId,
    },
    /// A write's outcome is unknown: nothing newer leaves until the fence is over, then we look (rule 2).
    Fenced,
    /// This one waits by itself.
    Waiting {
        /// For how long, in full again after a start.
        wait: Millis,
    },
    /// In the CRM as here, and read back.
    Synced,
    /// A person is needed.
    Parked {
        /// Why.
        reason: ParkReason,
    },
    /// Gone.
    Removed {
        /// Who removed it.
        by: RemovedBy,
    },
}

/// Who removed a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemovedBy {
    /// A person here.
    Here,
    /// Someone in the CRM.
    There,
}

/// Why a delivery needs a person. Stored with it, so that the reason survives a restart as data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum ParkReason {
    /// The CRM does not accept values.
    Invalid {
        /// Our field (by key), their field, and the CRM's words.
        faults: Vec<Fault>,
    },
    /// The CRM has this key for another person, or for several.
    BelongsToSomeoneElse {
        /// The records in question.
        candidates: Vec<Candidate>,
        /// Whether the CRM would take one more record with this key.
        may_create: bool,
    },
    /// It may have arrived, and nothing tells (kind D).
    MaybeThere {
        /// Records that look like it.
        candidates: Vec<Candidate>,
    },
    /// Deleted over there.
    DeletedThere,
    /// To be deleted there, but somebody changed it since we last read it (rule 10).
    ChangedThere,
    /// The CRM refuses it for good, in its words.
    Refused {
        /// The CRM's words, when there are any.
        message: Option<String>,
    },
}

/// Reasons may name people: only the kind of reason is printed.
impl std::fmt::Debug for ParkReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl ParkReason {
    /// Its name, as a sentence's code ends.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::BelongsToSomeoneElse { .. } => "belongs-to-someone-else",
            Self::MaybeThere { .. } => "maybe-there",
            Self::DeletedThere => "deleted-there",
            Self::ChangedThere => "changed-there",
            Self::Refused { .. } => "refused",
        }
    }
}

/// A value the CRM does not accept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Our field's key, when the fault can be traced to one.
    pub ours: Option<String>,
    /// Their field's name, when the CRM named one.
    pub theirs: Option<String>,
    /// The CRM's words.
    pub message: String,
}

/// A record a person may choose.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub id: RemoteId,
    /// Its name, to be shown.
    pub name: String,
}

/// How we came to a record. Decides what may ever be deleted (rule 10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingKind {
    /// We made it.
    Created,
    /// It was there; this is what it held then, kept for good.
    Adopted {
        /// Their values at the adoption, by their field names.
        was: BTreeMap<String, String>,
    },
}

/// The last fact, per field as (sent, read back): a CRM's own spelling is neither taken in nor pushed on (rule 9).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Base {
    /// By their field names.
    pub fields: BTreeMap<String, Place>,
    /// The record's version at that fact.
    pub version: Option<u64>,
    /// The contact's edit that the fact reflects: later edits are news.
    pub seq: u64,
    /// Whether the record carries a marker, ours or another's: one is never overwritten (rule 11).
    pub marked: bool,
    /// A newer version that the CRM spoke of and that was not read yet: older reads are not believed (rule 4).
    pub newest: Option<u64>,
    /// Whether anybody there changed the record since we made it: such a one is not deleted without a question (rule 10).
    pub touched: bool,
    /// Whether something over there may have changed: read before anything is written or called settled.
    pub stale: bool,
    /// The version of the mapping by whose fields the record was read; 0 where that is not known.
    pub mapping: u32,
}

/// One field of a base.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// What we last wrote, none when we never wrote it.
    pub sent: Option<String>,
    /// What we read back after it.
    pub back: Option<String>,
    /// Whether what we last wrote was "nothing".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cleared: bool,
    /// Whether it is to be said again without an edit: the mapping says something else than we last wrote, or a person
    /// chose ours. Sent as long as what is there is still what was read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due: bool,
    /// Whether somebody there wrote it and nobody here heard of it: it could not be taken over. It is shown before ours goes
    /// over it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unseen: bool,
    /// Edits up to this one are no news of this field: a person chose theirs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub until: u64,
    /// Whether what we wrote had come from another CRM.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carried: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(seq: &u64) -> bool {
    *seq == 0
}

impl Place {
    /// Whether what stands there is what we wrote, in the CRM's spelling.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.sent.is_some() || self.cleared
    }
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Base({} fields, v{:?}, #{})", self.fields.len(), self.version, self.seq)
    }
}

/// Which record is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Its id.
    pub remote_id: RemoteId,
    /// How we came to it.
    pub kind: BindingKind,
    /// The last fact; none until the record was read once.
    pub base: Option<Base>,
    /// Whether it was not found when last read. Only a second look is believed: a replica may not know it yet.
    pub missed: bool,
}

/// A write that left, or is about to: exactly what it said. Kept until its outcome is known and read back.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// The values by their field names; none clears.
    pub fields: BTreeMap<String, Option<String>>,
    /// The marker written along.
    pub marker: Option<String>,
    /// The contact's newest edit in it.
    pub seq: u64,
    /// The mapping used.
    pub mapping: u32,
    /// Whether the CRM said that it is done. Then only the read-back is missing.
    pub acknowledged: bool,
    /// Whether the record is to go: a deletion, or the patch that hands an adopted record back.
    pub removal: bool,
    /// Those of the fields whose values had come from another CRM.
    pub carried: BTreeSet<String>,
}

impl Delivery {
    /// What this delivery carried from another CRM into the record that it stands on, by their field names: as it was said,
    /// and as it is shown there.
    pub fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        let base = self.binding.iter().filter_map(|binding| binding.base.as_ref());
        let landed = base.flat_map(|base| &base.fields).filter(|(_, place)| place.carried);
        let landed = landed
            .flat_map(|(field, place)| place.sent.iter().chain(&place.back).map(move |value| (field, value)));
        let open = self.sent.iter().flat_map(|sent| {
            let carried = sent.fields.iter().filter(|(field, _)| sent.carried.contains(*field));
            carried.filter_map(|(field, value)| Some((field, value.as_ref()?)))
        });
        landed.chain(open).map(|(field, value)| (field.as_str(), value.as_str()))
    }
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sent({} fields, #{}, ack {})", self.fields.len(), self.seq, self.acknowledged)
    }
}

/// What a person decided, kept until it is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Decision {
    /// It is this record: adopt it whatever its name.
    Take {
        /// The record.
        remote_id: RemoteId,
    },
    /// Make a new record although the key is taken.
    Create,
    /// Look for it again.
    Look,
    /// It is not there: send it again.
    SendAgain,
    /// Delete the record although somebody changed it, or although we did not make it: it was named to a person.
    Destroy,
    /// Leave the record there, without our marker.
    Leave,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// Of whom.
    pub contact: ContactId,
    /// Where to.
    pub destination: DestinationId,
    /// Which part of the contact.
    pub part: DeliveryPart,
    /// Raised when a person has it sent as new; each generation has its own marker (rule 12).
    pub generation: u32,
    /// What the record carries.
    pub marker: Marker,
    /// What is to become of the record.
    pub intent: Intent,
    /// Where it stands.
    pub state: State,
    /// The record, once known.
    pub binding: Option<Binding>,
    /// The open write.
    pub sent: Option<Sent>,
    /// How many writes have left, throttled and surely-not-executed ones not counted.
    pub attempts: u32,
    /// Whether an outcome was ever unknown: the daily scrub asks for it (rule 14).
    pub ever_unknown: bool,
    /// What a person decided and is not carried out yet.
    pub decision: Option<Decision>,
    /// What the CRM made of a value, when it altered more than its spelling: their field's name.
    pub altered: Option<String>,
}

impl Delivery {
    /// A delivery as it is made with its contact: held while the card is open.
    #[must_use]
    pub fn new(
        id: DeliveryId,
        contact: ContactId,
        destination: DestinationId,
        marker: Marker,
        state: State,
    ) -> Self {
        Self {
            id,
            contact,
            destination,
            part: DeliveryPart::Contact,
            generation: 0,
            marker,
            intent: Intent::Upsert,
            state,
            binding: None,
            sent: None,
            attempts: 0,
            ever_unknown: false,
            decision: None,
            altered: None,
        }
    }

    /// Whether nothing more is to be done unless something changes.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.state {
            State::Synced | State::Removed { .. } => true,
            State::Held { .. }
            | State::Queued
            | State::Sending { .. }
            | State::Fenced
            | State::Waiting { .. }
            | State::Parked { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_it_was_written_and_nothing_else_is() {
        for (part, stored) in [
            (DeliveryPart::Contact, "contact"),
            (DeliveryPart::Note("2".into()), "note:2"),
            (DeliveryPart::Surplus(RemoteId::new("a:b")), "surplus:a:b"),
        ] {
            assert_eq!(part.stored(), stored);
            assert_eq!(DeliveryPart::parse(stored), Some(part));
        }
        for other in ["", "contacts", "contact:1", "notes:2"] {
            assert_eq!(DeliveryPart::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_reason_is_named_as_its_sentence_ends() {
        let candidates = Vec::new;
        for (reason, name) in [
            (ParkReason::Invalid { faults: Vec::new() }, "invalid"),
            (
                ParkReason::BelongsToSomeoneElse { candidates: candidates(), may_create: false },
                "belongs-to-someone-else",
            ),
            (ParkReason::MaybeThere { candidates: candidates() }, "maybe-there"),
            (ParkReason::DeletedThere, "deleted-there"),
            (ParkReason::ChangedThere, "changed-there"),
            (ParkReason::Refused { message: None }, "refused"),
        ] {
            assert_eq!(reason.name(), name);
        }
    }
}
