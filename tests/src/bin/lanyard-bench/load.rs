//! The load test: a booth's worst hour, printed beside what the peers claim.

use crate::capture::NOWHERE;
use crate::drain::{PATIENCE, until_synced};
use crate::figures::{Series, met};
use crate::laptop::{Laptop, capture};
use crate::stub::Stub;
use crate::watch::{Watch, timed};
use lanyard_core::time::Millis;
use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

const AT_ONCE: usize = 20;
const BURSTS: usize = 10;
const OFFLINE: usize = 10_000;

pub(crate) fn run(disk: &Path) {
    at_once(disk);
    hundred(disk);
    offline(disk);
}

/// Twenty threads capture at the same moment.
fn at_once(disk: &Path) {
    let laptop = Laptop::new(disk, NOWHERE, Millis(10_000));
    let desk = laptop.open();
    let engine = desk.engine().expect("the store opens");
    let (mut bursts, mut floor) = (Series::default(), Series::default());
    for burst in 0..BURSTS {
        let ready = Barrier::new(AT_ONCE + 1);
        let (ms, ()) = std::thread::scope(|scope| {
            let all: Vec<_> = (0..AT_ONCE)
                .map(|number| {
                    let (desk, ready) = (&desk, &ready);
                    scope.spawn(move || {
                        ready.wait();
                        capture(desk, burst * AT_ONCE + number);
                    })
                })
                .collect();
            timed(|| {
                ready.wait();
                all.into_iter().for_each(|one| one.join().expect("it is captured"));
            })
        });
        bursts.0.push(ms);
        let blob = |number: usize| format!("{burst:04}{number:04}").repeat(75);
        let (ms, done) = timed(|| (0..AT_ONCE).try_for_each(|number| engine.bare_commit(&blob(number))));
        done.expect("they are saved");
        floor.0.push(ms);
    }
    drop(engine);
    desk.stop();
    println!("{AT_ONCE} captures at once, all durable, ms: {}", bursts.line());
    println!("  {AT_ONCE} bare FULL commits of the same file, in turn with them, ms: {}", floor.line());
    println!("  peers claim < 1 s; goal < 200 ms: {}", met(bursts.median() < 200.0));
}

/// A hundred badges one after the other, straight into a CRM that is 100 ms away.
fn hundred(disk: &Path) {
    let mut runs = Series::default();
    for _ in 0..3 {
        let stub = Stub::start(0, Duration::from_millis(100));
        let laptop = Laptop::new(disk, &stub.address, Millis(0));
        let desk = laptop.open();
        stub.until_asked(PATIENCE);
        let watch = Watch::start();
        for number in 0..100 {
            capture(&desk, number);
        }
        let captured = watch.seconds();
        stub.until_created(100, PATIENCE);
        until_synced(&desk, 100);
        runs.0.push(watch.seconds() * 1000.0);
        desk.stop();
        println!(
            "100 contacts captured in {captured:.2} s, in the CRM at 100 ms and synced after {:.2} s",
            runs.0[runs.0.len() - 1] / 1000.0
        );
    }
    println!("  peers claim < 20 s; goal < 1 s: {}", met(runs.median() < 1000.0));
}

/// A day without network, then the network.
fn offline(disk: &Path) {
    let reserved = Stub::start(0, Duration::ZERO);
    let (address, port) = (reserved.address.clone(), reserved.port());
    drop(reserved);
    let laptop = Laptop::new(disk, &address, Millis(0));
    let desk = laptop.open();
    let engine = desk.engine().expect("the store opens");
    // The very first carry the start of the process; nobody feels those as slower later.
    let (begin, end) = (20..120, OFFLINE - 100..OFFLINE);
    let (mut all, mut bare) = (Series::default(), Series::default());
    for number in 0..OFFLINE {
        all.0.push(timed(|| capture(&desk, number)).0);
        if begin.contains(&number) || end.contains(&number) {
            let (ms, done) = timed(|| engine.bare_commit(&format!("{number:08}").repeat(75)));
            done.expect("it is saved");
            bare.0.push(ms);
        }
    }
    drop(engine);
    let (first, last) = (Series(all.0[begin].to_vec()), Series(all.0[end].to_vec()));
    let (bare_first, bare_last) = (Series(bare.0[..100].to_vec()), Series(bare.0[100..].to_vec()));
    println!("{OFFLINE} captured offline, ms: {}", all.line());
    println!("  the first hundred, ms: {}", first.line());
    println!("    bare FULL commits in turn with them, ms: {}", bare_first.line());
    println!("  the last hundred, ms:  {}", last.line());
    println!("    bare FULL commits in turn with them, ms: {}", bare_last.line());
    let slower = last.median() / first.median();
    // The disk may have become slower or faster meanwhile; a capture is held against what it did at the time.
    let felt = slower * bare_first.median() / bare_last.median();
    println!(
        "  last / first, median: {slower:.2}; beside the bare commits {felt:.2} (at most 1.3): {}",
        met(felt <= 1.3)
    );
    desk.stop();
    let delay = Duration::from_millis(150);
    let stub = Stub::start(port, delay);
    let drained = crate::drain::drain(&laptop, &stub, OFFLINE, delay);
    println!(
        "these {OFFLINE}, drained at 150 ms: {:.2} s, open to all synced {:.2} s; {:.0} contacts/s; bare loop {:.2} s; ratio {:.3}; \
         goal < 30 s: {}",
        drained.seconds,
        drained.whole,
        drained.rate(),
        drained.bare,
        drained.ratio(),
        met(drained.whole < 30.0)
    );
}
