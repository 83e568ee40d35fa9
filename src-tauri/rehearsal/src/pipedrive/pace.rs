//! Pipedrive's limits: so many requests of a token in any two seconds, searches counted by themselves, and a day's budget of
//! tokens from which each request takes its price. Who goes on after many refusals meets a front that answers with a page.

use super::refusal::Refusal;
use crate::ask::Ask;
use crate::options::Settings;
use std::collections::VecDeque;

const WINDOW_MS: i64 = 2000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// So many refusals within a minute, and the front steps in for as long.
const PATIENCE: usize = 20;
const MINUTE_MS: i64 = 60_000;

/// What was used lately.
#[derive(Debug, Default)]
pub(super) struct Pace {
    lately: VecDeque<i64>,
    searches: VecDeque<i64>,
    refused: VecDeque<i64>,
    day: i64,
    /// Tokens of the day that are spent.
    spent: u32,
}

/// What a request costs. `rest` is its path behind the version.
pub(super) fn price(ask: &Ask, rest: &[&str]) -> u32 {
    match (ask.method.as_str(), rest) {
        ("GET", [_, "search"]) => 20,
        ("GET", ["notes", ..]) => 10,
        ("GET", ["users", _]) => 2,
        ("GET", [_]) => 10,
        ("GET", _) => 1,
        ("DELETE", _) => 3,
        ("POST" | "PUT", ["notes", ..]) => 10,
        (_, [_, _, "merge"]) => 40,
        (_, _) => 5,
    }
}

impl Pace {
    /// Counts a request. A refused one costs nothing.
    pub(super) fn count(
        &mut self,
        settings: &Settings,
        price: u32,
        search: bool,
        now: i64,
    ) -> Result<(), Refusal> {
        forget(&mut self.lately, now - WINDOW_MS);
        forget(&mut self.searches, now - WINDOW_MS);
        forget(&mut self.refused, now - MINUTE_MS);
        let day = now.div_euclid(DAY_MS);
        if day != self.day {
            (self.day, self.spent) = (day, 0);
        }
        if self.refused.len() >= PATIENCE {
            return Err(Refusal::front());
        }
        let left = settings.tokens_per_day.saturating_sub(self.spent);
        let full = |times: &VecDeque<i64>, most: u32| times.len() >= most as usize;
        let refusal = if left < price {
            // What is left of a day is of no use to anybody: it is shown as nothing.
            self.spent = settings.tokens_per_day;
            Some("daily request limit reached")
        } else if full(&self.lately, settings.requests_per_two_s)
            || (search && full(&self.searches, settings.searches_per_two_s))
        {
            Some("request over limit")
        } else {
            None
        };
        if let Some(words) = refusal {
            self.refused.push_back(now);
            return Err(Refusal::new(429, "ERR_RATE_LIMIT", words));
        }
        self.spent += price;
        self.lately.push_back(now);
        if search {
            self.searches.push_back(now);
        }
        Ok(())
    }

    /// The headers of every reply.
    pub(super) fn shown(&mut self, settings: &Settings, now: i64) -> [(&'static str, u64); 5] {
        forget(&mut self.lately, now - WINDOW_MS);
        let limit = u64::from(settings.requests_per_two_s);
        [
            ("x-ratelimit-limit", limit),
            ("x-ratelimit-remaining", limit.saturating_sub(self.lately.len() as u64)),
            ("x-ratelimit-reset", (WINDOW_MS / 1000) as u64),
            ("x-daily-ratelimit-token-limit", u64::from(settings.tokens_per_day)),
            (
                "x-daily-ratelimit-token-remaining",
                u64::from(settings.tokens_per_day.saturating_sub(self.spent)),
            ),
        ]
    }
}

fn forget(times: &mut VecDeque<i64>, before: i64) {
    while times.front().is_some_and(|time| *time <= before) {
        times.pop_front();
    }
}
