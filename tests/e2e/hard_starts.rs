//! Hard starts in the real window: each says in words what happened and what to do, and none costs a contact. The same starts by
//! the command line, and all their sentences, stand in `tests/HARD-STARTS.md`.

use std::fs;

use acceptance::e2e::{Given, Laptop, Patience, Trouble, Window};
use serde_json::json;

const PASSPHRASE: &str = "four words of no sentence";

/// A passphrase costs a second or two of work, and more on a busy machine.
const WORK: Patience = Patience::seconds(60);

fn begin_with_a_passphrase(laptop: &Laptop) -> Result<Window, Trouble> {
    let window = laptop.open(&[])?;
    window.shows("[data-region=start]", "no keychain that Lanyard can use")?;
    assert!(!laptop.data().join("lanyard.store").exists());
    window.write("New passphrase", PASSPHRASE)?;
    window.write("Once more", PASSPHRASE)?;
    window.push("Begin with this passphrase")?;
    window.shows_within(WORK, "[data-region=camera]", "No camera")?;
    Ok(window)
}

fn capture(window: &Window, name: &str) -> Result<(), Trouble> {
    let badge = format!("MECARD:N:{name},Ada;EMAIL:{name}@example.com;;");
    let answer = window.ask("capture_text", &json!({ "payload": badge, "way": "scanner" }))?;
    assert_eq!(answer["answer"], "saved");
    Ok(())
}

#[test]
fn without_a_keychain_a_passphrase_begins_and_opens_the_store() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let window = begin_with_a_passphrase(&laptop)?;
    capture(&window, "Okafor")?;
    window.close()?;

    let window = laptop.open(&[])?;
    window.shows("[data-region=start]", "passphrase")?;
    let before = fs::read(laptop.data().join("lanyard.store"))?;
    window.write("Passphrase or recovery key", "four other words here")?;
    window.push("Open")?;
    window.shows_within(WORK, "[data-region=start]", "This is not the passphrase of this store")?;
    assert!(fs::read(laptop.data().join("lanyard.store"))? == before, "the store was touched");
    window.write("Passphrase or recovery key", PASSPHRASE)?;
    window.push("Open")?;
    window.shows_within(WORK, "[data-region=camera]", "No camera")?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=row][aria-selected]", "Okafor")?;
    window.close()
}

#[test]
fn a_backup_of_one_window_opens_in_another_laptops_and_sends_nothing() -> Result<(), Trouble> {
    let one = Laptop::switch_on()?;
    let window = begin_with_a_passphrase(&one)?;
    capture(&window, "Okafor")?;
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Backups")?;
    window.push("Back up")?;
    let settings = "[data-region=settings]";
    window.shows(settings, "1 contact is in the backup. The passphrase or the recovery key opens it.")?;
    let path = window.shows(".path", ".lanyard-backup")?;
    window.close()?;
    let backup = fs::read(path.trim())?;

    let other = Laptop::switch_on()?;
    let _keychain = other.unlocked_keychain()?;
    let window = other.open(&[])?;
    window.shows("[data-region=camera]", "No camera")?;
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Backups")?;
    window.choose("[data-region=settings] input[type=file]", &Given::file("stand.lanyard-backup", backup))?;
    window.shows("[data-region=settings]", "with 1 contact")?;
    window.push("Take it in")?;
    window.shows("[data-region=settings]", "It was made with another key")?;
    window.write("Passphrase or recovery key", PASSPHRASE)?;
    window.push("Take it in")?;
    window.shows_within(WORK, ".banner", "nothing is sent before you say which laptop goes on")?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=row][aria-selected]", "Okafor")?;
    assert!(other.data().join("aside-1/lanyard.store").is_file(), "what was here is kept");
    window.close()?;
    let window = other.open(&[])?;
    window.shows(".banner", "nothing is sent before you say which laptop goes on")?;
    window.close()
}

#[test]
fn a_damaged_store_is_said_and_a_backup_takes_its_place() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&[])?;
    window.shows("[data-region=camera]", "No camera")?;
    capture(&window, "Okafor")?;
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Backups")?;
    window.push("Back up")?;
    let path = window.shows(".path", ".lanyard-backup")?;
    window.close()?;
    let store = laptop.data().join("lanyard.store");
    let mut bytes = fs::read(&store)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    fs::write(&store, &bytes)?;

    let window = laptop.open(&[])?;
    window.shows("[data-region=start]", "The store is damaged")?;
    assert!(fs::read(&store)? == bytes, "it is kept as it is");
    let backup = Given::file("stand.lanyard-backup", fs::read(path.trim())?);
    window.choose("[data-region=start] input[type=file]", &backup)?;
    window.push("Take it in")?;
    window.shows(".banner", "nothing is sent before you say which laptop goes on")?;
    assert!(fs::read(laptop.data().join("aside-1/lanyard.store"))? == bytes, "the damaged one is put aside");
    window.close()
}
