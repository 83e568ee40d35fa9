//! `cargo xtask prove`: the shipped core over many seeds, every planted fault from three starts, and the small scope in
//! full. Prints what `tests/PROOF.md` records.

use std::process::Command;

use crate::command::{Failure, answer, command, run};
use crate::workspace;

/// Where the search for each planted fault begins: at the first seed, far on, and beyond what a signed number holds.
const STARTS: [&str; 3] = ["0", "1000000000", "9223372036854775808"];

/// Every planted fault must be noticed within so many seeds.
const WITHIN: &str = "50000";

/// How much is run.
struct Share {
    within: &'static str,
    beyond: &'static str,
    states: &'static str,
}

const FAIR: Share = Share { within: "1000000", beyond: "200000", states: "250000" };
const LONG: Share = Share { within: "10000000", beyond: "1000000", states: "1000000" };

/// Proves. `long` runs ten times as much.
pub(crate) fn prove(long: bool) -> Result<(), Failure> {
    let share = if long { LONG } else { FAIR };
    let mut build = command("cargo build --package lanyard-cli");
    if let Some(commit) = answer(command("git rev-parse --short HEAD")) {
        build.env("LANYARD_COMMIT", commit.trim());
    }
    run(build)?;
    run(lanyard(&["--profile", "within", "--seeds", share.within]))?;
    for profile in ["duplicate", "late", "stale", "restore"] {
        run(lanyard(&["--profile", profile, "--seeds", share.beyond]))?;
    }
    planted()?;
    run(lanyard(&["--exhaustive", "--states", share.states]))?;
    run(lanyard(&["--exhaustive", "--planted", "--states", share.states]))
}

/// A fault that goes unnoticed is a failure of the proof.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
fn planted() -> Result<(), Failure> {
    let names = answer(lanyard(&["--list-planted"])).unwrap_or_default();
    let mut missed = Vec::new();
    for name in names.lines().filter_map(|line| line.split_whitespace().next()) {
        for from in STARTS {
            let caught = lanyard(&["--plant", name, "--seeds", WITHIN, "--from", from]).output();
            let words = caught.as_ref().map(|done| String::from_utf8_lossy(&done.stdout)).unwrap_or_default();
            let said = words.lines().find(|line| line.starts_with("BROKEN")).unwrap_or_default();
            println!("{name:<18} from {from:<20} {said}");
            if !caught.as_ref().is_ok_and(|done| done.status.code() == Some(1)) {
                missed.push(format!("{name} from {from}"));
            }
        }
    }
    if missed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Program(format!("unnoticed: {}", missed.join(", "))))
    }
}

fn lanyard(words: &[&str]) -> Command {
    let mut lanyard = Command::new(workspace::program("lanyard", false));
    lanyard.arg("prove").args(words).current_dir(workspace::root());
    lanyard
}
