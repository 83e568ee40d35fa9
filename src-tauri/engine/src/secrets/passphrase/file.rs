//! The file with the wrapped key: one JSON object that says how it was made. What it asks for is judged before any of it is
//! done.

use super::{Passphrase, PassphraseFault};
use crate::secrets::StoreKey;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use data_encoding::HEXLOWER;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const VERSION: u32 = 1;
const KDF: &str = "argon2id";
const SALT: usize = 16;
/// The key, and the tag that shows whether it was opened rightly.
const WRAPPED: usize = StoreKey::BYTES + 16;
/// What the wrapping is bound to, besides the cost and the salt.
const DOMAIN: &[u8] = b"lanyard passphrase 1";

/// The work that a passphrase takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// KiB of memory.
    pub memory_kib: u32,
    /// How often it is gone through.
    pub passes: u32,
    /// Lanes, one after the other here.
    pub lanes: u32,
}

impl Cost {
    /// What is set here: the second choice of RFC 9106 §4 (64 MiB, three passes), with one lane, since they are gone through
    /// one after the other. About 0.2 s on a laptop.
    pub const OURS: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// KiB that a file may ask for: a laptop has that.
    const MOST_MEMORY: u32 = 256 * 1024;
    /// KiB times passes that a file may ask for: some seconds.
    const MOST_WORK: u64 = 1024 * 1024;
    const MOST_LANES: u32 = 4;

    fn params(self) -> Result<Params, PassphraseFault> {
        let work = u64::from(self.memory_kib) * u64::from(self.passes);
        if self.memory_kib > Self::MOST_MEMORY || work > Self::MOST_WORK || self.lanes > Self::MOST_LANES {
            return Err(PassphraseFault::Damaged);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(StoreKey::BYTES))
            .map_err(|_| PassphraseFault::Damaged)
    }
}

/// The store's key, wrapped. Says nothing to whoever lacks the passphrase.
#[derive(Clone)]
pub struct Wrapped {
    cost: Cost,
    salt: [u8; SALT],
    nonce: [u8; NONCE_LEN],
    key: [u8; WRAPPED],
}

/// As it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    what: String,
    version: u32,
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    wrapped: String,
}

impl Wrapped {
    /// Bytes that a file of ours never reaches.
    pub const LONGEST: u64 = 4096;

    /// Wraps a key.
    ///
    /// # Errors
    /// When the system gives no random numbers or no memory.
    pub fn around(key: &StoreKey, passphrase: &Passphrase, cost: Cost) -> Result<Self, PassphraseFault> {
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE_LEN]);
        let random = getrandom::fill(&mut salt).and_then(|()| getrandom::fill(&mut nonce));
        random.map_err(|_| PassphraseFault::System("no random numbers"))?;
        let mut wrapped = Self { cost, salt, nonce, key: [0; WRAPPED] };
        let mut bytes = Zeroizing::new(key.expose().to_vec());
        let sealing = wrapped.sealing(passphrase)?;
        sealing
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(wrapped.bound_to()),
                &mut *bytes,
            )
            .map_err(|_| PassphraseFault::System("the cipher"))?;
        wrapped.key.copy_from_slice(&bytes);
        Ok(wrapped)
    }

    /// Takes the key out. Takes as much memory and time as the file says, within bounds.
    ///
    /// # Errors
    /// [`PassphraseFault::Wrong`] for another passphrase; nobody can tell that from a wrapping changed by hand.
    pub fn open(&self, passphrase: &Passphrase) -> Result<StoreKey, PassphraseFault> {
        let opening = self.sealing(passphrase)?;
        let mut bytes = Zeroizing::new(self.key.to_vec());
        let key = opening
            .open_in_place(
                Nonce::assume_unique_for_key(self.nonce),
                Aad::from(self.bound_to()),
                bytes.as_mut_slice(),
            )
            .map_err(|_| PassphraseFault::Wrong)?;
        StoreKey::from_slice(key).ok_or(PassphraseFault::Damaged)
    }

    /// What a file says.
    ///
    /// # Errors
    /// [`PassphraseFault::Damaged`], also when it asks for more than is ever set.
    pub fn parse(text: &[u8]) -> Result<Self, PassphraseFault> {
        let damaged = || PassphraseFault::Damaged;
        if text.len() as u64 > Self::LONGEST {
            return Err(damaged());
        }
        let text: Text = serde_json::from_slice(text).map_err(|_| damaged())?;
        if text.version != VERSION || text.kdf != KDF {
            return Err(damaged());
        }
        let cost = Cost { memory_kib: text.memory_kib, passes: text.passes, lanes: text.lanes };
        cost.params()?;
        Ok(Self {
            cost,
            salt: bytes(&text.salt).ok_or_else(damaged)?,
            nonce: bytes(&text.nonce).ok_or_else(damaged)?,
            key: bytes(&text.wrapped).ok_or_else(damaged)?,
        })
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> String {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let text = Text {
            what: "Lanyard: the key of a store, wrapped with a passphrase".to_owned(),
            version: VERSION,
            kdf: KDF.to_owned(),
            memory_kib,
            passes,
            lanes,
            salt: HEXLOWER.encode(&self.salt),
            nonce: HEXLOWER.encode(&self.nonce),
            wrapped: HEXLOWER.encode(&self.key),
        };
        // Numbers and text always become JSON; an empty file would be seen when it is read back.
        serde_json::to_string_pretty(&text).unwrap_or_default()
    }

    /// How much work it takes.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }

    fn sealing(&self, passphrase: &Passphrase) -> Result<LessSafeKey, PassphraseFault> {
        let params = self.cost.params()?;
        let mut memory: Vec<Block> = Vec::new();
        // Asked for first: a machine without that much memory says so, and does not end.
        memory
            .try_reserve_exact(params.block_count())
            .map_err(|_| PassphraseFault::System("not enough memory"))?;
        memory.resize(params.block_count(), Block::new());
        let mut key = Zeroizing::new([0; StoreKey::BYTES]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(passphrase.bytes(), &self.salt, &mut *key, &mut memory)
            .map_err(|_| PassphraseFault::Damaged)?;
        let key =
            UnboundKey::new(&CHACHA20_POLY1305, &*key).map_err(|_| PassphraseFault::System("the cipher"))?;
        Ok(LessSafeKey::new(key))
    }

    fn bound_to(&self) -> Vec<u8> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let numbers = [VERSION, memory_kib, passes, lanes].map(u32::to_be_bytes);
        [DOMAIN, &numbers.concat(), &self.salt].concat()
    }
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}
