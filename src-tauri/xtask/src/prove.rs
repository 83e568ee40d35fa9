//! `cargo xtask prove`: the shipped core over many seeds, every planted fault from three starts, and the small scope in
//! full. Prints what `tests/PROOF.md` records.

use std::path::Path;
use std::process::Command;

use crate::Flags;
use crate::command::{Failure, answer, command, run};
use crate::machine::{self, Purpose};
use crate::{ui, workspace};

/// Where the search for each planted fault begins: at the first seed, far on, and beyond what a signed number holds.
const STARTS: [&str; 3] = ["0", "1000000000", "9223372036854775808"];

/// Every planted fault must be noticed within so many seeds.
const WITHIN: &str = "50000";

/// One that shows only where two contacts share a record in both of two CRMs, within so many.
const RARE: (&str, &str) = ("carries-round", "100000");

/// How much is run.
struct Share {
    within: &'static str,
    beyond: &'static str,
    /// States of each small world with the core that ships; about 18 kB each.
    states: &'static str,
    /// States of each small world with each planted fault.
    planted: &'static str,
}

const FAIR: Share = Share { within: "1000000", beyond: "200000", states: "250000", planted: "8000" };
const LONG: Share = Share { within: "10000000", beyond: "1000000", states: "500000", planted: "20000" };

/// Proves. `--long` runs ten times the seeds, and of the small scope what 9 GB of memory hold.
pub(crate) fn prove(flags: &Flags) -> Result<(), Failure> {
    let share = if flags.long { LONG } else { FAIR };
    let mut build = command("cargo build --package lanyard-cli");
    if let Some(commit) = answer(command("git rev-parse --short HEAD")) {
        build.env("LANYARD_COMMIT", commit.trim());
    }
    run(build)?;
    run(lanyard(&["--profile", "within", "--seeds", share.within]))?;
    for profile in ["duplicate", "late", "stale", "restore", "two", "mapped"] {
        run(lanyard(&["--profile", profile, "--seeds", share.beyond]))?;
    }
    planted()?;
    run(lanyard(&["--exhaustive", "--states", share.states]))?;
    run(lanyard(&["--exhaustive", "--planted", "--states", share.planted]))?;
    unplanted(flags)
}

/// No planted fault is in a release: what each of them does is said nowhere in the programs that ship.
#[expect(clippy::print_stdout, reason = "the figures are what was asked for")]
fn unplanted(flags: &Flags) -> Result<(), Failure> {
    let told = answer(lanyard(&["--list-planted"])).unwrap_or_default();
    let faults: Vec<&str> = told.lines().filter_map(|line| Some(line.split_once(": ")?.1)).collect();
    let said_in = |program: &Path| {
        let bytes = std::fs::read(program).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        faults.iter().filter(|fault| text.contains(**fault)).count()
    };
    // That the search can find them is seen on the program that has them.
    if faults.is_empty() || said_in(&workspace::program("lanyard", false)) < faults.len() {
        return Err(Failure::Program("the planted faults were not found where they are".into()));
    }
    machine::prepare(Purpose::Open, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    workspace::release()?;
    for name in ["lanyard", "lanyard-desktop"] {
        let program = workspace::program(name, true);
        let found = said_in(&program);
        println!("{name} as released: {found} of {} planted faults in it", faults.len());
        if found > 0 || !program.exists() {
            return Err(Failure::Program(format!("planted faults in {name}, or no such program")));
        }
    }
    Ok(())
}

/// A fault that goes unnoticed is a failure of the proof.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
fn planted() -> Result<(), Failure> {
    let names = answer(lanyard(&["--list-planted"])).unwrap_or_default();
    let mut missed = Vec::new();
    for name in names.lines().filter_map(|line| line.split_whitespace().next()) {
        for from in STARTS {
            let within = if name == RARE.0 { RARE.1 } else { WITHIN };
            let caught = lanyard(&["--plant", name, "--seeds", within, "--from", from]).output();
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
