//! The capture path beside the least a durable capture can cost: one bare commit of 600 bytes, FULL, in the very same keyed
//! file. Both are done in turn, so that a drift of the machine meets both alike.

use crate::figures::Series;
use crate::laptop::{Laptop, capture};
use crate::watch::timed;
use lanyard_core::time::Millis;
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::{Store, settings};
use std::path::Path;

const ROUNDS: usize = 600;
const WARM_UP: usize = 50;

/// Nothing listens there: the worker runs, as it would at a booth without network.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:9";

pub(crate) fn run(disk: &Path) {
    let laptop = Laptop::new(disk, NOWHERE, Millis(10_000));
    let desk = laptop.open();
    let engine = desk.engine().expect("the store opens");
    let beside = tempfile::tempdir_in(disk).expect("a folder");
    let beside =
        Store::create(&beside.path().join("bare.db"), &StoreKey::from_bytes([7; 32])).expect("a store");
    let (mut captures, mut bare, mut other) = (Series::default(), Series::default(), Series::default());
    for round in 0..ROUNDS + WARM_UP {
        // Another text each time: SQLite writes nothing for a value that is already there.
        let blob = format!("{round:08}").repeat(75);
        let (ms, ()) = timed(|| capture(&desk, round));
        let (bare_ms, done) = timed(|| engine.bare_commit(&blob));
        done.expect("it is saved");
        let (other_ms, done) = timed(|| beside.write(|conn| settings::put(conn, "bench", &blob)));
        done.expect("it is saved");
        if round >= WARM_UP {
            captures.0.push(ms);
            bare.0.push(bare_ms);
            other.0.push(other_ms);
        }
    }
    println!("one capture, decode end to durable and answered, ms: {}", captures.line());
    println!("one bare FULL commit, same keyed file, ms: {}", bare.line());
    println!("one bare FULL commit, an empty keyed file beside it, ms: {}", other.line());
    let ratios = captures.0.iter().zip(&bare.0).map(|(capture, bare)| capture / bare).collect();
    println!("capture / bare commit, pair by pair: {}", Series(ratios).line());
    println!("median over median: {:.2} (goal: at most 1.3)", captures.median() / bare.median());
    desk.stop();
}
