//! A laptop that sleeps in the middle of a request: the process is stopped for longer than its client waits, and, with a
//! played clock, hours pass over a fence.

use crate::booth::Booth;
use crate::clocks::JumpingClock;
use crate::crm::{crm, each_once};
use crate::laptop::Laptop;
use crate::process::{Line, Running, Work};
use crate::proxy::{Asked, Fate, Proxy};
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::time::Millis;
use lanyard_rehearsal::Marker;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const CAPTURES: u32 = 8;

/// Longer than the app's own limit for a request (20 s).
pub const BEYOND_THE_TIMEOUT: Duration = Duration::from_secs(22);

/// Stops a process for `span` in the middle of a write, once for each thing that may become of its reply; then lets a
/// played clock jump.
///
/// # Errors
/// When the system gives no port, folder or process.
pub async fn suspend(span: Duration) -> Result<Table, String> {
    let fates = [
        ("the reply was there all the time", Fate::Pass),
        ("the reply came meanwhile", Fate::DelayReply(span / 2)),
        ("the reply was cut after the commit", Fate::CutReply { after: 0 }),
        ("the reply was cut in its middle", Fate::CutReply { after: 90 }),
        ("the request arrived meanwhile", Fate::Delay(span / 2)),
    ];
    let mut stories = Vec::new();
    for (what, fate) in fates {
        stories.push(tokio::spawn(stopped(what, fate, span)));
    }
    let mut rows = Vec::new();
    for story in stories {
        rows.push(story.await.map_err(|error| error.to_string())?);
    }
    rows.push(slept_through().await?);
    let head =
        format!("The process is stopped for {} s in the middle of a write, and goes on.", span.as_secs_f64());
    Ok(Table { head, rows, ..Table::default() })
}

async fn stopped(what: &'static str, fate: Fate, span: Duration) -> Row {
    let mut row = Row::of(what);
    row.runs = 1;
    match stop_once(fate, span).await {
        Ok(ours) => row.counted = format!("{ours} contacts, each once"),
        Err(why) => row.violated(why),
    }
    row
}

async fn stop_once(fate: Fate, span: Duration) -> Result<usize, String> {
    let system = |error: std::io::Error| error.to_string();
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(system)?;
    let crm = crm(Marker::Searchable).await;
    let strangers = crm.records();
    let seen = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&seen);
    let choose = move |asked: Asked<'_>| {
        if asked.is_write() && !told.swap(true, Ordering::SeqCst) { fate } else { Fate::Pass }
    };
    let proxy = Proxy::start(crm.addr(), choose).await.map_err(system)?;
    let base_url = format!("http://{}/api/v1", proxy.addr());
    let work = Work { base_url, fence: Millis(300), first: 1, last: CAPTURES, forced: false };
    let worked = tokio::task::spawn_blocking(move || {
        let mut process = Running::start(&laptop, &work);
        while !seen.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_micros(200));
        }
        process.suspend(span);
        let (mut confirmed, mut done) = (BTreeSet::new(), None);
        while let Some(line) = process.line() {
            match line {
                Line::Saved(number) => {
                    confirmed.insert(number);
                }
                Line::Done(count) => done = Some(count),
                Line::Ready | Line::Refused(_) | Line::Other(_) => {}
            }
        }
        (confirmed, done)
    });
    let waited = tokio::time::timeout(span + Duration::from_secs(60), worked).await;
    let (confirmed, done) = match waited {
        Ok(worked) => worked.map_err(|error| error.to_string())?,
        Err(_) => return Err("it does not come to rest within a minute".to_owned()),
    };
    let ours = each_once(&crm, &confirmed, &strangers)?;
    match done {
        Some(count) if count == ours && confirmed.len() == CAPTURES as usize => Ok(ours),
        other => Err(format!("{ours} in the CRM, {} confirmed, and it counts {other:?}", confirmed.len())),
    }
}

/// The monotonic clock jumps over hours while a write is under way, and again while its outcome is unknown.
async fn slept_through() -> Result<Row, String> {
    let mut row = Row::of("the clock jumps over fences of 180 s while writes are under way");
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).map_err(|error| error.to_string())?;
    let clock = Arc::new(JumpingClock::default());
    let mut writes = 0_u32;
    let jumping = Arc::clone(&clock);
    let choose = move |asked: Asked<'_>| {
        if !asked.is_write() {
            return Fate::Pass;
        }
        writes += 1;
        jumping.sleep_through(Millis::from_secs(3600));
        match writes % 3 {
            0 => Fate::Pass,
            1 => Fate::CutReply { after: 0 },
            _ => Fate::DelayReply(Duration::from_millis(60)),
        }
    };
    let fence = Millis::from_secs(180);
    let mut booth = Booth::open(laptop, Arc::<JumpingClock>::clone(&clock), fence, choose).await?;
    for _ in 0..20 {
        booth.capture();
        row.runs += 1;
        // Whatever is fenced by now has slept through its fence.
        tokio::time::sleep(Duration::from_millis(40)).await;
        clock.sleep_through(Millis::from_secs(181));
        if let Some(sync) = booth.desk.engine().ok().as_deref().and_then(lanyard_engine::Engine::sync) {
            sync.nudge();
        }
    }
    let rested = tokio::time::timeout(Duration::from_secs(20), async {
        while booth.to_send() != Some(0) {
            clock.sleep_through(Millis::from_secs(181));
            let _ = booth.desk.sync_now().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    if rested.await.is_err() {
        row.violated(format!("{:?} contacts are not sent", booth.to_send()));
    }
    match booth.verify() {
        Ok(ours) => {
            let cut = booth.proxy.played().cut();
            row.counted =
                format!("{} confirmed, {ours} in the CRM, {cut} replies cut", booth.confirmed.len());
        }
        Err(why) => row.violated(why),
    }
    booth.desk.stop();
    Ok(row)
}
