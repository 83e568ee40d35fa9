//! Before the laptop is closed: what is not in the CRM, and why.

use super::contact::HeldAt;
use super::review::Cause;
use lanyard_core::explain::{Sentence, Who};
use lanyard_core::time::WallMs;
use serde::Serialize;
use ts_rs::TS;

/// Contacts that are not in the CRM for one reason.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct LeftView {
    /// How many.
    pub contacts: u32,
    /// Why.
    pub why: Sentence,
    /// What happens next.
    pub next: Option<Sentence>,
    /// Who acts.
    pub who: Who,
    /// The failure they have in common, to look at them.
    pub cause: Option<Cause>,
    /// The hold they have in common, to look at them.
    pub held: Option<HeldAt>,
}

/// Whether the laptop can be closed without a loss of time or work.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ClosingView {
    /// Whether everything that is to be in a CRM is there.
    pub safe: bool,
    /// "All 214 are in HubSpot.", or how many are not.
    pub sentence: Sentence,
    /// Those that are not there, by reason; a contact that waits at two CRMs may stand in two lines.
    pub left: Vec<LeftView>,
    /// When the last backup was made here.
    pub last_backup: Option<WallMs>,
    /// How many were captured since; all without one.
    pub since_backup: u32,
}
