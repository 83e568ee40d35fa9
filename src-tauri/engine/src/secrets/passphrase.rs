//! A passphrase: a second way to the store's key, for a laptop without a keychain and for a backup that is opened elsewhere.
//! The key itself never changes. It lies wrapped in a file of its own beside the store, and in every backup.
//!
//! Argon2id (RFC 9106) makes a key of the passphrase; ChaCha20-Poly1305 (RFC 8439) wraps the store's key with it. How much
//! work that took stands in the file, bounded: a hostile file cannot eat the machine. Left out on purpose: how good a
//! passphrase is beyond the plainly bad, and any way to make earlier backups forget theirs.

mod file;

pub use file::{Cost, Wrapped};

use super::StoreKey;
use crate::whole_file::{self, NotPlaced};
use lanyard_core::explain::Sentence;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Characters that a new passphrase has at least: whoever holds a backup may try as many as their machines allow.
const SHORTEST: usize = 12;

/// Different characters among them; "aaaaaaaaaaaa" is no passphrase.
const DIFFERENT: usize = 5;

/// Bytes of a passphrase that are looked at; nobody types more.
const LONGEST: usize = 1024;

/// What a person typed, in the one spelling (NFC) that all keyboards agree on. Cannot be printed.
pub struct Passphrase(Zeroizing<String>);

/// Whether a passphrase opens the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "PassphraseState")]
pub enum State {
    /// None was set.
    None,
    /// One was set.
    Set,
    /// One was set, and its file is damaged: it opens nothing.
    Damaged,
}

/// Why a passphrase does not serve.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseFault {
    /// Too short, or too much of the same.
    #[error("This passphrase is too easy to find.")]
    Weak,
    /// Not the one that was set.
    #[error("This is not the passphrase of this store.")]
    Wrong,
    /// The file with the wrapped key is not as it was written, or asks for more work than is ever set.
    #[error("The file with the passphrase's key is damaged.")]
    Damaged,
    /// It could not be read or written.
    #[error("The file with the passphrase's key cannot be used ({0}).")]
    Disk(io::Error),
    /// The system gave no random numbers, or no memory.
    #[error("The system did not give what a passphrase needs ({0}).")]
    System(&'static str),
}

impl PassphraseFault {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        Sentence::new(match self {
            Self::Weak => "error-passphrase-weak",
            Self::Wrong => "error-passphrase-wrong",
            Self::Damaged => "error-passphrase-damaged",
            Self::Disk(_) => "error-passphrase-disk",
            Self::System(_) => "error-passphrase-system",
        })
    }
}

impl Passphrase {
    /// What a person typed to open a store, whatever it is.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self(Zeroizing::new(text[..end].nfc().collect()))
    }

    /// A new one.
    ///
    /// # Errors
    /// [`PassphraseFault::Weak`].
    pub fn chosen(text: &str) -> Result<Self, PassphraseFault> {
        let chosen = Self::typed(text);
        let different: BTreeSet<char> = chosen.0.chars().collect();
        if chosen.0.chars().count() < SHORTEST || different.len() < DIFFERENT || text.len() > LONGEST {
            return Err(PassphraseFault::Weak);
        }
        Ok(chosen)
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// What lies at `path`, if anything does.
///
/// # Errors
/// [`PassphraseFault::Damaged`] for what is not one of ours.
pub fn read(path: &Path) -> Result<Option<Wrapped>, PassphraseFault> {
    let mut text = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(PassphraseFault::Disk(error)),
        Ok(file) => file.take(Wrapped::LONGEST + 1).read_to_end(&mut text).map_err(PassphraseFault::Disk)?,
    };
    Wrapped::parse(&text).map(Some)
}

/// Sets the passphrase, in the place of an earlier one. The new file is read back, and the key taken out of it again, before it
/// gets the earlier one's name: until then the earlier one opens the store.
///
/// # Errors
/// The earlier one is then still in force.
pub fn set(path: &Path, key: &StoreKey, passphrase: &Passphrase) -> Result<(), PassphraseFault> {
    let wrapped = Wrapped::around(key, passphrase, Cost::OURS)?;
    let unfinished = whole_file::unfinished(path);
    let kept = write(&unfinished, &wrapped.text()).and_then(|()| match read(&unfinished)? {
        Some(read) if read.open(passphrase)? == *key => Ok(()),
        Some(_) | None => Err(PassphraseFault::Damaged),
    });
    let placed = kept.and_then(|()| {
        whole_file::place(&unfinished, path, true).map_err(|fault| match fault {
            NotPlaced::Taken => PassphraseFault::Disk(io::ErrorKind::AlreadyExists.into()),
            NotPlaced::Disk(error) => PassphraseFault::Disk(error),
        })
    });
    if placed.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    placed
}

/// Takes the passphrase away; one that is not there is as good as gone.
///
/// # Errors
/// As the disk allows; it is then still in force.
pub fn forget(path: &Path) -> Result<(), PassphraseFault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(PassphraseFault::Disk(error)),
        Ok(()) => crate::data_folder::sync_name_of(path).map_err(PassphraseFault::Disk),
    }
}

/// Moves the file out of the way of a new store, whose key it does not wrap. Nothing is deleted: its store may lie elsewhere.
///
/// # Errors
/// As the disk allows.
pub fn put_aside(path: &Path) -> Result<(), PassphraseFault> {
    let aside = |number: u32| path.with_extension(format!("passphrase.aside-{number}"));
    if !path.exists() {
        return Ok(());
    }
    let free = (1..).map(aside).find(|name| !name.exists()).unwrap_or_else(|| aside(0));
    fs::rename(path, free)
        .and_then(|()| crate::data_folder::sync_name_of(path))
        .map_err(PassphraseFault::Disk)
}

/// What is known of the file at `path` without the passphrase.
///
/// # Errors
/// As the disk allows.
pub fn state(path: &Path) -> Result<State, PassphraseFault> {
    match read(path) {
        Ok(None) => Ok(State::None),
        Ok(Some(_)) => Ok(State::Set),
        Err(PassphraseFault::Damaged) => Ok(State::Damaged),
        Err(fault) => Err(fault),
    }
}

fn write(path: &Path, text: &str) -> Result<(), PassphraseFault> {
    let written = whole_file::begin(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(PassphraseFault::Disk)
}

#[cfg(test)]
mod tests;
