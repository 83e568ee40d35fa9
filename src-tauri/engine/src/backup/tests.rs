//! A backup is whole or refused, and a restore that is interrupted anywhere leaves what was there or what was restored.

use super::*;
use crate::data_folder::DataFolder;
use crate::secrets::StoreKey;
use crate::secrets::passphrase::{self, Passphrase};
use crate::store::{Store, settings};
use lanyard_core::time::WallMs;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const NOON: WallMs = WallMs(1_795_348_800_000);

struct Laptop {
    root: tempfile::TempDir,
    folder: DataFolder,
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn laptop() -> Laptop {
    let root = tempfile::tempdir().unwrap();
    let folder = DataFolder::prepare(&root.path().join("data")).unwrap();
    Laptop { root, folder }
}

/// A laptop whose store says who it is.
fn with_store(who: &str, key: &StoreKey) -> Laptop {
    let laptop = laptop();
    let store = Store::create(&laptop.folder.store(), key).unwrap();
    store.write(|conn| settings::put(conn, "who", &who)).unwrap();
    laptop
}

impl Laptop {
    fn backup(&self) -> PathBuf {
        let to = self.root.path().join("backup");
        make((&self.folder.store(), &self.folder.passphrase()), &key(), NOON, &to, true, &mut |_, _| true)
            .unwrap();
        to
    }

    fn who(&self, key: &StoreKey) -> Option<String> {
        let store = Store::open(&self.folder.store(), key).ok()?;
        store.read(|conn| settings::get(conn, "who")).unwrap()
    }

    fn restore(
        &self,
        from: &Path,
        key: Option<&StoreKey>,
        replace: bool,
    ) -> Result<Option<PathBuf>, BackupFault> {
        stage(&mut Backup::open(from)?, &self.folder, key, &mut |_, _| true)?.carry_out(replace)
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.folder.path())
    }
}

/// Every file below a folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

#[test]
fn what_was_backed_up_is_there_again_in_an_empty_folder() {
    let (old, new) = (with_store("old", &key()), laptop());
    let backup = old.backup();
    let about = Backup::open(&backup).unwrap().about;
    assert_eq!((about.made_at.as_str(), about.contacts), ("2026-11-22T12:00:00Z", 0));
    assert_eq!(new.restore(&backup, Some(&key()), false).unwrap(), None);
    assert_eq!(new.files().keys().collect::<Vec<_>>(), ["lanyard.store"]);
    assert_eq!(new.who(&key()).as_deref(), Some("old"));
    let left: Vec<(String, usize)> = new
        .files()
        .into_iter()
        .map(|(name, bytes)| (name, bytes.len()))
        .filter(|(name, _)| name.ends_with("-wal"))
        .collect();
    assert!(left.iter().all(|(_, length)| *length == 0), "it is closed in order: {left:?}");
}

#[test]
fn a_backup_carries_the_passphrase_and_says_nothing_of_anybody_in_the_open() {
    let old = with_store("Ada Lovelace", &key());
    let chosen = Passphrase::chosen("correct horse battery").unwrap();
    passphrase::set(&old.folder.passphrase(), &key(), &chosen).unwrap();
    let backup = old.backup();
    let mut opened = Backup::open(&backup).unwrap();
    assert!(opened.wrapped().unwrap().unwrap().open(&chosen).unwrap() == key());
    let bytes = fs::read(&backup).unwrap();
    for open in
        [&b"Ada"[..], b"lanyard.store", b"SQLite format", old.root.path().to_string_lossy().as_bytes()]
    {
        assert!(!bytes.windows(open.len()).any(|window| window == open), "{open:?}");
    }
    let new = laptop();
    new.restore(&backup, None, false).unwrap();
    assert!(passphrase::read(&new.folder.passphrase()).unwrap().unwrap().open(&chosen).unwrap() == key());
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let old = with_store("old", &key());
    assert_eq!(old.backup().metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let old = with_store("old", &key());
    let to = old.root.path().join("backup");
    fs::write(&to, "mine").unwrap();
    let store = old.folder.store();
    let made =
        |replace| make((&store, &old.folder.passphrase()), &key(), NOON, &to, replace, &mut |_, _| true);
    assert!(matches!(made(false), Err(BackupFault::Taken)));
    assert_eq!(fs::read(&to).unwrap(), b"mine");
    made(true).unwrap();
    assert!(Backup::open(&to).is_ok());
    let inside = old.folder.path().join("backup");
    let refused = make((&store, &old.folder.passphrase()), &key(), NOON, &inside, false, &mut |_, _| true);
    assert!(matches!(refused, Err(BackupFault::InDataFolder)));
}

#[test]
fn a_backup_that_fails_or_is_stopped_leaves_no_file() {
    let old = with_store("old", &key());
    let to = old.root.path().join("backup");
    let store = old.folder.store();
    let wrong = StoreKey::from_bytes([8; 32]);
    assert!(make((&store, &old.folder.passphrase()), &wrong, NOON, &to, false, &mut |_, _| true).is_err());
    let large = "x".repeat(4_000_000);
    Store::open(&store, &key()).unwrap().write(|conn| settings::put(conn, "large", &large)).unwrap();
    let stopped = make((&store, &old.folder.passphrase()), &key(), NOON, &to, false, &mut |_, _| false);
    assert!(matches!(stopped, Err(BackupFault::Stopped)));
    assert_eq!(files(old.root.path()).keys().filter(|name| !name.starts_with("data")).count(), 0);
}

#[test]
fn a_part_of_a_backup_and_a_changed_one_are_refused_and_change_nothing() {
    let (old, new) = (with_store("old", &key()), with_store("new", &key()));
    let backup = old.backup();
    let whole = fs::read(&backup).unwrap();
    let before = new.files();
    let damaged = old.root.path().join("damaged");
    for length in [0, 1, 63, 64, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&damaged, &whole[..length]).unwrap();
        let refused = new.restore(&damaged, None, true);
        assert!(matches!(refused, Err(BackupFault::NotOne)), "{length}: {refused:?}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    fs::write(&damaged, longer).unwrap();
    assert!(matches!(new.restore(&damaged, None, true), Err(BackupFault::NotOne)));
    for at in (0..whole.len()).step_by(whole.len() / 50) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&damaged, bytes).unwrap();
        let refused = new.restore(&damaged, None, true);
        assert!(
            matches!(refused, Err(BackupFault::Damaged | BackupFault::NotOne | BackupFault::Newer { .. })),
            "byte {at}: {refused:?}"
        );
    }
    assert!(new.files() == before, "nothing was changed");
}

#[test]
fn a_page_changed_by_somebody_who_mends_the_digest_is_found_by_the_key() {
    use sha2::{Digest, Sha256};
    let (old, new) = (with_store("old", &key()), laptop());
    let backup = old.backup();
    let mut bytes = fs::read(&backup).unwrap();
    bytes[9000] ^= 1;
    let sealed = bytes.len() - 32;
    let digest = Sha256::digest(&bytes[..sealed]);
    bytes[sealed..].copy_from_slice(&digest);
    fs::write(&backup, bytes).unwrap();
    assert!(matches!(new.restore(&backup, Some(&key()), false), Err(BackupFault::Store(_))));
    assert!(new.files().is_empty());
}

#[test]
fn a_wrong_key_and_a_store_that_is_there_are_refused_and_change_nothing() {
    let (old, new) = (with_store("old", &key()), with_store("new", &key()));
    let backup = old.backup();
    let before = new.files();
    let wrong = StoreKey::from_bytes([8; 32]);
    assert!(matches!(new.restore(&backup, Some(&wrong), true), Err(BackupFault::WrongKey)));
    assert!(matches!(new.restore(&backup, Some(&key()), false), Err(BackupFault::AlreadyThere)));
    assert!(new.files() == before);
}

#[test]
fn what_was_there_is_put_aside_whole_and_opens_with_its_own_key() {
    let (old, others) = (with_store("old", &key()), StoreKey::from_bytes([9; 32]));
    let new = with_store("new", &others);
    let chosen = Passphrase::chosen("correct horse battery").unwrap();
    passphrase::set(&new.folder.passphrase(), &others, &chosen).unwrap();
    let aside = new.restore(&old.backup(), Some(&key()), true).unwrap().expect("there was something");
    assert_eq!(new.who(&key()).as_deref(), Some("old"));
    assert!(!new.folder.passphrase().exists(), "it opened the other store");
    let former = Store::open(&aside.join("lanyard.store"), &others).unwrap();
    assert_eq!(former.read(|conn| settings::get::<String>(conn, "who")).unwrap().as_deref(), Some("new"));
    assert!(
        passphrase::read(&aside.join("lanyard.passphrase")).unwrap().unwrap().open(&chosen).unwrap()
            == others
    );
    // And once more: nothing that was put aside is ever overwritten.
    let second = new.restore(&old.backup(), Some(&key()), true).unwrap().expect("there was something");
    assert_ne!(second, aside);
    assert!(aside.join("lanyard.store").exists() && second.join("lanyard.store").exists());
}

/// The folder as it lies after each step of a restore, and what the next start makes of it.
#[test]
fn a_restore_interrupted_anywhere_is_finished_or_never_was() {
    let (old, others) = (with_store("old", &key()), StoreKey::from_bytes([9; 32]));
    let backup = old.backup();
    for moved in 0..=6 {
        let new = with_store("new", &others);
        let at = |name: &str| new.folder.path().join(name);
        // A store whose last process was killed has a log; here one of noise, which must never meet the restored store.
        fs::write(at("lanyard.store-wal"), "what the last process left").unwrap();
        fs::write(at("lanyard.passphrase"), "old").unwrap();
        let staged =
            stage(&mut Backup::open(&backup).unwrap(), &new.folder, Some(&key()), &mut |_, _| true).unwrap();
        let part = fs::read_dir(new.folder.path())
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.to_string_lossy().ends_with("restoring-1.part"))
            .expect("it lies beside");
        if moved == 0 {
            // A crash before the decision: dropped or not, the next restore clears it away.
            std::mem::forget(staged);
            assert!(!is_unfinished(new.folder.path()));
            assert_eq!(finish(&new.folder).unwrap(), None);
            assert_eq!(fs::read(at("lanyard.passphrase")).unwrap(), b"old");
            continue;
        }
        fs::rename(&part, at("restoring-1")).unwrap();
        drop(staged);
        let steps: [(&str, &str); 5] = [
            ("lanyard.store", "aside-1.part/lanyard.store"),
            ("lanyard.passphrase", "aside-1.part/lanyard.passphrase"),
            ("lanyard.store-wal", "aside-1.part/lanyard.store-wal"),
            ("aside-1.part", "aside-1"),
            ("restoring-1/lanyard.store", "lanyard.store"),
        ];
        if moved > 1 {
            fs::create_dir(at("aside-1.part")).unwrap();
        }
        for (from, to) in steps.iter().take(moved - 1) {
            fs::rename(at(from), at(to)).unwrap();
        }
        assert!(is_unfinished(new.folder.path()), "step {moved}");
        let aside = finish(&new.folder).unwrap().expect("what was there is kept");
        assert!(!is_unfinished(new.folder.path()));
        assert_eq!(new.who(&key()).as_deref(), Some("old"), "step {moved}");
        assert_eq!(fs::read(aside.join("lanyard.passphrase")).unwrap(), b"old");
        assert_eq!(fs::read(aside.join("lanyard.store-wal")).unwrap(), b"what the last process left");
        fs::remove_file(aside.join("lanyard.store-wal")).unwrap();
        assert!(Store::open(&aside.join("lanyard.store"), &others).is_ok(), "step {moved}");
        assert!(!new.folder.passphrase().exists(), "step {moved}");
        assert_eq!(finish(&new.folder).unwrap(), None);
    }
}
