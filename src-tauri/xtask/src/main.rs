//! `cargo xtask …`: the few commands a person or a build machine needs, and what they need first.
//!
//! Standard library only, so that the first command answers within seconds on a fresh machine. What needs a
//! crate (screenshots, benchmarks) lives in the `acceptance` package and is called from here.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on its terminal")]

mod acceptance;
mod architecture;
mod command;
mod fuzz;
mod machine;
mod package;
mod peers;
mod prove;
mod run;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use command::Failure;

const USAGE: &str = "\
cargo xtask run [--release] [--real] [--yes]     build the app and open it, in rehearsal mode unless --real
cargo xtask test [--only lints|ui|rust|proof|e2e] [--yes]
                                                 everything a change must pass
cargo xtask test --peers                         clients and rehearsal CRMs before strangers: Prism, the vendors'
                                                 own SDKs, and stories at BottleCRM
cargo xtask screens [--yes]                      a PNG of each screen, state and theme in target/screens
cargo xtask package [--yes]                      what is installed elsewhere: .deb and .rpm, .dmg or .msi
cargo xtask prove [--long] [--yes]               the sync protocol: seeds, planted faults, small scope; what
                                                 tests/PROOF.md records, or ten times as much
cargo xtask fuzz [badge|csv|frame|jsonl|keys|photo|recipe|vcard|xlsx] [--long]
                                                 libFuzzer over what reads files, codes and frames of strangers, 10 s each, or
                                                 ten minutes
cargo xtask bench decode [--set FOLDER]...       how many pictures are read, beside other readers; of any folder with a
                                                 manifest.jsonl (file, expected_text, negative)
cargo xtask bench desk [--yes]                   the window with 100,000 contacts beside an empty one: first picture,
                                                 memory, searching, scrolling
cargo xtask bench [capture|drain|find|import|load|open|requests|roster|storm]
                                                 the measurements of tests/BENCHMARKS.md, or one part; `load` is the
                                                 load test: a burst, a hundred contacts, ten thousand offline

--yes installs missing system packages without asking (root is never asked).";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<(), Failure> {
    let Some((&verb, rest)) = words.split_first() else {
        return Err(Failure::Usage(USAGE));
    };
    if let ("bench", Some((&"decode", words))) = (verb, rest.split_first()) {
        return acceptance::bench_decode(words);
    }
    let (part, rest) = match rest.split_first() {
        Some((&part, rest)) if ["bench", "fuzz"].contains(&verb) && !part.starts_with('-') => {
            (Some(part), rest)
        }
        Some(_) | None => (None, rest),
    };
    let flags = Flags::read(rest)?;
    match verb {
        "run" => run::run(&flags),
        "test" => test::test(&flags),
        "screens" => acceptance::screens(&flags),
        "bench" if part == Some("desk") => acceptance::bench_desk(&flags),
        "bench" => acceptance::bench(&flags, part),
        "fuzz" => fuzz::fuzz(part, flags.long),
        "package" => package::package(&flags),
        "prove" => prove::prove(&flags),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage(USAGE)),
    }
}

/// The flags of all commands. A command that does not know one ignores it.
#[derive(Default)]
struct Flags {
    /// Install what is missing without a question.
    yes: bool,
    /// Build with optimisation.
    release: bool,
    /// Open the real data folder instead of the rehearsal's.
    real: bool,
    /// Prove with ten times as much.
    long: bool,
    /// The one part of `test` to run; all of it when absent.
    only: Option<test::Part>,
}

impl Flags {
    fn read(words: &[&str]) -> Result<Self, Failure> {
        let mut flags = Self::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            match word {
                "--yes" | "-y" => flags.yes = true,
                "--release" => flags.release = true,
                "--real" => flags.real = true,
                "--long" => flags.long = true,
                "--peers" => flags.only = Some(test::Part::Peers),
                "--only" => {
                    let part = words.next().and_then(|name| test::Part::named(name));
                    flags.only = Some(part.ok_or(Failure::Usage(USAGE))?);
                }
                _ => return Err(Failure::Usage(USAGE)),
            }
        }
        Ok(flags)
    }
}
