//! What a forecast says is what the send then does.

use crate::model::{Desk, Reply, Turn};
use lanyard_core::contact::Field;
use lanyard_core::crm::{MarkerSupport, RemoteField, Take};
use lanyard_core::outbox::{Hold, ParkReason, RemovedBy, State};
use lanyard_core::sync::foresee::changes;
use lanyard_core::sync::{Event, Plan, Request, Wanted};
use proptest::prelude::*;

#[test]
fn a_new_contact_will_be_made_with_its_values() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    let Plan::Create(request) = desk.foresee() else { panic!("it is made") };
    let all = changes(&desk.delivery, &request);
    assert_eq!(all[0].field.as_str(), "acme_email");
    assert_eq!((all[0].was.as_deref(), all[0].will.as_deref()), (None, Some("jana@example.com")));
    assert_eq!((desk.crm.live(), desk.delivery.attempts), (0, 0), "nothing has happened");
}

#[test]
fn an_edit_will_change_that_field_alone_and_says_what_stood_there() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    desk.set("company", "Arvika Hydraulik AB");
    desk.decide(Event::Changed);
    let Plan::Update(request) = desk.foresee() else { panic!("it is changed: {:?}", desk.foresee()) };
    let all = changes(&desk.delivery, &request);
    let said: Vec<_> =
        all.iter().map(|it| (it.field.as_str(), it.was.as_deref(), it.will.as_deref())).collect();
    assert_eq!(said, [("acme_company", Some("Arvika"), Some("Arvika Hydraulik AB"))]);
}

#[test]
fn somebody_who_is_there_will_be_taken_and_only_what_is_empty_filled() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[
        ("acme_email", "jana@example.com"),
        ("acme_last_name", "Roe"),
        ("acme_company", "Theirs"),
    ]);
    desk.name("Jana", "Roe");
    desk.set("email", "jana@example.com");
    desk.set("company", "Ours");
    let Plan::Adopt(record, Some(Request::Update(patch))) = desk.foresee() else {
        panic!("{:?}", desk.foresee())
    };
    assert_eq!(record.as_str(), "r1");
    assert_eq!(patch.fields.keys().map(RemoteField::as_str).collect::<Vec<_>>(), ["acme_first_name"]);
}

#[test]
fn what_differs_is_shown_before_it_is_sent() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[
        ("acme_email", "jana@example.com"),
        ("acme_last_name", "Roe"),
        ("acme_company", "Theirs"),
    ]);
    desk.name("Jana", "Roe");
    desk.set("email", "jana@example.com");
    desk.set("company", "Ours");
    let (_, differences) = desk.foresee_all();
    let said: Vec<_> =
        differences.iter().map(|it| (it.field.as_str(), it.ours.as_deref(), it.theirs.as_deref())).collect();
    assert_eq!(said, [("acme_company", Some("Ours"), Some("Theirs"))]);
    desk.run();
    assert_eq!(desk.differences, differences, "and so they are, once it was sent");
}

#[test]
fn what_somebody_there_added_meanwhile_stays_in_what_will_be_written() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.account.caps.versions = false;
    desk.map(Field::Tag, "acme_tags", Take::Joined, false);
    desk.set("tag", "lead");
    desk.run();
    desk.crm.edit(1, "acme_tags", "lead;vip");
    desk.set("tag", "lead;demo");
    desk.decide(Event::Changed);
    let Plan::Update(Request::Update(patch)) = desk.foresee() else { panic!("{:?}", desk.foresee()) };
    let tags = patch.fields.get(&RemoteField::new("acme_tags")).cloned().flatten().unwrap_or_default();
    let mut tags: Vec<&str> = tags.split(';').collect();
    tags.sort_unstable();
    assert_eq!(tags, ["demo", "lead", "vip"]);
}

#[test]
fn what_a_person_must_decide_is_said_before_it_is_sent() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "office@example.com"), ("acme_last_name", "Somebody")]);
    desk.name("Jana", "Roe");
    desk.set("email", "office@example.com");
    assert!(matches!(desk.foresee(), Plan::Ask(ParkReason::BelongsToSomeoneElse { .. })));
}

#[test]
fn a_removal_says_that_the_record_goes() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.run();
    desk.local.wanted = Wanted::Gone;
    desk.decide(Event::Changed);
    assert!(matches!(desk.foresee(), Plan::Delete(_)));
}

#[test]
fn what_is_settled_under_way_or_asked_of_a_person_is_not_begun_anew() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::Never);
    desk.run();
    assert_eq!(desk.foresee(), Plan::Later, "it is under way");
    desk.tell(Event::FoundAtStart);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.foresee(), Plan::Nothing, "it is there");
    desk.delivery.state = State::Parked { reason: ParkReason::DeletedThere };
    assert_eq!(desk.foresee(), Plan::Ask(ParkReason::DeletedThere));
    desk.delivery.state = State::Removed { by: RemovedBy::Here };
    assert_eq!(desk.foresee(), Plan::Gone);
}

#[test]
fn a_lost_write_that_arrived_is_foreseen_as_there_and_not_as_somebody_elses() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    assert_eq!(desk.foresee(), Plan::Nothing);
}

#[test]
fn what_is_on_hold_is_said_to_stay() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.local.leaving.complete = false;
    assert_eq!(desk.foresee(), Plan::Stays(Hold::Incomplete));
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        Just(Turn::Reply(Reply::LostAfterCommit)),
        Just(Turn::Reply(Reply::LostBeforeCommit)),
        (0..4_u8).prop_map(Turn::EditHere),
        (0..4_u8).prop_map(Turn::EditThere),
        Just(Turn::Restart),
        Just(Turn::TimePasses),
    ]
}

proptest! {
    #[test]
    fn the_first_write_of_a_send_is_the_one_that_was_foreseen(
        turns in proptest::collection::vec(turn(), 0..12), email in any::<bool>(), edited in any::<bool>(),
    ) {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.set("company", "Arvika");
        if email {
            desk.set("email", "jana@example.com");
        }
        for turn in turns {
            desk.take_turn(turn);
        }
        desk.crm.next.clear();
        if edited {
            desk.set("company", "Arvika Hydraulik AB");
            desk.decide(Event::Changed);
        }
        // The forecast speaks of the time when the fence is over.
        let foreseen = desk.foresee();
        let writes = desk.writes_when_time_passes();
        let first = writes.first().map(String::as_str);
        match foreseen {
            Plan::Create(_) => prop_assert_eq!(first, Some("create")),
            Plan::Update(_) | Plan::HandBack(_) | Plan::Adopt(_, Some(_)) => prop_assert_eq!(first, Some("update")),
            Plan::Delete(_) => prop_assert_eq!(first, Some("delete")),
            Plan::Adopt(_, None) | Plan::Nothing | Plan::Gone | Plan::Ask(_) | Plan::Stays(_) => prop_assert_eq!(first, None),
            // A lease is only looked at once the process that held it is gone.
            Plan::Later => prop_assert!(desk.waits()),
            Plan::Anew => prop_assert!(desk.renewed),
        }
    }
}
