//! Sync's hands: loads what `core::sync` decides about, stores what it decided, and asks the CRMs. Nothing here decides
//! anything about a contact.
//!
//! One thread runs all destinations (rule 21: one worker per store), with its own small runtime: a write to the store
//! blocks nothing but sync.

mod applied;
mod claim;
mod line;
mod local;
mod timers;
mod worker;

pub use applied::{Applied, apply, apply_to_contact, fresh};
pub use local::{account, local, stored_account};
pub use worker::{Changed, LineSnapshot, Outcome, Parts, Snapshot, SyncEngine};
