//! Waiting for a place in the CRM's window of requests: one count for all that speaks to a destination, whichever operation
//! it belongs to, so that no burst of them is ever refused for our own doing. What is counted stands in `core::sync::turns`.

use super::Search;
use crate::clock::Clock;
use lanyard_core::crm::RateFacts;
use lanyard_core::sync::turns::{Turn, Turns};
use lanyard_core::time::Millis;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The clock is looked at this often while a place is waited for.
const LOOK: Duration = Duration::from_millis(20);

/// A clock that stands still for so many looks is one of a test: it is not waited for.
const STANDS: u32 = 25;

/// The counts of a destination.
#[derive(Debug)]
pub(super) struct Door(Mutex<Counts>);

#[derive(Debug)]
struct Counts {
    all: Turns,
    /// Searches, where they are counted by themselves as well.
    searches: Option<Turns>,
}

impl Door {
    /// Of a CRM whose searches are counted so.
    pub(super) fn new(search: Option<Search>) -> Self {
        let searches = search.map(|search| Turns::documented(search.limit, search.window));
        Self(Mutex::new(Counts { all: Turns::default(), searches }))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Counts) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until a request may leave. It counts as under way as long as what is returned lives.
    pub(super) async fn pass<'a>(&'a self, clock: &'a dyn Clock, search: bool) -> Passed<'a> {
        let (mut last, mut stood) = (clock.mono(), 0);
        loop {
            let now = clock.mono();
            let left = self.with(|counts| {
                let wait = counts.wait(now, search);
                if wait.is_some() && stood < STANDS {
                    return Err(wait.unwrap_or_default());
                }
                let searches = counts.searches.as_mut().filter(|_| search);
                let searched = searches.map(|turns| turns.begin(now));
                Ok((counts.all.begin(now), searched))
            });
            match left {
                Ok((turn, searched)) => return Passed { door: self, clock, turn, searched },
                Err(wait) => tokio::time::sleep(Duration::from_millis(wait.0.max(1)).min(LOOK)).await,
            }
            stood = if now == last { stood + 1 } else { 0 };
            last = now;
        }
    }

    /// What an answer says of the limit.
    pub(super) fn heard(&self, rate: &RateFacts, clock: &dyn Clock) {
        self.with(|counts| counts.all.heard(rate, clock.mono()));
    }
}

impl Counts {
    fn wait(&self, now: lanyard_core::time::MonoMs, search: bool) -> Option<Millis> {
        let searches = self.searches.as_ref().filter(|_| search).and_then(|turns| turns.wait(now));
        self.all.wait(now).max(searches)
    }
}

/// A request that may be under way.
pub(super) struct Passed<'a> {
    door: &'a Door,
    clock: &'a dyn Clock,
    turn: Turn,
    searched: Option<Turn>,
}

impl Drop for Passed<'_> {
    fn drop(&mut self) {
        let now = self.clock.mono();
        self.door.with(|counts| {
            counts.all.end(self.turn, now);
            if let (Some(turns), Some(turn)) = (&mut counts.searches, self.searched) {
                turns.end(turn, now);
            }
        });
    }
}
