//! The sweep once more with the app as it runs: the real worker on its own thread and real HTTP. Which call is the n-th
//! then differs a little from run to run, so this is beside the exact sweep and not in its place.

use crate::booth::Booth;
use crate::disk::{Disk, Fault, Hits, How, Kind, Lasts};
use crate::laptop::Laptop;
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

/// Runs it; `stride` above one takes only each so-many-th call.
///
/// # Errors
/// When the system gives no port or folder.
pub async fn sweep_worker(stride: u64) -> Result<Table, String> {
    let ways = [
        ("one call fails", Fault { hits: Hits::Any, nth: 1, lasts: Lasts::Once, how: How::Error }),
        (
            "from there on every call fails",
            Fault { hits: Hits::Any, nth: 1, lasts: Lasts::Forever, how: How::Error },
        ),
        (
            "no room for one write, half is written",
            Fault { hits: Hits::Only(Kind::Write), nth: 1, lasts: Lasts::Once, how: How::Full },
        ),
    ];
    let mut rows = Vec::new();
    for (what, fault) in ways {
        rows.push(way(what, fault, stride).await?);
    }
    let once = Fault { hits: Hits::Any, nth: 1, lasts: Lasts::Once, how: How::Error };
    rows.push(starting("one call fails while the app starts with contacts to send", once, stride).await?);
    let forever = Fault { lasts: Lasts::Forever, ..once };
    rows.push(starting("from there on every call fails while it starts", forever, stride).await?);
    let head =
        "With the worker on its own thread and over HTTP, each system call fails for a while.".to_owned();
    Ok(Table { head, rows, ..Table::default() })
}

async fn way(what: &str, fault: Fault, stride: u64) -> Result<Row, String> {
    let mut row = Row::of(what);
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    let mut booth = Booth::open(laptop, Arc::new(SystemClock::new()), FENCE, |_| Fate::Pass).await?;
    let (mut nth, mut unplayed, mut at_once, mut longest) = (1, 0, 0, Duration::ZERO);
    while unplayed < 3 {
        disk.arm(Fault { nth, ..fault });
        for _ in 0..2 {
            booth.capture();
        }
        tokio::time::sleep(PLAYS_FOR).await;
        let played = disk.heal() > 0;
        at_once += u64::from(booth.capture() && played);
        let dead = !booth.capture();
        if dead {
            row.violated(format!(
                "call {nth}: the disk works again, and only a new start helps: {:?}",
                booth.said
            ));
        }
        let start = dead || row.runs % PER_START == PER_START - 1;
        if start && let Err(code) = booth.restart(Arc::new(SystemClock::new())) {
            row.violated(format!("call {nth}: it does not start again: {code}"));
            break;
        }
        match booth.rest().await {
            Ok(took) => longest = longest.max(took),
            Err(why) => {
                row.violated(format!("call {nth}: {why}"));
                break;
            }
        }
        row.runs += u64::from(played);
        unplayed = if played { 0 } else { unplayed + 1 };
        nth += stride;
    }
    let words = Words::english();
    if let Some(code) = booth.said.keys().find(|code| !words.has(code)) {
        row.violated(format!("an error was told without words: {code}"));
    }
    let told: u32 = booth.said.values().sum();
    match booth.verify() {
        Ok(ours) => {
            let confirmed = booth.confirmed.len();
            row.counted = format!(
                "{confirmed} confirmed, {ours} in the CRM, {told} told in words, {at_once} saved at once after it, all sent after {longest:.1?} at most"
            );
        }
        Err(why) => row.violated(why),
    }
    booth.desk.stop();
    Ok(row)
}

/// The app is closed with contacts that are not sent, and started on a disk that fails for a while. Once it works again, a
/// person tries once more where they were told to; the rest goes by itself.
async fn starting(what: &str, fault: Fault, stride: u64) -> Result<Row, String> {
    let mut row = Row::of(what);
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    let mut booth = Booth::open(laptop, Arc::new(SystemClock::new()), FENCE, |_| Fate::Pass).await?;
    let (mut nth, mut unplayed, mut longest) = (1, 0, Duration::ZERO);
    let mut stuck = BTreeMap::<String, u32>::new();
    while unplayed < 3 {
        if !booth.capture() {
            row.violated(format!(
                "call {nth}: a capture on a disk that works was not saved: {:?}",
                booth.said
            ));
        }
        booth.close();
        disk.arm(Fault { nth, ..fault });
        let told = booth.reopen(Arc::new(SystemClock::new()));
        tokio::time::sleep(PLAYS_FOR).await;
        let played = disk.heal() > 0;
        if let Some(code) = told {
            *stuck.entry(code).or_default() += 1;
            let _ = booth.desk.try_again();
            if let Some(code) = crate::laptop::stuck(&booth.desk) {
                row.violated(format!("call {nth}: the disk works again, and it still says {code}"));
                break;
            }
        }
        match booth.rest().await {
            Ok(took) => longest = longest.max(took),
            Err(why) => {
                row.violated(format!("call {nth}: {why}"));
                break;
            }
        }
        row.runs += u64::from(played);
        unplayed = if played { 0 } else { unplayed + 1 };
        nth += stride;
    }
    let words = Words::english();
    if let Some(code) = stuck.keys().find(|code| !words.has(code)) {
        row.violated(format!("a start that does not go well is told without words: {code}"));
    }
    match booth.verify() {
        Ok(ours) => {
            row.counted = format!("{} confirmed, {ours} in the CRM, told {stuck:?}", booth.confirmed.len())
        }
        Err(why) => row.violated(why),
    }
    booth.desk.stop();
    Ok(row)
}
