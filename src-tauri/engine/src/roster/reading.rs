//! A file's rows as people with a badge's number, a few at a time.

use super::ListFile;
use crate::import::ImportFault;
use lanyard_core::contact::{ContactDraft, Field};
use lanyard_files::{Entry, FileFault, Flow, Item, Unread};
use sha2::{Digest, Sha256};

/// People of a batch: a transaction of some milliseconds, for which a capture may have to wait.
const BATCH: usize = 1000;

/// Why a row was not kept, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It could not be read.
    Unread(Unread),
    /// It has no badge's number.
    NoNumber,
    /// The same row stands above it.
    Repeated,
    /// Its number stands above it for somebody else.
    Doubled,
}

/// One person of a list.
pub(super) struct Person {
    pub(super) line: u64,
    pub(super) number: String,
    pub(super) draft: ContactDraft,
}

/// People in their order.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) people: Vec<Person>,
    pub(super) unread: Vec<(u64, Why)>,
}

/// A file as it was read once.
pub(super) struct Read {
    /// How many people it names.
    pub(super) entries: u64,
    /// How many of its rows say nothing to a list.
    pub(super) unread: u64,
    /// Of all it says about them.
    pub(super) digest: Vec<u8>,
}

/// Reads all of a file and keeps nothing.
pub(super) fn people(list: ListFile<'_>) -> Result<Read, ImportFault> {
    pass(list, &mut |_| Ok(()))
}

/// Reads a file and gives its people to `each`, in their order.
pub(super) fn pass(
    list: ListFile<'_>,
    each: &mut dyn FnMut(Batch) -> Result<(), ImportFault>,
) -> Result<Read, ImportFault> {
    let mut input = list.file.open()?;
    let mut batch = Batch::default();
    let mut read = Read { entries: 0, unread: 0, digest: Vec::new() };
    let mut digest = Sha256::new();
    let mut stopped = Ok(());
    lanyard_files::read(&mut *input, &list.confirmed.how, &list.confirmed.columns, &mut |item| {
        match item {
            Item::Entry(entry) => match person(entry) {
                Ok((key, person)) => {
                    digest.update((key.len() as u64).to_be_bytes());
                    digest.update(&key);
                    digest.update(person.number.as_bytes());
                    read.entries += 1;
                    batch.people.push(person);
                }
                Err(line) => batch.unread.push((line, Why::NoNumber)),
            },
            Item::Unread { line, why } => batch.unread.push((line, Why::Unread(why))),
        }
        if batch.people.len() + batch.unread.len() < BATCH {
            return Flow::Go;
        }
        read.unread += batch.unread.len() as u64;
        stopped = each(std::mem::take(&mut batch));
        if stopped.is_ok() { Flow::Go } else { Flow::Stop }
    })
    .map_err(|fault: FileFault| ImportFault::from(fault))?;
    stopped?;
    read.unread += batch.unread.len() as u64;
    each(batch)?;
    read.digest = digest.finalize().to_vec();
    Ok(read)
}

/// An entry as a person of a list; its line when it has no number. A list that names its rows and no badge means the badge by it.
fn person(entry: Entry) -> Result<(Vec<u8>, Person), u64> {
    let key = entry.key();
    let Entry { line, mut draft, id, .. } = entry;
    let number = draft.first(Field::BadgeId).map(str::to_owned).or(id);
    let number = number.map(|number| number.trim().to_owned()).filter(|number| !number.is_empty());
    let Some(number) = number else { return Err(line) };
    draft.values.retain(|value| value.field != Field::BadgeId);
    Ok((key, Person { line, number, draft }))
}
