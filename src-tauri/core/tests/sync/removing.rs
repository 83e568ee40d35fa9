//! Taking records away, handing them back and beginning anew, told as stories over a model CRM in memory.

use crate::model::{Desk, Reply};
use lanyard_core::crm::{Failure, MarkerSupport, Object, RemoteField, Version};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{
    Binding, BindingKind, Decision, DeliveryPart, Hold, Intent, Leaving, ParkReason, RemovedBy, State,
};
use lanyard_core::sync::{Event, Request, Wanted, WhenDeleted, Winner};
use lanyard_core::time::Millis;

const GONE: State = State::Removed { by: RemovedBy::Here };

fn synced(marker: MarkerSupport) -> Desk {
    let mut desk = Desk::new(marker);
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    desk.asked.clear();
    desk
}

/// Synced with a record that was there before us: its title is theirs, its company came from us.
fn adopted() -> Desk {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[
        ("acme_email", "jana@example.com"),
        ("acme_last_name", "Novak"),
        ("acme_job_title", "Buyer"),
    ]);
    desk.name("Jana", "Novak");
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("a-m1"));
    desk.asked.clear();
    desk
}

#[test]
fn what_never_left_is_gone_without_a_request() {
    for state in [State::Held { why: Hold::Grace, wait: Some(Millis(9)) }, State::Queued] {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.delivery.state = state;
        desk.want(Wanted::Gone);
        assert_eq!((desk.delivery.state.clone(), desk.asked.len()), (GONE, 0));
        assert!(!desk.renewed);
    }
}

#[test]
fn what_we_made_is_read_deleted_and_seen_to_be_gone() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "delete", "get"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
    assert_eq!(desk.delivery.intent, Intent::Delete);
    assert!(desk.delivery.sent.is_none());
    let before = desk.delivery.clone();
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery, before);
}

#[test]
fn a_deletion_carries_the_version_that_was_read() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.want(Wanted::Gone);
    let Some(Request::Delete(removal)) = &desk.last_request else { panic!("a deletion") };
    assert_eq!(removal.version, Some(Version(1)));
    assert_eq!(removal.object, Object::Contact);
    assert_eq!(desk.delivery.state, State::Fenced);
    assert!(desk.delivery.sent.as_ref().is_some_and(|sent| sent.removal));
    desk.tell(Event::FenceOver);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
}

#[test]
fn a_deletion_whose_reply_was_lost_is_not_sent_again() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Fenced);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), desk.delivery.state.clone()), (vec!["get".to_owned()], GONE));
}

#[test]
fn a_deletion_waits_for_a_create_of_unknown_outcome_and_then_takes_its_record_away() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Fenced);
    assert_eq!(desk.crm.live(), 1);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["find_by_marker", "get", "get", "delete", "get"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
}

#[test]
fn a_deletion_after_a_create_that_never_arrived_asks_once_and_is_done() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.run();
    desk.want(Wanted::Gone);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), desk.delivery.state.clone()), (vec!["find_by_marker".to_owned()], GONE));
}

#[test]
fn a_removal_decided_while_the_create_is_under_way_follows_it() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::Never);
    desk.run();
    assert!(matches!(desk.delivery.state, State::Sending { .. }));
    desk.want(Wanted::Gone);
    assert!(matches!(desk.delivery.state, State::Sending { .. }));
    desk.tell(Event::FoundAtStart);
    desk.tell(Event::FenceOver);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
}

#[test]
fn what_somebody_changed_there_is_not_deleted_without_a_question() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
    assert_eq!(desk.crm.live(), 1);
    // Looked at again, it is the same question.
    desk.tell(Event::Changed);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });

    let mut left = synced(MarkerSupport::Unique);
    left.crm = desk.crm.clone();
    left.delivery = desk.delivery.clone();
    left.local.wanted = Wanted::Gone;
    left.tell(Event::Decided(Some(Decision::Leave)));
    assert_eq!((left.delivery.state.clone(), left.crm.live()), (GONE, 1));
    assert_eq!(left.crm.record(1).marker, None);
    assert_eq!(left.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));

    desk.tell(Event::Decided(Some(Decision::Destroy)));
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
}

#[test]
fn what_somebody_changed_there_long_ago_and_we_took_over_is_asked_for_too() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.hint(1);
    assert_eq!(desk.value("job_title"), Some("Head of Purchasing"));
    assert_eq!(desk.delivery.state, State::Synced);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn our_own_later_edits_do_not_count_as_somebody_elses() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    desk.want(Wanted::Gone);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
}

#[test]
fn without_versions_the_fields_tell_whether_somebody_changed_it() {
    for (change, live) in [(None, 0), (Some("Head of Purchasing"), 1)] {
        let mut desk = Desk::new(MarkerSupport::Searchable);
        desk.account.caps.versions = false;
        desk.crm.versionless = true;
        desk.set("company", "Arvika Hydraulik AB");
        desk.run();
        if let Some(title) = change {
            desk.crm.edit(1, "acme_job_title", title);
        }
        desk.want(Wanted::Gone);
        assert_eq!(desk.crm.live(), live);
    }
}

#[test]
fn an_adopted_record_is_handed_back_as_it_was_and_never_deleted() {
    let mut desk = adopted();
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.intent, Intent::Unlink);
    assert_eq!(desk.asked, ["get", "update"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
    assert_eq!(desk.crm.record(1).marker, None);
    assert_eq!(desk.crm.value(1, "acme_company"), None);
    assert_eq!(desk.crm.value(1, "acme_first_name"), None);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Buyer"));
    assert_eq!(desk.crm.value(1, "acme_last_name"), Some("Novak"));
}

#[test]
fn at_an_unlink_values_that_somebody_changed_since_stay() {
    let mut desk = adopted();
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!(desk.crm.value(1, "acme_first_name"), None);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn at_an_unlink_a_value_we_cleared_is_put_back() {
    let mut desk = adopted();
    let field = RemoteField::new("acme_job_title");
    desk.local.seq += 1;
    let seq = desk.local.seq;
    desk.local.fields.insert(field, lanyard_core::crm::Ours { value: None, seq });
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_job_title"), None);
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Buyer"));
}

#[test]
fn an_unlink_whose_reply_was_lost_is_looked_for_and_not_repeated() {
    let mut desk = adopted();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), desk.delivery.state.clone()), (vec!["get".to_owned()], GONE));
}

#[test]
fn an_unlink_that_is_only_acknowledged_is_read_back() {
    let mut desk = adopted();
    desk.crm.answers_with_id_only = true;
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "update", "get"]);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn a_manager_may_destroy_an_adopted_record_and_it_stays_destroyed() {
    let mut desk = adopted();
    desk.crm.edit(1, "acme_job_title", "Chief Buyer");
    desk.want(Wanted::Destroyed);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
    assert_eq!(desk.delivery.intent, Intent::Destroy);
}

#[test]
fn a_record_on_which_another_contact_stands_passes_to_it() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.local.bound_elsewhere.insert(RemoteId::new("r1"));
    desk.want(Wanted::Gone);
    assert!(desk.passed_on);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
    // Its marker on that record is then no ghost.
    desk.tell(Event::Scrub);
    assert!(desk.surplus.is_empty());
}

#[test]
fn an_adopted_record_on_which_another_contact_stands_keeps_its_values() {
    let mut desk = adopted();
    desk.local.bound_elsewhere.insert(RemoteId::new("r1"));
    desk.want(Wanted::Gone);
    assert!(!desk.passed_on);
    assert_eq!(desk.crm.record(1).marker, None);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
}

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
fn a_second_record_with_our_marker_is_found_by_the_scrub_and_taken_away() {
    let mut desk = synced(MarkerSupport::Searchable);
    desk.delivery.ever_unknown = true;
    let copy = desk.crm.double(1);
    desk.tell(Event::Scrub);
    assert_eq!(desk.asked, ["find_by_marker", "stray"]);
    assert_eq!(desk.surplus.len(), 1);
    assert_eq!(desk.delivery.state, State::Synced);
    desk.turn_to_surplus();
    assert_eq!(desk.delivery.part, DeliveryPart::Surplus(desk.crm.record(copy).id.clone()));
    assert_eq!(desk.asked, ["get", "delete", "get"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
    assert!(!desk.crm.record(1).archived);
}

#[test]
fn a_surplus_record_that_somebody_worked_on_is_asked_for() {
    let mut desk = synced(MarkerSupport::Searchable);
    let copy = desk.crm.double(1);
    desk.crm.edit(copy, "acme_job_title", "Head of Purchasing");
    desk.hint(copy);
    desk.turn_to_surplus();
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
    assert_eq!(desk.crm.live(), 2);
}

#[test]
fn a_surplus_record_with_an_earlier_value_of_ours_is_ours() {
    let mut desk = synced(MarkerSupport::Searchable);
    let copy = desk.crm.double(1);
    let company = RemoteField::new("acme_company");
    desk.local.history.entry(company).or_default().insert("Arvika Hydraulik AB".into());
    desk.set("company", "Arvika AB");
    desk.tell(Event::Changed);
    desk.hint(copy);
    desk.turn_to_surplus();
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
}

#[test]
fn a_surplus_record_that_lost_our_marker_is_left_alone() {
    let mut desk = synced(MarkerSupport::Searchable);
    let copy = desk.crm.double(1);
    desk.hint(copy);
    desk.crm.unmark(copy);
    desk.turn_to_surplus();
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 2));
}

#[test]
fn a_live_record_under_a_tombstone_is_taken_away_again() {
    let mut desk = synced(MarkerSupport::Searchable);
    let copy = desk.crm.double(1);
    desk.crm.archive(copy);
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.live(), 0);
    desk.crm.revive(copy);
    desk.tell(Event::Scrub);
    assert_eq!(desk.surplus.len(), 1);
    desk.turn_to_surplus();
    assert_eq!(desk.crm.live(), 0);
}

#[test]
fn several_strays_are_read_one_after_the_other() {
    let mut desk = synced(MarkerSupport::Searchable);
    desk.crm.double(1);
    desk.crm.double(1);
    desk.tell(Event::Scrub);
    assert_eq!(desk.asked, ["find_by_marker", "stray", "stray"]);
    assert_eq!(desk.surplus.len(), 2);
}

#[test]
fn of_several_records_with_our_marker_the_lowest_is_bound() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.crm.double(1);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.delivery.binding.as_ref().map(|it| it.remote_id.as_str()), Some("r1"));
}

#[test]
fn a_hint_is_read_before_it_counts_and_an_old_one_leads_to_nothing() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.hint(1);
    assert!(desk.asked.is_empty());
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.hint(1);
    assert_eq!(desk.asked, ["get"]);
    assert_eq!((desk.value("job_title"), &desk.delivery.state), (Some("Engineer"), &State::Synced));
}

#[test]
fn a_hint_of_a_newer_version_makes_older_reads_unbelievable() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.crm.old_replica = true;
    desk.hint(1);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    assert_eq!(desk.value("job_title"), None);
    desk.crm.old_replica = false;
    desk.tell(Event::WaitOver);
    assert_eq!((desk.value("job_title"), &desk.delivery.state), (Some("Engineer"), &State::Synced));
}

#[test]
fn without_versions_a_hint_is_news_when_a_field_differs() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.account.caps.versions = false;
    desk.crm.versionless = true;
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    desk.asked.clear();
    desk.hint(1);
    assert!(desk.asked.is_empty());
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.hint(1);
    assert_eq!((desk.asked.clone(), desk.value("job_title")), (vec!["get".to_owned()], Some("Engineer")));
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
fn a_strangers_record_in_a_list_means_nothing() {
    let mut desk = synced(MarkerSupport::Unique);
    let other = desk.crm.stranger(&[("acme_last_name", "Novak")]);
    desk.hint(other);
    assert!(desk.asked.is_empty());
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
fn a_removed_contact_that_maybe_there_is_settled_by_a_person() {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.account.caps.email_unique = false;
    desk.set("badge_id", "000123");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.tell(Event::FenceOver);
    assert!(matches!(desk.delivery.state, State::Parked { reason: ParkReason::MaybeThere { .. } }));
    desk.want(Wanted::Gone);
    assert!(matches!(desk.delivery.state, State::Parked { reason: ParkReason::MaybeThere { .. } }));
    desk.tell(Event::Decided(Some(Decision::Leave)));
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
}

#[test]
fn trouble_of_the_destination_leaves_a_removal_queued() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::Away);
    desk.want(Wanted::Gone);
    assert_eq!((desk.delivery.state.clone(), desk.delivery.sent.is_none()), (State::Queued, true));
    desk.tell(Event::Begin);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn a_deletion_that_meets_a_newer_version_looks_again_and_asks() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::Fails(Failure::Stale { current: Some(Version(2)) }));
    desk.crm.edit_with_next_write = Some(("acme_job_title".into(), "Engineer".into()));
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn what_holds_a_contact_back_does_not_hold_back_its_removal() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.local.leaving = Leaving::default();
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, GONE);
}

fn note_on(of: &str) -> Desk {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.account.caps.email_unique = false;
    desk.account.caps.versions = false;
    desk.delivery.part = DeliveryPart::Note("1".into());
    desk.local.object = Object::Note { of: RemoteId::new(of) };
    desk.set("company", "Wants a demo in March");
    desk
}

#[test]
fn a_note_carries_its_marker_and_is_looked_for_before_it_is_sent_again() {
    let mut desk = note_on("r9");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("c-m1"));
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["create", "find_by_marker", "get"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn a_note_goes_with_its_contact() {
    let mut desk = note_on("r9");
    desk.run();
    desk.want(Wanted::Gone);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
    // A new generation of the contact makes its notes anew; a note by itself does not come back.
    desk.want(Wanted::Here);
    assert!(desk.delivery.state == GONE);
}

#[test]
fn a_binding_made_by_hand_is_whole() {
    let desk = adopted();
    let Some(Binding { kind: BindingKind::Adopted { was }, missed, .. }) = desk.delivery.binding else {
        panic!("it is adopted")
    };
    assert_eq!(was.get("acme_job_title").map(String::as_str), Some("Buyer"));
    assert!(!missed);
}
