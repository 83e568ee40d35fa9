//! The list narrowed by tag, rating and who captured, put in order; and what is done for those that were chosen from it.

use crate::table::{Table, invalid};
use lanyard_core::contact::{Field, Part};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::State;
use lanyard_engine::api::views::{ContactQuery, EventInput, FieldChange, ManyAct, Order};

fn set(table: &Table, contact: &ContactId, field: Field, part: &str, value: Option<&str>) {
    let change = FieldChange { field, part: Part::member(part), value: value.map(str::to_owned) };
    table.desk.edit_contact(contact, &[change]).unwrap();
}

fn listed(table: &Table, query: ContactQuery) -> Vec<String> {
    let page = table.desk.contacts(&ContactQuery { limit: 50, ..query }).unwrap();
    assert_eq!(page.matching as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.name.unwrap_or_default().replace(" Roe", "")).collect()
}

fn three(table: &Table) -> [ContactId; 3] {
    ["Cleo", "ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")))
}

#[test]
fn a_tag_and_a_rating_narrow_the_list_by_what_stands_now() {
    let table = Table::laid();
    let [cleo, ada, bea] = three(&table);
    for contact in [&cleo, &ada] {
        set(&table, contact, Field::Tag, "partner", Some("Partner"));
    }
    set(&table, &ada, Field::Tag, "press", Some("Press"));
    set(&table, &cleo, Field::Rating, "", Some("5"));
    set(&table, &bea, Field::Rating, "", Some("3"));
    let tagged = |tags: &[&str]| ContactQuery {
        tags: Some(tags.iter().map(|tag| (*tag).to_owned()).collect()),
        ..ContactQuery::default()
    };
    let rated = |rating| ContactQuery { rating: Some(rating), ..ContactQuery::default() };
    assert_eq!(listed(&table, tagged(&["Partner"])), ["ada", "Cleo"]);
    assert_eq!(listed(&table, tagged(&["partner", "Press"])), ["ada"], "each of them");
    assert_eq!(
        (listed(&table, rated(3)), listed(&table, rated(4))),
        (vec!["Bea".into(), "Cleo".into()], vec!["Cleo".to_owned()])
    );
    let offered = table.desk.offered().unwrap();
    let tags: Vec<(&str, u32)> = offered.tags.iter().map(|one| (one.tag.as_str(), one.contacts)).collect();
    assert_eq!(tags, [("Partner", 2), ("Press", 1)]);

    set(&table, &ada, Field::Tag, "partner", None);
    set(&table, &cleo, Field::Rating, "", Some("1"));
    assert_eq!(listed(&table, tagged(&["Partner"])), ["Cleo"], "what was taken away narrows no more");
    assert_eq!(listed(&table, rated(2)), ["Bea"]);
    let both = ContactQuery { search: "bea".into(), ..rated(2) };
    assert_eq!(listed(&table, both), ["Bea"], "together with what is searched");
}

#[test]
fn who_captured_first_narrows_the_list() {
    let table = Table::laid();
    table.capture("Cleo", "cleo@example.com");
    let event = table.desk.settings().unwrap().event;
    let input = EventInput {
        name: event.name,
        region: None,
        grace: event.grace,
        operator: "Nora".into(),
        purge_days: None,
    };
    table.desk.save_event(&input).unwrap();
    table.capture("Bea", "bea@example.com");
    let by = |name: &str| ContactQuery { reps: Some(vec![name.into()]), ..ContactQuery::default() };
    assert_eq!((listed(&table, by("Nora")), listed(&table, by("Nobody"))), (vec!["Bea".to_owned()], vec![]));
    assert!(table.desk.offered().unwrap().reps.contains(&"Nora".to_owned()));
}

#[test]
fn the_list_goes_by_time_and_by_name_whatever_its_capitals() {
    let table = Table::laid();
    let [_, ada, _] = three(&table);
    let by = |order| ContactQuery { order: Some(order), ..ContactQuery::default() };
    assert_eq!(listed(&table, ContactQuery::default()), ["Bea", "ada", "Cleo"]);
    assert_eq!(listed(&table, by(Order::Oldest)), ["Cleo", "ada", "Bea"]);
    assert_eq!(listed(&table, by(Order::Name)), ["ada", "Bea", "Cleo"]);
    assert_eq!(listed(&table, by(Order::NameBackwards)), ["Cleo", "Bea", "ada"]);
    set(&table, &ada, Field::GivenName, "", Some("Zoe"));
    set(&table, &ada, Field::FullName, "", Some("Zoe Roe"));
    assert_eq!(listed(&table, by(Order::Name)), ["Bea", "Cleo", "Zoe"], "as it is called now");
}

#[test]
fn a_tag_for_many_is_written_once_and_taken_back_where_it_was_written() {
    let table = Table::laid();
    let [cleo, ada, bea] = three(&table);
    set(&table, &ada, Field::Tag, "partner", Some("Partner"));
    let act = ManyAct::Tag { tag: "  partner ".into() };
    let chosen = [cleo.clone(), ada.clone(), bea.clone(), ContactId::new("nobody")];
    let done = table.desk.do_for(&chosen, &act).unwrap();
    assert_eq!((done.contacts, done.can_undo), (2, true), "who has it is passed over");
    assert_eq!(table.desk.offered().unwrap().tags[0].contacts, 3);
    assert_eq!(table.desk.undo_for_many().unwrap().contacts, 2);
    let tags = table.desk.offered().unwrap().tags;
    assert_eq!((tags[0].tag.as_str(), tags[0].contacts), ("Partner", 1), "only what was written then");
    for wrong in ["  ", &"x".repeat(61)] {
        assert!(table.desk.do_for(&chosen, &ManyAct::Tag { tag: wrong.into() }).is_err());
    }
}

#[test]
fn many_are_removed_at_once_and_come_back_together() {
    let table = Table::laid();
    let [cleo, ada, _] = three(&table);
    let done = table.desk.do_for(&[cleo, ada], &ManyAct::Remove).unwrap();
    assert_eq!((done.contacts, done.can_undo), (2, true));
    assert_eq!(listed(&table, ContactQuery::default()), ["Bea"]);
    assert!(table.desk.status().unwrap().sum.adds_up);
    assert_eq!(table.desk.undo_for_many().unwrap().contacts, 2);
    assert_eq!(listed(&table, ContactQuery::default()).len(), 3);
}

#[test]
fn only_what_is_parked_or_waits_is_tried_again() {
    let table = Table::laid();
    let [cleo, ada, bea] = three(&table);
    table.park(&cleo, invalid("email", "no"));
    table.put(&ada, State::Queued, None);
    let done = table.desk.do_for(&[cleo.clone(), ada, bea], &ManyAct::Retry).unwrap();
    assert_eq!((done.contacts, done.can_undo), (1, false));
    assert!(!matches!(table.state(&cleo), State::Parked { .. }));
}
