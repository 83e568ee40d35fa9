//! The key is not at hand: no keychain, a locked one, an empty one, another store's key; and the ways in that are left.

use super::{CARD, PASSPHRASE, after_one_capture, count, has, paper, refused, run, without_key};
use crate::laptop::{Answer, Laptop, fed};
use std::process::Command;

/// What stands before a script: a keychain of its own, open.
const OPEN: &str = r#"
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

/// The program in a login session of its own; none, said loudly, where its parts are not installed.
fn in_session(laptop: &Laptop, keychain: &str, words: &[&str]) -> Option<Answer> {
    if !["gnome-keyring-daemon", "dbus-run-session", "dbus-send"].iter().all(|program| has(program)) {
        return None;
    }
    let home = laptop.path("home");
    std::fs::create_dir_all(home.join("run")).unwrap();
    let output = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", keychain, "session", env!("CARGO_BIN_EXE_lanyard")])
        .args(words)
        .args(["--lang", "en", "--json", "--data"])
        .arg(laptop.data())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", &home)
        .env("USER", "Ada")
        .env("XDG_RUNTIME_DIR", home.join("run"))
        .output()
        .unwrap();
    let mut answer = Answer::of(&output);
    // The bus and the keychain's daemon talk on the same stream.
    answer.err = answer.err.lines().filter(|line| line.starts_with('{')).collect();
    Some(answer)
}

fn files(laptop: &Laptop) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(laptop.data()).unwrap().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| name.starts_with("lanyard."))
        .filter(|(name, _)| !name.ends_with("-shm"))
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn no_keychain_at_a_first_start_makes_no_store() {
    let laptop = Laptop::new();
    let answer = run(without_key(&laptop, &["capture", CARD]));
    refused(&answer, "start-no-keychain");
    assert!(answer.trouble()["hint"].as_str().unwrap().contains("lanyard passphrase set"));
    assert!(files(&laptop).is_empty());
}

#[test]
fn no_keychain_beside_a_store_asks_for_its_key() {
    let laptop = after_one_capture();
    let before = files(&laptop);
    for words in [&["contacts"][..], &["capture", CARD]] {
        let answer = run(without_key(&laptop, words));
        refused(&answer, "start-keychain-locked");
        assert!(answer.trouble()["hint"].as_str().unwrap().contains("--ask"));
    }
    assert!(files(&laptop) == before, "nothing was touched");
}

#[test]
fn a_locked_keychain_at_a_first_start_makes_no_store() {
    let laptop = Laptop::new();
    let Some(answer) = in_session(&laptop, LOCKED, &["capture", CARD]) else { return };
    refused(&answer, "start-first-keychain-locked");
    assert!(files(&laptop).is_empty());
}

#[test]
fn a_keychain_that_was_locked_meanwhile_makes_no_new_key() {
    let laptop = Laptop::new();
    let Some(first) = in_session(&laptop, OPEN, &["capture", CARD]) else { return };
    assert_eq!(first.exit, 0, "{}", first.err);
    let before = files(&laptop);
    let locked = in_session(&laptop, LOCKED, &["capture", CARD]).unwrap();
    refused(&locked, "start-keychain-locked");
    assert!(files(&laptop) == before, "nothing was touched");
    let again = in_session(&laptop, OPEN, &["contacts"]).unwrap();
    assert_eq!((again.exit, again.lines().len()), (0, 1), "{}", again.err);
}

#[test]
fn a_key_that_is_lost_is_asked_for_and_never_made_anew() {
    let laptop = after_one_capture();
    let before = files(&laptop);
    let Some(answer) = in_session(&laptop, OPEN, &["capture", CARD]) else { return };
    refused(&answer, "start-needs-key");
    assert!(files(&laptop) == before, "nothing was touched");
}

#[test]
fn another_stores_key_opens_nothing_and_harms_nothing() {
    let laptop = after_one_capture();
    laptop.write("key", "7b".repeat(32).as_bytes());
    let before = files(&laptop);
    refused(&laptop.run(&["capture", CARD]), "start-key-wrong");
    assert!(files(&laptop) == before, "nothing was touched");
    laptop.write("key", "5a".repeat(32).as_bytes());
    assert_eq!(count(&laptop), 1);
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    let laptop = after_one_capture();
    std::fs::set_permissions(laptop.path("key"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    refused(&laptop.run(&["contacts"]), "key-file-open-to-others");
}

#[test]
fn the_recovery_key_opens_the_store_and_a_slip_of_the_pen_is_told() {
    let laptop = after_one_capture();
    let asked =
        |typed: &str| fed(without_key(&laptop, &["contacts", "--ask"]), format!("{typed}\n").as_bytes());
    let opened = asked(&paper().to_lowercase().replace('-', " "));
    assert_eq!((opened.exit, opened.lines().len()), (0, 1), "{}", opened.err);
    let paper = paper();
    let slip = match paper.strip_prefix('0') {
        Some(rest) => format!("1{rest}"),
        None => format!("0{}", &paper[1..]),
    };
    refused(&asked(&slip), "error-key-mistyped");
    refused(&asked("is this it?"), "error-key-shape");
    let others = lanyard_engine::secrets::StoreKey::from_bytes([9; 32]);
    refused(&asked(&lanyard_engine::secrets::recovery_key::write(&others)), "error-wrong-key");
    refused(&asked(""), "cli-nothing-entered");
}

#[test]
fn the_passphrase_opens_the_store_and_a_wrong_one_loses_nothing() {
    let laptop = after_one_capture();
    let weak = laptop.run_with(&["passphrase", "set"], b"short\n");
    refused(&weak, "error-passphrase-weak");
    let set = laptop.run_with(&["passphrase", "set"], format!("{PASSPHRASE}\n").as_bytes()).object();
    assert_eq!(set["passphrase"], "set");
    let before = files(&laptop);
    let asked =
        |typed: &str| fed(without_key(&laptop, &["contacts", "--ask"]), format!("{typed}\n").as_bytes());
    refused(&asked("four other words here"), "error-passphrase-wrong");
    assert!(files(&laptop) == before, "nothing was touched");
    for right in [PASSPHRASE.to_owned(), paper()] {
        let opened = asked(&right);
        assert_eq!((opened.exit, opened.lines().len()), (0, 1), "{}", opened.err);
    }
}

#[test]
fn a_passphrase_is_a_place_for_the_key_where_no_keychain_is() {
    let laptop = Laptop::new();
    let typed = format!("{PASSPHRASE}\n");
    let set = fed(without_key(&laptop, &["passphrase", "set"]), typed.as_bytes());
    assert_eq!(set.object()["passphrase"], "set");
    let saved = fed(without_key(&laptop, &["capture", CARD, "--ask"]), typed.as_bytes());
    assert_eq!(saved.object()["answer"], "saved");
    refused(&run(without_key(&laptop, &["contacts"])), "start-keychain-locked");
    let listed = fed(without_key(&laptop, &["contacts", "--ask"]), typed.as_bytes());
    assert_eq!(listed.lines().len(), 1, "{}", listed.err);
}

#[test]
fn a_damaged_or_hostile_passphrase_file_is_said_at_once_and_the_recovery_key_opens() {
    let laptop = after_one_capture();
    laptop.run_with(&["passphrase", "set"], format!("{PASSPHRASE}\n").as_bytes()).object();
    let path = laptop.data().join("lanyard.passphrase");
    let whole = std::fs::read_to_string(&path).unwrap();
    let greedy = whole.replace("\"memory_kib\": 65536", "\"memory_kib\": 4000000000");
    assert_ne!(whole, greedy);
    let asked =
        |typed: &str| fed(without_key(&laptop, &["contacts", "--ask"]), format!("{typed}\n").as_bytes());
    for hostile in [greedy.as_str(), "{}", "", &"x".repeat(100_000)] {
        std::fs::write(&path, hostile).unwrap();
        refused(&asked(PASSPHRASE), "error-passphrase-damaged");
        assert_eq!(asked(&paper()).exit, 0);
    }
    let shown = laptop.run(&["passphrase", "show"]);
    assert_eq!((shown.exit, shown.lines()[0]["passphrase"].as_str()), (1, Some("damaged")));
}
