//! The review: the sum, failures by cause, holds, differences over all contacts, and how destinations are doing.

use super::contact::ConflictView;
use super::late::ProposalsView;
use super::merging::DuplicatesView;
use super::status::Sum;
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::{ContactId, DestinationId};
use lanyard_core::outbox::Hold;
use lanyard_core::time::{Millis, WallMs};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::store::review::Cause;

/// What a manager sees at the end of a day.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Review {
    /// The sum that must add up.
    pub sum: Sum,
    /// What it means that it does not, and what to do; none while it does.
    pub off: Option<Explanation>,
    /// When the oldest contact was captured that is neither in the CRM nor removed.
    pub oldest: Option<WallMs>,
    /// What goes wrong slowly, from the thresholds on that a person chose.
    pub alerts: Vec<Explanation>,
    /// Failures by cause, the most frequent first.
    pub causes: Vec<CauseView>,
    /// Contacts that were captured before a destination was connected, where nobody has said yet whether they go there too.
    pub earlier: Vec<EarlierView>,
    /// Holds by reason, the most frequent first.
    pub holds: Vec<HoldView>,
    /// Open differences by field, the most frequent first.
    pub alike: Vec<AlikeView>,
    /// The first of the open differences, contact by contact.
    pub differences: Vec<DifferenceView>,
    /// Pairs of contacts that may be one person.
    pub duplicates: DuplicatesView,
    /// What the event's lists and recipes say about contacts that are here.
    pub proposals: ProposalsView,
    /// Who could be purged; none when nobody wants that or nobody is due.
    pub purge: Option<PurgeView>,
    /// How the destinations are doing.
    pub destinations: Vec<HealthView>,
}

/// Contacts that were captured before a destination was connected.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct EarlierView {
    /// The destination.
    pub destination: DestinationId,
    /// What people call it.
    pub name: String,
    /// How many.
    pub contacts: u32,
    /// Whether a person said that they stay on this laptop.
    pub stay: bool,
    /// What that means, and who must act.
    pub explanation: Explanation,
    /// A few of them.
    pub examples: Vec<ExampleView>,
}

/// Contacts that were in the CRM long enough to be purged here.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct PurgeView {
    /// How many.
    pub contacts: u32,
    /// Since how many confirmed days.
    pub sentence: Sentence,
    /// A few of them.
    pub examples: Vec<ExampleView>,
}

/// Failures that have one cause.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CauseView {
    /// What they have in common.
    pub cause: Cause,
    /// How many contacts.
    pub contacts: u32,
    /// One sentence for all of them, and who must act.
    pub explanation: Explanation,
    /// The field of ours that is at fault, by its key.
    pub field: Option<String>,
    /// A few of the contacts.
    pub examples: Vec<ExampleView>,
    /// What the CRM answered to one of them (at most 8 KiB).
    pub raw: Option<String>,
    /// What can be done for all of them at once, the most likely first.
    pub fixes: Vec<FixKind>,
}

/// One contact of several.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct ExampleView {
    /// Which.
    pub contact: ContactId,
    /// Its name, or its number.
    pub name: Option<String>,
    /// Its value of the field that the cause speaks of.
    pub value: Option<String>,
}

/// A name and a value: not printed.
impl std::fmt::Debug for ExampleView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExampleView({})", self.contact)
    }
}

/// What can be done for all contacts of a cause at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FixKind {
    /// Write one value into the field of all.
    Set,
    /// Replace a part of each value by another: a domain, a prefix.
    Replace,
    /// Empty the field of all.
    Clear,
    /// Send our field to another one of theirs, from now on.
    Remap,
    /// Make the field over there that the CRM does not have.
    Make,
    /// Do not send our field any more.
    LeaveOut,
    /// The CRM was mended: try again as it is.
    Retry,
    /// Send them as new records.
    SendAgain,
    /// Remove them here as well.
    RemoveHere,
    /// Look for them there again.
    LookAgain,
    /// Where exactly one record was found, that is the person.
    TakeTheOne,
    /// Make new records although the key is taken.
    CreateAnyway,
    /// Removed here: leave the records there as they are.
    LeaveThere,
    /// Removed here: delete the records there although somebody changed them.
    DeleteThere,
}

/// What a person decided for all contacts of a cause.
#[derive(Clone, Deserialize, TS)]
#[serde(tag = "fix", rename_all = "snake_case")]
#[ts(export)]
pub enum Fix {
    /// Write this value into the field of all.
    Set {
        /// The value.
        value: String,
    },
    /// Replace a part of each value by another; values without it stay as they are and are not sent again.
    Replace {
        /// What stands there, letter for letter.
        find: String,
        /// What is to stand there.
        with: String,
    },
    /// Empty the field of all.
    Clear,
    /// Send our field to this one of theirs, from now on.
    Remap {
        /// Their field.
        theirs: String,
    },
    /// Do not send our field any more.
    LeaveOut,
    /// Try again as it is.
    Retry,
    /// Send them as new records.
    SendAgain,
    /// Remove them here as well.
    RemoveHere,
    /// Look for them there again.
    LookAgain,
    /// Where exactly one record was found, that is the person.
    TakeTheOne,
    /// Make new records although the key is taken.
    CreateAnyway,
    /// Removed here: leave the records there as they are.
    LeaveThere,
    /// Removed here: delete the records there although somebody changed them.
    DeleteThere,
}

/// The value is personal data: not printed.
impl std::fmt::Debug for Fix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fix")
    }
}

/// What came of something done for many.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DoneForMany {
    /// How many contacts.
    pub contacts: u32,
    /// "18 contacts go again."
    pub sentence: Sentence,
    /// Whether it can be taken back, as long as nothing else is done for many.
    pub can_undo: bool,
}

/// Contacts that are held for one reason.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct HoldView {
    /// Where.
    pub destination: DestinationId,
    /// Why.
    #[ts(type = "'grace' | 'consent' | 'review' | 'incomplete' | 'unresolved'")]
    pub why: Hold,
    /// How many contacts.
    pub contacts: u32,
    /// One sentence for all of them.
    pub explanation: Explanation,
    /// A few of the contacts.
    pub examples: Vec<ExampleView>,
    /// Whether one press lets them go.
    pub can_release: bool,
}

/// Open differences of one field.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct AlikeView {
    /// Where.
    pub destination: DestinationId,
    /// What people call it.
    pub name: String,
    /// Our field's key; theirs where the mapping has none.
    pub field: String,
    /// Their field.
    pub theirs: String,
    /// How many are open.
    pub open: u32,
    /// Of how many of them ours holds until someone chooses.
    pub ours: u32,
}

/// A field at a destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct AlikeAt {
    /// Where.
    pub destination: DestinationId,
    /// Their field.
    pub theirs: String,
}

/// Which side is chosen for all open differences at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Side {
    /// What is here.
    Ours,
    /// What is there.
    Theirs,
    /// Of each the one that holds until someone chooses.
    Default,
}

/// A difference with whose it is.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DifferenceView {
    /// Of whom.
    pub contact: ContactId,
    /// Their name, or number.
    pub name: Option<String>,
    /// Their company.
    pub company: Option<String>,
    /// What people call the destination.
    pub destination: String,
    /// The difference.
    pub conflict: ConflictView,
}

/// Names and values: not printed.
impl std::fmt::Debug for DifferenceView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DifferenceView({})", self.contact)
    }
}

/// How a destination is doing.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct HealthView {
    /// Its id.
    pub id: DestinationId,
    /// What people call it.
    pub name: String,
    /// In words.
    pub explanation: Explanation,
    /// Failures in a row; so many as `rests_at` make it rest.
    pub failures: u32,
    /// After so many failures in a row it is left alone for a while.
    pub rests_at: u32,
    /// Requests that may leave at once now.
    pub tokens: f64,
    /// Requests that may leave at once at most.
    pub burst: f64,
    /// Requests that are added per second.
    pub per_second: f64,
    /// What the CRM says is left of its quota; none when it says nothing.
    pub quota: Option<u32>,
    /// Of how many.
    pub quota_of: Option<u32>,
    /// How it answered lately; none before the first answer.
    pub answers: Option<AnswersView>,
}

/// The last answers of a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AnswersView {
    /// How many requests this is about.
    pub requests: u32,
    /// How many of them worked.
    pub worked: u32,
    /// Half of the answers took no longer.
    pub p50: Millis,
    /// Nineteen of twenty answers took no longer.
    pub p95: Millis,
    /// When the first of them left.
    pub since: WallMs,
}
