//! Lanyard's I/O: the store, the CRMs, the sync worker, secrets, and the bodies of every command. The window's shell, the
//! command line and the test bridge adapt what stands in [`api`] and add nothing of their own.
//!
//! What runs where: commands run on the thread that calls them and may block on the disk; [`sync::SyncEngine`] runs on one
//! thread of its own; frames are decoded on the caller's thread. Nothing here draws.

pub mod api;
mod asking;
pub mod backup;
pub mod capture;
pub mod clock;
pub mod comparing;
pub mod crm;
pub mod data_folder;
pub mod doctor;
pub mod engine;
pub mod export;
pub mod file_system;
pub mod import;
pub mod late;
pub mod photo;
pub mod recipes;
mod report;
pub mod restored;
pub mod roster;
pub mod secrets;
mod slots;
pub mod store;
pub mod sync;
mod whole_file;
pub mod words;

pub use engine::Engine;
