//! What is about to leave: what holds it back, under which key, and what a refusal leads to.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, adopted, synced};
use lanyard_core::crm::{ConflictOn, Failure, FieldFault, ItemAnswer, MarkerSupport, RemoteField, Scope};
use lanyard_core::outbox::{Decision, Hold, ParkReason, State};
use lanyard_core::sync::{Event, Next, Request, Wanted};

fn refused() -> Reply {
    Reply::Fails(Failure::Conflict { on: ConflictOn::Other, existing: None })
}

fn key(desk: &Desk) -> String {
    match &desk.last_request {
        Some(Request::Create(record)) => record.idempotency_key.clone(),
        Some(Request::Update(patch)) => patch.idempotency_key.clone(),
        Some(Request::Delete(removal)) => removal.idempotency_key.clone(),
        other => panic!("a write: {other:?}"),
    }
}

#[test]
fn what_is_held_back_after_it_was_queued_does_not_leave() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.local.leaving.review_missing = true;
    desk.run();
    assert_eq!(desk.delivery.state, State::Held { why: Hold::Review, wait: None });
    assert!(desk.asked.is_empty());
}

#[test]
fn what_left_once_is_not_held_back_again() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika Group");
    desk.crm.next.push(Reply::Away);
    desk.tell(Event::Changed);
    desk.local.leaving.review_missing = true;
    desk.decide(Event::Changed);
    assert_eq!(desk.delivery.state, State::Queued);
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn what_may_have_left_is_looked_for_whatever_holds_the_contact_back() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.decide(Event::FenceOver);
    desk.local.leaving.review_missing = true;
    desk.decide(Event::Changed);
    assert_eq!(desk.delivery.state, State::Queued);
    desk.run();
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn an_answer_that_is_the_record_settles_the_write_at_once() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika Group");
    desk.decide(Event::Changed);
    let Next::Ask(update) = desk.decide(Event::Begin) else { panic!("a change is sent") };
    desk.crm.edit(1, "acme_company", "Arvika Group");
    let next = desk.hear(update, ItemAnswer::Written(desk.crm.record(1).clone()));
    assert_eq!((next, &desk.delivery.state), (Next::Rest, &State::Synced));
}

#[test]
fn an_answer_that_brings_news_is_taken_in_before_anything_is_settled() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.account.caps.versions = false;
    desk.crm.versionless = true;
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.set("company", "Arvika Group");
    desk.tell(Event::Changed);
    assert_eq!((desk.value("job_title"), &desk.delivery.state), (Some("Engineer"), &State::Synced));
}

#[test]
fn a_removal_decided_while_a_write_is_under_way_follows_its_answer() {
    for ids_only in [false, true] {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.crm.answers_with_id_only = ids_only;
        desk.set("company", "Arvika");
        desk.want_during_write = Some(Wanted::Gone);
        desk.run();
        assert_eq!((&desk.delivery.state, desk.crm.live()), (&GONE, 0));
    }
}

#[test]
fn a_removal_decided_while_a_refused_create_is_under_way_asks_nobody() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.want_during_write = Some(Wanted::Gone);
    desk.crm.next.push(Reply::StrangerFirst);
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "create"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&GONE, 1));
}

#[test]
fn a_hand_back_that_meets_an_address_of_another_is_a_persons_affair() {
    let mut desk = adopted();
    desk.crm.next.push(Reply::Fails(Failure::Conflict { on: ConflictOn::Email, existing: None }));
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "update"]);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::Refused { message: None } });
}

#[test]
fn a_mark_that_another_record_carries_is_not_tried_again() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::Fails(Failure::Conflict { on: ConflictOn::Marker, existing: None }));
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "update", "update"]);
    assert_eq!((&desk.delivery.state, &desk.crm.record(1).marker), (&State::Synced, &None));
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika"));
}

#[test]
fn a_try_after_a_refusal_is_a_write_of_its_own() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next = vec![refused(), refused()];
    desk.run();
    let mut keys = vec![key(&desk)];
    desk.tell(Event::Decided(None));
    keys.push(key(&desk));
    desk.tell(Event::Decided(None));
    keys.push(key(&desk));
    desk.crm.next.push(refused());
    desk.set("company", "Arvika AB");
    desk.tell(Event::Changed);
    keys.push(key(&desk));
    desk.tell(Event::Decided(None));
    keys.push(key(&desk));
    desk.crm.next.push(refused());
    desk.want(Wanted::Gone);
    keys.push(key(&desk));
    assert!(keys.iter().all(|key| key.starts_with("m1-0-")), "{keys:?}");
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), all, "{keys:?}");
}

#[test]
fn a_write_that_surely_did_not_leave_keeps_its_key() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika Group");
    desk.crm.next.push(Reply::Away);
    desk.tell(Event::Changed);
    let first = key(&desk);
    desk.run();
    assert_eq!(key(&desk), first);
}

#[test]
fn a_refused_value_is_named_by_our_field_and_by_theirs() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    let fault = |field: Option<&str>| FieldFault { field: field.map(RemoteField::new), message: "no".into() };
    let fields = vec![fault(Some("acme_company")), fault(Some("acme_owner")), fault(None)];
    desk.crm.next.push(Reply::Fails(Failure::Invalid { fields }));
    desk.run();
    let State::Parked { reason: ParkReason::Invalid { faults } } = &desk.delivery.state else {
        panic!("{:?}", desk.delivery.state)
    };
    let named: Vec<_> = faults.iter().map(|it| (it.ours.as_deref(), it.theirs.as_deref())).collect();
    assert_eq!(named, [(Some("company"), Some("acme_company")), (None, Some("acme_owner")), (None, None)]);
}

#[test]
fn a_decision_is_carried_out_once() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.name("Jana", "Lindqvist");
    desk.account.may_double = true;
    desk.crm.takes_doubles = true;
    desk.crm.stranger(&[("acme_email", "jana@example.com"), ("acme_last_name", "Roe")]);
    desk.run();
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.tell(Event::Decided(Some(Decision::Create)));
    assert_eq!((&desk.delivery.state, &desk.delivery.decision), (&State::Fenced, &None));
}

#[test]
fn a_create_repeated_after_an_unknown_outcome_has_the_key_of_the_lost_one() {
    for marker in [MarkerSupport::Unique, MarkerSupport::None] {
        let mut desk = Desk::new(marker);
        desk.set("email", "jana@example.com");
        desk.crm.next = vec![Reply::LostBeforeCommit, Reply::LostBeforeCommit];
        desk.run();
        let lost = key(&desk);
        desk.tell(Event::FenceOver);
        assert_eq!((key(&desk), &desk.delivery.state), (lost.clone(), &State::Fenced));
        desk.tell(Event::FenceOver);
        assert_eq!((key(&desk), &desk.delivery.state), (lost, &State::Synced));
    }
}

#[test]
fn a_throttled_write_stays_queued_and_spends_nothing() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::Fails(Failure::Throttled { wait: None, scope: Scope::Burst }));
    desk.run();
    assert_eq!((&desk.delivery.state, desk.delivery.attempts), (&State::Queued, 0));
    assert_eq!(desk.delivery.sent, None);
}

#[test]
fn an_address_that_another_record_of_ours_still_has_is_not_written_before_that_one_is_gone() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.asked.clear();
    desk.local.address_leaves = true;
    desk.set("email", "jana@home.example.com");
    desk.tell(Event::Changed);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    assert!(desk.asked.is_empty());

    desk.local.address_leaves = false;
    desk.tell(Event::WaitOver);
    assert_eq!(desk.crm.value(1, "acme_email"), Some("jana@home.example.com"));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn what_is_no_address_does_not_wait_for_another_record_to_go() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.local.address_leaves = true;
    desk.set("company", "Arvika Group");
    desk.tell(Event::Changed);
    assert_eq!(
        (desk.crm.value(1, "acme_company"), &desk.delivery.state),
        (Some("Arvika Group"), &State::Synced)
    );
}
