//! The part of Lanyard that decides: contacts, the outbox, sync and what a CRM is asked.
//!
//! Nothing here does I/O, waits, reads a clock or draws a random number: `now`, jitter and new ids are arguments. What
//! runs in the app is therefore exactly what a test or a simulation can run.
//!
//! Directions: `outbox → contact`, `crm → contact`, `sync → outbox, crm`. The outbox knows no CRM and `crm` knows no
//! outbox; only `sync` sees both.

pub mod alerts;
pub mod contact;
pub mod crm;
pub mod explain;
pub mod ids;
pub mod outbox;
pub mod sync;
pub mod time;
