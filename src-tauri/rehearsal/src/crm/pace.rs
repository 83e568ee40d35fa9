//! The rate limits: so many requests in each minute, and in each day, of the server's clock.

use crate::options::Settings;
use crate::reply::{Kind, Problem};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// What is used of the running minute and day.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    minute: Span,
    day: Span,
}

/// One window of a limit.
#[derive(Debug, Default)]
struct Span {
    number: i64,
    used: u32,
}

impl Span {
    fn enter(&mut self, now: i64, length: i64) {
        let number = now.div_euclid(length);
        if number != self.number {
            *self = Self { number, used: 0 };
        }
    }
}

impl Pace {
    /// Counts a request; 429 when the day's or the minute's are used up. A refused one does not count.
    pub(crate) fn count(&mut self, settings: &Settings, now: i64) -> Result<(), Problem> {
        self.minute.enter(now, MINUTE_MS);
        self.day.enter(now, DAY_MS);
        if self.day.used >= settings.requests_per_day {
            let message = "The requests of this day are used up.";
            let problem = Problem::new(Kind::RateLimit, "daily_limit", message);
            return Err(problem.header("retry-after", seconds_left(now, DAY_MS).to_string()));
        }
        if self.minute.used >= settings.requests_per_minute {
            return Err(throttled().header("retry-after", seconds_left(now, MINUTE_MS).to_string()));
        }
        self.minute.used += 1;
        self.day.used += 1;
        Ok(())
    }

    /// The minute's limit, what is left of it, the seconds until the next minute; the day's limit and what is left of it.
    pub(crate) fn shown(&self, settings: &Settings, now: i64) -> [(&'static str, i64); 5] {
        let left = |limit: u32, span: &Span| i64::from(limit.saturating_sub(span.used));
        let (minute, day) = (settings.requests_per_minute, settings.requests_per_day);
        [
            ("x-ratelimit-limit", i64::from(minute)),
            ("x-ratelimit-remaining", left(minute, &self.minute)),
            ("x-ratelimit-reset", seconds_left(now, MINUTE_MS)),
            ("x-ratelimit-daily-limit", i64::from(day)),
            ("x-ratelimit-daily-remaining", left(day, &self.day)),
        ]
    }
}

/// The CRM's 429, without `Retry-After`.
pub(crate) fn throttled() -> Problem {
    Problem::new(Kind::RateLimit, "too_many_requests", "Too many requests: wait and try again.")
}

fn seconds_left(now: i64, length: i64) -> i64 {
    (length - now.rem_euclid(length) + 999) / 1000
}
