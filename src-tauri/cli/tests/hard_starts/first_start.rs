//! A power cut or a kill during the first start, at every step of it: the next start goes well, and what was confirmed is there.

use super::{CARD, count, has};
use crate::laptop::Laptop;
use std::fs;
use std::process::{Command, Stdio};

/// The calls by which a first start changes something that lasts.
const CALLS: &str =
    "?mkdir,mkdirat,?rename,?renameat,renameat2,?unlink,unlinkat,fsync,fdatasync,ftruncate,pwrite64";

/// Runs a capture on a new laptop and kills it at the `nth` of these calls; none when it came to its end before that. `strace`
/// does the killing, before the call is carried out.
fn killed_at(laptop: &Laptop, nth: u32) -> Option<bool> {
    let inject = format!("inject={CALLS}:signal=KILL:when={nth}");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={CALLS}"), "-e", &inject]);
    command.arg(env!("CARGO_BIN_EXE_lanyard")).args(["capture", CARD, "--json", "--data"]).arg(laptop.data());
    command.arg("--key-file").arg(laptop.path("key")).stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().unwrap();
    let confirmed = String::from_utf8_lossy(&output.stdout).contains("\"saved\"");
    (!output.status.success()).then_some(confirmed)
}

#[test]
fn a_first_start_killed_at_any_step_leaves_a_folder_that_the_next_start_uses() {
    if !cfg!(target_os = "linux") || !has("strace") {
        return;
    }
    let whole = Laptop::new();
    if killed_at(&whole, 60_000).is_some() {
        eprintln!("PASSED OVER: this system lets no program be traced");
        return;
    }
    let (mut kills, mut nth) = (0, 1);
    loop {
        let laptop = Laptop::new();
        let Some(confirmed) = killed_at(&laptop, nth) else { break };
        kills += 1;
        let next = laptop.run(&["capture", "MECARD:N:Roe,Jo;EMAIL:jo@example.com;;"]);
        assert_eq!(next.exit, 0, "killed at {nth}: {}", next.err);
        let due = if confirmed { 2 } else { 1 };
        assert!(count(&laptop) >= due, "killed at {nth}: what was confirmed is lost");
        // Every step of making the store; from there on it is like any other kill, and those are many.
        nth += if nth < 40 { 1 } else { 11 };
    }
    assert!(kills > 20, "only {kills} steps");
    eprintln!("{kills} kills");
}

#[test]
fn what_a_first_start_left_half_made_is_cleared_away() {
    let laptop = Laptop::new();
    fs::create_dir(laptop.data()).unwrap();
    for name in
        ["lanyard.store.new", "lanyard.store.new-wal", "lanyard.store.new-journal", "lock", "lock.holder"]
    {
        fs::write(laptop.data().join(name), "half").unwrap();
    }
    laptop.run(&["capture", CARD]).object();
    assert_eq!(count(&laptop), 1);
    assert!(!laptop.data().join("lanyard.store.new").exists());
}
