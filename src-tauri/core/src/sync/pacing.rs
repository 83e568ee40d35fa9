//! How fast a destination is asked: the CRM's own word on its limits moves the bucket, and a CRM that goes on refusing is
//! asked ever more seldom. What is decided here is when a request may leave, never which.

use super::health::{Health, Pace};
use super::turns::SHORT;
use crate::crm::{Failure, RateFacts};
use crate::time::{Millis, MonoMs};

/// From the second refusal in a row on, the least wait, doubled each time: at most two requests in any minute reach a CRM
/// that refuses everything, whatever short `Retry-After` it sends.
const STORM_WAIT: Millis = Millis::from_secs(60);

/// The longest wait that is ours.
const STORM_MOST: Millis = Millis::from_secs(300);

/// What the CRM last said of our budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Requests allowed in its window.
    pub limit: u32,
    /// Requests left in it when it said so.
    pub left: u32,
    /// When the window starts anew, on this process's clock.
    pub renewed: MonoMs,
}

/// What is remembered of a CRM's answers to pace the next ones.
#[derive(Debug, Default)]
pub struct Pacing {
    /// The CRM's last word.
    pub quota: Option<Quota>,
    /// Throttled answers in a row. One request at a time leaves meanwhile.
    refusals: u32,
    /// What is left of the day's budget and how much it is, by the CRM's last word on it.
    day: Option<(u32, u32)>,
    /// Until when the last of them made us wait. Another one before then is of a request that had already left.
    waits_until: Option<MonoMs>,
}

impl Pacing {
    /// Takes in what an answer says. Called after [`Health`] took it in.
    pub fn follow(&mut self, health: &mut Health, failure: Option<&Failure>, rate: &RateFacts, now: MonoMs) {
        self.quota = quota(rate, now).or(self.quota);
        self.day = rate.daily_remaining.zip(rate.daily_limit).or(self.day);
        match failure {
            Some(Failure::Throttled { .. }) => {
                if self.waits_until.is_none_or(|until| until <= now) {
                    self.refusals = self.refusals.saturating_add(1);
                }
                if let Some(doublings) = self.refusals.checked_sub(2) {
                    let wait = Millis(STORM_WAIT.0 << doublings.min(8)).min(STORM_MOST);
                    let least = now.plus(wait);
                    health.throttled_until =
                        Some(health.throttled_until.map_or(least, |until| until.max(least)));
                }
                self.waits_until = health.throttled_until;
            }
            None => {
                self.refusals = 0;
                self.waits_until = None;
                if let Some(quota) = quota(rate, now) {
                    fill(&mut health.pace, quota, now);
                }
            }
            // Says nothing about the budget.
            Some(_) => {}
        }
    }

    /// Whether there is something to spare for a question that nothing waits for: no refusal to recover from, at least half of
    /// the day's budget left where there is one, and of what may leave at once more than a quarter, which is the outbox's.
    #[must_use]
    pub fn spares(&self, health: &mut Health, now: MonoMs) -> bool {
        let day = self.day.is_none_or(|(left, whole)| left >= whole / 2);
        self.refusals == 0 && day && health.pace.left(now) >= (health.pace.burst / 4.0).max(1.0)
    }

    /// How many operations may be under way: one, as long as the last answer was a refusal.
    #[must_use]
    pub fn abreast(&self, usual: usize) -> usize {
        if self.refusals == 0 { usual } else { 1 }
    }
}

/// Operations under way at once at a CRM that takes so many records in one: two batches, so that the next is there when one
/// is answered; of single records as many as keep a window of ten a second full over a network that takes 0.4 s.
#[must_use]
pub fn in_flight(batch: usize) -> usize {
    if batch > 1 { 2 } else { 4 }
}

fn quota(rate: &RateFacts, now: MonoMs) -> Option<Quota> {
    let (limit, left, reset) = (rate.limit?, rate.remaining?, rate.reset?);
    Some(Quota { limit, left, renewed: now.plus(reset) })
}

/// What the CRM says is left may leave as fast as it takes it, and is regained as fast as its window turns. When exactly the
/// next one may leave is counted where requests leave ([`super::turns`]), as one operation may be several of them; here it is
/// only kept from being claimed long before. In a short window nothing is: what is free of it a moment from now, this answer
/// does not say.
fn fill(pace: &mut Pace, quota: Quota, now: MonoMs) {
    let limit = f64::from(quota.limit).max(1.0);
    let short = now.until(quota.renewed) <= SHORT;
    let left = if short { limit } else { f64::from(quota.left) };
    let seconds = (now.until(quota.renewed).0 as f64 / 1000.0).max(1.0);
    pace.burst = limit;
    pace.tokens = left;
    pace.per_second = limit / seconds;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crm::Scope;
    use crate::time::WallMs;

    const NOW: MonoMs = MonoMs(1_000_000);

    fn rate(limit: u32, remaining: u32) -> RateFacts {
        RateFacts {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(Millis::from_secs(60)),
            ..RateFacts::default()
        }
    }

    fn refused(health: &mut Health, pacing: &mut Pacing, wait: Option<Millis>, now: MonoMs) {
        let failure = Failure::Throttled { wait, scope: Scope::Burst };
        health.failed(&failure, now, WallMs(5), 0.5);
        pacing.follow(health, Some(&failure), &RateFacts::default(), now);
    }

    #[test]
    fn what_is_left_of_a_window_may_leave_at_once() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        health.pace.at = NOW;
        pacing.follow(&mut health, None, &rate(6000, 5999), NOW);
        let took = (0..10_000).take_while(|_| health.pace.take(NOW).is_ok()).count();
        assert_eq!(took, 5999);
    }

    #[test]
    fn in_a_short_window_nothing_is_waited_for_that_is_counted_where_it_leaves() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        health.pace.at = NOW;
        let rolling = RateFacts { reset: Some(Millis::from_secs(10)), ..rate(190, 0) };
        pacing.follow(&mut health, None, &rolling, NOW);
        assert_eq!((health.pace.take(NOW), health.throttled_until), (Ok(()), None));
    }

    #[test]
    fn what_others_used_of_a_window_is_not_taken() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        health.pace.at = NOW;
        pacing.follow(&mut health, None, &rate(600, 120), NOW);
        let took = (0..10_000).take_while(|_| health.pace.take(NOW).is_ok()).count();
        assert_eq!(took, 120);
    }

    #[test]
    fn no_more_leaves_than_the_window_still_allows() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        pacing.follow(&mut health, None, &rate(6000, 3), NOW);
        assert!(health.pace.tokens <= 3.0);
    }

    #[test]
    fn a_crm_that_refuses_for_an_hour_is_asked_at_most_twice_a_minute_and_one_request_at_a_time() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        assert_eq!(pacing.abreast(2), 2);
        let mut asked = Vec::new();
        for second in 0..3600_u64 {
            let now = NOW.plus(Millis::from_secs(second));
            if health.throttled_until.is_none_or(|until| until <= now) {
                asked.push(second);
                refused(&mut health, &mut pacing, Some(Millis::from_secs(1)), now);
                assert_eq!(pacing.abreast(2), 1);
            }
        }
        for minute in asked.windows(3) {
            assert!(minute[2] - minute[0] >= 60, "{asked:?}");
        }
        assert!(asked.len() <= 18, "{} requests in the hour", asked.len());
    }

    #[test]
    fn two_requests_that_were_under_way_together_are_refused_once() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        for heard in [NOW, NOW.plus(Millis(40))] {
            refused(&mut health, &mut pacing, Some(Millis::from_secs(2)), heard);
        }
        let last = NOW.plus(Millis(2_040));
        assert_eq!(health.throttled_until, Some(last));
        refused(&mut health, &mut pacing, Some(Millis::from_secs(2)), last);
        assert_eq!(health.throttled_until, Some(last.plus(STORM_WAIT)));
    }

    #[test]
    fn a_single_refusal_is_waited_out_as_long_as_it_says_and_no_longer() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        refused(&mut health, &mut pacing, Some(Millis::from_secs(1)), NOW);
        assert_eq!(health.throttled_until, Some(NOW.plus(Millis::from_secs(1))));
        pacing.follow(&mut health, None, &RateFacts::default(), NOW);
        assert_eq!(pacing.abreast(2), 2);
    }

    #[test]
    fn what_nothing_waits_for_leaves_the_last_quarter_of_a_window_to_what_must_be_sent() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        health.pace.at = NOW;
        pacing.follow(&mut health, None, &rate(100, 100), NOW);
        let mut asked = 0;
        while pacing.spares(&mut health, NOW) {
            health.pace.take(NOW).expect("there is something to spare");
            asked += 1;
        }
        assert_eq!(asked, 76);
        assert!(health.pace.take(NOW).is_ok(), "the outbox goes on");
    }

    #[test]
    fn what_nothing_waits_for_is_not_asked_in_the_second_half_of_a_days_budget() {
        let day = |left| RateFacts { daily_remaining: Some(left), daily_limit: Some(30_000), ..rate(20, 20) };
        for (left, spares) in [(30_000, true), (15_000, true), (14_999, false), (0, false)] {
            let (mut health, mut pacing) = (Health::default(), Pacing::default());
            health.pace.at = NOW;
            pacing.follow(&mut health, None, &day(left), NOW);
            assert_eq!(pacing.spares(&mut health, NOW), spares, "{left}");
            pacing.follow(&mut health, None, &rate(20, 20), NOW);
            assert_eq!(
                pacing.spares(&mut health, NOW),
                spares,
                "a reply that says nothing of the day changes nothing"
            );
        }
    }

    #[test]
    fn what_nothing_waits_for_is_not_asked_after_a_refusal_until_an_answer_came() {
        let (mut health, mut pacing) = (Health::default(), Pacing::default());
        health.pace.at = NOW;
        refused(&mut health, &mut pacing, Some(Millis::from_secs(1)), NOW);
        let later = NOW.plus(Millis::from_secs(60));
        assert!(!pacing.spares(&mut health, later));
        pacing.follow(&mut health, None, &RateFacts::default(), later);
        assert!(pacing.spares(&mut health, later));
    }
}
