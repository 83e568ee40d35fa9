//! An hour in which the CRM refuses everything with 429, by a clock of our own: what reaches it, and what is lost.

use crate::drain::{PATIENCE, until_synced};
use crate::figures::met;
use crate::laptop::Laptop;
use crate::stub::Stub;
use crate::watch::Watch;
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::ManualClock;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Waiting when the hour begins.
const CONTACTS: usize = 1000;

/// Sunday, 22 November 2026, 12:00:00 UTC.
const NOON: WallMs = WallMs(1_795_348_800_000);

pub(crate) fn run(disk: &Path) {
    for retry_after in [1, 30] {
        storm(disk, retry_after);
    }
}

fn storm(disk: &Path, retry_after: u64) {
    let stub = Stub::start(0, Duration::ZERO);
    let laptop = Laptop::new(disk, &stub.address, Millis(0));
    laptop.fill(CONTACTS);
    stub.refuse(retry_after);
    let clock = Arc::new(ManualClock::new(NOON, 1));
    let desk = laptop.open_at(Arc::clone(&clock) as Arc<dyn lanyard_engine::clock::Clock>);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut minutes = Vec::new();
    for _ in 0..60 {
        let before = stub.requests();
        for _ in 0..60 {
            // "Sync now" each second: the CRM's own wait holds all the same. It answers when nothing can be done at once.
            runtime.block_on(desk.sync_now()).expect("the worker answers");
            clock.advance(Millis::from_secs(1));
        }
        minutes.push(stub.requests() - before);
    }
    let asked: usize = minutes.iter().sum();
    let most = minutes.iter().skip(1).max().copied().unwrap_or_default();
    stub.refuse(0);
    let watch = Watch::start();
    while stub.created() < CONTACTS {
        assert!(watch.passed() < PATIENCE, "it goes on once the CRM takes requests again");
        clock.advance(Millis::from_secs(10));
        runtime.block_on(desk.sync_now()).expect("the worker answers");
    }
    until_synced(&desk, CONTACTS);
    desk.stop();
    let (markers, records) = stub.distinct();
    println!(
        "429 for an hour, Retry-After {retry_after} s: {asked} requests, {:.2} a minute, {} in the first minute, at most {most} in a \
         later one; afterwards {records} of {CONTACTS} records, {markers} different: {}",
        asked as f64 / 60.0,
        minutes[0],
        met(asked <= 120 && most <= 2 && records == CONTACTS && markers == CONTACTS)
    );
}
