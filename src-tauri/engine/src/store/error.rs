//! What can go wrong with the store, in the kinds that a person can act on. SQLite's codes are read here, once; nothing
//! else looks at them, and nothing decides by an error's text.

use lanyard_core::explain::Sentence;
use rusqlite::ErrorCode;
use rusqlite::ffi;
use std::path::Path;

/// Why a store could not be opened or created. Whatever it is, the file is left as it was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no store at this place.
    #[error("There is no store in this folder yet.")]
    Missing,
    /// There is one already where a new one was to be made.
    #[error("There is a store in this folder already. It was left as it is.")]
    AlreadyThere,
    /// The key does not fit: another store's, or the first bytes of the file are damaged.
    #[error(
        "This key does not fit the store in this folder. The file was left as it is. Use the recovery key that belongs to it."
    )]
    WrongKey,
    /// The file was written by a newer Lanyard.
    #[error(
        "This store was written by a newer version of Lanyard (its version {found}, ours {ours}). The file was left as it is. Install the newer version."
    )]
    Newer {
        /// The schema version in the file.
        found: u32,
        /// The highest version known here.
        ours: u32,
    },
    /// A reading command met a store of an older Lanyard; only the process that writes brings it up to date.
    #[error(
        "This store is from an older version of Lanyard (its version {found}, ours {ours}). Start Lanyard once to bring it up to date."
    )]
    Older {
        /// The schema version in the file.
        found: u32,
        /// The version this Lanyard writes.
        ours: u32,
    },
    /// Something else lies where the store should be.
    #[error(
        "The file in the place of the store is not a store of Lanyard. It was left as it is. Move it away, or choose another data folder."
    )]
    Foreign,
    /// Our file, our key, and damaged.
    #[error(
        "The store is damaged ({detail}). The file was left as it is. Keep a copy of it, and restore a backup."
    )]
    Corrupt {
        /// What SQLite says; holds names of tables and numbers of pages, never content.
        detail: String,
    },
    /// The file or its folder cannot be written.
    #[error(
        "The store cannot be written: its folder or its disk is read-only. Nothing can be captured until that changes."
    )]
    ReadOnly,
    /// No room left.
    #[error("The disk is full. Nothing can be saved until there is room.")]
    DiskFull,
    /// Another process holds the file.
    #[error("Another program is using the store. Close it and try again.")]
    Locked,
    /// Anything else between us and the disk.
    #[error("The store could not be read or written ({detail}).")]
    Io {
        /// What the system says; no content.
        detail: String,
    },
}

impl OpenError {
    /// The same, when it befalls a store that was open.
    pub(super) fn while_open(self) -> StoreError {
        let detail = self.to_string();
        match self {
            Self::ReadOnly => StoreError::ReadOnly,
            Self::DiskFull => StoreError::DiskFull,
            Self::Locked => StoreError::Locked,
            Self::Corrupt { detail } => StoreError::Corrupt { detail },
            Self::Io { detail } => StoreError::Io { detail },
            Self::Missing
            | Self::AlreadyThere
            | Self::WrongKey
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::Foreign => StoreError::Io { detail },
        }
    }

    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Missing => Sentence::new("start-no-store"),
            Self::AlreadyThere => Sentence::new("start-already-there"),
            Self::WrongKey => Sentence::new("start-key-wrong"),
            Self::Newer { found, ours } => versions("start-newer", *found, *ours),
            Self::Older { found, ours } => versions("start-older", *found, *ours),
            Self::Foreign => Sentence::new("start-foreign"),
            Self::Corrupt { .. } => Sentence::new("start-corrupt"),
            Self::ReadOnly => Sentence::new("start-read-only"),
            Self::DiskFull => Sentence::new("start-disk-full"),
            Self::Locked => Sentence::new("start-busy"),
            Self::Io { .. } => Sentence::new("start-io"),
        }
    }

    /// The raw answer, shown on request.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Corrupt { detail } | Self::Io { detail } => Some(detail),
            Self::Missing
            | Self::AlreadyThere
            | Self::WrongKey
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::Foreign
            | Self::ReadOnly
            | Self::DiskFull
            | Self::Locked => None,
        }
    }

    /// What a failed call on the file at `path` means for opening it.
    pub(crate) fn from_file(error: &std::io::Error, path: &Path) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io { detail: format!("{}: {error}", path.display()) },
        }
    }
}

fn versions(code: &str, found: u32, ours: u32) -> Sentence {
    Sentence::new(code).count("found", u64::from(found)).count("ours", u64::from(ours))
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = described(&error);
        match Failure::of(&error) {
            Failure::DiskFull => Self::DiskFull,
            Failure::ReadOnly => Self::ReadOnly,
            Failure::Locked => Self::Locked,
            // Before a key was proved, "not a database" is all that SQLite can say; `open` finds out which.
            Failure::NotADatabase => Self::WrongKey,
            Failure::Corrupt | Failure::Refused | Failure::Mismatch => Self::Corrupt { detail },
            Failure::Io => Self::Io { detail },
        }
    }
}

/// Why a statement on an open store failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// No room left; nothing of the transaction was kept.
    #[error("The disk is full. This was not saved.")]
    DiskFull,
    /// The disk or the file became read-only.
    #[error("The store cannot be written: its disk is read-only. This was not saved.")]
    ReadOnly,
    /// The store was opened for reading: beside the process that writes, or as a copy (rule 20).
    #[error("The store is open for reading only. This was not saved.")]
    OpenToRead,
    /// Another process held the file longer than we wait.
    #[error("Another program is using the store. This was not saved; try again.")]
    Locked,
    /// A page fails its checksum, or the structure is broken.
    #[error("The store is damaged ({detail}). This was not saved.")]
    Corrupt {
        /// What SQLite says; no content.
        detail: String,
    },
    /// The schema refused an illegal row: a fault of ours, caught before it did harm.
    #[error("The store refused a change that would break one of its rules ({rule}). This was not saved.")]
    Refused {
        /// The constraint's or trigger's name, or the columns of a key.
        rule: String,
    },
    /// What was read is not what the schema promises, or a statement is wrong: a fault of ours.
    #[error("The store holds something unexpected ({detail}).")]
    Mismatch {
        /// Which column or type; no content.
        detail: String,
    },
    /// Anything else between us and the disk.
    #[error("The store could not be read or written ({detail}).")]
    Io {
        /// What the system says; no content.
        detail: String,
    },
}

impl StoreError {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Sentence::new(match self {
            Self::DiskFull => "error-not-saved-full",
            Self::OpenToRead => "error-open-to-read",
            Self::ReadOnly | Self::Locked | Self::Io { .. } => "error-not-saved",
            Self::Corrupt { .. } => "start-corrupt",
            Self::Refused { .. } | Self::Mismatch { .. } => "error-internal",
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = described(&error);
        match Failure::of(&error) {
            Failure::DiskFull => Self::DiskFull,
            Failure::ReadOnly => Self::ReadOnly,
            Failure::Locked => Self::Locked,
            Failure::NotADatabase | Failure::Corrupt => Self::Corrupt { detail },
            Failure::Refused => Self::Refused { rule: rule(&error).unwrap_or(detail) },
            Failure::Mismatch => Self::Mismatch { detail },
            Failure::Io => Self::Io { detail },
        }
    }
}

/// The kinds of failure both error types are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    DiskFull,
    ReadOnly,
    Locked,
    NotADatabase,
    Corrupt,
    Refused,
    Mismatch,
    Io,
}

impl Failure {
    fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(failure) => Self::of_code(failure),
            None => Self::Mismatch,
        }
    }

    fn of_code(failure: &ffi::Error) -> Self {
        // On a full disk the shared-memory file of the WAL is the first that cannot grow, and says so as an I/O error.
        if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
            return Self::DiskFull;
        }
        match failure.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Self::Locked
            }
            ErrorCode::NotADatabase => Self::NotADatabase,
            ErrorCode::DatabaseCorrupt => Self::Corrupt,
            ErrorCode::ConstraintViolation => Self::Refused,
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::NoLargeFileSupport
            | ErrorCode::OutOfMemory => Self::Io,
            // The rest are misuses: a wrong statement or type. `ErrorCode` may also grow.
            _ => Self::Mismatch,
        }
    }
}

/// What SQLite says about a failure, without anything that was stored: a conversion's own words may quote the value.
pub(super) fn described(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(failure, Some(message)) => {
            format!("{message}, code {}", failure.extended_code)
        }
        rusqlite::Error::SqliteFailure(failure, None) => failure.to_string(),
        rusqlite::Error::FromSqlConversionFailure(column, kind, _) => {
            format!("column {column} holds {kind} that does not convert")
        }
        rusqlite::Error::InvalidColumnType(column, name, kind) => {
            format!("column {column} ({name}) holds {kind}")
        }
        rusqlite::Error::InvalidColumnName(name) => format!("no column {name}"),
        rusqlite::Error::QueryReturnedNoRows => "a row is missing".to_owned(),
        rusqlite::Error::IntegralValueOutOfRange(column, _) => format!("column {column} is out of range"),
        rusqlite::Error::SqlInputError { error, msg, .. } => format!("{msg}, code {}", error.extended_code),
        _ => "a statement does not fit the schema".to_owned(),
    }
}

/// The name in "CHECK constraint failed: NAME", or a trigger's own message.
fn rule(error: &rusqlite::Error) -> Option<String> {
    let rusqlite::Error::SqliteFailure(_, Some(message)) = error else { return None };
    Some(message.rsplit_once("failed: ").map_or(message.as_str(), |(_, name)| name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn each_cause_a_person_can_act_on_is_told_apart() {
        for (code, expected) in [
            (ffi::SQLITE_FULL, Failure::DiskFull),
            (ffi::SQLITE_IOERR_SHMSIZE, Failure::DiskFull),
            (ffi::SQLITE_READONLY, Failure::ReadOnly),
            (ffi::SQLITE_READONLY_DIRECTORY, Failure::ReadOnly),
            (ffi::SQLITE_BUSY, Failure::Locked),
            (ffi::SQLITE_BUSY_SNAPSHOT, Failure::Locked),
            (ffi::SQLITE_NOTADB, Failure::NotADatabase),
            (ffi::SQLITE_CORRUPT, Failure::Corrupt),
            (ffi::SQLITE_CONSTRAINT_CHECK, Failure::Refused),
            (ffi::SQLITE_IOERR_FSYNC, Failure::Io),
            (ffi::SQLITE_CANTOPEN, Failure::Io),
        ] {
            assert_eq!(Failure::of(&failure(code)), expected, "code {code}");
        }
        assert_eq!(Failure::of(&rusqlite::Error::QueryReturnedNoRows), Failure::Mismatch);
    }

    #[test]
    fn a_value_that_does_not_convert_is_not_quoted() {
        let inner = "invalid type: string \"Ada Lovelace\"";
        let error =
            rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Text, Box::from(inner));
        let shown = format!("{0} {0:?}", StoreError::from(error));
        assert!(shown.contains("column 3") && !shown.contains("Ada"), "{shown}");
    }

    #[test]
    fn a_refusal_names_the_rule() {
        let message = Some("CHECK constraint failed: only_ours_deleted".to_owned());
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CONSTRAINT_CHECK), message);
        let StoreError::Refused { rule } = StoreError::from(error) else { panic!("not a refusal") };
        assert_eq!(rule, "only_ours_deleted");
    }
}
