//! The system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service elsewhere.
//!
//! What it answers is not what it means. A gnome-keyring that is locked or has no collection yet answers a read with "no
//! entry", as if nothing had ever been kept; only a write tells the truth (`SecretStore::prove`). A dead or missing
//! session bus is found out once, at the first call, and not asked again by this process.

use super::{Secret, SecretError, SecretStore};
use keyring::{Entry, Error};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How long a call waits for an answer: a person may have to type the keychain's password.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The keychain, as far as it belongs to one data folder.
#[derive(Debug, Clone)]
pub struct Keychain {
    service: String,
    patience: Duration,
}

impl Keychain {
    /// The entries of the data folder at `folder`. A rehearsal, a test and the real folder never meet: the folder's path
    /// is part of the name. A folder that was moved is thereby a new one, and asks for the recovery key.
    #[must_use]
    pub fn of_folder(folder: &Path) -> Self {
        let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
        Self {
            service: format!("Lanyard {}", data_encoding::HEXLOWER.encode(&digest[..8])),
            patience: PATIENCE,
        }
    }

    /// Waits no longer than `patience` for each answer.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// On a thread of its own: it may hang on a prompt, and the library's own event loop must not meet another one.
    fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, SecretError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        let (answer, answered) = channel();
        let asking = thread::Builder::new().name("keychain".to_owned()).spawn(move || {
            let said = Entry::new(&service, &name).and_then(|entry| question(&entry)).map_err(meaning);
            // Nobody listens any more when it took too long.
            let _ = answer.send(said);
        });
        if asking.is_err() {
            return Err(SecretError::Unavailable {
                detail: "the system gives no thread to ask with".to_owned(),
            });
        }
        match answered.recv_timeout(self.patience) {
            Ok(said) => said,
            Err(RecvTimeoutError::Timeout) => Err(SecretError::Silent),
            Err(RecvTimeoutError::Disconnected) => {
                Err(SecretError::Unavailable { detail: "the keychain's library gave up".to_owned() })
            }
        }
    }
}

impl SecretStore for Keychain {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        self.ask(name, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        let secret = Secret::new(secret.to_vec());
        self.ask(name, move |entry| entry.set_secret(&secret))
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.ask(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// The library's errors may carry the secret itself, so none of them goes further than here.
fn meaning(error: Error) -> SecretError {
    match error {
        Error::NoStorageAccess(_) => SecretError::Locked,
        Error::PlatformFailure(cause) => SecretError::Unavailable { detail: cause.to_string() },
        Error::NoDefaultStore => SecretError::Unavailable { detail: why_no_store() },
        Error::TooLong(..) => SecretError::TooLong,
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) | Error::Ambiguous(_) => {
            SecretError::Damaged
        }
        Error::NotSupportedByStore(_) | Error::Invalid(..) | Error::NoEntry => {
            SecretError::Unavailable { detail: "the keychain does not do what is needed".to_owned() }
        }
        // The library may grow kinds; none of them can be a success.
        _ => {
            SecretError::Unavailable { detail: "the keychain failed in a way unknown to Lanyard".to_owned() }
        }
    }
}

/// Why there is no keychain at all: on Linux the session bus's own words.
fn why_no_store() -> String {
    match Entry::store_status() {
        Err(Error::PlatformFailure(cause) | Error::NoStorageAccess(cause)) => cause.to_string(),
        Err(_) | Ok(()) => "this system has none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_folders_never_share_an_entry() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let service = |path: &Path| Keychain::of_folder(path).service;
        assert_ne!(service(one.path()), service(two.path()));
        assert_eq!(
            service(one.path()),
            service(&one.path().join(".")),
            "the same folder by another spelling"
        );
    }

    #[test]
    fn an_error_never_carries_the_secret_further() {
        let shown = format!("{:?}", meaning(Error::BadEncoding(b"hunter2".to_vec())));
        assert!(!shown.contains("hunter2") && !shown.contains("104"), "{shown}");
    }

    #[test]
    fn a_keychain_that_hangs_is_said_to_be_silent() {
        let hung = Keychain::of_folder(Path::new("/")).with_patience(Duration::ZERO);
        let answer = hung.ask("any", |_| -> keyring::Result<()> { Ok(()) });
        assert_eq!(answer, Err(SecretError::Silent));
    }
}
