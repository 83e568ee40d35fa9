//! The disk as this process sees it, with faults. While a folder is watched, each system call on a file below it can be
//! counted, failed, cut short, or recorded.
//!
//! The calls are replaced by their symbols ([`calls`]) and not by `sqlite3_vfs.xSetSystemCall`, which knows only SQLite's
//! own calls and has no entry for `fsync`: the engine renames a new store, syncs its folder and writes its lock by the
//! standard library, and those calls must be able to fail as well.

#[expect(unsafe_code, reason = "the C library's own calls are replaced here")]
mod calls;
mod fault;
mod record;
mod state;

pub use fault::{Fault, Hits, How, Kind, Lasts};
pub use record::{Entry, FileId, Note};

use state::{ON, STATE, State};
use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One disk is watched at a time in a process.
static ONE: Mutex<()> = Mutex::new(());

/// A folder whose calls are watched until this is dropped.
pub struct Disk {
    _one: MutexGuard<'static, ()>,
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Disk")
    }
}

impl Disk {
    /// Watches everything below `root`, given by its real path. Waits while another is watched in this process.
    #[must_use]
    pub fn watch(root: &Path) -> Self {
        let one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = State { root: root.as_os_str().as_bytes().to_vec(), ..State::default() };
        state::with(|state| *state = fresh);
        ON.store(true, Ordering::SeqCst);
        Self { _one: one }
    }

    /// Counts anew, and plays this fault from now on.
    pub fn arm(&self, fault: Fault) {
        state::with(|state| {
            state.counts.clear();
            (state.matched, state.fired) = (0, 0);
            state.fault = Some(fault);
        });
    }

    /// The disk works again. Returns how often the fault was played.
    pub fn heal(&self) -> u64 {
        state::with(|state| {
            state.fault = None;
            std::mem::take(&mut state.fired)
        })
    }

    /// The calls since the last [`Disk::arm`], by kind.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Kind, u64> {
        state::with(|state| state.counts.clone())
    }

    /// Begins to record what reaches the disk. Syncs are recorded and not carried out.
    pub fn record(&self) {
        state::with(|state| state.log = Some(Vec::new()));
    }

    /// Writes a note between the recorded calls.
    pub fn note(&self, note: Note) {
        state::with(|state| {
            if let Some(log) = &mut state.log {
                log.push(Entry::Note(note));
            }
        });
    }

    /// Ends recording.
    #[must_use]
    pub fn recorded(&self) -> Vec<Entry> {
        state::with(|state| state.log.take()).unwrap_or_default()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        ON.store(false, Ordering::SeqCst);
        *STATE.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }
}
