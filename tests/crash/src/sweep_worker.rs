//! The sweep once more with the app as it runs: the real worker on its own thread and real HTTP. Which call is the n-th
//! then differs a little from run to run, so this is beside the exact sweep and not in its place.

use crate::booth::Booth;
use crate::disk::{Disk, Fault, Hits, How, Kind, Lasts};
use crate::laptop::{Laptop, stuck};
use crate::proxy::Fate;
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::time::Millis;
use lanyard_engine::clock::SystemClock;
use lanyard_engine::words::Words;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// So long the fault is there while the worker runs against it.
const PLAYS_FOR: Duration = Duration::from_millis(15);

const FENCE: Millis = Millis(40);

/// The app is closed and started again after so many faults.
const PER_START: u64 = 8;

/// A fresh laptop after so many faults: what was captured slows each look at the whole.
const PER_LAPTOP: u64 = 32;

/// So many points in a row without the fault, and there is no n-th call any more.
const BEYOND: u64 = 3;

/// What was counted in one way to fail.
#[derive(Default)]
struct Counted {
    row: Row,
    confirmed: usize,
    ours: usize,
    said: BTreeMap<String, u32>,
    /// The longest until all was sent again.
    longest: Duration,
    nth: u64,
    unplayed: u64,
}

/// Runs it; `stride` above one takes only each so-many-th call.
///
/// # Errors
/// When the system gives no port or folder.
pub async fn sweep_worker(stride: u64) -> Result<Table, String> {
    let once = Fault { hits: Hits::Any, nth: 1, lasts: Lasts::Once, how: How::Error };
    let forever = Fault { lasts: Lasts::Forever, ..once };
    let no_room = Fault { hits: Hits::Only(Kind::Write), how: How::Full, ..once };
    let ways = [
        ("one call fails", once, false),
        ("from there on every call fails", forever, false),
        ("no room for one write, half is written", no_room, false),
        ("one call fails while the app starts with a contact to send", once, true),
        ("from there on every call fails while it starts", forever, true),
    ];
    let mut rows = Vec::new();
    let mut all = BTreeMap::new();
    for (what, fault, starting) in ways {
        let mut counted = Counted { row: Row::of(what), nth: 1, ..Counted::default() };
        while counted.unplayed < BEYOND && counted.row.wrong < 5 {
            one_laptop(&mut counted, fault, starting, stride).await?;
        }
        let Counted { mut row, confirmed, ours, said, longest, .. } = counted;
        let words = Words::english();
        if let Some(code) = said.keys().find(|code| !words.has(code)) {
            row.violated(format!("an error was told without words: {code}"));
        }
        let told: u32 = said.values().sum();
        row.counted = format!(
            "{confirmed} confirmed, {ours} in the CRM, {told} told in words, all sent after {longest:.1?} at most"
        );
        for (code, times) in said {
            *all.entry(code).or_default() += times;
        }
        rows.push(row);
    }
    let head =
        "With the worker on its own thread and over HTTP, each system call fails for a while.".to_owned();
    let mut table = Table { head, rows, ..Table::default() };
    table.told(&all);
    Ok(table)
}

async fn one_laptop(counted: &mut Counted, fault: Fault, starting: bool, stride: u64) -> Result<(), String> {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    let mut booth = Booth::open(laptop, Arc::new(SystemClock::new()), FENCE, |_| Fate::Pass).await?;
    for point in 0..PER_LAPTOP {
        let fault = Fault { nth: counted.nth, ..fault };
        let played = if starting {
            at_a_start(counted, &mut booth, &disk, fault).await
        } else {
            at_work(counted, &mut booth, &disk, fault, point).await
        };
        counted.row.runs += u64::from(played);
        counted.unplayed = if played { 0 } else { counted.unplayed + 1 };
        match booth.rest().await {
            Ok(took) => counted.longest = counted.longest.max(took),
            Err(why) => {
                counted.row.violated(format!("call {}: {why}", counted.nth));
                break;
            }
        }
        counted.nth += stride;
        if counted.unplayed == BEYOND {
            break;
        }
    }
    match booth.verify() {
        Ok(ours) => counted.ours += ours,
        Err(why) => counted.row.violated(why),
    }
    counted.confirmed += booth.confirmed.len();
    for (code, times) in &booth.said {
        *counted.said.entry(code.clone()).or_default() += times;
    }
    booth.desk.stop();
    Ok(())
}

/// Two captures and what the worker does meanwhile meet the fault; then the disk works again, and so must the app.
async fn at_work(counted: &mut Counted, booth: &mut Booth, disk: &Disk, fault: Fault, point: u64) -> bool {
    disk.arm(fault);
    for _ in 0..2 {
        booth.capture();
    }
    tokio::time::sleep(PLAYS_FOR).await;
    let played = disk.heal() > 0;
    // The first one after the fault may find out that a connection is to be opened anew; not the next.
    let _ = booth.capture();
    let dead = !booth.capture();
    let nth = fault.nth;
    if dead {
        let said = &booth.said;
        counted
            .row
            .violated(format!("call {nth}: the disk works again, and only a new start helps: {said:?}"));
    }
    if (dead || point % PER_START == PER_START - 1)
        && let Err(code) = booth.restart(Arc::new(SystemClock::new()))
    {
        counted.row.violated(format!("call {nth}: it does not start again: {code}"));
    }
    played
}

/// The app is closed with a contact that is not sent, and started on a disk that fails for a while. Once it works again, a
/// person tries once more where they were told to; the rest goes by itself.
async fn at_a_start(counted: &mut Counted, booth: &mut Booth, disk: &Disk, fault: Fault) -> bool {
    let nth = fault.nth;
    if !booth.capture() {
        counted.row.violated(format!("call {nth}: the disk works and a capture was not saved"));
    }
    booth.close();
    disk.arm(fault);
    let told = booth.reopen(Arc::new(SystemClock::new()));
    tokio::time::sleep(PLAYS_FOR).await;
    let played = disk.heal() > 0;
    if let Some(code) = told {
        *counted.said.entry(code).or_default() += 1;
        let _ = booth.desk.try_again();
        if let Some(code) = stuck(&booth.desk) {
            counted.row.violated(format!("call {nth}: the disk works again, and it still says {code}"));
        }
    }
    played
}
