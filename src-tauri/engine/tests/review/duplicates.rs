//! Contacts that may be one person: noticed after they were captured, proposed with why, and remembered when they are not; what
//! is merged is one in every list, and is erased as one. And how contacts are found.

use crate::table::Table;
use lanyard_core::contact::Field;
use lanyard_core::contact::duplicates::Reason;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{BindingKind, Chip, State};
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, ContactQuery, EventInput, FieldChange};
use lanyard_engine::store::captures::Way;

fn typed(table: &Table, values: &[(Field, &str)]) -> ContactId {
    let changes: Vec<FieldChange> = values
        .iter()
        .map(|(field, value)| FieldChange {
            field: *field,
            part: Default::default(),
            value: Some((*value).to_owned()),
        })
        .collect();
    match table.desk.capture_typed(&changes).unwrap() {
        CaptureAnswer::Saved { contact, .. } => contact.row.id,
        other => panic!("it is not new: {other:?}"),
    }
}

fn found(table: &Table, search: &str) -> Vec<ContactId> {
    let query = ContactQuery { search: search.to_owned(), limit: 50, ..ContactQuery::default() };
    let page = table.desk.contacts(&query).unwrap();
    assert_eq!(page.matching as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.id).collect()
}

fn jane_twice(table: &Table) -> (ContactId, ContactId) {
    let one = typed(table, &[(Field::FullName, "Jane Roe"), (Field::Company, "Acme GmbH")]);
    let other = typed(table, &[(Field::FullName, "Jane Rohe"), (Field::Company, "ACME")]);
    (one, other)
}

#[test]
fn a_pair_is_proposed_with_its_reasons_after_it_was_captured() {
    let table = Table::laid();
    let (one, other) = jane_twice(&table);
    typed(&table, &[(Field::FullName, "Peter Doe"), (Field::Company, "Acme GmbH")]);
    assert_eq!(table.desk.duplicates().unwrap().left, 3, "capturing compares nobody");
    let compared = table.desk.compare_contacts().unwrap();
    assert_eq!((compared.contacts, compared.pairs), (3, 1));
    let review = table.desk.review().unwrap().duplicates;
    assert_eq!((review.pairs, review.left), (1, 0));
    assert_eq!((&review.first[0].one.id, &review.first[0].other.id), (&one, &other));
    assert_eq!(review.first[0].reasons, [Reason::AlikeName, Reason::SameCompany]);
    assert_eq!(table.desk.compare_contacts().unwrap().contacts, 0, "nothing is compared twice");
}

#[test]
fn what_is_not_the_same_is_not_proposed_again_and_a_correction_withdraws_a_pair() {
    let table = Table::laid();
    let (one, other) = jane_twice(&table);
    let pairs = || {
        table.desk.compare_contacts().unwrap();
        table.desk.duplicates().unwrap().pairs
    };
    assert_eq!(pairs(), 1);
    let rename = |contact: &ContactId, name: &str| {
        let change =
            FieldChange { field: Field::FullName, part: Default::default(), value: Some(name.to_owned()) };
        table.desk.edit_contact(contact, &[change]).unwrap();
    };
    rename(&other, "Maximilian Schmitt");
    assert_eq!(pairs(), 0);
    rename(&other, "Jane Roe");
    assert_eq!(pairs(), 1);
    table.desk.not_the_same(&other, &one, true).unwrap();
    assert_eq!(pairs(), 0);
    rename(&other, "J. Roe");
    assert_eq!(pairs(), 0, "what a person said is remembered");
    table.desk.not_the_same(&one, &other, false).unwrap();
    assert_eq!(pairs(), 1);
    table.desk.remove_contact(&one).unwrap();
    assert_eq!(pairs(), 0, "who is gone is not asked about");
}

#[test]
fn what_is_merged_is_one_in_lists_and_search_and_taken_apart_it_is_two() {
    let table = Table::laid();
    let (one, other) = jane_twice(&table);
    table.desk.compare_contacts().unwrap();
    let kept = table.desk.merge_contacts(&one, &other, &[]).unwrap();
    assert_eq!(kept.merged.len(), 1);
    assert_eq!(table.desk.look_at_merge(&one, &other).unwrap_err().sentence.code, "error-no-such-contact");
    assert_eq!(table.desk.duplicates().unwrap().pairs, 0);
    assert_eq!(found(&table, "jane"), std::slice::from_ref(&one));
    assert_eq!(found(&table, ""), std::slice::from_ref(&one));
    let sum = table.desk.review().unwrap().sum;
    assert!((sum.captured, sum.removed, sum.adds_up) == (2, 1, true), "{sum:?}");
    table.desk.unmerge_contact(&other).unwrap();
    assert_eq!(found(&table, "jane"), [other, one]);
    assert!(table.desk.unmerge_contact(&found(&table, "jane")[0]).is_err(), "once is enough");
}

#[test]
fn erasing_who_is_kept_erases_the_merged_one_too() {
    let table = Table::laid();
    let (one, other) = jane_twice(&table);
    table.desk.leave_card(&other).unwrap();
    table.desk.compare_contacts().unwrap();
    table.desk.merge_contacts(&one, &other, &[]).unwrap();
    let delivery = table.put(&one, State::Synced, Some(BindingKind::Created));
    let days = |conn: &rusqlite::Transaction<'_>| {
        conn.execute("UPDATE delivery SET synced_day = 0 WHERE id = ?1", [delivery.as_str()])?;
        Ok(conn.execute("UPDATE destination SET confirmed_days = 40", [])?)
    };
    table.store.write(days).unwrap();
    let input = EventInput {
        name: "Expo".into(),
        region: None,
        grace: Millis(0),
        operator: "Ada".into(),
        purge_days: Some(30),
    };
    table.desk.save_event(&input).unwrap();
    assert_eq!(table.desk.purge(1).unwrap().contacts, 1);
    let count = |sql: &str| {
        table.store.read(|conn| Ok(conn.query_row(sql, [], |row| row.get::<_, i64>(0))?)).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM field_edit WHERE value IS NOT NULL OR raw IS NOT NULL"), 0);
    assert_eq!(count("SELECT count(*) FROM capture WHERE payload IS NOT NULL"), 0);
    assert_eq!(count("SELECT count(*) FROM likeness_key"), 0);
    assert_eq!(count("SELECT count(*) FROM contact_search"), 0);
    assert_eq!(count("SELECT count(*) FROM audit WHERE verb = 'erase'"), 2);
    assert!(table.desk.unmerge_contact(&other).is_err(), "there is nobody to take apart");
    let review = table.desk.review().unwrap();
    assert!(review.sum.adds_up && review.sum.removed == 2, "{:?}", review.sum);
}

#[test]
fn a_name_is_found_before_a_company_and_that_before_a_note() {
    let table = Table::laid();
    let note = typed(&table, &[(Field::FullName, "Ann Lee"), (Field::Note, "Knows Roland")]);
    let begun = typed(&table, &[(Field::FullName, "Max Rolander")]);
    let company = typed(&table, &[(Field::FullName, "Ida Berg"), (Field::Company, "Roland Pumpen")]);
    let whole = typed(&table, &[(Field::FullName, "Roland Weiß")]);
    assert_eq!(found(&table, "roland"), [whole.clone(), begun.clone(), company.clone(), note.clone()]);
    for (offset, expected) in [(0, [&whole, &begun]), (1, [&begun, &company]), (2, [&company, &note])] {
        let query = ContactQuery { search: "roland".into(), limit: 2, offset, ..ContactQuery::default() };
        let page = table.desk.contacts(&query).unwrap();
        assert_eq!(page.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), expected, "from {offset}");
        assert_eq!(page.matching, 4);
    }
    assert_eq!(found(&table, "weiss"), [whole]);
    let query = ContactQuery {
        search: "roland".into(),
        chips: vec![Chip::Removed],
        limit: 9,
        ..ContactQuery::default()
    };
    assert_eq!(table.desk.contacts(&query).unwrap().matching, 0);
}

#[test]
fn a_slip_in_an_address_is_remarked_on_and_mended_by_its_proposal() {
    let table = Table::laid();
    let saved = table.desk.capture_text("MECARD:N:Roe,Jane;EMAIL:jane@gmial.com;;", Way::Scanner).unwrap();
    let CaptureAnswer::Saved { contact, .. } = saved else { panic!("it is not new") };
    let email = contact.fields.iter().find(|field| field.field == Field::Email).unwrap();
    let meant = email.remarks.iter().find_map(|remark| remark.proposal.clone());
    assert_eq!(meant.as_deref(), Some("jane@gmail.com"));
    let change = FieldChange { field: Field::Email, part: email.part.clone(), value: meant };
    let mended = table.desk.edit_contact(&contact.row.id, &[change]).unwrap();
    let email = mended.fields.iter().find(|field| field.field == Field::Email).unwrap();
    assert!(email.remarks.iter().all(|remark| remark.proposal.is_none()));
}
