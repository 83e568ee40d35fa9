//! `lanyard`, the command line on the same engine as the window. It decodes words into calls and answers into lines; what
//! is decided, stored and sent is the engine's. Left out on purpose: anything that stays running, but for the rehearsal's
//! CRM.
//!
//! | exit | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | done in part: some items failed, contacts still wait or need a person, a check did not go well |
//! | 2 | the command line was not understood |
//! | 65 | the input cannot be used, or is no contact; nothing was stored |
//! | 66 | what was asked for is not here |
//! | 70 | a fault of Lanyard's |
//! | 74 | it could not be written to disk, and is not saved |
//! | 75 | another process holds the data folder; it is named |
//! | 78 | a person must act first: a key, the keychain, a full or read-only disk, a damaged or newer store |
//!
//! Answers go to standard output, why something did not work to standard error, as one sentence or, with `--json`, as one
//! object.

mod answer;
mod backup;
mod badge;
mod capturing;
mod contacts;
mod destination;
mod doctor;
mod export;
mod import;
mod input;
mod mapping;
mod merging;
mod opening;
mod passphrase;
mod picture;
mod proposals;
mod prove;
mod recipe;
mod rehearse;
mod report;
mod restored;
mod roster;
mod secret;
mod syncing;

use answer::{Exit, Out, Trouble};
use clap::{Args, Parser, Subcommand, ValueEnum};
use lanyard_engine::words::Words;
use std::path::PathBuf;
use std::process::ExitCode;

const EXITS: &str = "Exit codes:
  0   done
  1   done in part: some items failed, contacts still wait or need a person, a check did not go well
  2   the command line was not understood
  65  the input cannot be used, or is no contact; nothing was stored
  66  what was asked for is not here
  70  a fault of Lanyard's
  74  it could not be written to disk, and is not saved
  75  another process holds the data folder; it is named
  78  a person must act first: a key, the keychain, a full or read-only disk, a damaged or newer store";

/// Lanyard: contacts from badges, kept on this laptop and brought to a CRM exactly once.
#[derive(Debug, Parser)]
#[command(name = "lanyard", version, after_help = EXITS)]
struct Line {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
struct Everywhere {
    /// The data folder, instead of this person's own
    #[arg(long, global = true, value_name = "DIR", env = "LANYARD_DATA")]
    data: Option<PathBuf>,
    /// Work in the rehearsal's data folder
    #[arg(long, global = true)]
    rehearsal: bool,
    /// A file that holds the store's key, for a laptop without a keychain
    #[arg(long, global = true, value_name = "FILE", env = "LANYARD_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// Ask for the passphrase or the recovery key: on the terminal, else the first line of standard input
    #[arg(long, global = true)]
    ask: bool,
    /// Answer in JSON, one object a line
    #[arg(long, global = true)]
    json: bool,
    /// The language of sentences, instead of the system's
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Language>,
}

/// The languages that are shipped.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// German
    De,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find the codes in pictures: one JSON object a file
    Decode(picture::Decode),
    /// Say what a code's text means, without keeping it: one JSON object a code
    Read(badge::Read),
    /// Keep a contact: a code's text, a picture of it, or typed fields
    Capture(capturing::Capture),
    /// List contacts, newest first
    Contacts(contacts::List),
    /// Show a contact in full
    Show(contacts::Show),
    /// Correct a contact; it goes to the CRM again by itself
    Edit(contacts::EditContact),
    /// Send a contact again that is parked or waits
    Retry(contacts::Retry),
    /// Compare all contacts, and list pairs that may be one person
    Duplicates,
    /// Merge two contacts into one; what is not chosen goes by what is there
    Merge(merging::Merge),
    /// Take a merged contact apart again
    Unmerge(merging::Unmerge),
    /// Say that two contacts are not the same person
    NotSame(merging::NotSame),
    /// Bring contacts from a file: CSV, vCard, XLSX or JSON lines
    Import(import::Import),
    /// Bring the event's list, so that a badge's number becomes a contact at once
    #[command(subcommand)]
    Roster(roster::Roster),
    /// List what lists and recipes say about contacts that are here; take it over or refuse it
    Proposals(proposals::Proposals),
    /// Keep, list, share or learn how the event's badges are read
    #[command(subcommand)]
    Recipe(recipe::Recipes),
    /// Write contacts to a file: CSV, XLSX, vCard or JSON lines
    Export(export::Export),
    /// Write a day's report: one HTML file to read, print and pass on
    Report(report::Report),
    /// Say how things stand: captured = synced + waiting + needs attention + removed
    Status,
    /// Add, list and check destinations
    Destination(destination::Destinations),
    /// Say what goes where at a destination; check, preview, change it, or go back
    Mapping(mapping::Mappings),
    /// Bring what is ready to its destination
    Sync(syncing::Sync),
    /// Write the whole store to one encrypted file, while it is in use
    Backup(backup::Backup),
    /// Take a backup's store into a data folder
    Restore(backup::Restore),
    /// Set, change or take away the passphrase that opens the store and its backups
    #[command(subcommand)]
    Passphrase(passphrase::Passphrase),
    /// Say what a restored or copied store is: until then nothing of it leaves
    Restored(restored::Restored),
    /// Run the rehearsal's CRM until it is interrupted
    Rehearse(rehearse::Rehearse),
    /// Prove the sync protocol: seeds, planted faults, every interleaving of a small scope
    Prove(prove::Prove),
    /// Look for what is missing on this laptop, and say what mends it
    Doctor(doctor::Doctor),
}

fn main() -> ExitCode {
    let line = Line::parse();
    let clock = lanyard_engine::clock::SystemClock::new();
    let now = lanyard_engine::clock::Clock::wall(&clock);
    let words = match line.everywhere.lang {
        Some(Language::En) => Words::english(),
        Some(Language::De) => Words::german(),
        None => Words::of_locale(&lanyard_engine::words::system_locale()),
    };
    let out = Out::new(words.as_of(now), line.everywhere.json);
    match run(&line, &out) {
        Ok(exit) => exit.into(),
        Err(trouble) => {
            out.complain(&trouble);
            trouble.exit.into()
        }
    }
}

fn run(line: &Line, out: &Out) -> Result<Exit, Trouble> {
    let everywhere = &line.everywhere;
    match &line.command {
        Command::Decode(decode) => picture::decode(decode, out),
        Command::Read(read) => badge::read(read, out),
        Command::Capture(capture) => capturing::capture(capture, everywhere, out),
        Command::Contacts(list) => contacts::list(list, everywhere, out),
        Command::Show(show) => contacts::show(show, everywhere, out),
        Command::Edit(edit) => contacts::edit(edit, everywhere, out),
        Command::Retry(retry) => contacts::retry(retry, everywhere, out),
        Command::Duplicates => merging::duplicates(everywhere, out),
        Command::Merge(merge) => merging::merge(merge, everywhere, out),
        Command::Unmerge(unmerge) => merging::unmerge(unmerge, everywhere, out),
        Command::NotSame(said) => merging::not_same(said, everywhere, out),
        Command::Import(import) => import::import(import, everywhere, out),
        Command::Roster(act) => roster::run(act, everywhere, out),
        Command::Proposals(proposals) => proposals::run(proposals, everywhere, out),
        Command::Recipe(act) => recipe::run(act, everywhere, out),
        Command::Export(export) => export::export(export, everywhere, out),
        Command::Report(report) => report::report(report, everywhere, out),
        Command::Status => syncing::status(everywhere, out),
        Command::Destination(destinations) => destination::run(destinations, everywhere, out),
        Command::Mapping(mappings) => mapping::run(mappings, everywhere, out),
        Command::Sync(sync) => syncing::sync(sync, everywhere, out),
        Command::Backup(backup) => backup::backup(backup, everywhere, out),
        Command::Restore(restore) => backup::restore(restore, everywhere, out),
        Command::Passphrase(act) => passphrase::run(act, everywhere, out),
        Command::Restored(said) => restored::restored(said, everywhere, out),
        Command::Rehearse(rehearse) => rehearse::run(rehearse, out),
        Command::Prove(prove) => prove::run(prove, out),
        Command::Doctor(doctor) => doctor::run(doctor, everywhere, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Line::command().debug_assert();
    }

    #[test]
    fn the_help_names_every_exit_code() {
        for exit in Exit::ALL {
            let code = format!("\n  {:<4}", exit.code());
            assert!(EXITS.contains(&code), "{exit:?}");
        }
    }
}
