//! Hard starts, through the real program: each is said in one sentence with one exit code, both of which stand in
//! `tests/HARD-STARTS.md`, and none of them costs anything that was captured.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it passes over, and may fail anywhere"
)]

#[path = "../laptop/mod.rs"]
mod laptop;

mod backups;
mod disks;
mod first_start;
mod keys;
mod older;
mod stores;
mod table;

use laptop::{Answer, Laptop, bare};
use std::path::Path;
use std::process::Command;

const CARD: &str = "MECARD:N:Lovelace,Ada;EMAIL:ada@example.com;;";
const PASSPHRASE: &str = "four words of no sentence";

/// Asserts that a command failed with this sentence, and as the table says.
#[track_caller]
fn refused(answer: &Answer, code: &str) {
    assert_ne!(answer.exit, 0, "{}", answer.out);
    let trouble = answer.trouble();
    assert_eq!(trouble["code"], code, "{}", answer.err);
    let exit = table::exit_of(code).unwrap_or_else(|| panic!("{code} stands not in the table"));
    assert_eq!(answer.exit, exit, "the table says {exit} for {code}: {}", answer.err);
}

/// A laptop with one contact in its store.
fn after_one_capture() -> Laptop {
    let laptop = Laptop::new();
    laptop.run(&["capture", CARD]).object();
    laptop
}

/// The program on this laptop's data, in JSON, without its key file and with no keychain that answers.
fn without_key(laptop: &Laptop, words: &[&str]) -> Command {
    let mut command = bare(words);
    command.arg("--json").arg("--data").arg(laptop.data());
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all").env_remove("DISPLAY");
    command
}

fn run(mut command: Command) -> Answer {
    Answer::of(&command.output().unwrap())
}

fn count(laptop: &Laptop) -> usize {
    let listed = laptop.run(&["contacts"]);
    assert_eq!(listed.exit, 0, "{}", listed.err);
    listed.lines().len()
}

/// The recovery key of the laptops' key file, as it would stand on paper.
fn paper() -> String {
    use lanyard_engine::secrets::{StoreKey, recovery_key};
    recovery_key::write(&StoreKey::from_bytes([0x5a; 32])).to_string()
}

/// Whether a program is there; said loudly when it is not.
fn has(program: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|folder| folder.join(program).is_file()));
    if !found {
        eprintln!("PASSED OVER: {program} is not installed");
    }
    found
}

/// A shell script in mounts of its own, which end with it; none, said loudly, where the system does not allow that. The
/// script's `$1` is the laptop's folder.
fn in_own_mounts(laptop: &Laptop, script: &str) -> Option<Answer> {
    if !cfg!(target_os = "linux") || !has("unshare") {
        return None;
    }
    let unshare = |how: &[&str], script: &str, folder: &Path| {
        let mut command = Command::new("unshare");
        command.args(how).args(["--", "sh", "-c", script, "sh"]).arg(folder);
        command
            .env("LANYARD", env!("CARGO_BIN_EXE_lanyard"))
            .env_remove("LANYARD_DATA")
            .env_remove("LANYARD_KEY_FILE")
            .output()
            .unwrap()
    };
    let root = laptop.path("");
    // Root has mounts of its own; others may have them as root of their own users.
    let ways: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let try_out = "mount -t tmpfs -o size=1m none \"$1\"";
    let Some(how) = ways.into_iter().find(|how| unshare(how, try_out, &root).status.success()) else {
        eprintln!("PASSED OVER: this system gives no mounts of one's own");
        return None;
    };
    Some(Answer::of(&unshare(how, script, &root)))
}
