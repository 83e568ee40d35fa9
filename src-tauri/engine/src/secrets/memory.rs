//! Secrets in memory, gone with the process: for tests, and to rehearse what a keychain may do.

use super::{Secret, SecretError, SecretStore};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How the place behaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Mood {
    /// Reads and writes.
    #[default]
    Open,
    /// As gnome-keyring behaves when locked: reading answers "no entry", writing is refused.
    LockedAndSilentAboutIt,
    /// As where nothing answers.
    Absent,
    /// Takes everything and gives back other bytes.
    Forgetful,
}

/// Secrets in memory.
#[derive(Default)]
pub struct InMemory {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    mood: Mood,
    kept: BTreeMap<String, Secret>,
}

impl InMemory {
    /// Changes how the place behaves from now on; what it keeps stays.
    pub fn turn(&self, mood: Mood) {
        self.lock().mood = mood;
    }

    /// The names kept now.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.lock().kept.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for InMemory {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        let inner = self.lock();
        match inner.mood {
            Mood::Open => Ok(inner.kept.get(name).cloned()),
            Mood::LockedAndSilentAboutIt => Ok(None),
            Mood::Absent => Err(absent()),
            Mood::Forgetful => Ok(inner.kept.get(name).map(|kept| Secret::new(vec![0; kept.len()]))),
        }
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        let mut inner = self.lock();
        match inner.mood {
            Mood::Open | Mood::Forgetful => {
                inner.kept.insert(name.to_owned(), Secret::new(secret.to_vec()));
                Ok(())
            }
            Mood::LockedAndSilentAboutIt => Err(SecretError::Locked),
            Mood::Absent => Err(absent()),
        }
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        let mut inner = self.lock();
        match inner.mood {
            Mood::Open | Mood::Forgetful => {
                inner.kept.remove(name);
                Ok(())
            }
            Mood::LockedAndSilentAboutIt => Err(SecretError::Locked),
            Mood::Absent => Err(absent()),
        }
    }
}

fn absent() -> SecretError {
    SecretError::Unavailable { detail: "none in this rehearsal".to_owned() }
}
