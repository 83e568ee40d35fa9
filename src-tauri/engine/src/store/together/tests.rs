//! Writes at once over a real store: each is on disk when it returns, and nobody's failure is another one's.

use crate::secrets::StoreKey;
use crate::store::{Store, StoreError, settings};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

fn store(folder: &Path) -> Store {
    Store::create(&folder.join("lanyard.store"), &StoreKey::from_bytes([9; 32])).expect("a store")
}

/// What another connection sees: only what was committed.
fn kept(store: &Store) -> BTreeSet<u32> {
    let found = store.read(|conn| {
        (0..64)
            .map(|n| settings::get::<u32>(conn, &format!("test/{n}")))
            .collect::<Result<Vec<_>, StoreError>>()
    });
    found.expect("it is read").into_iter().flatten().collect()
}

fn put(store: &Store, n: u32) -> Result<(), StoreError> {
    store.write_together(|conn| settings::put(conn, &format!("test/{n}"), &n))
}

/// Runs one act on each of so many threads, all at once.
fn at_once<T: Send>(count: u32, act: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let (barrier, act) = (Barrier::new(count as usize), &act);
    thread::scope(|scope| {
        let start = |n| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                act(n)
            })
        };
        let threads: Vec<_> = (0..count).map(start).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    })
}

#[test]
fn each_write_is_committed_when_it_returns() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    for _ in 0..20 {
        let seen = at_once(20, |n| {
            put(&store, n).expect("it is written");
            kept(&store).contains(&n)
        });
        assert!(seen.into_iter().all(|seen| seen));
    }
    assert_eq!(kept(&store).len(), 20);
}

#[test]
fn a_write_that_fails_takes_back_its_own_part_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    let done = at_once(20, |n| {
        store.write_together(|conn| {
            settings::put(conn, &format!("test/{n}"), &n)?;
            if n % 3 == 0 { Err(StoreError::Mismatch { detail: "a test".into() }) } else { Ok(()) }
        })
    });
    assert_eq!(done.iter().filter(|done| done.is_err()).count(), 7);
    assert_eq!(kept(&store), (0..20).filter(|n| n % 3 != 0).collect());
}

#[test]
fn when_the_connection_is_lost_nobody_is_told_saved_whose_part_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    for _ in 0..20 {
        let done = at_once(12, |n| {
            let failing = n == 7;
            let done = store.write_together(|conn| {
                settings::put(conn, &format!("test/{n}"), &n)?;
                if failing { Err(StoreError::Io { detail: "a test".into() }) } else { Ok(()) }
            });
            (n, done.is_ok())
        });
        let there = kept(&store);
        for (n, told) in done {
            assert_eq!(told, there.contains(&n), "{n} was told {told}");
        }
        store
            .write(|conn| Ok(conn.execute("DELETE FROM setting WHERE key LIKE 'test/%'", [])?))
            .expect("cleared");
    }
    put(&store, 1).expect("the store goes on");
}

#[test]
fn one_that_panics_leaves_the_others_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    let done = at_once(8, |n| {
        let act = || {
            store.write_together(|conn| {
                settings::put(conn, &format!("test/{n}"), &n)?;
                assert!(n != 3, "a panic on purpose");
                Ok(())
            })
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).is_ok_and(|done| done.is_ok())
    });
    assert_eq!(done.iter().filter(|done| **done).count(), 7);
    assert_eq!(kept(&store), (0..8).filter(|n| *n != 3).collect());
}

#[test]
fn writes_of_their_own_and_shared_ones_do_not_mix() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    let done = at_once(24, |n| {
        if n % 2 == 0 {
            return put(&store, n).is_ok();
        }
        let taken_back = store.write(|conn| -> Result<(), StoreError> {
            settings::put(conn, &format!("test/{n}"), &n)?;
            Err(StoreError::Mismatch { detail: "a test".into() })
        });
        taken_back.is_err()
    });
    assert!(done.into_iter().all(|done| done));
    assert_eq!(kept(&store), (0..24).filter(|n| n % 2 == 0).collect());
}
