//! How the contact on the card stands at a CRM that knows it already.

use lanyard_core::explain::Sentence;
use lanyard_core::ids::DestinationId;
use serde::Serialize;
use ts_rs::TS;

/// What one CRM says of the contact on the card; it goes with the card.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct StandingView {
    /// Which destination.
    pub destination: DestinationId,
    /// That it knows them.
    pub known: Sentence,
    /// Status, deals, owner, last contact: as far as it has them, in this order.
    pub facts: Vec<Sentence>,
}

/// Personal data: only the destination is printed.
impl std::fmt::Debug for StandingView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StandingView({})", self.destination)
    }
}
