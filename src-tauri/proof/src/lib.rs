//! The proof: the shipped core run through thousands of schedules a second against a CRM as bad as real ones, with every
//! invariant of the sync protocol watched, and with each rule switched off in turn to show that it would be noticed.
//! Left out on purpose: the store, HTTP and the operating system; those are proved over the real ones elsewhere.

mod checks;
pub mod command;
mod crm;
pub mod exhaustive;
mod laptop;
mod outbox;
mod rng;
mod schedule;
mod search;
mod shrink;
mod world;

pub use checks::{Invariant, Violation};
pub use lanyard_planted::Rules;
#[cfg(any(debug_assertions, feature = "planted"))]
pub use lanyard_planted::plants;
pub use outbox::{Memory, Outbox};
pub use schedule::{Profile, Schedule, draw};
pub use search::{Found, one, search};
pub use shrink::shrink;
pub use world::{Outcome, run_over};

/// Runs a schedule over stores in memory.
#[must_use]
pub fn run(schedule: &Schedule, rules: &Rules, traced: bool) -> Outcome {
    run_over(schedule, rules, traced, |_| Memory::default())
}
