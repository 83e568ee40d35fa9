//! `decode` and `read` as a machine uses them: what comes out, and that no input brings them down.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test says what it passes over, and may fail anywhere"
)]

mod laptop;

use laptop::{Answer, Laptop, bare, corpus, fed, qr};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nORG:Analytical;Engines\r\nTEL;TYPE=FAX:+44 20 7946 0001\r\nTEL:+44 20 7946 0000\r\nEMAIL:ada@example.com\r\nX-ATTENDEE-TYPE:VIP\r\nEND:VCARD";

fn run(words: &[&str]) -> Answer {
    Answer::of(&bare(words).output().unwrap())
}

#[test]
fn a_picture_gives_its_code_its_corners_and_its_bytes() {
    let laptop = Laptop::new();
    let path = laptop.write("badge.png", &qr("Zoë", 6));
    for words in [&["decode"][..], &["decode", "--live"], &["decode", "--budget-ms", "2000", "--json"]] {
        let mut command = bare(words);
        let answer = Answer::of(&command.arg(&path).output().unwrap()).object();
        assert_eq!(answer["file"], path.to_str().unwrap());
        assert!(answer["ms"].is_u64());
        let code = &answer["payloads"][0];
        assert_eq!(
            (&code["text"], &code["payload_b64"], &code["symbology"]),
            (&json!("Zoë"), &json!("Wm/Dqw=="), &json!("qr"))
        );
        assert!(code["step"].is_string());
        let corner = |nth: usize, axis: usize| code["corners"][nth][axis].as_f64().unwrap();
        assert!((corner(0, 0) - 24.0).abs() < 6.0 && (corner(0, 1) - 24.0).abs() < 6.0, "{code}");
        assert!(corner(2, 0) > 100.0 && corner(2, 1) > 100.0, "{code}");
    }
}

#[test]
fn corners_are_those_of_the_file_also_when_it_was_brought_down() {
    let laptop = Laptop::new();
    let path = laptop.write("large.png", &qr("000123", 200));
    let answer = run(&["decode", "--budget-ms", "20000", path.to_str().unwrap()]).object();
    let far = answer["payloads"][0]["corners"][2][0].as_f64().unwrap();
    assert!((far - 25.0 * 200.0).abs() < 60.0, "{answer}");
}

#[test]
fn every_bad_picture_is_named_and_the_others_are_read() {
    let laptop = Laptop::new();
    // Their headers speak of 100 megapixels; not one is in the file.
    let mut bmp = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend(10_000_u32.to_le_bytes());
    bmp.extend(10_000_u32.to_le_bytes());
    bmp.extend(b"\x01\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let half = qr("000123", 6);
    let paths = [
        laptop.write("text.png", b"not a picture"),
        laptop.write("huge.bmp", &bmp),
        laptop.write("empty.png", b""),
        laptop.path("missing.png"),
        laptop.write("half.png", &half[..half.len() / 2]),
        laptop.write("narrow.png", &narrow()),
        laptop.write("good.png", &qr("000123", 6)),
    ];
    let mut command = bare(&["decode"]);
    let answer = Answer::of(&command.args(&paths).output().unwrap());
    assert_eq!((answer.exit, answer.err.as_str()), (1, ""));
    let lines = answer.lines();
    let said: Vec<&str> = lines.iter().map(|line| line["error"].as_str().unwrap_or("read")).collect();
    assert!(said[0].starts_with("This is not a picture"), "{said:?}");
    assert!(said[1].starts_with("The picture is too large"), "{said:?}");
    assert_eq!(said[2], "The file is empty.");
    assert!(said[3].starts_with("There is no file"), "{said:?}");
    assert!(said[4].starts_with("The picture is damaged"), "{said:?}");
    assert!(said[5].starts_with("The picture is too small"), "{said:?}");
    assert_eq!(lines[6]["payloads"][0]["text"], "000123");
}

fn narrow() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(300, 3).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_name_is_no_file_and_holds_nobody_up() {
    let laptop = Laptop::new();
    let pipe = laptop.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for words in [["decode"], ["read"]] {
        let mut command = bare(&words);
        let answer = Answer::of(&command.arg(&pipe).output().unwrap());
        assert_ne!(answer.exit, 0);
        assert!(format!("{}{}", answer.out, answer.err).contains("is not a file"));
    }
}

#[test]
fn photographs_of_the_corpus_are_each_answered() {
    let Some(folder) = corpus("qr/booth-dev") else { return };
    let mut pictures: Vec<_> = files(&folder).into_iter().filter(|path| is_picture(path)).collect();
    pictures.sort();
    pictures.truncate(12);
    let mut command = bare(&["decode"]);
    let answer = Answer::of(&command.args(&pictures).output().unwrap());
    assert_eq!((answer.exit, answer.lines().len()), (0, pictures.len()), "{}", answer.err);
    let read = answer
        .lines()
        .iter()
        .filter(|line| line["payloads"].as_array().is_some_and(|all| !all.is_empty()))
        .count();
    assert!(read > 0);
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn is_picture(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| ["png", "jpg", "jpeg"].iter().any(|known| extension == *known))
}

#[test]
fn a_card_is_read_by_the_names_that_lists_use() {
    let answer = fed(bare(&["read"]), CARD.as_bytes()).object();
    let draft = json!({
        "given": "Ada", "family": "Lovelace", "full": "Ada Lovelace", "org": "Analytical", "unit": "Engines",
        "title": null, "emails": ["ada@example.com"], "tels": ["+44 20 7946 0000"], "fax": ["+44 20 7946 0001"],
        "url": null, "linkedin": null, "badge_id": null, "note_text": null, "extra": {"X-ATTENDEE-TYPE": "VIP"},
    });
    assert_eq!(answer, json!({"id": "-", "kind": "vcard3", "draft": draft, "refused": null, "warnings": []}));
    let laptop = Laptop::new();
    let path = laptop.write("card.vcf", CARD.as_bytes());
    assert_eq!(run(&["read", path.to_str().unwrap()]).object()["draft"], answer["draft"]);
}

#[test]
fn what_could_be_read_of_a_broken_card_is_kept_and_unseen_characters_are_named() {
    let broken =
        fed(bare(&["read"]), b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Roe\r\nEMAIL:jane@exam").object();
    assert_eq!(broken["draft"]["full"], "Jane Roe");
    assert_eq!(
        broken["warnings"].as_array().map(|warnings| warnings.contains(&json!("cut_short"))),
        Some(true)
    );
    let bidi = "MECARD:N:Roe,Jane\u{202E}\u{7};EMAIL:jane@example.com;;";
    let bidi = fed(bare(&["read"]), bidi.as_bytes()).object();
    assert_eq!((&bidi["draft"]["given"], &bidi["warnings"]), (&json!("Jane"), &json!(["control_removed"])));
}

#[test]
fn no_contact_is_a_reading_with_its_reason() {
    for (payload, reason) in
        [("", "empty"), ("WIFI:T:WPA;S:Expo;P:secret;;", "wifi"), ("javascript:alert(1)", "unsafe-url")]
    {
        let answer = fed(bare(&["read"]), payload.as_bytes()).object();
        assert_eq!(answer["refused"], reason);
        assert!(!answer.to_string().contains("secret"), "{answer}");
    }
}

#[test]
fn a_line_that_cannot_be_understood_is_told_and_the_others_are_read() {
    let mut lines = b"{\"id\":1,\"payload\":\"000123\"}\n\nnonsense\n{\"id\":\"b\"}\n{\"id\":\"c\",\"payload_b64\":\"!\"}\n".to_vec();
    lines.extend(b"\xFF\xFE\n");
    lines.extend(vec![b'x'; 2 * 1024 * 1024]);
    lines.extend(b"\n{\"id\":\"last\",\"payload_b64\":\"MDAwMTIz\"}");
    let answer = fed(bare(&["read", "--jsonl"]), &lines);
    assert_eq!(answer.exit, 1);
    let told = answer.lines();
    let ids: Vec<(Value, bool)> =
        told.iter().map(|line| (line["id"].clone(), line["error"].is_string())).collect();
    let null = Value::Null;
    assert_eq!(
        ids,
        [
            (json!(1), false),
            (null.clone(), true),
            (json!("b"), true),
            (json!("c"), true),
            (null.clone(), true),
            (null, true),
            (json!("last"), false)
        ]
    );
    assert_eq!(told[1]["line"], 3);
    assert_eq!(told[6]["draft"]["badge_id"], "000123");
}

#[test]
fn every_payload_of_the_corpus_is_answered_and_those_to_be_refused_are() {
    let Some(folder) = corpus("badge-payloads") else { return };
    let path = folder.join("payloads.jsonl");
    let asked: Vec<Value> =
        fs::read_to_string(&path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answer = run(&["read", "--jsonl", path.to_str().unwrap()]);
    assert_eq!(answer.exit, 0);
    let told = answer.lines();
    assert_eq!(told.len(), asked.len());
    for (asked, told) in asked.iter().zip(&told) {
        assert_eq!(asked["id"], told["id"]);
        assert_eq!(asked["expect"]["reject"], told["refused"], "{}", asked["id"]);
        let keys: BTreeSet<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
        let always = ["draft", "id", "kind", "refused", "warnings"];
        assert!(always.iter().all(|key| keys.contains(key)), "{told}");
        assert_eq!(wrong(asked, told), Vec::<String>::new());
    }
}

/// The keys of a case whose expected values its answer does not have.
fn wrong(asked: &Value, told: &Value) -> Vec<String> {
    let (id, kind) = (asked["id"].as_str().unwrap(), &asked["kind"]);
    // A contact with hostile values is read as its own kind.
    let mut wrong: Vec<String> =
        (*kind != "hostile" && *kind != told["kind"]).then(|| format!("{id} kind")).into_iter().collect();
    for (key, expected) in asked["expect"].as_object().unwrap() {
        let seen = &told["draft"][key];
        let is_met = match (key.as_str(), expected) {
            ("reject", _) => *expected == told["refused"],
            // Other properties may be read beside those that are expected.
            ("extra", Value::Object(all)) => all.iter().all(|(name, value)| seen[name] == *value),
            // Numbers are as they are written; lists spell some otherwise.
            ("tels" | "fax", _) => digits(seen) == digits(expected),
            _ => seen == expected,
        };
        wrong.extend((!is_met).then(|| format!("{id} {key}: {seen}")));
    }
    wrong
}

fn digits(numbers: &Value) -> Vec<String> {
    let numbers = numbers.as_array().into_iter().flatten().filter_map(Value::as_str);
    numbers.map(|number| number.chars().filter(char::is_ascii_digit).collect()).collect()
}

#[test]
fn what_was_changed_is_said_and_several_people_are_told_one_by_one() {
    let answer = fed(bare(&["read"]), b"000123|ROE|JANE|JANE.ROE@GMIAL.COM").object();
    assert_eq!(answer["draft"]["given"], "Jane");
    let mail = answer["notes"].as_array().unwrap().iter().find(|note| note["field"] == "email").unwrap();
    assert_eq!((&mail["raw"], &mail["changes"]), (&json!("JANE.ROE@GMIAL.COM"), &json!(["capitals"])));
    assert_eq!(mail["remarks"], json!([{"remark": "slip", "proposal": "jane.roe@gmail.com"}]));
    let two =
        fed(bare(&["read"]), format!("{CARD}\r\n{}", CARD.replace("Ada", "Augusta")).as_bytes()).object();
    assert_eq!((&two["draft"]["given"], &two["others"][0]["given"]), (&json!("Ada"), &json!("Augusta")));
}

#[test]
fn a_recipe_reads_what_it_knows_and_a_bad_one_is_refused_with_its_line() {
    let laptop = Laptop::new();
    let good = "recipe = 1\nname = \"Show\"\n[delimited]\nseparator = \"::\"\nfields = [\"badge_id\", \"family_name\", \"given_name\"]\n";
    let path = laptop.write("show.toml", good.as_bytes());
    let answer = fed(bare(&["read", "--recipe", path.to_str().unwrap()]), b"7::Roe::Jane").object();
    assert_eq!((&answer["recipe"], &answer["draft"]["given"]), (&json!("Show"), &json!("Jane")));
    let other = fed(bare(&["read", "--recipe", path.to_str().unwrap()]), b"MECARD:N:Roe,Jane;;").object();
    assert_eq!((&other["recipe"], &other["kind"]), (&Value::Null, &json!("mecard")));
    let runaway = "recipe = 1\nname = \"x\"\n[pattern]\nregex = '(?<badge_id>(?:\\w{1000}){1000})'\n";
    let path = laptop.write("bad.toml", runaway.as_bytes());
    let refused = fed(bare(&["read", "--recipe", path.to_str().unwrap()]), b"7");
    assert_eq!(refused.exit, 65);
    assert!(refused.err.contains("Line 4") && refused.out.is_empty(), "{}", refused.err);
}

#[test]
fn a_recipe_is_tried_on_samples_and_says_which_it_reads() {
    let laptop = Laptop::new();
    let recipe = "recipe = 1\nname = \"Show\"\n[delimited]\nseparator = \"::\"\nfields = [\"badge_id\", \"family_name\", \"given_name\"]\n";
    let path = laptop.write("show.toml", recipe.as_bytes());
    let words = bare(&["recipe", "try", path.to_str().unwrap(), "--json"]);
    let answer = fed(words, b"7::Roe::Jane\n{\"payload\": \"8::Lind::Bo\"}\nSBpax001\n");
    let read: Vec<(bool, usize)> = answer
        .lines()
        .iter()
        .map(|line| (line["read"] == true, line["values"].as_array().unwrap().len()))
        .collect();
    // The three of the recipe, and the name that they make.
    assert_eq!((answer.exit == 0, read), (false, vec![(true, 4), (true, 4), (false, 0)]));
    let words = bare(&["recipe", "try", path.to_str().unwrap()]);
    let people = fed(words, b"7::Roe::Jane\n");
    assert_eq!(people.exit, 0, "{}", people.err);
    assert!(people.out.contains("family_name: Roe") && people.out.contains("1 of 1 read."), "{}", people.out);
}

#[test]
fn an_unknown_option_is_a_matter_of_usage() {
    for words in [
        &["decode"][..],
        &["read", "--nonsense"],
        &["sync"],
        &["capture"],
        &["capture", "--field", "nickname=x"],
    ] {
        assert_eq!(run(words).exit, 2, "{words:?}");
    }
}
