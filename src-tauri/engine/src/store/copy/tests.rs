//! Copies of a real store: whole, one moment, made beside a writer that does not stop, and never a half one called whole.

use super::*;
use crate::store::Store;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

struct Made {
    root: tempfile::TempDir,
    store: Store,
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

fn made() -> Made {
    let root = tempfile::tempdir().unwrap();
    let store = Store::create(&root.path().join("lanyard.store"), &key()).unwrap();
    Made { root, store }
}

impl Made {
    fn path(&self) -> PathBuf {
        self.root.path().join("lanyard.store")
    }

    fn empty_file(&self) -> PathBuf {
        let path = self.root.path().join("copy");
        fs::write(&path, "").unwrap();
        path
    }

    /// Contacts by number, as one transaction of two rows that belong together.
    fn add(&self, number: u32) {
        self.store
            .write(|conn| {
                conn.execute_batch("INSERT OR IGNORE INTO installation VALUES ('me', 'Stand 1', 1, 1)")?;
                let id = format!("c{number}");
                let contact = "INSERT INTO contact (id, installation_id, created_at) VALUES (?1, 'me', 0)";
                conn.execute(contact, [&id])?;
                conn.execute("INSERT INTO setting VALUES (?1, '1')", [&id])?;
                Ok(())
            })
            .unwrap();
    }
}

fn counted(path: &Path) -> (i64, i64) {
    let conn = open::open_alone(path, &key()).unwrap();
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get(0)).unwrap();
    (count("SELECT count(*) FROM contact"), count("SELECT count(*) FROM setting WHERE key GLOB 'c[0-9]*'"))
}

#[test]
fn a_copy_holds_what_the_store_held_and_lies_by_itself() {
    let made = made();
    (0..5).for_each(|number| made.add(number));
    let to = made.empty_file();
    let copied = copy(&made.path(), &key(), &to, &mut |_, _| true).unwrap();
    assert_eq!(copied, Copied { contacts: 5, schema: crate::store::schema::version() });
    assert_eq!(counted(&to), (5, 5));
    for suffix in ["-wal", "-shm", "-journal"] {
        let mut name = to.clone().into_os_string();
        name.push(suffix);
        assert!(!PathBuf::from(name).exists(), "{suffix}");
    }
    let bytes = fs::read(&to).unwrap();
    assert!(!bytes.windows(13).any(|window| window == b"SQLite format"), "it is encrypted");
    assert!(look(&to, &StoreKey::from_bytes([8; 32])).is_err());
}

#[test]
fn a_copy_made_beside_a_writer_is_one_moment_and_holds_nobody_up() {
    let made = made();
    // Large enough for many steps.
    made.store
        .write(|conn| {
            Ok(conn.execute("INSERT INTO setting VALUES ('large', hex(zeroblob(6000000)))", []).map(drop)?)
        })
        .unwrap();
    (0..3).for_each(|number| made.add(number));
    let (begun, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let written = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut number = 3;
            while !over.load(Ordering::Relaxed) {
                made.add(number);
                number += 1;
                begun.store(true, Ordering::Relaxed);
            }
            number
        });
        while !begun.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        let mut steps = 0;
        let to = made.empty_file();
        copy(&made.path(), &key(), &to, &mut |done, all| {
            steps += 1;
            done <= all
        })
        .unwrap();
        over.store(true, Ordering::Relaxed);
        assert!(steps > 5, "{steps} steps");
        writing.join().unwrap()
    });
    let (contacts, settings) = counted(&made.root.path().join("copy"));
    assert_eq!(contacts, settings, "no half of a transaction");
    assert!(contacts >= 3 && contacts <= i64::from(written), "{contacts} of {written}");
}

#[test]
fn a_copy_that_a_person_stops_is_stopped() {
    let made = made();
    made.store
        .write(|conn| {
            Ok(conn.execute("INSERT INTO setting VALUES ('large', hex(zeroblob(6000000)))", []).map(drop)?)
        })
        .unwrap();
    let stopped = copy(&made.path(), &key(), &made.empty_file(), &mut |_, _| false);
    assert!(matches!(stopped, Err(CopyFault::Stopped)));
    made.add(1);
}

#[test]
fn a_copy_knows_that_it_is_one() {
    let made = made();
    let to = made.empty_file();
    copy(&made.path(), &key(), &to, &mut |_, _| true).unwrap();
    let conn = open::open_alone(&to, &key()).unwrap();
    assert_eq!(restored::state(&conn).unwrap(), restored::Restored::Asked);
    assert_eq!(made.store.read(|conn| restored::state(conn)).unwrap(), restored::Restored::Settled);
}
