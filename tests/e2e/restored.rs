//! A backup that was put back, in the real window: nothing leaves before a person says which laptop goes on, and a copy can
//! be taken over later.

use std::fs;

use acceptance::e2e::{Crm, Laptop, Trouble};
use serde_json::json;

/// Puts a copy of the store in the store's place, as a person who restores a backup does.
fn put_back(laptop: &Laptop) -> Result<(), Trouble> {
    let (store, backup) = (laptop.data().join("lanyard.store"), laptop.data().join("backup"));
    fs::copy(&store, &backup)?;
    fs::remove_file(&store)?;
    fs::rename(&backup, &store)?;
    Ok(())
}

#[test]
fn a_backup_that_was_put_back_sends_nothing_and_becomes_a_copy_or_goes_on_as_a_person_says()
-> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    let badge = "MECARD:N:Halvorsen,Ada;EMAIL:ada@kestrel.example.com;;";
    let answer = window.ask("capture_text", &json!({ "payload": badge, "way": "scanner" }))?;
    window.ask("leave_card", &json!({ "contactId": &answer["contact"]["row"]["id"] }))?;
    window.close()?;
    put_back(&laptop)?;
    crm.come_up()?;

    let window = laptop.open(&[])?;
    window.shows(".banner", "nothing is sent before you say which laptop goes on")?;
    window.shows(".story", "Nothing goes to AcmeCRM yet. 1 contact is safe on this laptop.")?;
    window.push_in(".banner", "Say which")?;
    window.shows("dialog.which", "What the other one captured after the backup is not on this laptop.")?;
    window.push_in("dialog.which", "Keep it as a copy")?;
    window.shows(".banner", "This is a copy to read")?;
    window.shows("[role=row][aria-selected]", "Ada Halvorsen")?;
    let refused = window.ask("capture_text", &json!({ "payload": "MECARD:N:Roe,Jo;;", "way": "scanner" }));
    assert!(refused.is_err(), "nothing is captured into a copy");
    assert_eq!(crm.ours()?.len(), 0, "nothing left before somebody said so");

    window.push_in(".banner", "Change that")?;
    window.push_in("dialog.which", "This one goes on")?;
    window.shows(".toast", "Lanyard looks first what is there already.")?;
    // The one that is left speaks of the recovery key.
    window.holds(
        "body",
        "![...document.querySelectorAll('.banner')].some(banner => /copy|laptop goes on/.test(banner.innerText))",
    )?;
    // What may have arrived meanwhile is waited out and looked for first; only then is anything written.
    window.shows("[role=row][aria-selected] .chip", "Checking")?;
    window.push_in("nav.tabs", "Capture")?;
    let taken = window.ask("capture_text", &json!({ "payload": "MECARD:N:Roe,Jo;;", "way": "scanner" }))?;
    assert_eq!(taken["answer"], "saved", "this laptop captures again");
    window.close()
}
