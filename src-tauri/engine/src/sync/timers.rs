//! When something happens by itself: an open card's grace, a delivery's own wait, a fence. Monotonic and in memory: what
//! a start finds is armed anew, in full (rules 2 and 19).

use crate::store::queues::Timed;
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::{Hold, State};
use lanyard_core::sync::Event;
use lanyard_core::time::{Millis, MonoMs};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a timer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// An open card.
    Grace,
    /// A delivery's own wait.
    Wait,
    /// A fence.
    Fence,
}

impl Ends {
    /// What happens then; an open card is left first.
    pub(super) fn event(self) -> Event {
        match self {
            Self::Grace => Event::Changed,
            Self::Wait => Event::WaitOver,
            Self::Fence => Event::FenceOver,
        }
    }
}

/// The armed timers of one destination.
#[derive(Debug, Default)]
pub(super) struct Timers {
    armed: BTreeMap<DeliveryId, (Ends, Millis, MonoMs)>,
    soonest: Option<MonoMs>,
    left: Arc<BTreeMap<DeliveryId, Millis>>,
    counted: MonoMs,
}

impl Timers {
    /// Brings the timers in line with the deliveries that a timer moves on. One that is armed for the same end and span
    /// goes on; others start anew, in full.
    pub(super) fn follow(&mut self, timed: &[Timed], fence: Millis, now: MonoMs) {
        let mut kept = BTreeMap::new();
        for Timed { id, state } in timed {
            let Some((ends, span)) = span(state, fence) else { continue };
            let due = match self.armed.get(id) {
                Some((armed, armed_span, due)) if *armed == ends && *armed_span == span => *due,
                Some(_) | None => now.plus(span),
            };
            kept.insert(id.clone(), (ends, span, due));
        }
        self.armed = kept;
        self.soonest = self.armed.values().map(|(_, _, due)| *due).min();
        self.left =
            Arc::new(self.armed.iter().map(|(id, (_, _, due))| (id.clone(), now.until(*due))).collect());
        self.counted = now;
    }

    /// Those whose time has come.
    pub(super) fn due(&self, now: MonoMs) -> Vec<(DeliveryId, Ends)> {
        if self.soonest.is_none_or(|soonest| soonest > now) {
            return Vec::new();
        }
        self.armed
            .iter()
            .filter(|(_, (_, _, due))| *due <= now)
            .map(|(id, (ends, _, _))| (id.clone(), *ends))
            .collect()
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Option<MonoMs> {
        self.soonest
    }

    /// When the next one is due that is no fence.
    pub(super) fn next_but_fences(&self) -> Option<MonoMs> {
        let others = self.armed.values().filter(|(ends, _, _)| *ends != Ends::Fence);
        others.map(|(_, _, due)| *due).min()
    }

    /// What was left for each, to be shown, and when that was counted.
    pub(super) fn left(&self) -> (Arc<BTreeMap<DeliveryId, Millis>>, MonoMs) {
        (Arc::clone(&self.left), self.counted)
    }
}

fn span(state: &State, fence: Millis) -> Option<(Ends, Millis)> {
    match state {
        State::Held { why: Hold::Grace, wait } => Some((Ends::Grace, wait.unwrap_or_default())),
        State::Waiting { wait } => Some((Ends::Wait, *wait)),
        State::Fenced => Some((Ends::Fence, fence)),
        State::Held { why: Hold::Consent | Hold::Review | Hold::Incomplete | Hold::Unresolved, .. }
        | State::Queued
        | State::Sending { .. }
        | State::Synced
        | State::Parked { .. }
        | State::Removed { .. } => None,
    }
}
