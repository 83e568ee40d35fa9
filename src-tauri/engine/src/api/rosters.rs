//! An event's lists: brought in from a file, and listed.

use super::desk::Desk;
use super::errors::Answer;
use super::files::{import_fault, short};
use super::views::{
    CommandError, ErrorCode, FileHow, FileProgress, GivenFileId, RosterOutcome, RosterView, UnreadRowView,
};
use crate::import::{FileGiven, Progress};
use crate::roster::{self, ListFile, Outcome, RosterFault, UnreadWhy};
use crate::store::rosters;
use lanyard_core::explain::{Arg, Sentence};

impl Desk {
    /// Makes a file the list of the event: from then on a badge's number becomes a contact at once, and what it says about contacts
    /// that are here is proposed. With `dry_run` only says what would come of it. What is left out of `how` is found. `goes_on` is
    /// told how far it came; `false` stops it. Captures go on meanwhile.
    ///
    /// # Errors
    /// When the file cannot be read, holds no numbers of badges, or could not be saved; nothing of it then counts.
    pub fn add_roster(
        &self,
        file: &FileGiven,
        name: &str,
        how: &FileHow,
        dry_run: bool,
        goes_on: &mut dyn FnMut(FileProgress) -> bool,
    ) -> Answer<RosterOutcome> {
        let engine = self.engine()?;
        let (_, confirmed, _) = self.confirmed(file, how)?;
        let list = ListFile { file, name, confirmed: &confirmed };
        let mut told = |Progress { done, of }| goes_on(FileProgress { done: short(done), of: short(of) });
        let outcome = if dry_run {
            roster::rehearse(&engine, list, &mut told)
        } else {
            roster::add(&engine, list, &mut told)
        };
        Ok(told_of(&outcome.map_err(fault)?, dry_run))
    }

    /// As [`Desk::add_roster`], of the file that the window gave.
    ///
    /// # Errors
    /// As [`Desk::add_roster`], and while another file is gone over.
    pub fn add_given_roster(
        &self,
        id: &GivenFileId,
        name: &str,
        how: &FileHow,
        dry_run: bool,
    ) -> Answer<RosterOutcome> {
        let file = self.table.file(id)?;
        let _turn = self.table.begin()?;
        self.add_roster(&file, name, how, dry_run, &mut |progress| self.table.goes_on(progress))
    }

    /// The lists of the event, the latest first.
    ///
    /// # Errors
    /// As the store allows.
    pub fn rosters(&self) -> Answer<Vec<RosterView>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let found = engine.store.read(|conn| rosters::of_event(conn, &event.id))?;
        let view = |list: rosters::Roster| RosterView {
            id: list.id,
            name: list.name,
            people: short(list.people),
            at: list.at,
        };
        Ok(found.into_iter().map(view).collect())
    }
}

fn fault(fault: RosterFault) -> CommandError {
    match fault {
        RosterFault::Import(fault) => import_fault(fault),
        RosterFault::NoNumbers => CommandError::new(ErrorCode::BadInput, "roster-no-numbers"),
    }
}

fn told_of(outcome: &Outcome, dry_run: bool) -> RosterOutcome {
    let sentence = match &outcome.before {
        Some(before) => Sentence::new("roster-before").with("at", Arg::At(before.at)),
        None => Sentence::new(if dry_run { "roster-would" } else { "roster-done" })
            .count("people", outcome.people)
            .count("proposed", outcome.proposed)
            .count("unread", outcome.unread),
    };
    let rows = outcome.first_unread.iter().map(|row| UnreadRowView {
        line: row.line,
        sentence: match row.why {
            UnreadWhy::Unread(why) => why.sentence(),
            UnreadWhy::NoNumber => Sentence::new("row-no-number"),
            UnreadWhy::Repeated => Sentence::new("row-repeated"),
            UnreadWhy::Doubled => Sentence::new("row-number-doubled"),
        },
    });
    RosterOutcome {
        dry_run,
        people: short(outcome.people),
        proposed: short(outcome.proposed),
        before: outcome.before.is_some(),
        unread: short(outcome.unread),
        unread_rows: rows.collect(),
        sentence,
    }
}
