//! Draining: so many queued contacts into a CRM, beside a bare loop that sends the same requests without a store, in the
//! same run, and beside a loop that sends one contact after the other.

use crate::bare;
use crate::figures::{self, met};
use crate::laptop::Laptop;
use crate::stub::{Heard, Stub};
use crate::watch::Watch;
use lanyard_core::time::Millis;
use lanyard_engine::api::Desk;
use std::path::Path;
use std::time::Duration;

/// Requests that the worker has under way at most (sync protocol, "Worker").
const ABREAST: usize = 2;

/// The share that the one-by-one loop sends: at 150 ms all of it would take half an hour.
const ONE_BY_ONE: usize = 20;

/// Longer takes none of them.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// One drain and its bare loop.
pub(crate) struct Drained {
    /// Seconds from the first request's arrival until the last reply left.
    pub(crate) seconds: f64,
    /// Seconds from the opening of the app until everything was synced on the disk.
    pub(crate) whole: f64,
    /// Seconds of the bare loop.
    pub(crate) bare: f64,
    pub(crate) requests: usize,
    pub(crate) contacts: usize,
    /// As [`figures::worker`] says at its end.
    pub(crate) worker: Option<(f64, f64)>,
}

impl Drained {
    pub(crate) fn rate(&self) -> f64 {
        self.contacts as f64 / self.seconds
    }

    pub(crate) fn ratio(&self) -> f64 {
        self.bare / self.seconds
    }

    fn print(&self, delay: Duration) {
        println!(
            "drain of {} at {} ms: {:.2} s, {:.0} contacts/s, {} requests; open to all synced {:.2} s; bare loop {:.2} s, \
             {:.0} contacts/s; ratio {:.3}",
            self.contacts,
            delay.as_millis(),
            self.seconds,
            self.rate(),
            self.requests,
            self.whole,
            self.bare,
            self.contacts as f64 / self.bare,
            self.ratio()
        );
        if let Some((at_work, waited)) = self.worker {
            println!(
                "  the worker's thread: {at_work:.2} s at work, {:.0} µs a contact; {waited:.2} s ready, but without a processor",
                at_work * 1e6 / self.contacts as f64
            );
        }
    }
}

/// Drains a filled laptop whose destination is the stub's address.
pub(crate) fn drain(laptop: &Laptop, stub: &Stub, contacts: usize, delay: Duration) -> Drained {
    let watch = Watch::start();
    let desk = laptop.open();
    stub.until_created(contacts, PATIENCE);
    until_synced(&desk, contacts);
    let whole = watch.seconds();
    let worker = figures::worker();
    desk.stop();
    let (markers, records) = stub.distinct();
    assert_eq!((markers, records), (contacts, contacts), "each is there once");
    let heard = stub.heard();
    let (seconds, requests) = (stub.span().as_secs_f64(), heard.len());
    // Best of three: a bare loop that another program disturbed would flatter us.
    let bare = (0..3).map(|_| {
        let fresh = Stub::start(0, delay);
        bare::send(&fresh.address, &heard, ABREAST)
    });
    let bare = bare.fold(f64::INFINITY, f64::min);
    Drained { seconds, whole, bare, requests, contacts, worker }
}

/// Waits until the store says that all are synced.
pub(crate) fn until_synced(desk: &Desk, contacts: usize) {
    let watch = Watch::start();
    loop {
        let sum = desk.status().expect("the store answers").sum;
        if sum.synced as usize >= contacts {
            return;
        }
        assert!(watch.passed() < PATIENCE, "not all are synced: {sum:?}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Fills, drains, prints.
pub(crate) fn measured(disk: &Path, contacts: usize, delay: Duration) -> (Drained, Vec<Heard>) {
    let stub = Stub::start(0, delay);
    let laptop = Laptop::new(disk, &stub.address, Millis(0));
    laptop.fill(contacts);
    let drained = drain(&laptop, &stub, contacts, delay);
    drained.print(delay);
    (drained, stub.heard())
}

/// Contacts per second of a loop that makes one record after the other and asks nothing before: the fastest such loop.
fn one_by_one(heard: &[Heard], delay: Duration) -> f64 {
    let create =
        heard.iter().find(|heard| heard.path.ends_with("bulk/create")).expect("something was created");
    let body: serde_json::Value = serde_json::from_slice(&create.body).expect("JSON");
    let items = body["items"].as_array().expect("items");
    let single = |item: &serde_json::Value| Heard {
        post: true,
        path: "/api/v1/contacts".to_owned(),
        body: serde_json::json!({ "fields": item["fields"] }).to_string().into(),
    };
    let requests: Vec<Heard> = items.iter().take(ONE_BY_ONE).map(single).collect();
    let stub = Stub::start(0, delay);
    requests.len() as f64 / bare::send(&stub.address, &requests, 1)
}

pub(crate) fn run(disk: &Path) {
    let far = Duration::from_millis(150);
    let (drained, heard) = measured(disk, 5000, far);
    println!("  at least 0.9 of the bare loop: {}", met(drained.ratio() >= 0.9));
    let slow = one_by_one(&heard, far);
    let times = drained.rate() / slow;
    println!(
        "  one by one, measured on {ONE_BY_ONE}: {slow:.2} contacts/s; the drain is {times:.0} times as fast; at least 50: {}",
        met(times >= 50.0)
    );
    // Without a distance only the processor and the disk are measured, and other programs on this machine disturb both.
    let near = (0..3).map(|_| measured(disk, 10_000, Duration::ZERO).0.rate()).fold(0.0, f64::max);
    println!("  best of three at least 3,000 contacts/s: {}", met(near >= 3000.0));
}
