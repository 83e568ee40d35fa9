//! What sync decides: `step(case, event) -> step`, the three-way merge, and the destination's health. Pure: what runs in
//! the app is what a test or a simulation runs. The worker in the engine carries out what is decided here and decides
//! nothing itself.

mod answer;
pub mod batch;
mod begin;
pub mod case;
mod compare;
mod finding;
pub mod foresee;
pub mod health;
pub mod joining;
pub mod merge;
pub mod outcome;
pub mod pacing;
pub mod plant;
pub mod pull;
pub mod remap;
mod remove;
pub mod request;
pub mod retry;
pub mod scrub;
pub mod step;
pub mod stray;
pub mod sweep;
pub mod turns;
mod wrote;

pub use case::{Account, Case, Local, Wanted, WhenDeleted};
pub use foresee::{Forecast, Outlook, Plan};
pub use health::{Health, Pace, StoredHealth};
pub use outcome::{Difference, Next, Step, Winner};
pub use request::{Purpose, Request};
pub use scrub::Scrub;
pub use step::{Event, step};
pub use stray::Surplus;
pub use sweep::Sweep;
