//! What sync decides, told as stories over a model CRM in memory. The worker, HTTP and the store are left out: they carry
//! out what is decided here.

use crate::model::{Desk, Reply};
use lanyard_core::crm::{ConflictOn, Failure, FieldFault, ItemAnswer, MarkerSupport, RemoteField, Trouble};
use lanyard_core::outbox::{BindingKind, Decision, Hold, Leaving, ParkReason, State};
use lanyard_core::sync::{Event, Winner};

#[test]
fn a_new_contact_is_looked_for_created_and_synced() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.asked, ["find_by_email", "create"]);
    assert_eq!(desk.crm.live(), 1);
    assert_eq!(desk.crm.value(1, "acme_email"), Some("jana@example.com"));
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("c-m1"));
}

#[test]
fn without_an_email_nothing_is_looked_for_and_the_marker_makes_it_ours() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.asked, ["create"]);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn a_lost_reply_is_fenced_then_found_by_its_marker_and_never_sent_twice() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    assert_eq!(desk.delivery.state, State::Fenced);
    assert!(desk.delivery.ever_unknown);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.asked, ["create", "find_by_marker", "get"]);
    assert_eq!(desk.crm.live(), 1);
}

#[test]
fn a_request_lost_before_the_crm_saw_it_is_sent_again_after_the_probe() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.run();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["create", "find_by_marker", "create"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn a_lease_found_at_start_is_an_unknown_outcome() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::Never);
    desk.run();
    assert!(matches!(desk.delivery.state, State::Sending { .. }));
    desk.tell(Event::FoundAtStart);
    assert_eq!(desk.delivery.state, State::Fenced);
    desk.tell(Event::FenceOver);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn a_late_create_meets_its_own_marker_and_both_become_one() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LateCommit);
    desk.run();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["create", "find_by_marker", "create", "get"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn without_key_and_marker_nothing_is_sent_again_by_itself() {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.set("badge_id", "000123");
    desk.local.leaving.unresolved = false;
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.tell(Event::FenceOver);
    let State::Parked { reason: ParkReason::MaybeThere { candidates } } = &desk.delivery.state else {
        panic!("{:?}", desk.delivery.state)
    };
    assert_eq!(candidates.len(), 1);
    let remote_id = candidates[0].id.clone();
    desk.tell(Event::Decided(Some(Decision::Take { remote_id })));
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn a_record_with_this_email_and_name_is_adopted_and_only_its_empty_fields_are_filled() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    let theirs = desk.crm.stranger(&[
        ("acme_email", "JANA@example.com"),
        ("acme_first_name", "Jana"),
        ("acme_last_name", "Lindqvist"),
        ("acme_job_title", "Director"),
    ]);
    desk.name("Jana", "Lindqvist");
    desk.set("email", "jana@example.com");
    desk.set("job_title", "Head of Maintenance");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.live(), 1);
    assert_eq!(desk.crm.value(theirs, "acme_company"), Some("Arvika Hydraulik AB"));
    assert_eq!(desk.crm.value(theirs, "acme_job_title"), Some("Director"), "theirs is not overwritten");
    assert_eq!(desk.crm.value(theirs, "acme_email"), Some("JANA@example.com"), "spelling is not change");
    assert_eq!(desk.crm.record(theirs).marker.as_deref(), Some("a-m1"));
    let kind = desk.delivery.binding.as_ref().map(|binding| binding.kind.clone());
    let Some(BindingKind::Adopted { was }) = kind else { panic!("not adopted") };
    assert_eq!(was.get("acme_job_title").map(String::as_str), Some("Director"));
    assert_eq!(desk.differences.len(), 1);
    assert_eq!(desk.differences[0].winner, Winner::Theirs);
}

#[test]
fn a_foreign_marker_on_an_adopted_record_is_never_overwritten() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    let theirs = desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.crm.mark(theirs, "c-another");
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.record(theirs).marker.as_deref(), Some("c-another"));
}

#[test]
fn an_email_that_belongs_to_another_name_waits_for_a_person_and_changes_nothing() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    let theirs = desk.crm.stranger(&[
        ("acme_email", "info@example.com"),
        ("acme_first_name", "Peter"),
        ("acme_last_name", "Roe"),
    ]);
    desk.name("Jana", "Lindqvist");
    desk.set("email", "info@example.com");
    desk.run();
    let State::Parked { reason: ParkReason::BelongsToSomeoneElse { candidates, .. } } = &desk.delivery.state
    else {
        panic!("{:?}", desk.delivery.state)
    };
    assert_eq!(candidates[0].name, "Peter Roe");
    assert_eq!(desk.crm.writes, 0);
    let remote_id = candidates[0].id.clone();
    desk.tell(Event::Decided(Some(Decision::Take { remote_id })));
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(theirs, "acme_first_name"), Some("Peter"));
}

#[test]
fn someone_who_took_the_email_between_our_look_and_our_write_is_found_and_adopted() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.name("Jana", "Lindqvist");
    desk.set("email", "jana@example.com");
    desk.crm.next.push(Reply::StrangerFirst);
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "create", "find_by_email", "update"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn a_refused_value_is_parked_with_its_field_and_goes_again_once_corrected() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jo@example.invalid");
    let fault = FieldFault { field: Some(RemoteField::new("acme_email")), message: "undeliverable".into() };
    desk.crm.next.push(Reply::Fails(Failure::Invalid { fields: vec![fault] }));
    desk.run();
    let State::Parked { reason: ParkReason::Invalid { faults } } = &desk.delivery.state else {
        panic!("{:?}", desk.delivery.state)
    };
    assert_eq!(faults[0].ours.as_deref(), Some("email"));
    desk.set("email", "jo@example.com");
    desk.tell(Event::Changed);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (State::Synced, 1));
}

#[test]
fn trouble_of_the_destination_spends_no_attempt_and_leaves_it_queued() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::Fails(Failure::Transient { trouble: Trouble::Unreachable }));
    desk.run();
    assert_eq!((desk.delivery.state.clone(), desk.delivery.attempts), (State::Queued, 0));
    assert_eq!(desk.delivery.sent, None);
    desk.tell(Event::Begin);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn an_edit_after_syncing_changes_only_that_field_by_id_and_version() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika");
    desk.run();
    desk.set("company", "Arvika Hydraulik AB");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked.last().map(String::as_str), Some("update"));
    assert_eq!(desk.crm.last_patch, ["acme_company"]);
    assert_eq!(desk.delivery.state, State::Synced);
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.writes, 2, "nothing new is nothing to send");
}

#[test]
fn an_edit_made_while_the_write_is_under_way_goes_after_it() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.edit_during_write = Some(("company".into(), "Arvika Hydraulik AB".into()));
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
}

#[test]
fn what_a_colleague_changed_there_is_taken_over_and_what_both_changed_is_shown() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.set("job_title", "Buyer");
    desk.run();
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.crm.edit(1, "acme_company", "Arvika AB");
    desk.set("company", "Arvika Hydraulik AB");
    desk.tell(Event::Changed);
    // The PATCH carried an old version, so the record was read and merged first.
    assert!(desk.asked.ends_with(&["update".into(), "get".into(), "update".into()]), "{:?}", desk.asked);
    assert_eq!(desk.value("job_title"), Some("Head of Purchasing"));
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
    assert_eq!(desk.differences.len(), 1);
    assert_eq!(desk.differences[0].winner, Winner::Ours);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn after_an_unknown_update_a_value_that_nobody_here_wrote_holds() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.tell(Event::FenceOver);
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!(desk.differences[0].winner, Winner::Theirs);
}

#[test]
fn a_first_value_whose_write_never_arrived_goes_again_and_nobody_is_asked() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.run();
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.tell(Event::Changed);
    desk.tell(Event::FenceOver);
    assert_eq!((desk.delivery.state.clone(), desk.differences.len()), (State::Synced, 0));
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
}

#[test]
fn a_spelling_of_the_crms_own_is_neither_taken_in_nor_pushed_on() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.cut_company_at = Some(10);
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.delivery.altered.as_deref(), Some("acme_company"));
    assert_eq!(desk.value("company"), Some("Arvika Hydraulik AB"));
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.writes, 1);
}

#[test]
fn a_record_deleted_there_is_never_made_again_by_itself() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    desk.crm.archive(1);
    desk.set("company", "Arvika AB");
    desk.tell(Event::Changed);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
    assert_eq!(desk.crm.live(), 0);
}

#[test]
fn a_lost_create_whose_record_was_deleted_there_stays_deleted() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.crm.archive(1);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
    assert_eq!(desk.crm.live(), 0);
}

#[test]
fn an_old_replica_is_read_again_and_never_believed() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.crm.old_replica = true;
    desk.tell(Event::FenceOver);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.crm.old_replica = false;
    desk.tell(Event::WaitOver);
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
}

#[test]
fn the_conditions_are_named_in_their_order_and_the_first_send_waits_for_all() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("badge_id", "000123");
    desk.delivery.state = State::Held { why: Hold::Grace, wait: None };
    desk.local.leaving = Leaving {
        card_left: false,
        consent_missing: true,
        review_missing: true,
        complete: true,
        unresolved: true,
    };
    let mut seen = Vec::new();
    for release in 0..4 {
        desk.tell(Event::Changed);
        let State::Held { why, .. } = desk.delivery.state else { panic!("{:?}", desk.delivery.state) };
        seen.push(why);
        let leaving = &mut desk.local.leaving;
        match release {
            0 => leaving.card_left = true,
            1 => leaving.consent_missing = false,
            2 => leaving.review_missing = false,
            _ => leaving.unresolved = false,
        }
    }
    assert_eq!(seen, [Hold::Grace, Hold::Consent, Hold::Review, Hold::Unresolved]);
    assert!(desk.asked.is_empty());
    desk.tell(Event::Changed);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn an_item_that_a_reply_leaves_out_is_an_unknown_outcome() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LeftOut);
    desk.run();
    assert_eq!(desk.delivery.state, State::Fenced);
}

#[test]
fn an_acknowledgement_without_the_record_is_read_back_before_it_counts() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.answers_with_id_only = true;
    desk.set("company", "Arvika");
    desk.run();
    assert_eq!(desk.asked, ["create", "get"]);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn a_conflict_on_another_key_is_a_persons_affair() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::Fails(Failure::Conflict { on: ConflictOn::Other, existing: None }));
    desk.run();
    assert!(matches!(desk.delivery.state, State::Parked { reason: ParkReason::Refused { .. } }));
    desk.tell(Event::Decided(None));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn an_answer_to_a_question_that_is_no_longer_asked_changes_nothing() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    let request = Box::new(desk.last_request.clone().unwrap());
    let before = desk.delivery.clone();
    desk.tell(Event::Answer { request, answer: Box::new(ItemAnswer::Failed(Failure::Ambiguous)) });
    assert_eq!(desk.delivery, before);
}

mod schedules {
    use crate::model::{Desk, Reply, Turn};
    use lanyard_core::crm::MarkerSupport;
    use lanyard_core::outbox::State;
    use proptest::prelude::*;

    /// Few where hundreds of mutants of the core are judged (`profile.mutants`): there the stories are what matters.
    const CASES: u32 = if cfg!(debug_assertions) { 2000 } else { 200 };

    fn reply() -> impl Strategy<Value = Reply> {
        prop_oneof![
            3 => Just(Reply::Normal),
            1 => Just(Reply::LostAfterCommit),
            1 => Just(Reply::LostBeforeCommit),
            1 => Just(Reply::Never),
            1 => Just(Reply::LateCommit),
            1 => Just(Reply::Away),
            1 => Just(Reply::LeftOut),
        ]
    }

    fn turn() -> impl Strategy<Value = Turn> {
        prop_oneof![
            reply().prop_map(Turn::Reply),
            (0..4u8).prop_map(Turn::EditHere),
            (0..4u8).prop_map(Turn::EditThere),
            Just(Turn::Restart),
            Just(Turn::TimePasses),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]
        #[test]
        fn with_a_unique_marker_there_is_never_more_than_one_record_and_at_rest_exactly_one(
            turns in proptest::collection::vec(turn(), 0..24),
        ) {
            let mut desk = Desk::new(MarkerSupport::Unique);
            desk.set("company", "Arvika");
            for turn in turns {
                desk.take_turn(turn);
                prop_assert!(desk.crm.ours() <= 1, "{} records", desk.crm.ours());
            }
            desk.come_to_rest();
            prop_assert_eq!(desk.crm.ours(), 1);
            prop_assert_eq!(desk.delivery.state.clone(), State::Synced);
        }
    }
}
