//! What each place of the window asks the engine for when it is opened, or when something changed, with all the contacts there.
//! The page's own work is not in it.

use crate::figures::Series;
use crate::people::TAGS;
use crate::watch::timed;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::Desk;
use lanyard_engine::api::views::{ContactQuery, Over};
use lanyard_engine::store::lists::Order;

const ASKED: usize = 15;

/// Rows that a page of the list holds.
const PAGE: u32 = 100;

pub(crate) fn run(desk: &Desk) {
    println!("what the places ask the engine, ms:");
    let list = || ContactQuery { limit: PAGE, ..ContactQuery::default() };
    let ask = |query: ContactQuery| move || desk.contacts(&query).expect("the list answers").matching;
    one("the sum, after each change", || desk.status().expect("it answers"));
    one("the rail", || desk.recent(12).expect("it answers"));
    one("Contacts, newest", ask(list()));
    one("  at the end", ask(ContactQuery { offset: 99_000, ..list() }));
    one("  by name", ask(ContactQuery { order: Some(Order::Name), ..list() }));
    one("  by name, at the end", ask(ContactQuery { order: Some(Order::Name), offset: 99_000, ..list() }));
    one("  of a state that all are in", ask(ContactQuery { chips: vec![Chip::Synced], ..list() }));
    one("  of a state that none is in", ask(ContactQuery { chips: vec![Chip::NeedsAttention], ..list() }));
    one("  of a tag", ask(ContactQuery { tags: Some(vec![TAGS[0].to_owned()]), ..list() }));
    one("  rated 4 or higher", ask(ContactQuery { rating: Some(4), ..list() }));
    one("  of a rep", ask(ContactQuery { reps: Some(vec!["Ali".to_owned()]), ..list() }));
    one("what it can be narrowed to", || desk.offered().expect("it answers"));
    one("Review", || desk.review().expect("it answers"));
    one("  its pictures of the whole event", || desk.pictures(&Over::All).expect("it answers"));
    one("Safe to close", || desk.closing().expect("it answers"));
    one("Settings", || desk.settings().expect("it answers"));
}

fn one<T>(place: &str, ask: impl Fn() -> T) {
    let mut series = Series::default();
    for _ in 0..ASKED {
        series.0.push(timed(&ask).0);
    }
    println!("  {place:<32} {}", series.line());
}
