//! Bringing a list of contacts in, beside the least it can cost: the `csv` crate and one transaction of the same rows into one
//! plain table of a store with the same key and settings. Each import runs in a process of its own, so that its peak of
//! memory is its own; the bare one before and after it, so that a drift of the machine meets both.

use crate::capture::NOWHERE;
use crate::figures::met;
use crate::laptop::{Laptop, open};
use crate::watch::Watch;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::FileHow;
use lanyard_engine::clock::SystemClock;
use lanyard_engine::import::FileGiven;
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::Store;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// The word by which this program knows that it is the one to be measured.
pub(crate) const ONE: &str = "import-one";

/// Up to the second the caches fill, whose size is fixed; from there on memory is to stay as it is.
const ROWS: [usize; 3] = [10_000, 100_000, 300_000];

/// Rows a second.
const GOAL: f64 = 20_000.0;

pub(crate) fn run(disk: &Path) {
    let folder = tempfile::tempdir_in(disk).expect("a folder on the disk to be measured");
    let mut peaks = Vec::new();
    for rows in ROWS {
        let list = folder.path().join(format!("list-{rows}.csv"));
        std::fs::write(&list, csv_of(rows)).expect("the list is written");
        let before = bare(folder.path(), &list, &format!("before-{rows}"));
        let fresh = once(folder.path(), &list, None);
        let after = bare(folder.path(), &list, &format!("after-{rows}"));
        let laptop = Laptop::new(disk, NOWHERE, Millis(10_000));
        let with_crm = once(folder.path(), &list, Some(&laptop));
        let of = |seconds: f64| rows as f64 / seconds;
        let least = before.min(after);
        println!("{rows} rows, seven columns");
        println!("  bare csv + one transaction, keyed: {:.0} and {:.0} rows/s", of(before), of(after));
        println!(
            "  import: {:.0} rows/s ({:.2} s; goal {GOAL}: {}), {:.1} times the bare time; peak {} MiB",
            of(fresh.seconds),
            fresh.seconds,
            met(of(fresh.seconds) >= GOAL),
            fresh.seconds / least,
            fresh.peak_kib / 1024
        );
        println!(
            "  import with a destination, a delivery each: {:.0} rows/s; peak {} MiB",
            of(with_crm.seconds),
            with_crm.peak_kib / 1024
        );
        println!("  the same file again, all known: {:.0} rows/s", of(fresh.again));
        peaks.push(fresh.peak_kib);
    }
    if let [_, full, more] = peaks[..] {
        println!("peak of memory, three times the rows: {:.2} times", more as f64 / full as f64);
    }
}

fn csv_of(rows: usize) -> String {
    let mut list = String::from("Vorname;Nachname;Firma;Funktion;Mobil;E-Mail;PLZ\r\n");
    for row in 0..rows {
        let _ = write!(
            list,
            "Ada;Visitor{row};Example Works {} GmbH;Head of Maintenance;+49 151 {:07};ada{row}@example.com;0{:04}\r\n",
            row % 700,
            1_000_000 + row,
            row % 10_000
        );
    }
    list
}

/// Seconds for the same rows, read by the crate and written as they are.
fn bare(folder: &Path, list: &Path, name: &str) -> f64 {
    let path = folder.join(format!("{name}.db"));
    let store = Store::create(&path, &StoreKey::from_bytes([7; 32])).expect("a store");
    let watch = Watch::start();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(list).expect("the list is there");
    let written = store.write(|conn| {
        conn.execute_batch(
            "CREATE TABLE bare (a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, f TEXT, g TEXT) STRICT",
        )?;
        let mut insert = conn.prepare("INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).expect("it is a table") {
            insert.execute(rusqlite::params_from_iter(row.iter()))?;
        }
        Ok(())
    });
    written.expect("it is saved");
    watch.seconds()
}

struct Measured {
    seconds: f64,
    again: f64,
    peak_kib: u64,
}

/// Runs one import in a process of its own.
fn once(folder: &Path, list: &Path, laptop: Option<&Laptop>) -> Measured {
    let own = Laptop::without_destination(folder);
    let laptop = laptop.unwrap_or(&own);
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program)
        .arg(ONE)
        .args([&laptop.data(), &laptop.key_file(), &list.to_owned()])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [seconds, again, peak] = figures[..] else {
        panic!("it says three figures: {said}{}", String::from_utf8_lossy(&output.stderr))
    };
    Measured { seconds, again, peak_kib: peak as u64 }
}

/// The process that is measured: imports, imports again, and says how long each took and its peak of memory in KiB after the
/// first.
pub(crate) fn one(words: &[String]) {
    let [data, key_file, list] = words else { panic!("a folder, a key file and a list") };
    let clock = Arc::new(SystemClock::new());
    let desk = open(Path::new(data), Path::new(key_file), false, Millis(0), clock);
    let file = FileGiven::Path(PathBuf::from(list));
    let import = || {
        let watch = Watch::start();
        let outcome = desk.import_file(&file, &FileHow::default(), false, &mut |_| true).expect("it is kept");
        assert_eq!(outcome.unread, 0);
        watch.seconds()
    };
    let seconds = import();
    let peak = peak_kib();
    let again = import();
    println!("{seconds} {again} {peak}");
    desk.stop();
}

/// The most memory that this process ever had, where the system tells.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|figure| figure.parse().ok()).unwrap_or_default()
}
