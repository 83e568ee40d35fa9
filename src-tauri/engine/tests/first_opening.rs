//! A store that a process opens several times at the same moment, as the first it does with SQLite. What a process does first it
//! does once, so each try is a process of its own: this very program, told so by its environment.

use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::Store;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

/// Where the store lies, for the processes that open it.
const STORE: &str = "LANYARD_TEST_STORE";

/// Without what this is about, one in seventy failed.
const TRIES: usize = 200;

const AT_ONCE: usize = 8;

fn key() -> StoreKey {
    StoreKey::from_bytes([9; 32])
}

#[test]
fn a_store_that_a_process_opens_many_times_at_once_as_its_first_opens_each_time() {
    if let Some(store) = env::var_os(STORE) {
        return open_at_once(Path::new(&store));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store.db");
    drop(Store::create(&store, &key()).expect("a store"));
    let this = env::current_exe().expect("its path");
    for n in 0..TRIES {
        let tried = Command::new(&this).env(STORE, &store).output().expect("it runs");
        assert!(tried.status.success(), "try {n}: {}", String::from_utf8_lossy(&tried.stdout));
    }
}

/// All at the very same moment: a thread that sleeps would come too late.
fn open_at_once(store: &Path) {
    let ready = AtomicUsize::new(0);
    let open = || {
        ready.fetch_add(1, Ordering::SeqCst);
        while ready.load(Ordering::SeqCst) < AT_ONCE {
            thread::yield_now();
        }
        Store::open_for_reading(store, &key()).map(drop)
    };
    thread::scope(|scope| {
        let opening: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(open)).collect();
        for one in opening {
            one.join().expect("it does not panic").expect("it opens");
        }
    });
}
