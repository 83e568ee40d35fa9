//! Alerts on thresholds: told from the figures of the store, in the review and to whoever asks, from where on a person chose.

use crate::table::Table;
use jiff::Timestamp;
use lanyard_core::alerts::{Alert, Thresholds};
use lanyard_core::crm::{RateFacts, ReplyFacts};
use lanyard_core::outbox::{BindingKind, State};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::{Clock, ManualClock};
use lanyard_engine::store::attempts;
use std::sync::Arc;

fn timed() -> (Table, Arc<ManualClock>) {
    let noon: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    let clock = Arc::new(ManualClock::new(WallMs(noon.as_millisecond()), 7));
    (Table::timed(clock.clone()), clock)
}

#[test]
fn a_contact_that_waits_too_long_is_told_until_it_arrives_or_a_person_wants_no_alert() {
    let (table, clock) = timed();
    let ada = table.capture("Ada", "ada@example.com");
    assert_eq!(table.desk.alerts().unwrap(), []);
    clock.advance(Millis::from_secs(2 * 3600));
    assert_eq!(table.desk.alerts().unwrap(), [Alert::Oldest { waited: Millis::from_secs(2 * 3600) }]);
    let review = table.desk.review().unwrap();
    assert_eq!(review.alerts[0].why.code, "alert-oldest");
    assert!(review.alerts[0].next.is_some(), "and what to do");
    let never = Thresholds { oldest_minutes: None, ..Thresholds::default() };
    assert_eq!(table.desk.save_thresholds(&never).unwrap().thresholds, never);
    assert_eq!(table.desk.alerts().unwrap(), []);
    table.desk.save_thresholds(&Thresholds::default()).unwrap();
    table.put(&ada, State::Synced, Some(BindingKind::Created));
    assert_eq!(table.desk.alerts().unwrap(), []);
}

#[test]
fn a_clock_that_was_set_back_tells_of_no_wait() {
    let (table, clock) = timed();
    table.capture("Ada", "ada@example.com");
    clock.set_wall(WallMs(0));
    assert_eq!(table.desk.alerts().unwrap(), []);
}

#[test]
fn failures_of_the_last_hour_and_a_budget_that_runs_out_are_told_by_crm() {
    let (table, clock) = timed();
    let ada = table.capture("Ada", "ada@example.com");
    let delivery = table.put(&ada, State::Synced, Some(BindingKind::Created));
    let answer = |number: u32, left: u32, class: Option<&str>| {
        let facts = ReplyFacts {
            request_id: Some(format!("r{number}")),
            rate: RateFacts { daily_remaining: Some(left), daily_limit: Some(1000), ..RateFacts::default() },
            ..ReplyFacts::default()
        };
        table
            .store
            .write(|conn| attempts::end(conn, &delivery, "read", clock.wall(), &facts, class))
            .unwrap();
    };
    for number in 0..10 {
        clock.advance(Millis::from_secs(1));
        answer(number, 500 - number, (number < 3).then_some("transient"));
    }
    let failing = Alert::Failing { crm: "Rehearsal CRM".into(), failed: 3, requests: 10 };
    assert_eq!(table.desk.alerts().unwrap(), [failing]);
    clock.advance(Millis::from_secs(1));
    answer(10, 490, None);
    assert_eq!(table.desk.alerts().unwrap(), [], "what works again is told no more, though the hour was bad");
    clock.advance(Millis::from_secs(2 * 3600));
    assert_eq!(table.desk.alerts().unwrap(), [], "what is long over is not told");
    answer(11, 100, None);
    let budget = Alert::Budget { crm: "Rehearsal CRM".into(), left: 100, of: 1000 };
    assert_eq!(table.desk.alerts().unwrap(), [budget]);
}

#[test]
fn thresholds_that_cannot_be_are_refused_in_words_and_change_nothing() {
    let table = Table::laid();
    let wrong = Thresholds { failing_percent: Some(0), ..Thresholds::default() };
    let refused = table.desk.save_thresholds(&wrong).unwrap_err();
    assert_eq!(refused.sentence.code, "alert-thresholds-range");
    assert_eq!(table.desk.settings().unwrap().thresholds, Thresholds::default());
}
