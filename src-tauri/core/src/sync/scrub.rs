//! When a delivery is asked for by its marker again, although all seems well (rule 14): after an unknown outcome at F, an
//! hour and a day, then daily; for tombstones daily. A request that arrives late shows itself only so.

use super::plant::{self, Plant};
use crate::outbox::{Delivery, DeliveryPart, State};
use crate::time::{Millis, MonoMs};

const HOUR: Millis = Millis::from_secs(3600);
const DAY: Millis = Millis::from_secs(86_400);

/// Which of a destination's rounds was last made. Counted from a start, and anew from each unknown outcome: a span, not a
/// date (rule 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scrub {
    /// Since when it counts.
    pub since: MonoMs,
    /// Rounds made.
    pub rounds: u32,
}

impl Scrub {
    /// Counting begins: at a start, or with an unknown outcome.
    #[must_use]
    pub fn from(now: MonoMs) -> Self {
        Self { since: now, rounds: 0 }
    }

    /// When the next round is due.
    #[must_use]
    pub fn due(&self, fence: Millis) -> MonoMs {
        let days = u64::from(self.rounds.saturating_sub(1));
        self.since.plus(match self.rounds {
            0 => fence,
            1 => Millis(fence.0 + HOUR.0),
            _ => Millis(fence.0 + DAY.0.saturating_mul(days)),
        })
    }

    /// A round was made.
    #[must_use]
    pub fn made(self) -> Self {
        Self { rounds: self.rounds.saturating_add(1), ..self }
    }
}

/// Whether a round asks for this delivery: its history holds an unknown outcome, or it is a tombstone of something that was
/// there. How long tombstones are asked for is the store's affair: it counts their days.
#[must_use]
pub fn wants<const P: Plant>(delivery: &Delivery) -> bool {
    // What was found too many has no family of its own: the delivery that found it looks for both.
    if P == plant::NO_SCRUB || matches!(delivery.part, DeliveryPart::Surplus(_)) {
        return false;
    }
    match &delivery.state {
        State::Synced | State::Parked { .. } => delivery.ever_unknown,
        State::Removed { .. } => delivery.ever_unknown || delivery.binding.is_some(),
        // These look by themselves, or have nothing to look for.
        State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Waiting { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_is_looked_for_at_the_fence_after_an_hour_a_day_and_daily() {
        let fence = Millis::from_secs(180);
        let mut scrub = Scrub::from(MonoMs(0));
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(scrub.due(fence).0 / 1000 - 180);
            scrub = scrub.made();
        }
        assert_eq!(seen, [0, 3600, 86_400, 172_800]);
    }

    #[test]
    fn what_was_ever_unknown_and_what_was_removed_is_looked_for_again() {
        use crate::ids::{ContactId, DeliveryId, DestinationId, Marker, RemoteId};
        use crate::outbox::{Binding, BindingKind, RemovedBy};
        let (id, contact) = (DeliveryId::new("d"), ContactId::new("k"));
        let mut delivery =
            Delivery::new(id, contact, DestinationId::new("z"), Marker::new("m"), State::Synced);
        assert!(!wants::<{ plant::NONE }>(&delivery));
        delivery.ever_unknown = true;
        assert!(wants::<{ plant::NONE }>(&delivery));
        delivery.state = State::Queued;
        assert!(!wants::<{ plant::NONE }>(&delivery));
        delivery.ever_unknown = false;
        delivery.state = State::Removed { by: RemovedBy::Here };
        assert!(!wants::<{ plant::NONE }>(&delivery));
        let remote_id = RemoteId::new("r");
        delivery.binding = Some(Binding { remote_id, kind: BindingKind::Created, base: None, missed: false });
        assert!(wants::<{ plant::NONE }>(&delivery));
    }

    #[test]
    fn what_was_found_too_many_is_looked_for_by_the_delivery_that_found_it() {
        use crate::ids::{ContactId, DeliveryId, DestinationId, Marker, RemoteId};
        let (id, contact) = (DeliveryId::new("d"), ContactId::new("k"));
        let mut delivery =
            Delivery::new(id, contact, DestinationId::new("z"), Marker::new("m"), State::Synced);
        delivery.ever_unknown = true;
        delivery.part = DeliveryPart::Surplus(RemoteId::new("r"));
        assert!(!wants::<{ plant::NONE }>(&delivery));
        delivery.part = DeliveryPart::Note("1".into());
        assert!(wants::<{ plant::NONE }>(&delivery));
    }
}
