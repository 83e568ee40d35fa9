//! `cargo xtask run`: from a clean clone to an open window.

use std::process::Command;

use crate::Flags;
use crate::command::{Failure, run as start};
use crate::machine::{self, Purpose};
use crate::{ui, workspace};

/// Builds what has changed and opens the app: a rehearsal, or the real data folder with `--real`.
pub(crate) fn run(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Open, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    if flags.release { workspace::release() } else { workspace::build() }?;
    let mut app = Command::new(workspace::program("lanyard-desktop", flags.release));
    if !flags.real {
        app.arg("--rehearsal");
    }
    start(app)
}
