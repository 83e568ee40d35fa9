//! The store's file: none, another program's, a newer Lanyard's, damaged, in use by another program.

use super::{CARD, after_one_capture, count, refused};
use crate::laptop::Laptop;
use lanyard_engine::secrets::StoreKey;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// The laptops' store as SQLite sees it.
pub(super) fn connect(path: &Path) -> Connection {
    let key = data_encoding::HEXLOWER.encode(StoreKey::from_bytes([0x5a; 32]).expose());
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    conn
}

fn store(laptop: &Laptop) -> PathBuf {
    laptop.data().join("lanyard.store")
}

#[test]
fn where_nothing_was_captured_there_is_nothing_to_read() {
    let laptop = Laptop::new();
    refused(&laptop.run(&["contacts"]), "start-no-store");
    assert!(!laptop.data().exists(), "looking makes nothing");
}

#[test]
fn a_store_of_a_newer_version_is_kept_as_it_is() {
    let laptop = after_one_capture();
    let conn = connect(&store(&laptop));
    conn.pragma_update(None, "user_version", 99).unwrap();
    conn.close().unwrap();
    let before = fs::read(store(&laptop)).unwrap();
    for words in [&["contacts"][..], &["capture", CARD]] {
        let answer = laptop.run(words);
        refused(&answer, "start-newer");
        assert!(answer.err.contains("99"), "{}", answer.err);
    }
    assert!(fs::read(store(&laptop)).unwrap() == before);
}

#[test]
fn a_damaged_page_is_told_and_the_file_kept_as_it_is() {
    let laptop = after_one_capture();
    let mut bytes = fs::read(store(&laptop)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    fs::write(store(&laptop), &bytes).unwrap();
    refused(&laptop.run(&["capture", CARD]), "start-corrupt");
    assert!(fs::read(store(&laptop)).unwrap() == bytes);
    bytes[middle] ^= 0x20;
    fs::write(store(&laptop), &bytes).unwrap();
    assert_eq!(count(&laptop), 1);
}

#[test]
fn another_programs_file_is_kept_as_it_is() {
    let laptop = Laptop::new();
    fs::create_dir(laptop.data()).unwrap();
    let plain = Connection::open(store(&laptop)).unwrap();
    plain.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    plain.close().unwrap();
    let before = fs::read(store(&laptop)).unwrap();
    refused(&laptop.run(&["capture", CARD]), "start-foreign");
    assert!(fs::read(store(&laptop)).unwrap() == before);
}

#[test]
fn a_store_that_another_program_holds_is_said_to_be_busy() {
    let laptop = after_one_capture();
    let conn = connect(&store(&laptop));
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    refused(&laptop.run(&["capture", CARD]), "start-busy");
    drop(conn);
    assert_eq!(count(&laptop), 1);
}
