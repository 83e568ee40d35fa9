//! What reached the disk, in order.

use std::path::PathBuf;

/// A file or folder, whatever it is called by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// What the one who records says in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The capture of this number was confirmed: from here on it may not be lost.
    Confirmed(u32),
    /// A write for the delivery with this marker left for the CRM: from here on its lease may not be lost.
    Left(String),
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A new file or folder got its first name.
    Made {
        /// Which.
        file: FileId,
        /// Its name below the watched folder.
        path: PathBuf,
    },
    /// A name went over to another.
    Renamed {
        /// The old one.
        from: PathBuf,
        /// The new one.
        to: PathBuf,
        /// What bears it.
        file: FileId,
    },
    /// A name was removed.
    Unlinked {
        /// Which.
        path: PathBuf,
    },
    /// Bytes were written.
    Written {
        /// Where to.
        file: FileId,
        /// Bytes from the start.
        at: u64,
        /// What.
        bytes: Vec<u8>,
    },
    /// A length was set.
    Truncated {
        /// Of which.
        file: FileId,
        /// Bytes.
        len: u64,
    },
    /// A file was synced.
    Synced {
        /// Which.
        file: FileId,
    },
    /// A folder was synced: the names in it.
    FolderSynced {
        /// Its name below the watched folder; empty for that one itself.
        path: PathBuf,
    },
    /// Not a call.
    Note(Note),
}
