//! `roster`: the list of the event's people. From then on a badge's number becomes a contact at once.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble, with_words};
use crate::import::{FileArgs, unread_lines};
use crate::opening::{Purpose, open};
use clap::{Args, Subcommand};
use lanyard_core::explain::{Arg, Sentence};
use lanyard_engine::api::views::{FileProgress, RosterView};

#[derive(Debug, Subcommand)]
pub(crate) enum Roster {
    /// Make a file the event's list: CSV, XLSX, vCard or JSON lines. Brought again, nothing changes; a later one goes before it
    Add(Add),
    /// Name the event's lists, the latest first
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    file: FileArgs,
}

pub(crate) fn run(act: &Roster, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    match act {
        Roster::Add(add) => self::add(add, everywhere, out),
        Roster::List => list(everywhere, out),
    }
}

fn add(add: &Add, everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let file = add.file.given()?;
    let desk = open(everywhere, add.file.purpose(), out)?;
    let how = add.file.how(&desk, &file, out)?;
    let mut goes_on = |progress: FileProgress| {
        out.progress(progress.done, progress.of);
        true
    };
    let outcome = desk.add_roster(&file, &add.file.name(), &how, add.file.dry_run, &mut goes_on);
    out.progress_over();
    let outcome = outcome?;
    out.answer(&with_words(&outcome, out.say(&outcome.sentence)), || {
        unread_lines(&outcome.sentence, &outcome.unread_rows, outcome.unread, out)
    })?;
    Ok(if outcome.unread == 0 { Exit::Done } else { Exit::InPart })
}

fn list(everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let desk = open(everywhere, Purpose::Look, out)?;
    let lists = desk.rosters()?;
    if lists.is_empty() && !out.json {
        out.line(&out.say(&Sentence::new("cli-no-rosters")))?;
    }
    for list in &lists {
        let says = out.say(&said(list));
        out.answer(&with_words(list, says.clone()), || says)?;
    }
    Ok(Exit::Done)
}

fn said(list: &RosterView) -> Sentence {
    Sentence::new("cli-roster")
        .text("name", &list.name)
        .count("count", u64::from(list.people))
        .with("at", Arg::At(list.at))
}
