//! What both sides changed, field by field; what is dirty, and what is only spelled otherwise.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, adopted, synced};
use lanyard_core::contact::Field;
use lanyard_core::crm::{ItemAnswer, MarkerSupport, Object, RemoteField, Take, Version};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{ParkReason, State};
use lanyard_core::sync::{Event, Next, Purpose, Request, Wanted, Winner, remap};

const TAGS: &str = "acme_tags";

/// Synced with tags on both sides.
fn tagged(tags: &str) -> Desk {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Tag, TAGS, Take::Joined, false);
    desk.set("company", "Arvika");
    desk.set("tag", tags);
    desk.run();
    assert_eq!(desk.crm.value(1, TAGS), Some(tags));
    desk.asked.clear();
    desk
}

/// Synced where a colleague's company holds after a change of ours whose outcome was unknown.
fn overruled() -> Desk {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.tell(Event::FenceOver);
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 1));
    desk
}

#[test]
fn tags_of_both_sides_are_joined_before_anything_leaves() {
    let mut desk = tagged("Fair;Pump");
    desk.crm.edit(1, TAGS, "Fair;Pump;Key account");
    desk.set("tag", "fair; Demo ;Pump");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get", "update"]);
    assert_eq!(desk.crm.value(1, TAGS), Some("Demo;fair;Key account;Pump"));
    assert_eq!((desk.value("tag"), desk.differences.len()), (Some("Demo;fair;Key account;Pump"), 0));
}

#[test]
fn a_tag_that_either_side_took_out_is_out() {
    let mut desk = tagged("Demo;Fair;Pump");
    desk.crm.edit(1, TAGS, "Demo;Pump");
    desk.set("tag", "Fair;Pump");
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, TAGS), desk.value("tag")), (Some("Pump"), Some("Pump")));
}

#[test]
fn tags_that_both_sides_took_out_leave_nothing() {
    let mut desk = tagged("Demo;Fair");
    desk.crm.edit(1, TAGS, "Demo");
    desk.set("tag", "Fair");
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, TAGS), desk.value("tag")), (None, None));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn tags_put_on_top_of_a_write_of_unknown_outcome_are_joined_with_ours() {
    let mut desk = tagged("Fair");
    desk.set("tag", "Fair;Pump");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.crm.edit(1, TAGS, "Fair;Key account");
    desk.tell(Event::FenceOver);
    assert_eq!((desk.value("tag"), desk.differences.len()), (Some("Fair;Key account"), 0));
    assert_eq!(desk.crm.value(1, TAGS), Some("Fair;Key account"), "they took ours out again");
}

#[test]
fn a_field_that_both_sides_fill_for_the_first_time_keeps_theirs_until_a_person_chooses() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_job_title", "Head of Purchasing");
    desk.set("job_title", "Buyer");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["update", "get"]);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Head of Purchasing"));
    assert_eq!((desk.differences.len(), desk.differences[0].winner), (1, Winner::Theirs));
    assert_eq!(desk.differences[0].ours.as_deref(), Some("Buyer"));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn the_same_word_from_both_sides_is_no_difference_and_is_not_sent() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.set("company", "Arvika Group");
    desk.hint(1);
    assert_eq!((desk.asked.as_slice(), desk.differences.len()), (["get".to_owned()].as_slice(), 0));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn what_a_row_says_is_theirs_stays_theirs_when_other_fields_move_on() {
    let mut desk = overruled();
    assert_eq!(desk.differences[0].base.as_deref(), Some("Arvika Hydraulik AB"));
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.hint(1);
    assert_eq!(desk.differences[0].base.as_deref(), Some("Arvika Hydraulik AB"), "nothing new is said of it");
    // What they write there later is news, and no second difference.
    desk.crm.edit(1, "acme_company", "Arvika Holding");
    desk.hint(1);
    assert_eq!(desk.value("company"), Some("Arvika Holding"));
    assert_eq!((desk.differences.len(), desk.crm.value(1, "acme_company")), (1, Some("Arvika Holding")));
}

#[test]
fn a_value_that_lost_is_not_sent_again_once_its_row_is_put_away() {
    let mut desk = overruled();
    desk.local.theirs_hold.clear();
    let writes = desk.crm.writes;
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.writes, desk.crm.value(1, "acme_company")), (writes, Some("Arvika Group")));
}

#[test]
fn an_edit_made_while_a_person_has_yet_to_choose_renews_the_row_and_does_not_leave() {
    let mut desk = overruled();
    desk.set("company", "Arvika Nord");
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    desk.crm.edit(1, "acme_company", "Arvika Holding");
    desk.hint(1);
    let row = &desk.differences[0];
    assert_eq!((row.ours.as_deref(), row.theirs.as_deref()), (Some("Arvika Nord"), Some("Arvika Holding")));
    assert_eq!((row.winner, desk.value("company")), (Winner::Theirs, Some("Arvika Nord")));
}

#[test]
fn between_an_acknowledgement_and_its_read_only_what_is_made_of_ours_is_the_crms_spelling() {
    for (theirs, winner) in
        [("", Some(Winner::Theirs)), ("brunner-optik", None), ("Optik", Some(Winner::Theirs))]
    {
        let mut desk = synced(MarkerSupport::Unique);
        desk.set("company", "Brunner Optik GmbH");
        desk.decide(Event::Changed);
        let Next::Ask(update) = desk.decide(Event::Begin) else { panic!("a change is sent") };
        desk.hear(update, ItemAnswer::Accepted(RemoteId::new("r1")));
        desk.crm.edit(1, "acme_company", theirs);
        let record = desk.crm.record(1).clone();
        let read = Request::Get { id: record.id.clone(), purpose: Purpose::Verify, object: Object::Contact };
        desk.hear(read, ItemAnswer::Found(vec![record]));
        assert_eq!(desk.differences.first().map(|it| it.winner), winner, "{theirs}");
        assert_eq!(desk.delivery.altered.is_some(), winner.is_none(), "{theirs}");
    }
}

#[test]
fn what_is_never_taken_over_is_sent_once_and_ours_goes_over_theirs_only_once_it_was_shown() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Department, "acme_source", Take::First, true);
    desk.set("company", "Arvika");
    desk.set("department", "Hall 4");
    desk.run();
    assert_eq!((&desk.delivery.state, desk.crm.value(1, "acme_source")), (&State::Synced, Some("Hall 4")));
    desk.crm.edit(1, "acme_source", "web");
    desk.hint(1);
    desk.set("company", "Arvika AB");
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.last_patch, ["acme_company"]);
    assert_eq!(desk.value("department"), Some("Hall 4"));
    desk.set("department", "Hall 5");
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, "acme_source"), desk.differences.len()), (Some("web"), 1));
    desk.local.theirs_hold.clear();
    remap::insist(&mut desk.delivery, &RemoteField::new("acme_source"));
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.last_patch, ["acme_source"]);
    let writes = desk.crm.writes;
    desk.clear("department");
    desk.tell(Event::Changed);
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, "acme_source"), desk.crm.writes), (None, writes + 1));
}

#[test]
fn at_an_adoption_nothing_comes_in_from_a_field_that_is_never_read_back() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Department, "acme_source", Take::First, true);
    desk.map(Field::Note, "acme_notes", Take::Note, false);
    desk.crm.stranger(&[("acme_email", "jana@example.com"), ("acme_source", "web"), ("acme_notes", "old")]);
    desk.set("email", "jana@example.com");
    desk.run();
    assert_eq!(
        (&desk.delivery.state, desk.value("department"), desk.value("note")),
        (&State::Synced, None, None)
    );
}

#[test]
fn what_was_taken_out_here_and_stands_there_is_shown_and_goes_only_by_choice() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Department, "acme_source", Take::First, true);
    desk.crm.stranger(&[("acme_email", "jana@example.com"), ("acme_source", "web")]);
    desk.set("email", "jana@example.com");
    desk.clear("department");
    desk.run();
    let [row] = desk.differences.as_slice() else { panic!("one is shown") };
    assert_eq!((row.ours.as_deref(), row.theirs.as_deref()), (None, Some("web")));
    desk.set("company", "Arvika");
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_source"), Some("web"));
    desk.local.theirs_hold.clear();
    remap::insist(&mut desk.delivery, &RemoteField::new("acme_source"));
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, "acme_source"), &desk.delivery.state), (None, &State::Synced));
    let writes = desk.crm.writes;
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.writes, writes, "once is enough");
}

#[test]
fn notes_that_go_as_records_of_their_own_are_no_field_of_the_record() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Note, "acme_notes", Take::Note, false);
    desk.set("company", "Arvika");
    desk.run();
    desk.crm.edit(1, "acme_notes", "Wants a demo");
    desk.hint(1);
    assert_eq!((&desk.delivery.state, desk.value("note")), (&State::Synced, None));
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere }, "the version tells");
}

#[test]
fn after_an_adoption_a_colleague_may_be_faster_than_our_first_change() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.edit_with_next_write = Some(("acme_company".into(), "Arvika Group".into()));
    desk.run();
    assert_eq!(desk.asked, ["find_by_email", "update", "get", "update"]);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!((desk.differences.len(), desk.differences[0].winner), (1, Winner::Theirs));
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("a-m1"));
}

#[test]
fn what_differed_at_an_adoption_is_theirs_also_when_they_change_it_later() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com"), ("acme_job_title", "Director")]);
    desk.set("email", "jana@example.com");
    desk.set("job_title", "Head of Maintenance");
    desk.run();
    assert_eq!((desk.value("job_title"), desk.differences.len()), (Some("Head of Maintenance"), 1));
    desk.crm.edit(1, "acme_job_title", "Managing Director");
    desk.hint(1);
    assert_eq!(desk.value("job_title"), Some("Managing Director"));
}

#[test]
fn a_mark_is_written_once() {
    let mut desk = adopted();
    desk.set("company", "Arvika Group");
    desk.tell(Event::Changed);
    let Some(Request::Update(patch)) = &desk.last_request else { panic!("a change") };
    assert_eq!((&patch.marker, &patch.version), (&None, &Some(Version(2))));
    desk.crm.edit(1, "acme_last_name", "Novakova");
    desk.hint(1);
    desk.set("company", "Arvika Holding");
    desk.tell(Event::Changed);
    let Some(Request::Update(patch)) = &desk.last_request else { panic!("a change") };
    assert_eq!(patch.marker, None);
}

#[test]
fn a_change_where_we_do_not_look_is_still_somebodys() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, "acme_owner", "Peter");
    desk.hint(1);
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 0));
    desk.crm.edit(1, "acme_job_title", "Engineer");
    desk.hint(1);
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, State::Parked { reason: ParkReason::ChangedThere });
}

#[test]
fn a_look_that_shows_nothing_new_is_nobodys_change() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.next.push(Reply::Away);
    desk.want(Wanted::Gone);
    desk.want(Wanted::Here);
    assert_eq!((&desk.delivery.state, desk.crm.live()), (&State::Synced, 1));
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn what_was_typed_while_a_lost_change_is_looked_for_goes_after_it() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("job_title", "Buyer");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.set("job_title", "Head of Purchasing");
    desk.tell(Event::Changed);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["get", "update"]);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Head of Purchasing"));
    assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, 0));
}

#[test]
fn an_adoption_that_leads_to_no_write_counts_all_that_was_typed_before_it() {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.crm.stranger(&[("acme_email", "jana@example.com"), ("acme_job_title", "Director")]);
    desk.set("email", "jana@example.com");
    desk.set("job_title", "Head of Maintenance");
    desk.run();
    assert_eq!((desk.crm.writes, &desk.delivery.state), (0, &State::Synced));
    desk.crm.edit(1, "acme_job_title", "Managing Director");
    desk.hint(1);
    assert_eq!(desk.value("job_title"), Some("Managing Director"));
}

#[test]
fn what_the_answer_shows_of_a_field_that_is_never_taken_over_is_told_and_not_taken() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.map(Field::Department, "acme_source", Take::First, true);
    desk.set("company", "Arvika");
    desk.set("department", "Hall 4");
    let Next::Ask(create) = desk.decide(Event::Begin) else { panic!("it is made") };
    desk.crm.stranger(&[("acme_company", "Arvika"), ("acme_source", "web form")]);
    desk.hear(create, ItemAnswer::Written(desk.crm.record(1).clone()));
    assert_eq!(desk.delivery.altered.as_deref(), Some("acme_source"));
    desk.tell(Event::Changed);
    assert_eq!((&desk.delivery.state, desk.value("department")), (&State::Synced, Some("Hall 4")));
}

#[test]
fn a_value_written_over_a_lost_one_in_a_field_we_had_emptied_holds() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.clear("company");
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_company"), None);
    desk.set("company", "Arvika AB");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.tell(Event::FenceOver);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!((desk.differences.len(), desk.differences[0].winner), (1, Winner::Theirs));
}

#[test]
fn a_lost_first_value_that_is_not_there_is_sent_again_only_where_the_version_shows_that_nobody_emptied_it() {
    for versions in [true, false] {
        let mut desk = Desk::new(MarkerSupport::Unique);
        desk.account.caps.versions = versions;
        desk.crm.versionless = !versions;
        desk.set("company", "Arvika");
        desk.run();
        desk.set("job_title", "Buyer");
        desk.crm.next.push(Reply::LostBeforeCommit);
        desk.tell(Event::Changed);
        desk.tell(Event::FenceOver);
        assert_eq!(desk.crm.value(1, "acme_job_title"), versions.then_some("Buyer"));
        assert_eq!((&desk.delivery.state, desk.differences.len()), (&State::Synced, usize::from(!versions)));
    }
}

/// Another contact of ours, on the same record, carried a company into it from another CRM.
fn carried(before: &[&str]) -> Desk {
    let mut desk = synced(MarkerSupport::Unique);
    desk.asked.clear();
    let field = RemoteField::new("acme_company");
    desk.local.beside.entry(field.clone()).or_default().insert("Arvika AB".to_owned());
    desk.local.had.entry(field).or_default().extend(before.iter().map(|value| (*value).to_owned()));
    desk.crm.edit(1, "acme_company", "Arvika AB");
    desk.hint(1);
    desk
}

#[test]
fn what_another_contact_of_ours_carried_here_is_taken_over_once() {
    let desk = carried(&["Arvika Hydraulik AB"]);
    assert_eq!((desk.value("company"), desk.differences.len()), (Some("Arvika AB"), 0));
}

#[test]
fn a_value_that_comes_round_to_the_contact_that_had_it_is_shown_and_not_passed_on() {
    let mut desk = carried(&["Arvika AB", "Arvika Hydraulik AB"]);
    assert_eq!((desk.value("company"), desk.differences.len()), (Some("Arvika Hydraulik AB"), 1));
    assert_eq!(desk.differences[0].winner, Winner::Theirs);
    desk.tell(Event::Changed);
    assert_eq!(
        (desk.asked.as_slice(), &desk.delivery.state),
        (["get".to_owned()].as_slice(), &State::Synced)
    );
}

#[test]
fn what_a_colleague_writes_is_news_also_where_the_contact_had_it_before() {
    let mut desk = carried(&["Arvika Group"]);
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.hint(1);
    assert_eq!((desk.value("company"), desk.differences.len()), (Some("Arvika Group"), 0));
}
