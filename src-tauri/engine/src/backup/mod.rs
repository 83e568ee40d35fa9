//! Backups: the whole store as one encrypted file, made while the app is in use, opened elsewhere with the recovery key or the
//! passphrase. What is restored came from elsewhere, and sends nothing before a person says what it is (`crate::restored`).
//!
//! Left out on purpose: backups by themselves on a timer, parts of a store, and the keychain's access data of destinations: on
//! another laptop a person signs in again.

mod file;
mod make;
mod restore;

pub use file::{About, Backup};
pub use make::{Made, make};
pub use restore::{Restoring, finish, is_unfinished, stage};

use crate::store::OpenError;
use crate::store::copy::CopyFault;
use crate::whole_file::NotPlaced;
use lanyard_core::explain::Sentence;
use std::io;

/// Why there is no backup, or nothing was restored. Whatever it is, what was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// The store itself.
    #[error("{0}")]
    Store(OpenError),
    /// Something bears the name of the new backup, and was not to be replaced.
    #[error("There is a file of this name already.")]
    Taken,
    /// The backup would lie in the data folder, where it is lost with the store.
    #[error("The backup would lie in the data folder itself.")]
    InDataFolder,
    /// There is no such file.
    #[error("There is no such file.")]
    Missing,
    /// Not a backup of Lanyard, or only a part of one.
    #[error("This file is no backup of Lanyard, or only a part of one.")]
    NotOne,
    /// A whole backup once, and changed since.
    #[error("This backup is damaged.")]
    Damaged,
    /// Of a newer Lanyard.
    #[error("This backup was made by a newer Lanyard.")]
    Newer {
        /// The version of its store.
        found: u32,
        /// The version this Lanyard writes.
        ours: u32,
    },
    /// The key does not open it.
    #[error("This key does not open the backup.")]
    WrongKey,
    /// The folder has a store already.
    #[error("There is a store in this folder already.")]
    AlreadyThere,
    /// A person stopped it.
    #[error("It was stopped.")]
    Stopped,
    /// No room left where the file is to lie.
    #[error("The disk is full.")]
    DiskFull,
    /// Anything else between us and the disk.
    #[error("{0}")]
    Disk(io::Error),
}

impl BackupFault {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Store(error) => error.sentence(),
            Self::Taken => Sentence::new("backup-taken"),
            Self::InDataFolder => Sentence::new("backup-in-data-folder"),
            Self::Missing => Sentence::new("backup-missing"),
            Self::NotOne => Sentence::new("backup-not-one"),
            Self::Damaged => Sentence::new("backup-damaged"),
            Self::Newer { found, ours } => Sentence::new("backup-newer")
                .count("found", u64::from(*found))
                .count("ours", u64::from(*ours)),
            Self::WrongKey => Sentence::new("backup-wrong-key"),
            Self::AlreadyThere => Sentence::new("backup-already-there"),
            Self::Stopped => Sentence::new("backup-stopped"),
            Self::DiskFull => Sentence::new("backup-disk-full"),
            Self::Disk(_) => Sentence::new("backup-disk"),
        }
    }
}

impl From<io::Error> for BackupFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::UnexpectedEof => Self::NotOne,
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Disk(error),
        }
    }
}

impl From<CopyFault> for BackupFault {
    fn from(fault: CopyFault) -> Self {
        match fault {
            CopyFault::Stopped => Self::Stopped,
            CopyFault::Store(OpenError::DiskFull) => Self::DiskFull,
            CopyFault::Store(error) => Self::Store(error),
        }
    }
}

impl From<NotPlaced> for BackupFault {
    fn from(fault: NotPlaced) -> Self {
        match fault {
            NotPlaced::Taken => Self::Taken,
            NotPlaced::Disk(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests;
