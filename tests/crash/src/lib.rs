//! Proofs that go down to the disk: calls that fail, power that goes away, processes that are killed or stopped, clocks
//! that jump. What runs is the engine as it is in the app, on the encrypted file as it is in the app, against the
//! rehearsal CRM over real HTTP; only what lies below or between them is played.
//!
//! Left out on purpose: everything that needs no disk and no process; the protocol itself is simulated elsewhere. Linux
//! only, except for [`proxy`].

pub mod chance;
pub mod proxy;

#[cfg(target_os = "linux")]
pub mod booth;
#[cfg(target_os = "linux")]
pub mod clocks;
#[cfg(target_os = "linux")]
pub mod command;
#[cfg(target_os = "linux")]
pub mod crm;
#[cfg(target_os = "linux")]
pub mod disk;
#[cfg(target_os = "linux")]
pub mod full;
#[cfg(target_os = "linux")]
pub mod kill;
#[cfg(target_os = "linux")]
pub mod laptop;
#[cfg(target_os = "linux")]
pub mod power;
#[cfg(target_os = "linux")]
pub mod process;
#[cfg(target_os = "linux")]
pub mod shelf;
#[cfg(target_os = "linux")]
pub mod suspend;
#[cfg(target_os = "linux")]
pub mod sweep;
#[cfg(target_os = "linux")]
pub mod sweep_worker;
#[cfg(target_os = "linux")]
pub mod table;
#[cfg(target_os = "linux")]
pub mod two;
#[cfg(target_os = "linux")]
pub mod visit;
#[cfg(target_os = "linux")]
pub mod working;
