//! The rate limit: so many requests in each minute of the server's clock.

use crate::options::Settings;
use crate::reply::{Kind, Problem};

const MINUTE_MS: i64 = 60_000;

/// The running minute.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    minute: i64,
    used: u32,
}

impl Pace {
    /// Counts a request; 429 when the minute's are used up.
    pub(crate) fn count(&mut self, settings: &Settings, now: i64) -> Result<(), Problem> {
        let minute = now.div_euclid(MINUTE_MS);
        if minute != self.minute {
            (self.minute, self.used) = (minute, 0);
        }
        if self.used >= settings.requests_per_minute {
            return Err(throttled().header("retry-after", seconds_left(now).to_string()));
        }
        self.used += 1;
        Ok(())
    }

    /// The limit, what is left of it, and the seconds until the next minute.
    pub(crate) fn shown(&self, settings: &Settings, now: i64) -> [(&'static str, i64); 3] {
        let limit = settings.requests_per_minute;
        [
            ("x-ratelimit-limit", i64::from(limit)),
            ("x-ratelimit-remaining", i64::from(limit.saturating_sub(self.used))),
            ("x-ratelimit-reset", seconds_left(now)),
        ]
    }
}

/// The CRM's 429, without `Retry-After`.
pub(crate) fn throttled() -> Problem {
    Problem::new(Kind::RateLimit, "too_many_requests", "Too many requests: wait and try again.")
}

fn seconds_left(now: i64) -> i64 {
    (MINUTE_MS - now.rem_euclid(MINUTE_MS) + 999) / 1000
}
