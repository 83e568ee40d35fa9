//! Taking away what we made.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, note_on, synced};
use lanyard_core::contact::Field;
use lanyard_core::crm::{Failure, MarkerSupport, Object, Take, Trouble, Version};
use lanyard_core::outbox::{Decision, Hold, Intent, Leaving, ParkReason, State};
use lanyard_core::sync::{Event, Next, Request, Wanted};
use lanyard_core::time::Millis;

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
fn what_never_left_is_gone_at_once_also_while_the_crm_is_away() {
    for state in
        [State::Held { why: Hold::Review, wait: None }, State::Queued, State::Waiting { wait: Millis(9) }]
    {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.delivery.state = state;
        desk.local.wanted = Wanted::Gone;
        assert_eq!(desk.decide(Event::Changed), Next::Rest);
        assert_eq!(desk.delivery.state, GONE);
    }
}

#[test]
fn a_question_about_a_removal_is_not_asked_twice() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.want(Wanted::Gone);
    desk.asked.clear();
    desk.tell(Event::Changed);
    assert!(desk.asked.is_empty());
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn without_markers_what_we_made_is_deleted_all_the_same() {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.set("email", "jana@example.com");
    desk.run();
    desk.asked.clear();
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "delete", "get"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&GONE, 0));
}

#[test]
fn an_acknowledged_deletion_that_leaves_no_trace_needs_one_look() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.deletes_for_good = true;
    desk.want(Wanted::Gone);
    assert_eq!((desk.asked.join(" "), &desk.delivery.state), ("get delete get".to_owned(), &GONE));
}

#[test]
fn a_deletion_of_unknown_outcome_that_left_no_trace_is_looked_for_twice() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.deletes_for_good = true;
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    desk.tell(Event::FenceOver);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.tell(Event::WaitOver);
    assert_eq!((desk.asked.join(" "), &desk.delivery.state), ("get delete get get".to_owned(), &GONE));
}

#[test]
fn what_is_gone_there_while_an_old_replica_still_shows_it_is_looked_at_again_after_a_while_not_in_a_loop() {
    let mut desk = synced(MarkerSupport::Unique);
    let shown = desk.crm.clone();
    desk.crm.archive(1);
    desk.crm.former = shown.records;
    desk.crm.old_replica = true;
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "delete"]);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.crm.old_replica = false;
    desk.tell(Event::WaitOver);
    assert_eq!((desk.asked.join(" "), &desk.delivery.state), ("get delete get".to_owned(), &GONE));
}

#[test]
fn a_deletion_that_an_old_replica_does_not_show_yet_is_asked_for_again_and_harms_nothing() {
    for marker in [MarkerSupport::Unique, MarkerSupport::None] {
        let mut desk = Desk::new(marker);
        desk.set("email", "jana@example.com");
        desk.run();
        desk.asked.clear();
        desk.crm.reads_behind = 1;
        desk.want(Wanted::Gone);
        desk.tell(Event::WaitOver);
        assert_eq!(desk.asked, ["get", "delete", "get", "delete", "get"]);
        assert_eq!((&desk.delivery.state, desk.crm.live()), (&GONE, 0));
    }
}

#[test]
fn a_look_that_failed_before_a_removal_was_decided_does_not_count_for_it() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.forget(1);
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    desk.want(Wanted::Gone);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.tell(Event::WaitOver);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn what_was_made_but_never_read_is_held_against_what_we_ever_said() {
    for (theirs, state) in
        [(None, GONE), (Some("Engineer"), State::Parked { reason: ParkReason::ChangedThere })]
    {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.crm.answers_with_id_only = true;
        desk.crm.failing_reads = vec![Failure::Transient { trouble: Trouble::Busy }];
        desk.set("company", "Arvika");
        desk.run();
        assert_eq!(desk.delivery.binding.as_ref().map(|it| it.base.is_none()), Some(true));
        desk.delivery.sent = None;
        if let Some(title) = theirs {
            desk.crm.edit(1, "acme_job_title", title);
        }
        desk.want(Wanted::Gone);
        assert_eq!(desk.delivery.state, state);
    }
}

#[test]
fn without_versions_what_we_said_ourselves_is_nobodys_change() {
    let begun = |cut: Option<usize>| {
        let mut desk = Desk::new(MarkerSupport::Searchable);
        desk.map(Field::Department, "acme_source", Take::First, true);
        desk.account.caps.versions = false;
        desk.crm.versionless = true;
        desk.crm.cut_company_at = cut;
        desk.set("company", "Arvika Hydraulik AB");
        desk.run();
        desk
    };
    // The CRM had shortened it, and shows it now as it was sent.
    let mut spelled = begun(Some(6));
    spelled.crm.edit(1, "acme_company", "Arvika Hydraulik AB");
    spelled.want(Wanted::Gone);
    assert_eq!(spelled.delivery.state, GONE);
    // What is never taken over here is a change of theirs all the same.
    let mut untaken = begun(None);
    untaken.crm.edit(1, "acme_source", "web");
    untaken.want(Wanted::Gone);
    assert_eq!(untaken.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
    let mut changed = begun(None);
    changed.crm.edit(1, "acme_company", "Arvika Group");
    changed.want(Wanted::Gone);
    assert_eq!(changed.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn a_note_wanted_again_while_its_removal_is_under_way_does_not_come_back_by_itself() {
    let mut desk = note_on("r9");
    desk.run();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    desk.want(Wanted::Here);
    desk.tell(Event::FenceOver);
    assert_eq!((&desk.delivery.state, desk.renewed), (&GONE, false));
}
