//! The manager's sum: each contact stands in exactly one bucket.

use super::delivery::{Delivery, Intent, State};

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
    let removing =
        deliveries.iter().any(|delivery| delivery.intent != Intent::Upsert && !delivery.is_settled());
    if gone {
        return if settled { Bucket::Removed } else { Bucket::Waiting };
    }
    if deliveries.is_empty() || !settled || removing { Bucket::Waiting } else { Bucket::Synced }
}
