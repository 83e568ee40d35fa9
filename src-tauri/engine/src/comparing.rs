//! Looking for contacts that may be one person: after they were captured, edited or imported, never with it. A few at a time and
//! each look by itself, so that no capture and no list waits for it. What is found is proposed; nothing is joined.

use crate::store::likeness::{self, Pair, ToCompare};
use crate::store::{Result, Store, contacts};
use crate::sync::Changed;
use lanyard_core::contact::duplicates::{WORTH_ASKING, keys, likeness};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::broadcast;

/// So many contacts share a transaction that writes by which keys they are found, and one that writes what was found.
const AT_ONCE: u32 = 64;

/// Between two batches others have the disk to themselves.
const BREATHE: Duration = Duration::from_millis(20);

/// What came of comparing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// Contacts that were compared.
    pub contacts: u32,
    /// Pairs that are proposed because of it.
    pub pairs: u32,
}

/// Compares a few of the contacts that changed since they were last compared; `contacts` is 0 when there are none left.
///
/// # Errors
/// As the store allows; what was not kept is compared again.
pub fn compare_some(store: &Store) -> Result<Compared> {
    let some = store.read(|conn| likeness::to_compare(conn, AT_ONCE))?;
    if some.is_empty() {
        return Ok(Compared::default());
    }
    let mut keyed = Vec::with_capacity(some.len());
    for contact in &some {
        let keys = match contact.living {
            true => store.read(|conn| contacts::load(conn, &contact.id)).map(|loaded| keys(&loaded))?,
            false => std::collections::BTreeSet::new(),
        };
        keyed.push((contact, keys));
    }
    store.write(|conn| {
        for (contact, keys) in &keyed {
            likeness::put_keys(conn, contact.number, keys)?;
        }
        Ok(())
    })?;
    let mut found: Vec<(&ToCompare, Vec<Pair>)> = Vec::with_capacity(some.len());
    for (contact, keys) in &keyed {
        found.push((contact, store.read(|conn| alike(conn, contact, keys))?));
    }
    let pairs = store.write(|conn| {
        let mut pairs = 0;
        for (contact, _) in &found {
            likeness::compared(conn, contact)?;
        }
        for pair in found.iter().flat_map(|(_, pairs)| pairs) {
            pairs += u32::from(likeness::propose(conn, pair)?);
        }
        Ok(pairs)
    })?;
    Ok(Compared { contacts: u32::try_from(some.len()).unwrap_or(u32::MAX), pairs })
}

/// The contacts that may be the same person as this one, by its keys.
///
/// # Errors
/// As the store allows.
pub fn alike(
    conn: &rusqlite::Connection,
    contact: &ToCompare,
    keys: &std::collections::BTreeSet<String>,
) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    if keys.is_empty() {
        return Ok(pairs);
    }
    let mine = contacts::load(conn, &contact.id)?;
    for other in likeness::sharing(conn, contact.number, keys)? {
        let likeness = likeness(&mine, &contacts::load(conn, &other)?);
        if likeness.score >= WORTH_ASKING {
            pairs.push(Pair { one: contact.id.clone(), other, likeness });
        }
    }
    Ok(pairs)
}

/// Compares all that is to be compared.
///
/// # Errors
/// As the store allows.
pub fn compare_all(store: &Store) -> Result<Compared> {
    let mut all = Compared::default();
    loop {
        let some = compare_some(store)?;
        if some.contacts == 0 {
            return Ok(all);
        }
        all.contacts += some.contacts;
        all.pairs += some.pairs;
    }
}

/// The thread that compares while the app runs.
pub(crate) struct Comparing {
    ends: Arc<AtomicBool>,
    thread: std::sync::Mutex<Option<JoinHandle<()>>>,
    changed: broadcast::Sender<Changed>,
}

impl Comparing {
    /// Begins with what is left from before, and goes on with what changes.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(store: Arc<Store>, changed: broadcast::Sender<Changed>) -> std::io::Result<Self> {
        let ends = Arc::new(AtomicBool::new(false));
        let (told, heard, over) = (changed.clone(), changed.subscribe(), Arc::clone(&ends));
        let thread = std::thread::Builder::new()
            .name("lanyard-compare".to_owned())
            .spawn(move || run(&store, &told, heard, &over))?;
        Ok(Self { ends, thread: std::sync::Mutex::new(Some(thread)), changed })
    }

    /// Ends after the batch under way. Also when it is dropped.
    pub(crate) fn stop(&self) {
        self.ends.store(true, Ordering::Relaxed);
        // Who waits for a change looks whether it is to end.
        let _ = self.changed.send(Changed::Status);
        let thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Drop for Comparing {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Contacts are left alone until nothing happened for this long: whoever captures has the disk to themselves.
const QUIET: Duration = Duration::from_millis(300);

/// However much happens, a few contacts are compared this often.
const AT_LATEST: u32 = 40;

fn run(
    store: &Store,
    told: &broadcast::Sender<Changed>,
    mut heard: broadcast::Receiver<Changed>,
    ends: &AtomicBool,
) {
    loop {
        let mut compared = 0;
        loop {
            until_quiet(&mut heard, ends);
            if ends.load(Ordering::Relaxed) {
                return;
            }
            match compare_some(store) {
                Ok(some) if some.contacts == 0 => break,
                Ok(some) => compared += some.contacts,
                Err(error) => {
                    // The disk is full, or the store closes: what is left is compared with the next change.
                    tracing::warn!(%error, "contacts were not compared");
                    break;
                }
            }
        }
        // A pair may have come, or gone.
        if compared > 0 {
            let _ = told.send(Changed::Status);
        }
        loop {
            if ends.load(Ordering::Relaxed) {
                return;
            }
            match heard.blocking_recv() {
                Ok(Changed::Contacts(_)) | Err(broadcast::error::RecvError::Lagged(_)) => {
                    std::thread::sleep(QUIET);
                    break;
                }
                Ok(Changed::Status | Changed::Session | Changed::Closing) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }
}

/// Waits while contacts keep changing. What is heard meanwhile is compared with the rest.
fn until_quiet(heard: &mut broadcast::Receiver<Changed>, ends: &AtomicBool) {
    // The first look of a start, and the next batch of many, need no long silence.
    let mut silence = BREATHE;
    for _ in 0..AT_LATEST {
        std::thread::sleep(silence);
        let mut happened = false;
        loop {
            match heard.try_recv() {
                Ok(Changed::Contacts(_)) | Err(broadcast::error::TryRecvError::Lagged(_)) => happened = true,
                Ok(Changed::Status | Changed::Session | Changed::Closing) => {}
                Err(broadcast::error::TryRecvError::Empty | broadcast::error::TryRecvError::Closed) => break,
            }
        }
        if !happened || ends.load(Ordering::Relaxed) {
            return;
        }
        silence = QUIET;
    }
}
