//! `cargo xtask test`: every check a change must pass, in the order in which failures are cheapest to see.
//!
//! All steps run even when one fails, so that one run tells everything. The last line counts the tests.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{Failure, answer, command, run, run_and_keep};
use crate::machine::{self, Purpose};
use crate::{Flags, architecture, fuzz, peers, ui, workspace};

/// A part of the checks that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Formatting, clippy, licences, architecture.
    Lints,
    /// The page: types, its tests, its build.
    Ui,
    /// All Rust tests but the proof's and those through the real window.
    Rust,
    /// A fair share of the proof, with its counts.
    Proof,
    /// The stories through the real window.
    E2e,
    /// What strangers' programs say of our clients and of the rehearsal CRMs; BottleCRM only when it is asked for.
    Peers,
}

impl Part {
    /// The part of this name on the command line.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "lints" => Some(Self::Lints),
            "ui" => Some(Self::Ui),
            "rust" => Some(Self::Rust),
            "proof" => Some(Self::Proof),
            "e2e" => Some(Self::E2e),
            _ => None,
        }
    }
}

/// Seeds and planted faults, the same seeds over the store on disk, failing calls, power loss, a full disk, processes
/// killed, clocks and networks. Named one by one, as a plain `cargo test` passes them over, so that their counts are seen.
const PROOF: &str = "cargo test --workspace --no-fail-fast --test fair_share --test differential --test disk \
                     --test network --test process -- --nocapture";

/// The tests that only run when they are named are no part of "all targets".
const BY_NAME: &str = "cargo clippy --workspace --test fair_share --test differential --test disk --test network \
                       --test process --test e2e --test bottle -- -D warnings";

/// Runs the checks, all or one part of them.
pub(crate) fn test(flags: &Flags) -> Result<(), Failure> {
    let judging = flags.only == Some(Part::Peers);
    machine::prepare(if judging { Purpose::Judge } else { Purpose::Test }, flags.yes)?;
    if !judging {
        ui::install()?;
    }
    let mut report = Report { only: flags.only, steps: Vec::new(), passed: 0, failed: 0 };

    report.step(Part::Lints, "format", |_| run(command("cargo fmt --all -- --check")));
    report.step(Part::Ui, "page: types", |_| run(ui::npm("run check")));
    if ui::has_script("lint") {
        report.step(Part::Ui, "page: lint", |_| run(ui::npm("run lint")));
    }
    report.step(Part::Ui, "page: tests", |tally| tally.run(ui::npm("test")));
    report.step(Part::Ui, "page: build", |_| run(ui::npm("run build")));
    report.step(Part::Ui, "page: weight", |_| run(ui::npm("run weigh")));
    report.step(Part::Ui, "page: looks", |tally| tally.run(ui::npm("run look")));
    if flags.only.is_some_and(|part| part != Part::Ui && part != Part::Peers) {
        ui::build_if_stale()?;
    }
    report.step(Part::Lints, "clippy", |_| {
        run(command("cargo clippy --workspace --all-targets -- -D warnings"))?;
        run(command(BY_NAME))
    });
    report.step(Part::Lints, "licences and sources", |_| licences());
    report
        .step(Part::Rust, "rust: tests", |tally| tally.run(command("cargo test --workspace --no-fail-fast")));
    report.step(Part::Rust, "fuzz: 10 s each", |_| fuzz::fuzz(None, false));
    report.step(Part::Rust, "bindings are committed", |_| bindings());
    report.step(Part::Rust, "build", |_| run(command("cargo build --workspace --all-targets")));
    report.step(Part::Rust, "architecture", |_| architecture::check());
    report.step(Part::Proof, "proof: a fair share", |tally| tally.run(command(PROOF)));
    report.step(Part::E2e, "through the real window", |tally| {
        run(command("cargo build --workspace --all-targets"))?;
        tally.run(command("cargo test --workspace --test e2e -- --test-threads=1"))
    });
    report.step(Part::E2e, "by the keyboard alone", |tally| {
        let mut walk = ui::npm("run walk --");
        walk.arg(workspace::program("bridge", false));
        tally.run(walk)
    });
    if report.takes(Part::Peers) && peers::judges() {
        report.step(Part::Peers, "peers: HubSpot", |tally| tally.run(peers::judged("hubspot")?));
        report.step(Part::Peers, "peers: Pipedrive", |tally| tally.run(peers::judged("pipedrive")?));
    }
    if judging {
        report.step(Part::Peers, "peers: BottleCRM", |tally| {
            tally.run_unless(peers::bottle()?, peers::LACKING, "there is no BottleCRM on this computer")
        });
        report.step(Part::Peers, "peers: BottleCRM by its form", |tally| {
            let connecting = peers::bottle_by_its_form()?;
            tally.run_unless(connecting, peers::LACKING, "there is no BottleCRM on this computer")
        });
    }
    report.close()
}

/// What has run so far.
struct Report {
    only: Option<Part>,
    steps: Vec<(&'static str, Duration, bool)>,
    passed: usize,
    failed: usize,
}

impl Report {
    /// Whether steps of this part run.
    fn takes(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    #[expect(clippy::disallowed_methods, reason = "a tool's own stopwatch")]
    fn step(&mut self, part: Part, name: &'static str, act: impl FnOnce(&mut Tally) -> Result<(), Failure>) {
        if !self.takes(part) {
            return;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let mut tally = Tally::default();
        let outcome = act(&mut tally);
        let took = start.elapsed();
        if let Err(failure) = &outcome {
            println!("{failure}");
            // A step that fails without a failed test of its own counts as one, so that no red run reads as green.
            tally.failed = tally.failed.max(1);
        }
        self.passed += tally.passed;
        self.failed += tally.failed;
        self.steps.push((name, took, outcome.is_ok()));
        println!("== {name}: {} in {} s", verdict(outcome.is_ok()), took.as_secs());
    }

    fn close(self) -> Result<(), Failure> {
        println!();
        for (name, took, good) in &self.steps {
            println!("{:>5} s  {:<6}  {name}", took.as_secs(), verdict(*good));
        }
        println!("\n{} passed, {} failed", self.passed, self.failed);
        let failed: Vec<_> =
            self.steps.iter().filter(|(_, _, good)| !good).map(|(name, _, _)| *name).collect();
        if failed.is_empty() { Ok(()) } else { Err(Failure::Steps(failed)) }
    }
}

fn verdict(good: bool) -> &'static str {
    if good { "ok" } else { "FAILED" }
}

/// The tests that one step's runners report.
#[derive(Default, Debug, PartialEq, Eq)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    /// Runs a test runner and counts what it says.
    fn run(&mut self, command: Command) -> Result<(), Failure> {
        let (output, code) = run_and_keep(command)?;
        self.add_up(&output, code == Some(0))
    }

    /// The same, unless the runner says by its exit code that the machine lacks something: then that is said loudly.
    fn run_unless(&mut self, command: Command, lacking: i32, what: &str) -> Result<(), Failure> {
        let (output, code) = run_and_keep(command)?;
        if code == Some(lacking) {
            println!("PASSED OVER: {what}. What it would have shown, nothing else shows.");
            return Ok(());
        }
        self.add_up(&output, code == Some(0))?;
        // A run that tells of no test has shown nothing.
        if self.passed == 0 { Err(Failure::Program("no test ran".into())) } else { Ok(()) }
    }

    fn add_up(&mut self, output: &str, good: bool) -> Result<(), Failure> {
        output.lines().for_each(|line| self.read(line));
        if good && self.failed == 0 { Ok(()) } else { Err(Failure::Program("tests, see above".into())) }
    }

    /// Reads `test result: ok. 12 passed; 0 failed; …` (cargo) and `Tests  2 failed | 12 passed (14)` (vitest).
    fn read(&mut self, line: &str) {
        let plain = line.trim();
        let (Some(counts), separator) = (match plain.strip_prefix("test result:") {
            Some(rest) => (rest.split_once('.').map(|(_, counts)| counts), ';'),
            None => (plain.strip_prefix("Tests ").map(str::trim), '|'),
        }) else {
            return;
        };
        for count in counts.split(separator) {
            let mut words = count.split_whitespace();
            let (Some(number), Some(what)) =
                (words.next().and_then(|n| n.parse::<usize>().ok()), words.next())
            else {
                continue;
            };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

/// Licences, banned crates and sources after `.deny.toml`. Advisories are left out: their database is a git
/// repository that a build machine without the open internet cannot reach.
fn licences() -> Result<(), Failure> {
    if answer(command("cargo deny --version")).is_none() {
        // Unoptimised: it is built once and reads one graph.
        run(command("cargo install cargo-deny@0.20.2 --locked --debug"))?;
    }
    run(command("cargo deny --config .deny.toml --workspace check licenses bans sources"))
}

/// The TypeScript types that the tests have just written are the ones in the repository.
fn bindings() -> Result<(), Failure> {
    let folder = "ui/src/lib/backend/generated";
    let changed = answer(command(&format!("git status --porcelain -- {folder}")));
    match changed.as_deref() {
        Some("") => Ok(()),
        Some(files) => Err(Failure::Needs(format!("Commit the types the tests have just written:\n{files}"))),
        None => Err(Failure::Needs(format!("git cannot tell whether {folder} has changed"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn the_tests_of_all_runners_are_added_up() {
        let lines = [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            " Test Files  1 passed (1)",
            "      Tests  2 failed | 12 passed (14)",
        ];
        assert_eq!(tally(&lines), Tally { passed: 17, failed: 3 });
    }

    #[test]
    fn a_line_about_something_else_counts_nothing() {
        assert_eq!(tally(&["Tests are good", "12 passed", ""]), Tally::default());
    }
}
