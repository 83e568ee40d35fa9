//! Backups by the command line: made beside a window, opened elsewhere, refused when they are not whole.

use super::{CARD, PASSPHRASE, after_one_capture, count, in_own_mounts, paper, refused, run};
use crate::laptop::{Answer, Laptop, bare, fed};
use lanyard_engine::data_folder::DataFolder;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn backed_up(laptop: &Laptop) -> PathBuf {
    let file = laptop.path("backup");
    let made = laptop.run(&["backup", file.to_str().unwrap()]).object();
    assert_eq!(made["contacts"], 1);
    file
}

fn restoring(file: &Path, to: &Path, more: &[&str]) -> Command {
    let mut command = bare(&["restore", file.to_str().unwrap(), "--json", "--to", to.to_str().unwrap()]);
    command.args(more).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all").env_remove("DISPLAY");
    command
}

fn on(folder: &Path, words: &[&str], typed: &str) -> Answer {
    let mut command = bare(words);
    command.args(["--ask", "--json", "--data", folder.to_str().unwrap()]);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all").env_remove("DISPLAY");
    fed(command, format!("{typed}\n").as_bytes())
}

#[test]
fn a_backup_made_beside_the_window_opens_elsewhere_with_the_recovery_key_and_sends_nothing() {
    let laptop = after_one_capture();
    let folder = DataFolder::find(&laptop.data()).unwrap().unwrap();
    let held = folder.lock("the Lanyard window").unwrap();
    let file = backed_up(&laptop);
    drop(held);
    let there = laptop.path("there");
    let done = fed(restoring(&file, &there, &["--ask"]), format!("{}\n", paper()).as_bytes()).object();
    assert_eq!((&done["contacts"], &done["opened"]), (&json!(1), &json!(true)));
    let listed = on(&there, &["contacts"], &paper());
    assert_eq!((listed.exit, listed.lines().len()), (0, 1), "{}", listed.err);
    let asked = on(&there, &["restored"], &paper());
    assert_eq!((asked.exit, asked.lines()[0]["restored"].as_str()), (1, Some("asked")));
    let said = on(&there, &["restored", "--replaces"], &paper());
    assert_eq!(said.lines()[0]["restored"], "settled", "{}", said.err);
}

#[test]
fn a_backup_opens_with_the_passphrase_and_one_restored_without_a_key_is_opened_later() {
    let laptop = after_one_capture();
    laptop.run_with(&["passphrase", "set"], format!("{PASSPHRASE}\n").as_bytes()).object();
    let file = backed_up(&laptop);
    let (one, other) = (laptop.path("one"), laptop.path("other"));
    let wrong = fed(restoring(&file, &one, &["--ask"]), b"four other words here\n");
    refused(&wrong, "backup-wrong-secret");
    fed(restoring(&file, &one, &["--ask"]), format!("{PASSPHRASE}\n").as_bytes()).object();
    assert_eq!(on(&one, &["contacts"], PASSPHRASE).lines().len(), 1);
    let done = run(restoring(&file, &other, &[])).object();
    assert_eq!(done["opened"], false);
    let asked = on(&other, &["restored"], PASSPHRASE);
    assert_eq!((asked.exit, asked.lines()[0]["restored"].as_str()), (1, Some("asked")));
}

#[test]
fn a_file_that_is_there_and_a_store_that_is_there_stay_as_they_are() {
    let laptop = after_one_capture();
    let file = backed_up(&laptop);
    let words = ["backup", file.to_str().unwrap()];
    let before = fs::read(&file).unwrap();
    refused(&laptop.run(&words), "backup-taken");
    assert!(fs::read(&file).unwrap() == before);
    assert_eq!(laptop.run(&[words[0], words[1], "--replace"]).exit, 0);
    let inside = laptop.data().join("backup");
    refused(&laptop.run(&["backup", inside.to_str().unwrap()]), "backup-in-data-folder");

    let store = fs::read(laptop.data().join("lanyard.store")).unwrap();
    refused(&run(restoring(&file, &laptop.data(), &[])), "backup-already-there");
    assert!(fs::read(laptop.data().join("lanyard.store")).unwrap() == store);
    laptop.run(&["capture", "MECARD:N:Roe,Jo;;"]).object();
    let done = run(restoring(&file, &laptop.data(), &["--replace"])).object();
    assert!(Path::new(done["aside"].as_str().unwrap()).join("lanyard.store").is_file());
    assert_eq!(count(&laptop), 1, "the backup's one");
}

#[test]
fn what_is_no_whole_backup_is_refused_and_makes_nothing() {
    let laptop = after_one_capture();
    let file = backed_up(&laptop);
    let whole = fs::read(&file).unwrap();
    let there = laptop.path("there");
    let part = laptop.write("part", &whole[..whole.len() - 100]);
    refused(&run(restoring(&part, &there, &[])), "backup-not-one");
    let mut bytes = whole.clone();
    bytes[5000] ^= 1;
    let changed = laptop.write("changed", &bytes);
    refused(&run(restoring(&changed, &there, &[])), "backup-damaged");
    refused(&run(restoring(&laptop.path("none"), &there, &[])), "backup-missing");
    let other = fed(restoring(&file, &there, &["--ask"]), b"an answer to nothing\n");
    refused(&other, "backup-only-recovery-key");
    let others = lanyard_engine::secrets::StoreKey::from_bytes([9; 32]);
    let others = lanyard_engine::secrets::recovery_key::write(&others);
    refused(&fed(restoring(&file, &there, &["--ask"]), others.as_bytes()), "backup-wrong-key");
    let left: Vec<_> = fs::read_dir(&there)
        .map(|entries| entries.flatten().map(|entry| entry.file_name()).collect())
        .unwrap_or_default();
    assert!(left.iter().all(|name| name == "lock"), "{left:?}");
}

#[test]
fn a_full_disk_leaves_no_half_backup() {
    let laptop = after_one_capture();
    let script = r#"
mkdir "$1/stick" && mount -t tmpfs -o size=128k none "$1/stick" || exit 99
"$LANYARD" backup "$1/stick/backup" --lang en --json --data "$1/data" --key-file "$1/key"
status=$?
[ -z "$(ls -A "$1/stick")" ] || exit 98
exit $status"#;
    let Some(answer) = in_own_mounts(&laptop, script) else { return };
    refused(&answer, "backup-disk-full");
}

#[test]
fn a_restore_that_was_interrupted_is_finished_by_the_next_start_that_writes() {
    let laptop = after_one_capture();
    let file = backed_up(&laptop);
    laptop.run(&["capture", "MECARD:N:Roe,Jo;;"]).object();
    let there = laptop.path("there");
    run(restoring(&file, &there, &[])).object();
    // As a power cut leaves it right after the decision.
    let coming = laptop.data().join("restoring-1");
    fs::create_dir(&coming).unwrap();
    fs::copy(there.join("lanyard.store"), coming.join("lanyard.store")).unwrap();
    refused(&laptop.run(&["contacts"]), "start-restoring");
    laptop.run(&["capture", CARD]).object();
    assert_eq!(count(&laptop), 1, "the backup's one, captured again");
    assert!(laptop.data().join("aside-1/lanyard.store").is_file());
    assert_eq!(laptop.run(&["restored"]).exit, 1, "and a person is asked which laptop goes on");
}
