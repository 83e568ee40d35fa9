//! What goes where at a destination: the rows, the fields over there, and what a change of them would come to.

use lanyard_core::crm::{FieldThere, MapRow};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, DestinationId};
use lanyard_core::time::WallMs;
use serde::Serialize;
use ts_rs::TS;

/// A destination's mapping as it is.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct MappingView {
    /// Of which destination.
    pub destination: DestinationId,
    /// What people call it.
    pub name: String,
    /// Its version; a change must name it, so that two people's changes do not meet unseen.
    pub version: u32,
    /// The rows.
    pub rows: Vec<MapRow>,
    /// The fields over there as they were last read; none while they never were.
    pub there: Option<Vec<FieldThere>>,
    /// When that was.
    pub read: Option<WallMs>,
    /// Whether the CRM takes new fields from us.
    pub can_make: bool,
    /// All versions, the newest first.
    pub versions: Vec<MappingVersion>,
}

/// An earlier state of a mapping.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct MappingVersion {
    /// Which.
    pub version: u32,
    /// What it says, beside the one before it.
    pub sentence: Sentence,
}

/// What changed rows would come to.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct MappingDraft {
    /// Row by row, in the order given.
    pub rows: Vec<DraftRow>,
    /// What is wrong and is of no row.
    pub missing: Vec<DraftProblem>,
    /// Whether it can be saved.
    pub can_save: bool,
    /// Whether it says anything else than what is saved.
    pub changed: bool,
    /// What saving would do to contacts that are there; one sentence for each sort of effect.
    pub effects: Vec<Sentence>,
    /// The last contacts, as the CRM would see them.
    pub preview: Vec<DraftContact>,
}

/// One row.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DraftRow {
    /// A value of ours from the last contacts.
    pub example: Option<String>,
    /// What would stand over there for it.
    pub sends: Option<String>,
    /// What people there call the field.
    pub label: String,
    /// What is made of the value, in words; none where it goes as it is.
    pub turned: Option<Sentence>,
    /// Whether what somebody writes there is taken over here.
    pub comes_back: bool,
    /// What is wrong with it.
    pub problems: Vec<DraftProblem>,
    /// What it would be kept as, where that is something else: an answer finds its question, and the entries it becomes.
    pub becomes: Option<MapRow>,
}

/// Personal data: only their field is printed.
impl std::fmt::Debug for DraftRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftRow({})", self.label)
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DraftProblem {
    /// In words.
    pub sentence: Sentence,
    /// Whether it keeps the mapping from being saved.
    pub stops: bool,
    /// Whether a field of that name can be made over there.
    pub can_make: bool,
}

/// A contact as the CRM would see it.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DraftContact {
    /// Which.
    pub contact: ContactId,
    /// Its name; none where only a badge's number is known.
    pub name: Option<String>,
    /// Field by field, in the order of the rows.
    pub values: Vec<DraftValue>,
}

/// Personal data: only its id is printed.
impl std::fmt::Debug for DraftContact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftContact({})", self.contact)
    }
}

/// What would stand in one field.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DraftValue {
    /// What people there call the field.
    pub label: String,
    /// What would be sent.
    pub value: Option<String>,
    /// Why it cannot be.
    pub why: Option<Sentence>,
}

/// Personal data: only their field is printed.
impl std::fmt::Debug for DraftValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftValue({})", self.label)
    }
}
