//! Contacts: rows, the drawer, and what a person decides about one.

use super::consent::ConsentView;
use super::merging::MergedView;
use super::review::Cause;
pub use crate::store::lists::Order;
use lanyard_core::contact::asking::Question;
use lanyard_core::contact::{Field, Origin, Part, Problem};
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, DestinationId};
use lanyard_core::outbox::{Chip, Hold};
use lanyard_core::time::WallMs;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A contact as a row of a list.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactRow {
    /// Its id.
    pub id: ContactId,
    /// The name to show; none when only a number is known.
    pub name: Option<String>,
    /// The badge's number.
    pub badge_id: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Who captured it first.
    pub by: Option<String>,
    /// When it was first captured.
    pub at: WallMs,
    /// Its one chip.
    pub chip: Chip,
    /// The chip's sentence.
    pub sentence: Sentence,
}

/// One value in the drawer.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FieldView {
    /// Which field.
    pub field: Field,
    /// Which of several.
    pub part: Part,
    /// The value.
    pub value: String,
    /// The value as people write it, when different: a number in groups. None where a capture is answered, whose card shows no
    /// number.
    pub written: Option<String>,
    /// As read, when different.
    pub raw: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// What is wrong with it.
    pub problem: Option<Problem>,
    /// What a person should look at; never a reason not to keep or send it.
    pub remarks: Vec<RemarkView>,
    /// Of an answer: the question as it was put.
    pub asked: Option<Question>,
}

/// Something about a value that a person should look at.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct RemarkView {
    /// What.
    pub kind: RemarkKind,
    /// The value as it was probably meant: one press takes it.
    pub proposal: Option<String>,
}

/// A proposal is personal data: not printed.
impl std::fmt::Debug for RemarkView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RemarkView({:?})", self.kind)
    }
}

/// What a person should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RemarkKind {
    /// One letter away from a well-known address.
    Slip,
    /// A free mail service: it says nothing about the company.
    FreeMail,
    /// An office's address, not a person's.
    Role,
    /// Letters that pose as others.
    LookAlike,
}

/// One line of "What happened".
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TimelineEntry {
    /// When.
    pub at: WallMs,
    /// Its glyph: the chip it belongs to, or none for edits.
    pub chip: Option<Chip>,
    /// What happened.
    pub what: Sentence,
    /// The second line: which request, what it was answered, how long it took.
    pub more: Option<Sentence>,
    /// What it led to: how long was waited.
    pub then: Option<Sentence>,
    /// The CRM's raw answer (at most 8 KiB), shown on request.
    pub raw: Option<String>,
}

/// A difference between here and the CRM.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ConflictView {
    /// Its id.
    pub id: ConflictId,
    /// Which field, by key.
    pub field: String,
    /// The value here.
    pub ours: Option<String>,
    /// The value there.
    pub theirs: Option<String>,
    /// Which holds until someone chooses: "ours" or "theirs".
    pub winner: String,
}

/// One delivery of a contact.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DeliveryView {
    /// Its id.
    pub id: DeliveryId,
    /// The destination's name.
    pub destination: String,
    /// Its chip.
    pub chip: Chip,
    /// Why it is where it is.
    pub explanation: Explanation,
    /// The record's id over there.
    pub remote_id: Option<String>,
    /// Whether that record was there before: then it is never deleted, only unlinked.
    pub adopted: bool,
    /// Records over there that a person may say it is.
    pub candidates: Vec<CandidateView>,
}

/// A record of the CRM that may be this contact.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct CandidateView {
    /// Its id.
    pub id: String,
    /// Its name; empty when it has none.
    pub name: String,
}

/// A name: not printed.
impl std::fmt::Debug for CandidateView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CandidateView({})", self.id)
    }
}

/// A further person whom a code names.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct OtherView {
    /// Which of them.
    pub place: u32,
    /// Their name, or what there is of them.
    pub name: Option<String>,
    /// Their company.
    pub company: Option<String>,
}

/// A name: not printed.
impl std::fmt::Debug for OtherView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OtherView({})", self.place)
    }
}

/// A contact in full.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactDetail {
    /// As in the list.
    pub row: ContactRow,
    /// "Why is this pending?"
    pub explanation: Explanation,
    /// The values, in the field table's order.
    pub fields: Vec<FieldView>,
    /// Further properties of the badge, shown only.
    pub extra: Vec<(String, String)>,
    /// Whom else its codes name, and who is not captured yet.
    pub others: Vec<OtherView>,
    /// How often it was captured.
    pub captures: u32,
    /// The raw text of the first capture; none when it is not text.
    pub payload: Option<String>,
    /// Where it goes.
    pub deliveries: Vec<DeliveryView>,
    /// Open differences.
    pub conflicts: Vec<ConflictView>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Whether its card is still open: nothing has left for the CRM yet and undo is possible.
    pub undo_until: Option<WallMs>,
    /// What the person said last when asked to agree; none when they said nothing.
    pub consent: Option<ConsentView>,
    /// Whether it was removed here.
    pub removed: bool,
    /// Contacts that were merged into it.
    pub merged: Vec<MergedView>,
    /// The contact that stands for it since it was merged.
    pub merged_into: Option<ContactId>,
}

/// Which contacts to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactQuery {
    /// Words; empty for all.
    pub search: String,
    /// Only these chips; empty for all.
    pub chips: Vec<Chip>,
    /// Only those captured since (local midnight for "today").
    pub since: Option<WallMs>,
    /// Only those that failed for this cause.
    #[ts(optional)]
    pub cause: Option<Cause>,
    /// Only those that are held so.
    #[ts(optional)]
    pub held: Option<HeldAt>,
    /// Only those that have each of these tags.
    #[ts(optional)]
    pub tags: Option<Vec<String>>,
    /// Only those that are rated so high, or higher (1 to 5).
    #[ts(optional)]
    pub rating: Option<u8>,
    /// Only those whom one of these captured first, by name.
    #[ts(optional)]
    pub reps: Option<Vec<String>>,
    /// In which order; the newest first when left out. What is searched comes best first.
    #[ts(optional)]
    pub order: Option<Order>,
    /// How many at most (1 to 500).
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// A destination with a reason for which it holds contacts back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HeldAt {
    /// Where.
    pub destination: DestinationId,
    /// Why.
    #[ts(type = "'grace' | 'consent' | 'review' | 'incomplete' | 'unresolved'")]
    pub why: Hold,
}

/// What the list of contacts can be narrowed to.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct OfferedView {
    /// Tags, those that most contacts have first.
    pub tags: Vec<TagView>,
    /// Who captured anybody, by name.
    pub reps: Vec<String>,
}

/// A tag.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct TagView {
    /// As it was written.
    pub tag: String,
    /// How many contacts have it.
    pub contacts: u32,
}

/// What a person wrote: not printed.
impl std::fmt::Debug for TagView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TagView({})", self.contacts)
    }
}

/// What is done for several contacts at once.
#[derive(Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "act", rename_all = "snake_case")]
#[ts(export)]
pub enum ManyAct {
    /// Give them a tag.
    Tag {
        /// Which.
        tag: String,
    },
    /// Send what is parked or waits again.
    Retry,
    /// Remove them here.
    Remove,
}

/// A tag is what a person wrote: not printed.
impl std::fmt::Debug for ManyAct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ManyAct")
    }
}

/// A page of contacts, newest first.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactPage {
    /// The rows.
    pub rows: Vec<ContactRow>,
    /// How many match, as far as was counted.
    pub matching: u32,
    /// Whether more match than that: what is looked for is counted a thousand beyond the page.
    pub more: bool,
    /// How many there are.
    pub total: u32,
}

/// A person's decision about a delivery that needs one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "choice", rename_all = "snake_case")]
#[ts(export)]
pub enum Choice {
    /// Try again now.
    Retry,
    /// It is this record.
    TakeThisOne {
        /// The record's id.
        remote_id: String,
    },
    /// Make a new record.
    CreateAnyway,
    /// A person looked: it is there under this id, or look again.
    ItIsThere,
    /// A person looked: it is not there.
    SendAgain,
    /// It was deleted there: remove it here as well.
    RemoveHere,
    /// It was removed here: leave the record there as it is.
    LeaveThere,
    /// It was removed here: delete the record there although somebody changed it.
    DeleteThere,
}
