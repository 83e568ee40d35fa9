//! When the next request may leave, so that no window of a CRM's limit ever holds more of ours than it allows, and none is
//! left unused while something waits. A request is counted by the CRM somewhere between when it left and when it was
//! answered; so it counts here from when it leaves until a whole window after its answer, however long it was under way.

use crate::crm::RateFacts;
use crate::time::{Millis, MonoMs};
use std::collections::VecDeque;

/// A window of no more than this is waited for here, request by request: it frees its places one after the other, and nobody
/// needs to be told of such a wait. A longer one is a destination's own (`super::health`): it is shown, and gives back what
/// has not left.
pub const SHORT: Millis = Millis::from_secs(10);

/// No window is longer than this, whatever a header says.
const LONGEST: Millis = Millis::from_secs(3600);

/// A request's place in the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn(u64);

/// What left lately, and what a window holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turns {
    /// Requests in a window; none as long as the CRM has not said.
    limit: Option<u32>,
    window: Millis,
    counted: VecDeque<Counted>,
    /// What others use of the window, by the CRM's last word on it.
    others: u32,
    others_until: MonoMs,
    next: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counted {
    turn: Turn,
    /// When it was answered; none while it is under way.
    answered: Option<MonoMs>,
}

/// As long as the CRM has not said its limit, so many that left last are remembered.
const REMEMBERED: usize = 4096;

impl Default for Turns {
    /// Those of a CRM that says its limit in its answers.
    fn default() -> Self {
        Self {
            limit: None,
            window: Millis(0),
            counted: VecDeque::new(),
            others: 0,
            others_until: MonoMs(0),
            next: 0,
        }
    }
}

impl Turns {
    /// Those of a documented limit of which the answers say nothing.
    #[must_use]
    pub fn documented(limit: u32, window: Millis) -> Self {
        Self { limit: Some(limit.max(1)), window, ..Self::default() }
    }

    /// How long until a request may leave; none when it may now.
    #[must_use]
    pub fn wait(&self, now: MonoMs) -> Option<Millis> {
        let limit = self.limit? as usize;
        let others = if self.others_until > now { self.others as usize } else { 0 };
        // One at a time may always leave: a limit that others use up shows when it is free again by the answer to it.
        let room = limit.saturating_sub(others).max(1);
        let mut ends: Vec<Option<MonoMs>> = self.ours(now).collect();
        if ends.len() < room {
            return None;
        }
        // So many of them must have left the window first. Of one that is under way nothing is known but that it will.
        let first = ends.len() - room;
        ends.sort_by_key(|until| until.unwrap_or(MonoMs(u64::MAX)));
        Some(match ends[first] {
            Some(until) => now.until(until).max(Millis(1)),
            None => Millis(1),
        })
    }

    /// Counts a request that leaves now.
    pub fn begin(&mut self, now: MonoMs) -> Turn {
        let over = |one: &Counted| one.answered.is_some_and(|at| at.plus(self.window) <= now);
        let too_many = |all: &VecDeque<Counted>| match self.limit {
            Some(_) => all.front().is_some_and(over),
            None => all.len() >= REMEMBERED,
        };
        while too_many(&self.counted) {
            self.counted.pop_front();
        }
        let turn = Turn(self.next);
        self.next += 1;
        // Before the CRM said anything there is nothing to be counted against, but what has left counts once it did.
        self.counted.push_back(Counted { turn, answered: None });
        turn
    }

    /// It was answered, or never will be.
    pub fn end(&mut self, turn: Turn, now: MonoMs) {
        if let Some(one) = self.counted.iter_mut().find(|one| one.turn == turn) {
            one.answered = Some(now);
        }
    }

    /// When each of ours leaves the window; none of one that is under way.
    fn ours(&self, now: MonoMs) -> impl Iterator<Item = Option<MonoMs>> {
        let until = |one: &Counted| one.answered.map(|at| at.plus(self.window));
        self.counted.iter().map(until).filter(move |until| until.is_none_or(|until| until > now))
    }

    /// What an answer says of the limit.
    pub fn heard(&mut self, rate: &RateFacts, now: MonoMs) {
        let (Some(limit), Some(left), Some(reset)) = (rate.limit, rate.remaining, rate.reset) else { return };
        self.limit = Some(limit.max(1));
        // A window that starts anew at a time shows its whole length only at its beginning.
        self.window = self.window.max(reset).min(LONGEST);
        let ours = self.ours(now).count();
        let used = limit.saturating_sub(left);
        self.others = used.saturating_sub(u32::try_from(ours).unwrap_or(u32::MAX));
        self.others_until = now.plus(reset.min(LONGEST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(limit: u32, left: u32, reset: Millis) -> RateFacts {
        RateFacts { limit: Some(limit), remaining: Some(left), reset: Some(reset), ..RateFacts::default() }
    }

    /// A CRM with a rolling window.
    struct Crm {
        limit: usize,
        window: u64,
        seen: VecDeque<u64>,
        refused: usize,
    }

    impl Crm {
        fn ask(&mut self, at: u64) -> RateFacts {
            while self.seen.front().is_some_and(|time| time + self.window <= at) {
                self.seen.pop_front();
            }
            if self.seen.len() >= self.limit {
                self.refused += 1;
            } else {
                self.seen.push_back(at);
            }
            let left = u32::try_from(self.limit - self.seen.len()).unwrap();
            rate(u32::try_from(self.limit).unwrap(), left, Millis(self.window))
        }
    }

    /// Sends for so long as fast as may be, `abreast` at a time, each so long under way until it arrives and back again;
    /// how many arrived, and how many were refused.
    fn driven(limit: usize, window: u64, abreast: usize, spans: &[(u64, u64)], long: u64) -> (usize, usize) {
        let mut crm = Crm { limit, window, seen: VecDeque::new(), refused: 0 };
        let mut turns = Turns::default();
        let (mut arrived, mut under_way) = (0, Vec::<(u64, u64, Turn, Option<RateFacts>)>::new());
        let mut spans = spans.iter().cycle();
        for now in 0..long {
            for one in &mut under_way {
                if one.0 == now {
                    one.3 = Some(crm.ask(now));
                    arrived += 1;
                }
            }
            under_way.retain(|(_, answered, turn, said)| {
                if *answered == now {
                    turns.end(*turn, MonoMs(now));
                    turns.heard(&said.expect("it arrived before"), MonoMs(now));
                }
                *answered != now
            });
            // The first answer says what the limit is; until then one at a time leaves.
            let most = if turns.limit.is_none() { 1 } else { abreast };
            while under_way.len() < most && turns.wait(MonoMs(now)).is_none() {
                let (there, back) = spans.next().expect("it goes round");
                let turn = turns.begin(MonoMs(now));
                under_way.push((now + 1 + there, now + 2 + there + back, turn, None));
            }
        }
        (arrived, crm.refused)
    }

    #[test]
    fn a_limit_is_used_up_and_never_overrun() {
        // HubSpot, Pipedrive, and so many a minute, on a network that takes 40 ms.
        for (limit, window) in [(190, 10_000), (20, 2000), (600, 60_000)] {
            let long = window * 20;
            let (arrived, refused) = driven(limit, window, 2, &[(18, 20)], long);
            let most = limit * 20;
            assert_eq!(refused, 0, "{limit} in {window} ms");
            assert!(arrived * 100 >= most * 95, "{arrived} of {most} in {window} ms windows");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_network_does_a_limit_that_only_we_use_is_never_overrun(
            limit in 1_usize..30,
            window in 20_u64..600,
            abreast in 1_usize..5,
            spans in proptest::collection::vec((0_u64..300, 0_u64..300), 1..40),
        ) {
            let (arrived, refused) = driven(limit, window, abreast, &spans, 6000);
            prop_assert!(arrived > 0);
            prop_assert_eq!(refused, 0);
        }
    }

    #[test]
    fn what_others_use_is_left_to_them() {
        let mut turns = Turns::default();
        let first = turns.begin(MonoMs(0));
        turns.end(first, MonoMs(1));
        turns.heard(&rate(10, 4, Millis(1000)), MonoMs(1));
        let mut left = 0;
        while turns.wait(MonoMs(2)).is_none() {
            turns.begin(MonoMs(2));
            left += 1;
        }
        assert_eq!(left, 4);
        assert_eq!(turns.wait(MonoMs(1001)), None, "their window is over");
    }

    #[test]
    fn a_documented_limit_holds_without_a_word_of_the_crm() {
        let mut turns = Turns::documented(5, Millis(1000));
        for _ in 0..5 {
            assert_eq!(turns.wait(MonoMs(0)), None);
            let turn = turns.begin(MonoMs(0));
            turns.end(turn, MonoMs(30));
        }
        assert_eq!(turns.wait(MonoMs(100)), Some(Millis(930)));
        assert_eq!(turns.wait(MonoMs(1030)), None);
    }

    #[test]
    fn before_the_crm_said_its_limit_nothing_waits_and_afterwards_what_left_counts() {
        let mut turns = Turns::default();
        let all: Vec<Turn> = (0..6).map(|_| turns.begin(MonoMs(0))).collect();
        assert_eq!(turns.wait(MonoMs(0)), None);
        turns.end(all[0], MonoMs(5));
        turns.heard(&rate(6, 0, Millis(100)), MonoMs(5));
        assert!(turns.wait(MonoMs(5)).is_some());
    }

    #[test]
    fn a_limit_that_others_use_up_is_asked_one_at_a_time() {
        let mut turns = Turns::default();
        let first = turns.begin(MonoMs(0));
        turns.end(first, MonoMs(1));
        turns.heard(&rate(10, 0, Millis(1000)), MonoMs(1));
        let until = MonoMs(1001);
        assert!(turns.wait(MonoMs(2)).is_some() || turns.wait(until).is_none());
        assert_eq!(turns.wait(until), None);
    }
}
