//! Sync's hands: loads what `core::sync` decides about, stores what it decided, and asks the CRMs. Nothing here decides
//! anything about a contact.
//!
//! One thread runs all destinations (rule 21: one worker per store), with its own small runtime: a write to the store
//! blocks nothing but sync.

mod applied;
mod asking;
mod follow;
pub(crate) mod foreseeing;
mod handle;
pub mod joining;
mod line;
mod local;
mod looking_up;
mod notes;
mod reload;
pub(crate) mod remapping;
pub mod removal;
mod settle;
mod shown;
mod sweeping;
mod telling;
mod timers;
mod watch;
mod worker;

pub use applied::{Applied, Outcome as Applying, apply, apply_to_contact, fresh, looked_at, outcome};
pub use handle::{Parts, SyncEngine};
pub use local::{WHEN_DELETED, account, stored_account};
pub use notes::{is_told_only, ours_of};
pub use shown::{Changed, LineSnapshot, Outcome, Snapshot};
pub use watch::FEED_UNFILTERED;
