//! A badge that holds only a number, in the real window: captured, held, named by the organiser's list once a person says yes, and then
//! in the CRM once.

use acceptance::e2e::{Crm, Given, Laptop, Patience, Trouble, Window};
use serde_json::json;

/// A card stays open for ten seconds before its first send, and the CRM is then asked twice.
const ONE_CARD: Patience = Patience::seconds(40);

/// As organisers send them: numbers without the zeros that the badge has, and somebody who never comes by.
const LIST: &str = "Badge ID;Vorname;Nachname;Firma;E-Mail\r\n\
    123;Ayla;Demir;Kestrel Robotics;ayla.demir@kestrel.example.com\r\n\
    124;Jonas;Berg;Fjordline AS;jonas.berg@fjordline.example.com\r\n\
    125;Änne;Groß;Übung & Söhne;aenne@uebung.example.com\r\n";

fn bring_the_list(window: &Window, people: u32) -> Result<(), Trouble> {
    window.drop_in(&[Given::file("Teilnehmer.csv", LIST)])?;
    window.shows(".come", "contacts would be new")?;
    window.click(".meant [role=switch]")?;
    window.shows(".come", &format!("The list names {people} people"))?;
    window.push(&format!("Use the list of {people} people"))
}

#[test]
fn a_number_waits_for_the_list_is_named_by_it_and_arrives_once() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    window.push_in("nav.tabs", "Capture")?;
    let one = window.take_in("000123")?;
    window.shows(".rail", "ID 000123")?;
    let other = window.take_in("000125")?;
    let found = window.ask("contact", &json!({ "contactId": one }))?;
    assert_eq!(found["row"]["sentence"]["code"], "why-held-unresolved", "a number alone is not sent");

    bring_the_list(&window, 3)?;
    window.shows(".come", "it knows 2 contacts that were captured before")?;
    window.push("Look at 2 contacts")?;
    window.shows(".proposal", "Teilnehmer.csv")?;
    window.holds("body", "['Demir', 'Groß'].every((name) => element.innerText.includes(name))")?;
    assert_eq!(crm.ours()?.len(), 0, "nothing is taken over unasked");
    window.push_in(".proposal", "Take over 4 fields")?;
    window.shows(".toast", "Taken over for 1 contact.")?;
    window.holds("body", "document.querySelectorAll('.proposal').length === 1")?;
    window.push_in(".proposal", "Take over 4 fields")?;
    window.holds("body", "document.querySelectorAll('.proposal').length === 0")?;

    ONE_CARD.wait("both in the CRM", || Ok((crm.ours()?.len() == 2).then_some(())))?;
    let mut emails: Vec<String> =
        crm.ours()?.iter().map(|record| record.value("acme_email").to_owned()).collect();
    emails.sort();
    assert_eq!(emails, ["aenne@uebung.example.com", "ayla.demir@kestrel.example.com"]);
    for contact in [&one, &other] {
        window.wait("the contact to be synced", || {
            let found = window.ask("contact", &json!({ "contactId": contact }))?;
            Ok((found["row"]["chip"] == "synced").then_some(()))
        })?;
    }
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");

    // Who comes by now is named at once, however the number is written.
    let third = window.take_in("0124")?;
    let found = window.ask("contact", &json!({ "contactId": third }))?;
    assert_eq!(found["row"]["name"], "Jonas Berg");
    window.push_in("nav.tabs", "Contacts")?;
    window.shows("[role=grid]", "Jonas Berg").map(drop)
}

#[test]
fn a_typed_number_is_proposed_too_and_what_was_taken_over_can_be_taken_back() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&["--rehearsal"])?;
    window.shows(".nocam h1", "")?;
    let typed = json!({ "changes": [{ "field": "badge_id", "value": "123" }, { "field": "company", "value": "Kestrel" }] });
    let answer = window.ask("capture_typed", &typed)?;
    assert_eq!(answer["answer"], "saved");
    bring_the_list(&window, 3)?;
    window.push("Look at 1 contact")?;
    // What a person typed is not marked to be taken by itself.
    window.holds(".said tr.off", "element.textContent.includes('Kestrel Robotics')")?;
    window.push_in(".proposal", "Take over 3 fields")?;
    window.shows(".toast", "Taken over for 1 contact.")?;
    window.push_in(".toast", "Undo")?;
    window.shows(".proposal", "Kestrel 123")?;
    let contact = &answer["contact"]["row"]["id"];
    let found = window.ask("contact", &json!({ "contactId": contact }))?;
    assert_eq!(found["row"]["name"], "Kestrel", "nothing but what was typed");
    Ok(())
}
