//! Many seeds, on as many threads as wanted: the first one, in the order of seeds, at which a rule is broken.

use crate::checks::Violation;
use crate::schedule::{Profile, Schedule, draw};
use crate::{Outcome, run};
use lanyard_planted::Rules;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What became of a search.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Schedules that were run.
    pub schedules: u64,
    /// Things that happened in them.
    pub events: u64,
    /// Faults that were met.
    pub faults: u64,
    /// Requests that left.
    pub requests: u64,
    /// The most writes of contacts that it took in one schedule, after the last fault, until all was quiet.
    pub settling: u64,
    /// The first seed that broke a rule, with how many came before it.
    pub broken: Option<(u64, u64, Violation)>,
    /// A seed at which the proof itself failed: no rule caught anything, it is a fault of the code.
    pub panicked: Option<u64>,
}

/// Seeds are handed out in lots of this size.
const LOT: u64 = 64;

/// Runs the seeds from `from` on, `count` of them, until a rule is broken.
#[must_use]
pub fn search(profile: Profile, from: u64, count: u64, threads: usize, rules: &Rules) -> Found {
    let next = AtomicU64::new(0);
    let first = AtomicU64::new(u64::MAX);
    let all = Mutex::new(Found::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut own = Found::default();
                loop {
                    let lot = next.fetch_add(LOT, Ordering::Relaxed);
                    if lot >= count || lot > first.load(Ordering::Relaxed) || own.panicked.is_some() {
                        break;
                    }
                    for nth in lot..count.min(lot + LOT) {
                        let seed = from.wrapping_add(nth);
                        match one(&draw(seed, profile), rules) {
                            None => own.panicked = Some(seed),
                            Some(outcome) => {
                                own.add(&outcome);
                                if let Some(violation) = outcome.violation {
                                    first.fetch_min(nth, Ordering::Relaxed);
                                    own.broke(seed, nth, violation);
                                    break;
                                }
                            }
                        }
                    }
                }
                if let Ok(mut all) = all.lock() {
                    all.join(own);
                }
            });
        }
    });
    all.into_inner().unwrap_or_default()
}

/// One schedule; none when the code panicked.
#[must_use]
pub fn one(schedule: &Schedule, rules: &Rules) -> Option<Outcome> {
    catch_unwind(AssertUnwindSafe(|| run(schedule, rules, false))).ok()
}

impl Found {
    fn add(&mut self, outcome: &Outcome) {
        self.schedules += 1;
        self.events += outcome.events;
        self.faults += outcome.faults;
        self.requests += outcome.requests;
        self.settling = self.settling.max(outcome.settling);
    }

    fn broke(&mut self, seed: u64, nth: u64, violation: Violation) {
        if self.broken.as_ref().is_none_or(|(_, known, _)| nth < *known) {
            self.broken = Some((seed, nth, violation));
        }
    }

    fn join(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.events += other.events;
        self.faults += other.faults;
        self.requests += other.requests;
        self.settling = self.settling.max(other.settling);
        self.panicked = self.panicked.or(other.panicked);
        if let Some((seed, nth, violation)) = other.broken {
            self.broke(seed, nth, violation);
        }
    }
}
