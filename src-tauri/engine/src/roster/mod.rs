//! The list of an event's people: read from a file, written piece by piece so that no capture waits for it, and in force only once
//! it is whole. Contacts that were captured before it are compared with it, and what it says about them is proposed.
//!
//! A list that breaks off, is stopped, or whose process is killed leaves nothing that counts; what lies about of it is swept away with
//! the next list, or at once. Left out on purpose: making contacts of people whom nobody met.

mod reading;

use crate::engine::Engine;
use crate::import::{Confirmed, FileGiven, GoesOn, ImportFault, Progress, UnreadRow, remember};
use crate::late::{Compared, forms, new};
use crate::store::events::Event;
use crate::store::proposals::{self, Kind};
use crate::store::rosters::{self, Put, Roster};
use crate::store::{PayloadDigest, Result, StoreError, contacts};
use lanyard_badge::recipe::IdForm;
use lanyard_core::contact::{Field, Origin};
use lanyard_core::ids::{ContactId, RosterId};
use lanyard_files::FileFault;
use reading::{Batch, Why, pass, people};
use rusqlite::Connection;

pub use reading::Why as UnreadWhy;

/// So many contacts are compared in one transaction.
const COMPARED: u32 = 200;

/// So many contacts are told of one by one.
const TOLD: usize = 100;

/// A file that is to be an event's list.
#[derive(Debug, Clone, Copy)]
pub struct ListFile<'a> {
    /// What is in it.
    pub file: &'a FileGiven,
    /// What it is called.
    pub name: &'a str,
    /// How it is read.
    pub confirmed: &'a Confirmed,
}

/// What came of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// When the very same list was brought before; nothing was then done.
    pub before: Option<Roster>,
    /// People it names.
    pub people: u64,
    /// Contacts that were captured before and about whom it says something; of a rehearsal, those whose number it has.
    pub proposed: u64,
    /// Rows that were not kept, or in part.
    pub unread: u64,
    /// The first of them.
    pub first_unread: Vec<UnreadRow<Why>>,
}

impl Outcome {
    /// Longest list of what was not read.
    const LISTED: usize = 1000;

    fn unread(&mut self, line: u64, why: Why) {
        self.unread += 1;
        if self.first_unread.len() < Self::LISTED {
            self.first_unread.push(UnreadRow { line, why });
        }
    }
}

/// Why a list came to nothing.
#[derive(Debug)]
pub enum RosterFault {
    /// As of any import.
    Import(ImportFault),
    /// No column of it holds numbers of badges.
    NoNumbers,
}

impl From<ImportFault> for RosterFault {
    fn from(fault: ImportFault) -> Self {
        Self::Import(fault)
    }
}

impl From<StoreError> for RosterFault {
    fn from(error: StoreError) -> Self {
        Self::Import(error.into())
    }
}

impl From<FileFault> for RosterFault {
    fn from(fault: FileFault) -> Self {
        Self::Import(fault.into())
    }
}

/// Says what would come of a list, and keeps nothing.
///
/// # Errors
/// As [`add`].
pub fn rehearse(
    engine: &Engine,
    list: ListFile<'_>,
    goes_on: GoesOn<'_>,
) -> std::result::Result<Outcome, RosterFault> {
    let event = engine.event()?;
    let (of, digest) = looked_at(engine, list)?;
    let mut outcome = Outcome {
        before: engine.store.read(|conn| rosters::of_digest(conn, &event.id, &digest))?,
        ..Outcome::default()
    };
    let captured = engine.store.read(|conn| captured_numbers(conn, &event))?;
    let mut seen = std::collections::HashSet::new();
    pass(list, &mut |batch| {
        unread(&batch, &mut outcome);
        for person in batch.people {
            if !seen.insert(person.number.clone()) {
                outcome.unread(person.line, Why::Repeated);
                continue;
            }
            outcome.people += 1;
            outcome.proposed += u64::from(captured.contains(&IdForm::LOOSE.key(&person.number)));
        }
        told(goes_on, outcome.people, of)
    })?;
    Ok(outcome)
}

/// Makes a file the current event's list, in force when this returns. Brought again, nothing is done; a later one of the same event
/// takes the earlier one's place number by number. `goes_on` is told how far it came and stops it by `false`.
///
/// # Errors
/// Nothing of it then counts.
pub fn add(
    engine: &Engine,
    list: ListFile<'_>,
    goes_on: GoesOn<'_>,
) -> std::result::Result<Outcome, RosterFault> {
    let event = engine.event()?;
    let (of, digest) = looked_at(engine, list)?;
    if let Some(before) = engine.store.read(|conn| rosters::of_digest(conn, &event.id, &digest))? {
        return Ok(Outcome { people: before.people, before: Some(before), ..Outcome::default() });
    }
    // What a list that broke off left is in the way of the same list brought again.
    sweep(engine, &event)?;
    let id = RosterId::new(engine.clock.new_id());
    let added = engine
        .store
        .write(|conn| rosters::begin(conn, &id, &event.id, &digest, list.name, engine.clock.wall()))
        .map_err(RosterFault::from)
        .and_then(|()| written(engine, &event, &id, list, of, &digest, goes_on));
    // Rows that nothing needs any more: of this list when it came to nothing, of earlier ones otherwise. Should the disk refuse now,
    // the next list sweeps.
    let swept = sweep(engine, &event);
    if let (Err(error), Ok(_)) = (&swept, &added) {
        tracing::warn!(%error, "rows of earlier lists stay for now");
    }
    let (outcome, contacts) = added?;
    engine.committed(contacts);
    Ok(outcome)
}

/// How many people a file names, and the digest of all it says about them.
fn looked_at(engine: &Engine, list: ListFile<'_>) -> std::result::Result<(u64, PayloadDigest), RosterFault> {
    let found = people(list)?;
    if found.entries == 0 && found.unread == 0 {
        return Err(FileFault::Empty.into());
    }
    if found.entries == 0 {
        return Err(RosterFault::NoNumbers);
    }
    Ok((found.entries, engine.store.digest(&found.digest)))
}

fn written(
    engine: &Engine,
    event: &Event,
    id: &RosterId,
    list: ListFile<'_>,
    of: u64,
    digest: &PayloadDigest,
    goes_on: GoesOn<'_>,
) -> std::result::Result<(Outcome, Vec<ContactId>), RosterFault> {
    let mut outcome = Outcome::default();
    let mut done = 0;
    let read = pass(list, &mut |batch| {
        unread(&batch, &mut outcome);
        let count = batch.people.len() as u64;
        engine.store.write(|conn| {
            for person in &batch.people {
                match rosters::put(conn, id, &person.number, &person.draft)? {
                    Put::New => outcome.people += 1,
                    Put::Same => outcome.unread(person.line, Why::Repeated),
                    Put::Doubled => outcome.unread(person.line, Why::Doubled),
                }
            }
            Ok(())
        })?;
        done += count;
        told(goes_on, done, of)
    })?;
    if engine.store.digest(&read.digest) != *digest {
        return Err(FileFault::Changed.into());
    }
    let mut contacts = Vec::new();
    let mut after = 0;
    loop {
        let (last, some) = engine
            .store
            .write(|conn| compare(conn, engine, event, id, after, &mut outcome, &mut contacts))?;
        after = last;
        // Whoever is captured from here on is compared in the last transaction.
        if some < COMPARED {
            break;
        }
        told(goes_on, done, of)?;
    }
    engine.store.write(|conn| {
        while {
            let (last, some) = compare(conn, engine, event, id, after, &mut outcome, &mut contacts)?;
            after = last;
            some == COMPARED
        } {}
        // In force: from here on captures find it themselves.
        rosters::finish(conn, id, outcome.people)?;
        proposals::only_of(conn, &event.id, Kind::Roster, id.as_str())?;
        remember(conn, list.confirmed)
    })?;
    Ok((outcome, contacts))
}

/// Compares a piece of the event's contacts with a list; how far it came, and how many they were.
fn compare(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    id: &RosterId,
    after: i64,
    outcome: &mut Outcome,
    told: &mut Vec<ContactId>,
) -> Result<(i64, u32)> {
    let forms = forms(conn, engine, event)?;
    let (mut last, mut some) = (after, 0);
    for (number, contact) in rosters::numbered(conn, &event.id, after, COMPARED)? {
        some += 1;
        last = number;
        let known = contacts::load(conn, &contact)?;
        let Some(badge) = known.text(Field::BadgeId) else { continue };
        let Some(draft) = rosters::find_in(conn, id, badge, &forms)?.and_then(|found| found.draft) else {
            continue;
        };
        if Compared::of(&known, &draft, Origin::Roster, event).is_settled() {
            continue;
        }
        if proposals::put(conn, &new(engine, &contact, Kind::Roster, id.as_str(), &draft))? {
            outcome.proposed += 1;
            if told.len() < TOLD {
                told.push(contact);
            }
        }
    }
    Ok((last, some))
}

/// The loosest forms of all numbers that were captured at an event.
fn captured_numbers(conn: &Connection, event: &Event) -> Result<std::collections::HashSet<String>> {
    let mut numbers = std::collections::HashSet::new();
    let mut after = 0;
    loop {
        let some = rosters::numbered(conn, &event.id, after, COMPARED)?;
        let Some((last, _)) = some.last() else { return Ok(numbers) };
        after = *last;
        for (_, contact) in &some {
            if let Some(badge) = contacts::load(conn, contact)?.text(Field::BadgeId) {
                numbers.insert(IdForm::LOOSE.key(badge));
            }
        }
    }
}

/// Sweeps in small pieces: a capture waits for one of them at most.
fn sweep(engine: &Engine, event: &Event) -> Result<()> {
    while engine.store.write(|conn| rosters::sweep(conn, &event.id))? {}
    Ok(())
}

fn told(goes_on: GoesOn<'_>, done: u64, of: u64) -> std::result::Result<(), ImportFault> {
    if goes_on(Progress { done, of }) { Ok(()) } else { Err(ImportFault::Stopped) }
}

fn unread(batch: &Batch, outcome: &mut Outcome) {
    for (line, why) in &batch.unread {
        outcome.unread(*line, *why);
    }
}

#[cfg(test)]
mod bad_files;
#[cfg(test)]
mod tests;
