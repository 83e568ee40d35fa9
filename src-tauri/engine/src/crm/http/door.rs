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
    /// How many that must leave wait for a place: one aside does not leave before them.
    pressing: usize,
}

impl Door {
    /// Of a CRM whose searches are counted so.
    pub(super) fn new(search: Option<Search>) -> Self {
        let searches = search.map(|search| Turns::documented(search.limit, search.window));
        Self(Mutex::new(Counts { all: Turns::default(), searches, pressing: 0 }))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Counts) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until a request may leave. It counts as under way as long as what is returned lives.
    pub(super) async fn pass<'a>(&'a self, clock: &'a dyn Clock, search: bool) -> Passed<'a> {
        let (mut last, mut stood) = (clock.mono(), 0);
        let _pressing = (!is_aside()).then(|| Pressing::before(self));
        loop {
            let now = clock.mono();
            let left = self.with(|counts| {
                let wait = match is_aside() && counts.pressing > 0 {
                    true => Some(Millis(1)),
                    false => counts.wait(now, search),
                };
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

tokio::task_local! {
    static ASIDE: ();
}

/// Runs `asking` so that none of its requests takes a place that one outside of it waits for.
pub async fn aside<F: Future>(asking: F) -> F::Output {
    ASIDE.scope((), asking).await
}

fn is_aside() -> bool {
    ASIDE.try_with(|()| ()).is_ok()
}

/// One that must leave waits; given up as well when whoever waited is no more.
struct Pressing<'a>(&'a Door);

impl<'a> Pressing<'a> {
    fn before(door: &'a Door) -> Self {
        door.with(|counts| counts.pressing += 1);
        Self(door)
    }
}

impl Drop for Pressing<'_> {
    fn drop(&mut self) {
        self.0.with(|counts| counts.pressing = counts.pressing.saturating_sub(1));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;

    /// Notes who left, in order: two that are aside, then two that must, while one place of the window is free every 60 ms.
    #[tokio::test]
    async fn what_is_aside_leaves_after_all_that_must() {
        let (door, clock) = (Door::new(Some(Search { limit: 1, window: Millis(60) })), SystemClock::new());
        drop(door.pass(&clock, true).await);
        let left = Mutex::new(Vec::new());
        let one = async |name: &'static str| {
            let passed = door.pass(&clock, true).await;
            left.lock().unwrap().push(name);
            drop(passed);
        };
        tokio::join!(aside(one("aside")), aside(one("aside")), one("must"), one("must"));
        assert_eq!(*left.lock().unwrap(), ["must", "must", "aside", "aside"]);
    }

    #[tokio::test]
    async fn one_that_gave_up_waiting_is_waited_for_no_more() {
        let (door, clock) = (Door::new(Some(Search { limit: 1, window: Millis(200) })), SystemClock::new());
        drop(door.pass(&clock, true).await);
        let given_up = tokio::time::timeout(Duration::from_millis(5), door.pass(&clock, true)).await;
        assert!(given_up.is_err());
        let _passed = aside(door.pass(&clock, true)).await;
    }
}
