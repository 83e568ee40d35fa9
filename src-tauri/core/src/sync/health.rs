//! How a destination is doing: reachable or not, throttled, resting, signed out. Destination faults hold the
//! destination, spend no attempts, and leave its deliveries queued (rule 15).

use super::retry::{MAX_BACKOFF, backoff};
use super::turns::SHORT;
use crate::crm::{AuthFault, Failure, RateFacts, Scope, Trouble};
use crate::outbox::Gate;
use crate::time::{Millis, MonoMs, WallMs};
use serde::{Deserialize, Serialize};

/// So many failures in a row open the breaker (sync protocol, "Failure classes").
pub const BREAKER_AT: u32 = 5;

/// For so long.
pub const BREAKER_REST: Millis = Millis::from_secs(30);

/// While offline the CRM is asked at least this often.
pub const OFFLINE_MAX: Millis = Millis::from_secs(30);

/// Without a `Retry-After`, a burst limit is waited out this long.
pub const THROTTLE_DEFAULT: Millis = Millis::from_secs(10);

/// No stored wait that a CRM asked for is taken for longer, whatever stands there (rule 19).
pub const THROTTLE_MOST: Millis = Millis::from_secs(7 * 24 * 3600);

/// A daily budget that ran out is looked at this often, with one read.
pub const DAILY_LOOK: Millis = Millis::from_secs(3600);

/// A destination's health.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Health {
    /// Since when its host does not answer.
    pub offline_since: Option<WallMs>,
    /// Whether it answered at least once.
    pub answered: bool,
    /// Why it does not accept our sign-in.
    pub auth: Option<AuthFault>,
    /// It asked us to wait until then.
    pub throttled_until: Option<MonoMs>,
    /// The breaker is open until then.
    pub rest_until: Option<MonoMs>,
    /// While offline: not asked again before then.
    pub offline_until: Option<MonoMs>,
    /// Failures in a row, of the kinds the breaker counts.
    pub failures: u32,
    /// Since when it is not open, to be shown.
    pub closed_since: Option<WallMs>,
    /// How fast we may go.
    pub pace: Pace,
    /// Whether a person has yet to say what this restored or copied store is (rule 20). Nothing but that ends it.
    pub restored: bool,
}

/// The part of health that survives a restart. Waits are spans (rule 19).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredHealth {
    /// Since when its host does not answer.
    pub offline_since: Option<WallMs>,
    /// Why it does not accept our sign-in.
    pub auth: Option<AuthFault>,
    /// What was left of a wait it asked for.
    pub throttled_for: Option<Millis>,
    /// Whether it ever answered.
    pub answered: bool,
}

/// A token bucket over requests, following the CRM's own headers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Requests that may leave at once.
    pub tokens: f64,
    /// The most that are saved up.
    pub burst: f64,
    /// Requests regained per second.
    pub per_second: f64,
    /// When tokens were last counted.
    pub at: MonoMs,
}

impl Default for Pace {
    fn default() -> Self {
        Self::half_of(100, Millis::from_secs(10))
    }
}

impl Pace {
    /// Half of a documented limit of `requests` per `window`, to leave room for others.
    #[must_use]
    pub fn half_of(requests: u32, window: Millis) -> Self {
        let burst = (f64::from(requests) / 2.0).max(1.0);
        let per_second = burst * 1000.0 / (window.0.max(1) as f64);
        Self { tokens: burst, burst, per_second, at: MonoMs(0) }
    }

    fn refill(&mut self, now: MonoMs) {
        let passed = self.at.until(now).0 as f64 / 1000.0;
        self.tokens = (self.tokens + passed * self.per_second).min(self.burst);
        self.at = now;
    }

    /// How many may leave at once now.
    pub(super) fn left(&mut self, now: MonoMs) -> f64 {
        self.refill(now);
        self.tokens
    }

    /// Takes one request's worth; otherwise says how long until there is one.
    pub fn take(&mut self, now: MonoMs) -> Result<(), Millis> {
        self.refill(now);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err(Millis(((1.0 - self.tokens) / self.per_second * 1000.0).ceil() as u64))
    }
}

impl Health {
    /// Health as it was stored, waits re-armed in full.
    #[must_use]
    pub fn restored(stored: StoredHealth, now: MonoMs) -> Self {
        Self {
            offline_since: stored.offline_since,
            answered: stored.answered,
            auth: stored.auth,
            throttled_until: stored.throttled_for.map(|span| now.plus(span.min(THROTTLE_MOST))),
            closed_since: stored.offline_since,
            ..Self::default()
        }
    }

    /// What is to be stored.
    #[must_use]
    pub fn stored(&self, now: MonoMs) -> StoredHealth {
        StoredHealth {
            offline_since: self.offline_since,
            auth: self.auth,
            throttled_for: self.throttled_until.map(|until| now.until(until)).filter(|span| span.0 > 0),
            answered: self.answered,
        }
    }

    /// What deliveries see. The first that holds, gravest first.
    #[must_use]
    pub fn gate(&self, now: MonoMs) -> Gate {
        if self.restored {
            Gate::Restored
        } else if self.auth.is_some() {
            Gate::SignIn
        } else if self.offline_since.is_some() {
            Gate::Offline
        } else if self.throttled_until.is_some_and(|until| until > now) {
            Gate::Throttled
        } else if self.rest_until.is_some() {
            Gate::Resting
        } else {
            Gate::Open
        }
    }

    /// Whether, and when, a read must open the gate again before anything else is asked: offline, after the breaker's
    /// rest, and once after a throttle is not needed.
    #[must_use]
    pub fn look_at(&self, now: MonoMs) -> Option<MonoMs> {
        match self.gate(now) {
            // What the CRM itself asked for is waited out first, whatever else is the matter.
            Gate::Offline => {
                Some(self.offline_until.unwrap_or(now).max(self.throttled_until.unwrap_or_default()))
            }
            Gate::Resting => self.rest_until.max(self.throttled_until),
            Gate::Open | Gate::Throttled | Gate::SignIn | Gate::Restored => None,
        }
    }

    /// When the destination is tried again, for the sentence; none when it is open or waits for a person.
    #[must_use]
    pub fn next_try(&self, now: MonoMs) -> Option<MonoMs> {
        match self.gate(now) {
            Gate::Open | Gate::SignIn | Gate::Restored => None,
            Gate::Offline => self.offline_until,
            Gate::Throttled => self.throttled_until,
            Gate::Resting => self.rest_until,
        }
    }

    /// A person asked for a try now: waits that are ours end, the CRM's own do not.
    pub fn hurry(&mut self, now: MonoMs) {
        self.offline_until = None;
        if self.rest_until.is_some() {
            self.rest_until = Some(now);
        }
        self.auth = None;
    }

    /// It answered as it should.
    pub fn answered(&mut self) {
        *self = Self {
            answered: true,
            throttled_until: self.throttled_until,
            pace: self.pace,
            restored: self.restored,
            ..Self::default()
        };
    }

    /// A request failed. `wall` is only kept to be shown.
    pub fn failed(&mut self, failure: &Failure, now: MonoMs, wall: WallMs, jitter: f64) {
        match failure {
            Failure::Auth { fault } => {
                self.auth = Some(*fault);
                self.closed_since.get_or_insert(wall);
            }
            Failure::Throttled { wait, scope } => {
                let span = match (wait, scope) {
                    (Some(wait), _) => *wait,
                    (None, Scope::Burst) => THROTTLE_DEFAULT,
                    (None, Scope::Daily) => DAILY_LOOK,
                };
                // Another answer may have asked for more.
                self.throttled_until = self.throttled_until.max(Some(now.plus(span)));
                self.pace.tokens = 0.0;
                self.pace.at = now;
                self.closed_since.get_or_insert(wall);
            }
            Failure::Transient { trouble: Trouble::Unreachable | Trouble::Portal } => {
                self.failures = self.failures.saturating_add(1);
                self.offline_since.get_or_insert(wall);
                self.closed_since.get_or_insert(wall);
                let wait = backoff(self.failures, jitter).min(OFFLINE_MAX);
                self.offline_until = Some(now.plus(wait));
                self.rest_until = None;
            }
            Failure::Transient { trouble: Trouble::Busy } | Failure::Ambiguous => {
                self.failures = self.failures.saturating_add(1);
                if self.failures >= BREAKER_AT {
                    self.rest_until = Some(now.plus(BREAKER_REST));
                    self.closed_since.get_or_insert(wall);
                }
            }
            Failure::Conflict { .. }
            | Failure::Stale { .. }
            | Failure::Gone { .. }
            | Failure::Invalid { .. }
            | Failure::TooLarge
            | Failure::Unsupported
            | Failure::Protocol => self.answered(),
        }
    }

    /// What the reply's headers say. A window that is used up is waited out before the CRM has to say so; a short one where
    /// its requests leave.
    pub fn follow(&mut self, rate: &RateFacts, now: MonoMs) {
        if let (Some(limit), Some(reset)) = (rate.limit, rate.reset) {
            let burst = (f64::from(limit) / 2.0).max(1.0);
            self.pace.burst = burst;
            self.pace.tokens = self.pace.tokens.min(burst);
            if rate.remaining == Some(0) && reset > SHORT {
                self.throttled_until = Some(now.plus(reset.min(MAX_BACKOFF)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: MonoMs = MonoMs(1_000_000);
    const WALL: WallMs = WallMs(5);
    const BUSY: Failure = Failure::Transient { trouble: Trouble::Busy };
    const AWAY: Failure = Failure::Transient { trouble: Trouble::Unreachable };

    #[test]
    fn five_failures_in_a_row_open_the_breaker_and_a_read_must_close_it() {
        let mut health = Health::default();
        for _ in 0..4 {
            health.failed(&BUSY, NOW, WALL, 0.5);
            assert_eq!(health.gate(NOW), Gate::Open);
        }
        health.failed(&BUSY, NOW, WALL, 0.5);
        assert_eq!(health.gate(NOW), Gate::Resting);
        let later = NOW.plus(BREAKER_REST);
        assert_eq!(health.gate(later), Gate::Resting);
        assert_eq!(health.look_at(later), Some(later));
        health.answered();
        assert_eq!(health.gate(later), Gate::Open);
    }

    #[test]
    fn throttling_is_waited_out_in_full_and_is_not_the_breakers() {
        let mut health = Health::default();
        let wait = Failure::Throttled { wait: Some(Millis(45_000)), scope: Scope::Burst };
        for _ in 0..20 {
            health.failed(&wait, NOW, WALL, 0.0);
        }
        assert_eq!(health.failures, 0);
        assert_eq!(health.gate(MonoMs(NOW.0 + 44_999)), Gate::Throttled);
        assert_eq!(health.gate(MonoMs(NOW.0 + 45_000)), Gate::Open);
    }

    #[test]
    fn an_unreachable_host_is_offline_since_the_first_time_and_asked_again_within_half_a_minute() {
        let mut health = Health::default();
        health.failed(&AWAY, NOW, WallMs(10), 1.0);
        for _ in 0..12 {
            health.failed(&AWAY, NOW, WallMs(99), 1.0);
        }
        assert_eq!(health.offline_since, Some(WallMs(10)));
        assert_eq!(health.look_at(NOW), Some(NOW.plus(OFFLINE_MAX)));
    }

    #[test]
    fn a_restored_store_sends_nothing_whatever_answers_or_is_asked_for() {
        let mut health = Health { restored: true, ..Health::default() };
        health.answered();
        health.hurry(NOW);
        assert_eq!(
            (health.gate(NOW), health.look_at(NOW), health.next_try(NOW)),
            (Gate::Restored, None, None)
        );
    }

    #[test]
    fn waits_survive_a_restart_as_spans() {
        let mut health = Health::default();
        health.failed(
            &Failure::Throttled { wait: Some(Millis(60_000)), scope: Scope::Burst },
            NOW,
            WALL,
            0.0,
        );
        let stored = health.stored(NOW.plus(Millis(20_000)));
        assert_eq!(stored.throttled_for, Some(Millis(40_000)));
        let again = Health::restored(stored, MonoMs(7));
        assert_eq!(again.throttled_until, Some(MonoMs(40_007)));
    }

    #[test]
    fn a_stored_wait_without_end_has_one() {
        let stored = StoredHealth { throttled_for: Some(Millis(u64::MAX)), ..StoredHealth::default() };
        assert_eq!(Health::restored(stored, MonoMs(7)).throttled_until, Some(MonoMs(7).plus(THROTTLE_MOST)));
    }

    #[test]
    fn the_bucket_starts_at_half_the_limit_and_says_how_long_to_wait() {
        let mut pace = Pace::half_of(10, Millis::from_secs(1));
        pace.at = NOW;
        for _ in 0..5 {
            assert_eq!(pace.take(NOW), Ok(()));
        }
        assert_eq!(pace.take(NOW), Err(Millis(200)));
        assert_eq!(pace.take(NOW.plus(Millis(200))), Ok(()));
    }

    #[test]
    fn what_is_stored_of_a_destinations_health_comes_back() {
        let stored = StoredHealth {
            offline_since: Some(WallMs(10)),
            auth: Some(AuthFault::Revoked),
            throttled_for: Some(Millis(40_000)),
            answered: true,
        };
        let health = Health::restored(stored, NOW);
        assert_eq!(health.stored(NOW), stored);
        assert_eq!(health.closed_since, Some(WallMs(10)));
        assert_eq!(health.pace, Pace::default());
        // A wait that is over is none.
        assert_eq!(health.stored(NOW.plus(Millis(40_000))).throttled_for, None);
    }

    #[test]
    fn a_good_answer_ends_everything_but_what_the_crm_or_a_person_still_has_to_end() {
        let mut health = Health { restored: true, ..Health::default() };
        health.failed(&Failure::Auth { fault: AuthFault::Expired }, NOW, WALL, 0.5);
        let wait = Failure::Throttled { wait: Some(Millis(9_000)), scope: Scope::Burst };
        health.failed(&wait, NOW, WALL, 0.5);
        health.failed(&AWAY, NOW, WALL, 0.5);
        let pace = health.pace;
        assert_eq!(pace.tokens, 0.0);
        health.answered();
        let left = Health {
            answered: true,
            throttled_until: Some(NOW.plus(Millis(9_000))),
            pace,
            restored: true,
            ..Health::default()
        };
        assert_eq!(health, left);
    }

    #[test]
    fn an_answer_about_a_record_shows_that_the_destination_is_there() {
        let mut health = Health::default();
        for _ in 0..4 {
            health.failed(&BUSY, NOW, WALL, 0.5);
        }
        health.failed(&Failure::Gone { merged_into: None }, NOW, WALL, 0.5);
        assert_eq!((health.failures, health.answered), (0, true));
    }

    #[test]
    fn a_person_who_asks_for_a_try_now_ends_our_waits_and_not_the_crms() {
        let mut health = Health::default();
        for _ in 0..BREAKER_AT {
            health.failed(&BUSY, NOW, WALL, 1.0);
        }
        health.hurry(NOW);
        assert_eq!((health.gate(NOW), health.look_at(NOW)), (Gate::Resting, Some(NOW)));
        health.failed(&Failure::Auth { fault: AuthFault::Revoked }, NOW, WALL, 1.0);
        assert_eq!((health.gate(NOW), health.look_at(NOW), health.next_try(NOW)), (Gate::SignIn, None, None));
        health.failed(&AWAY, NOW, WALL, 1.0);
        health.hurry(NOW);
        assert_eq!((health.auth, health.gate(NOW), health.look_at(NOW)), (None, Gate::Offline, Some(NOW)));
        let wait = Failure::Throttled { wait: None, scope: Scope::Daily };
        health.failed(&wait, NOW, WALL, 1.0);
        health.hurry(NOW);
        assert_eq!(health.look_at(NOW), Some(NOW.plus(DAILY_LOOK)));
    }

    #[test]
    fn what_is_said_of_the_next_try_is_when_it_is() {
        let mut health = Health::default();
        assert_eq!((health.next_try(NOW), health.look_at(NOW)), (None, None));
        health.failed(&Failure::Throttled { wait: None, scope: Scope::Burst }, NOW, WALL, 0.5);
        let until = NOW.plus(THROTTLE_DEFAULT);
        assert_eq!((health.gate(NOW), health.next_try(NOW)), (Gate::Throttled, Some(until)));
        assert_eq!((health.gate(until), health.next_try(until)), (Gate::Open, None));
        for _ in 0..BREAKER_AT {
            health.failed(&BUSY, until, WALL, 0.5);
        }
        assert_eq!(health.next_try(until), Some(until.plus(BREAKER_REST)));
        health.failed(&AWAY, until, WALL, 1.0);
        assert_eq!(health.next_try(until), Some(until.plus(OFFLINE_MAX)));
    }

    #[test]
    fn a_week_is_the_longest_wait_that_is_believed() {
        assert_eq!(THROTTLE_MOST, Millis(7 * 86_400_000));
    }

    #[test]
    fn requests_are_regained_with_time_up_to_half_the_limit() {
        let mut pace = Pace::half_of(100, Millis::from_secs(10));
        assert_eq!((pace.burst, pace.per_second), (50.0, 5.0));
        pace.at = NOW;
        pace.tokens = 1.0;
        assert_eq!(pace.take(NOW), Ok(()));
        assert_eq!(pace.take(NOW.plus(Millis(100))), Err(Millis(100)));
        let later = NOW.plus(Millis(1_100));
        assert_eq!((pace.take(later), pace.tokens), (Ok(()), 4.5));
        assert_eq!(pace.take(later.plus(Millis::from_secs(100))), Ok(()));
        assert_eq!(pace.tokens, 49.0, "no more is saved up than half of the limit");
    }

    #[test]
    fn the_replys_own_limit_is_followed_and_a_window_used_up_is_waited_out() {
        let facts = |limit, remaining, reset| RateFacts {
            limit: Some(limit),
            remaining: Some(remaining),
            reset: Some(Millis(reset)),
            ..RateFacts::default()
        };
        let mut health = Health::default();
        health.follow(&facts(10, 3, 20_000), NOW);
        assert_eq!((health.pace.burst, health.pace.tokens, health.throttled_until), (5.0, 5.0, None));
        health.follow(&facts(10, 0, 10_000), NOW);
        assert_eq!(health.throttled_until, None, "a short one is waited for where requests leave");
        health.follow(&facts(10, 0, 20_000), NOW);
        assert_eq!(health.throttled_until, Some(NOW.plus(Millis(20_000))));
    }
}
