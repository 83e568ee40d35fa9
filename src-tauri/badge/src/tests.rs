//! The payloads and cards of the corpora, read as `expect` says, and any bytes at all.

use crate::{MAX_PAYLOAD, Reading, read};
use lanyard_core::contact::normalise::same_value;
use lanyard_core::contact::{Field, Kind};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// `LANYARD_CORPORA`, else the folder beside the repository; none, loudly, when it is missing.
fn corpus(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LANYARD_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"), PathBuf::from);
    let folder = root.join(name);
    if !folder.exists() {
        println!("PASSED OVER: no corpus at {} (set LANYARD_CORPORA)", folder.display());
        return None;
    }
    Some(folder)
}

/// Families that are read by an event's recipe, and formats of a later day.
const LATER: &[&str] = &["bizcard", "kddi", "delimited", "kv", "json", "signed", "encrypted"];

/// Payloads of families that are read already, though not to the end.
const LATER_PAYLOADS: &[&str] = &["dollar-lines", "url-cadmium", "url-hihello", "url-blinq", "matmsg"];

#[test]
fn every_payload_of_the_corpus_is_read_as_expected() {
    let Some(folder) = corpus("badge-payloads") else { return };
    let text = std::fs::read_to_string(folder.join("payloads.jsonl")).unwrap();
    let mut met = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let (id, kind) = (case["id"].as_str().unwrap(), case["kind"].as_str().unwrap());
        let reading = read(&payload(&case));
        if LATER.contains(&kind) || LATER_PAYLOADS.contains(&id) {
            assert_eq!(reading.refused, None, "{id} must still be captured");
            continue;
        }
        // A contact with hostile values is read as its own kind; only what is nothing else is of that kind.
        if kind != "hostile" || reading.refused.is_some() {
            assert_eq!(reading.kind.as_str(), kind, "{id}");
        }
        for (key, expected) in case["expect"].as_object().unwrap() {
            check(id, key, expected, &reading);
        }
        met += 1;
    }
    assert!(met >= 34, "only {met} payloads were checked");
}

fn payload(case: &Value) -> Vec<u8> {
    match case["payload"].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => data_encoding::BASE64.decode(case["payload_b64"].as_str().unwrap().as_bytes()).unwrap(),
    }
}

fn check(id: &str, key: &str, expected: &Value, reading: &Reading) {
    let draft = &reading.draft;
    let texts = || -> Vec<&str> {
        match expected {
            Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect(),
            one => vec![one.as_str().unwrap()],
        }
    };
    let field = |field: Field| draft.all(field).collect::<Vec<_>>();
    let same_numbers = |seen: Vec<&str>| {
        let expected = texts();
        assert_eq!(seen.len(), expected.len(), "{id} {key}");
        for (seen, expected) in seen.into_iter().zip(expected) {
            assert!(same_value(Kind::Phone, seen, expected), "{id} {key}");
        }
    };
    match key {
        "given" => assert_eq!(field(Field::GivenName), texts(), "{id}"),
        "family" => assert_eq!(field(Field::FamilyName), texts(), "{id}"),
        "full" => assert_eq!(field(Field::FullName), texts(), "{id}"),
        "org" => assert_eq!(field(Field::Company), texts(), "{id}"),
        "unit" => assert_eq!(field(Field::Department), texts(), "{id}"),
        "title" => assert_eq!(field(Field::JobTitle), texts(), "{id}"),
        "emails" => assert_eq!(field(Field::Email), texts(), "{id}"),
        "tels" => same_numbers([field(Field::Phone), field(Field::Mobile)].concat()),
        "fax" => same_numbers(field(Field::Fax)),
        "url" => assert_eq!(field(Field::Website), texts(), "{id}"),
        "linkedin" => assert_eq!(field(Field::Linkedin), texts(), "{id}"),
        "badge_id" => assert_eq!(field(Field::BadgeId), texts(), "{id}"),
        "note_text" => assert_eq!(field(Field::Note), texts(), "{id}"),
        "extra" => {
            for (name, value) in expected.as_object().unwrap() {
                let wanted = (name.clone(), value.as_str().unwrap().to_owned());
                assert!(draft.extra.contains(&wanted), "{id} {name}");
            }
        }
        "reject" => {
            assert_eq!(reading.refused.map(|refusal| refusal.as_str()), expected.as_str(), "{id}");
            assert!(draft.is_empty() && draft.extra.is_empty(), "{id}: a refused payload says nothing");
        }
        other => panic!("{id}: nobody checks {other}"),
    }
}

#[test]
fn hostile_values_are_only_text_and_it_is_said_what_was_taken_out() {
    let seen = read(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:evil\u{202E}gnp.exe\r\nTITLE:Nul\0Byte\r\nEND:VCARD".as_bytes(),
    );
    assert_eq!(seen.draft.first(Field::FullName), Some("evilgnp.exe"));
    assert_eq!(seen.draft.first(Field::JobTitle), Some("NulByte"));
    assert_eq!(seen.draft.warnings, ["control_removed"]);
}

#[test]
fn the_cards_of_real_programs_give_at_least_a_name_or_an_address() {
    let Some(folder) = corpus("vcards") else { return };
    let mut files = Vec::new();
    gather(&folder, &mut files);
    files.sort();
    let mut read_well = 0;
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let reading = read(&bytes);
        let shown = file.display();
        if !text.to_uppercase().contains("BEGIN:VCARD") {
            continue;
        }
        assert!(reading.kind.as_str().starts_with("vcard"), "{shown} is {:?}", reading.kind);
        let first =
            text.split_inclusive('\n').take_while(|line| !line.to_uppercase().starts_with("END:VCARD"));
        let first: String = first.collect();
        if has(&first, "EMAIL") {
            assert!(reading.draft.first(Field::Email).is_some(), "{shown}: no e-mail");
        }
        if has(&first, "FN") || has(&first, "N") || has(&first, "ORG") {
            let names = [Field::FullName, Field::FamilyName, Field::GivenName, Field::Company];
            assert!(names.iter().any(|field| reading.draft.first(*field).is_some()), "{shown}: no name");
        }
        read_well += 1;
    }
    assert!(read_well >= 60, "only {read_well} cards were read");
}

/// Whether a card has that property with something in it.
fn has(card: &str, property: &str) -> bool {
    card.lines().any(|line| {
        let header = line.split(':').next().unwrap_or("");
        let name = header.split(';').next().unwrap_or("").rsplit('.').next().unwrap_or("");
        let value = line.split_once(':').map_or("", |(_, value)| value);
        name.eq_ignore_ascii_case(property) && value.chars().any(char::is_alphanumeric)
    })
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "vcf") {
            files.push(path);
        }
    }
}

#[test]
fn a_payload_too_long_is_cut_and_said() {
    let mut card = b"BEGIN:VCARD\nVERSION:3.0\nFN:Jane Q. Roe\nNOTE:".to_vec();
    card.resize(MAX_PAYLOAD + 1, b'x');
    let seen = read(&card);
    assert_eq!(seen.draft.first(Field::FullName), Some("Jane Q. Roe"));
    assert!(seen.draft.warnings.contains(&"cut_short".to_owned()));
}

#[test]
fn a_card_of_thousands_of_properties_is_read_in_part_and_said() {
    let card = format!("BEGIN:VCARD\nFN:Jane Q. Roe\n{}END:VCARD\n", "TEL:1\n".repeat(10_000));
    let seen = read(card.as_bytes());
    assert_eq!(seen.draft.first(Field::FullName), Some("Jane Q. Roe"));
    assert_eq!(seen.draft.values.len(), 100);
    assert!(seen.draft.warnings.contains(&"cut_short".to_owned()));
}

/// Pieces of payloads put together at random reach deeper than random bytes.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        "[ -~]{0,12}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            "BEGIN:VCARD",
            "END:VCARD",
            "\r\n",
            "\n",
            "\r",
            "\n ",
            "VERSION:4.0\n",
            "VERSION:2.1\n",
            "N:",
            "FN:",
            "\nTEL;",
            "TYPE=",
            "VALUE=",
            "PREF=",
            "ENCODING=QUOTED-PRINTABLE",
            "QUOTED-PRINTABLE",
            "CHARSET=",
            "BASE64",
            ":",
            ";",
            "=",
            "=C3=BC",
            "=\n",
            ",",
            "\\",
            "\"",
            "item1.",
            "\nADR:",
            "\nORG:",
            "\nUID:",
            "\nBDAY:",
            "\nKIND:org\n",
            "\nX-ID:",
            "\nREV:",
            "\nGEO:",
            "\nJSPROP;JSPTR=",
            "JSCOMPS=",
            "MECARD:",
            "WIFI:",
            "000201",
            "https://",
            "linkedin.com/in/",
            "%C3",
            "mailto:",
            "tel:",
            "@",
            "Ã¼",
            "\u{FEFF}",
            "\u{200D}",
            "👩",
            "山",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in pieces(), in_card in any::<bool>()) {
        let payload = if in_card { [b"BEGIN:VCARD\n".as_slice(), &bytes].concat() } else { bytes };
        let reading = read(&payload);
        if reading.refused.is_some() {
            prop_assert!(reading.draft.is_empty());
        }
        let unseen = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        prop_assert!(!reading.draft.values.iter().any(|value| unseen(&value.raw)));
        prop_assert!(!reading.draft.extra.iter().any(|(name, value)| unseen(name) || unseen(value)));
    }
}
