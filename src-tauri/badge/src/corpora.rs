//! The corpora: every payload read as its `expect` says, every card of other programs read or left for a reason that has a
//! name, and the same card said by its own program again read as the same.

use crate::{Reading, read};
use lanyard_core::contact::normalise::same_value;
use lanyard_core::contact::tidy::tidied;
use lanyard_core::contact::{ContactDraft, Field, Kind};
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

#[test]
fn every_payload_of_the_corpus_is_read_as_expected() {
    let Some(folder) = corpus("badge-payloads") else { return };
    let text = std::fs::read_to_string(folder.join("payloads.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut met = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let (id, kind) = (case["id"].as_str().unwrap(), case["kind"].as_str().unwrap());
        let reading = read(&payload(&case));
        // A contact with hostile values is read as its own kind; only what is nothing else is of that kind.
        if (kind != "hostile" || reading.refused.is_some()) && reading.kind.as_str() != kind {
            wrong.push(format!("{id}: a {}", reading.kind.as_str()));
        }
        for (key, expected) in case["expect"].as_object().unwrap() {
            if !is_met(key, expected, &reading) {
                wrong.push(format!("{id}: {key}"));
            }
        }
        met += 1;
    }
    assert!(wrong.is_empty(), "{} of {met}: {wrong:#?}", wrong.len());
    assert!(met >= 51, "only {met} payloads were checked");
}

fn payload(case: &Value) -> Vec<u8> {
    match case["payload"].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => data_encoding::BASE64.decode(case["payload_b64"].as_str().unwrap().as_bytes()).unwrap(),
    }
}

/// Whether a reading says of a key what is expected. Names and addresses are as they are kept, with their capitals put right.
fn is_met(key: &str, expected: &Value, reading: &Reading) -> bool {
    let draft = &reading.draft;
    let texts: Vec<&str> = match expected {
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let kept = tidied(draft);
    let is = |field: Field| {
        kept.iter()
            .filter(|tidy| tidy.field == field)
            .map(|tidy| tidy.value.as_str())
            .eq(texts.iter().copied())
    };
    let same_numbers = |fields: &[Field]| {
        let seen: Vec<&str> = fields.iter().flat_map(|field| draft.all(*field)).collect();
        seen.len() == texts.len()
            && seen.iter().zip(&texts).all(|(seen, expected)| same_value(Kind::Phone, seen, expected))
    };
    let warned = |code: &str| draft.warnings.iter().any(|warning| warning == code);
    match key {
        "given" => is(Field::GivenName),
        "family" => is(Field::FamilyName),
        "full" => is(Field::FullName),
        "org" => is(Field::Company),
        "unit" => is(Field::Department),
        "title" => is(Field::JobTitle),
        "emails" => is(Field::Email),
        "tels" => same_numbers(&[Field::Phone, Field::Mobile]),
        "fax" => same_numbers(&[Field::Fax]),
        "url" => is(Field::Website),
        "linkedin" => is(Field::Linkedin),
        "badge_id" => is(Field::BadgeId),
        "note_text" => is(Field::Note),
        "card" => reading.card == expected.as_str(),
        "unverified" => warned("unverified"),
        "undecodable" => warned("undecodable") && draft.is_empty(),
        "extra" => {
            expected.as_object().unwrap().iter().all(|(name, value)| {
                draft.extra.contains(&(name.clone(), value.as_str().unwrap().to_owned()))
            })
        }
        "reject" => {
            reading.refused.map(|refusal| refusal.as_str()) == expected.as_str()
                && draft.is_empty()
                && draft.extra.is_empty()
        }
        other => panic!("nobody checks {other}"),
    }
}

/// Cards that say nothing of a person, and why.
const SAY_NOTHING: &[(&str, &str)] = &[
    ("052.vcf", "only a birthday, which is not taken"),
    ("053.vcf", "only birthdays, which are not taken"),
    ("055.vcf", "only an empty fax number"),
    ("068.vcf", "an empty card"),
    ("070.vcf", "only a nickname, which is shown beside the contact"),
    ("071.vcf", "only a nickname, which is shown beside the contact"),
    ("issue64.vcf", "only a photograph, which is not taken"),
    ("073.vcf", "only a messenger's address, which is shown beside the contact"),
];

#[test]
fn every_card_of_the_corpus_is_read_or_left_for_a_reason_that_has_a_name() {
    let Some(folder) = corpus("vcards") else { return };
    let (mut people, mut nothing, mut unnamed) = (0, 0, Vec::new());
    for file in gathered(&folder, "vcf") {
        let reading = read(&std::fs::read(&file).unwrap());
        let name = file.file_name().unwrap().to_str().unwrap();
        if !reading.kind.as_str().starts_with("vcard") || reading.refused.is_some() {
            unnamed.push(format!("{name} is {:?}, {:?}", reading.kind, reading.refused));
        } else if !reading.draft.is_empty() {
            people += 1 + reading.others.len();
        } else if SAY_NOTHING.iter().any(|(known, _)| *known == name) {
            nothing += 1;
        } else {
            unnamed.push(format!("{name} says nothing, and nobody knows why"));
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:#?}");
    assert_eq!(nothing, SAY_NOTHING.len());
    println!("{people} people read, {nothing} cards without one");
    assert!(people >= 80, "only {people} people were read");
    let jcard = read(&std::fs::read(folder.join("ez-vcard/io/json/jcard-example.json")).unwrap());
    assert_eq!((jcard.kind.as_str(), jcard.draft.first(Field::Company)), ("jcard", Some("Viagenie")));
}

#[test]
fn a_card_and_the_same_card_written_by_a_parser_say_the_same() {
    let Some(folder) = corpus("vcards/calcard/vcard") else { return };
    let mut different = Vec::new();
    let mut same = 0;
    for file in gathered(&folder, "vcf") {
        let other = file.with_extension("vcf.out");
        let (ours, theirs) = (read(&std::fs::read(&file).unwrap()), read(&std::fs::read(&other).unwrap()));
        let fields = differing(&ours, &theirs);
        if fields.is_empty() {
            same += 1;
        } else {
            different.push((file.file_stem().unwrap().to_str().unwrap().to_owned(), fields));
        }
    }
    let known: Vec<(String, String)> = include_str!("differences.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.splitn(3, '|').map(str::trim).collect::<Vec<_>>().try_into().ok())
        .map(|[card, fields, _why]: [&str; 3]| (card.to_owned(), fields.to_owned()))
        .collect();
    println!("{same} cards say the same, {} do not", different.len());
    assert_eq!(different, known);
}

/// The fields in which two readings differ.
fn differing(ours: &Reading, theirs: &Reading) -> String {
    let people = |reading: &Reading| -> Vec<ContactDraft> {
        std::iter::once(&reading.draft).chain(&reading.others).cloned().collect()
    };
    let (ours, theirs) = (people(ours), people(theirs));
    if ours.len() != theirs.len() {
        return format!("people {} {}", ours.len(), theirs.len());
    }
    let mut fields: Vec<&str> = ours
        .iter()
        .zip(&theirs)
        .flat_map(|(ours, theirs)| {
            let both = ours.values.iter().chain(&theirs.values).map(|value| value.field);
            both.filter(|field| !ours.all(*field).eq(theirs.all(*field))).map(Field::key).collect::<Vec<_>>()
        })
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields.join(" ")
}

/// The files of a folder with an ending, in order.
fn gathered(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { gathered(&path, ending) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|of| of == ending))
        .collect();
    files.sort();
    files
}

#[test]
fn the_cards_of_real_programs_give_at_least_a_name_or_an_address() {
    let Some(folder) = corpus("vcards") else { return };
    let files = gathered(&folder, "vcf");
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
