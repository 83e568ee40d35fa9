//! The disk fills up, at each call that needs it, and later there is room again. What was confirmed stays, a person is
//! told in words, and the very same process goes on by itself.

use crate::booth::Booth;
use crate::disk::{Disk, Fault, Hits, How, Kind, Lasts};
use crate::laptop::{Laptop, stuck};
use crate::proxy::Fate;
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::time::Millis;
use lanyard_engine::clock::SystemClock;
use lanyard_engine::words::Words;
use std::sync::Arc;
use std::time::Duration;

/// So long the disk stays full while the worker runs against it.
const FULL_FOR: Duration = Duration::from_millis(12);

const FENCE: Millis = Millis(40);

/// At a first start, and at work.
///
/// # Errors
/// When the system gives no port or folder.
pub async fn full(stride: u64) -> Result<Table, String> {
    let mut rows = vec![starts(stride)];
    // Disks that write in place only need room to grow; those that never do need it for every write.
    for (what, hits) in [
        ("where growing needs room", Hits::Growing),
        ("where every write needs room", Hits::Only(Kind::Write)),
    ] {
        rows.push(at_work(what, hits, stride).await?);
    }
    Ok(Table {
        head: "The disk is full from the n-th call on, for a while.".to_owned(),
        rows,
        ..Table::default()
    })
}

/// A first start on a disk that is full from some call on: it says so, and goes well once there is room.
fn starts(stride: u64) -> Row {
    let mut row = Row::of("first start, full from the n-th growing call on, then tried again");
    let (mut nth, mut as_full, words) = (1, 0, Words::english());
    loop {
        let folder = quick_folder();
        let Ok(laptop) = Laptop::new(folder.path()) else { break };
        let disk = Disk::watch(laptop.root());
        disk.arm(Fault { hits: Hits::Growing, nth, lasts: Lasts::Forever, how: How::Full });
        let desk = laptop.start(Arc::new(SystemClock::new()), false);
        let said = stuck(&desk);
        if disk.heal() == 0 {
            break;
        }
        row.runs += 1;
        match said.as_deref() {
            Some("start-disk-full" | "error-not-saved-full") => as_full += 1,
            Some(code) if words.has(code) => {}
            Some(code) => row.violated(format!("call {nth}: a full disk is told without words: {code}")),
            None => row.violated(format!("call {nth}: the start went well on a full disk")),
        }
        let _ = desk.try_again();
        if let Some(code) = stuck(&desk) {
            row.violated(format!("call {nth}: there is room again and it still says {code}"));
        }
        nth += stride;
    }
    let other = row.runs - as_full;
    row.counted = format!("{as_full} told as a full disk, {other} as a folder that cannot be used");
    row
}

/// One process, the disk full again and again.
async fn at_work(what: &str, hits: Hits, stride: u64) -> Result<Row, String> {
    let mut row = Row::of(format!("at work, full from the n-th call on for a while, {what}"));
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let disk = Disk::watch(laptop.root());
    let mut booth = Booth::open(laptop, Arc::new(SystemClock::new()), FENCE, |_| Fate::Pass).await?;
    let (mut nth, mut unplayed, mut longest) = (1, 0, Duration::ZERO);
    while unplayed < 3 {
        disk.arm(Fault { hits, nth, lasts: Lasts::Forever, how: How::Full });
        for _ in 0..2 {
            booth.capture();
        }
        tokio::time::sleep(FULL_FOR).await;
        let played = disk.heal() > 0;
        if !booth.capture() {
            row.violated(format!("call {nth}: there is room again and the next capture is not saved"));
        }
        match booth.rest().await {
            Ok(took) => longest = longest.max(took),
            Err(why) => {
                row.violated(format!("call {nth}: {why}"));
                break;
            }
        }
        if played {
            row.runs += 1;
            unplayed = 0;
        } else {
            unplayed += 1;
        }
        nth += stride;
    }
    let words = Words::english();
    for code in booth.said.keys().filter(|code| !words.has(code)) {
        row.violated(format!("a full disk is told without words: {code}"));
    }
    match booth.verify() {
        Ok(ours) => {
            let told: u32 = booth.said.values().sum();
            let as_full = booth.said.get("error-not-saved-full").copied().unwrap_or_default();
            let confirmed = booth.confirmed.len();
            row.counted = format!(
                "{confirmed} confirmed, {told} refused in words ({as_full} as a full disk), {ours} in the CRM, all sent \
                 after {longest:.1?} at most"
            );
        }
        Err(why) => row.violated(why),
    }
    booth.desk.stop();
    Ok(row)
}
