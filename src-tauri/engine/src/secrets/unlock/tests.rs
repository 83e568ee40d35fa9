//! The table, and that it is carried out: no keychain in any mood ever costs a key.

use super::*;
use crate::secrets::memory::{InMemory, Mood};
use std::path::PathBuf;

fn refused() -> Refused {
    Refused::Missing { path: PathBuf::from("/nowhere") }
}

#[test]
fn the_whole_table_is_as_it_was_decided() {
    use Blocked as B;
    use KeychainAnswer as K;
    use Missing as M;
    use Plan as P;
    // The keychain's answer; what to do when there is no store, and when there is one.
    let without_key_file = [
        (K::Key, P::Create(KeyFrom::Keychain), P::Open(KeyFrom::Keychain)),
        (K::NoEntry, P::MakeKeyThenCreate, P::AskRecoveryKey(M::NotInKeychain)),
        (K::Damaged, P::Blocked(B::KeychainDamaged), P::AskRecoveryKey(M::KeychainDamaged)),
        (K::Locked, P::Blocked(B::KeychainLocked), P::AskRecoveryKey(M::KeychainLocked)),
        (K::Unavailable, P::Blocked(B::NoPlaceForAKey), P::AskRecoveryKey(M::NoKeychain)),
        (K::NotAsked, P::Blocked(B::NoPlaceForAKey), P::AskRecoveryKey(M::NoKeychain)),
    ];
    for (keychain, no_store, store) in without_key_file {
        assert_eq!(decide(false, &keychain, &KeyFileAnswer::NotGiven), no_store, "{keychain:?}");
        assert_eq!(decide(true, &keychain, &KeyFileAnswer::NotGiven), store, "{keychain:?}");
        assert_eq!(decide(false, &keychain, &KeyFileAnswer::Key), P::Create(KeyFrom::KeyFile));
        assert_eq!(decide(true, &keychain, &KeyFileAnswer::Key), P::Open(KeyFrom::KeyFile));
        for exists in [false, true] {
            let plan = decide(exists, &keychain, &KeyFileAnswer::Refused(refused()));
            assert_eq!(
                plan,
                P::Blocked(B::KeyFile(refused())),
                "a key file that was named is never passed over"
            );
        }
    }
}

fn key_of(unlocked: Unlocked) -> Option<StoreKey> {
    match unlocked {
        Unlocked::Open { key, .. } | Unlocked::Create { key, .. } => Some(key),
        Unlocked::NeedsRecoveryKey { .. } | Unlocked::Blocked { .. } => None,
    }
}

#[test]
fn a_first_start_has_its_key_in_safety_before_it_says_create() {
    let keychain = InMemory::default();
    let Unlocked::Create { key, from } = unlock(false, &keychain, None) else { panic!("no key was made") };
    assert_eq!(from, KeyFrom::Keychain);
    let kept = keychain.get(STORE_KEY).unwrap().unwrap();
    assert!(parse(&kept) == Some(key));
    assert_eq!(keychain.names(), [STORE_KEY], "the probe is gone");
}

#[test]
fn after_a_crash_between_key_and_store_the_same_key_is_used() {
    let keychain = InMemory::default();
    let first = key_of(unlock(false, &keychain, None));
    let second = key_of(unlock(false, &keychain, None));
    assert!(first.is_some() && first == second);
}

#[test]
fn a_locked_keychain_never_makes_a_new_key() {
    let keychain = InMemory::default();
    let key = key_of(unlock(false, &keychain, None));
    keychain.turn(Mood::LockedAndSilentAboutIt);
    let again = unlock(true, &keychain, None);
    assert!(matches!(again, Unlocked::NeedsRecoveryKey { why: Missing::KeychainLocked, .. }));
    let no_store = unlock(false, &keychain, None);
    assert!(
        matches!(no_store, Unlocked::Blocked { why: Blocked::KeychainLocked, .. }),
        "not even without a store"
    );
    keychain.turn(Mood::Open);
    assert!(key_of(unlock(true, &keychain, None)) == key, "nothing was overwritten meanwhile");
}

#[test]
fn an_empty_keychain_beside_a_store_stays_empty() {
    let keychain = InMemory::default();
    let unlocked = unlock(true, &keychain, None);
    assert!(matches!(unlocked, Unlocked::NeedsRecoveryKey { why: Missing::NotInKeychain, .. }));
    assert!(keychain.names().is_empty());
}

#[test]
fn without_a_keychain_a_first_start_is_blocked_and_a_later_one_asks() {
    let keychain = InMemory::default();
    keychain.turn(Mood::Absent);
    let first = unlock(false, &keychain, None);
    assert!(matches!(first, Unlocked::Blocked { why: Blocked::NoPlaceForAKey, detail: Some(_) }));
    let later = unlock(true, &keychain, None);
    assert!(matches!(later, Unlocked::NeedsRecoveryKey { why: Missing::NoKeychain, .. }));
}

#[test]
fn a_keychain_that_gives_back_something_else_gets_no_store_built_on_it() {
    let keychain = InMemory::default();
    keychain.turn(Mood::Forgetful);
    let unlocked = unlock(false, &keychain, None);
    assert!(matches!(unlocked, Unlocked::Blocked { why: Blocked::KeychainDamaged, .. }));
}

#[test]
fn a_key_file_leaves_the_keychain_alone() {
    let keychain = InMemory::default();
    let key = StoreKey::from_bytes([3; 32]);
    for exists in [false, true] {
        assert!(key_of(unlock(exists, &keychain, Some(Ok(key.clone())))) == Some(key.clone()));
        let blocked = unlock(exists, &keychain, Some(Err(refused())));
        assert!(matches!(blocked, Unlocked::Blocked { why: Blocked::KeyFile(_), .. }));
    }
    assert!(keychain.names().is_empty());
}

#[test]
fn a_typed_recovery_key_is_kept_for_the_next_start() {
    let keychain = InMemory::default();
    let key = StoreKey::from_bytes([3; 32]);
    assert_eq!(keep(&keychain, &key), KeyFrom::Keychain);
    assert!(key_of(unlock(true, &keychain, None)) == Some(key));
}

#[test]
fn a_typed_recovery_key_serves_this_run_when_the_keychain_takes_nothing() {
    for mood in [Mood::LockedAndSilentAboutIt, Mood::Absent, Mood::Forgetful] {
        let keychain = InMemory::default();
        keychain.turn(mood);
        assert_eq!(keep(&keychain, &StoreKey::from_bytes([3; 32])), KeyFrom::Typed);
    }
}

#[test]
fn the_key_of_another_store_is_put_aside_and_not_lost() {
    let keychain = InMemory::default();
    let former = key_of(unlock(false, &keychain, None));
    let typed = StoreKey::from_bytes([3; 32]);
    assert_eq!(keep(&keychain, &typed), KeyFrom::Keychain);
    assert!(parse(&keychain.get(FORMER_STORE_KEY).unwrap().unwrap()) == former);
    assert_eq!(keep(&keychain, &typed), KeyFrom::Keychain);
    assert!(parse(&keychain.get(FORMER_STORE_KEY).unwrap().unwrap()) == former, "not by itself");
}
