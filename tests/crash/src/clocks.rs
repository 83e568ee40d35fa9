//! The computer's clock jumps by ten years, either way, again and again: nothing is lost, sent twice or purged, and nothing
//! waits longer than what it waits for may take.

use crate::booth::Booth;
use crate::chance::Chance;
use crate::laptop::Laptop;
use crate::proxy::Fate;
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::sync::health::DAILY_LOOK;
use lanyard_core::sync::retry::MAX_BACKOFF;
use lanyard_core::time::{Millis, MonoMs, WallMs};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_rehearsal::{FaultKind, FaultRule, Match};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// Ten years in milliseconds.
const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;

/// Contacts between two jumps.
const CAPTURES: u32 = 4;

/// A clock that can be set: the wall either way, the monotonic one only forward, as after a sleep.
#[derive(Debug, Default)]
pub struct JumpingClock {
    system: SystemClock,
    wall: AtomicI64,
    mono: AtomicU64,
}

impl JumpingClock {
    /// Sets the wall clock so far away from the computer's.
    pub fn set_wall(&self, away: i64) {
        self.wall.store(away, Ordering::SeqCst);
    }

    /// So much time passed while nobody looked.
    pub fn sleep_through(&self, span: Millis) {
        self.mono.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl Clock for JumpingClock {
    fn wall(&self) -> WallMs {
        WallMs(self.system.wall().0.saturating_add(self.wall.load(Ordering::SeqCst)))
    }

    fn mono(&self) -> MonoMs {
        self.system.mono().plus(Millis(self.mono.load(Ordering::SeqCst)))
    }

    fn new_id(&self) -> String {
        self.system.new_id()
    }

    fn jitter(&self) -> f64 {
        self.system.jitter()
    }
}

/// Whose clock jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    Theirs,
}

/// Jumps so many times: first the laptop's clock, then the CRM's. Never both, since two clocks that agree are right.
///
/// # Errors
/// When the system gives no port or folder.
pub async fn clocks(jumps: u64, seed: u64) -> Result<Table, String> {
    let ours = "the laptop's clock jumps by ten years or to 1970, at work and between two starts";
    let theirs = "the CRM's clock jumps ten years ahead, again and again";
    let rows = vec![
        jumping(ours, Whose::Ours, jumps, seed).await?,
        jumping(theirs, Whose::Theirs, jumps.div_ceil(4), seed).await?,
    ];
    let head =
        "A clock is set to another time. Nothing is lost, sent twice or purged, and nothing waits too long."
            .to_owned();
    Ok(Table { head, rows, ..Table::default() })
}

async fn jumping(what: &str, whose: Whose, jumps: u64, seed: u64) -> Result<Row, String> {
    let mut row = Row::of(what);
    let mut chance = Chance::new(seed);
    let mut fates = chance.clone();
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let clock = Arc::new(JumpingClock::default());
    let choose = move |asked: crate::proxy::Asked<'_>| {
        if asked.is_write() && fates.one_in(3) { Fate::CutReply { after: 0 } } else { Fate::Pass }
    };
    let mut booth = Booth::open(laptop, Arc::<JumpingClock>::clone(&clock), Millis(50), choose).await?;
    let (mut longest, mut theirs) = (Millis(0), 0_u32);
    let removed = remove_one(&mut booth).await?;
    for jump in 0..jumps {
        match whose {
            Whose::Ours => clock.set_wall(match chance.below(4) {
                0 => TEN_YEARS,
                1 => -TEN_YEARS,
                // As a computer whose battery is empty: 1970, and before.
                2 => -clock.system.wall().0 - i64::try_from(chance.below(1 << 30)).unwrap_or_default(),
                _ => 0,
            }),
            // Forward only: what it dated later than its own now it does not show.
            Whose::Theirs => {
                booth.crm_clock.fetch_add(TEN_YEARS, Ordering::SeqCst);
                theirs += 1;
            }
        }
        if chance.one_in(4) {
            // The CRM says until when to wait, by its own clock.
            let kind = FaultKind::Throttled { retry_after_s: None, retry_after_date: Some(1) };
            let matches = Match { write_only: true, ..Match::default() };
            booth.crm.fault(FaultRule { matches, times: Some(1), kind });
        }
        for _ in 0..CAPTURES {
            if !booth.capture() {
                row.violated(format!("jump {jump}: a capture was not saved: {:?}", booth.said));
            }
        }
        if chance.one_in(3)
            && let Err(code) = booth.restart(Arc::<JumpingClock>::clone(&clock))
        {
            row.violated(format!("jump {jump}: it does not start: {code}"));
            break;
        }
        match waits(&booth, &clock) {
            Ok(wait) => longest = longest.max(wait),
            Err(why) => row.violated(format!("jump {jump}: {why}")),
        }
        row.runs += 1;
        if chance.one_in(3)
            && let Err(why) = booth.rest().await
        {
            row.violated(format!("jump {jump}: {why}"));
            break;
        }
    }
    if let Err(why) = kept(&booth, theirs) {
        row.violated(why);
    }
    // The one that was taken away is away, and stays it.
    booth.confirmed.remove(&removed);
    let rested = booth.rest().await;
    match rested.and_then(|_| booth.verify()) {
        Ok(ours) => {
            let (confirmed, cut) = (booth.confirmed.len(), booth.proxy.played().cut());
            row.counted = format!(
                "{confirmed} confirmed, {ours} in the CRM, {cut} replies cut, longest wait {} ms",
                longest.0
            );
        }
        Err(why) => row.violated(why),
    }
    booth.desk.stop();
    Ok(row)
}

/// A contact is captured, sent, and taken away again on both sides: from then on its tombstone is counted by days.
async fn remove_one(booth: &mut Booth) -> Result<u32, String> {
    booth.capture();
    booth.rest().await?;
    let code = |error: lanyard_engine::api::views::CommandError| error.sentence.code;
    let row = booth.desk.recent(1).map_err(code)?.pop().ok_or("nothing was captured")?;
    booth.desk.remove_contact(&row.id).map_err(code)?;
    booth.rest().await?;
    booth.confirmed.last().copied().ok_or_else(|| "nothing was confirmed".to_owned())
}

/// The tombstone is still there, and no jump of the CRM's clock counted for more than one day.
fn kept(booth: &Booth, theirs: u32) -> Result<(), String> {
    let engine = booth.desk.engine().map_err(|error| error.sentence.code)?;
    let (tombstones, days): (u32, u32) = engine
        .store()
        .read(|conn| {
            let sql = "SELECT (SELECT count(*) FROM tombstone), (SELECT coalesce(max(confirmed_days), 0) FROM destination)";
            Ok(conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .map_err(|error| error.to_string())?;
    match (tombstones, days <= theirs) {
        (0, _) => Err("the tombstone of what was removed is gone".to_owned()),
        (_, false) => Err(format!("{days} days were confirmed by {theirs} jumps of the CRM's clock")),
        (_, true) => Ok(()),
    }
}

/// The longest wait there is now.
fn waits(booth: &Booth, clock: &JumpingClock) -> Result<Millis, String> {
    // Sets the worker's picture of itself anew.
    std::thread::sleep(Duration::from_millis(5));
    let engine = booth.desk.engine().map_err(|error| error.sentence.code)?;
    let Some(sync) = engine.sync() else { return Err("there is no worker".to_owned()) };
    let (snapshot, wall) = (sync.snapshot(), clock.wall());
    let mut longest = Millis(0);
    for line in snapshot.lines.values() {
        for wait in line.left.values() {
            longest = longest.max(*wait);
        }
        if longest > MAX_BACKOFF {
            return Err(format!("a delivery waits {} ms", longest.0));
        }
        // The picture may have been taken before the jump; then it is not of this wall clock.
        let closed = line.until.map_or(0, |until| until.0.saturating_sub(wall.0));
        if closed > i64::try_from(DAILY_LOOK.0).unwrap_or(i64::MAX) && closed < TEN_YEARS - 86_400_000 {
            return Err(format!("the destination waits {closed} ms"));
        }
    }
    Ok(longest)
}
