//! The manager's screen in the real window: what failed is fixed once for all, what differs is resolved, what was adopted
//! is handed back as it was.

use acceptance::e2e::{Crm, Laptop, Patience, Trouble, Window};
use lanyard_rehearsal::Record;

/// A card stays open for ten seconds before its first send, and the CRM is then asked twice.
const ONE_CARD: Patience = Patience::seconds(40);

const SUM: &str = "[data-region=sum]";

/// The address of a stranger's record in every rehearsal CRM, whose job title is "Shift Supervisor".
const LIAM: &str = "liam.odwyer@harbour-quay.example.com";

fn capture(window: &Window, first: &str, last: &str, title: &str, email: &str) -> Result<(), Trouble> {
    let badge = format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{first} {last}\r\nN:{last};{first};;;\r\nORG:Harbour & Quay\r\n\
         TITLE:{title}\r\nEMAIL:{email}\r\nEND:VCARD\r\n"
    );
    window.take_in(&badge).map(drop)
}

fn liam(crm: &Crm) -> Result<Record, Trouble> {
    let records = crm.records()?;
    let found = records.into_iter().find(|record| record.value("acme_email").eq_ignore_ascii_case(LIAM));
    Ok(found.ok_or("the stranger is gone")?)
}

#[test]
fn eighteen_contacts_that_the_crm_refuses_are_fixed_once_and_arrive_once_each() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    for n in 0..18 {
        capture(&window, &format!("Ada{n}"), "Halvorsen", "Engineer", &format!("ada{n}@kestrel.invalid"))?;
    }
    window.push_in("nav.tabs", "Review")?;
    window.shows_within(ONE_CARD, ".cause .c", "18")?;
    window.shows(".cause", "AcmeCRM does not accept “E-mail”")?;
    window.shows(SUM, "It adds up")?;
    assert_eq!(crm.ours()?.len(), 0);

    window.push_in(".cause", "Fix once, retry 18")?;
    // What all of them share is filled in already.
    window.holds(".replace input", "element.value === '@kestrel.invalid'")?;
    window.write("by", "@kestrel.example.com")?;
    window.push_in(".fix", "Retry 18")?;
    window.shows(".toast", "18 contacts go again.")?;
    window.shows_within(ONE_CARD, ".col", "Nothing needs you")?;
    window.shows(SUM, "18")?;
    window.holds(".sum .st-synced b", "element.textContent === '18'")?;

    let ours = crm.ours()?;
    assert_eq!(ours.len(), 18);
    for n in 0..18 {
        let email = format!("ada{n}@kestrel.example.com");
        assert_eq!(ours.iter().filter(|record| record.value("acme_email") == email).count(), 1, "{email}");
    }
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}

#[test]
fn a_conflict_is_resolved_side_by_side_and_the_choice_arrives() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let before = liam(&crm)?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    capture(&window, "Liam", "O'Dwyer", "Plant manager", LIAM)?;
    window.push_in("nav.tabs", "Review")?;
    window.shows_within(ONE_CARD, ".conf", "Plant manager")?;
    window.shows(".conf .pane.on", "Shift Supervisor")?;
    window.shows(".conf .pane.on", "holds until you choose")?;
    window.shows("nav.tabs", "Review")?;
    assert_eq!(
        liam(&crm)?.value("acme_job_title"),
        "Shift Supervisor",
        "theirs holds until somebody chooses"
    );

    window.click(".conf .pane:not(.on)")?;
    window.shows(".col", "Nothing needs you")?;
    window.holds(".sum .st-synced b", "element.textContent === '1'")?;
    window.wait("the choice at the CRM", || {
        Ok((liam(&crm)?.value("acme_job_title") == "Plant manager").then_some(()))
    })?;
    let after = liam(&crm)?;
    assert_eq!(after.id, before.id);
    for (field, value) in &before.fields {
        if field != "acme_job_title" {
            assert_eq!(after.value(field), value, "{field} was theirs");
        }
    }
    Ok(())
}

#[test]
fn an_adopted_contact_is_unlinked_and_the_strangers_record_is_as_it_was() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let (before, all) = (liam(&crm)?, crm.records()?.len());
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    capture(&window, "Liam", "O'Dwyer", "Shift Supervisor", LIAM)?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows_within(ONE_CARD, "[role=row][aria-selected] .chip", "Synced")?;
    assert!(!liam(&crm)?.value("acme_marker").is_empty(), "the record is known as ours by its mark");

    window.click("[role=row][aria-selected]")?;
    window.shows(".removal", "The record in AcmeCRM was there before: it stays.")?;
    window.push_in("[data-region=drawer]", "Remove and unlink")?;
    window.shows(".toast", "The record in AcmeCRM was there before and stays.")?;
    window.shows_within(ONE_CARD, "[data-region=drawer] .chip", "Removed")?;
    window.shows("[data-region=drawer]", "Unlinked: the record was in AcmeCRM before")?;
    let after = liam(&crm)?;
    assert!(after.fields == before.fields, "its values are not as they were");
    assert!(!after.archived);
    assert_eq!(crm.records()?.len(), all);

    window.push_in("nav.tabs", "Review")?;
    window.shows(SUM, "It adds up")?;
    window.holds(".sum .st-removed b", "element.textContent === '1'")?;
    window.push_in("nav.tabs", "Contacts")?;
    window.shows(".empty", "No contacts yet").map(drop)
}
