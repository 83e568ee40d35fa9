//! Which record is this contact's, and what a person is asked when that is not plain.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, synced};
use lanyard_core::crm::{ConflictOn, Failure, ItemAnswer, MarkerSupport};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{BindingKind, Decision, Intent, ParkReason, State};
use lanyard_core::sync::{Event, Next, Wanted};

const EMAIL: &str = "jana@example.com";

/// A CRM that keeps an e-mail for one record only and has no place for a marker.
fn known_by_email() -> Desk {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.name("Jana", "Lindqvist");
    desk.set("email", EMAIL);
    desk
}

/// A CRM by which nothing is known again.
fn known_by_nothing() -> Desk {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.account.caps.email_unique = false;
    desk.set("badge_id", "000123");
    desk
}

fn candidates(desk: &Desk) -> (Vec<&str>, Option<bool>) {
    match &desk.delivery.state {
        State::Parked { reason: ParkReason::BelongsToSomeoneElse { candidates, may_create } } => {
            (candidates.iter().map(|it| it.id.as_str()).collect(), Some(*may_create))
        }
        State::Parked { reason: ParkReason::MaybeThere { candidates } } => {
            (candidates.iter().map(|it| it.id.as_str()).collect(), None)
        }
        other => panic!("a person is asked: {other:?}"),
    }
}

fn email_taken() -> Reply {
    Reply::Fails(Failure::Conflict { on: ConflictOn::Email, existing: None })
}

#[test]
fn of_two_records_with_our_marker_the_one_outside_the_bin_is_bound() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.crm.double(1);
    desk.crm.archive(1);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.delivery.binding.as_ref().map(|it| it.remote_id.as_str()), Some("r2"));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn a_lost_create_that_only_its_address_can_find_is_found_by_it() {
    let mut desk = known_by_email();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["find_by_email"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn a_create_that_never_arrived_and_is_to_go_meanwhile_is_never_made() {
    let mut desk = known_by_email();
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.run();
    desk.want(Wanted::Gone);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), &desk.delivery.state), (vec!["find_by_email".to_owned()], &GONE));
    assert_eq!(desk.crm.writes, 0);
}

#[test]
fn a_lost_create_that_only_its_address_can_find_is_taken_for_somebody_elses_when_it_is_to_go() {
    let mut desk = known_by_email();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.want(Wanted::Gone);
    desk.tell(Event::FenceOver);
    assert_eq!((&desk.delivery.state, desk.delivery.intent, desk.crm.live()), (&GONE, Intent::Unlink, 1));
}

#[test]
fn a_strangers_record_under_our_address_is_left_alone_when_ours_is_to_go() {
    let mut desk = known_by_email();
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.run();
    desk.crm.stranger(&[("acme_email", EMAIL), ("acme_last_name", "Roe")]);
    desk.want(Wanted::Gone);
    desk.tell(Event::FenceOver);
    assert_eq!((&desk.delivery.state, desk.crm.writes, desk.crm.live()), (&GONE, 0, 1));
}

#[test]
fn an_adopted_record_is_not_marked_where_there_is_no_place_for_a_marker() {
    let mut desk = known_by_email();
    desk.crm.stranger(&[("acme_email", EMAIL)]);
    desk.set("company", "Arvika");
    desk.run();
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika"));
    assert_eq!((&desk.delivery.state, &desk.crm.record(1).marker), (&State::Synced, &None));
}

#[test]
fn a_taken_address_whose_record_we_may_not_see_is_a_persons_affair() {
    let mut desk = known_by_email();
    desk.crm.next.push(email_taken());
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "create", "find_by_email"]);
    assert_eq!(candidates(&desk), (Vec::new(), Some(false)));
}

#[test]
fn an_address_that_another_record_has_parks_a_change_and_offers_nobody() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.account.may_double = true;
    desk.crm.stranger(&[("acme_email", EMAIL)]);
    desk.set("email", EMAIL);
    desk.crm.next.push(email_taken());
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "find_by_email"]);
    assert_eq!(candidates(&desk), (Vec::new(), Some(false)), "ours is bound: it is no question whose it is");
    assert_eq!(desk.delivery.binding.as_ref().map(|it| it.remote_id.as_str()), Some("r1"));
}

#[test]
fn where_addresses_may_stand_twice_a_person_may_have_another_record_made() {
    let mut desk = known_by_email();
    desk.account.may_double = true;
    desk.crm.takes_doubles = true;
    desk.crm.stranger(&[("acme_email", EMAIL), ("acme_last_name", "Roe")]);
    desk.run();
    assert_eq!(candidates(&desk), (vec!["r1"], Some(true)));
    desk.tell(Event::Decided(Some(Decision::Create)));
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 2));
    assert_eq!(desk.delivery.binding.as_ref().map(|it| &it.kind), Some(&BindingKind::Created));
}

#[test]
fn a_chosen_record_that_is_gone_meanwhile_is_decided_on_anew() {
    let mut desk = known_by_email();
    desk.crm.stranger(&[("acme_email", EMAIL), ("acme_last_name", "Roe")]);
    desk.run();
    desk.crm.archive(1);
    desk.asked.clear();
    desk.tell(Event::Decided(Some(Decision::Take { remote_id: RemoteId::new("r1") })));
    assert_eq!(desk.asked, ["get", "find_by_email", "create"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn a_removal_overtakes_the_question_whose_an_address_is() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("email", EMAIL);
    desk.decide(Event::Changed);
    let Next::Ask(update) = desk.decide(Event::Begin) else { panic!("a change is sent") };
    let taken = Failure::Conflict { on: ConflictOn::Email, existing: None };
    let Next::Ask(question) = desk.hear(update, ItemAnswer::Failed(taken)) else {
        panic!("it is asked whose it is")
    };
    desk.local.wanted = Wanted::Gone;
    desk.decide(Event::Changed);
    let next = desk.hear(question, ItemAnswer::Found(Vec::new()));
    assert_eq!((next, &desk.delivery.state), (Next::Again, &State::Queued));
    desk.run();
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&GONE, 0));
}

#[test]
fn whatever_is_decided_a_record_that_is_known_is_changed_and_never_made_again() {
    for decision in [Decision::Create, Decision::SendAgain] {
        let mut desk = synced(MarkerSupport::Unique);
        desk.set("company", "Arvika Group");
        desk.crm.next.push(Reply::Fails(Failure::Invalid { fields: Vec::new() }));
        desk.tell(Event::Changed);
        desk.tell(Event::Decided(Some(decision)));
        assert_eq!(desk.asked, ["update", "update"]);
        assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
    }
}

#[test]
fn what_a_person_says_is_not_there_is_sent_again() {
    let mut desk = known_by_nothing();
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.run();
    desk.tell(Event::FenceOver);
    assert_eq!(candidates(&desk), (Vec::new(), None));
    desk.asked.clear();
    desk.tell(Event::Decided(Some(Decision::SendAgain)));
    assert_eq!(desk.asked, ["create"]);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn what_is_looked_for_is_what_was_sent_and_only_outside_the_bin() {
    let mut desk = known_by_nothing();
    desk.crm.stranger(&[("acme_badge_id", "000123")]);
    desk.crm.archive(1);
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.set("badge_id", "000124");
    desk.tell(Event::FenceOver);
    assert_eq!(candidates(&desk).0, ["r2"]);
    // A person has it looked for again.
    desk.asked.clear();
    desk.tell(Event::Decided(Some(Decision::Look)));
    assert_eq!(desk.asked, ["find_like"]);
    assert_eq!(candidates(&desk).0, ["r2"]);
}

#[test]
fn a_contact_known_by_nothing_that_is_to_go_is_gone_unless_something_looks_like_it() {
    for (reply, asks) in [(Reply::LostBeforeCommit, false), (Reply::LostAfterCommit, true)] {
        let mut desk = known_by_nothing();
        desk.crm.next.push(reply);
        desk.run();
        desk.want(Wanted::Gone);
        desk.tell(Event::FenceOver);
        if asks {
            assert_eq!(candidates(&desk).0, ["r1"]);
        } else {
            assert_eq!(desk.delivery.state, GONE);
        }
        assert_eq!(desk.crm.live(), usize::from(asks));
    }
}

#[test]
fn a_lost_create_that_lies_in_the_bin_is_not_made_again_where_markers_are_only_looked_for() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.crm.archive(1);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["find_by_marker", "get"]);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
}

#[test]
fn what_somebody_wrote_over_a_lost_create_before_it_was_found_holds() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["create", "find_by_marker", "get"]);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 1));
}

#[test]
fn a_record_that_was_just_read_is_adopted_and_filled_without_another_read() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.account.caps.versions = false;
    let theirs = desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "update"]);
    assert_eq!(desk.crm.value(theirs, "acme_company"), Some("Arvika Hydraulik AB"));
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 0));
}

#[test]
fn what_an_adopted_record_says_otherwise_is_settled_before_anything_is_written_into_it() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.account.caps.versions = false;
    let record = [("acme_email", "jana@example.com"), ("acme_job_title", "Director")];
    let theirs = desk.crm.stranger(&record);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "get", "update"]);
    assert_eq!(desk.value("job_title"), Some("Director"));
    assert_eq!(desk.crm.value(theirs, "acme_company"), Some("Arvika Hydraulik AB"));
}
