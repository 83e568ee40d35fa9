//! A connection that survives a failing disk. After a failed read the cipher keeps its error for good: the file may be
//! whole, but this connection would call it damaged from then on, and refuse every capture. So a connection that met such
//! an error is closed, and the next one says whether the file is damaged indeed.

use super::error::{OpenError, StoreError};
use super::{Result, open};
use crate::secrets::StoreKey;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

type Open = fn(&Path, &StoreKey) -> std::result::Result<Connection, OpenError>;

/// One connection at a time, opened anew when the disk failed the last one.
pub(super) struct Door {
    path: PathBuf,
    key: StoreKey,
    open: Open,
    conn: Mutex<Option<Connection>>,
}

impl Door {
    /// For the process that writes; `conn` is what [`open::open`] gave.
    pub(super) fn writing(conn: Connection, path: &Path, key: &StoreKey) -> Self {
        Self::over(conn, path, key, open::open_again)
    }

    /// A connection that changes nothing.
    pub(super) fn reading(path: &Path, key: &StoreKey) -> std::result::Result<Self, OpenError> {
        let conn = open::open_for_reading(path, key)?;
        Ok(Self::over(conn, path, key, open::open_for_reading))
    }

    fn over(conn: Connection, path: &Path, key: &StoreKey, open: Open) -> Self {
        let key = StoreKey::from_bytes(*key.expose());
        Self { path: path.to_owned(), key, open, conn: Mutex::new(Some(conn)) }
    }

    /// Whether an error closes the connection that met it.
    pub(super) fn closes_for(error: &StoreError) -> bool {
        matches!(error, StoreError::Corrupt { .. } | StoreError::Io { .. })
    }

    /// Does something with the connection.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut held = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let conn = match &mut *held {
            Some(conn) => conn,
            None => held.insert((self.open)(&self.path, &self.key).map_err(|error| error.while_open())?),
        };
        match act(conn) {
            // Those of `closes_for`.
            Err(StoreError::Corrupt { detail } | StoreError::Io { detail }) => {
                *held = None;
                let fresh = (self.open)(&self.path, &self.key).map_err(|error| error.while_open())?;
                let faults = open::unreadable_pages(&fresh)?;
                *held = Some(fresh);
                Err(if faults == 0 { StoreError::Io { detail } } else { StoreError::Corrupt { detail } })
            }
            done => done,
        }
    }
}
