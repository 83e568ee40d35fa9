//! Files become contacts. A file is looked at, its columns are confirmed by a person, and it is committed once: all of its
//! entries in one transaction, or none when anything fails or the process is killed.
//!
//! An entry is known again by the name that its file has for it, if it is the same person, or by all that it says, in this
//! file or a grown one: so the same file may be brought again and adds only what is new. What was removed here does not come back from a file, and a badge that was
//! captured already is left as it is: what a list says about it is for the list's own way, with a person's yes.
//!
//! Left out on purpose: changing contacts that are here. An import adds.

mod file;
mod preparing;

pub use file::FileGiven;

use crate::engine::Engine;
use crate::store::captures::{self, NewCapture, Way};
use crate::store::destinations::Destination;
use crate::store::events::{self, Event};
use crate::store::imports::Known;
use crate::store::{PayloadDigest, StoreError, contacts, deliveries, destinations, imports, settings};
use crate::sync::{apply_to_contact, fresh};
use lanyard_core::ids::{CaptureId, ContactId, OperatorId};
use lanyard_files::{FileFault, How, Target, Unread};
use preparing::{Batch, Prepared};
use rusqlite::Connection;

/// A file and how it is to be read, as a person confirmed it.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// How it is written.
    pub how: How,
    /// Where each column goes.
    pub columns: Vec<Target>,
    /// By what its columns are known again.
    pub signature: String,
}

/// A row that was not read, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadRow<W = Why> {
    /// Its line, or its row in the sheet.
    pub line: u64,
    /// Why.
    pub why: W,
}

/// Why an entry was not kept, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be read.
    Unread(Unread),
    /// The same entry stands above it in this very file.
    Repeated,
}

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Entries that are new contacts.
    pub added: u64,
    /// Those of them that have the e-mail of a contact that was here before, and a name that can be the same person's.
    pub alike: u64,
    /// Entries that were here before.
    pub known: u64,
    /// Entries whose contact was removed here: they stay removed.
    pub removed: u64,
    /// Rows that were not kept, or in part.
    pub unread: u64,
    /// The first of them.
    pub first_unread: Vec<UnreadRow>,
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

    /// All entries that were read.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.added + self.known + self.removed
    }
}

/// How far an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Entries that are done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// Why an import came to nothing.
#[derive(Debug)]
pub enum ImportFault {
    /// The file.
    File(FileFault),
    /// The store.
    Store(StoreError),
    /// A person stopped it; nothing was kept.
    Stopped,
}

impl From<FileFault> for ImportFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl From<StoreError> for ImportFault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// So many new contacts are told of one by one; who shows a list looks at it anew after an import.
const TOLD: usize = 100;

/// Whether an import goes on.
pub type GoesOn<'a> = &'a mut dyn FnMut(Progress) -> bool;

/// Says what an import would do, and does nothing. The store may change until it is done.
///
/// # Errors
/// As [`import`].
pub fn rehearse(
    engine: &Engine,
    file: &FileGiven,
    confirmed: &Confirmed,
    goes_on: GoesOn<'_>,
) -> Result<Outcome, ImportFault> {
    let staged = preparing::stage(file, confirmed)?;
    let event = engine.event()?;
    let mut outcome = Outcome::default();
    let mut seen = std::collections::HashSet::new();
    preparing::prepare(engine, file, confirmed, &event, &mut |batch| {
        unread(&batch, &mut outcome);
        let kept = engine.store.read(|conn| {
            for entry in batch.entries {
                if !seen.insert(entry.digest.clone()) {
                    outcome.unread(entry.line, Why::Repeated);
                    continue;
                }
                match place(conn, &event, &entry, i64::MAX)? {
                    Place::New(_) => {
                        outcome.alike +=
                            u64::from(imports::is_alike(conn, &event.id, &entry.whole, i64::MAX)?);
                        outcome.added += 1;
                    }
                    Place::Known => outcome.known += 1,
                    Place::Removed => outcome.removed += 1,
                    Place::Repeated => outcome.unread(entry.line, Why::Repeated),
                }
            }
            Ok(())
        });
        kept.map_err(ImportFault::from)?;
        told(goes_on, &outcome, staged.entries)
    })?;
    Ok(outcome)
}

/// Brings a file's entries into the current event, in one transaction that is on disk when this returns. Captures wait as long
/// as it runs. `goes_on` is told how far it came, about every 500 entries, and stops it by `false`.
///
/// # Errors
/// Nothing was then kept.
pub fn import(
    engine: &Engine,
    file: &FileGiven,
    confirmed: &Confirmed,
    goes_on: GoesOn<'_>,
) -> Result<Outcome, ImportFault> {
    // All of it is read once before anything is written: a file that breaks off writes nothing.
    let staged = preparing::stage(file, confirmed)?;
    let event = engine.event()?;
    let mut fault = None;
    let mut outcome = Outcome::default();
    let mut added = Vec::new();
    let kept = engine.store.write(|conn| {
        let resting = imports::begin(conn)?;
        let before = imports::last_seq(conn, &engine.installation)?;
        let last = imports::last_contact(conn)?;
        let places = destinations::of_event(conn, &event.id)?;
        let operator = events::operator(conn)?.map(|(id, _)| id);
        let ran = preparing::prepare(engine, file, confirmed, &event, &mut |batch| {
            unread(&batch, &mut outcome);
            let mut to_index = Vec::with_capacity(batch.entries.len());
            for entry in &batch.entries {
                match place(conn, &event, entry, before)? {
                    Place::New(digest) => {
                        outcome.alike += u64::from(imports::is_alike(conn, &event.id, &entry.whole, last)?);
                        let (number, contact) =
                            add(conn, engine, &event, &places, operator.as_ref(), entry, digest)?;
                        to_index.push((number, &entry.whole));
                        if added.len() < TOLD {
                            added.push(contact);
                        }
                        outcome.added += 1;
                    }
                    Place::Known => outcome.known += 1,
                    Place::Removed => outcome.removed += 1,
                    Place::Repeated => outcome.unread(entry.line, Why::Repeated),
                }
            }
            imports::index(conn, to_index)?;
            told(goes_on, &outcome, staged.entries)
        });
        match ran {
            Ok(check) if check == staged.check => {}
            Ok(_) => fault = Some(ImportFault::File(FileFault::Changed)),
            Err(ImportFault::Store(error)) => return Err(error),
            Err(other) => fault = Some(other),
        }
        if fault.is_some() {
            return Err(taken_back());
        }
        remember(conn, confirmed)?;
        imports::end(conn, resting)
    });
    let tidied = engine.store.write(imports_let_go);
    if let Some(fault) = fault {
        return Err(fault);
    }
    kept?;
    tidied?;
    engine.committed(added);
    Ok(outcome)
}

fn imports_let_go(conn: &rusqlite::Transaction<'_>) -> Result<(), StoreError> {
    imports::let_go(conn)
}

/// Only to end the transaction without keeping it; the reason stands elsewhere.
fn taken_back() -> StoreError {
    StoreError::Mismatch { detail: "the import was taken back".into() }
}

fn told(goes_on: GoesOn<'_>, outcome: &Outcome, of: u64) -> Result<(), ImportFault> {
    if goes_on(Progress { done: outcome.entries(), of }) { Ok(()) } else { Err(ImportFault::Stopped) }
}

fn unread(batch: &Batch, outcome: &mut Outcome) {
    for (line, why) in &batch.unread {
        outcome.unread(*line, Why::Unread(*why));
    }
}

/// What an entry is to the store.
enum Place<'a> {
    /// New, and by this digest it will be known.
    New(&'a PayloadDigest),
    Known,
    Removed,
    Repeated,
}

/// Captures numbered above `before` are this import's own.
fn place<'a>(
    conn: &Connection,
    event: &Event,
    entry: &'a Prepared,
    before: i64,
) -> Result<Place<'a>, StoreError> {
    let placed = |known: &Known| match known {
        known if known.seq > before => Place::Repeated,
        known if known.removed => Place::Removed,
        _ => Place::Known,
    };
    let mut digest = entry.named.as_ref().unwrap_or(&entry.digest);
    if let Some(named) = &entry.named
        && let Some(known) = imports::known(conn, &event.id, named)?
    {
        if entry.whole.may_be(&known) {
            return Ok(placed(&known));
        }
        // Another list with the same number for somebody else.
        digest = &entry.digest;
    }
    if let Some(known) = imports::known(conn, &event.id, &entry.digest)? {
        return Ok(placed(&known));
    }
    // An export of ours names each contact by its own id.
    if let Some(id) = entry.our_id.as_ref()
        && let Some(head) = contacts::head(conn, id)?
    {
        return Ok(if head.deleted { Place::Removed } else { Place::Known });
    }
    match &entry.badge {
        Some(badge) if imports::has_badge(conn, &event.id, badge)? => Ok(Place::Known),
        Some(_) | None => Ok(Place::New(digest)),
    }
}

fn add(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    places: &[Destination],
    operator: Option<&OperatorId>,
    entry: &Prepared,
    digest: &PayloadDigest,
) -> Result<(i64, ContactId), StoreError> {
    let contact = ContactId::new(engine.clock.new_id());
    let now = engine.clock.wall();
    let number =
        imports::insert(conn, &contact, &event.id, &engine.installation, operator, &entry.whole, now)?;
    captures::insert(
        conn,
        &NewCapture {
            id: CaptureId::new(engine.clock.new_id()),
            contact: &contact,
            event: &event.id,
            installation: &engine.installation,
            operator,
            way: Way::Import,
            kind: entry.kind,
            symbology: None,
            payload: &entry.payload,
            digest,
            extra: &entry.extra,
            at: now,
        },
    )?;
    for destination in places {
        let delivery = fresh(engine.clock.as_ref(), &contact, &destination.id, event.grace);
        deliveries::insert(conn, &delivery, true)?;
    }
    if !places.is_empty() {
        apply_to_contact(conn, engine.with(), &contact)?;
    }
    Ok((number, contact))
}

/// Under this name the columns of a table are remembered, by what they are known again by.
fn remembered_key(digest: &PayloadDigest) -> String {
    format!("import_columns/{}", data_encoding::HEXLOWER.encode(digest.0.get(..12).unwrap_or_default()))
}

pub(crate) fn remember(conn: &Connection, confirmed: &Confirmed) -> Result<(), StoreError> {
    if confirmed.columns.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = confirmed.columns.iter().map(Target::to_string).collect();
    settings::put(conn, &remembered_key(&plain_digest(&confirmed.signature)), &columns)
}

/// The columns that a person confirmed for a table with the same headers.
///
/// # Errors
/// As the store allows.
pub fn remembered(
    engine: &Engine,
    signature: &str,
    columns: usize,
) -> Result<Option<Vec<Target>>, StoreError> {
    let key = remembered_key(&plain_digest(signature));
    let found: Option<Vec<String>> = engine.store.read(|conn| settings::get(conn, &key))?;
    let targets: Option<Vec<Target>> =
        found.and_then(|found| found.iter().map(|text| Target::parse(text)).collect());
    Ok(targets.filter(|targets| targets.len() == columns))
}

/// Headers are no secret; the digest only makes a short name of them.
fn plain_digest(signature: &str) -> PayloadDigest {
    use sha2::{Digest, Sha256};
    PayloadDigest(Sha256::digest(signature.as_bytes()).to_vec())
}

#[cfg(test)]
pub(crate) mod tests;
