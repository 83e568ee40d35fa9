//! Stories through the real window: the built app, a drawn badge before a PipeWire camera, a recorded loudspeaker.
//! Linux only; `cargo xtask test --only e2e` builds what they need and runs them one after the other.
#![cfg(target_os = "linux")]

mod camera;
mod capture;
mod decode;
mod files;
mod hard_starts;
mod keychain;
mod kiosk;
mod merging;
mod preview;
mod recipes;
mod restored;
mod review;
mod rosters;
mod scanner;
mod shell;
mod sync;
mod walk;
