//! Everything that is kept, and all SQL: one encrypted SQLite file per installation. Outside this folder and
//! `migrations/` nothing knows a table.
//!
//! One connection writes, behind a lock; another reads, so that a list never waits for a capture's sync to disk nor the
//! other way round. A transaction is a closure: it commits when the closure returns `Ok`.

pub mod answers;
pub mod attempts;
pub mod audit;
pub mod captures;
pub mod confirmed;
pub mod conflicts;
pub mod consents;
pub mod contacts;
pub mod copy;
pub mod deliveries;
pub mod destinations;
pub mod diagnostic;
mod door;
pub mod earlier;
pub mod error;
pub mod events;
pub mod imports;
pub mod likeness;
pub mod lists;
pub mod merges;
pub mod open;
pub mod parts;
pub mod pictures;
pub mod proposals;
pub mod purge;
pub mod questions;
pub mod queues;
pub mod recipes;
pub mod released;
pub mod review;
pub mod rosters;
pub mod schema;
pub mod search;
pub mod secret;
pub mod settings;
pub mod sum;
pub mod there;
mod together;
pub mod trials;
pub mod watched;

pub use error::{OpenError, StoreError};

use crate::secrets::StoreKey;
use door::Door;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, Transaction};
use sha2::Sha256;
use std::path::Path;
use together::Writer;

/// What a call on the store gives back.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The open store.
pub struct Store {
    // Before `writer`, so that it closes first: the last connection to close tidies the log away, and only one that
    // writes can. Else each start would look like one after a crash.
    reader: Door,
    writer: Option<Writer>,
    digest_key: [u8; 32],
    seal: audit::Seal,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store(writes: {})", self.writer.is_some())
    }
}

/// A keyed digest of a payload: the same code is known again even after the payload was erased.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PayloadDigest(pub(crate) Vec<u8>);

impl std::fmt::Debug for PayloadDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PayloadDigest(…)")
    }
}

impl Store {
    /// A new store. The key must be in safety already.
    ///
    /// # Errors
    /// As [`open::create`].
    pub fn create(path: &Path, key: &StoreKey) -> std::result::Result<Self, OpenError> {
        Self::over(open::create(path, key)?, path, key)
    }

    /// The store of this process, to read and write. The data folder's lock is held by the caller.
    ///
    /// # Errors
    /// As [`open::open`].
    pub fn open(path: &Path, key: &StoreKey) -> std::result::Result<Self, OpenError> {
        Self::over(open::open(path, key)?, path, key)
    }

    /// The store beside the process that writes it.
    ///
    /// # Errors
    /// As [`open::open_for_reading`].
    pub fn open_for_reading(path: &Path, key: &StoreKey) -> std::result::Result<Self, OpenError> {
        let reader = Door::reading(path, key)?;
        Ok(Self { writer: None, reader, digest_key: digest_key(key), seal: seal(key) })
    }

    fn over(
        writer: rusqlite::Connection,
        path: &Path,
        key: &StoreKey,
    ) -> std::result::Result<Self, OpenError> {
        let reader = Door::reading(path, key)?;
        let writer = Some(Writer::new(Door::writing(writer, path, key)));
        Ok(Self { reader, writer, digest_key: digest_key(key), seal: seal(key) })
    }

    /// Does something in one transaction, on disk when this returns `Ok`.
    ///
    /// # Errors
    /// Whatever the closure or the disk says; nothing of the transaction is then kept.
    pub fn write<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let Some(writer) = &self.writer else { return Err(StoreError::OpenToRead) };
        writer.alone(act)
    }

    /// As [`Store::write`], for what often comes at once: writes that meet share one commit. The closure sees what the
    /// others wrote; should the transaction be lost, all of them are told so.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_together<T>(&self, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(writer) = &self.writer else { return Err(StoreError::OpenToRead) };
        writer.together(act)
    }

    /// Looks at one state of the store.
    ///
    /// # Errors
    /// Whatever the closure or the disk says.
    pub fn read<T>(&self, look: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.reader.with(|conn| look(&conn.transaction()?))
    }

    /// Whether anything can be written.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.writer.is_some()
    }

    /// The key of the seals on what was taken away.
    #[must_use]
    pub fn seal(&self) -> &audit::Seal {
        &self.seal
    }

    /// The keyed digest of a payload.
    #[must_use]
    pub fn digest(&self, payload: &[u8]) -> PayloadDigest {
        PayloadDigest(mac(&self.digest_key, payload))
    }
}

/// The digests' own key, so that they give no hold on the store's.
fn digest_key(key: &StoreKey) -> [u8; 32] {
    derived(key, b"lanyard payload digest 1")
}

fn seal(key: &StoreKey) -> audit::Seal {
    audit::Seal(derived(key, b"lanyard audit seal 1"))
}

fn derived(key: &StoreKey, purpose: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(&mac(key.expose(), purpose));
    out
}

fn mac(key: &[u8; 32], text: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length, so this one always fits; an empty digest would match nothing.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| vec![0; 32],
        |mut mac| {
            mac.update(text);
            mac.finalize().into_bytes().to_vec()
        },
    )
}

/// Writes a value as JSON text.
fn to_json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|_| StoreError::Mismatch { detail: "a value does not become JSON".into() })
}

/// Reads JSON text of a column. What stands there is never quoted in the error.
fn from_json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|_| StoreError::Mismatch { detail: format!("{column} is not what it should be") })
}

/// A word of a column that the schema restricts to a few.
fn from_word<T: serde::de::DeserializeOwned>(column: &str, word: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| StoreError::Mismatch { detail: format!("{column} holds an unknown word") })
}

/// The word for a column of few words.
fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) | Err(_) => Err(StoreError::Mismatch { detail: "a value is not a word".into() }),
    }
}
