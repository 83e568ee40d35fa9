//! `lanyard mapping`: what goes where is shown, written to a file, checked, previewed, saved, and gone back from.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail anywhere")]

mod laptop;

use laptop::Laptop;
use serde_json::{Value, json};

/// A laptop with a destination, whose CRM nobody has to reach, and a contact.
fn laptop() -> Laptop {
    let laptop = Laptop::new();
    let words = ["destination", "add", "--name", "Acme", "base_url=http://127.0.0.1:9/api/v1", "auth=bearer"];
    laptop.run_with(&words, b"a secret\n").object();
    laptop.run(&["capture", "MECARD:N:Roe,Jane;EMAIL:jane@example.com;;"]).object();
    laptop
}

fn rows(laptop: &Laptop) -> Value {
    laptop.run(&["mapping", "show"]).object()["rows"].clone()
}

/// The saved rows as a file, with one more.
fn file_with(laptop: &Laptop, row: &str) -> String {
    let written = laptop.run(&["mapping", "show", "--toml"]);
    assert_eq!(written.exit, 0, "{}", written.err);
    let file = laptop.write("mapping.toml", format!("{}\n\n{row}", written.out).as_bytes());
    file.display().to_string()
}

const EVENT: &str = "[[rows]]\ntheirs = \"acme_event\"\ntake = { constant = { text = \"Expo\" } }\n";

#[test]
fn what_is_written_out_is_read_back_as_the_same() {
    let laptop = laptop();
    let file = file_with(&laptop, "");
    assert_eq!(laptop.run(&["mapping", "set", &file]).object()["version"], 1);
    let shown = laptop.run(&["mapping", "show"]).out;
    let answer = laptop.run_with(&["mapping", "set", "-"], shown.as_bytes());
    assert_eq!(answer.object()["version"], 1, "JSON, too");
    assert_eq!(laptop.run(&["mapping", "versions"]).lines().len(), 1);
}

#[test]
fn a_change_is_seen_before_it_is_saved_and_gone_back_from_afterwards() {
    let laptop = laptop();
    let before = rows(&laptop);
    let file = file_with(&laptop, EVENT);
    let preview = laptop.run(&["mapping", "preview", &file]).object();
    assert_eq!((&preview["changed"], &preview["can_save"]), (&json!(true), &json!(true)));
    let values = preview["preview"][0]["values"].as_array().expect("a contact").clone();
    assert!(
        values.iter().any(|value| value["label"] == "acme_event" && value["value"] == "Expo"),
        "{values:?}"
    );
    assert_eq!(rows(&laptop), before, "a look saves nothing");
    assert_eq!(laptop.run(&["mapping", "set", &file]).object()["version"], 2);
    assert_eq!(rows(&laptop).as_array().map(Vec::len), before.as_array().map(|rows| rows.len() + 1));
    assert_eq!(laptop.run(&["mapping", "back", "1"]).object()["version"], 3);
    assert_eq!(rows(&laptop), before);
    let versions: Vec<Value> =
        laptop.run(&["mapping", "versions"]).lines().iter().map(|line| line["version"].clone()).collect();
    assert_eq!(versions, [3, 2, 1]);
    let second = laptop.run(&["mapping", "show", "--version", "2"]).object();
    assert_eq!((second["version"].clone(), second["rows"][0].clone()), (json!(2), before[0].clone()));
}

#[test]
fn what_cannot_be_used_is_told_and_not_saved() {
    let laptop = laptop();
    assert_eq!(laptop.run(&["mapping", "check"]).exit, 0);
    let twice = file_with(&laptop, "[[rows]]\nours = \"city\"\ntheirs = \"acme_email\"\ntake = \"first\"\n");
    let checked = laptop.run(&["mapping", "check", &twice]);
    assert_eq!(checked.exit, 1);
    assert!(checked.lines().iter().any(|line| line["stops"] == true), "{}", checked.out);
    assert_eq!(laptop.run(&["mapping", "set", &twice]).exit, 65);
    let unasked = file_with(
        &laptop,
        "[[rows]]\ntheirs = \"acme_rooms\"\ntake = { answer = { asked = \"How many?\" } }\n",
    );
    let checked = laptop.run(&["mapping", "check", &unasked]);
    assert!(
        checked.lines().iter().any(|line| line["sentence"]["code"] == "map-fault-no-such-question"),
        "{}",
        checked.out
    );
    let odd = laptop.write("odd.toml", b"rows = 7").display().to_string();
    let refused = laptop.run(&["mapping", "set", &odd]);
    assert_eq!((refused.exit, refused.trouble()["code"].clone()), (65, json!("cli-mapping-file")));
    assert_eq!(laptop.run(&["mapping", "back", "9"]).exit, 66);
    assert_eq!(laptop.run(&["mapping", "show", "--destination", "Nowhere"]).exit, 66);
    assert_eq!(laptop.run(&["mapping", "versions"]).lines().len(), 1);
}

#[test]
fn of_several_destinations_one_is_named() {
    let laptop = laptop();
    let words = ["destination", "add", "--name", "Two", "base_url=http://127.0.0.1:9/api/v1", "auth=bearer"];
    laptop.run_with(&words, b"a secret\n").object();
    assert_eq!(laptop.run(&["mapping", "show"]).trouble()["code"], "cli-which-destination");
    assert_eq!(laptop.run(&["mapping", "--destination", "Two", "show"]).object()["name"], "Two");
}
