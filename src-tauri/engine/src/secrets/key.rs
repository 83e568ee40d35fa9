//! The store's key: 256 random bits that SQLCipher uses as they are.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Opens a store. Wiped from memory when dropped; has no `Debug` and no `Display`, so that it cannot be printed by
/// accident. Equality is for the comparison after a write was read back.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; Self::BYTES]);

impl StoreKey {
    /// Its length.
    pub const BYTES: usize = 32;

    /// A new key from the system's random source.
    ///
    /// # Errors
    /// When the system has no random numbers to give; then no key may be made.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut key = Self([0; Self::BYTES]);
        getrandom::fill(&mut key.0)?;
        Ok(key)
    }

    /// A key that was kept somewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// A key that was kept somewhere, if it has the length of one.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, for the one who opens the store or writes the key down.
    #[must_use]
    pub const fn expose(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_new_keys_differ() {
        let (one, two) = (StoreKey::generate().unwrap(), StoreKey::generate().unwrap());
        assert!(one != two);
        assert!(one.expose().iter().any(|byte| *byte != 0));
    }

    #[test]
    fn only_32_bytes_are_a_key() {
        assert!(StoreKey::from_slice(&[7; 32]).is_some());
        assert!(StoreKey::from_slice(&[7; 31]).is_none());
        assert!(StoreKey::from_slice(&[7; 33]).is_none());
    }
}
