//! An event whose badges nobody knows, in the real window: captured all the same, read by a recipe that three of them taught, and the
//! earlier ones named by it once a person says yes.

use acceptance::e2e::{Given, Laptop, Trouble, Window};
use serde_json::{Value, json};
use std::fs;

const BADGES: [&str; 3] =
    ["X26|4711|Doe|Jo|Example NV", "X26|4712|Roe|Ingrid|Fjordline AS", "X26|9001|Groß|Änne|Übung & Söhne"];

fn capture(window: &Window, payload: &str) -> Result<Value, Trouble> {
    let answer = window.ask("capture_text", &json!({ "payload": payload, "way": "scanner" }))?;
    assert_eq!(answer["answer"], "saved");
    let contact = answer["contact"].clone();
    window.ask("leave_card", &json!({ "contactId": contact["row"]["id"] }))?;
    Ok(contact)
}

fn to_badges(window: &Window) -> Result<(), Trouble> {
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Badges")?;
    window.shows(".badges-read", "Come with Lanyard").map(drop)
}

#[test]
fn three_captured_badges_teach_the_window_to_read_the_fourth_and_to_name_the_first() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    for badge in BADGES {
        capture(&window, badge)?;
    }
    to_badges(&window)?;
    window.push("Learn from three badges")?;
    window.push("Take the last 3 captured")?;
    // The newest is the first.
    for (nth, badge) in ["Badge 3", "Badge 2", "Badge 1"].into_iter().zip(BADGES) {
        let cells: Vec<&str> = badge.split('|').collect();
        for (cell, field) in [(1, "badge_id"), (2, "family_name"), (3, "given_name"), (4, "company")] {
            window.mark(nth, cells[cell], field)?;
        }
    }
    // Six letters as fast as these would be a scan.
    window.write("Name of the recipe", "Nord")?;
    window.push_in(".learning", "Learn")?;
    window.shows(".learning", "3 of 3 read.")?;
    window.push_in(".learning", "Use for this event")?;
    window.shows(".recipes", "Nord")?;

    let fourth = capture(&window, "X26|0007|Lund|Carl|Kestrel")?;
    assert_eq!(fourth["row"]["name"], "Carl Lund");
    assert_eq!(fourth["row"]["company"], "Kestrel");
    window.push_in("nav.tabs", "Review")?;
    window.shows(".proposal", "read by the recipe Nord")?;

    // Shared as a file, removed, and brought back by that file.
    to_badges(&window)?;
    window.push_in(".recipes", "Save as a file")?;
    window.shows(".toast", "Nord.toml")?;
    let file = fs::read(laptop.home().join("Nord.toml"))?;
    window.push_in(".recipes", "Remove")?;
    window.shows(".badges-read", "Badges are read as Lanyard knows them.")?;
    window.choose(".badges-read input[type=file]", &Given::file("theirs.toml", file))?;
    window.shows(".recipes", "Nord")?;
    let fifth = capture(&window, "X26|0008|Lind|Bo|Kestrel")?;
    assert_eq!(fifth["row"]["name"], "Bo Lind");

    window.push("Try badges")?;
    window.write("Codes", "X26|0009|Berg|Nora|Ostsee")?;
    window.push_in(".trying", "Read")?;
    window.shows(".codes", "Berg").map(drop)
}
