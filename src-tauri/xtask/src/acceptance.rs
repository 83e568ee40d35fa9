//! What the `acceptance` package does and xtask only starts: pictures of the screens, and measurements.

use std::process::Command;

use crate::Flags;
use crate::command::{Failure, run};
use crate::machine::{self, Purpose};
use crate::{ui, workspace};

/// Writes a PNG of each (screen, state, theme) of `tests/screens.json` into `target/screens`.
pub(crate) fn screens(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Test, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    workspace::build(flags.release)?;
    let mut screens = Command::new(workspace::program("lanyard-screens", flags.release));
    screens.arg(workspace::root().join("tests/screens.json")).arg(workspace::target().join("screens"));
    run(screens)
}

/// Prints the measurements that `tests/BENCHMARKS.md` records. Always optimised.
pub(crate) fn bench(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Open, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    workspace::build(true)?;
    run(Command::new(workspace::program("lanyard-bench", true)))
}
