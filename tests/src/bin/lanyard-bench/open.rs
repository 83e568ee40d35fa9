//! Opening a large store after a kill, until the first request.

use crate::drain::PATIENCE;
use crate::figures::{Series, met};
use crate::laptop::{self, Laptop};
use crate::stub::Stub;
use crate::watch::Watch;
use lanyard_core::time::Millis;
use lanyard_engine::clock::SystemClock;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const CONTACTS: usize = 100_000;

/// The first argument of the process that is to be killed.
pub(crate) const VICTIM: &str = "--victim";

/// How many records each process made before it is killed.
const KILLED_AFTER: [usize; 3] = [500, 1000, 1500];

/// The process that is killed: it drains until then.
pub(crate) fn victim(words: &[String]) {
    let [data, key_file] = words else { return };
    let clock = Arc::new(SystemClock::new());
    let _desk = laptop::open(&PathBuf::from(data), &PathBuf::from(key_file), true, Millis(0), clock);
    loop {
        std::thread::park();
    }
}

pub(crate) fn run(disk: &Path) {
    let stub = Stub::start(0, Duration::from_millis(20));
    let (address, port) = (stub.address.clone(), stub.port());
    drop(stub);
    let laptop = Laptop::new(disk, &address, Millis(0));
    laptop.fill(CONTACTS);
    let mut runs = Series::default();
    for count in KILLED_AFTER {
        let stub = Stub::start(port, Duration::from_millis(20));
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .args([VICTIM.as_ref(), laptop.data().as_os_str(), laptop.key_file().as_os_str()])
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        stub.until_created(count, PATIENCE);
        process.kill().expect("it is killed");
        process.wait().expect("it has ended");
        drop(stub);
        let stub = Stub::start(port, Duration::ZERO);
        let watch = Watch::start();
        let desk = laptop.open();
        let opened = watch.seconds() * 1000.0;
        stub.until_asked(PATIENCE);
        let asked = watch.seconds() * 1000.0;
        desk.stop();
        println!(
            "{CONTACTS} contacts, killed while it drained: open after {opened:.0} ms, first request after {asked:.0} ms"
        );
        runs.0.push(asked);
    }
    println!("  goal < 1 s: {}", met(runs.at(1.0) < 1000.0));
}
