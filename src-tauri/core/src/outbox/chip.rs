//! The one word a person sees. Which state gives which chip is the table of the sync protocol; the sums count by it.

use super::delivery::{Delivery, Intent, State};
use super::gate::Gate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A contact's or a delivery's chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Chip {
    // In the order of precedence: a contact with several deliveries shows the first that holds.
    /// A person is needed.
    NeedsAttention,
    /// A field differs in the CRM.
    Differs,
    /// It may have arrived; we look before sending again.
    Checking,
    /// A request is under way.
    Sending,
    /// The CRM asked us to wait, or we back off.
    Waiting,
    /// Not to be sent yet.
    OnHold,
    /// Ready to go.
    Queued,
    /// A removal is under way.
    Removing,
    /// In the CRM as here.
    Synced,
    /// Gone here, and settled there.
    Removed,
    /// On this laptop; no destination.
    Saved,
}

impl Chip {
    /// All of them, in the order of precedence.
    pub const ALL: [Self; 11] = [
        Self::NeedsAttention,
        Self::Differs,
        Self::Checking,
        Self::Sending,
        Self::Waiting,
        Self::OnHold,
        Self::Queued,
        Self::Removing,
        Self::Synced,
        Self::Removed,
        Self::Saved,
    ];
}

/// The chip of one delivery: the table of the sync protocol. `gate` is the destination's health, `differs` whether the
/// delivery has an open conflict row.
#[must_use]
pub fn chip(delivery: &Delivery, gate: Gate, differs: bool) -> Chip {
    let asking = matches!(delivery.state, State::Parked { .. });
    if delivery.intent != Intent::Upsert && !delivery.is_settled() && !asking {
        return Chip::Removing;
    }
    match &delivery.state {
        State::Held { .. } => Chip::OnHold,
        State::Queued => match gate {
            Gate::Open | Gate::Offline => Chip::Queued,
            Gate::Throttled | Gate::Resting | Gate::SignIn | Gate::Restored => Chip::Waiting,
        },
        State::Sending { .. } => Chip::Sending,
        State::Fenced => Chip::Checking,
        State::Waiting { .. } => Chip::Waiting,
        State::Synced if differs => Chip::Differs,
        State::Synced => Chip::Synced,
        State::Parked { .. } => Chip::NeedsAttention,
        State::Removed { .. } => Chip::Removed,
    }
}

/// The one chip of a contact: the first, in the chips' own order, that one of its deliveries shows.
#[must_use]
pub fn contact_chip(deliveries: impl IntoIterator<Item = Chip>) -> Chip {
    deliveries.into_iter().min().unwrap_or(Chip::Saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_chip_and_the_destinations_health_shows_in_the_queue() {
        use crate::ids::{BootId, ContactId, DeliveryId, DestinationId, Marker};
        use crate::outbox::{Hold, ParkReason, RemovedBy};
        use crate::time::Millis;
        let of = |state: &State, intent: Intent, gate: Gate, differs: bool| {
            let (id, contact) = (DeliveryId::new("d"), ContactId::new("k"));
            let mut delivery =
                Delivery::new(id, contact, DestinationId::new("z"), Marker::new("m"), state.clone());
            delivery.intent = intent;
            chip(&delivery, gate, differs)
        };
        let parked = State::Parked { reason: ParkReason::DeletedThere };
        let gone = State::Removed { by: RemovedBy::Here };
        for (state, stays, goes) in [
            (State::Held { why: Hold::Grace, wait: None }, Chip::OnHold, Chip::Removing),
            (State::Queued, Chip::Queued, Chip::Removing),
            (State::Sending { lease: BootId::new("b") }, Chip::Sending, Chip::Removing),
            (State::Fenced, Chip::Checking, Chip::Removing),
            (State::Waiting { wait: Millis(1) }, Chip::Waiting, Chip::Removing),
            (parked, Chip::NeedsAttention, Chip::NeedsAttention),
            (gone, Chip::Removed, Chip::Removed),
        ] {
            assert_eq!(of(&state, Intent::Upsert, Gate::Open, false), stays);
            for intent in [Intent::Delete, Intent::Unlink, Intent::Destroy] {
                assert_eq!(of(&state, intent, Gate::Open, false), goes);
            }
        }
        assert_eq!(of(&State::Synced, Intent::Upsert, Gate::Open, false), Chip::Synced);
        assert_eq!(of(&State::Synced, Intent::Upsert, Gate::Open, true), Chip::Differs);
        assert_eq!(of(&State::Queued, Intent::Upsert, Gate::Offline, false), Chip::Queued);
        for gate in [Gate::Throttled, Gate::Resting, Gate::SignIn, Gate::Restored] {
            assert_eq!(of(&State::Queued, Intent::Upsert, gate, false), Chip::Waiting);
        }
    }

    #[test]
    fn a_contact_shows_the_chip_that_needs_someone_most() {
        assert_eq!(contact_chip([Chip::Synced, Chip::NeedsAttention, Chip::Queued]), Chip::NeedsAttention);
        assert_eq!(contact_chip([Chip::Synced, Chip::OnHold]), Chip::OnHold);
        assert_eq!(contact_chip([Chip::Removed, Chip::Synced]), Chip::Synced);
        assert_eq!(contact_chip([]), Chip::Saved);
    }
}
