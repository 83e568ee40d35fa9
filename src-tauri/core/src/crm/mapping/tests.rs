//! What goes across by a row, and what a mapping that was stored long ago still says.

use super::*;
use crate::contact::{Consent, FieldValue, Origin, Part, PhoneForm};
use crate::crm::Letters;
use crate::ids::QuestionId;
use proptest::prelude::*;

fn contact(values: &[(Field, &str)]) -> Contact {
    let value = |value: &str, seq| FieldValue {
        value: value.to_owned(),
        raw: None,
        problem: None,
        origin: Origin::Typed,
        seq,
    };
    let mut fields = BTreeMap::new();
    for (seq, (field, text)) in (1..).zip(values) {
        let many = fields.keys().filter(|(known, _): &&(Field, Part)| known == field).count();
        let part = if many == 0 { Part::default() } else { Part::member(many.to_string()) };
        fields.insert((*field, part), value(text, seq));
    }
    Contact { fields, ..Contact::default() }
}

fn sent(row: &MapRow, values: &[(Field, &str)]) -> Option<String> {
    taken(&contact(values), row).and_then(|ours| ours.value)
}

fn full(values: &[(Field, &str)]) -> Option<String> {
    sent(&MapRow::new(Field::FullName, "name", Take::Full), values)
}

#[test]
fn a_full_name_is_put_together_where_only_its_parts_are_known() {
    use Field::{Email, FamilyName, FullName, GivenName};
    assert_eq!(full(&[(GivenName, "Ada"), (FamilyName, "Byron")]).as_deref(), Some("Ada Byron"));
    assert_eq!(full(&[(FamilyName, "Byron")]).as_deref(), Some("Byron"));
    assert_eq!(full(&[(GivenName, "Ada"), (FullName, "Ada B.")]).as_deref(), Some("Ada B."));
    assert_eq!(full(&[(Email, "a@example.com")]), None);
}

#[test]
fn several_fields_go_into_one_in_their_order() {
    let take = Take::Join { with: vec![Field::PostalCode, Field::City], by: ", ".into() };
    let row = MapRow::new(Field::Street, "address", take);
    let values = [(Field::City, "Bern"), (Field::Street, "Gasse 1"), (Field::PostalCode, "3011")];
    assert_eq!(sent(&row, &values).as_deref(), Some("Gasse 1, 3011, Bern"));
    assert_eq!(sent(&row, &[(Field::City, "Bern")]).as_deref(), Some("Bern"));
    assert_eq!(sent(&row, &[]), None);
    assert!(!row.comes_back());
}

#[test]
fn a_piece_of_a_value_is_taken_by_its_place() {
    let row = |nth| MapRow::new(Field::JobTitle, "team", Take::Split { by: "/".into(), nth });
    let values = [(Field::JobTitle, "CTO / Research")];
    assert_eq!(sent(&row(2), &values).as_deref(), Some("Research"));
    assert_eq!(sent(&row(3), &values), None);
    assert_eq!(sent(&row(0), &values), None);
    assert!(!row(1).comes_back());
}

#[test]
fn a_constant_is_the_same_for_everybody_and_of_no_field() {
    let take = Take::Constant { text: "Fair 2026".into() };
    let row = MapRow { ours: None, ..MapRow::new(Field::Note, "source", take) };
    assert_eq!(sent(&row, &[]).as_deref(), Some("Fair 2026"));
    assert!(!row.comes_back());
}

#[test]
fn members_of_a_set_are_turned_one_by_one() {
    let row = MapRow { turn: Turn::Case(Letters::Upper), ..MapRow::new(Field::Tag, "tags", Take::Joined) };
    assert_eq!(sent(&row, &[(Field::Tag, "hot"), (Field::Tag, "press")]).as_deref(), Some("HOT;PRESS"));
    assert!(!row.comes_back(), "capitals do not tell how it was written");
    assert!(MapRow::new(Field::Tag, "tags", Take::Joined).comes_back());
}

#[test]
fn what_can_be_undone_is_taken_in_and_nothing_else_is() {
    let mapping = |row: MapRow| Mapping { version: 1, rows: vec![row] };
    let theirs = RemoteField::new("phone");
    let phone = MapRow {
        turn: Turn::Phone(PhoneForm::International),
        ..MapRow::new(Field::Phone, "phone", Take::First)
    };
    let back = mapping(phone.clone()).inward(&theirs, Some("+49 30 5550100"));
    assert_eq!(back, Some((Field::Phone, Some("+49 30 5550100".into()))));
    let national = MapRow { turn: Turn::Phone(PhoneForm::National), ..phone };
    assert_eq!(mapping(national).inward(&theirs, Some("030 5550100")), None);
    let by_hand = MapRow { write_only: true, ..MapRow::new(Field::Phone, "phone", Take::First) };
    assert_eq!(mapping(by_hand).inward(&theirs, Some("1")), None);
}

#[test]
fn a_note_or_a_joined_text_does_not_stand_for_its_field() {
    let rows = vec![
        MapRow::new(Field::Email, "all", Take::Join { with: vec![Field::Phone], by: " ".into() }),
        MapRow::new(Field::Email, "email", Take::First),
    ];
    let mapping = Mapping { version: 1, rows };
    assert_eq!(mapping.theirs(Field::Email), Some(&RemoteField::new("email")));
}

#[test]
fn a_mapping_stored_before_there_were_turns_still_reads() {
    let stored = r#"{"version":3,"rows":[
        {"ours":"given_name","theirs":"acme_first_name","take":"given","write_only":false},
        {"ours":"tag","theirs":"acme_tags","take":"joined"},
        {"ours":"note","theirs":"note","take":"note","write_only":true}]}"#;
    let mapping: Mapping = serde_json::from_str(stored).expect("it was written by us");
    let note = MapRow { write_only: true, ..MapRow::new(Field::Note, "note", Take::Note) };
    let rows = vec![
        MapRow::new(Field::GivenName, "acme_first_name", Take::Given),
        MapRow::new(Field::Tag, "acme_tags", Take::Joined),
        note,
    ];
    assert_eq!(mapping, Mapping { version: 3, rows });
}

#[test]
fn a_mapping_is_read_as_it_was_written() {
    let pick = Turn::Pick { options: BTreeMap::from([("a".into(), "1".into())]), otherwise: None };
    let join = Take::Join { with: vec![Field::City], by: ", ".into() };
    let rows = vec![
        MapRow { turn: pick, ..MapRow::new(Field::Rating, "score", Take::First) },
        MapRow::new(Field::Street, "address", join),
        MapRow { ours: None, ..MapRow::new(Field::Note, "x", Take::Constant { text: "y".into() }) },
        MapRow { turn: Turn::Phone(PhoneForm::National), ..MapRow::new(Field::Phone, "p", Take::First) },
        consent(),
        MapRow::new(
            Field::Answer,
            "r",
            Take::Answer { question: Some(QuestionId::new("q")), asked: "How many?".into() },
        ),
        MapRow::new(Field::Answer, "s", Take::Answer { question: None, asked: "When?".into() }),
    ];
    let mapping = Mapping { version: 2, rows };
    let text = serde_json::to_string(&mapping).expect("plain data");
    assert_eq!(serde_json::from_str::<Mapping>(&text).expect("as written"), mapping);
}

fn consent() -> MapRow {
    MapRow { ours: None, ..MapRow::new(Field::Note, "agreed", Take::Consent) }
}

#[test]
fn silence_says_nothing_and_a_no_says_that_nothing_stands_there() {
    let mapping = Mapping { version: 1, rows: vec![consent()] };
    let silent = contact(&[(Field::Email, "a@example.com")]);
    let agreed = RemoteField::new("agreed");
    assert_eq!(mapping.of_consent().collect::<Vec<_>>(), [&agreed]);
    assert!(mapping.outward(&silent).is_empty());
    let refused = Contact { consent: Some(Consent { yes: None, seq: 7 }), ..silent };
    assert_eq!(mapping.outward(&refused), BTreeMap::from([(agreed, Ours { value: None, seq: 7 })]));
    assert_eq!(mapping.problems(None, &Default::default()), Vec::new());
}

proptest! {
    #[test]
    fn a_yes_goes_across_with_its_words_its_time_and_how_it_was_given_and_never_comes_back(
        version in 0_u32..9999,
        seconds in 0_u32..86_400,
        channel in "[a-z]{1,12}",
        seq in 0_u64..1_000_000,
        theirs in ".{0,40}",
    ) {
        let at = format!("2026-11-22T{:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let yes = Yes { version, at: at.clone(), channel: channel.clone() };
        let mapping = Mapping { version: 1, rows: vec![consent()] };
        let whole = Contact { consent: Some(Consent { yes: Some(yes), seq }), ..Contact::default() };
        let said = mapping.outward(&whole).remove(&RemoteField::new("agreed")).expect("they agreed");
        let text = said.value.expect("it says so");
        let parts: Vec<&str> = text.split(' ').collect();
        prop_assert_eq!(parts, [format!("v{version}"), at, channel]);
        prop_assert_eq!(said.seq, seq);
        prop_assert_eq!(mapping.inward(&RemoteField::new("agreed"), Some(&theirs)), None);
    }
}
