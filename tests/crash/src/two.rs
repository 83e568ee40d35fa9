//! Two processes and one data folder. The second is refused in words. One that goes past the lock by force finds the
//! other's leases, and never sends what they cover.

use crate::crm::{crm, each_once};
use crate::laptop::Laptop;
use crate::process::{Line, Running, Work};
use crate::proxy::{Fate, Proxy};
use crate::sweep::quick_folder;
use crate::table::{Row, Table};
use lanyard_core::time::Millis;
use lanyard_engine::store::Store;
use lanyard_engine::words::Words;
use lanyard_rehearsal::Marker;
use std::collections::BTreeSet;
use std::time::Duration;

/// A write is under way so long.
const SLOW: Duration = Duration::from_millis(1200);

/// Longer than a write is under way, as a destination's fence must be.
const FENCE: Millis = Millis(2000);

const CAPTURES: u32 = 12;

/// Does it so many times.
///
/// # Errors
/// When the system gives no port, folder or process.
pub async fn two(times: u64) -> std::io::Result<Table> {
    let mut refused = Row::of("a second process on the folder");
    let mut forced = Row::of("a second process by force, while the first one's writes are under way");
    let (mut sent, mut met) = (0, 0);
    for _ in 0..times {
        let folder = quick_folder();
        let laptop = Laptop::new(folder.path())?;
        let crm = crm(Marker::Searchable).await;
        let strangers = crm.records();
        let slow = |asked: crate::proxy::Asked<'_>| {
            if asked.is_write() { Fate::DelayReply(SLOW) } else { Fate::Pass }
        };
        let proxy = Proxy::start(crm.addr(), slow).await?;
        let base_url = format!("http://{}/api/v1", proxy.addr());
        let work = Work { base_url, fence: FENCE, first: 1, last: CAPTURES, forced: false };
        let told =
            tokio::task::spawn_blocking(move || both(&laptop, &work)).await.map_err(std::io::Error::other)?;
        refused.runs += 1;
        match &told.second {
            Some(Line::Refused(code)) if code.starts_with("start-in-use") && Words::english().has(code) => {}
            other => refused.violated(format!("the second process was not refused in words: {other:?}")),
        }
        forced.runs += 1;
        if told.forced != Some(Line::Ready) {
            forced.violated(format!("it could not be forced: {:?}", told.forced));
        }
        met += told.met;
        if told.met == 0 {
            forced.violated("it met no lease of the first one, so nothing was proved");
        }
        match each_once(&crm, &told.confirmed, &strangers) {
            Ok(ours) if told.done == Some(ours) => sent += ours,
            Ok(ours) => {
                forced.violated(format!("{ours} in the CRM, and the first one counts {:?}", told.done))
            }
            Err(why) => forced.violated(why),
        }
    }
    refused.counted = "told that the folder is in use".to_owned();
    forced.counted = format!("{met} leases of the first one met, {sent} contacts, each sent once");
    Ok(Table {
        head: "Two processes on one data folder.".to_owned(),
        rows: vec![refused, forced],
        ..Table::default()
    })
}

struct Told {
    second: Option<Line>,
    forced: Option<Line>,
    confirmed: BTreeSet<u32>,
    done: Option<usize>,
    /// Deliveries whose lease the second one found and took for an unknown outcome; no reply was lost here.
    met: u32,
}

fn both(laptop: &Laptop, work: &Work) -> Told {
    let mut first = Running::start(laptop, work);
    let mut confirmed = BTreeSet::new();
    while confirmed.len() < CAPTURES as usize {
        match first.line() {
            Some(Line::Saved(number)) => {
                confirmed.insert(number);
            }
            Some(Line::Ready) => {}
            Some(Line::Done(_) | Line::Refused(_) | Line::Other(_)) | None => break,
        }
    }
    let second = Running::start(laptop, work).line();
    let mut by_force = Running::start(laptop, &Work { forced: true, ..work.clone() });
    let forced = by_force.line();
    let mut done = None;
    while let Some(line) = first.line() {
        if let Line::Done(count) = line {
            done = Some(count);
        }
    }
    // What the second one found under way ends now, if it is ever to be sent.
    std::thread::sleep(Duration::from_millis(FENCE.0) + SLOW);
    drop(by_force);
    let met = Store::open_for_reading(&laptop.store(), &Laptop::key()).ok().and_then(|store| {
        let sql = "SELECT count(*) FROM delivery WHERE ever_unknown = 1";
        store.read(|conn| Ok(conn.query_row(sql, [], |row| row.get(0))?)).ok()
    });
    Told { second, forced, confirmed, done, met: met.unwrap_or_default() }
}
