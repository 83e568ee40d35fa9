//! The figures of the pictures: they add up to the sum, they are told by the clock of the laptop's time zone, also over midnight
//! and after the zone was changed, and where nothing was heard there is nothing.

use crate::table::Table;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lanyard_core::crm::{RateFacts, ReplyFacts};
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::{BindingKind, State};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::api::views::{Over, Pictures, ShareView};
use lanyard_engine::clock::ManualClock;
use lanyard_engine::store::{attempts, deliveries};
use std::sync::Arc;

fn at(text: &str) -> WallMs {
    WallMs(text.parse::<Timestamp>().unwrap().as_millisecond())
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn timed(text: &str) -> (Table, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(at(text), 7));
    (Table::timed(clock.clone()), clock)
}

fn told(pictures: &Pictures) -> Vec<(&str, u32, u32, u32)> {
    let some = pictures.slots.iter().filter(|slot| slot.captured + slot.arrived + slot.removed > 0);
    some.map(|slot| (&slot.local[8..], slot.captured, slot.arrived, slot.waiting)).collect()
}

/// Puts a contact's delivery into a state, at a time of its own.
fn arrive(table: &Table, clock: &ManualClock, contact: &lanyard_core::ids::ContactId) -> DeliveryId {
    let id = table.put(contact, State::Synced, Some(BindingKind::Created));
    let now = lanyard_engine::clock::Clock::wall(clock);
    // The table's own clock is the computer's: when it arrived is laid by hand.
    let sql = "UPDATE delivery SET arrived_at = ?2 WHERE id = ?1";
    table.store.write(|conn| Ok(conn.execute(sql, (id.as_str(), now.0))?)).unwrap();
    id
}

#[test]
fn without_a_capture_there_is_nothing_to_draw() {
    let table = Table::laid();
    for over in [Over::Latest, Over::All] {
        let pictures = table.desk.pictures(&over).unwrap();
        assert!(pictures.slots.is_empty() && pictures.days.is_empty() && pictures.reps.is_empty());
        assert_eq!((pictures.captured, pictures.before), (0, 0));
        assert!(pictures.crms.iter().all(|crm| crm.requests == 0 && crm.p50.is_none()));
    }
    assert!(table.desk.pictures(&Over::Day { date: "yesterday".into() }).is_err());
}

#[test]
fn an_evening_over_midnight_is_two_days_that_add_up_to_the_sum() {
    let (table, clock) = timed("2026-11-22T22:10:00Z");
    let ada = table.capture("Ada", "ada@example.com");
    clock.set_wall(at("2026-11-22T22:50:00Z"));
    table.capture("Bea", "bea@example.com");
    clock.set_wall(at("2026-11-22T23:20:00Z"));
    arrive(&table, &clock, &ada);
    table.capture("Cleo", "cleo@example.com");
    let berlin = zone("Europe/Berlin");
    let latest = table.desk.pictures_in(&Over::Latest, &berlin).unwrap();
    let days: Vec<(&str, u32)> = latest.days.iter().map(|day| (day.date.as_str(), day.captured)).collect();
    assert_eq!(days, [("2026-11-23", 1), ("2026-11-22", 2)]);
    assert_eq!((latest.day.as_deref(), latest.captured, latest.before), (Some("2026-11-23"), 1, 2));
    assert_eq!(told(&latest), [("23T00:20", 1, 1, 2)]);
    let first = table.desk.pictures_in(&Over::Day { date: "2026-11-22".into() }, &berlin).unwrap();
    assert_eq!(told(&first), [("22T23:10", 1, 0, 1), ("22T23:50", 1, 0, 2)]);
    let all = table.desk.pictures_in(&Over::All, &berlin).unwrap();
    assert_eq!((all.captured, all.day), (table.desk.review().unwrap().sum.captured, None));
    assert_eq!(all.reps, [ShareView { name: Some("Ada".into()), contacts: 3 }]);
    assert_eq!(all.laptops, [ShareView { name: Some("Laptop".into()), contacts: 3 }]);
}

#[test]
fn a_laptop_that_is_carried_into_another_zone_tells_the_same_captures_by_its_new_clock() {
    let (table, _clock) = timed("2026-11-22T22:10:00Z");
    table.capture("Ada", "ada@example.com");
    let here = table.desk.pictures_in(&Over::Latest, &zone("Europe/Berlin")).unwrap();
    let there = table.desk.pictures_in(&Over::Latest, &zone("Asia/Tokyo")).unwrap();
    assert_eq!((here.day.as_deref(), there.day.as_deref()), (Some("2026-11-22"), Some("2026-11-23")));
    assert_eq!((told(&here), told(&there)), (vec![("22T23:10", 1, 0, 1)], vec![("23T07:10", 1, 0, 1)]));
    assert_eq!(there.zone.as_deref(), Some("Asia/Tokyo"));
}

#[test]
fn what_is_removed_before_it_arrives_does_not_wait_and_what_arrived_once_stays_arrived() {
    let (table, clock) = timed("2026-11-22T09:00:00Z");
    let [ada, bea] = ["Ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")));
    clock.set_wall(at("2026-11-22T09:10:00Z"));
    table.desk.remove_contact(&bea).unwrap();
    arrive(&table, &clock, &ada);
    // Changed later and on its way again: the past stays as it was.
    table
        .store
        .write(|conn| {
            let mut delivery = deliveries::of_contact(conn, &ada)?.remove(0).delivery;
            delivery.state = State::Queued;
            deliveries::save(conn, &delivery, at("2026-11-22T11:00:00Z"))
        })
        .unwrap();
    let pictures = table.desk.pictures_in(&Over::Latest, &zone("UTC")).unwrap();
    assert_eq!(told(&pictures), [("22T09:00", 2, 0, 2), ("22T09:10", 0, 1, 0)]);
    assert_eq!(pictures.slots.iter().map(|slot| slot.removed).sum::<u32>(), 1);
}

#[test]
fn a_request_for_many_is_one_answer_and_each_kind_of_failure_is_counted_in_words() {
    let (table, clock) = timed("2026-11-22T09:00:00Z");
    let contacts = ["Ada", "Bea", "Cleo"].map(|name| table.capture(name, &format!("{name}@example.com")));
    let deliveries = contacts.map(|contact| arrive(&table, &clock, &contact));
    let answer = |delivery: &DeliveryId, id: &str, minute: i64, took, left, class: Option<&str>| {
        let facts = ReplyFacts {
            request_id: Some(id.into()),
            took: Millis(took),
            rate: RateFacts { daily_remaining: Some(left), daily_limit: Some(1000), ..RateFacts::default() },
            ..ReplyFacts::default()
        };
        let left_at = WallMs(at("2026-11-22T09:00:00Z").0 + minute * 60_000);
        table.store.write(|conn| attempts::end(conn, delivery, "create", left_at, &facts, class)).unwrap();
    };
    for delivery in &deliveries {
        answer(delivery, "batch", 1, 300, 900, None);
    }
    answer(&deliveries[0], "slow", 2, 1500, 899, None);
    answer(&deliveries[1], "value", 3, 100, 898, Some("invalid"));
    for delivery in &deliveries {
        answer(delivery, "later", 12, 50, 880, Some("throttled"));
    }
    let pictures = table.desk.pictures_in(&Over::Latest, &zone("UTC")).unwrap();
    let crm = &pictures.crms[0];
    assert_eq!((crm.requests, crm.worked), (4, 3), "a value that is not accepted is an answer as agreed");
    assert_eq!((crm.p50, crm.p95), (Some(Millis(100)), Some(Millis(1500))));
    let mut failed: Vec<(&str, u32)> = crm.failed.iter().map(|one| (&*one.why.code, one.times)).collect();
    failed.sort_unstable();
    assert_eq!(failed, [("failed-invalid", 1), ("failed-throttled", 1)]);
    assert_eq!((crm.budget_left, crm.budget), (Some(880), Some(1000)));
    assert_eq!(crm.slots.len(), pictures.slots.len());
    let first = crm.slots[0];
    assert_eq!((first.requests, first.budget_left, first.p95), (3, Some(898), Some(Millis(1500))));
    assert!(crm.slots[1].p50.is_none(), "where nothing was asked there is no time of an answer");
}

#[test]
fn a_table_is_saved_as_it_is_shown_and_no_cell_of_it_runs() {
    let table = Table::laid();
    let folder = tempfile::tempdir().unwrap();
    let rows = [["Who", "Captured"], ["=cmd|' /c calc'!A0", "3"]].map(|row| row.map(str::to_owned).to_vec());
    let saved = table.desk.save_table(&rows, folder.path(), "By rep").unwrap();
    let text = std::fs::read_to_string(&saved.path).unwrap();
    assert!(text.contains("Who,Captured\r\n") && !text.contains("\n=cmd"), "{text}");
}
