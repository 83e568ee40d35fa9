//! Timings beside named baselines, for `tests/BENCHMARKS.md`. No test asserts on them: they say how this machine did today.
//! Run by `cargo xtask bench` (everything) and `cargo xtask bench load` (the load test).
//!
//! `lanyard-bench [part] [folder]`: the part is one of `capture`, `drain`, `find`, `import`, `load`, `open`,
//! `requests`, `roster`, `storm`; all of them when none is
//! named. The folder lies on the disk to be measured; the system's one for temporary files when none is named.

#![expect(clippy::print_stdout, reason = "what it measures is what it says")]

mod bare;
mod book;
mod capture;
mod drain;
mod figures;
mod find;
mod import;
mod laptop;
mod load;
mod open;
mod requests;
mod roster;
mod storm;
mod stub;
mod watch;

use std::path::{Path, PathBuf};

/// A part's name, and what it measures on the disk of a folder.
type Part = (&'static str, fn(&Path));

const PARTS: [Part; 9] = [
    ("capture", capture::run),
    ("drain", drain::run),
    ("find", find::run),
    ("import", import::run),
    ("load", load::run),
    ("open", open::run),
    ("requests", requests::run),
    ("roster", roster::run),
    ("storm", storm::run),
];

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == open::VICTIM) {
        return open::victim(&words[1..]);
    }
    if words.first().is_some_and(|word| word == import::ONE) {
        return import::one(&words[1..]);
    }
    let named = words.first().and_then(|word| PARTS.iter().find(|(name, _)| name == word));
    let folder = words.get(usize::from(named.is_some())).map_or_else(std::env::temp_dir, PathBuf::from);
    for (name, run) in PARTS.iter().filter(|(name, _)| named.is_none_or(|(only, _)| only == name)) {
        println!("── {name} ({})", figures::machine());
        run(&folder);
    }
}
