//! What the window, the command line and the test bridge may ask of the engine: one method of [`Desk`] per command, and the
//! types that cross. The shell and the bridge only decode, call and encode. The TypeScript bindings are made from
//! [`views`] (`cargo test` writes them, the tests fail on a difference).

mod alerting;
mod answering;
mod asking;
mod backing_up;
mod backups_given;
mod capturing;
mod choosing;
mod closing;
mod consenting;
pub mod desk;
mod diagnosing;
mod dry_running;
mod earlier;
mod errors;
mod files;
mod fixing;
pub mod kiosk;
mod looking_up;
mod many;
mod mapping;
mod merging;
mod passphrasing;
mod picturing;
mod proposing;
mod purging;
mod recipes;
mod rehearsing;
mod removing;
mod reporting;
mod restoring;
mod reviewing;
mod rosters;
mod scanning;
mod selecting;
mod settings;
mod show;
mod start;
mod status;
mod table;
mod timeline;
mod trying;
mod trying_disk;
mod undoing;
mod updates;
pub mod views;

pub use backing_up::{GoesOn, RestoreOptions, key_for_backup, look_into_backup, restore};
pub use capturing::{refused, symbology_name};
pub use desk::{Desk, DeskOptions, Sample};
pub use lanyard_badge::scanner::lesson as scanner_lesson;
pub use start::StartFault;
