//! Two contacts that may be one: the pairs of the review, both side by side, and what became of them.

use super::contact::ContactRow;
use lanyard_core::contact::Field;
use lanyard_core::contact::duplicates::Reason;
use lanyard_core::contact::joining::Take;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;
use lanyard_core::time::WallMs;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Pairs that may be one person, as the review shows them.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[ts(export)]
pub struct DuplicatesView {
    /// How many pairs wait for a person.
    pub pairs: u32,
    /// The first of them, the most alike first.
    pub first: Vec<PairView>,
    /// Contacts that have yet to be compared.
    pub left: u32,
}

/// Two contacts that may be one person.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct PairView {
    /// The older one.
    pub one: ContactRow,
    /// The younger one.
    pub other: ContactRow,
    /// How alike they are, 0 to 100.
    pub score: u8,
    /// What speaks for and against it, what weighs most first.
    pub reasons: Vec<Reason>,
}

/// Two contacts side by side, before they become one.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct MergeView {
    /// The one that is kept.
    pub kept: ContactRow,
    /// The one that is merged into it.
    pub other: ContactRow,
    /// How alike they are, 0 to 100.
    pub score: u8,
    /// What speaks for and against it.
    pub reasons: Vec<Reason>,
    /// What each of them has, in the field table's order.
    pub fields: Vec<MergeField>,
    /// What becomes of the records of the one that is merged.
    pub records: Vec<Sentence>,
}

/// A field, or fields that are chosen together, of both.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct MergeField {
    /// Which; of the name and the address the first field.
    pub field: Field,
    /// What the one that is kept has.
    pub kept: Option<String>,
    /// What the other has.
    pub other: Option<String>,
    /// Whether there is anything to choose.
    pub differs: bool,
    /// What may be chosen.
    pub offered: Vec<Take>,
    /// What is taken unless a person chooses.
    pub proposed: Take,
}

/// Values are personal data: not printed.
impl std::fmt::Debug for MergeField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MergeField({}, differs: {})", self.field.key(), self.differs)
    }
}

/// Whose value a person takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Chosen {
    /// Which field.
    pub field: Field,
    /// Whose value.
    pub take: Take,
}

/// A contact that was merged into the one in the drawer.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct MergedView {
    /// Which.
    pub id: ContactId,
    /// Its name, or its number.
    pub name: Option<String>,
    /// When it was merged.
    pub at: WallMs,
}

/// A name: not printed.
impl std::fmt::Debug for MergedView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MergedView({})", self.id)
    }
}
