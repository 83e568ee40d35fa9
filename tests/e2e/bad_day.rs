//! A bad day, switched on in the rehearsal's sheet and off again: what the bar and the contact say of each weather, that capturing goes
//! on, and that everything arrives once in the end.

use acceptance::e2e::{Laptop, Patience, Trouble, Window};
use serde_json::json;

/// A CRM that failed, or was not heard, is looked at again within this.
const ONE_LOOK: Patience = Patience::seconds(45);

const STORY: &str = ".story";
const CHIP: &str = "[role=row][aria-rowindex='2'] .chip";

/// Lets the way to the CRM be so.
fn weather(window: &Window, called: &str, about: &str) -> Result<(), Trouble> {
    window.click(".ribbon-btn")?;
    window.click(&format!(".weather input[value={called}]"))?;
    window.shows(".weather-about", about)?;
    window.press("Escape")?;
    window.holds("body", "document.querySelector('dialog') === null")
}

fn meet(window: &Window, name: &str) -> Result<(), Trouble> {
    window.take_in(&format!("MECARD:N:{name},Ada;EMAIL:{}@example.com;;", name.to_lowercase())).map(drop)
}

fn all_arrive(window: &Window, contacts: u32) -> Result<(), Trouble> {
    weather(window, "fine", "Contacts arrive within seconds")?;
    window.push("Sync now")?;
    ONE_LOOK.wait(&format!("{contacts} in the CRM"), || {
        let sum = window.ask("status", &json!({}))?["sum"].clone();
        let all = sum["synced"] == contacts && sum["captured"] == contacts && sum["adds_up"] == true;
        if all { Ok(Some(())) } else { Err(sum.to_string().into()) }
    })
}

#[test]
fn without_a_way_to_the_crm_contacts_are_queued_and_leave_by_themselves_later() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.push_in("nav.tabs", "Contacts")?;
    weather(&window, "offline", "The bar says since when nobody answers")?;
    meet(&window, "Berg")?;
    window.shows(STORY, "Offline since")?;
    window.shows(CHIP, "Queued")?;
    weather(&window, "portal", "A web page answers in the CRM’s place")?;
    meet(&window, "Demir")?;
    window.push("Sync now")?;
    window.shows(STORY, "Offline since")?;
    window.shows(CHIP, "Queued")?;
    all_arrive(&window, 2)
}

#[test]
fn a_crm_that_asks_to_wait_is_waited_for_and_capturing_goes_on() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.push_in("nav.tabs", "Contacts")?;
    weather(&window, "throttled", "The CRM asks to wait")?;
    meet(&window, "Berg")?;
    window.shows(STORY, "asks us to wait. 1 contact is safe on this laptop.")?;
    window.shows(CHIP, "Waiting")?;
    meet(&window, "Demir")?;
    window.shows(STORY, "2 contacts are safe on this laptop.")?;
    window.click("[role=row][aria-rowindex='2']")?;
    window.shows(".drawer .why", "asks us to wait").map(drop)
}

#[test]
fn a_crm_that_fails_is_left_alone_for_a_while_and_nothing_is_red() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.push_in("nav.tabs", "Contacts")?;
    weather(&window, "broken", "After a few failures in a row")?;
    for name in ["Berg", "Demir", "Lindqvist", "Okafor", "Tanaka", "Yilmaz"] {
        meet(&window, name)?;
    }
    window.shows_within(ONE_LOOK, STORY, "is in trouble. 6 contacts are safe on this laptop.")?;
    window.shows(CHIP, "Waiting")?;
    let sum = window.ask("status", &json!({}))?["sum"].clone();
    assert_eq!(
        (&sum["needs_attention"], &sum["waiting"]),
        (&json!(0), &json!(6)),
        "nobody is needed for that"
    );
    Ok(())
}

#[test]
fn lost_replies_are_looked_for_and_slow_ones_waited_for_and_each_contact_arrives_once() -> Result<(), Trouble>
{
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.push_in("nav.tabs", "Contacts")?;
    weather(&window, "slow", "Each answer takes four seconds")?;
    meet(&window, "Berg")?;
    window.shows(CHIP, "Sending")?;
    weather(&window, "lost_replies", "its replies get lost")?;
    meet(&window, "Demir")?;
    window.shows(CHIP, "Checking")?;
    all_arrive(&window, 2)
}
