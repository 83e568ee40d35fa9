//! Where secrets are kept: the store's key and the access data of destinations. A secret is never in a log, a `Debug`
//! output or an error.
//!
//! With a keychain everything is kept there. With a key file (`--key-file`, for laptops without a keychain) the file
//! holds the store's key, and access data is kept inside the encrypted store (`store::secret`): whoever has the key file
//! and the store has both, which is what a key file means, and nothing more needs a cipher of its own. The same holds for a
//! store that was made with a passphrase on a laptop without a keychain.

mod key;
pub mod key_file;
pub mod keychain;
pub mod memory;
pub mod passphrase;
pub mod recovery_key;
pub mod unlock;

pub use key::StoreKey;
pub use keychain::Keychain;
pub use memory::InMemory;
pub use passphrase::Passphrase;

use zeroize::Zeroizing;

/// The bytes of a secret, wiped when dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// The name under which the store's own key is kept.
pub const STORE_KEY: &str = "store-key";

/// A place for secrets by name. Every call may block, for as long as a person takes to unlock a keychain: never call one
/// on the thread that draws.
pub trait SecretStore: Send + Sync {
    /// Reads a secret. `None` says that the place answered and has none; a locked keychain may answer the same, so that
    /// `None` is no proof until [`SecretStore::prove`] went well.
    ///
    /// # Errors
    /// As the place allows.
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretError>;

    /// Keeps a secret under `name`, in place of an earlier one.
    ///
    /// # Errors
    /// As the place allows; the earlier one is then still there.
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError>;

    /// Deletes a secret; one that is not there is as good as deleted.
    ///
    /// # Errors
    /// As the place allows.
    fn delete(&self, name: &str) -> Result<(), SecretError>;

    /// Writes, reads and deletes something harmless: only a write shows that a keychain is open.
    ///
    /// # Errors
    /// As the place allows; [`SecretError::Damaged`] when it gives back something else than it was given.
    fn prove(&self) -> Result<(), SecretError> {
        const NAME: &str = "probe";
        const VALUE: &[u8] = b"written to see whether this keychain is open";
        self.set(NAME, VALUE)?;
        let read = self.get(NAME)?;
        self.delete(NAME)?;
        if read.is_some_and(|read| read.as_slice() == VALUE) { Ok(()) } else { Err(SecretError::Damaged) }
    }
}

/// Why a place for secrets did not serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It is there and closed.
    #[error("The keychain is locked. Unlock it and try again.")]
    Locked,
    /// There is none, or it does not answer.
    #[error("There is no keychain that answers ({detail}).")]
    Unavailable {
        /// What the system says; never a secret.
        detail: String,
    },
    /// It did not answer in time; it may still be waiting for a person.
    #[error("The keychain did not answer within {} s. It may be waiting for its password.", keychain::PATIENCE.as_secs())]
    Silent,
    /// It takes no secret of this length.
    #[error("The keychain does not take a secret this long.")]
    TooLong,
    /// It gave back something that was never put there.
    #[error("The keychain gave back something else than was put there.")]
    Damaged,
}
