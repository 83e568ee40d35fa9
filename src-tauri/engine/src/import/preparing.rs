//! Entries made ready to be written, on a thread of their own: reading and normalising need no store, and writing needs no
//! file. A few batches are under way, never the whole file.

use super::{Confirmed, FileGiven, ImportFault};
use crate::capture::edits_of;
use crate::engine::Engine;
use crate::store::events::Event;
use crate::store::imports::Whole;
use crate::store::{PayloadDigest, Store};
use lanyard_core::contact::{Field, Origin};
use lanyard_core::ids::ContactId;
use lanyard_files::{Entry, FileFault, Flow, Item, Unread};
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Entries of a batch.
const BATCH: usize = 500;

/// Batches that wait to be written.
const WAITING: usize = 4;

/// A file as it was read once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Staged {
    /// How many entries it has.
    pub(super) entries: u64,
    /// What they were, to be compared.
    pub(super) check: u64,
}

/// Entries in their order.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Prepared>,
    pub(super) unread: Vec<(u64, Unread)>,
}

/// An entry ready to be written.
pub(super) struct Prepared {
    pub(super) line: u64,
    /// Of what it says.
    pub(super) digest: PayloadDigest,
    /// Of the name that its file has for it.
    pub(super) named: Option<PayloadDigest>,
    /// Its id, when that may be a contact of ours.
    pub(super) our_id: Option<ContactId>,
    pub(super) badge: Option<String>,
    pub(super) whole: Whole,
    pub(super) payload: Vec<u8>,
    pub(super) kind: &'static str,
    pub(super) extra: Vec<(String, String)>,
}

/// Reads all of a file without keeping it.
pub(super) fn stage(file: &FileGiven, confirmed: &Confirmed) -> Result<Staged, FileFault> {
    let mut input = file.open()?;
    let mut entries = 0;
    let mut check = DefaultHasher::new();
    lanyard_files::read(&mut *input, &confirmed.how, &confirmed.columns, &mut |item| {
        if let Item::Entry(entry) = item {
            entries += 1;
            check.write(&entry.payload);
        }
        Flow::Go
    })?;
    Ok(Staged { entries, check: check.finish() })
}

/// Reads and prepares all entries, and gives them to `each` in their order. Returns what they were, as [`stage`] counts it.
pub(super) fn prepare(
    engine: &Engine,
    file: &FileGiven,
    confirmed: &Confirmed,
    event: &Event,
    each: &mut dyn FnMut(Batch) -> Result<(), ImportFault>,
) -> Result<u64, ImportFault> {
    let (give, take) = sync_channel::<Batch>(WAITING);
    let store: &Store = &engine.store;
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new()
            .name("lanyard-import".to_owned())
            .spawn_scoped(scope, move || read(store, file, confirmed, event, &give))
            .map_err(|_| FileFault::Unreadable)?;
        let mut done = Ok(());
        for batch in take.iter() {
            done = each(batch);
            if done.is_err() {
                break;
            }
        }
        // The reader stops when nobody takes any more.
        drop(take);
        let read = reading.join().unwrap_or(Err(FileFault::Unreadable));
        done?;
        Ok(read?)
    })
}

fn read(
    store: &Store,
    file: &FileGiven,
    confirmed: &Confirmed,
    event: &Event,
    give: &SyncSender<Batch>,
) -> Result<u64, FileFault> {
    let mut input = file.open()?;
    let mut batch = Batch::default();
    let mut check = DefaultHasher::new();
    lanyard_files::read(&mut *input, &confirmed.how, &confirmed.columns, &mut |item| {
        match item {
            Item::Entry(entry) => {
                check.write(&entry.payload);
                batch.entries.push(prepared(store, entry, event));
            }
            Item::Unread { line, why } => batch.unread.push((line, why)),
        }
        if batch.entries.len() + batch.unread.len() < BATCH {
            return Flow::Go;
        }
        if give.send(std::mem::take(&mut batch)).is_ok() { Flow::Go } else { Flow::Stop }
    })?;
    // An error only says that nobody takes it any more.
    let _ = give.send(batch);
    Ok(check.finish())
}

fn prepared(store: &Store, entry: Entry, event: &Event) -> Prepared {
    /// A UUID's usual spelling, as our contacts' ids have it.
    const UUID_CHARS: usize = 36;
    let digest = store.digest(&entry.key());
    let named = entry.id_key().map(|key| store.digest(&key));
    let Entry { line, draft, id, payload, kind } = entry;
    let edits = edits_of(&draft, Origin::Roster, event);
    let badge = edits.iter().find(|edit| edit.field == Field::BadgeId).and_then(|edit| edit.value.clone());
    let our_id = id.filter(|id| id.len() == UUID_CHARS).map(ContactId::new);
    Prepared {
        line,
        digest,
        named,
        our_id,
        badge,
        whole: Whole::new(edits),
        payload,
        kind,
        extra: draft.extra,
    }
}
