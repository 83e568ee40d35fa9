//! The store on disks that do not do what is wanted: full, read-only, not ours to write. On real file systems, mounted in
//! a namespace that ends with the test.
//!
//! Where no such namespace can be made the tests say so and pass over it.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it passes over, and may fail anywhere"
)]

use lanyard_engine::data_folder::{DataFolder, FolderError};
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::{error::OpenError, error::StoreError, open};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the folder to mount on; only set in the processes that the tests start.
const MOUNT: &str = "LANYARD_TEST_MOUNT";

/// Runs one of the ignored tests below with file systems of its own.
fn apart(part: &str) {
    let own = ["--user", "--map-root-user", "--mount"];
    let can = Command::new("unshare").args(own).args(["mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !can.is_ok_and(|output| output.status.success()) {
        println!("PASSED OVER: this system lets nobody mount in a namespace of his own");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("unshare")
        .args(own)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", part, "--ignored", "--nocapture"])
        .env(MOUNT, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{part}\n{said}\n{complained}");
}

/// Mounts, or mounts anew, the folder of this process; none when somebody runs an ignored test by itself.
fn mounted(options: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os(MOUNT)?);
    let status = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(&folder).status();
    assert!(status.unwrap().success());
    Some(folder)
}

fn remount(folder: &Path, option: &str) {
    let status = Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(folder).status();
    assert!(status.unwrap().success());
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

#[test]
fn a_full_disk_leaves_no_half_store() {
    apart("first_start_on_a_full_disk");
}

#[test]
#[ignore = "run by the test above, in a namespace of its own"]
fn first_start_on_a_full_disk() {
    let Some(folder) = mounted("size=1m") else { return };
    let store = DataFolder::prepare(&folder).unwrap().store();
    let ballast = folder.join("ballast");
    for free_kib in (0..400).step_by(20) {
        fs::write(&ballast, vec![1; (1024 - free_kib) * 1024]).unwrap_or_default();
        match open::create(&store, &key()) {
            Err(error) => {
                assert_eq!(error, OpenError::DiskFull, "with {free_kib} KiB free");
                assert_eq!(open::exists(&store), Ok(false), "with {free_kib} KiB free");
            }
            Ok(conn) => {
                println!("a store was made with {free_kib} KiB free");
                assert!(free_kib > 0);
                drop(conn);
                fs::remove_file(&store).unwrap();
            }
        }
    }
    fs::remove_file(&ballast).unwrap();
    assert!(open::create(&store, &key()).is_ok(), "as soon as there is room");
}

#[test]
fn a_disk_that_fills_up_loses_nothing_that_was_called_saved() {
    apart("captures_until_the_disk_is_full");
}

#[test]
#[ignore = "run by the test above, in a namespace of its own"]
fn captures_until_the_disk_is_full() {
    let Some(folder) = mounted("size=2m") else { return };
    let store = DataFolder::prepare(&folder).unwrap().store();
    let conn = open::create(&store, &key()).unwrap();
    let mut saved = 0_u32;
    let refused = loop {
        let done = conn.execute("INSERT INTO setting VALUES (?1, ?2)", (saved.to_string(), "x".repeat(2000)));
        match done.map_err(StoreError::from) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, StoreError::DiskFull), "{refused:?} after {saved}");
    drop(conn);
    remount(&folder, "size=8m");
    let conn = open::open(&store, &key()).unwrap();
    let found: u32 = conn.query_row("SELECT count(*) FROM setting", [], |row| row.get(0)).unwrap();
    assert_eq!(found, saved);
}

#[test]
fn a_read_only_disk_is_said_in_words() {
    apart("start_on_a_read_only_disk");
}

#[test]
#[ignore = "run by the test above, in a namespace of its own"]
fn start_on_a_read_only_disk() {
    let Some(folder) = mounted("size=8m") else { return };
    let data = DataFolder::prepare(&folder).unwrap();
    let store = data.store();
    remount(&folder, "ro");
    assert_eq!(data.lock("window").unwrap_err(), FolderError::ReadOnly { path: data.path().to_owned() });
    assert_eq!(open::create(&store, &key()).unwrap_err(), OpenError::ReadOnly);
    assert_eq!(
        DataFolder::prepare(&folder.join("new")).unwrap_err(),
        FolderError::ReadOnly { path: folder.join("new") }
    );
    remount(&folder, "rw");
    let conn = open::create(&store, &key()).unwrap();
    conn.execute("INSERT INTO setting VALUES ('canary', 'kept')", []).unwrap();
    drop(conn);
    remount(&folder, "ro");
    assert_eq!(open::open(&store, &key()).unwrap_err(), OpenError::ReadOnly);
    let reading = open::open_for_reading(&store, &key()).unwrap();
    let value: String = reading.query_row("SELECT value FROM setting", [], |row| row.get(0)).unwrap();
    assert_eq!(value, "kept");
    drop(reading);
    remount(&folder, "rw");
    let conn = open::open(&store, &key()).unwrap();
    let value: String = conn.query_row("SELECT value FROM setting", [], |row| row.get(0)).unwrap();
    assert_eq!(value, "kept");
}
