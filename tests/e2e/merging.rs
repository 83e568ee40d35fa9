//! Two badges of one person in the real window: proposed in the review, merged field by field, taken apart again. In the CRM there
//! is one record at a time for each of them, and nobody else's is touched.

use acceptance::e2e::{Crm, Laptop, Patience, Trouble, Window};
use lanyard_rehearsal::Record;
use serde_json::{Value, json};

/// A card stays open for ten seconds before its first send, and the CRM is then asked twice.
const ONE_CARD: Patience = Patience::seconds(40);

fn capture(window: &Window, name: (&str, &str), title: &str, email: &str) -> Result<Value, Trouble> {
    let (first, last) = name;
    let badge = format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{first} {last}\r\nN:{last};{first};;;\r\nORG:Arvika Hydraulik AB\r\n\
         TITLE:{title}\r\nEMAIL:{email}\r\nEND:VCARD\r\n"
    );
    let answer = window.ask("capture_text", &json!({ "payload": badge, "way": "scanner" }))?;
    assert_eq!(answer["answer"], "saved");
    let contact = answer["contact"]["row"]["id"].clone();
    // Nobody waits for the next visitor: the card is left at once.
    window.ask("leave_card", &json!({ "contactId": contact }))?;
    Ok(contact)
}

fn is_in_the_crm(window: &Window, contact: &Value) -> Result<(), Trouble> {
    window.wait("the contact in the CRM", || {
        let found = window.ask("contact", &json!({ "contactId": contact }))?;
        Ok((found["row"]["chip"] == "synced").then_some(()))
    })
}

/// Our records that are not in the CRM's bin.
fn live(crm: &Crm) -> Result<Vec<Record>, Trouble> {
    Ok(crm.ours()?.into_iter().filter(|record| !record.archived).collect())
}

#[test]
fn a_duplicate_is_merged_and_taken_apart_again() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    let one = capture(&window, ("Jana", "Lindqvist"), "Head of Maintenance", "jana@arvika.example.com")?;
    let other = capture(&window, ("J.", "Lindqvist"), "Plant manager", "j.lindqvist@arvika.example.com")?;
    is_in_the_crm(&window, &one)?;
    is_in_the_crm(&window, &other)?;
    assert_eq!(live(&crm)?.len(), 2);

    window.push_in("nav.tabs", "Review")?;
    window.shows_within(ONE_CARD, ".dup", "Jana Lindqvist")?;
    window.shows(".dup", "one name is a short form of the other, same company")?;
    window.push_in(".dup", "Compare")?;
    window.shows(".merge .pane.on", "Jana Lindqvist")?;
    window
        .shows(".merge .record", "The record that Lanyard made in AcmeCRM for this one is deleted there")?;
    // Of the job title the other one's.
    window.run(
        "[...document.querySelectorAll('.merge .pane')].find((pane) => pane.textContent.includes('Plant manager')).click()",
    )?;
    window.push_in(".merge", "Merge into one contact")?;
    window.shows(".toast", "are one contact now")?;
    window.wait("one record", || Ok((live(&crm)?.len() == 1).then_some(())))?;
    window.wait("the chosen value at the CRM", || {
        Ok((live(&crm)?[0].value("acme_job_title") == "Plant manager").then_some(()))
    })?;
    window.holds(".sum .st-synced b", "element.textContent === '1'")?;
    window.holds(".sum .st-removed b", "element.textContent === '1'")?;
    window.shows("[data-region=sum]", "It adds up")?;

    window.push_in("nav.tabs", "Contacts")?;
    window.click("[role=row][aria-selected]")?;
    window.shows("[data-region=drawer] .merged", "Merged from J. Lindqvist")?;
    window.push_in("[data-region=drawer] .merged", "Take apart")?;
    window.shows(".toast", "Two contacts again.")?;
    window.wait("two records", || Ok((live(&crm)?.len() == 2).then_some(())))?;
    is_in_the_crm(&window, &one)?;
    is_in_the_crm(&window, &other)?;
    let mut titles: Vec<String> =
        live(&crm)?.iter().map(|record| record.value("acme_job_title").to_owned()).collect();
    titles.sort();
    assert_eq!(titles, ["Head of Maintenance", "Plant manager"]);
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}

#[test]
fn a_name_is_found_by_a_keyboard_that_lacks_its_letters() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let window = laptop.open(&[])?;
    capture(&window, ("Jörg", "Müller"), "Engineer", "jm@arvika.example.com")?;
    capture(&window, ("太郎", "山田"), "Engineer", "taro@arvika.example.com")?;
    window.push_in("nav.tabs", "Contacts")?;
    for (typed, name) in [("mueller", "Jörg Müller"), ("太", "山田")] {
        window.write("Search", typed)?;
        window.shows("[role=row][aria-selected] bdi", name)?;
        window.holds("[role=grid]", "element.querySelectorAll('[role=row][aria-selected]').length === 1")?;
    }
    Ok(())
}
