//! A mapping that changes while the contact is in the CRM: only what it says otherwise is sent, and only over what we wrote.

use crate::model::{Desk, Reply, Turn};
use crate::starts::{adopted, synced};
use lanyard_core::contact::{Field, Kind, same_value};
use lanyard_core::crm::RemoteField;
use lanyard_core::crm::{Letters, MapRow, MarkerSupport, Ours, Take, Turn as Made};
use lanyard_core::ids::BootId;
use lanyard_core::outbox::State;
use lanyard_core::sync::remap::{self, Effect, effects};
use lanyard_core::sync::{Case, Event, Plan, Request, Winner, plant};

const COMPANY: &str = "acme_company";
const CITY: &str = "acme_city";

fn in_capitals(desk: &Desk) -> Vec<MapRow> {
    let mut rows = desk.account.mapping.rows.clone();
    for row in rows.iter_mut().filter(|row| row.theirs.as_str() == COMPANY) {
        row.turn = Made::Case(Letters::Upper);
    }
    rows
}

/// Synced with a company, whose letters the mapping then changes.
fn capital() -> Desk {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, COMPANY), Some("Arvika"));
    desk.asked.clear();
    let rows = in_capitals(&desk);
    desk.remap(rows, &[(COMPANY, Some("ARVIKA"))]);
    desk
}

/// The same with one more row, of a field that was never mapped.
fn with_city() -> Desk {
    let mut desk = synced(MarkerSupport::Unique);
    desk.asked.clear();
    let mut rows = desk.account.mapping.rows.clone();
    rows.push(MapRow::new(Field::City, CITY, Take::First));
    desk.remap(rows, &[(CITY, Some("Bern"))]);
    desk
}

fn written(desk: &Desk) -> Vec<String> {
    match &desk.last_request {
        Some(Request::Update(patch)) => patch.fields.keys().map(|field| field.as_str().to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn foreseen(desk: &Desk) -> Vec<(String, Effect)> {
    let boot = BootId::new("b");
    let case: Case<'_, { plant::NONE }> =
        Case { delivery: &desk.delivery, local: &desk.local, account: &desk.account, boot: &boot };
    effects(&case).into_iter().map(|(field, effect)| (field.as_str().to_owned(), effect)).collect()
}

#[test]
fn what_the_mapping_says_otherwise_is_sent_and_nothing_else() {
    let mut desk = capital();
    assert_eq!(foreseen(&desk), vec![(COMPANY.to_owned(), Effect::Replaced)]);
    desk.tell(Event::Changed);
    assert_eq!(desk.asked[..2], ["get", "update"]);
    assert_eq!(desk.crm.value(1, COMPANY), Some("ARVIKA"));
    assert_eq!((written(&desk), &desk.delivery.state), (vec![COMPANY.to_owned()], &State::Synced));
}

#[test]
fn what_somebody_there_wrote_stays_and_both_are_shown() {
    let mut desk = capital();
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["get"]);
    assert_eq!(desk.crm.value(1, COMPANY), Some("Arvika Group"));
    let row = &desk.differences[0];
    assert_eq!((row.ours.as_deref(), row.winner), (Some("ARVIKA"), Winner::Theirs));
    assert_eq!(desk.delivery.state, State::Synced);
}

#[test]
fn what_somebody_wrote_before_the_change_stays_as_well() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.tell(Event::Changed);
    desk.crm.edit(1, COMPANY, "Group");
    desk.hint(1);
    assert_eq!(desk.value("company"), Some("Group"), "taken over, as ever");
    let rows = in_capitals(&desk);
    desk.remap(rows, &[(COMPANY, Some("GROUP"))]);
    desk.asked.clear();
    assert_eq!(foreseen(&desk), vec![(COMPANY.to_owned(), Effect::Differs)]);
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["get"]);
    assert_eq!((desk.crm.value(1, COMPANY), desk.differences.len()), (Some("Group"), 1));
}

#[test]
fn a_contact_that_says_the_same_by_the_new_mapping_is_not_asked_for() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "ARVIKA");
    desk.tell(Event::Changed);
    desk.asked.clear();
    let rows = in_capitals(&desk);
    desk.remap(rows, &[(COMPANY, Some("ARVIKA"))]);
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.len(), foreseen(&desk).len()), (0, 0));
}

#[test]
fn a_field_that_leaves_the_mapping_is_left_alone_there() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.tell(Event::Changed);
    desk.asked.clear();
    let mut rows = desk.account.mapping.rows.clone();
    rows.retain(|row| row.theirs.as_str() != COMPANY);
    desk.remap(rows, &[]);
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.len(), desk.crm.value(1, COMPANY)), (0, Some("Arvika")));
}

#[test]
fn a_field_mapped_anew_is_filled_where_it_is_empty() {
    let mut desk = with_city();
    assert_eq!(foreseen(&desk), vec![(CITY.to_owned(), Effect::Filled)]);
    desk.tell(Event::Changed);
    assert_eq!(desk.asked[..2], ["get", "update"], "it is read before anything is written into it");
    assert_eq!((written(&desk), desk.crm.value(1, CITY)), (vec![CITY.to_owned()], Some("Bern")));
}

#[test]
fn a_field_mapped_anew_that_says_something_else_is_shown_and_stays() {
    let mut desk = with_city();
    desk.crm.edit(1, CITY, "Basel");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked, ["get"]);
    assert_eq!(desk.crm.value(1, CITY), Some("Basel"));
    assert_eq!((desk.differences.len(), desk.differences[0].winner), (1, Winner::Theirs));
}

#[test]
fn an_edit_after_the_change_reads_before_it_writes() {
    let mut desk = with_city();
    desk.crm.edit(1, CITY, "Basel");
    desk.set("job_title", "CTO");
    desk.tell(Event::Changed);
    assert_eq!(desk.asked[0], "get");
    assert_eq!((desk.crm.value(1, CITY), desk.crm.value(1, "acme_job_title")), (Some("Basel"), Some("CTO")));
}

#[test]
fn a_field_that_gets_another_source_is_emptied_where_there_is_nothing_to_say() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.tell(Event::Changed);
    desk.asked.clear();
    let mut rows = desk.account.mapping.rows.clone();
    for row in rows.iter_mut().filter(|row| row.theirs.as_str() == COMPANY) {
        row.ours = Some(Field::Department);
    }
    desk.remap(rows, &[(COMPANY, None)]);
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, COMPANY), &desk.delivery.state), (None, &State::Synced));
    desk.asked.clear();
    desk.tell(Event::Changed);
    assert_eq!(desk.asked.len(), 0);
}

#[test]
fn somebody_who_is_faster_than_the_change_is_not_overwritten() {
    let mut desk = capital();
    // Read, decided, and before the write leaves somebody writes.
    desk.crm.next.push(Reply::Away);
    desk.tell(Event::Changed);
    assert!(
        desk.delivery
            .binding
            .as_ref()
            .is_some_and(|it| it.base.as_ref().is_some_and(|base| base.fields[COMPANY].due))
    );
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.take_turn(Turn::TimePasses);
    desk.tell(Event::Begin);
    assert_eq!((desk.crm.value(1, COMPANY), desk.differences.len()), (Some("Arvika Group"), 1));
}

#[test]
fn a_lost_answer_to_the_change_is_looked_for_and_not_repeated() {
    let mut desk = capital();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    assert_eq!(desk.delivery.state, State::Fenced);
    assert_eq!(desk.writes_when_time_passes().len(), 0);
    assert_eq!((desk.crm.value(1, COMPANY), &desk.delivery.state), (Some("ARVIKA"), &State::Synced));
}

#[test]
fn a_write_by_the_old_mapping_that_was_lost_is_followed_by_what_the_new_one_says() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.set("company", "Arvika");
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.tell(Event::Changed);
    let rows = in_capitals(&desk);
    desk.remap(rows, &[(COMPANY, Some("ARVIKA"))]);
    desk.tell(Event::FenceOver);
    assert_eq!((desk.crm.value(1, COMPANY), &desk.delivery.state), (Some("ARVIKA"), &State::Synced));
}

#[test]
fn changing_back_before_it_was_sent_sends_nothing() {
    let mut desk = capital();
    let mut rows = desk.account.mapping.rows.clone();
    rows.iter_mut().for_each(|row| row.turn = Made::AsIs);
    let former = desk.local.former.clone();
    desk.remap(rows, &[(COMPANY, Some("Arvika"))]);
    // The last fact was read by the first one.
    desk.local.former = former;
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.len(), desk.crm.value(1, COMPANY)), (0, Some("Arvika")));
}

#[test]
fn an_adopted_record_keeps_what_was_there_before_us() {
    let mut desk = adopted();
    let mut rows = desk.account.mapping.rows.clone();
    for row in rows.iter_mut().filter(|row| row.theirs.as_str() != "acme_email") {
        row.turn = Made::Case(Letters::Upper);
    }
    let said = [("acme_job_title", Some("BUYER")), (COMPANY, Some("ARVIKA HYDRAULIK AB"))];
    desk.remap(rows, &said);
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Buyer"), "theirs");
    assert_eq!(desk.crm.value(1, COMPANY), Some("ARVIKA HYDRAULIK AB"), "came from us");
    assert_eq!(desk.differences.len(), 1);
}

#[test]
fn ours_that_a_person_chose_is_sent_without_an_edit() {
    let mut desk = capital();
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.tell(Event::Changed);
    desk.local.theirs_hold.clear();
    remap::insist(&mut desk.delivery, &RemoteField::new(COMPANY));
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, COMPANY), &desk.delivery.state), (Some("ARVIKA"), &State::Synced));
}

#[test]
fn theirs_that_a_person_chose_stays_until_the_next_edit() {
    let mut desk = capital();
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.tell(Event::Changed);
    desk.set("company", "ELSE");
    desk.local.theirs_hold.clear();
    remap::yield_to(&mut desk.delivery, &RemoteField::new(COMPANY), desk.local.seq);
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, COMPANY), Some("Arvika Group"));
}

#[test]
fn a_value_that_cannot_be_taken_over_is_shown_before_ours_goes_over_it() {
    let mut desk = capital();
    desk.tell(Event::Changed);
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.hint(1);
    assert_eq!(
        (desk.value("company"), desk.differences.len()),
        (Some("ARVIKA"), 0),
        "capitals are not taken over"
    );
    desk.set("company", "BASE");
    desk.tell(Event::Changed);
    assert_eq!((desk.crm.value(1, COMPANY), desk.differences.len()), (Some("Arvika Group"), 1));
}

#[test]
fn what_a_saved_mapping_would_send_is_foreseen_by_the_step_that_sends_it() {
    let mut desk = capital();
    let Plan::Update(Request::Update(patch)) = desk.foresee() else { panic!("it changes the record") };
    let fields: Vec<&str> = patch.fields.keys().map(RemoteField::as_str).collect();
    assert_eq!(fields, [COMPANY]);
    assert_eq!(desk.delivery.state, State::Synced, "nothing is stored");
}

#[test]
fn the_spelling_that_a_mapping_asks_for_is_sent_though_it_says_the_same() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.map(Field::Phone, "acme_phone", Take::First, false);
    desk.set("phone", "+49305550100");
    desk.tell(Event::Changed);
    assert!(same_value(Kind::Phone, "+49305550100", "+49 30 5550100"));
    let rows = desk.account.mapping.rows.clone();
    desk.remap(rows, &[("acme_phone", Some("+49 30 5550100"))]);
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_phone"), Some("+49 30 5550100"));
    desk.asked.clear();
    desk.tell(Event::Changed);
    assert_eq!(desk.asked.len(), 0);
}

#[test]
fn a_choice_that_is_open_speaks_of_what_stands_there_by_now() {
    let mut desk = capital();
    desk.crm.edit(1, COMPANY, "Arvika Group");
    desk.tell(Event::Changed);
    desk.crm.edit(1, COMPANY, "Arvika Holding");
    desk.hint(1);
    let [row] = desk.differences.as_slice() else { panic!("one is open") };
    assert_eq!((row.ours.as_deref(), row.theirs.as_deref()), (Some("ARVIKA"), Some("Arvika Holding")));
}

#[test]
fn a_field_that_is_mapped_for_the_first_time_is_read_also_where_ours_is_empty() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, CITY, "Bern");
    desk.asked.clear();
    let mut rows = desk.account.mapping.rows.clone();
    rows.push(MapRow::new(Field::City, CITY, Take::First));
    desk.remap(rows, &[]);
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.as_slice(), desk.value("city")), (["get".to_owned()].as_slice(), Some("Bern")));
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.len(), &desk.delivery.state), (1, &State::Synced), "once is enough");
}

/// Synced, and a field is mapped for the first time that cannot be taken over from there.
fn with_city_that_only_goes_there(ours: Option<Ours>) -> Desk {
    let mut desk = synced(MarkerSupport::Unique);
    desk.crm.edit(1, CITY, "Bern");
    desk.asked.clear();
    let mut rows = desk.account.mapping.rows.clone();
    rows.push(MapRow { write_only: true, ..MapRow::new(Field::City, CITY, Take::First) });
    desk.remap(rows, &[]);
    desk.local.fields.extend(ours.map(|ours| (RemoteField::new(CITY), ours)));
    desk
}

#[test]
fn what_was_taken_out_here_and_stands_in_a_field_mapped_for_the_first_time_is_shown() {
    let mut desk = with_city_that_only_goes_there(Some(Ours { value: None, seq: 1 }));
    desk.tell(Event::Changed);
    let [row] = desk.differences.as_slice() else { panic!("a person is shown both: {:?}", desk.asked) };
    assert_eq!(
        (row.ours.as_deref(), row.theirs.as_deref(), row.winner),
        (None, Some("Bern"), Winner::Theirs)
    );
    assert_eq!((desk.crm.value(1, CITY), &desk.delivery.state), (Some("Bern"), &State::Synced));
    desk.tell(Event::Changed);
    assert_eq!(
        (desk.asked.as_slice(), desk.differences.len()),
        (["get".to_owned()].as_slice(), 1),
        "once is enough"
    );

    desk.local.theirs_hold.clear();
    remap::insist(&mut desk.delivery, &RemoteField::new(CITY));
    desk.tell(Event::Changed);
    assert_eq!(
        (desk.crm.value(1, CITY), &desk.delivery.state),
        (None, &State::Synced),
        "a person took it out"
    );
}

#[test]
fn silence_here_asks_nothing_of_a_field_that_cannot_be_taken_over() {
    let mut desk = with_city_that_only_goes_there(None);
    desk.tell(Event::Changed);
    assert_eq!((desk.asked.len(), desk.differences.len(), desk.crm.value(1, CITY)), (0, 0, Some("Bern")));
}
