//! The way to the key over a real gnome-keyring: open, then locked, then open again, each on a session bus and in a home
//! of its own. Nothing of the machine's own keychain is touched.
//!
//! Where gnome-keyring or dbus is not installed the tests say so and pass over it.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it passes over, and may fail anywhere"
)]

use lanyard_engine::data_folder::DataFolder;
use lanyard_engine::secrets::unlock::{Blocked, KeyFrom, Missing, Unlocked, keep, unlock};
use lanyard_engine::secrets::{Keychain, STORE_KEY, SecretError, SecretStore, StoreKey, recovery_key};
use lanyard_engine::store::open;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the home of a session; only set in the processes that the tests start.
const HOME: &str = "LANYARD_TEST_KEYCHAIN_HOME";

/// Ends the daemon it started, and answers with the status of the program it ran.
const UNLOCKED: &str = r#"
printf '\n' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & daemon=$!
for try in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q true && break
  sleep 0.05
done
"$@"; status=$?
kill $daemon; wait $daemon 2>/dev/null
exit $status"#;

/// The daemon is then started by the bus, and nobody gives it a password.
const LOCKED: &str = r#""$@""#;

struct Laptop(tempfile::TempDir);

impl Laptop {
    /// None, said loudly, where the programs are missing.
    fn new() -> Option<Self> {
        for program in ["gnome-keyring-daemon", "dbus-run-session", "dbus-send"] {
            let found = std::env::var_os("PATH").is_some_and(|paths| {
                std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
            });
            if !found {
                println!("PASSED OVER: {program} is not installed, so no real keychain was tried");
                return None;
            }
        }
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("run")).unwrap();
        Some(Self(home))
    }

    /// Runs one of the ignored tests below in a login session of its own.
    fn session(&self, script: &str, part: &str) {
        let home = self.0.path();
        let output = Command::new("dbus-run-session")
            .args(["--", "bash", "-c", script, "session"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", part, "--ignored", "--nocapture"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env(HOME, home)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("1 passed"), "{part}\n{said}\n{complained}");
    }
}

/// Where the ignored tests work; they do nothing when somebody runs them by themselves.
fn desk() -> Option<(PathBuf, Keychain)> {
    let home = PathBuf::from(std::env::var_os(HOME)?);
    let folder = DataFolder::prepare(&home.join("data")).unwrap();
    Some((folder.store(), Keychain::of_folder(folder.path())))
}

/// What a person wrote down at the first start.
fn paper(store: &Path) -> PathBuf {
    store.with_file_name("../paper")
}

#[test]
fn a_locked_keychain_never_makes_a_new_key_and_the_paper_opens_the_store() {
    let Some(laptop) = Laptop::new() else { return };
    laptop.session(UNLOCKED, "first_start");
    laptop.session(LOCKED, "second_start_with_the_keychain_locked");
    laptop.session(UNLOCKED, "third_start_with_the_keychain_open");
}

#[test]
fn a_first_start_with_a_locked_keychain_stores_nothing() {
    let Some(laptop) = Laptop::new() else { return };
    laptop.session(LOCKED, "first_start_with_the_keychain_locked");
}

#[test]
fn the_stores_file_and_the_paper_are_enough_on_another_laptop() {
    let (Some(old), Some(new)) = (Laptop::new(), Laptop::new()) else { return };
    old.session(UNLOCKED, "first_start");
    for name in ["data/lanyard.store", "paper"] {
        let to = new.0.path().join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(old.0.path().join(name), to).unwrap();
    }
    new.session(UNLOCKED, "start_with_a_store_from_elsewhere");
}

#[test]
#[ignore = "run by the tests above, in a session of its own"]
fn first_start() {
    let Some((store, keychain)) = desk() else { return };
    let Unlocked::Create { key, from: KeyFrom::Keychain } = unlock(false, &keychain, None) else {
        panic!("no key was made")
    };
    let conn = open::create(&store, &key).unwrap();
    conn.execute("INSERT INTO setting VALUES ('canary', 'kept')", []).unwrap();
    std::fs::write(paper(&store), recovery_key::write(&key).as_bytes()).unwrap();
}

#[test]
#[ignore = "run by the tests above, in a session of its own"]
fn second_start_with_the_keychain_locked() {
    let Some((store, keychain)) = desk() else { return };
    // Which of the two depends on whether the daemon has read its index yet; both must lead to the same.
    assert!(matches!(keychain.get(STORE_KEY), Ok(None) | Err(SecretError::Locked)));
    let Unlocked::NeedsRecoveryKey { why, .. } = unlock(open::exists(&store).unwrap(), &keychain, None)
    else {
        panic!("the recovery key was not asked for")
    };
    assert_eq!(why, Missing::KeychainLocked);
    let key = typed(&store);
    assert_eq!(canary(&store, &key), "kept");
    assert_eq!(keep(&keychain, &key), KeyFrom::Typed, "it takes nothing while it is locked");
}

#[test]
#[ignore = "run by the tests above, in a session of its own"]
fn third_start_with_the_keychain_open() {
    let Some((store, keychain)) = desk() else { return };
    let Unlocked::Open { key, from: KeyFrom::Keychain } = unlock(true, &keychain, None) else {
        panic!("the key is gone")
    };
    assert!(key == typed(&store), "another key took its place");
    assert_eq!(canary(&store, &key), "kept");
    keychain.set("token", b"first").unwrap();
    keychain.set("token", b"second").unwrap();
    assert_eq!(keychain.get("token").unwrap().map(|token| token.to_vec()), Some(b"second".to_vec()));
    keychain.delete("token").unwrap();
    keychain.delete("token").unwrap();
    assert_eq!(keychain.get("token"), Ok(None));
}

#[test]
#[ignore = "run by the tests above, in a session of its own"]
fn first_start_with_the_keychain_locked() {
    let Some((store, keychain)) = desk() else { return };
    let unlocked = unlock(open::exists(&store).unwrap(), &keychain, None);
    assert!(matches!(unlocked, Unlocked::Blocked { why: Blocked::KeychainLocked, detail: Some(_) }));
}

#[test]
#[ignore = "run by the tests above, in a session of its own"]
fn start_with_a_store_from_elsewhere() {
    let Some((store, keychain)) = desk() else { return };
    let unlocked = unlock(open::exists(&store).unwrap(), &keychain, None);
    assert!(matches!(unlocked, Unlocked::NeedsRecoveryKey { why: Missing::NotInKeychain, .. }));
    let key = typed(&store);
    assert_eq!(canary(&store, &key), "kept");
    assert_eq!(keep(&keychain, &key), KeyFrom::Keychain);
    let again = unlock(true, &keychain, None);
    assert!(matches!(again, Unlocked::Open { from: KeyFrom::Keychain, .. }), "the next start asks nobody");
}

#[test]
fn without_a_session_bus_nothing_is_stored_and_the_cause_is_said() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "start_without_a_session_bus", "--ignored", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
        .env(HOME, home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn start_without_a_session_bus() {
    let Some((_, keychain)) = desk() else { return };
    let unlocked = unlock(false, &keychain, None);
    assert!(matches!(unlocked, Unlocked::Blocked { why: Blocked::NoPlaceForAKey, detail: Some(_) }));
    let later = unlock(true, &keychain, None);
    assert!(matches!(later, Unlocked::NeedsRecoveryKey { why: Missing::NoKeychain, .. }));
}

fn typed(store: &Path) -> StoreKey {
    let text = std::fs::read_to_string(paper(store)).unwrap();
    recovery_key::read(&text.to_lowercase().replace('-', " ")).unwrap()
}

fn canary(store: &Path, key: &StoreKey) -> String {
    let conn = open::open(store, key).unwrap();
    conn.query_row("SELECT value FROM setting WHERE key = 'canary'", [], |row| row.get(0)).unwrap()
}
