//! Files by the command line: in, in again, and out.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail anywhere")]

mod laptop;

use laptop::{Answer, Laptop};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

const LIST: &str = "Vorname;Name;Firma;E-Mail;Mobil;PLZ;Sparte\r\n\
                    Ada;Lovelace;=1+1;ada@example.com;+49 151 5550100;01067;Hall 4\r\n\
                    Änne;Groß;\"Übung; Söhne\";aenne@example.com;;;\r\n";

fn import(laptop: &Laptop, name: &str, bytes: &[u8], more: &[&str]) -> Answer {
    let path = laptop.write(name, bytes);
    let words: Vec<&str> = ["import", path.to_str().unwrap()].iter().chain(more).copied().collect();
    laptop.run(&words)
}

fn counts(outcome: &Value) -> [u64; 4] {
    ["added", "known", "removed", "unread"].map(|key| outcome[key].as_u64().unwrap())
}

fn contacts(laptop: &Laptop) -> usize {
    laptop.run(&["contacts"]).lines().len()
}

#[test]
fn the_same_list_twice_adds_nothing_and_a_grown_one_only_what_is_new() {
    let laptop = Laptop::new();
    assert_eq!(counts(&import(&laptop, "list.csv", LIST.as_bytes(), &[]).object()), [2, 0, 0, 0]);
    let again = import(&laptop, "list.csv", LIST.as_bytes(), &[]).object();
    assert_eq!(
        (counts(&again), &again["says"]),
        ([0, 2, 0, 0], &json!("0 contacts are new, 2 were here before."))
    );
    let grown = format!("{LIST}Bo;Roe;Arvika;bo@example.com;;;\r\n");
    assert_eq!(counts(&import(&laptop, "grown.csv", grown.as_bytes(), &[]).object()), [1, 2, 0, 0]);
    assert_eq!(contacts(&laptop), 3);

    let found = laptop.run(&["contacts", "--search", "lovelace"]).object();
    let shown = laptop.run(&["show", found["id"].as_str().unwrap()]).object();
    let value = |field: &str| {
        let fields = shown["fields"].as_array().unwrap();
        fields.iter().find(|one| one["field"] == field).map(|one| one["value"].clone()).unwrap_or_default()
    };
    assert_eq!((value("postal_code"), value("mobile")), (json!("01067"), json!("+491515550100")));
    assert_eq!((value("company"), &shown["extra"]), (json!("=1+1"), &json!([["Sparte", "Hall 4"]])));
    assert_eq!(laptop.run(&["status"]).object()["sum"]["adds_up"], true);
}

#[test]
fn a_dry_run_shows_the_columns_and_keeps_nothing() {
    let laptop = Laptop::new();
    laptop.run(&["capture", "--field", "full_name=Grace Hopper"]).object();
    let answer = import(&laptop, "list.csv", LIST.as_bytes(), &["--dry-run", "--map", "Sparte=tag"]);
    assert_eq!(answer.exit, 0, "{}", answer.err);
    let lines = answer.lines();
    let targets: Vec<&str> = lines[0]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| column["target"].as_str().unwrap())
        .collect();
    assert_eq!(targets, ["given_name", "family_name", "company", "email", "mobile", "postal_code", "tag"]);
    assert_eq!((counts(&lines[1]), &lines[1]["dry_run"]), ([2, 0, 0, 0], &json!(true)));
    assert_eq!(contacts(&laptop), 1);
}

#[test]
fn columns_that_were_confirmed_are_remembered_for_the_same_headers() {
    let laptop = Laptop::new();
    import(&laptop, "list.csv", LIST.as_bytes(), &["--map", "Sparte=tag", "--map", "3=department"]).object();
    let next = LIST.replace("Ada", "Eve").replace("Änne", "Zoë");
    assert_eq!(counts(&import(&laptop, "next.csv", next.as_bytes(), &[]).object()), [2, 0, 0, 0]);
    let found = laptop.run(&["contacts", "--search", "eve"]).object();
    let shown = laptop.run(&["show", found["id"].as_str().unwrap()]).object();
    let fields: Vec<&str> =
        shown["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert!(
        fields.contains(&"tag") && fields.contains(&"department") && !fields.contains(&"company"),
        "{fields:?}"
    );
}

#[test]
fn what_was_not_read_is_listed_with_its_line_and_reason() {
    let laptop = Laptop::new();
    let list = "Name,Note\nAda,x\n,,\n,only a note?\nAda,x\n".replace(",only a note?", "\u{200B},\u{200B}");
    let answer = import(&laptop, "list.csv", list.as_bytes(), &[]);
    let outcome = &answer.lines()[0];
    assert_eq!((answer.exit, counts(outcome)), (1, [1, 0, 0, 2]));
    let rows: Vec<(u64, &str)> = outcome["unread_rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["line"].as_u64().unwrap(), row["sentence"]["code"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [(4, "row-nothing-in-it"), (5, "row-repeated")]);
    assert_eq!(import(&laptop, "list.xls", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], &[]).exit, 65);
    assert_eq!(laptop.run(&["import", "/nowhere/list.csv"]).exit, 66);
    assert_eq!(import(&laptop, "list.csv", b"a,b\n", &["--map", "Z=email"]).exit, 65);
}

#[test]
fn every_export_is_known_again_here_and_whole_elsewhere() {
    let laptop = Laptop::new();
    import(&laptop, "list.csv", LIST.as_bytes(), &["--map", "Sparte=tag"]).object();
    laptop.run(&["capture", "--field", "badge_id=000123"]).object();
    let lines = |laptop: &Laptop| {
        let mut lines: Vec<Value> = laptop
            .run(&["export", "--format", "jsonl"])
            .lines()
            .into_iter()
            .map(|mut contact| {
                for key in ["lanyard_id", "captured_at", "captured_by"] {
                    contact.as_object_mut().unwrap().remove(key);
                }
                contact
            })
            .collect();
        lines.sort_by_key(Value::to_string);
        lines
    };
    // Each once; the formats' own tests go through every one in memory.
    let formats: [&[&str]; 5] = [
        &["--format", "csv", "--delimiter", ";"],
        &["--format", "csv", "--raw"],
        &["--format", "xlsx"],
        &["--format", "vcard4"],
        &["--format", "jsonl"],
    ];
    for (number, format) in formats.into_iter().enumerate() {
        let path = laptop.path(&format!("out-{number}"));
        let words: Vec<&str> = ["export", path.to_str().unwrap()].iter().chain(format).copied().collect();
        assert_eq!(laptop.run(&words).object()["contacts"], 3);
        if number == 0 {
            assert_eq!(laptop.run(&words).exit, 65, "it is not replaced unasked");
        }
        let back = laptop.run(&["import", path.to_str().unwrap()]).object();
        assert_eq!(counts(&back), [0, 3, 0, 0], "{format:?}");

        let elsewhere = Laptop::new();
        let there = elsewhere.run(&["import", path.to_str().unwrap()]).object();
        assert_eq!(counts(&there), [3, 0, 0, 0], "{format:?}");
        assert_eq!(lines(&elsewhere), lines(&laptop), "{format:?}");
    }
}

#[test]
fn an_import_that_is_killed_leaves_nothing_or_all() {
    const ROWS: usize = 20_000;
    let mut list = String::from("Vorname,Name,E-Mail,Firma\n");
    (0..ROWS).for_each(|n| list.push_str(&format!("Ada,Visitor{n},ada{n}@example.com,Example Works {n}\n")));
    let laptop = Laptop::new();
    laptop.run(&["capture", "--field", "full_name=Grace Hopper"]).object();
    let path = laptop.write("list.csv", list.as_bytes());
    let mut killed = 0;
    for wait_ms in [60_u64, 150, 300, 600, 1000, 1600] {
        let mut child = laptop
            .command(&["import", path.to_str().unwrap()])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        let ended = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        child.wait().unwrap();
        killed += u32::from(!ended);
        let sum = laptop.run(&["status"]).object()["sum"]["captured"].as_u64().unwrap();
        assert!([1, 1 + ROWS as u64].contains(&sum), "after {wait_ms} ms there are {sum}");
    }
    assert!(killed > 0, "some were killed while they ran");
    let last = laptop.run(&["import", path.to_str().unwrap()]).object();
    assert_eq!(last["added"].as_u64().unwrap() + last["known"].as_u64().unwrap(), ROWS as u64);
    assert_eq!(laptop.run(&["status"]).object()["sum"]["captured"], 1 + ROWS as u64);
}

/// Opens exports in the spreadsheet program itself, where it is installed, and saves what it computed.
#[test]
fn a_spreadsheet_program_runs_nothing_of_an_export() {
    let laptop = Laptop::new();
    let list = "Name,Firma,Notiz,Funktion\nAda,=1+1,\"@SUM(1,1)\",+2+3\nBo,-2+7,\"=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\",=cmd|' /C calc'!A0\n";
    import(&laptop, "list.csv", list.as_bytes(), &[]).object();
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("PASSED OVER: LibreOffice (soffice) is not installed");
        return;
    }
    // The raw mode is what would happen otherwise: there the program does compute.
    for (name, more, runs) in [
        ("safe.csv", &["csv"][..], false),
        ("book.xlsx", &["xlsx"], false),
        ("raw.csv", &["csv", "--raw"], true),
    ] {
        let path = laptop.path(name);
        let words: Vec<&str> =
            ["export", path.to_str().unwrap(), "--format"].iter().chain(more).copied().collect();
        laptop.run(&words).object();
        let flat = opened(&laptop, name);
        assert!(flat.contains("Ada") && flat.contains("1+1"), "{name}: the contacts are there");
        assert_eq!(flat.contains("table:formula"), runs, "{name}");
    }
}

/// A file as the spreadsheet program understands it, as flat XML.
fn opened(laptop: &Laptop, name: &str) -> String {
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", laptop.path("office").display())).arg("--headless");
    if name.ends_with(".csv") {
        // Comma, quotation mark, UTF-8, from line 1.
        office.arg("--infilter=CSV:44,34,76,1,,0,false,true,false");
    }
    let done = office
        .args(["--convert-to", "fods", "--outdir"])
        .args([laptop.path("opened"), laptop.path(name)])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let stem = name.rsplit_once('.').unwrap().0;
    fs::read_to_string(laptop.path("opened").join(stem).with_extension("fods")).unwrap()
}
