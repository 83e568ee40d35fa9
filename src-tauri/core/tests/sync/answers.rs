//! What a read tells, when it is believed, and when it is of no use any more.

use crate::model::{Desk, Reply};
use crate::starts::synced;
use lanyard_core::crm::{Failure, ItemAnswer, MarkerSupport, Object, Trouble, Version};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{ParkReason, State};
use lanyard_core::sync::{Event, Next, Purpose, Request, Winner};

fn get(id: &str, purpose: Purpose) -> Request {
    Request::Get { id: RemoteId::new(id), purpose, object: Object::Contact }
}

#[test]
fn a_read_that_comes_back_after_something_else_happened_is_of_no_use() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    let before = desk.delivery.clone();
    let found = ItemAnswer::Found(vec![desk.crm.record(1).clone()]);
    assert_eq!(desk.hear(get("r1", Purpose::Refresh), found), Next::Rest);
    assert_eq!((desk.value("job_title"), &desk.delivery), (None, &before));
}

#[test]
fn a_read_that_nobody_understands_is_made_again_later() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.crm.failing_reads = vec![Failure::Protocol];
    desk.run();
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    desk.tell(Event::WaitOver);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn a_read_that_the_destination_could_not_answer_leaves_all_as_it_was() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("email", "jana@example.com");
    desk.crm.failing_reads = vec![Failure::Transient { trouble: Trouble::Busy }];
    let before = desk.delivery.clone();
    desk.run();
    assert_eq!(desk.delivery, before);
}

#[test]
fn a_record_with_our_marker_that_cannot_be_read_yet_is_looked_for_later() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.run();
    desk.decide(Event::FenceOver);
    desk.hear(get("r1", Purpose::Existing), ItemAnswer::Found(Vec::new()));
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.tell(Event::WaitOver);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
}

#[test]
fn a_change_that_was_lost_before_the_crm_saw_it_is_made_again_after_one_look() {
    for versionless in [false, true] {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.account.caps.versions = !versionless;
        desk.crm.versionless = versionless;
        desk.set("company", "Arvika");
        desk.run();
        desk.set("company", "Arvika Hydraulik AB");
        desk.crm.next.push(Reply::LostBeforeCommit);
        desk.tell(Event::Changed);
        desk.asked.clear();
        desk.tell(Event::FenceOver);
        assert_eq!(desk.asked.first().map(String::as_str), Some("get"));
        assert_eq!(desk.asked.last().map(String::as_str), Some("update"));
        assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 0));
        assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
    }
}

#[test]
fn an_acknowledged_change_that_the_read_does_not_show_yet_is_looked_at_once_more() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.answers_with_id_only = true;
    desk.crm.reads_behind = 1;
    desk.set("job_title", "Engineer");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get"]);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.tell(Event::WaitOver);
    assert_eq!(desk.asked, ["update", "get", "get"]);
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 0));
}

#[test]
fn what_a_second_look_shows_is_believed() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.answers_with_id_only = true;
    desk.crm.reads_behind = 2;
    desk.set("company", "Brunner Optik GmbH");
    desk.tell(Event::Changed);
    desk.tell(Event::WaitOver);
    assert_eq!(desk.asked, ["update", "get", "get"]);
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.differences.len(), 1, "what the read shows is another's word, and both are kept");
    assert_eq!(desk.differences[0].winner, Winner::Theirs);
}

#[test]
fn where_there_are_no_versions_an_acknowledged_change_needs_one_look() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.account.caps.versions = false;
    desk.crm.versionless = true;
    desk.crm.answers_with_id_only = true;
    desk.set("company", "Arvika");
    desk.run();
    desk.asked.clear();
    desk.set("company", "Arvika Hydraulik AB");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["get", "update", "get"]);
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn a_record_not_found_right_after_an_acknowledged_change_is_looked_for_twice() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.answers_with_id_only = true;
    desk.set("job_title", "Engineer");
    desk.decide(Event::Changed);
    let Next::Ask(update) = desk.decide(Event::Begin) else { panic!("a change is sent") };
    desk.hear(update, ItemAnswer::Accepted(RemoteId::new("r1")));
    desk.hear(get("r1", Purpose::Verify), ItemAnswer::Found(Vec::new()));
    assert!(matches!(desk.delivery.state, State::Waiting { .. }), "{:?}", desk.delivery.state);
    desk.decide(Event::WaitOver);
    desk.hear(get("r1", Purpose::Verify), ItemAnswer::Found(Vec::new()));
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::DeletedThere });
}

#[test]
fn a_record_known_to_be_newer_is_read_before_it_is_written_again() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.set("company", "Arvika Group");
    desk.crm.failing_reads = vec![Failure::Transient { trouble: Trouble::Busy }];
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get"]);
    // The answer to the refused change named a version: an older one is not believed, and nothing leaves before that read.
    desk.crm.old_replica = true;
    desk.tell(Event::Begin);
    assert!(matches!(desk.delivery.state, State::Waiting { .. }));
    desk.crm.old_replica = false;
    desk.tell(Event::WaitOver);
    assert_eq!(desk.asked, ["update", "get", "get", "get", "update"]);
    assert_eq!((desk.value("job_title"), &desk.delivery.state), (Some("Engineer"), &State::Synced));
}

#[test]
fn a_refused_change_is_read_before_it_is_made_again_although_no_version_was_named() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika Group");
    desk.crm.next.push(Reply::Fails(Failure::Stale { current: None }));
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get", "update"]);
    assert_eq!(desk.crm.record(1).version, Some(Version(2)));
}

#[test]
fn without_versions_a_record_is_read_before_it_is_changed_and_not_when_there_is_nothing_to_send() {
    let mut desk = Desk::new(MarkerSupport::Searchable);
    desk.account.caps.versions = false;
    desk.crm.versionless = true;
    desk.set("company", "Arvika");
    desk.run();
    desk.asked.clear();
    desk.set("company", "Arvika Hydraulik AB");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["get", "update"]);
    desk.asked.clear();
    desk.delivery.state = State::Queued;
    desk.run();
    assert_eq!((desk.asked.len(), &desk.delivery.state), (0, &State::Synced));
}
