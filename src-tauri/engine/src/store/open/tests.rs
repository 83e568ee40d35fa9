//! On real files: what is refused is left as it was, byte for byte, and a crash at any point of a first start leaves
//! either no store or a whole one.

use super::*;
use std::collections::BTreeMap;

struct Place {
    root: tempfile::TempDir,
    store: PathBuf,
}

fn place() -> Place {
    let root = tempfile::tempdir().unwrap();
    let store = root.path().join("lanyard.store");
    Place { root, store }
}

impl Place {
    /// Every file in the folder with its bytes. The shared-memory index is rebuilt at will and holds no data, nor does an
    /// empty log, which a reader leaves behind.
    fn files(&self) -> BTreeMap<OsString, Vec<u8>> {
        let entries = fs::read_dir(self.root.path()).unwrap().map(Result::unwrap);
        entries
            .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap_or_default()))
            .filter(|(name, _)| !name.to_string_lossy().ends_with("-shm"))
            .filter(|(name, bytes)| !(bytes.is_empty() && name.to_string_lossy().ends_with("-wal")))
            .collect()
    }

    /// Asserts that opening fails so, for writing and for reading, and touches nothing.
    fn refuses(&self, key: &StoreKey, expected: &OpenError) {
        let before = self.files();
        assert_eq!(&open(&self.store, key).expect_err("opened"), expected);
        assert_eq!(&open_for_reading(&self.store, key).expect_err("opened for reading"), expected);
        assert!(self.files() == before, "a file was changed, made or removed");
    }
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn other_key() -> StoreKey {
    StoreKey::from_bytes([8; 32])
}

fn note(conn: &Connection, key: &str) {
    conn.execute("INSERT INTO setting VALUES (?1, 'kept')", [key]).unwrap();
}

fn noted(conn: &Connection) -> i64 {
    conn.query_row("SELECT count(*) FROM setting WHERE value = 'kept'", [], |row| row.get(0)).unwrap()
}

/// A process that ended without closing: its files as they lay there.
fn after_a_kill(from: &Place) -> Place {
    let to = place();
    for (name, bytes) in from.files() {
        fs::write(to.root.path().join(name), bytes).unwrap();
    }
    to
}

#[test]
fn what_was_written_is_there_after_closing_and_after_a_kill() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "one");
    let killed = after_a_kill(&place);
    assert_eq!(noted(&open(&killed.store, &key()).unwrap()), 1);
    conn.close().unwrap();
    assert_eq!(noted(&open(&place.store, &key()).unwrap()), 1);
}

#[test]
fn the_settings_that_the_promise_rests_on_are_in_force() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    let value = |pragma: &str| -> String {
        conn.query_row(&format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(value("journal_mode"), "wal");
    assert_eq!(value("synchronous"), "2");
    for on in ["foreign_keys", "recursive_triggers", "secure_delete", "fullfsync", "checkpoint_fullfsync"] {
        assert_eq!(value(on), "1", "{on}");
    }
}

#[test]
fn nothing_in_the_files_can_be_read_without_the_key() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "a canary that must not be seen");
    for (name, bytes) in place.files() {
        for plain in [&b"canary"[..], b"SQLite format", b"CREATE TABLE", b"setting"] {
            assert!(!bytes.windows(plain.len()).any(|window| window == plain), "{name:?} holds {plain:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_store_and_its_log_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "one");
    for suffix in ["", "-wal", "-shm"] {
        let mode = beside(&place.store, suffix).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
}

#[test]
fn a_missing_store_is_never_made_by_opening() {
    let place = place();
    assert_eq!(exists(&place.store), Ok(false));
    place.refuses(&key(), &OpenError::Missing);
}

#[test]
fn a_wrong_key_is_refused_also_when_the_store_was_not_closed() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "one");
    after_a_kill(&place).refuses(&other_key(), &OpenError::WrongKey);
    conn.close().unwrap();
    place.refuses(&other_key(), &OpenError::WrongKey);
    assert_eq!(noted(&open(&place.store, &key()).unwrap()), 1);
}

#[test]
fn nothing_that_bears_the_stores_name_is_overwritten_by_a_new_one() {
    for name in ["lanyard.store", "lanyard.store-wal"] {
        let place = place();
        fs::write(place.root.path().join(name), "anything").unwrap();
        assert_eq!(exists(&place.store), Ok(true));
        let before = place.files();
        assert_eq!(create(&place.store, &key()).expect_err("made"), OpenError::AlreadyThere);
        assert!(place.files() == before);
    }
}

#[cfg(unix)]
#[test]
fn a_dangling_link_counts_as_a_store_that_is_elsewhere() {
    let place = place();
    std::os::unix::fs::symlink("/nowhere/at/all", &place.store).unwrap();
    assert_eq!(exists(&place.store), Ok(true));
    assert_eq!(create(&place.store, &key()).expect_err("made"), OpenError::AlreadyThere);
}

#[test]
fn a_newer_store_is_kept() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    after_a_kill(&place).refuses(&key(), &OpenError::Newer { found: 99, ours: schema::version() });
    conn.close().unwrap();
    place.refuses(&key(), &OpenError::Newer { found: 99, ours: schema::version() });
}

#[test]
fn a_file_that_is_none_of_ours_is_kept() {
    let plain = place();
    Connection::open(&plain.store)
        .unwrap()
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
        .unwrap();
    plain.refuses(&key(), &OpenError::Foreign);

    let folder = place();
    fs::create_dir(&folder.store).unwrap();
    assert_eq!(open(&folder.store, &key()).expect_err("opened"), OpenError::Foreign);

    let keyed_by_us = place();
    fs::write(&keyed_by_us.store, "").unwrap();
    let conn = keyed(&keyed_by_us.store, &key(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    conn.execute_batch("CREATE TABLE t (x)").unwrap();
    conn.close().unwrap();
    keyed_by_us.refuses(&key(), &OpenError::Foreign);
}

#[test]
fn a_file_of_noise_is_kept_and_called_a_wrong_key() {
    let place = place();
    fs::write(&place.store, [0x5A; 40_000]).unwrap();
    place.refuses(&key(), &OpenError::WrongKey);
}

#[test]
fn an_emptied_file_is_damage_and_not_a_fresh_start() {
    let place = place();
    create(&place.store, &key()).unwrap().close().unwrap();
    fs::write(&place.store, "").unwrap();
    place.refuses(&key(), &OpenError::Corrupt { detail: "only 0 bytes are there".to_owned() });
}

#[test]
fn a_log_without_its_store_is_damage_and_not_a_fresh_start() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "one");
    let killed = after_a_kill(&place);
    fs::remove_file(&killed.store).unwrap();
    killed.refuses(
        &key(),
        &OpenError::Corrupt { detail: "the store file is gone, its log is there".to_owned() },
    );
}

#[test]
fn damage_is_told_apart_from_a_wrong_key_wherever_it_is() {
    let place = place();
    create(&place.store, &key()).unwrap().close().unwrap();
    let whole = fs::read(&place.store).unwrap();
    // The first 16 bytes are left out: without them no key fits any more, and nobody can tell.
    for at in [20, 100, 4095, 4096, 50_000, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x20;
        fs::write(&place.store, &bytes).unwrap();
        let error = open(&place.store, &key()).expect_err("opened");
        assert!(matches!(error, OpenError::Corrupt { .. }), "byte {at}: {error:?}");
        assert!(fs::read(&place.store).unwrap() == bytes, "byte {at}: the file was touched");
    }
}

#[test]
fn a_file_cut_off_or_drawn_out_is_damage() {
    let place = place();
    create(&place.store, &key()).unwrap().close().unwrap();
    let whole = fs::read(&place.store).unwrap();
    for length in
        [512, 4096, 3 * 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1, whole.len() + 4096]
    {
        let mut bytes = whole.clone();
        bytes.resize(length, 0);
        fs::write(&place.store, bytes).unwrap();
        let error = open(&place.store, &key()).expect_err("opened");
        assert!(matches!(error, OpenError::Corrupt { .. }), "{length}: {error:?}");
    }
}

#[test]
fn damage_after_a_crash_is_found_as_well() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    note(&conn, "one");
    let killed = after_a_kill(&place);
    let mut bytes = fs::read(&killed.store).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&killed.store, bytes).unwrap();
    let before = killed.files();
    assert!(matches!(open(&killed.store, &key()), Err(OpenError::Corrupt { .. })));
    assert!(killed.files() == before, "the log is kept too");
}

/// A crash while the log was being written into the store leaves a torn page there; the log still has it whole.
#[test]
fn a_page_torn_by_a_crash_is_healed_from_the_log_and_not_called_damage() {
    let place = place();
    let conn = create(&place.store, &key()).unwrap();
    conn.execute_batch("PRAGMA wal_autocheckpoint = 0").unwrap();
    note(&conn, "one");
    let killed = after_a_kill(&place);
    let logged = fs::read(&place.store).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
    let checkpointed = fs::read(&place.store).unwrap();
    let at = logged.iter().zip(&checkpointed).position(|(before, after)| before != after).unwrap();
    let mut torn = logged;
    torn[at..at + 100].copy_from_slice(&checkpointed[at..at + 100]);
    fs::write(&killed.store, torn).unwrap();
    assert_eq!(noted(&open(&killed.store, &key()).unwrap()), 1);
}

#[test]
fn a_reader_beside_the_writer_sees_what_is_committed_and_changes_nothing() {
    let place = place();
    let writer = create(&place.store, &key()).unwrap();
    note(&writer, "one");
    let reader = open_for_reading(&place.store, &key()).unwrap();
    assert_eq!(noted(&reader), 1);
    assert!(reader.execute("DELETE FROM setting", []).is_err());
    note(&writer, "two");
    assert_eq!(noted(&reader), 2);
    drop(writer);
    assert_eq!(noted(&reader), 2);
    drop(reader);
    assert_eq!(noted(&open_for_reading(&place.store, &key()).unwrap()), 2, "also when nobody writes");
}

#[test]
fn what_a_first_start_left_unfinished_is_cleared_away() {
    let place = place();
    for suffix in [".new", ".new-wal", ".new-shm", ".new-journal"] {
        fs::write(beside(&place.store, suffix), "half").unwrap();
    }
    assert_eq!(exists(&place.store), Ok(false), "an unfinished store is none");
    create(&place.store, &key()).unwrap().close().unwrap();
    assert_eq!(place.files().keys().collect::<Vec<_>>(), ["lanyard.store"]);
}

#[test]
fn the_finished_file_is_whole_before_it_gets_its_name() {
    let place = place();
    let unfinished = beside(&place.store, ".new");
    make_private(&unfinished).unwrap();
    fill(&unfinished, &key()).unwrap();
    assert_eq!(place.files().keys().collect::<Vec<_>>(), ["lanyard.store.new"], "no log is left beside it");
    assert!(open(&unfinished, &key()).is_ok());
}

#[test]
fn an_unreachable_folder_is_never_taken_for_a_fresh_start() {
    let place = place();
    fs::write(&place.store, "x").unwrap();
    assert!(exists(&place.store.join("below")).is_err());
}
