//! What is known of the watched folder, and what becomes of a call.

use super::fault::{Fault, Hits, How, Kind, Lasts};
use super::record::{Entry, FileId};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

/// Whether anything is watched; looked at before the lock, so that other processes' tests pay nothing.
pub(super) static ON: AtomicBool = AtomicBool::new(false);

/// The one watched folder.
pub(super) static STATE: Mutex<State> = Mutex::new(State::new());

/// An open file below the watched folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Handle {
    pub(super) file: FileId,
    /// For a folder: its name.
    pub(super) folder: Option<PathBuf>,
    /// The index of the write-ahead log: it lives as long as its processes, and no power loss is survived by it.
    pub(super) volatile: bool,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) root: Vec<u8>,
    pub(super) handles: BTreeMap<i32, Handle>,
    pub(super) names: BTreeMap<PathBuf, FileId>,
    pub(super) files: u32,
    pub(super) fault: Option<Fault>,
    pub(super) counts: BTreeMap<Kind, u64>,
    pub(super) matched: u64,
    pub(super) fired: u64,
    pub(super) log: Option<Vec<Entry>>,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is carried out.
    Pass,
    /// It fails with this code.
    Fail(i32),
    /// Half is written, then it fails with this code.
    HalfThenFail(i32),
    /// Half is written, and it says so.
    Half,
}

impl State {
    const fn new() -> Self {
        Self {
            root: Vec::new(),
            handles: BTreeMap::new(),
            names: BTreeMap::new(),
            files: 0,
            fault: None,
            counts: BTreeMap::new(),
            matched: 0,
            fired: 0,
            log: None,
        }
    }

    /// The name below the watched folder; none for what lies elsewhere.
    pub(super) fn below(&self, path: &[u8]) -> Option<PathBuf> {
        let rest = path.strip_prefix(self.root.as_slice())?;
        match rest.first() {
            None => Some(PathBuf::new()),
            Some(b'/') => Some(PathBuf::from(OsStr::from_bytes(&rest[1..]))),
            Some(_) => None,
        }
    }

    /// Counts a call and judges it. `grows` says whether it needs room.
    pub(super) fn judge(&mut self, kind: Kind, grows: bool) -> Verdict {
        *self.counts.entry(kind).or_default() += 1;
        let Some(fault) = self.fault else { return Verdict::Pass };
        let meant = match fault.hits {
            Hits::Any => true,
            Hits::Only(only) => only == kind,
            Hits::Growing => grows,
        };
        if !meant {
            return Verdict::Pass;
        }
        self.matched += 1;
        let plays = match fault.lasts {
            Lasts::Once => self.matched == fault.nth,
            Lasts::Forever => self.matched >= fault.nth,
        };
        if !plays {
            return Verdict::Pass;
        }
        self.fired += 1;
        match (fault.how, kind) {
            (How::Error, Kind::Map) => Verdict::Fail(libc::ENOMEM),
            (How::Error, _) => Verdict::Fail(libc::EIO),
            (How::Full, Kind::Write) => Verdict::HalfThenFail(libc::ENOSPC),
            (How::Full, _) => Verdict::Fail(libc::ENOSPC),
            (How::Short, Kind::Write) => Verdict::Half,
            (How::Short, _) => Verdict::Pass,
        }
    }

    /// A file that got its first name.
    pub(super) fn made(&mut self, path: PathBuf) -> FileId {
        let file = FileId(self.files);
        self.files += 1;
        self.names.insert(path.clone(), file);
        if !volatile(&path) {
            self.log(Entry::Made { file, path });
        }
        file
    }

    /// The file of that name; one that was there before anybody watched counts from now on.
    pub(super) fn named(&mut self, path: PathBuf) -> FileId {
        match self.names.get(&path) {
            Some(file) => *file,
            None => self.made(path),
        }
    }

    pub(super) fn log(&mut self, entry: Entry) {
        if let Some(log) = &mut self.log {
            log.push(entry);
        }
    }
}

pub(super) fn volatile(path: &std::path::Path) -> bool {
    path.as_os_str().as_bytes().ends_with(b"-shm")
}

pub(super) fn with<T>(act: impl FnOnce(&mut State) -> T) -> T {
    act(&mut STATE.lock().unwrap_or_else(PoisonError::into_inner))
}
