//! Contacts that are wanted again, and stores that come back from a backup.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, synced};
use lanyard_core::crm::MarkerSupport;
use lanyard_core::outbox::{Decision, Hold, Intent, ParkReason, State};
use lanyard_core::sync::{Event, Wanted};
use lanyard_core::time::Millis;

#[test]
fn a_contact_wanted_again_before_its_removal_left_stays_as_it_was() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.want(Wanted::Gone);
    assert!(matches!(desk.delivery.state, State::Parked { .. }));
    desk.want(Wanted::Here);
    assert_eq!(desk.delivery.intent, Intent::Upsert);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
    assert_eq!(desk.value("job_title"), Some("Head of Purchasing"));
    assert!(!desk.renewed);
}

#[test]
fn a_contact_wanted_again_after_its_removal_begins_anew() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, GONE);
    desk.want(Wanted::Here);
    assert!(desk.renewed);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn a_contact_wanted_again_while_its_removal_is_under_way_begins_anew_once_that_is_known() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Fenced);
    desk.want(Wanted::Here);
    assert_eq!((desk.delivery.state.clone(), desk.delivery.intent), (State::Fenced, Intent::Delete));
    desk.tell(Event::FenceOver);
    assert_eq!((desk.delivery.state.clone(), desk.renewed), (GONE, true));
}

#[test]
fn a_restored_store_looks_for_everything_before_it_sends_anything() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.tell(Event::StoreRestored);
    assert_eq!(desk.delivery.state, State::Fenced);
    assert!(desk.delivery.ever_unknown);
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), &desk.delivery.state), (vec!["get".to_owned()], &State::Synced));
    assert_eq!(desk.value("job_title"), Some("Engineer"));
}

#[test]
fn a_restored_store_finds_what_left_after_the_backup_was_made() {
    let mut sent = synced(MarkerSupport::Unique);
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.delivery.state = State::Held { why: Hold::Grace, wait: Some(Millis(10_000)) };
    std::mem::swap(&mut desk.crm, &mut sent.crm);
    desk.tell(Event::StoreRestored);
    assert_eq!(desk.delivery.state, State::Fenced);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["find_by_marker", "get"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn a_restored_tombstone_stays_one() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.want(Wanted::Gone);
    desk.tell(Event::StoreRestored);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn a_restored_contact_without_key_and_marker_is_looked_for_by_what_it_says() {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.account.caps.email_unique = false;
    desk.set("badge_id", "000123");
    desk.crm.stranger(&[("acme_badge_id", "999")]);
    desk.tell(Event::StoreRestored);
    desk.tell(Event::FenceOver);
    let State::Parked { reason: ParkReason::MaybeThere { candidates } } = &desk.delivery.state else {
        panic!("a person looks: {:?}", desk.delivery.state)
    };
    assert!(candidates.is_empty());
}

#[test]
fn a_look_that_failed_before_a_contact_was_wanted_again_does_not_count() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.forget(1);
    desk.want(Wanted::Gone);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    desk.want(Wanted::Here);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.tell(Event::WaitOver);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
}

#[test]
fn a_restored_store_carries_out_nothing_that_was_decided_before() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.delivery.decision = Some(Decision::Create);
    desk.tell(Event::StoreRestored);
    assert_eq!((&desk.delivery.state, &desk.delivery.decision), (&State::Fenced, &None));
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["find_by_marker", "create"]);
}

#[test]
fn a_restored_store_keeps_what_it_knows_of_an_open_write() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika Group");
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.tell(Event::Changed);
    let sent = desk.delivery.sent.clone();
    desk.tell(Event::StoreRestored);
    assert_eq!(desk.delivery.sent, sent);
}

#[test]
fn a_restored_store_takes_nothing_in_from_a_record_that_is_to_go() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::Away);
    desk.want(Wanted::Gone);
    desk.tell(Event::StoreRestored);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.tell(Event::FenceOver);
    assert_eq!(desk.value("job_title"), None);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}
