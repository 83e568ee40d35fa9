//! Records that somebody deleted or merged in the CRM.

use crate::starts::{GONE, synced};
use lanyard_core::crm::MarkerSupport;
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{BindingKind, Decision, Intent, ParkReason, RemovedBy, State};
use lanyard_core::sync::{Event, Wanted, WhenDeleted, Winner};

#[test]
fn what_was_deleted_there_before_is_simply_gone_here_too() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.archive(1);
    desk.want(Wanted::Gone);
    assert_eq!((desk.asked.clone(), desk.delivery.state.clone()), (vec!["get".to_owned()], GONE));
}

#[test]
fn a_record_not_found_once_may_be_an_old_replicas_answer_twice_it_is_believed() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.forget(1);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    desk.tell(Event::WaitOver);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
    desk.tell(Event::Decided(Some(Decision::SendAgain)));
    assert!(desk.renewed);
    assert_eq!(desk.delivery.state, State::Removed { by: RemovedBy::There });
}

#[test]
fn what_becomes_of_a_record_deleted_there_is_the_destinations_policy() {
    let by_there = State::Removed { by: RemovedBy::There };
    let asks = State::Parked { reason: ParkReason::DeletedThere };
    for (policy, state, renewed) in [
        (WhenDeleted::Ask, asks, false),
        (WhenDeleted::Follow, by_there.clone(), false),
        (WhenDeleted::Renew, by_there, true),
    ] {
        let mut desk = synced(MarkerSupport::Unique);
        desk.account.when_deleted = policy;
        desk.crm.archive(1);
        desk.hint(1);
        assert_eq!((desk.delivery.state.clone(), desk.renewed), (state, renewed));
        assert_eq!(desk.crm.writes, 1);
    }
}

#[test]
fn a_record_merged_into_another_is_followed_and_counts_as_adopted() {
    let mut desk = synced(MarkerSupport::Unique);
    let survivor = desk.crm.stranger(&[("acme_last_name", "Novak"), ("acme_company", "Arvika Group")]);
    desk.crm.merge(1, survivor);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    let binding = desk.delivery.binding.clone().expect("it is bound");
    assert_eq!(binding.remote_id, RemoteId::new("r2"));
    assert!(matches!(binding.kind, BindingKind::Adopted { .. }));
    assert_eq!(desk.crm.value(2, "acme_company"), Some("Arvika Group"));
    assert!(
        desk.differences.iter().any(|it| it.field.as_str() == "acme_company" && it.winner == Winner::Theirs)
    );
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.live(), 1);
}

#[test]
fn the_survivor_of_a_merge_is_not_ours_although_it_took_over_our_marker() {
    let mut desk = synced(MarkerSupport::Unique);
    let survivor = desk.crm.stranger(&[("acme_last_name", "Novak")]);
    desk.crm.merge(1, survivor);
    desk.crm.unmark(1);
    desk.crm.mark(survivor, "c-m1");
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    desk.want(Wanted::Gone);
    assert_eq!((desk.delivery.intent, desk.crm.live()), (Intent::Unlink, 1));
    assert_eq!(desk.crm.record(survivor).marker, None);
}

#[test]
fn a_record_that_was_merged_away_needs_no_deletion() {
    let mut desk = synced(MarkerSupport::Unique);
    let survivor = desk.crm.stranger(&[("acme_last_name", "Novak")]);
    desk.crm.merge(1, survivor);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Removed { by: RemovedBy::There });
    assert_eq!(desk.crm.live(), 1);
}

#[test]
fn a_record_taken_out_of_the_bin_again_needs_nobody() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.archive(1);
    desk.hint(1);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
    desk.crm.revive(1);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.hint(1);
    assert_eq!((desk.value("job_title"), &desk.delivery.state), (Some("Engineer"), &State::Synced));
}

#[test]
fn between_two_looks_nothing_is_written() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.forget(1);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get"]);
    desk.tell(Event::WaitOver);
    assert_eq!(desk.asked, ["update", "get", "get"]);
}

#[test]
fn the_survivor_of_a_merge_that_is_gone_too_leaves_the_contact_to_a_person() {
    let mut desk = synced(MarkerSupport::Unique);
    let survivor = desk.crm.stranger(&[("acme_last_name", "Novak")]);
    desk.crm.merge(1, survivor);
    desk.crm.archive(survivor);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get", "get"]);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
}

#[test]
fn a_record_deleted_there_is_looked_for_again_when_a_person_says_only_try_again() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.archive(1);
    desk.hint(1);
    desk.crm.revive(1);
    desk.tell(Event::Decided(None));
    assert_eq!((&desk.delivery.state, desk.renewed), (&State::Synced, false));
}

#[test]
fn a_record_in_the_bin_that_a_list_shows_again_leads_to_nothing() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.archive(1);
    desk.hint(1);
    desk.asked.clear();
    desk.hint(1);
    assert!(desk.asked.is_empty());
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
}

#[test]
fn a_question_about_a_deletion_there_gives_way_to_a_removal_here() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.archive(1);
    desk.hint(1);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, GONE);
}
