//! Kiosk mode: no key, no page and no pulled plug leads out of it, only the PIN.

use acceptance::e2e::{Laptop, Trouble, Window};
use serde_json::{Value, json};

/// What the screen asks of a visitor; these laptops have no camera.
const SCAN: &str = "Scan your badge or type it in.";

/// Nothing of the app is there but capturing.
fn is_shut(window: &Window) -> Result<(), Trouble> {
    window.shows(".kiosk", "Staff")?;
    window.holds("body", "document.querySelector('.bar, .drawer, .settings') === null")
}

#[test]
fn kiosk_mode_outlives_a_pulled_plug_and_ends_by_the_pin_alone() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.click(".tab:nth-of-type(4)")?;
    window.push("Kiosk mode")?;
    window.write("PIN that ends it", "4711")?;
    window.write("The same PIN again", "4711")?;
    window.push("Start kiosk mode")?;
    window.shows(".kiosk h1", SCAN)?;

    for key in ["m", "s", "/", "?", "Escape"] {
        window.press(key)?;
    }
    is_shut(&window)?;
    // Whatever the page were made to ask, it is not answered.
    for command in ["contacts", "settings", "recovery_key", "export_contacts", "enter_kiosk"] {
        assert!(window.ask(command, &json!({})).is_err(), "{command}");
    }
    window.run("location.reload()")?;
    window.shows(".kiosk h1", SCAN)?;

    window.kill()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".kiosk h1", SCAN)?;
    is_shut(&window)?;
    window.push("Staff")?;
    window.write("PIN", "1234")?;
    window.push("Leave kiosk mode")?;
    window.shows("[role=alert]", "This is not the PIN")?;
    window.write("PIN", "4711")?;
    window.push("Leave kiosk mode")?;
    window.shows(".bar", "Contacts").map(drop)
}

#[test]
fn five_wrong_pins_are_waited_for_also_by_a_new_start_while_visitors_go_on_and_nothing_is_lost()
-> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    let paper = window.ask("recovery_key", &json!({}))?;
    let groups = paper["groups"].as_array().ok_or("no recovery key")?;
    let key = groups.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
    window.ask("enter_kiosk", &json!({ "pin": "4711" }))?;
    window.shows(".kiosk h1", SCAN)?;
    window.push("Staff")?;
    for left in ["4 more tries", "3 more tries", "2 more tries", "1 more try"] {
        window.write("PIN", "0000")?;
        window.push("Leave kiosk mode")?;
        window.shows("[role=alert]", left)?;
    }
    window.write("PIN", "0000")?;
    window.push("Leave kiosk mode")?;
    let wait = "The next try is in";
    window.shows("[role=alert]", wait)?;
    window.write("PIN", "4711")?;
    window.push("Leave kiosk mode")?;
    window.shows("[role=alert]", wait)?;
    is_shut(&window)?;

    // A visitor is none the worse for it.
    window.push("Cancel")?;
    window.push_in(".kiosk", "Type")?;
    window.fill(".kiosk-form .field:nth-of-type(1) input", "Ayla")?;
    window.push_in(".kiosk-form", "Done")?;
    window.shows(".kiosk .kept", "Saved")?;
    window.kill()?;

    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".kiosk h1", SCAN)?;
    window.push("Staff")?;
    window.write("PIN", "4711")?;
    window.push("Leave kiosk mode")?;
    window.shows("[role=alert]", wait)?;
    // Whoever has the paper with the recovery key waits for nothing.
    window.write("PIN", &key)?;
    window.push("Leave kiosk mode")?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=grid]", "Ayla").map(drop)
}
