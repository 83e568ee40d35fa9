//! Timings beside named baselines, for `tests/BENCHMARKS.md`. No test asserts on them: they say how this machine did today.
//! Run by `cargo xtask bench` (everything) and `cargo xtask bench load` (the load test).
//!
//! `lanyard-bench [part] [folder]`: the part is one of `capture`, `drain`, `find`, `import`, `load`, `open`,
//! `requests`, `roster`, `storm`; all of them when none is named; or `desk`, the window among many contacts, which a
//! build of the window must stand beside. The folder lies on the disk to be measured; the system's one for temporary files when none is named.

#![expect(clippy::print_stdout, reason = "what it measures is what it says")]

mod bare;
mod book;
mod capture;
mod desk;
mod drain;
mod figures;
mod find;
mod import;
mod laptop;
mod load;
mod open;
mod people;
mod places;
mod requests;
mod roster;
mod storm;
mod stub;
mod watch;

use std::path::{Path, PathBuf};

/// What only runs by its name: it needs a display, a browser and the window's page, built.
const BY_NAME: Part = ("desk", desk::run);

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
    let named = words.first().and_then(|word| PARTS.iter().chain([&BY_NAME]).find(|(name, _)| name == word));
    let folder = words.get(usize::from(named.is_some())).map_or_else(std::env::temp_dir, PathBuf::from);
    for (name, run) in named.map_or(&PARTS[..], std::slice::from_ref) {
        println!("── {name} ({})", figures::machine());
        run(&folder);
    }
}
