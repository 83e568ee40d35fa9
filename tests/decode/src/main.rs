//! How many pictures are read, and at what cost, beside other readers in the same run: `cargo xtask bench decode`.
//!
//! `lanyard-decode-bench [--set FOLDER]… [--reader NAME]… [--class NAME] [--steps] [--nothing] [--rivals FOLDER] [--shell PROGRAM]`.
//! A set is a folder
//! with a `manifest.jsonl`; without one, every set of `LANYARD_CORPORA` is taken. Our own rates are counted under a
//! budget of questions to `stop`, so that they are the same on a busy machine; times are those of the processor, not
//! the wall's. `--nothing` adds ten thousand frames of noise and a thousand parts of pictures without a code.
//! `--rivals` names the folder in which a Python environment with the other readers is made, `--shell` a built `lanyard`
//! whose `decode` is to say the same.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it measures is what it says")]

mod coached;
mod nothing;
mod readers;
mod rivals;
mod sequences;
mod sets;
mod shell;
mod table;

use readers::Reader;
use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked for on the command line.
#[derive(Default)]
pub(crate) struct Asked {
    sets: Vec<PathBuf>,
    readers: Vec<Reader>,
    class: Option<String>,
    /// Also say which step of the ladder read how many.
    steps: bool,
    /// Also look at pictures that hold no code.
    nothing: bool,
    rivals: Option<PathBuf>,
    shell: Option<PathBuf>,
}

const USAGE: &str = "lanyard-decode-bench [--set FOLDER]... [--reader NAME]... [--class NAME] [--steps] [--nothing] [--rivals FOLDER] [--shell PROGRAM]";

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    let sets = sets::load(&asked);
    if sets.is_empty() {
        eprintln!("no set of pictures: name a folder with a manifest.jsonl by --set, or set LANYARD_CORPORA");
        return ExitCode::FAILURE;
    }
    let rivals = asked.rivals.as_deref().map(rivals::ready).unwrap_or_default();
    for set in &sets {
        if set.is_sequences() {
            sequences::report(set, &asked);
        } else {
            table::report(set, &asked, &rivals);
            coached::report(set);
        }
    }
    if asked.nothing {
        nothing::report(&sets);
    }
    ExitCode::SUCCESS
}

fn asked(words: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked::default();
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--set" => asked.sets.push(words.next()?.into()),
            "--reader" => asked.readers.push(Reader::named(&words.next()?)?),
            "--class" => asked.class = words.next(),
            "--steps" => asked.steps = true,
            "--nothing" => asked.nothing = true,
            "--shell" => asked.shell = words.next().map(PathBuf::from),
            "--rivals" => asked.rivals = words.next().map(PathBuf::from),
            _ => return None,
        }
    }
    if asked.readers.is_empty() {
        asked.readers = Reader::ALL.to_vec();
    }
    Some(asked)
}
