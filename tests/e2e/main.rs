//! Stories through the real window: the built app, a drawn badge before a PipeWire camera, a recorded loudspeaker.
//! Linux only; `cargo xtask test --only e2e` builds what they need and runs them one after the other.
#![cfg(target_os = "linux")]

mod alerts;
mod bad_day;
mod camera;
mod capture;
mod chosen;
mod decode;
mod files;
mod hard_starts;
mod keychain;
mod kiosk;
mod merging;
mod pictures;
mod preview;
mod recipes;
mod restored;
mod review;
mod rosters;
mod scanner;
mod screens;
mod shell;
mod sync;
mod unknown_property;
mod walk;
