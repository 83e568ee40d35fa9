//! HubSpot's limits: so many requests in any ten seconds, so many in a day (from midnight UTC here), and so many searches
//! in any second, which its headers say nothing of. A refused request does not count.

use super::refusal::Refusal;
use crate::options::Settings;
use std::collections::VecDeque;

const TEN_SECONDS_MS: i64 = 10_000;
const SECOND_MS: i64 = 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// What was used lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    lately: VecDeque<i64>,
    searches: VecDeque<i64>,
    day: i64,
    of_day: u32,
}

impl Pace {
    /// Counts a request.
    pub(super) fn count(&mut self, settings: &Settings, search: bool, now: i64) -> Result<(), Refusal> {
        forget(&mut self.lately, now - TEN_SECONDS_MS);
        forget(&mut self.searches, now - SECOND_MS);
        let day = now.div_euclid(DAY_MS);
        if day != self.day {
            (self.day, self.of_day) = (day, 0);
        }
        let limited = |message: &str, policy| Err(Refusal::new(429, "RATE_LIMITS", message).limited(policy));
        if self.of_day >= settings.requests_per_day {
            return limited("You have reached your daily limit.", "DAILY");
        }
        if self.lately.len() >= settings.requests_per_ten_s as usize {
            return limited("You have reached your ten_secondly_rolling limit.", "TEN_SECONDLY_ROLLING");
        }
        if search && self.searches.len() >= settings.searches_per_s as usize {
            return limited("You have reached your secondly limit.", "SECONDLY");
        }
        self.of_day += 1;
        self.lately.push_back(now);
        if search {
            self.searches.push_back(now);
        }
        Ok(())
    }

    /// The headers of every reply but a search's.
    pub(super) fn shown(&self, settings: &Settings) -> [(&'static str, u64); 5] {
        let left = u64::from(settings.requests_per_ten_s).saturating_sub(self.lately.len() as u64);
        [
            ("x-hubspot-ratelimit-max", u64::from(settings.requests_per_ten_s)),
            ("x-hubspot-ratelimit-remaining", left),
            ("x-hubspot-ratelimit-interval-milliseconds", TEN_SECONDS_MS as u64),
            ("x-hubspot-ratelimit-daily", u64::from(settings.requests_per_day)),
            (
                "x-hubspot-ratelimit-daily-remaining",
                u64::from(settings.requests_per_day.saturating_sub(self.of_day)),
            ),
        ]
    }
}

fn forget(times: &mut VecDeque<i64>, before: i64) {
    while times.front().is_some_and(|time| *time <= before) {
        times.pop_front();
    }
}
