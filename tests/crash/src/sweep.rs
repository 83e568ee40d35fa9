//! The sweep: each system call of a visit fails once, in each way. Whatever fails, nothing that was confirmed is lost,
//! the store opens and is whole, a person is told in words, and everything arrives in the CRM once.

use crate::disk::{Disk, Fault, Hits, How, Kind, Lasts};
use crate::laptop::Laptop;
use crate::table::{Row, Table};
use crate::visit::{Size, Visit};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Enough to make a store, close and open it, check it at a start, and send what is new, changed and changed elsewhere.
pub const SIZE: Size = Size { rounds: 2, captures: 3 };

/// The code of the sentence that tells a person to restore a backup.
const DAMAGED: &str = "start-corrupt";

/// Where the many small stores lie: in memory, since the disk under the faults must not set the pace.
#[must_use]
pub fn quick_folder() -> tempfile::TempDir {
    let fast = std::path::Path::new("/dev/shm");
    let made = if fast.is_dir() { tempfile::tempdir_in(fast) } else { tempfile::tempdir() };
    made.expect("a folder for the run")
}

/// The ways to fail.
fn ways() -> Vec<(String, Fault)> {
    let way = |hits, lasts, how| Fault { hits, nth: 1, lasts, how };
    let mut ways = vec![
        ("one call fails".to_owned(), way(Hits::Any, Lasts::Once, How::Error)),
        ("from there on every call fails".to_owned(), way(Hits::Any, Lasts::Forever, How::Error)),
        ("no room for one call, half is written".to_owned(), way(Hits::Growing, Lasts::Once, How::Full)),
        ("from there on no room".to_owned(), way(Hits::Growing, Lasts::Forever, How::Full)),
        ("one write is short".to_owned(), way(Hits::Only(Kind::Write), Lasts::Once, How::Short)),
        (
            "from there on every write is short".to_owned(),
            way(Hits::Only(Kind::Write), Lasts::Forever, How::Short),
        ),
    ];
    ways.extend(Kind::ALL.map(|kind| {
        (format!("from there on each {kind:?} fails"), way(Hits::Only(kind), Lasts::Forever, How::Error))
    }));
    ways
}

/// Runs the sweep; `stride` above one takes only each so-many-th call.
#[must_use]
pub fn sweep(stride: u64) -> Table {
    let mut table = Table {
        head: "Each system call of a visit (first start, capture, send, take in a change, close, start again) fails."
            .to_owned(),
        ..Table::default()
    };
    let mut said = BTreeMap::new();
    for (what, fault) in ways() {
        let mut row = Row::of(what);
        let (mut told, mut damaged, mut nth) = (0, 0, 1);
        loop {
            let point = point(Fault { nth, ..fault });
            if !point.fired {
                break;
            }
            row.runs += 1;
            told += u64::from(!point.said.is_empty());
            damaged += u64::from(point.said.contains_key(DAMAGED));
            for (code, times) in point.said {
                *said.entry(code).or_default() += times;
            }
            if let Err(why) = point.outcome {
                row.violated(format!("call {nth}: {why}"));
            }
            nth += stride;
        }
        row.counted = format!(
            "{told} told in words, {} harmless, {damaged} called damaged though whole",
            row.runs - told
        );
        table.rows.push(row);
    }
    table.told(&said);
    table
}

struct Point {
    fired: bool,
    said: BTreeMap<String, u32>,
    outcome: Result<usize, String>,
}

fn point(fault: Fault) -> Point {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).expect("a folder that can be written");
    let disk = Disk::watch(laptop.root());
    let mut visit = Visit::new(laptop, &disk, SIZE);
    disk.arm(fault);
    let ran = catch_unwind(AssertUnwindSafe(|| visit.run()));
    let fired = disk.heal() > 0;
    let said = visit.said.clone();
    let outcome = match ran {
        Err(_) => Err("it panicked".to_owned()),
        Ok(()) => match catch_unwind(AssertUnwindSafe(|| visit.verify())) {
            Err(_) => Err("it panicked afterwards".to_owned()),
            Ok(outcome) => outcome,
        },
    };
    Point { fired, said, outcome }
}

/// A visit on a disk that works: how many calls of each kind there are.
///
/// # Errors
/// What went wrong, although nothing was played.
pub fn calls() -> Result<BTreeMap<Kind, u64>, String> {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    let mut visit = Visit::new(laptop, &disk, SIZE);
    visit.run();
    let counts = disk.counts();
    if !visit.said.is_empty() {
        return Err(format!("{:?}", visit.said));
    }
    let expected = SIZE.rounds * (SIZE.captures + 1);
    match visit.verify()? {
        found if found == expected as usize => Ok(counts),
        found => Err(format!("{found} contacts of {expected}")),
    }
}
