//! The types that cross to the window. They hold what a screen shows, already worded as sentences to be looked up; no
//! screen computes a state by itself. A file each for the parts of the window.

mod asking;
mod backup;
mod capture;
mod closing;
mod consent;
mod contact;
mod destination;
mod dry_run;
mod files;
mod late;
mod mapping;
mod merging;
mod pictures;
mod recipes;
mod review;
mod scanning;
mod session;
mod standing;
mod status;

pub use asking::*;
pub use backup::*;
pub use capture::*;
pub use closing::*;
pub use consent::*;
pub use contact::*;
pub use destination::*;
pub use dry_run::*;
pub use files::*;
pub use late::*;
pub use mapping::*;
pub use merging::*;
pub use pictures::*;
pub use recipes::*;
pub use review::*;
pub use scanning::*;
pub use session::*;
pub use standing::*;
pub use status::*;
