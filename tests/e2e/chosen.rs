//! The list of contacts in the real window: narrowed to a tag and a rating, several chosen, done for all of them at once and taken
//! back again.

use std::fs;

use acceptance::e2e::{Crm, Laptop, Trouble, Window};
use serde_json::json;

const PEOPLE: [&str; 4] = ["Berg", "Demir", "Lindqvist", "Tanaka"];

/// How many rows the list has, as its foot says it.
fn foot(window: &Window, words: &str) -> Result<(), Trouble> {
    window.shows(".foot", words).map(drop)
}

#[test]
fn chosen_contacts_get_a_tag_are_found_by_it_and_removed_and_each_of_it_can_be_undone() -> Result<(), Trouble>
{
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    let mut ids = Vec::new();
    for last in PEOPLE {
        ids.push(
            window.take_in(&format!("MECARD:N:{last},Ada;EMAIL:{}@example.com;;", last.to_lowercase()))?,
        );
    }
    let rated = json!({ "contactId": ids[1], "changes": [{ "field": "rating", "value": "5" }] });
    window.ask("edit_contact", &rated)?;
    window.push_in("nav.tabs", "Contacts")?;
    foot(&window, "4 of 4")?;

    // The newest stands first: Tanaka and Lindqvist.
    window.click("[role=row][aria-rowindex='2'] .check")?;
    window.click("[role=row][aria-rowindex='3'] .check")?;
    window.shows(".tools.chosen", "2 chosen")?;
    window.push_in(".tools", "Tag")?;
    window.fill(".chosen-tag input", "pumps")?;
    window.push_in(".tools", "Tag 2")?;
    window.shows(".toast", "2 contacts have the tag now.")?;
    window.push_in(".toast", "Undo")?;
    window.shows(".toast", "Undone for 2 contacts.")?;
    let tags = || Ok::<_, Trouble>(window.ask("offered", &json!({}))?["tags"].clone());
    assert_eq!(tags()?, json!([]));
    window.push_in(".tools", "Tag")?;
    window.fill(".chosen-tag input", "pumps")?;
    window.push_in(".tools", "Tag 2")?;
    window.shows(".toast", "2 contacts have the tag now.")?;
    window.push_in(".tools", "Choose none")?;

    window.push_in(".tools", "Tag")?;
    window.click(".menu[open] .check")?;
    foot(&window, "2 of 4")?;
    window.shows("[role=grid]", "Tanaka")?;
    window.push_in(".tools", "Export")?;
    window.holds("dialog.export .sheet-in", "element.scrollWidth <= element.clientWidth")?;
    window.push_in("dialog.export", "Write 2 contacts")?;
    let written = fs::read_to_string(window.shows("dialog.export .path", "/")?)?;
    assert!(
        written.contains("Tanaka") && written.contains("Lindqvist") && !written.contains("Berg"),
        "{written}"
    );
    window.push_in("dialog.export .acts", "Close")?;
    window.push_in(".tools", "pumps")?;
    window.click(".menu[open] .check")?;
    foot(&window, "4 of 4")?;
    window.push_in(".tools", "Rating")?;
    window.click(".menu[open] label:nth-of-type(2) .radio")?;
    foot(&window, "1 of 4")?;
    window.shows("[role=grid]", "Demir")?;
    window.click(".menu[open] label:nth-of-type(1) .radio")?;
    foot(&window, "4 of 4")?;

    window.click("[role=row][aria-rowindex='2'] .check")?;
    window.push_in(".tools", "Choose all 4")?;
    window.shows(".tools.chosen", "4 chosen")?;
    window.push_in(".tools", "Remove")?;
    window.shows(".toast", "4 contacts removed here.")?;
    window.shows(".empty", "No contacts yet")?;
    window.push_in(".toast", "Undo")?;
    window.shows(".toast", "Undone for 4 contacts.")?;
    foot(&window, "4 of 4")?;
    // However often they were sent for and back: each is there once.
    window.wait("each in the CRM once", || {
        let mut there: Vec<String> = crm
            .ours()?
            .iter()
            .filter(|one| !one.archived)
            .map(|one| one.value("acme_last_name").to_owned())
            .collect();
        there.sort();
        Ok((there == PEOPLE).then_some(()))
    })
}
