//! Records too many, and what lists, searches and feeds show of a record.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, adopted, synced};
use lanyard_core::crm::{Failure, ItemAnswer, MarkerSupport, Object, RemoteField, Trouble};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{BindingKind, DeliveryPart, Intent, ParkReason, RemovedBy, State};
use lanyard_core::sync::{Event, Next, Request, Wanted, WhenDeleted};

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
fn without_versions_a_surplus_record_is_held_against_what_it_held_when_it_was_found() {
    for (title, live) in [(None, 1), (Some("Engineer"), 2)] {
        let mut desk = Desk::new(MarkerSupport::Searchable);
        desk.account.caps.versions = false;
        desk.crm.versionless = true;
        desk.set("company", "Arvika Hydraulik AB");
        desk.run();
        let copy = desk.crm.double(1);
        desk.hint(copy);
        if let Some(title) = title {
            desk.crm.edit(copy, "acme_job_title", title);
        }
        desk.turn_to_surplus();
        assert_eq!(desk.crm.live(), live);
    }
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
fn a_strangers_record_in_a_list_means_nothing() {
    let mut desk = synced(MarkerSupport::Unique);
    let other = desk.crm.stranger(&[("acme_last_name", "Novak")]);
    desk.hint(other);
    assert!(desk.asked.is_empty());
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
fn a_stray_that_is_gone_does_not_keep_the_others_from_being_read() {
    for merged_into in [None, Some(RemoteId::new("r1"))] {
        let mut desk = synced(MarkerSupport::Searchable);
        desk.crm.double(1);
        desk.crm.double(1);
        let request = Request::Stray {
            id: RemoteId::new("r2"),
            rest: vec![RemoteId::new("r3")],
            object: Object::Contact,
        };
        let gone = ItemAnswer::Failed(Failure::Gone { merged_into });
        let Next::Ask(Request::Stray { id, rest, .. }) = desk.hear(request, gone) else {
            panic!("the next one is read")
        };
        assert_eq!((id.as_str(), rest.len(), desk.surplus.len()), ("r3", 0, 0));
    }
}

#[test]
fn a_round_that_fails_changes_nothing() {
    let mut desk = synced(MarkerSupport::Searchable);
    let before = desk.delivery.clone();
    for failure in [Failure::Protocol, Failure::Transient { trouble: Trouble::Busy }] {
        desk.crm.failing_reads.push(failure);
        desk.tell(Event::Scrub);
        assert_eq!(desk.delivery, before);
    }
}

#[test]
fn what_lies_in_the_bin_or_serves_another_contact_is_no_stray() {
    let mut desk = synced(MarkerSupport::Searchable);
    let (binned, shared) = (desk.crm.double(1), desk.crm.double(1));
    desk.crm.archive(binned);
    desk.local.bound_elsewhere.insert(desk.crm.record(shared).id.clone());
    desk.tell(Event::Scrub);
    assert_eq!((desk.asked.join(" "), desk.surplus.len()), ("find_by_marker".to_owned(), 0));
    desk.hint(binned);
    assert_eq!(desk.asked.len(), 1);
    desk.hint(shared);
    assert_eq!((desk.asked.last().map(String::as_str), desk.surplus.len()), (Some("stray"), 0));
}

#[test]
fn a_stray_that_went_into_the_bin_or_lost_our_marker_before_it_was_read_is_none() {
    for nth in [2, 3] {
        let mut desk = synced(MarkerSupport::Searchable);
        desk.crm.double(1);
        desk.crm.double(1);
        let seen = desk.crm.record(nth).clone();
        desk.crm.archive(2);
        desk.crm.unmark(3);
        desk.tell(Event::Hint(Box::new(seen)));
        assert_eq!((desk.asked.join(" "), desk.surplus.len()), ("stray".to_owned(), 0));
    }
}

#[test]
fn a_record_with_our_marker_that_shows_before_we_are_bound_is_left_to_our_own_look() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.delivery.ever_unknown = false;
    desk.hint(1);
    assert_eq!((desk.asked.join(" "), desk.surplus.len()), ("create stray".to_owned(), 0));
    assert_eq!((&desk.delivery.state, desk.delivery.ever_unknown), (&State::Fenced, true));
}

#[test]
fn our_own_record_that_comes_out_of_the_bin_after_we_removed_it_is_a_ghost() {
    for again in [false, true] {
        let mut desk = synced(MarkerSupport::Searchable);
        desk.want(Wanted::Gone);
        if again {
            // A new generation has begun meanwhile; this one stays a tombstone.
            desk.want(Wanted::Here);
        }
        desk.crm.revive(1);
        desk.hint(1);
        assert_eq!(desk.surplus.len(), 1, "wanted again: {again}");
        desk.surplus.clear();
        desk.tell(Event::Scrub);
        assert_eq!(desk.surplus.len(), 1, "wanted again: {again}");
    }
}

#[test]
fn what_somebody_deleted_there_and_took_out_of_the_bin_again_is_theirs_to_keep() {
    let mut desk = synced(MarkerSupport::Searchable);
    desk.account.when_deleted = WhenDeleted::Follow;
    desk.crm.archive(1);
    desk.hint(1);
    assert_eq!(desk.delivery.state, State::Removed { by: RemovedBy::There });
    desk.crm.revive(1);
    desk.asked.clear();
    desk.hint(1);
    desk.tell(Event::Scrub);
    assert_eq!((desk.asked.join(" "), desk.surplus.len()), ("find_by_marker".to_owned(), 0));
    // Removed here afterwards, it is ours to remove.
    desk.want(Wanted::Gone);
    desk.tell(Event::Scrub);
    assert_eq!(desk.surplus.len(), 1);
}

#[test]
fn an_adopted_record_that_got_our_mark_back_is_handed_back_with_what_it_held_and_a_copy_without() {
    let mut desk = adopted();
    desk.want(Wanted::Gone);
    desk.crm.mark(1, "a-m1");
    let copy = desk.crm.double(1);
    desk.tell(Event::Scrub);
    let held: Vec<usize> = desk
        .surplus
        .iter()
        .map(|it| match &it.kind {
            BindingKind::Adopted { was } => was.len(),
            BindingKind::Created => panic!("it was there before us"),
        })
        .collect();
    assert_eq!(
        (desk.surplus[0].id.as_str(), desk.surplus[1].id.clone()),
        ("r1", desk.crm.record(copy).id.clone())
    );
    assert_eq!(held, [3, 0]);
    desk.turn_to_surplus();
    assert_eq!((desk.delivery.intent, &desk.delivery.state, desk.crm.live()), (Intent::Unlink, &GONE, 2));
    assert_eq!(desk.crm.record(1).marker, None);
}

#[test]
fn a_surplus_record_that_somebody_touched_since_it_was_found_is_asked_for() {
    let mut desk = synced(MarkerSupport::Searchable);
    let copy = desk.crm.double(1);
    desk.hint(copy);
    desk.crm.edit(copy, "acme_owner", "Peter");
    desk.turn_to_surplus();
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn a_surplus_delivery_is_one_of_the_same_contact_and_generation() {
    let mut desk = synced(MarkerSupport::Searchable);
    desk.delivery.generation = 3;
    let copy = desk.crm.double(1);
    desk.hint(copy);
    let found_by = desk.delivery.clone();
    desk.turn_to_surplus();
    assert_eq!(
        (&desk.delivery.contact, &desk.delivery.destination, desk.delivery.generation),
        (&found_by.contact, &found_by.destination, 3)
    );
}

#[test]
fn a_hint_that_is_no_newer_than_what_a_hint_said_before_leads_to_nothing() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.crm.old_replica = true;
    desk.hint(1);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    let before = desk.delivery.clone();
    desk.hint(1);
    assert_eq!(desk.delivery, before);
}
