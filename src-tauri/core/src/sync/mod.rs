//! What sync decides: `step(case, event) -> step`, the three-way merge, and the destination's health. Pure: what runs in
//! the app is what a test or a simulation runs. The worker in the engine carries out what is decided here and decides
//! nothing itself.

mod answer;
mod begin;
pub mod case;
pub mod health;
pub mod merge;
pub mod retry;
pub mod step;
mod wrote;

pub use case::{Account, Case, Difference, Local, Next, Purpose, Request, Step, Winner};
pub use health::{Health, Pace, StoredHealth};
pub use step::{Event, step};
