//! The manager's sum: each contact stands in exactly one bucket.

use super::delivery::{Delivery, State};

/// A part of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// A person is needed.
    NeedsAttention,
    /// Not settled, or without a destination.
    Waiting,
    /// In the CRM as here.
    Synced,
    /// Deleted or merged here, and settled everywhere.
    Removed,
}

/// The bucket of a contact. `gone` says that it was deleted or merged here; `differs` that one of its deliveries has an
/// open conflict row.
#[must_use]
pub fn bucket(deliveries: &[Delivery], differs: bool, gone: bool) -> Bucket {
    let parked = deliveries.iter().any(|delivery| matches!(delivery.state, State::Parked { .. }));
    if parked || differs {
        return Bucket::NeedsAttention;
    }
    let settled = deliveries.iter().all(Delivery::is_settled);
    if gone {
        return if settled { Bucket::Removed } else { Bucket::Waiting };
    }
    if deliveries.is_empty() || !settled { Bucket::Waiting } else { Bucket::Synced }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ContactId, DeliveryId, DestinationId, Marker};
    use crate::outbox::{ParkReason, RemovedBy};

    fn delivery(state: State) -> Delivery {
        let (id, contact) = (DeliveryId::new("d"), ContactId::new("k"));
        Delivery::new(id, contact, DestinationId::new("z"), Marker::new("m"), state)
    }

    #[test]
    fn each_contact_stands_in_one_bucket_the_gravest_first() {
        let parked = || delivery(State::Parked { reason: ParkReason::DeletedThere });
        let synced = || delivery(State::Synced);
        let queued = || delivery(State::Queued);
        let removed = || delivery(State::Removed { by: RemovedBy::Here });
        assert_eq!(bucket(&[synced(), parked()], false, false), Bucket::NeedsAttention);
        assert_eq!(bucket(&[parked()], false, true), Bucket::NeedsAttention);
        assert_eq!(bucket(&[synced()], true, false), Bucket::NeedsAttention);
        assert_eq!(bucket(&[synced(), queued()], false, false), Bucket::Waiting);
        assert_eq!(bucket(&[], false, false), Bucket::Waiting);
        assert_eq!(bucket(&[synced()], false, false), Bucket::Synced);
        assert_eq!(bucket(&[queued()], false, true), Bucket::Waiting);
        assert_eq!(bucket(&[removed(), synced()], false, true), Bucket::Removed);
        assert_eq!(bucket(&[], false, true), Bucket::Removed);
    }
}
