//! `kill -9`, again and again, at random moments: while the app starts, while it captures, while it sends to a CRM whose
//! replies are cut after it committed. Many kills meet one folder; then the CRM answers as it should, and everything that
//! was confirmed must be in it once.

use crate::chance::Chance;
use crate::crm::{crm, each_once};
use crate::laptop::Laptop;
use crate::process::{Line, Running, Work};
use crate::proxy::{Fate, Proxy};
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::time::Millis;
use lanyard_rehearsal::Marker;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Kills that meet one folder.
const PER_FOLDER: u64 = 50;

/// Contacts captured in one life at most.
const PER_LIFE: u32 = 5;

/// Short, so that a life can see a fence end.
const FENCE: Millis = Millis(150);

/// When to kill.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So long after the process began.
    Starting(Duration),
    /// So long after so many confirmations.
    Capturing(u32, Duration),
    /// So long after the last confirmation.
    Sending(Duration),
}

fn moment(chance: &mut Chance) -> Moment {
    let mut below = |micros: u64| Duration::from_micros(chance.below(micros));
    match below(3).as_micros() {
        0 => Moment::Starting(below(250_000)),
        1 => Moment::Capturing(below(u64::from(PER_LIFE)).as_micros() as u32, below(12_000)),
        _ => Moment::Sending(below(300_000)),
    }
}

/// What networks do to one connection in four.
fn fate(chance: &mut Chance) -> Fate {
    match chance.below(16) {
        0 | 1 => Fate::CutReply { after: 0 },
        2 => Fate::CutReply { after: chance.below(200) as usize },
        3 => Fate::Refuse,
        4 => Fate::DelayReply(Duration::from_millis(chance.below(60))),
        _ => Fate::Pass,
    }
}

/// Kills so many times.
///
/// # Errors
/// When the system gives no port, folder or process.
pub async fn kill(times: u64, seed: u64) -> std::io::Result<Table> {
    let mut rows = ["while starting", "while capturing", "while sending"].map(Row::of);
    let mut all = Row::of("folders, each brought to rest in the end");
    let (mut confirmed, mut cut, mut ours) = (0, 0, 0);
    let mut left = times;
    while left > 0 {
        let batch = left.min(PER_FOLDER);
        left -= batch;
        all.runs += 1;
        match folder(batch, seed.wrapping_add(left), &mut rows).await? {
            Ok(found) => {
                confirmed += found.confirmed;
                cut += found.cut;
                ours += found.ours;
            }
            Err(why) => all.violated(why),
        }
    }
    all.counted = format!("{confirmed} confirmed, {ours} in the CRM, {cut} replies cut after the commit");
    let kills: u64 = rows.iter().map(|row| row.runs).sum();
    let head = format!("{kills} times a process is killed with signal 9.");
    Ok(Table { head, rows: rows.into_iter().chain([all]).collect(), ..Table::default() })
}

struct Settled {
    confirmed: usize,
    cut: u64,
    ours: usize,
}

async fn folder(kills: u64, seed: u64, rows: &mut [Row; 3]) -> std::io::Result<Result<Settled, String>> {
    let mut chance = Chance::new(seed);
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path())?;
    // Searchable only: a CRM that refuses a second record with one marker would hide a second request.
    let crm = crm(Marker::Searchable).await;
    let strangers = crm.records();
    let calm = Arc::new(AtomicBool::new(false));
    let (mut fates, quiet) = (chance.clone(), Arc::clone(&calm));
    let choose = move |_: crate::proxy::Asked<'_>| {
        if quiet.load(Ordering::Relaxed) { Fate::Pass } else { fate(&mut fates) }
    };
    let proxy = Proxy::start(crm.addr(), choose).await?;
    let base_url = format!("http://{}/api/v1", proxy.addr());
    let work = |first, last| Work { base_url: base_url.clone(), fence: FENCE, first, last, forced: false };
    let mut confirmed = BTreeSet::new();
    let mut next = 1;
    for _ in 0..kills {
        let (moment, laptop, last) = (moment(&mut chance), laptop.clone(), next + PER_LIFE - 1);
        let work = work(next, last);
        next = last + 1;
        let row = match moment {
            Moment::Starting(_) => &mut rows[0],
            Moment::Capturing(..) => &mut rows[1],
            Moment::Sending(_) => &mut rows[2],
        };
        row.runs += 1;
        let said = tokio::task::spawn_blocking(move || life(&laptop, &work, moment)).await;
        for line in said.map_err(std::io::Error::other)? {
            match line {
                Line::Saved(number) => {
                    confirmed.insert(number);
                }
                Line::Refused(code) => row.violated(format!("it did not start again: {code}")),
                Line::Ready | Line::Done(_) => {}
                Line::Other(text) => row.violated(format!("it said {text}")),
            }
        }
    }
    calm.store(true, Ordering::Relaxed);
    let rest = work(next, next);
    let settled = tokio::task::spawn_blocking(move || to_rest(&laptop, &rest));
    let done = match tokio::time::timeout(Duration::from_secs(60), settled).await {
        Ok(done) => done.map_err(std::io::Error::other)?,
        Err(_) => return Ok(Err("it does not come to rest within a minute".to_owned())),
    };
    let Some((done, last)) = done else { return Ok(Err("it ended without coming to rest".to_owned())) };
    confirmed.extend(last);
    Ok(each_once(&crm, &confirmed, &strangers).and_then(|ours| {
        if done != ours {
            return Err(format!("it says that {done} are in the CRM, and {ours} are"));
        }
        Ok(Settled { confirmed: confirmed.len(), cut: proxy.played().cut(), ours })
    }))
}

fn life(laptop: &Laptop, work: &Work, moment: Moment) -> Vec<Line> {
    let mut process = Running::start(laptop, work);
    let mut said = Vec::new();
    let (saved, wait) = match moment {
        Moment::Starting(wait) => (None, wait),
        Moment::Capturing(count, wait) => (Some(count), wait),
        Moment::Sending(wait) => (Some(PER_LIFE), wait),
    };
    if let Some(saved) = saved {
        let mut seen = 0;
        while seen < saved {
            let Some(line) = process.line() else { break };
            seen += u32::from(matches!(line, Line::Saved(_)));
            said.push(line);
        }
    }
    std::thread::sleep(wait);
    // What was said before the kill and not read yet counts as well.
    said.extend(process.kill());
    said
}

/// Lets it work until everything is sent. How many are in the CRM by its own account, and what it captured last.
fn to_rest(laptop: &Laptop, work: &Work) -> Option<(usize, Option<u32>)> {
    let mut process = Running::start(laptop, work);
    let mut last = None;
    loop {
        match process.line()? {
            Line::Done(count) => return Some((count, last)),
            Line::Saved(number) => last = Some(number),
            Line::Refused(_) | Line::Other(_) => return None,
            Line::Ready => {}
        }
    }
}
