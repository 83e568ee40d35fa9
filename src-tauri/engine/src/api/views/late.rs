//! What comes later than a capture: lists of an event's people, and what they and recipes propose.

use super::files::UnreadRowView;
use crate::store::proposals;
use lanyard_core::contact::Field;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, ProposalId, RosterId};
use lanyard_core::time::WallMs;
use serde::Serialize;
use ts_rs::TS;

/// What came of an event's list, or would come of it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RosterOutcome {
    /// Whether it was only rehearsed: then nothing was kept.
    pub dry_run: bool,
    /// People it names; none when the very same list is here already.
    pub people: u32,
    /// Contacts that were captured before and about whom it says something.
    pub proposed: u32,
    /// Whether the very same list is here already.
    pub before: bool,
    /// Rows that were not kept, or not all of them.
    pub unread: u32,
    /// The first thousand of these.
    pub unread_rows: Vec<UnreadRowView>,
    /// All of it in words.
    pub sentence: Sentence,
}

/// A list of the event.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct RosterView {
    /// Which.
    pub id: RosterId,
    /// The file's name.
    pub name: String,
    /// How many people it names.
    pub people: u32,
    /// When it was brought.
    pub at: WallMs,
}

/// A file's name may be a person's.
impl std::fmt::Debug for RosterView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RosterView({}, {} people)", self.id, self.people)
    }
}

/// What later sources propose.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[ts(export)]
pub struct ProposalsView {
    /// How many are open.
    pub open: u32,
    /// The first of them.
    pub some: Vec<ProposalView>,
}

/// What a later source says about a contact.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct ProposalView {
    /// Which.
    pub id: ProposalId,
    /// About whom.
    pub contact: ContactId,
    /// Their name as it is here; none while only a number is known.
    pub name: Option<String>,
    /// Their badge's number.
    pub badge_id: Option<String>,
    /// What it comes from.
    pub kind: proposals::Kind,
    /// Where it comes from, in words; and that the names are two, when they are.
    pub sentence: Sentence,
    /// Whether the name here and the name there can be one person's.
    pub fits: bool,
    /// What differs, in the order in which people read fields.
    pub rows: Vec<ProposalRow>,
}

/// Names and values: not printed.
impl std::fmt::Debug for ProposalView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProposalView({})", self.id)
    }
}

/// One field that differs.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct ProposalRow {
    /// Which field.
    pub field: Field,
    /// What stands here; none when the value would be added.
    pub ours: Option<String>,
    /// What is said there.
    pub theirs: String,
    /// Whether a person wrote what stands here, or took it away: it is kept unless this very field is chosen.
    pub typed: bool,
}

/// Values are personal data: only the field is printed.
impl std::fmt::Debug for ProposalRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProposalRow({})", self.field.key())
    }
}
