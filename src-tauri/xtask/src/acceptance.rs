//! What the `acceptance` package does and xtask only starts: pictures of the screens, and measurements.

use std::process::Command;

use crate::Flags;
use crate::command::{Failure, command, run};
use crate::machine::{self, Purpose};
use crate::{ui, workspace};

/// Writes a PNG of each (screen, state, theme) of `tests/screens.json` into `target/screens`.
pub(crate) fn screens(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Test, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    workspace::build()?;
    let mut screens = Command::new(workspace::program("lanyard-screens", false));
    screens.arg(workspace::root().join("tests/screens.json")).arg(workspace::target().join("screens"));
    run(screens)
}

/// The parts of the measurements, as the program that takes them names them.
const PARTS: [&str; 9] =
    ["capture", "drain", "find", "import", "load", "open", "requests", "roster", "storm"];

/// Prints the measurements that `tests/BENCHMARKS.md` records, or one part of them. Optimised, and without the window:
/// nothing of it is measured, so nothing of it is built.
pub(crate) fn bench(flags: &Flags, part: Option<&str>) -> Result<(), Failure> {
    if part.is_some_and(|part| !PARTS.contains(&part)) {
        return Err(Failure::Usage(crate::USAGE));
    }
    machine::prepare(Purpose::Measure, flags.yes)?;
    run(command("cargo build --profile measure --package acceptance --bin lanyard-bench"))?;
    let mut bench = Command::new(workspace::measured("lanyard-bench"));
    bench.args(part);
    run(bench)
}

/// Prints what the window with a hundred thousand contacts takes beside an empty one. Optimised, all of it: the app, the
/// empty one, and the engine that a browser's page speaks with.
pub(crate) fn bench_desk(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Test, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    run(command(
        "cargo build --profile measure --package lanyard-desktop --package empty --package acceptance --bins",
    ))?;
    let mut bench = Command::new(workspace::measured("lanyard-bench"));
    bench.arg("desk");
    run(bench)?;
    run(ui::npm("run weigh"))
}

/// Prints how many pictures are read, and at what cost, beside other readers: a program of its own, which builds neither
/// the store nor the window. Its words are passed on.
pub(crate) fn bench_decode(words: &[&str]) -> Result<(), Failure> {
    run(command("cargo build --profile measure --package decode-bench"))?;
    let mut bench = Command::new(workspace::measured("decode-bench"));
    bench.args(words).arg("--rivals").arg(workspace::target().join("rivals"));
    run(bench)
}
