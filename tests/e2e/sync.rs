//! The whole way: a fresh laptop, real data, a CRM that cannot be reached and then can.

use acceptance::e2e::{Crm, Laptop, Patience, Scene, Trouble, Window, story};
use serde_json::json;

const AYLA: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ayla Demir\r\nN:Demir;Ayla;;;\r\nORG:Kestrel Robotics;Field Service\r\n\
    TITLE:Head of Field Service\r\nEMAIL:Ayla.Demir@kestrel.example\r\nTEL;TYPE=cell:+49 171 5550 162\r\n\
    TEL;TYPE=work:+49 30 5550 1620\r\nURL:https://kestrel.example/\r\n\
    ADR;TYPE=work:;;Gartenstraße 7;Berlin;;10115;Germany\r\nEND:VCARD\r\n";

/// The longest pause between two looks for a CRM that is offline, and some.
const ONE_LOOK: Patience = Patience::seconds(40);

/// The chip of the one contact, in the table.
const CHIP: &str = "[role=row][aria-selected] .chip";

fn chip_of_the_latest(window: &Window) -> Result<String, Trouble> {
    let rows = window.ask("recent", &json!({ "limit": 1 }))?;
    Ok(rows[0]["chip"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_badge_captured_offline_survives_a_pulled_plug_and_arrives_once_when_the_crm_is_there()
-> Result<(), Trouble> {
    story(|laptop| {
        let _keychain = laptop.unlocked_keychain()?;
        let mut crm = Crm::down()?;
        let camera = laptop.camera()?;

        let window = laptop.open(&[])?;
        window.connect(&crm)?;
        window.push_in("nav.tabs", "Capture")?;
        window.holds("video", "element.videoWidth > 0")?;
        camera.see(Scene::Badge(AYLA.to_owned()));
        window.shows(".badge h2", "Ayla Demir")?;
        window.shows(".badge", "Saved on this laptop")?;
        assert_eq!(chip_of_the_latest(&window)?, "on_hold", "it can be undone as long as the card is open");
        camera.see(Scene::Nothing);
        window.push_in("nav.tabs", "Contacts")?;
        window.shows(CHIP, "Queued")?;
        window.kill()?;

        let window = laptop.open(&[])?;
        window.push_in("nav.tabs", "Contacts")?;
        window.shows("[role=row][aria-selected]", "Ayla Demir")?;
        window.shows(CHIP, "Queued")?;
        crm.come_up()?;
        let strangers = crm.strangers()?;
        assert!(!strangers.is_empty());
        window.shows_within(ONE_LOOK, CHIP, "Synced")?;

        let ours = crm.ours()?;
        assert_eq!(ours.len(), 1);
        for (field, value) in [
            ("acme_first_name", "Ayla"),
            ("acme_last_name", "Demir"),
            ("acme_company", "Kestrel Robotics"),
            ("acme_department", "Field Service"),
            ("acme_job_title", "Head of Field Service"),
            ("acme_email", "Ayla.Demir@kestrel.example"),
            ("acme_mobile", "+491715550162"),
            ("acme_phone", "+493055501620"),
            ("acme_website", "https://kestrel.example/"),
            ("acme_street", "Gartenstraße 7"),
            ("acme_city", "Berlin"),
            ("acme_postal_code", "10115"),
            ("acme_country", "Germany"),
        ] {
            assert_eq!(ours[0].value(field), value, "{field}");
        }
        assert!(crm.strangers()? == strangers, "somebody else's record was touched");
        Ok(())
    })
}

#[test]
fn a_contact_typed_offline_arrives_once_when_the_crm_is_there() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    window.push_in("nav.tabs", "Capture")?;
    window.shows("[data-region=camera]", "No camera")?;
    type_in(&window, &[("First name", "Jonas"), ("Last name", "Berg"), ("Company", "Fjordline AS")])?;
    assert_eq!(chip_of_the_latest(&window)?, "on_hold");
    window.push_in("nav.tabs", "Contacts")?;
    window.shows(CHIP, "Queued")?;
    window.kill()?;

    let window = laptop.open(&[])?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=row][aria-selected]", "Jonas Berg")?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    window.shows_within(ONE_LOOK, CHIP, "Synced")?;
    let ours = crm.ours()?;
    assert_eq!(ours.len(), 1);
    for (field, value) in
        [("acme_first_name", "Jonas"), ("acme_last_name", "Berg"), ("acme_company", "Fjordline AS")]
    {
        assert_eq!(ours[0].value(field), value, "{field}");
    }
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}

#[test]
fn a_contact_that_the_crm_refuses_says_which_field_and_syncs_once_it_is_corrected() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    window.push_in("nav.tabs", "Capture")?;
    type_in(&window, &[("First name", "Jo"), ("Last name", "Halvorsen"), ("E-mail", "jo@post.invalid")])?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows(CHIP, "Needs attention")?;
    assert_eq!(crm.ours()?.len(), 0);

    window.click("[role=row][aria-selected]")?;
    window.shows("[data-region=drawer]", "AcmeCRM does not accept “E-mail”")?;
    window.push_in("[data-region=drawer]", "Correct it")?;
    window.write("E-mail", "jo@example.com")?;
    window.push_in("[data-region=drawer]", "Save")?;
    window.shows("[data-region=drawer] .chip", "Synced")?;
    window.shows(CHIP, "Synced")?;
    let ours = crm.ours()?;
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0].value("acme_email"), "jo@example.com");
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}

/// Types a contact by keyboard alone, from the key that opens the panel.
fn type_in(window: &Window, fields: &[(&str, &str)]) -> Result<(), Trouble> {
    window.press("m")?;
    for (label, value) in fields {
        window.write(label, value)?;
    }
    window.press("Enter")?;
    window.shows(".badge", "Saved on this laptop").map(drop)
}
