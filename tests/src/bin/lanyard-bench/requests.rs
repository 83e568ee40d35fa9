//! What a contact costs in requests, beside the least that its CRM allows, and how much of a CRM's limit is used while two
//! thousand wait. Counted where the requests arrive, at the rehearsal CRMs; the time is the computer's.

use crate::drain::until_synced;
use crate::figures::met;
use crate::laptop::Laptop;
use crate::watch::Watch;
use acceptance::crm_peer::new_record;
use lanyard_core::contact::Field;
use lanyard_core::crm::{CrmOp, ItemAnswer, NewRecord};
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::FieldChange;
use lanyard_engine::clock::{Clock as _, SystemClock};
use lanyard_engine::crm::http::Limits;
use lanyard_engine::crm::{Crm, Secret, Secrets, Settings};
use lanyard_rehearsal::{Brand, Options, Rehearsal, Running};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

const CONTACTS: usize = 100;
const WAITING: usize = 2000;
const SECRET: &str = "bench";

/// A CRM, what a name and an address are called there, the least requests for a hundred of each kind and why, and its limit.
struct Judged {
    kind: &'static str,
    brand: Brand,
    last_name: &'static str,
    email: &'static str,
    least: [(usize, &'static str); 3],
    /// Requests in a window, and its seconds.
    limit: (u32, u64),
}

const JUDGED: [Judged; 3] = [
    Judged {
        kind: "acme",
        brand: Brand::Acme,
        last_name: "acme_last_name",
        email: "acme_email",
        least: [
            (2, "one batch looked for by address, one made, whose answer is the records"),
            (1, "one batch, meant for the versions that are known"),
            (2, "one batch looked for by address, one marked as adopted"),
        ],
        limit: (600, 60),
    },
    Judged {
        kind: "hubspot",
        brand: Brand::HubSpot,
        last_name: "lastname",
        email: "email",
        least: [
            (2, "one batch read by address, one upserted by our mark"),
            (2, "without versions what is there is read before it is changed: a batch each"),
            (2, "one batch read by address, one marked as adopted"),
        ],
        limit: (190, 10),
    },
    Judged {
        kind: "pipedrive",
        brand: Brand::Pipedrive,
        last_name: "name",
        email: "email",
        least: [
            (
                2 * CONTACTS + 2,
                "no batches: each is searched by address and made; their one organization is searched and made",
            ),
            (CONTACTS, "no batches: each is changed"),
            (3 * CONTACTS, "no batches: each is searched by address, read and marked as adopted"),
        ],
        limit: (20, 2),
    },
];

pub(crate) fn run(disk: &Path) {
    for judged in &JUDGED {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        new_and_changed(disk, &runtime, judged);
        already_there(disk, &runtime, judged);
        pressed(disk, &runtime, judged);
    }
}

fn start(runtime: &Runtime, judged: &Judged, generous: bool) -> Running {
    let clock = SystemClock::new();
    let mut options = Options::new(SECRET, "bench-key", "bench-control", Arc::new(move || clock.wall().0));
    options.brand = judged.brand;
    options.strangers = false;
    options.settings.tokens_per_day = 100_000_000;
    options.settings.requests_per_minute = judged.limit.0;
    if generous {
        options.settings.requests_per_minute = 100_000;
        (options.settings.requests_per_ten_s, options.settings.searches_per_s) = (100_000, 100_000);
        (options.settings.requests_per_two_s, options.settings.searches_per_two_s) = (100_000, 100_000);
    }
    runtime.block_on(Rehearsal::start(options)).expect("a free port")
}

/// Requests by method and path, ids and queries aside.
type Counted = BTreeMap<String, u64>;

fn counted(crm: &Running) -> Counted {
    let mut all = Counted::new();
    for seen in crm.requests() {
        let is_id = |piece: &str| piece.chars().any(|sign| sign.is_ascii_digit()) && !piece.starts_with('v');
        let shaped = seen.path.split('/').map(|piece| if is_id(piece) { "…" } else { piece });
        let shaped: Vec<&str> = shaped.collect();
        *all.entry(format!("{} {}", seen.method, shaped.join("/"))).or_default() += seen.count;
    }
    all
}

fn since(crm: &Running, before: &Counted) -> Counted {
    let mut all = counted(crm);
    for (kind, count) in before {
        if let Some(now) = all.get_mut(kind) {
            *now -= count;
        }
    }
    all.retain(|_, count| *count > 0);
    all
}

/// What asks whether anything changed there is no part of what a contact costs.
fn told(what: &str, all: &Counted, (least, why): (usize, &str)) {
    let looks = |kind: &str| {
        let asked =
            ["GET /api/v1/contacts", "GET /api/v2/persons", "GET /api/v1/me", "GET /api/v2/personFields"];
        asked.contains(&kind) || kind.starts_with("GET /crm/")
    };
    let searched = |kind: &str| kind.ends_with("contacts/search");
    let cost = all.iter().filter(|(kind, _)| !looks(kind) && !searched(kind));
    let count: u64 = cost.clone().map(|(_, count)| *count).sum();
    let watched: u64 = all.values().sum::<u64>() - count;
    let kinds: Vec<String> = cost.map(|(kind, count)| format!("{count} × {kind}")).collect();
    println!(
        "  {what}: {count} requests, the least possible {least} ({why}): {:.2} times; besides {watched} for what changed there",
        count as f64 / least as f64
    );
    println!("    {}", kinds.join(", "));
}

fn refused(crm: &Running) -> u64 {
    crm.requests().iter().filter(|seen| seen.status == 429 || seen.status == 403).map(|seen| seen.count).sum()
}

/// A hundred new ones, then a title changed on each.
fn new_and_changed(disk: &Path, runtime: &Runtime, judged: &Judged) {
    let crm = start(runtime, judged, true);
    let laptop = Laptop::at(disk, judged.kind, &crm.base_url());
    let desk = laptop.open();
    runtime.block_on(desk.sync_now()).expect("the worker answers");
    desk.stop();
    let before = counted(&crm);
    laptop.fill(CONTACTS);
    let desk = laptop.open();
    until_synced(&desk, CONTACTS);
    println!("{}, {CONTACTS} contacts", judged.kind);
    told("new", &since(&crm, &before), judged.least[0]);
    desk.stop();
    // Changed while nothing leaves: else the first ones are on their way before the last is typed.
    let desk = laptop.open_quiet();
    for contact in contacts(&desk) {
        let change = FieldChange {
            field: Field::JobTitle,
            part: Default::default(),
            value: Some("Plant Manager".to_owned()),
        };
        desk.edit_contact(&contact, &[change]).expect("it is saved");
    }
    desk.stop();
    let before = counted(&crm);
    let desk = laptop.open();
    until_synced(&desk, CONTACTS);
    told("changed", &since(&crm, &before), judged.least[1]);
    desk.stop();
}

fn contacts(desk: &Desk) -> Vec<lanyard_core::ids::ContactId> {
    desk.recent(u32::try_from(CONTACTS).unwrap_or(u32::MAX))
        .expect("the store answers")
        .into_iter()
        .map(|row| row.id)
        .collect()
}

/// A hundred whom somebody else brought there before.
fn already_there(disk: &Path, runtime: &Runtime, judged: &Judged) {
    let crm = start(runtime, judged, true);
    let made = CrmOp::Create { items: (0..CONTACTS).map(|number| stranger(judged, number)).collect() };
    let client = client(judged, &crm);
    let answer = runtime.block_on(async {
        client.perform(&CrmOp::Check).await;
        client.perform(&made).await
    });
    let there = made.deliveries();
    let written = there.iter().filter(|one| !matches!(answer.of(&made, one), ItemAnswer::Failed(_))).count();
    assert_eq!(written, CONTACTS, "they are there: {:?}", answer.outcome);
    let laptop = Laptop::at(disk, judged.kind, &crm.base_url());
    let desk = laptop.open();
    runtime.block_on(desk.sync_now()).expect("the worker answers");
    desk.stop();
    let before = counted(&crm);
    laptop.fill(CONTACTS);
    let desk = laptop.open();
    until_synced(&desk, CONTACTS);
    told("already there", &since(&crm, &before), judged.least[2]);
    desk.stop();
}

fn stranger(judged: &Judged, number: usize) -> NewRecord {
    let (name, email) = (format!("Ada Visitor{number}"), format!("ada{number}@example.com"));
    let name = if judged.kind == "pipedrive" { name } else { format!("Visitor{number}") };
    let fields = [(judged.last_name, name.as_str()), (judged.email, email.as_str())];
    NewRecord { marker: None, ..new_record(&format!("s{number}"), &fields) }
}

fn client(judged: &Judged, crm: &Running) -> lanyard_engine::crm::Client {
    let known = Crm::by_kind(judged.kind).expect("it is in the list");
    let settings = Settings::from([("base_url".to_owned(), crm.base_url())]);
    let secrets = Secrets::from([("secret".to_owned(), Secret::new(SECRET))]);
    let clock = Arc::new(SystemClock::new());
    let mapping = (known.default_mapping)();
    known.connect(&settings, &secrets, &mapping, Limits::SHIPPED, clock).expect("the form is filled in")
}

/// Two thousand wait, each with a note, which no CRM takes in batches: how much of the limit is used, over whole windows.
fn pressed(disk: &Path, runtime: &Runtime, judged: &Judged) {
    let crm = start(runtime, judged, false);
    let laptop = Laptop::at(disk, judged.kind, &crm.base_url());
    laptop.fill_with_notes(WAITING);
    let desk = laptop.open();
    let all = || crm.requests().iter().map(|seen| seen.count).sum::<u64>();
    let (limit, window) = judged.limit;
    // The first window is filled by batches and by what a check asks.
    let begun = Watch::start();
    while begun.passed() < Duration::from_secs(window.max(10)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let (watch, mut course) = (Watch::start(), Vec::new());
    let long = Duration::from_secs((window * 2).max(60));
    while watch.passed() < long {
        course.push((watch.seconds(), all()));
        std::thread::sleep(Duration::from_millis(20));
    }
    let (used, seconds) = whole_windows(&course, window as f64 / 4.0);
    let allowed = f64::from(limit) * seconds / window as f64;
    let share = used as f64 / allowed;
    let (over, left) = (refused(&crm), desk.status().expect("the store answers").sum.waiting);
    desk.stop();
    println!(
        "  {WAITING} waiting, each with a note, {limit} requests in {window} s allowed: {used} in {seconds:.0} s, {:.1} % of what is \
         allowed, {over} refused, {left} still waiting; goal ≥ 95 %, never over: {}",
        share * 100.0,
        met(share >= 0.95 && over == 0)
    );
}

/// Requests, and the seconds they took, from the begin of one burst to the begin of a later one: a rolling window is used up at
/// once and then waited for, and a span that cuts a burst in two would say more or less than is true. Without a pause of `rest`
/// seconds there are no bursts, and the whole counts.
fn whole_windows(course: &[(f64, u64)], rest: f64) -> (u64, f64) {
    let (mut begins, mut grew) = (Vec::new(), None::<f64>);
    for pair in course.windows(2) {
        let [(before, count), (now, more)] = pair else { continue };
        if more > count {
            if grew.is_some_and(|grew| now - grew >= rest) {
                begins.push((*before, *count));
            }
            grew = Some(*now);
        }
    }
    let (first, last) = match begins.as_slice() {
        [first, .., last] => (first, last),
        _ => (&course[0], &course[course.len() - 1]),
    };
    (last.1 - first.1, last.0 - first.0)
}
