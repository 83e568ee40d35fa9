//! Power loss: what reaches the disk is recorded call by call, and from the recording images are built of what may be
//! there when the power goes away at any point. With `synchronous = FULL`, as the app has it, no confirmed capture may be
//! missing in any of them; with `NORMAL` some must be, else the check could not fail.

mod check;
mod walk;

pub use check::Harm;
pub use walk::{Rest, Walk};

use crate::chance::Chance;
use crate::disk::{Disk, Entry};
use crate::laptop::Laptop;
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use crate::visit::{Size, Visit};
use lanyard_engine::store::{Store, StoreError};
use rusqlite::ffi;
use std::ffi::CString;

/// Enough captures for the log to be taken over into the store several times, and the store to be closed and opened.
const SIZE: Size = Size { rounds: 3, captures: 30 };

/// Images built from one recording.
const PER_RECORDING: u64 = 10_000;

/// One image in so many is started as the app starts, with every check.
const WHOLE: u64 = 32;

/// How commits wait for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// As the app opens its store.
    Full,
    /// What the app must not do: the harness sets it on the very connections that the engine opened.
    Normal,
}

/// Builds so many images and looks at each. With [`Synchronous::Normal`] a run *without* losses is the violation.
#[must_use]
pub fn power(images: u64, synchronous: Synchronous, seed: u64) -> Table {
    let mut rows = Rest::ALL.map(|rest| Row::of(format!("{synchronous:?}, what was not synced: {rest:?}")));
    let mut counts = Counts::default();
    let mut chance = Chance::new(seed);
    let folder = quick_folder();
    let mut left = images;
    while left > 0 {
        let batch = left.min(PER_RECORDING);
        left -= batch;
        match recording(synchronous) {
            Ok(log) => {
                images_of(&log, batch, &mut chance, folder.path(), synchronous, &mut rows, &mut counts)
            }
            Err(why) => rows[0].violated(why),
        }
    }
    for (row, found) in rows.iter_mut().zip(&counts.by_rest) {
        row.counted = format!("{} with losses, {} forgotten, {} unreadable", found[0], found[1], found[2]);
    }
    let harmed: u64 = counts.by_rest.iter().flatten().sum();
    if synchronous == Synchronous::Normal && harmed == 0 {
        rows[0].violated("NORMAL lost nothing, so this check cannot fail");
    }
    Table {
        head: format!(
            "Power goes away at a random point of a recorded visit; {} of the images were started with every check, the \
             largest held {} captures.",
            counts.whole, counts.most,
        ),
        rows: rows.into(),
        ..Table::default()
    }
}

#[derive(Default)]
struct Counts {
    by_rest: [[u64; 3]; Rest::ALL.len()],
    whole: u64,
    most: usize,
}

fn images_of(
    log: &[Entry],
    images: u64,
    chance: &mut Chance,
    folder: &std::path::Path,
    synchronous: Synchronous,
    rows: &mut [Row; Rest::ALL.len()],
    counts: &mut Counts,
) {
    let mut cuts: Vec<usize> = (0..images).map(|_| chance.below(log.len() as u64 + 1) as usize).collect();
    cuts.sort_unstable();
    let mut walk = Walk::new(log);
    for cut in cuts {
        walk.to(cut);
        let place = chance.below(Rest::ALL.len() as u64) as usize;
        let mut image = walk.image(Rest::ALL[place], chance);
        if chance.one_in(8) {
            // The index of the log that a crash left behind, worth nothing.
            image.insert("data/lanyard.store-shm".into(), (0..32_768).map(|_| chance.bits() as u8).collect());
        }
        let whole = chance.one_in(WHOLE);
        counts.whole += u64::from(whole);
        rows[place].runs += 1;
        match check::check(folder, &image, &walk.confirmed, &walk.left, whole) {
            Ok(found) => counts.most = counts.most.max(found),
            Err(harm) => {
                let (kind, why) = match harm {
                    Harm::Lost(why) => (0, why),
                    Harm::Forgotten(why) => (1, why),
                    Harm::Unreadable(why) => (2, why),
                };
                counts.by_rest[place][kind] += 1;
                if synchronous == Synchronous::Full {
                    rows[place].violated(format!("cut at {cut} of {}: {why}", log.len()));
                }
            }
        }
    }
}

/// How many of so many images of a recording are harmed.
#[must_use]
pub fn harmed(log: &[Entry], images: u64, seed: u64) -> u64 {
    let mut rows = Rest::ALL.map(|_| Row::default());
    let mut counts = Counts::default();
    let folder = quick_folder();
    images_of(log, images, &mut Chance::new(seed), folder.path(), Synchronous::Full, &mut rows, &mut counts);
    rows.iter().map(|row| row.wrong).sum()
}

/// What a visit did to its disk, call by call.
///
/// # Errors
/// What went wrong in the visit, although nothing was played.
pub fn recording(synchronous: Synchronous) -> Result<Vec<Entry>, String> {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    disk.record();
    let mut visit = Visit::new(laptop, &disk, SIZE);
    if synchronous == Synchronous::Normal {
        visit.on_open = relax;
    }
    visit.run();
    let log = disk.recorded();
    if visit.said.is_empty() { Ok(log) } else { Err(format!("the visit did not go well: {:?}", visit.said)) }
}

/// Takes the promise away from a store that the engine opened.
#[expect(unsafe_code, reason = "the engine, rightly, has no way to relax what its promise rests on")]
fn relax(store: &Store) {
    let handle = store.write(|conn| {
        // SAFETY: only the address is taken out; the connection lives as long as the store, and nothing else uses it
        // while this function runs, since the visit has one thread.
        Ok::<_, StoreError>(unsafe { conn.handle() } as usize)
    });
    let handle = handle.expect("the store was just opened") as *mut ffi::sqlite3;
    let statement = CString::new("PRAGMA synchronous = NORMAL").expect("no zero in it");
    // SAFETY: the connection is open, idle, and outside a transaction; the statement is a C string; nobody is called back.
    let code = unsafe {
        ffi::sqlite3_exec(handle, statement.as_ptr(), None, std::ptr::null_mut(), std::ptr::null_mut())
    };
    assert_eq!(code, ffi::SQLITE_OK, "NORMAL is set");
}
