//! Timings of the capture path beside a named baseline, for `tests/BENCHMARKS.md`. No test asserts on them: they say how
//! this machine did today. Run by `cargo xtask bench`.
//!
//! The baseline is the least a durable capture can cost: one bare commit of 600 bytes, FULL, in the very same keyed file.
//! Both are done in turn, so that a drift of the machine meets both alike.

#![expect(clippy::print_stdout, reason = "what it measures is what it says")]

use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, DestinationInput};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey};
use lanyard_engine::store::captures::Way;
use lanyard_engine::store::{Store, settings};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 600;
const WARM_UP: usize = 50;

#[expect(clippy::disallowed_methods, reason = "a benchmark is where time is measured")]
fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let done = act();
    (begun.elapsed().as_secs_f64() * 1000.0, done)
}

fn main() {
    let folder = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder).expect("a folder on the disk to be measured");
    let desk = desk(&folder.path().join("data"));
    let engine = desk.engine().expect("the store opens");
    let beside =
        Store::create(&folder.path().join("bare.db"), &StoreKey::from_bytes([7; 32])).expect("a store");
    let (mut captures, mut bare, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS + WARM_UP {
        let card = card(round);
        // Another text each time: SQLite writes nothing for a value that is already there.
        let blob = format!("{round:08}").repeat(75);
        let (ms, answer) = timed(|| desk.capture_text(&card, Way::Camera));
        assert!(matches!(answer, Ok(CaptureAnswer::Saved { .. })), "it is saved");
        let (bare_ms, done) = timed(|| engine.bare_commit(&blob));
        done.expect("it is saved");
        let (other_ms, done) = timed(|| beside.write(|conn| settings::put(conn, "bench", &blob)));
        done.expect("it is saved");
        if round >= WARM_UP {
            captures.push(ms);
            bare.push(bare_ms);
            other.push(other_ms);
        }
    }
    say("one capture, decode end to durable and answered", &captures);
    say("one bare FULL commit, same keyed file", &bare);
    say("one bare FULL commit, an empty keyed file beside it", &other);
    let ratios: Vec<f64> = captures.iter().zip(&bare).map(|(capture, bare)| capture / bare).collect();
    say("capture / bare commit, pair by pair", &ratios);
    println!("median over median: {:.2}", median(&captures) / median(&bare));
    desk.stop();
}

fn card(number: usize) -> String {
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Visitor{number};Ada;;;\r\nFN:Ada Visitor{number}\r\nORG:Example Works GmbH\r\n\
         TITLE:Head of Maintenance\r\nTEL;TYPE=CELL:+49 151 {:07}\r\nEMAIL:ada{number}@example.com\r\nEND:VCARD\r\n",
        1_000_000 + number
    )
}

/// A laptop whose CRM cannot be reached: the worker runs, as it would at the booth.
fn desk(folder: &std::path::Path) -> Desk {
    let options = DeskOptions {
        folder: folder.to_owned(),
        rehearsal: true,
        key_file: None,
        holder: "the benchmark",
        with_worker: true,
        read_only: false,
        first: FirstStart {
            laptop: "bench".into(),
            operator: "Ali".into(),
            event: "Bench".into(),
            region: Some("DE".into()),
            rehearsal: true,
            grace: Millis(10_000),
        },
        samples: Vec::new(),
    };
    let desk = Desk::start(options, Arc::new(SystemClock::new()), Arc::new(InMemory::default()));
    let input = DestinationInput {
        id: None,
        kind: "acme".into(),
        name: "AcmeCRM".into(),
        settings: BTreeMap::from([("base_url".to_owned(), "http://127.0.0.1:9".to_owned())]),
        secrets: BTreeMap::from([("secret".to_owned(), "bench".to_owned())]),
    };
    desk.save_destination(&input).expect("the destination is saved");
    desk
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

fn at(sorted: &[f64], part: f64) -> f64 {
    let place = ((sorted.len() - 1) as f64 * part).round() as usize;
    sorted[place]
}

fn median(values: &[f64]) -> f64 {
    at(&sorted(values), 0.5)
}

fn say(what: &str, values: &[f64]) {
    let values = sorted(values);
    println!(
        "{what}: p50 {:.2}  p95 {:.2}  p99 {:.2}  max {:.2}  (n {})",
        at(&values, 0.5),
        at(&values, 0.95),
        at(&values, 0.99),
        at(&values, 1.0),
        values.len()
    );
}
