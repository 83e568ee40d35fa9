//! How a start comes to the store's key. What to do is decided by a table without I/O ([`decide`]); the rest of the file
//! asks the keychain and carries it out.
//!
//! Two rules stand above all: where a store exists no new key is ever made, and a new key is in safety, written and read
//! back, before its store is created. A crash in between leaves a key without a store; the next start uses that key.

use super::key_file::Refused;
use super::{STORE_KEY, SecretError, SecretStore, StoreKey, recovery_key};
use lanyard_core::explain::Sentence;

/// Where a former key of this folder is put before another takes its place.
const FORMER_STORE_KEY: &str = "store-key-former";

/// What the keychain had to say about the store's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainAnswer {
    /// A key.
    Key,
    /// None, and a write proved that it is open and would have told.
    NoEntry,
    /// An entry that is not a key.
    Damaged,
    /// It is there and closed, or somebody has yet to type its password.
    Locked,
    /// Nothing answers.
    Unavailable,
    /// Not asked, since a key file was given.
    NotAsked,
}

/// What became of `--key-file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFileAnswer {
    /// Not given.
    NotGiven,
    /// It holds a key.
    Key,
    /// Given and refused.
    Refused(Refused),
}

/// Where the key came from, and so where access data of destinations is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFrom {
    /// The keychain; access data is kept there too.
    Keychain,
    /// A key file; access data is kept inside the store.
    KeyFile,
    /// A person typed the recovery key, and the keychain would not take it: for this run only.
    Typed,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// There is a store: open it.
    Open(KeyFrom),
    /// There is none: create one with the key that is there already.
    Create(KeyFrom),
    /// There is neither: make a key, keep it, read it back, then create.
    MakeKeyThenCreate,
    /// There is a store and its key is not at hand: a person has to type it.
    AskRecoveryKey(Missing),
    /// Nothing can be done until a person acts.
    Blocked(Blocked),
}

/// Why the key of an existing store is not at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The keychain is open and has none: another laptop's store, a moved folder, a new login.
    NotInKeychain,
    /// The keychain is locked.
    KeychainLocked,
    /// There is no keychain.
    NoKeychain,
    /// What the keychain keeps is no key.
    KeychainDamaged,
    /// The key that was kept does not open this store.
    KeyDoesNotFit,
}

impl Missing {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::new(match self {
            Self::NotInKeychain | Self::KeychainDamaged => "start-needs-key",
            Self::KeychainLocked | Self::NoKeychain => "start-keychain-locked",
            Self::KeyDoesNotFit => "start-key-wrong",
        })
    }
}

/// Why a start cannot go on by typing a recovery key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// A first start, and nowhere to keep a key. Nothing is ever stored unencrypted.
    NoPlaceForAKey,
    /// A first start, and the keychain is locked.
    KeychainLocked,
    /// A first start, and the keychain does not give back what it was given.
    KeychainDamaged,
    /// The key file was refused.
    KeyFile(Refused),
    /// The system gave no random numbers.
    NoRandomNumbers,
}

impl Blocked {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NoPlaceForAKey => Sentence::new("start-no-keychain"),
            Self::KeychainLocked => Sentence::new("start-first-keychain-locked"),
            Self::KeychainDamaged => Sentence::new("start-first-keychain-damaged"),
            Self::KeyFile(refused) => refused.sentence(),
            Self::NoRandomNumbers => Sentence::new("start-no-random"),
        }
    }
}

/// The table. A key file that was given is the only word on the matter: falling back to the keychain would open a store
/// in another way than the person asked for.
#[must_use]
pub fn decide(store_exists: bool, keychain: &KeychainAnswer, key_file: &KeyFileAnswer) -> Plan {
    use KeychainAnswer as K;
    match (key_file, store_exists, keychain) {
        (KeyFileAnswer::Refused(refused), _, _) => Plan::Blocked(Blocked::KeyFile(refused.clone())),
        (KeyFileAnswer::Key, true, _) => Plan::Open(KeyFrom::KeyFile),
        (KeyFileAnswer::Key, false, _) => Plan::Create(KeyFrom::KeyFile),

        (KeyFileAnswer::NotGiven, true, K::Key) => Plan::Open(KeyFrom::Keychain),
        (KeyFileAnswer::NotGiven, true, K::NoEntry) => Plan::AskRecoveryKey(Missing::NotInKeychain),
        (KeyFileAnswer::NotGiven, true, K::Damaged) => Plan::AskRecoveryKey(Missing::KeychainDamaged),
        (KeyFileAnswer::NotGiven, true, K::Locked) => Plan::AskRecoveryKey(Missing::KeychainLocked),
        (KeyFileAnswer::NotGiven, true, K::Unavailable | K::NotAsked) => {
            Plan::AskRecoveryKey(Missing::NoKeychain)
        }

        (KeyFileAnswer::NotGiven, false, K::Key) => Plan::Create(KeyFrom::Keychain),
        (KeyFileAnswer::NotGiven, false, K::NoEntry) => Plan::MakeKeyThenCreate,
        (KeyFileAnswer::NotGiven, false, K::Damaged) => Plan::Blocked(Blocked::KeychainDamaged),
        (KeyFileAnswer::NotGiven, false, K::Locked) => Plan::Blocked(Blocked::KeychainLocked),
        (KeyFileAnswer::NotGiven, false, K::Unavailable | K::NotAsked) => {
            Plan::Blocked(Blocked::NoPlaceForAKey)
        }
    }
}

/// How far the start came with the key.
pub enum Unlocked {
    /// There is a store and this should be its key: `store::open::open`. When it does not fit, the recovery key is asked
    /// for with [`Missing::KeyDoesNotFit`].
    Open {
        /// The key.
        key: StoreKey,
        /// Where it came from.
        from: KeyFrom,
    },
    /// There is no store yet and this is its key, in safety: `store::open::create`.
    Create {
        /// The key.
        key: StoreKey,
        /// Where it came from.
        from: KeyFrom,
    },
    /// There is a store; a person has to type its recovery key.
    NeedsRecoveryKey {
        /// Why.
        why: Missing,
        /// The keychain's own words, shown on request.
        detail: Option<String>,
    },
    /// Nothing can be done until a person acts.
    Blocked {
        /// Why.
        why: Blocked,
        /// The keychain's own words, shown on request.
        detail: Option<String>,
    },
}

/// Finds or makes the key. May block as long as a person takes to unlock the keychain. The caller holds the data
/// folder's lock, so that two first starts cannot make two keys.
///
/// `key_file` is what reading `--key-file` gave, if it was given.
#[must_use]
pub fn unlock(
    store_exists: bool,
    keychain: &dyn SecretStore,
    key_file: Option<Result<StoreKey, Refused>>,
) -> Unlocked {
    let (file_answer, file_key) = match key_file {
        None => (KeyFileAnswer::NotGiven, None),
        Some(Ok(key)) => (KeyFileAnswer::Key, Some(key)),
        Some(Err(refused)) => (KeyFileAnswer::Refused(refused), None),
    };
    let Asked { answer, key: kept_key, detail } = match file_answer {
        KeyFileAnswer::NotGiven => ask(keychain),
        KeyFileAnswer::Key | KeyFileAnswer::Refused(_) => Asked::without_key(KeychainAnswer::NotAsked, None),
    };
    let key_from = |from| match from {
        KeyFrom::Keychain => kept_key,
        KeyFrom::KeyFile => file_key,
        KeyFrom::Typed => None,
    };
    match decide(store_exists, &answer, &file_answer) {
        Plan::Open(from) => match key_from(from) {
            Some(key) => Unlocked::Open { key, from },
            None => Unlocked::NeedsRecoveryKey { why: Missing::NotInKeychain, detail },
        },
        Plan::Create(from) => match key_from(from) {
            Some(key) => Unlocked::Create { key, from },
            None => Unlocked::Blocked { why: Blocked::NoPlaceForAKey, detail },
        },
        Plan::MakeKeyThenCreate => make_key(keychain),
        Plan::AskRecoveryKey(why) => Unlocked::NeedsRecoveryKey { why, detail },
        Plan::Blocked(why) => Unlocked::Blocked { why, detail },
    }
}

/// Keeps a recovery key that a person typed, after the store was opened with it. An entry that holds another key is not
/// lost: it is put aside first.
///
/// Returns where the key is from now on; with [`KeyFrom::Typed`] the screen says that the next start asks again.
#[must_use]
pub fn keep(keychain: &dyn SecretStore, key: &StoreKey) -> KeyFrom {
    let put_aside = || match keychain.get(STORE_KEY)? {
        Some(former) if parse(&former).as_ref() != Some(key) => keychain.set(FORMER_STORE_KEY, &former),
        Some(_) | None => Ok(()),
    };
    // The proof comes first: a keychain that only looks empty may hold another key, and would have it overwritten.
    let kept = keychain.prove().and_then(|()| put_aside()).and_then(|()| write(keychain, key));
    if kept.is_ok() { KeyFrom::Keychain } else { KeyFrom::Typed }
}

/// The keychain's answer, with the key if it had one and its own words if it failed.
struct Asked {
    answer: KeychainAnswer,
    key: Option<StoreKey>,
    detail: Option<String>,
}

impl Asked {
    const fn without_key(answer: KeychainAnswer, detail: Option<String>) -> Self {
        Self { answer, key: None, detail }
    }
}

/// "No entry" is believed only after a write went well, and then asked once more: the write may have had the keychain
/// unlocked, and the key may be there after all.
fn ask(keychain: &dyn SecretStore) -> Asked {
    let read = keychain.get(STORE_KEY).and_then(|found| match found {
        Some(text) => Ok(Some(text)),
        None => keychain.prove().and_then(|()| keychain.get(STORE_KEY)),
    });
    match read {
        Ok(Some(text)) => match parse(&text) {
            Some(key) => Asked { answer: KeychainAnswer::Key, key: Some(key), detail: None },
            None => Asked::without_key(KeychainAnswer::Damaged, None),
        },
        Ok(None) => Asked::without_key(KeychainAnswer::NoEntry, None),
        Err(error) => {
            let answer = match &error {
                SecretError::Locked | SecretError::Silent => KeychainAnswer::Locked,
                SecretError::Unavailable { .. } => KeychainAnswer::Unavailable,
                SecretError::TooLong | SecretError::Damaged => KeychainAnswer::Damaged,
            };
            Asked::without_key(answer, Some(error.to_string()))
        }
    }
}

fn make_key(keychain: &dyn SecretStore) -> Unlocked {
    let Ok(key) = StoreKey::generate() else {
        return Unlocked::Blocked { why: Blocked::NoRandomNumbers, detail: None };
    };
    match write(keychain, &key) {
        Ok(()) => Unlocked::Create { key, from: KeyFrom::Keychain },
        Err(error) => {
            let why = match error {
                SecretError::Locked | SecretError::Silent => Blocked::KeychainLocked,
                SecretError::Unavailable { .. } => Blocked::NoPlaceForAKey,
                SecretError::TooLong | SecretError::Damaged => Blocked::KeychainDamaged,
            };
            Unlocked::Blocked { why, detail: Some(error.to_string()) }
        }
    }
}

/// Kept as the recovery key: its checksum shows a damaged entry, and who looks into the keychain finds what to write
/// down.
fn write(keychain: &dyn SecretStore, key: &StoreKey) -> Result<(), SecretError> {
    keychain.set(STORE_KEY, recovery_key::write(key).as_bytes())?;
    let read = keychain.get(STORE_KEY)?;
    if read.and_then(|text| parse(&text)).as_ref() == Some(key) { Ok(()) } else { Err(SecretError::Damaged) }
}

fn parse(text: &[u8]) -> Option<StoreKey> {
    recovery_key::read(std::str::from_utf8(text).ok()?).ok()
}

#[cfg(test)]
mod tests;
