//! A day's report: one file that needs nothing else, whose sums add up, in which nothing that people wrote is more than text.

use crate::table::{Table, invalid};
use lanyard_core::outbox::{BindingKind, State};
use lanyard_engine::api::views::{EventInput, Over};

const HOSTILE: &str = "Expo\"><script>alert(1)</script><img src=x onerror=alert(2)>\u{202E}";

fn told() -> Table {
    let table = Table::laid();
    let settings = table.desk.settings().unwrap();
    let input = EventInput {
        name: HOSTILE.into(),
        region: None,
        grace: settings.event.grace,
        operator: "<b>Ali</b> & Söhne".into(),
        purge_days: None,
    };
    table.desk.save_event(&input).unwrap();
    let [ada, _bea, cleo] =
        ["Ada", "Bea", "Cleo"].map(|name| table.capture(name, &format!("{name}@example.com")));
    table.put(&ada, State::Synced, Some(BindingKind::Created));
    table.park(&cleo, invalid("email", "<script>alert(3)</script>"));
    table
}

#[test]
fn whatever_people_and_crms_write_is_text_and_the_file_reaches_for_nothing() {
    let html = told().desk.report(&Over::Latest, "en").unwrap();
    let active =
        ["<script", "<img", "<b>Ali", "<a ", "<link", "\u{202E}", "url(", "@import", "http://", "https://"];
    for active in active {
        assert!(!html.contains(active), "{active}");
    }
    assert!(html.contains("&lt;b&gt;Ali&lt;/b&gt; &amp; Söhne"), "and is there all the same");
    assert!(html.contains("default-src 'none'"));
    assert!(!html.contains("Ada") && !html.contains("@example.com"), "whom we met stands in no report");
}

#[test]
fn its_sums_add_up_and_each_failure_says_why() {
    let html = told().desk.report(&Over::All, "en").unwrap();
    let figures: Vec<u32> = html
        .split("<div><b>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next().and_then(|number| number.parse().ok()))
        .collect();
    assert_eq!(figures, [3, 1, 1, 1, 0]);
    assert!(html.contains("It adds up"));
    let totals = html.split("<tfoot>").skip(1).filter_map(|foot| foot.split("</tfoot>").next());
    let threes = totals.filter(|total| total.contains("<td class=\"n\">3</td>")).count();
    assert_eq!(threes, 3, "captured, by person, by laptop");
    assert!(html.contains("does not accept") && html.contains("The whole event"));
}

#[test]
fn it_speaks_german_and_lies_under_a_name_that_is_free() {
    let table = told();
    let folder = tempfile::tempdir().unwrap();
    let one = table.desk.save_report(&Over::Latest, "de-DE", folder.path()).unwrap();
    let two = table.desk.save_report(&Over::Latest, "de-DE", folder.path()).unwrap();
    assert_ne!(one.path, two.path);
    let html = std::fs::read_to_string(&one.path).unwrap();
    assert!(
        html.contains("lang=\"de\"") && html.contains("Die Summe stimmt") && html.contains("Nach Laptop")
    );
    let empty = Table::laid().desk.report(&Over::Latest, "de").unwrap();
    assert!(empty.contains("wurde nichts erfasst") && empty.contains("Kein Fehler ist offen"));
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_was_asked_for() {
    let table = told();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day.html");
    std::fs::write(&path, "mine").unwrap();
    let write = |replace| table.desk.write_report(&Over::Latest, "en", &path, replace);
    assert!(write(false).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    write(true).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn a_day_that_is_none_is_refused_in_words() {
    let yesterday = Over::Day { date: "yesterday".into() };
    assert_eq!(told().desk.report(&yesterday, "en").unwrap_err().sentence.code, "error-day");
}
