//! The day in pictures and its report, in the real window: drawn, as a table, as files that hold the same numbers.

use std::fs;

use acceptance::e2e::{Crm, Laptop, Trouble, Window};

/// Where the file lies that a toast tells of.
fn told(window: &Window, ending: &str) -> Result<String, Trouble> {
    let said = window.shows(".toast", ending)?;
    let from = said.find('/').ok_or_else(|| format!("no path in “{said}”"))?;
    let until = said.find(ending).ok_or("no ending")?;
    Ok(said[from..until + ending.len()].to_owned())
}

#[test]
fn a_days_pictures_are_drawn_shown_as_tables_and_saved_and_so_is_its_report() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    for (last, email) in
        [("Berg", "berg@example.com"), ("Demir", "demir@example.com"), ("Tanaka", "mei@tanaka.invalid")]
    {
        window.take_in(&format!("MECARD:N:{last},Ada;EMAIL:{email};;"))?;
    }
    window.push_in("nav.tabs", "Review")?;
    window.holds(".sum .st-synced b", "element.textContent === '2'")?;
    window.shows(".cause", "AcmeCRM does not accept “E-mail”")?;
    // Drawn, each from its own numbers: bars of the captures, lines of what waited, shares by person and by cause.
    window.holds(".pictures", "element.querySelectorAll('rect.column').length === 1")?;
    window.holds(
        ".pictures",
        "[...element.querySelectorAll('path.line')].every((line) => line.getAttribute('d') !== '')",
    )?;
    window.shows(".hb.failures", "E-mail")?;

    window.push_in(".pictures", "Captures: show as a table")?;
    window.shows(".fig-table", "3")?;
    window.push_in(".pictures", "Captures: save as CSV")?;
    let table = fs::read_to_string(told(&window, ".csv")?)?;
    let rows: Vec<&str> = table.lines().collect();
    assert!(rows.len() == 2 && rows[1].ends_with(",3"), "a head and one stretch of time: {table}");

    window.push_in(".pictures", "Save a report")?;
    let path = told(&window, ".html")?;
    let report = fs::read_to_string(&path)?;
    for number in ["<b>3</b><span>Captured", "<b>2</b><span>Synced", "<b>1</b><span>Needs attention"] {
        assert!(report.contains(number), "{number} is missing in {path}");
    }
    assert!(report.contains("AcmeCRM does not accept “E-mail”"), "why it failed is missing in {path}");
    for name in ["Berg", "Demir", "Tanaka", "<script", "://"] {
        assert!(!report.contains(name), "{name} has no place in what is passed on: {path}");
    }
    Ok(())
}
