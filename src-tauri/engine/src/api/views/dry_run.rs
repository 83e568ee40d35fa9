//! What the next sync would send, before it does.

use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, DestinationId};
use serde::Serialize;
use ts_rs::TS;

/// What would be sent to one destination.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DryRun {
    /// Which.
    pub destination: DestinationId,
    /// What people call it.
    pub name: String,
    /// Whether the CRM was asked; otherwise this is what can be told without network.
    pub asked: bool,
    /// What it comes to, in one sentence.
    pub sentence: Sentence,
    /// Contact by contact, in the order of sending.
    pub rows: Vec<DryRow>,
    /// How many follow that are not shown.
    pub more: u32,
}

/// What becomes of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DryKind {
    /// A record is made.
    Create,
    /// A record that is there is linked.
    Adopt,
    /// Its record is changed.
    Update,
    /// Its record is deleted.
    Delete,
    /// A record that was there before us gets back what we wrote.
    HandBack,
    /// Nothing leaves.
    Skip,
    /// A person is needed.
    Ask,
    /// It cannot be told.
    Unsure,
}

/// A contact, or a note of one.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DryRow {
    /// Whose.
    pub contact: ContactId,
    /// Its name; none where only a badge's number is known.
    pub name: Option<String>,
    /// Whether this is about one of its notes.
    pub note: bool,
    /// What becomes of it.
    pub kind: DryKind,
    /// In words.
    pub sentence: Sentence,
    /// Field by field.
    pub changes: Vec<DryChange>,
    /// Where both sides say something else; to be decided once it is there.
    pub differences: Vec<DryChange>,
    /// The request as it would leave, without the sign-in; none while the CRM has not been asked what it knows.
    pub requests: Vec<DryRequest>,
}

/// A value there, before and after.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DryChange {
    /// Our field's key; their name where the mapping has none.
    pub field: String,
    /// What is there.
    pub was: Option<String>,
    /// What would be there.
    pub will: Option<String>,
}

/// Personal data: only the field is printed.
impl std::fmt::Debug for DryChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DryChange({})", self.field)
    }
}

/// A request that would leave.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct DryRequest {
    /// GET, POST, PATCH …
    pub method: String,
    /// The whole address.
    pub address: String,
    /// Headers beside the sign-in, one a line.
    pub headers: Vec<String>,
    /// The body.
    pub body: Option<String>,
}

/// Personal data: only the method is printed.
impl std::fmt::Debug for DryRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DryRequest({})", self.method)
    }
}
