//! The table is held to the catalogue and to the tests, so that it cannot go stale.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

struct Row {
    code: String,
    sentence: String,
    exit: i32,
    test: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text() -> String {
    fs::read_to_string(root().join("tests/HARD-STARTS.md")).unwrap()
}

/// The rows: situation, code, sentence, exit, what a person does, test.
fn rows() -> Vec<Row> {
    let text = text();
    let (text, _) = text.split_once("## Without a sentence").unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, code, sentence, exit, _, test] = cells[..] else { panic!("not six cells: {line}") };
        Row {
            code: code.trim_matches('`').to_owned(),
            sentence: sentence.to_owned(),
            exit: exit.parse().expect(line),
            test: test.trim_matches('`').to_owned(),
        }
    })
    .collect()
}

/// The exit code that the table gives a sentence.
pub(crate) fn exit_of(code: &str) -> Option<i32> {
    let exits: BTreeSet<i32> = rows().iter().filter(|row| row.code == code).map(|row| row.exit).collect();
    assert!(exits.len() < 2, "{code} has several exit codes: {exits:?}");
    exits.first().copied()
}

fn catalogue() -> BTreeMap<String, String> {
    let text = fs::read_to_string(root().join("src-tauri/core/messages/en/explain.ftl")).unwrap();
    let messages = text.lines().filter_map(|line| line.split_once(" = "));
    messages.map(|(code, sentence)| (code.to_owned(), sentence.to_owned())).collect()
}

#[test]
fn every_sentence_of_the_table_stands_in_the_catalogue_word_by_word() {
    let catalogue = catalogue();
    let rows = rows();
    assert!(rows.len() > 20, "{} rows were read", rows.len());
    for row in rows {
        assert_eq!(Some(&row.sentence), catalogue.get(&row.code), "{}", row.code);
    }
}

#[test]
fn every_test_that_the_table_names_is_there() {
    let mut sources = String::new();
    let folders =
        ["src-tauri/cli/tests/hard_starts", "tests/e2e", "tests/it", "src-tauri/engine/src/secrets/unlock"];
    for folder in folders {
        for entry in fs::read_dir(root().join(folder)).unwrap().flatten() {
            if entry.path().is_file() {
                sources.push_str(&fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    for row in rows() {
        assert!(
            sources.contains(&format!("fn {}()", row.test)),
            "{}: there is no test {}",
            row.code,
            row.test
        );
    }
}

#[test]
fn every_sentence_of_a_start_stands_in_the_table_or_among_those_that_nobody_can_provoke() {
    let text = text();
    let (_, unprovoked) = text.split_once("## Not provoked").unwrap();
    let listed: BTreeSet<String> = rows().into_iter().map(|row| row.code).collect();
    let missing: Vec<String> = catalogue()
        .into_keys()
        .filter(|code| code.starts_with("start-"))
        .filter(|code| !listed.contains(code) && !unprovoked.contains(&format!("`{code}`")))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}
