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

/// Jumps so many times.
///
/// # Errors
/// When the system gives no port or folder.
pub async fn clocks(jumps: u64, seed: u64) -> Result<Table, String> {
    let mut row = Row::of("the wall clock jumps by ten years or to 1970, at work and between two starts");
    let mut chance = Chance::new(seed);
    let mut fates = chance.clone();
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let clock = Arc::new(JumpingClock::default());
    let choose = move |asked: crate::proxy::Asked<'_>| {
        if asked.is_write() && fates.one_in(3) { Fate::CutReply { after: 0 } } else { Fate::Pass }
    };
    let mut booth = Booth::open(laptop, Arc::<JumpingClock>::clone(&clock), Millis(50), choose).await?;
    let mut longest = Millis(0);
    for jump in 0..jumps {
        let to = match chance.below(4) {
            0 => TEN_YEARS,
            1 => -TEN_YEARS,
            // As a computer whose battery is empty: 1970, and before.
            2 => -clock.system.wall().0 - i64::try_from(chance.below(1 << 30)).unwrap_or_default(),
            _ => 0,
        };
        clock.set_wall(to);
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
    let rested = booth.rest().await;
    match rested.and_then(|()| booth.verify()) {
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
    let head = "The computer's clock is set to another time.".to_owned();
    Ok(Table { head, rows: vec![row], ..Table::default() })
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
