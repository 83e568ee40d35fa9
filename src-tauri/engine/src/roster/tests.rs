//! Lists of an event over the real store: captures find them, earlier captures get proposals, and nothing of a bad one counts.

use crate::api::views::{
    CaptureAnswer, ContactDetail, ContactRow, ErrorCode, FieldChange, FileHow, ProposalView, RosterOutcome,
};
use crate::import::FileGiven;
use crate::import::tests::{Table, file};
use crate::store::captures::Way;
use lanyard_core::contact::{Field, Origin};
use lanyard_core::outbox::{Chip, Hold};
use std::fmt::Write as _;

const LIST: &str = "Badge ID,First name,Last name,Company,E-Mail\n\
                    12,Jane,Roe,Arvika AB,jane@example.com\n\
                    SB0013,Ali,Demir,Ostsee GmbH,ali@example.com\n";

fn add(table: &Table, list: &str) -> RosterOutcome {
    table.desk.add_roster(&file(list), "list.csv", &FileHow::default(), false, &mut |_| true).unwrap()
}

fn counts(outcome: &RosterOutcome) -> [u32; 3] {
    [outcome.people, outcome.proposed, outcome.unread]
}

fn scan(table: &Table, code: &str) -> (ContactDetail, bool) {
    match table.desk.capture_text(code, Way::Scanner).unwrap() {
        CaptureAnswer::Saved { contact, id_only, .. } => (*contact, id_only),
        CaptureAnswer::Known { contact, .. } => (*contact, false),
        other => panic!("{other:?}"),
    }
}

fn value(contact: &ContactDetail, field: Field) -> Option<(&str, Origin)> {
    let found = contact.fields.iter().find(|one| one.field == field);
    found.map(|one| (one.value.as_str(), one.origin))
}

fn change(field: Field, value: &str) -> FieldChange {
    FieldChange { field, part: Default::default(), value: Some(value.to_owned()) }
}

fn proposed(table: &Table) -> Vec<ProposalView> {
    table.desk.proposals(100).unwrap().some
}

fn held(table: &Table) -> Vec<ContactRow> {
    table.query("", vec![Chip::OnHold])
}

#[test]
fn a_number_that_the_list_knows_is_a_full_contact_at_once_however_it_is_written() {
    let table = Table::laid(false);
    assert_eq!(counts(&add(&table, LIST)), [2, 0, 0]);
    for code in ["000012", "sb0013"] {
        let (contact, id_only) = scan(&table, code);
        assert!(!id_only);
        assert!(contact.row.name.is_some());
        assert_eq!(value(&contact, Field::BadgeId), Some((code, Origin::Badge)), "kept as it was read");
        assert_eq!(value(&contact, Field::Company).map(|(_, origin)| origin), Some(Origin::Roster));
    }
    let typed = table.desk.capture_typed(&[change(Field::BadgeId, "12 ")]).unwrap();
    let CaptureAnswer::Saved { contact, .. } = typed else { panic!("{typed:?}") };
    assert_eq!(value(&contact, Field::Email), Some(("jane@example.com", Origin::Roster)), "a typed one too");
    assert!(scan(&table, "000099").1, "one that it does not know stays a number");
    assert!(proposed(&table).is_empty());
}

#[test]
fn who_was_captured_before_the_list_is_proposed_and_goes_on_when_it_is_applied() {
    let table = Table::laid(true);
    let (contact, id_only) = scan(&table, "000012");
    assert!(id_only);
    table.desk.leave_card(&contact.row.id).unwrap();
    let why = |row: &ContactRow| row.sentence.code.clone();
    assert_eq!(held(&table).iter().map(why).collect::<Vec<_>>(), ["why-held-unresolved"]);
    assert_eq!(counts(&add(&table, LIST)), [2, 1, 0]);
    assert_eq!(held(&table).len(), 1, "nothing is taken over unasked");
    let open = proposed(&table);
    let [one] = open.as_slice() else { panic!("{open:?}") };
    assert_eq!(table.desk.review().unwrap().proposals.open, 1);
    let fields: Vec<Field> = one.rows.iter().map(|row| row.field).collect();
    assert_eq!(fields, [Field::GivenName, Field::FamilyName, Field::Company, Field::Email]);
    let done = table.desk.apply_proposal(&one.id, None).unwrap();
    assert_eq!((done.contacts, done.can_undo), (1, true));
    assert!(held(&table).is_empty() && proposed(&table).is_empty());
    let now = table.desk.contact(&contact.row.id).unwrap();
    assert_eq!(now.row.name.as_deref(), Some("Jane Roe"));
    assert_eq!(value(&now, Field::Email), Some(("jane@example.com", Origin::Roster)));
    assert_eq!(table.query("arvika", Vec::new()).len(), 1, "and is found by what the list says");
}

#[test]
fn what_was_applied_is_taken_back_as_long_as_it_stands_also_after_another_start() {
    let table = Table::laid(true);
    let (contact, _) = scan(&table, "000012");
    table.desk.leave_card(&contact.row.id).unwrap();
    add(&table, LIST);
    let id = proposed(&table)[0].id.clone();
    table.desk.apply_proposals().unwrap();
    let company = [change(Field::Company, "Arvika Holding")];
    table.desk.edit_contact(&contact.row.id, &company).unwrap();
    assert_eq!(table.desk.undo_proposal(&id).unwrap().contacts, 1);
    let now = table.desk.contact(&contact.row.id).unwrap();
    assert_eq!(
        value(&now, Field::Company),
        Some(("Arvika Holding", Origin::Typed)),
        "what was changed since stays"
    );
    assert_eq!(value(&now, Field::Email), None);
    assert_eq!(proposed(&table).len(), 1, "and it is proposed again");
    table.desk.apply_proposals().unwrap();
    table.desk.undo_for_many().unwrap();
    assert_eq!(value(&table.desk.contact(&contact.row.id).unwrap(), Field::Email), None);
}

#[test]
fn what_a_person_typed_is_never_taken_over_unasked() {
    let table = Table::laid(false);
    let (contact, _) = scan(&table, "000012");
    let typed = [change(Field::Company, "Arvika"), change(Field::Note, "wants a demo")];
    table.desk.edit_contact(&contact.row.id, &typed).unwrap();
    add(&table, LIST);
    assert_eq!(table.desk.apply_proposals().unwrap().contacts, 1);
    let now = table.desk.contact(&contact.row.id).unwrap();
    assert_eq!(value(&now, Field::Company), Some(("Arvika", Origin::Typed)));
    assert_eq!(now.row.name.as_deref(), Some("Jane Roe"));
    let open = proposed(&table);
    let [one] = open.as_slice() else { panic!("what is left is asked about: {open:?}") };
    assert!(matches!(one.rows.as_slice(), [row] if row.field == Field::Company && row.typed));
    table.desk.apply_proposal(&one.id, Some(&[Field::Company])).unwrap();
    let now = table.desk.contact(&contact.row.id).unwrap();
    assert_eq!(value(&now, Field::Company), Some(("Arvika AB", Origin::Roster)));
}

#[test]
fn somebody_elses_name_under_the_number_is_shown_and_not_taken_with_the_others() {
    let table = Table::laid(false);
    let (contact, _) = scan(&table, "000012");
    table.desk.edit_contact(&contact.row.id, &[change(Field::FullName, "Bo Lind")]).unwrap();
    add(&table, LIST);
    assert_eq!(table.desk.apply_proposals().unwrap().contacts, 0);
    let open = proposed(&table);
    assert!(matches!(open.as_slice(), [one] if !one.fits));
    let later = table.desk.capture_text("MECARD:UID:12;N:Lund,Carl;;", Way::Camera).unwrap();
    let CaptureAnswer::Saved { contact, .. } = later else { panic!("{later:?}") };
    assert_eq!(value(&contact, Field::Email), None, "nor at capture");
}

#[test]
fn what_was_refused_is_not_proposed_again_by_the_same_words() {
    let table = Table::laid(false);
    scan(&table, "000012");
    add(&table, LIST);
    table.desk.refuse_proposal(&proposed(&table)[0].id).unwrap();
    assert!(proposed(&table).is_empty());
    let grown = format!("{LIST}14,Eva,Berg,,eva@example.com\n");
    assert_eq!(counts(&add(&table, &grown)), [3, 0, 0]);
    let corrected = grown.replace("Arvika AB", "Arvika Group AB");
    assert_eq!(counts(&add(&table, &corrected)), [3, 1, 0], "other words are a new proposal");
}

#[test]
fn the_same_list_again_changes_nothing_and_a_later_one_goes_before_it() {
    let table = Table::laid(false);
    add(&table, LIST);
    let again = add(&table, LIST);
    assert!(again.before && again.people == 2);
    let other_columns = FileHow {
        columns: Some(["badge_id", "given_name", "family_name", "skip", "skip"].map(str::to_owned).to_vec()),
        ..FileHow::default()
    };
    let other = table.desk.add_roster(&file(LIST), "list.csv", &other_columns, false, &mut |_| true).unwrap();
    assert!(!other.before, "read otherwise, it is another list");
    let later = "Badge ID,Name,E-Mail\n12,Jane Roe-Lind,jane@example.com\n";
    add(&table, later);
    assert_eq!(scan(&table, "12").0.row.name.as_deref(), Some("Jane Roe-Lind"));
    assert_eq!(
        scan(&table, "SB0013").0.row.name.as_deref(),
        Some("Ali Demir"),
        "the earlier one's others stay"
    );
    assert_eq!(table.desk.rosters().unwrap().len(), 3);
}

#[test]
fn a_later_list_takes_the_place_of_what_an_earlier_one_proposed() {
    let table = Table::laid(false);
    scan(&table, "000012");
    add(&table, LIST);
    add(&table, "Badge ID,Name\n12,Jane Roe-Lind\n");
    let open = proposed(&table);
    let [one] = open.as_slice() else { panic!("{open:?}") };
    assert_eq!(one.rows[0].theirs, "Jane Roe-Lind");
}

#[test]
fn a_number_that_stands_for_two_people_gives_nobody_a_name() {
    let table = Table::laid(false);
    let doubled = "Badge ID,Name\n7,Ada Roe\n8,Bo Roe\n7,Carl Lind\n8,Bo Roe\n";
    let outcome = add(&table, doubled);
    assert_eq!(counts(&outcome), [2, 0, 2]);
    let said: Vec<(u64, &str)> =
        outcome.unread_rows.iter().map(|row| (row.line, row.sentence.code.as_str())).collect();
    assert_eq!(said, [(4, "row-number-doubled"), (5, "row-repeated")]);
    assert!(scan(&table, "7").1);
    assert_eq!(scan(&table, "8").0.row.name.as_deref(), Some("Bo Roe"));
    let alike = "Badge ID,Name\n009,Ada Roe\n09,Bo Roe\n";
    add(&table, alike);
    assert!(scan(&table, "9").1, "two that only look like it");
    assert_eq!(scan(&table, "009").0.row.name.as_deref(), Some("Ada Roe"), "and exactly the one");
}

#[test]
fn a_badge_that_carries_a_name_is_only_completed() {
    let table = Table::laid(false);
    add(&table, LIST);
    let (contact, _) = scan(&table, "MECARD:UID:12;N:Roe,Jane;ORG:Arvika;EMAIL:jane.roe@example.org;;");
    assert_eq!(value(&contact, Field::Company).map(|(_, origin)| origin), Some(Origin::Badge));
    let fields: Vec<Field> =
        proposed(&table).iter().flat_map(|one| one.rows.iter().map(|row| row.field)).collect();
    assert_eq!(fields, [Field::Company, Field::Email], "what differs is asked about");
}

#[test]
fn a_contact_that_is_scanned_again_after_the_list_came_has_its_name() {
    let table = Table::laid(false);
    scan(&table, "000012");
    scan(&table, "000099");
    add(&table, LIST);
    let (contact, _) = scan(&table, "000012");
    assert_eq!(contact.row.name.as_deref(), Some("Jane Roe"));
    assert!(proposed(&table).is_empty(), "and nothing is left to ask");
}

#[test]
fn a_list_without_numbers_is_refused_and_rows_without_one_are_named() {
    let table = Table::laid(false);
    let refused = table.desk.add_roster(
        &file("Name,E-Mail\nAda Roe,ada@example.com\n"),
        "x.csv",
        &FileHow::default(),
        false,
        &mut |_| true,
    );
    let error = refused.unwrap_err();
    assert_eq!((error.code, error.sentence.code.as_str()), (ErrorCode::BadInput, "roster-no-numbers"));
    // As merged cells come out: the value stands in the first row only.
    let merged = "Badge ID,Name\n7,Ada Roe\n,Bo Roe\n,Carl Lind\n";
    let outcome = add(&table, merged);
    assert_eq!(counts(&outcome), [1, 0, 2]);
    assert!(outcome.unread_rows.iter().all(|row| row.sentence.code == "row-no-number"));
    let two_headers = "Attendees,,\nBadge ID,Name,Company\n7,Ada Roe,Arvika\n";
    let outcome = add(&table, two_headers);
    assert_eq!(counts(&outcome), [1, 0, 0], "two rows of headers");
}

#[test]
fn a_list_in_another_encoding_keeps_its_letters() {
    let table = Table::laid(false);
    let bytes = b"Badge ID;Name;Firma\r\n7;J\xFCrgen Gro\xDF;M\xFCller & S\xF6hne\r\n".to_vec();
    let given = FileGiven::Bytes(bytes.into());
    table.desk.add_roster(&given, "liste.csv", &FileHow::default(), false, &mut |_| true).unwrap();
    assert_eq!(scan(&table, "7").0.row.name.as_deref(), Some("Jürgen Groß"));
}

#[test]
fn a_list_of_vcards_is_found_by_their_uids() {
    let table = Table::laid(false);
    let cards =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:A-77\r\nFN:Ada Roe\r\nEMAIL:ada@example.com\r\nEND:VCARD\r\n";
    assert_eq!(counts(&add(&table, cards)), [1, 0, 0]);
    assert_eq!(scan(&table, "a-77").0.row.name.as_deref(), Some("Ada Roe"));
}

fn long(rows: usize) -> String {
    let mut list = String::from("Badge ID,Name,E-Mail\n");
    for row in 0..rows {
        let _ = writeln!(list, "{row:06},Visitor {row},v{row}@example.com");
    }
    list
}

#[test]
fn a_list_that_is_stopped_counts_for_nothing_and_can_be_brought_again() {
    let table = Table::laid(false);
    let list = long(5000);
    let mut calls = 0;
    let stopped =
        table.desk.add_roster(&file(&list), "list.csv", &FileHow::default(), false, &mut |progress| {
            calls += 1;
            progress.done < 3000
        });
    assert_eq!(stopped.unwrap_err().sentence.code, "import-stopped");
    assert!(calls >= 3);
    assert!(table.desk.rosters().unwrap().is_empty());
    assert!(scan(&table, "000001").1, "not half of it either");
    assert_eq!(counts(&add(&table, &list)), [5000, 1, 0]);
}

#[test]
fn captures_go_on_while_a_list_is_written_and_miss_nothing_of_it() {
    let table = Table::laid(false);
    let list = long(4000);
    let mut captured = 0;
    let outcome = table.desk.add_roster(&file(&list), "list.csv", &FileHow::default(), false, &mut |_| {
        scan(&table, &format!("{captured:06}"));
        captured += 1;
        true
    });
    let outcome = outcome.unwrap();
    assert!(captured >= 4);
    assert_eq!(outcome.proposed, captured, "each of them is proposed");
    assert!(proposed(&table).iter().all(|one| !one.rows.is_empty()));
}

#[test]
fn a_rehearsed_list_says_what_would_come_of_it_and_keeps_nothing() {
    let table = Table::laid(false);
    scan(&table, "000012");
    let would =
        table.desk.add_roster(&file(LIST), "l.csv", &FileHow::default(), true, &mut |_| true).unwrap();
    assert_eq!((counts(&would), would.dry_run), ([2, 1, 0], true));
    assert!(table.desk.rosters().unwrap().is_empty() && proposed(&table).is_empty());
}

#[test]
fn a_contact_that_was_removed_gets_no_proposal() {
    let table = Table::laid(false);
    let (contact, _) = scan(&table, "000012");
    table.desk.remove_contact(&contact.row.id).unwrap();
    assert_eq!(add(&table, LIST).proposed, 0);
    assert!(proposed(&table).is_empty());
}

#[test]
fn what_holds_a_number_back_is_named() {
    let table = Table::laid(true);
    let (contact, _) = scan(&table, "000012");
    table.desk.leave_card(&contact.row.id).unwrap();
    let holds = table.desk.review().unwrap().holds;
    assert!(matches!(holds.as_slice(), [one] if one.why == Hold::Unresolved));
}

#[test]
fn an_erased_person_is_in_no_list_of_their_event_any_more() {
    let table = Table::laid(false);
    add(&table, LIST);
    let (contact, _) = scan(&table, "000012");
    let engine = table.desk.engine().unwrap();
    let now = engine.clock.wall();
    engine.store.write(|conn| crate::store::purge::erase(conn, &contact.row.id, now)).unwrap();
    assert!(scan(&table, "12").1, "their number says nothing any more");
    assert_eq!(scan(&table, "SB0013").0.row.name.as_deref(), Some("Ali Demir"));
}

const PREFIXED: &str = "recipe = 1\nname = \"Expo\"\n[pattern]\nregex = '(?<badge_id>[A-Z]{2}[0-9]+)'\n[id]\nprefix = \"DC\"\nignore_zeros = true\n";

#[test]
fn a_recipes_way_of_comparing_finds_numbers_that_the_list_has_without_their_prefix() {
    let table = Table::laid(false);
    add(&table, LIST);
    let (before, id_only) = scan(&table, "DC0012");
    assert!(id_only, "without the recipe nobody knows that DC is no part of the number");
    let outcome = table.desk.add_recipe(PREFIXED).unwrap();
    assert_eq!((outcome.read, outcome.proposed), (1, 1), "the list is looked up again");
    table.desk.apply_proposals().unwrap();
    assert_eq!(table.desk.contact(&before.row.id).unwrap().row.name.as_deref(), Some("Jane Roe"));
    let (later, id_only) = scan(&table, "DC00012");
    assert!(!id_only && later.row.name.as_deref() == Some("Jane Roe"));
}

const OWN: &str = "recipe = 1\nname = \"Own badges\"\nprefix = \"X!\"\n[delimited]\nseparator = \"!\"\nfields = [\"badge_id\", \"family_name\", \"given_name\"]\n";

#[test]
fn a_recipe_reads_what_comes_and_proposes_what_came() {
    let table = Table::laid(false);
    let (before, _) = scan(&table, "X!000012!Roe!Jane");
    assert_ne!(before.row.name.as_deref(), Some("Jane Roe"));
    let outcome = table.desk.add_recipe(OWN).unwrap();
    assert_eq!((outcome.read, outcome.proposed), (1, 1));
    let again = table.desk.add_recipe(OWN).unwrap();
    assert_eq!((again.read, again.proposed), (1, 1), "once more is no second proposal");
    assert_eq!(proposed(&table).len(), 1);
    table
        .desk
        .apply_proposal(
            &proposed(&table)[0].id,
            Some(&[Field::BadgeId, Field::FamilyName, Field::GivenName, Field::FullName]),
        )
        .unwrap();
    let now = table.desk.contact(&before.row.id).unwrap();
    assert_eq!(value(&now, Field::FamilyName), Some(("Roe", Origin::Badge)));
    assert_eq!(scan(&table, "X!13!Demir!Ali").0.row.name.as_deref(), Some("Ali Demir"));
    table.desk.remove_recipe("Own badges").unwrap();
    assert!(table.desk.recipes().unwrap().kept.is_empty());
    assert_ne!(scan(&table, "X!14!Lund!Carl").0.row.name.as_deref(), Some("Carl Lund"));
}

#[test]
fn a_recipe_that_cannot_be_read_is_refused_with_its_line_and_nothing_is_kept() {
    let table = Table::laid(false);
    let error = table.desk.add_recipe("recipe = 1\nname = \"x\"\nwrong = 2\n").unwrap_err();
    assert_eq!(error.sentence.code, "recipe-unknown-key");
    assert!(table.desk.recipes().unwrap().kept.is_empty());
}

const THREE: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Roe\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Lind\r\nORG:Arvika\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Carl Lund\r\nEND:VCARD\r\n";

#[test]
fn the_first_of_several_people_in_a_code_is_saved_and_the_others_stand_as_offers() {
    let table = Table::laid(false);
    let (first, _) = scan(&table, THREE);
    assert_eq!(first.row.name.as_deref(), Some("Ada Roe"));
    let names = |contact: &ContactDetail| -> Vec<String> {
        contact.others.iter().filter_map(|other| other.name.clone()).collect()
    };
    assert_eq!(names(&first), ["Bo Lind", "Carl Lund"]);
    assert_eq!(table.query("", Vec::new()).len(), 1, "nobody is captured unasked");
    let place = first.others[1].place;
    let after = table.desk.capture_other(&first.row.id, place).unwrap();
    assert_eq!(names(&after), ["Bo Lind"]);
    assert_eq!(table.query("carl", Vec::new()).len(), 1);
    assert!(table.desk.capture_other(&first.row.id, place).is_err(), "nobody twice");
    assert_eq!(
        names(&table.desk.contact(&first.row.id).unwrap()),
        ["Bo Lind"],
        "later too: the code is kept"
    );
    let carl = table.query("carl", Vec::new())[0].id.clone();
    table.desk.undo_capture(&carl).unwrap();
    assert_eq!(
        names(&table.desk.contact(&first.row.id).unwrap()),
        ["Bo Lind", "Carl Lund"],
        "taken back, offered again"
    );
}
