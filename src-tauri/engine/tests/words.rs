//! The catalogue and the sources agree: every code that is spoken stands in both languages with the same arguments, and
//! nothing stands there that nobody says. The sources are read as text: a code is a literal, or put together from one of
//! the families below.

use fluent_bundle::FluentResource;
use lanyard_badge::Refusal;
use lanyard_core::crm::MapFault;
use lanyard_engine::crm::CRMS;
use lanyard_engine::words::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// First words of the codes that the engine and the command line speak.
const FAMILIES: &[&str] = &[
    "why",
    "next",
    "scan",
    "scanner",
    "lesson",
    "story",
    "sync",
    "check",
    "health",
    "event",
    "refused",
    "restored",
    "photo",
    "start",
    "key-file",
    "error",
    "form",
    "sample",
    "cli",
    "doctor",
    "disk",
    "dry",
    "done",
    "file",
    "row",
    "import",
    "export",
    "list",
    "merge",
    "proposed",
    "roster",
    "passphrase",
    "backup",
    "restore",
    "recipe",
    "question",
    "answer",
    "kiosk",
    "notice",
    "tray",
    "diagnostic",
    "test",
    "title",
    "map",
    "closing",
    "failed",
    "standing",
    "alert",
    "report",
];

/// Endings of `sample-…`, as the composition roots name the rehearsal's badges.
const SAMPLES: &[&str] = &["vcard21", "vcard3", "vcard4", "mecard", "badge-id", "wifi"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn messages(language: &str, file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = root().join(format!("core/messages/{language}/{file}.ftl"));
    let text = fs::read_to_string(path).expect("the sources");
    assert!(FluentResource::try_new(text.clone()).is_ok(), "{language}/{file} reads without faults");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut code = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| is_code(name)) {
            code = name.to_owned();
            assert!(!found.contains_key(&code), "{language}/{file} defines {code} twice");
        }
        let variables = line.split("{ $").skip(1).filter_map(|rest| rest.split_whitespace().next());
        let known = found.entry(code.clone()).or_default();
        known.extend(variables.map(str::to_owned));
    }
    found.remove("");
    found
}

fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters
            .all(|next| next.is_ascii_lowercase() || next.is_ascii_digit() || next == '-' || next == '_')
}

fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("the sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests" && name != "target") {
                sources(&path, into);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_name().is_some_and(|name| name != "tests.rs")
        {
            let text = fs::read_to_string(path).expect("the sources");
            // A file's tests stand at its end.
            into.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        }
    }
}

/// All literals of the sources that speak.
fn literals() -> BTreeSet<String> {
    let mut text = String::new();
    for part in ["core/src", "badge/src", "files/src", "decode/src", "engine/src", "cli/src", "src"] {
        sources(&root().join(part), &mut text);
    }
    text.split('"').filter(|word| is_code(word)).map(str::to_owned).collect()
}

fn of_a_family(code: &str) -> bool {
    FAMILIES.iter().any(|family| code.strip_prefix(family).is_some_and(|rest| rest.starts_with('-')))
}

/// Every code that is spoken.
fn spoken() -> BTreeSet<String> {
    let mut spoken: BTreeSet<String> = literals().into_iter().filter(|word| of_a_family(word)).collect();
    for refusal in Refusal::ALL {
        spoken.insert(lanyard_engine::api::refused(refusal).code);
    }
    spoken.extend(MapFault::ALL.iter().map(|fault| format!("map-fault-{}", fault.name())));
    for field in CRMS.iter().flat_map(|crm| (crm.form)()) {
        spoken.insert(field.label);
        spoken.extend(field.help);
        spoken.extend(field.options.into_iter().map(|(_, label)| label));
    }
    spoken.extend(SAMPLES.iter().map(|kind| format!("sample-{kind}")));
    spoken
}

#[test]
fn every_code_that_is_spoken_stands_in_both_languages() {
    let (english, german) = (Words::english(), Words::german());
    let missing: Vec<String> =
        spoken().into_iter().filter(|code| !english.has(code) || !german.has(code)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn nothing_stands_in_the_catalogue_that_nobody_says() {
    let spoken = spoken();
    let unused: Vec<String> =
        messages("en", "explain").into_keys().filter(|code| !spoken.contains(code)).collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    assert_eq!(messages("en", "explain"), messages("de", "explain"));
}

/// Whether a text says anything beside what is put into it.
fn has_words(text: &str) -> bool {
    let mut depth = 0_u32;
    text.chars().any(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && letter.is_alphabetic()
    })
}

#[test]
fn german_is_german() {
    let text = |language: &str| {
        fs::read_to_string(root().join(format!("core/messages/{language}/explain.ftl")))
            .expect("the catalogue")
    };
    let (english, german) = (text("en"), text("de"));
    let says = |line: &&str| {
        let text = match line.split_once(" = ") {
            Some((_, text)) => text,
            None if line.trim_start().starts_with(['[', '*']) => {
                line.split_once(']').map_or("", |(_, text)| text)
            }
            None => "",
        };
        has_words(text)
    };
    let lines: BTreeSet<&str> = english.lines().filter(says).collect();
    let same: Vec<&str> = german.lines().filter(|line| lines.contains(line)).collect();
    assert_eq!(same, ["form-acme-auth-bearer = Token"], "a word that is the same in both languages");
}

#[test]
fn no_code_is_defined_in_both_files() {
    let ui = messages("en", "ui");
    let twice: Vec<String> =
        messages("en", "explain").into_keys().filter(|code| ui.contains_key(code)).collect();
    assert_eq!(twice, Vec::<String>::new());
}

#[test]
fn every_placeholder_is_an_argument_that_somebody_gives() {
    let literals = literals();
    let unknown: Vec<(String, BTreeSet<String>)> = messages("en", "explain")
        .into_iter()
        .map(|(code, variables)| {
            (code, variables.into_iter().filter(|name| !literals.contains(name)).collect())
        })
        .filter(|(_, unknown): &(String, BTreeSet<String>)| !unknown.is_empty())
        .collect();
    assert_eq!(unknown, Vec::new());
}
