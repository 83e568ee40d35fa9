//! Where a CRM's lists say nothing of what was deleted there: which of the records we stand on are looked for by id, and when
//! (rule 14). A round goes through all of them but those that the list of changes has shown since the round before: they are
//! there. What is not found is a hint like any other, and leads to a read.

use super::pull;
use crate::crm::RateFacts;
use crate::ids::{DeliveryId, RemoteId};
use crate::time::{Millis, MonoMs};
use std::collections::{BTreeSet, VecDeque};

/// From one round to the next.
pub const EVERY: Millis = Millis::from_secs(15 * 60);

/// From one request to the next, where no day's budget asks for more.
pub const PACE: Millis = Millis::from_secs(2);

/// Of a day's budget, a round takes one part in so many: half of what looking for changes takes.
const SHARE: u64 = 10;

/// The rounds of one destination. In memory: a start begins with one.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// When a round may begin.
    due: MonoMs,
    /// When a request may leave.
    next: MonoMs,
    /// The list of changes was read to its end since the last round began.
    listed: bool,
    /// What it has shown since.
    shown: BTreeSet<RemoteId>,
    /// What this round still asks for.
    left: VecDeque<(DeliveryId, RemoteId)>,
}

impl Sweep {
    /// From a start on, once the list was read.
    #[must_use]
    pub fn from(now: MonoMs) -> Self {
        let due = now.plus(pull::EVERY);
        Self { due, next: now, listed: false, shown: BTreeSet::new(), left: VecDeque::new() }
    }

    /// A person, or a resume from sleep, wants to know now.
    pub fn hurry(&mut self, now: MonoMs) {
        self.due = self.due.min(now);
        self.listed = false;
    }

    /// The list of changes showed a record of ours.
    pub fn shows(&mut self, id: &RemoteId) {
        self.shown.insert(id.clone());
    }

    /// It was read to its end.
    pub fn was_listed(&mut self) {
        self.listed = true;
    }

    /// Whether a round is to begin.
    #[must_use]
    pub fn begins(&self, now: MonoMs) -> bool {
        self.left.is_empty() && self.listed && self.due <= now
    }

    /// A round begins, over all that we stand on.
    pub fn begin(&mut self, now: MonoMs, bound: Vec<(DeliveryId, RemoteId)>) {
        let shown = std::mem::take(&mut self.shown);
        self.left = bound.into_iter().filter(|(_, id)| !shown.contains(id)).collect();
        (self.due, self.listed) = (now.plus(EVERY), false);
    }

    /// What is to be asked for now, at most so many at once.
    pub fn take(&mut self, now: MonoMs, most: usize) -> Vec<(DeliveryId, RemoteId)> {
        if self.next > now {
            return Vec::new();
        }
        let most = most.min(self.left.len());
        self.left.drain(..most).collect()
    }

    /// It could not leave, and is asked for again no sooner than this.
    pub fn give_back(&mut self, asked: Vec<(DeliveryId, RemoteId)>, until: MonoMs) {
        self.next = until;
        for one in asked.into_iter().rev() {
            self.left.push_front(one);
        }
    }

    /// It was answered, at this price.
    pub fn answered(&mut self, now: MonoMs, rate: &RateFacts) {
        self.next = now.plus(pull::share(rate, SHARE).max(PACE));
    }

    /// When something is due by itself; none while a round waits for the list.
    #[must_use]
    pub fn wake_at(&self) -> Option<MonoMs> {
        if self.left.is_empty() { self.listed.then_some(self.due) } else { Some(self.next) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(ids: &[&str]) -> Vec<(DeliveryId, RemoteId)> {
        ids.iter().map(|id| (DeliveryId::new(format!("d{id}")), RemoteId::new(*id))).collect()
    }

    const START: MonoMs = MonoMs(1_000_000);

    /// A round over these that may begin.
    fn listed() -> (Sweep, MonoMs) {
        let mut sweep = Sweep::from(START);
        sweep.was_listed();
        (sweep, START.plus(pull::EVERY))
    }

    #[test]
    fn a_round_waits_for_the_list_and_asks_for_what_it_did_not_show() {
        let mut sweep = Sweep::from(START);
        let now = START.plus(EVERY);
        assert!(!sweep.begins(now), "the list was not read");
        assert_eq!(sweep.wake_at(), None);
        for shown in ["1", "3"] {
            sweep.shows(&RemoteId::new(shown));
        }
        sweep.was_listed();
        assert!(sweep.begins(now) && sweep.wake_at() <= Some(now));
        sweep.begin(now, bound(&["1", "2", "3", "4"]));
        assert_eq!(sweep.take(now, 10), bound(&["2", "4"]));
        sweep.was_listed();
        assert!(!sweep.begins(now) && !sweep.begins(MonoMs(now.0 + EVERY.0 - 1)));
        assert!(sweep.begins(now.plus(EVERY)), "and what was shown before counts no more");
        sweep.begin(now.plus(EVERY), bound(&["1"]));
        assert_eq!(sweep.take(now.plus(EVERY), 10), bound(&["1"]));
    }

    #[test]
    fn requests_of_a_round_are_paced_and_by_a_days_budget_more_seldom() {
        let (mut sweep, now) = listed();
        sweep.begin(now, bound(&["1", "2", "3"]));
        assert_eq!(sweep.take(now, 2).len(), 2);
        sweep.answered(now, &RateFacts::default());
        assert_eq!((sweep.take(now, 2).len(), sweep.wake_at()), (0, Some(now.plus(PACE))));
        let now = now.plus(PACE);
        assert_eq!(sweep.take(now, 2), bound(&["3"]));
        let rate = RateFacts { daily_limit: Some(30_000), cost: Some(10), ..RateFacts::default() };
        sweep.answered(now, &rate);
        sweep.give_back(bound(&["3"]), now.plus(Millis::from_secs(288)));
        assert_eq!(sweep.wake_at(), Some(now.plus(Millis::from_secs(288))), "3,000 of 30,000 a day");
        assert_eq!(pull::share(&rate, SHARE), Millis::from_secs(288));
    }

    #[test]
    fn what_could_not_leave_is_asked_for_first_when_it_may() {
        let (mut sweep, now) = listed();
        sweep.begin(now, bound(&["1", "2", "3"]));
        let some = sweep.take(now, 2);
        sweep.give_back(some, now.plus(Millis(40)));
        assert_eq!(sweep.take(now, 2), Vec::new());
        assert_eq!(sweep.take(now.plus(Millis(40)), 2), bound(&["1", "2"]));
    }

    #[test]
    fn a_person_who_asks_need_not_wait_for_the_next_round_but_for_the_list() {
        let (mut sweep, now) = listed();
        sweep.begin(now, Vec::new());
        sweep.was_listed();
        let soon = now.plus(Millis(500));
        sweep.hurry(soon);
        assert!(!sweep.begins(soon));
        sweep.was_listed();
        assert!(sweep.begins(soon));
    }
}
