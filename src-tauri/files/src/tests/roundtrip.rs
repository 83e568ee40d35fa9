//! What goes out comes in again.

use super::{EVERY, Given, given, with};
use crate::{Exporter, Format, Outgoing, Said, Style, VcardVersion, Written};
use lanyard_core::contact::{
    Contact, ContactDraft, FIELDS, Field, FieldValue, Kind, Many, Origin, Part, normalise,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ALL: [Written; 7] = [
    Written::Csv { style: Style::Safe, delimiter: ',' },
    Written::Csv { style: Style::Safe, delimiter: ';' },
    Written::Csv { style: Style::Raw, delimiter: ',' },
    Written::Xlsx,
    Written::Vcard(VcardVersion::V3),
    Written::Vcard(VcardVersion::V4),
    Written::Jsonl,
];

fn value(value: &str) -> FieldValue {
    FieldValue { value: value.to_owned(), raw: None, problem: None, origin: Origin::Typed, seq: 1 }
}

fn contact(values: &[(&str, &str, &str)]) -> Contact {
    let mut contact = Contact::default();
    for (key, part, text) in values {
        let field = Field::by_key(key).unwrap();
        contact.fields.insert((field, Part::member(*part)), value(text));
    }
    contact
}

fn file(written: Written, contacts: &[Contact]) -> Vec<u8> {
    let used: BTreeSet<(Field, Part)> =
        contacts.iter().flat_map(|contact| contact.fields.keys().cloned()).collect();
    let mut out = Exporter::begin(written, Vec::new(), &used, vec!["answer: When?".to_owned()]).unwrap();
    for (number, contact) in contacts.iter().enumerate() {
        let id = format!("0190a5a0-0000-7000-8000-{number:012}");
        let told = ["=1+1".to_owned()];
        let (captured_at, captured_by) = ("2026-11-22T09:00:00Z", "Ann");
        out.put(&Outgoing { id: &id, captured_at, captured_by, contact, told: &told }).unwrap();
    }
    out.finish().unwrap()
}

/// Values by field and part; of a set, its members.
fn said(draft: &ContactDraft) -> BTreeSet<(Field, String, String)> {
    draft
        .values
        .iter()
        .map(|value| {
            let part = match value.field.row().many {
                Many::Set => String::new(),
                Many::One | Many::List | Many::Keyed => value.part.as_str().to_owned(),
            };
            (value.field, part, value.raw.clone())
        })
        .collect()
}

fn meant(contact: &Contact, closes_gaps: bool) -> BTreeSet<(Field, String, String)> {
    let mut all = BTreeSet::new();
    let mut places: BTreeMap<Field, usize> = BTreeMap::new();
    for ((field, part), value) in &contact.fields {
        let place = places.entry(*field).or_default();
        let part = match field.row().many {
            Many::Set => String::new(),
            Many::List if closes_gaps => Part::nth(*place).as_str().to_owned(),
            Many::One | Many::List | Many::Keyed => part.as_str().to_owned(),
        };
        *place += 1;
        all.insert((*field, part, value.value.clone()));
    }
    all
}

fn check(contacts: &[Contact], written: Written, back: &Given) {
    let is_card = matches!(written, Written::Vcard(_));
    let mut said: Vec<_> = back.entries.iter().map(|entry| said(&entry.draft)).collect();
    let meant: Vec<_> = contacts.iter().map(|contact| meant(contact, is_card)).collect();
    // A card's link to a LinkedIn page says whose it is too, where the card itself does not.
    for (said, meant) in said.iter_mut().zip(&meant).filter(|_| is_card) {
        let links = meant.iter().any(|(_, _, value)| value.contains("linkedin.com/in/"));
        let has_none = !meant.iter().any(|(field, _, _)| *field == Field::Linkedin);
        said.retain(|(field, _, _)| !(links && has_none && *field == Field::Linkedin));
    }
    assert_eq!(said, meant, "{written:?}");
    assert!(back.unread.is_empty(), "{written:?}: {:?}", back.unread);
    for (number, entry) in back.entries.iter().enumerate() {
        assert_eq!(entry.id.as_deref(), Some(format!("0190a5a0-0000-7000-8000-{number:012}").as_str()));
    }
}

fn everything() -> Contact {
    contact(&[
        ("full_name", "", "Dr. Änne Groß-Müller; PhD"),
        ("name_prefix", "", "Dr."),
        ("given_name", "", "Änne"),
        ("additional_name", "", "M., N."),
        ("family_name", "", "Groß-Müller"),
        ("name_suffix", "", "PhD"),
        ("company", "", "=Übung, Söhne; \"Co\" \\ KG"),
        ("department", "", "@Einkauf"),
        ("job_title", "", "-Leiterin"),
        ("email", "", "a@example.com"),
        ("email", "2", "\"jane, roe\"@example.com"),
        ("phone", "", "+14186569254;ext=102"),
        ("mobile", "", "+4915155501001"),
        ("fax", "", "+49305550100"),
        ("website", "", "https://www.linkedin.com/in/not-a-page"),
        ("linkedin", "", "änne-groß"),
        ("street", "", "Große Gasse 1, Hof"),
        ("city", "", "Königs Wusterhausen"),
        ("region", "", "BB"),
        ("postal_code", "", "01067"),
        ("country", "", "Deutschland"),
        ("badge_id", "", "000123"),
        ("note", "", "one, two;\n=three\n'four'"),
        ("rating", "", "5"),
        ("tag", "vip", "VIP"),
        ("tag", "a, b", "A, b"),
    ])
}

#[test]
fn every_field_survives_every_format() {
    for written in ALL {
        let contacts = [
            everything(),
            contact(&[("badge_id", "", "0007")]),
            contact(&[("full_name", "", "Ada Lovelace")]),
        ];
        check(&contacts, written, &given(&file(written, &contacts)));
    }
}

#[test]
fn what_is_written_is_recognised() {
    let contacts = [everything()];
    let formats: BTreeSet<&str> =
        ALL.iter().map(|written| given(&file(*written, &contacts)).looked.how.format.as_str()).collect();
    assert_eq!(formats, EVERY.map(Format::as_str).into_iter().collect());
}

#[test]
fn no_cell_of_a_safe_table_begins_like_a_formula() {
    let bytes = file(ALL[0], &[everything()]);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with('\u{FEFF}'));
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    for row in rows.records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let raw = String::from_utf8(file(ALL[2], &[everything()])).unwrap();
    assert!(raw.contains("+4915155501001") && !raw.contains("'+"));
}

#[test]
fn a_raw_value_that_looks_protected_stays_as_it_is() {
    for written in [ALL[0], ALL[2]] {
        let contacts = [contact(&[("note", "", "'=1"), ("full_name", "", "''-x")])];
        check(&contacts, written, &given(&file(written, &contacts)));
    }
}

/// A value of a kind, normalised as it is kept.
fn kept(kind: Kind) -> impl Strategy<Value = String> {
    let text = match kind {
        Kind::Email => "[a-z\"]{1,4}[a-z.+]{0,3}@[a-z]{1,5}\\.[a-z]{2,3}|\\PC{1,12}",
        Kind::Phone => "\\+49 30 [0-9]{5,8}|\\+1418656925[0-9];ext=[0-9]{1,3}|\\PC{1,12}",
        Kind::Url => "https://[a-z]{1,5}\\.example/[a-z,;?=&]{0,6}|linkedin.com/in/[a-z]{1,4}|\\PC{1,12}",
        Kind::Rating => "[1-5]|[0-9a]{1,2}",
        Kind::Text => "(\\PC|[\n\",;\\\\'=]){1,60}",
        Kind::Line | Kind::Name | Kind::Id => {
            "['=+@-]{0,2}\\PC{1,20}|[\",;:\\\\| a-zé]{1,80}|0{1,3}[1-9]{1,4}|_x000A_.{1,3}"
        }
    };
    text.prop_map(move |raw| normalise(kind, &raw, None).value)
        .prop_filter("there is one", |value| !value.is_empty())
}

fn any_contact() -> impl Strategy<Value = Contact> {
    let fields: Vec<_> = FIELDS
        .iter()
        .filter(|row| row.many != Many::Keyed)
        .map(|row| {
            let most = if row.many == Many::One { 1 } else { 3 };
            prop::collection::vec(kept(row.kind), 0..=most)
                .prop_map(move |values| (row.field, row.many, values))
        })
        .collect();
    fields
        .prop_map(|fields| {
            let mut contact = Contact::default();
            for (field, many, values) in fields {
                for (place, text) in values.into_iter().enumerate() {
                    let part = match many {
                        Many::Set => Part::member(text.to_lowercase()),
                        Many::One | Many::List | Many::Keyed => Part::nth(place),
                    };
                    contact.fields.insert((field, part), value(&text));
                }
            }
            contact
        })
        .prop_filter("it says something", |contact| !contact.fields.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn export_and_import_lose_nothing(contacts in prop::collection::vec(any_contact(), 1..4), which in 0..ALL.len()) {
        let written = ALL[which];
        let bytes = file(written, &contacts);
        // An encoding is guessed by evidence; a file of ours says it.
        let back = with(&bytes, &Said { encoding: Some("utf-8".to_owned()), ..Said::default() }, |_| {});
        check(&contacts, written, &back);
    }
}

#[test]
fn a_list_for_people_runs_nothing_in_a_spreadsheet() {
    let mut out = Vec::new();
    crate::safe_table(&[["Line", "Why"], ["7", "=1+1"], ["8", "a, \"b\""]], &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text, "\u{feff}Line,Why\r\n7,'=1+1\r\n8,\"a, \"\"b\"\"\"\r\n");
}
