//! Something that goes wrong slowly, in the real window: from a threshold that a person chose, Review says so and leads to where it
//! was chosen; an empty threshold never tells.

use acceptance::e2e::{Crm, Laptop, Trouble};
use lanyard_rehearsal::FaultKind;

#[test]
fn failing_requests_are_told_of_from_the_threshold_on_and_an_empty_threshold_never_tells()
-> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::down()?;
    crm.come_up()?;
    let window = laptop.open(&[])?;
    window.connect(&crm)?;
    window.push_in("[data-region=subjects]", "Alerts")?;
    window.write("Percent of the requests that failed", "0")?;
    window.shows(".set", "A number from 1 to 100, or nothing.")?;
    window.write("Percent of the requests that failed", "1")?;
    window.push("Save alerts")?;

    // So many requests must have been answered before their failures say anything.
    for nth in 0..6 {
        window.take_in(&format!("MECARD:N:Berg,Ada{nth};EMAIL:ada{nth}@example.com;;"))?;
        window.wait("it in the CRM", || Ok((crm.ours()?.len() == nth + 1).then_some(())))?;
    }
    window.push_in("nav.tabs", "Review")?;
    window.holds(
        "main",
        "element.querySelector('.doing') !== null && element.querySelector('.alerts') === null",
    )?;
    crm.fail_writes(FaultKind::ErrorBefore { status: 500 }, 1)?;
    window.take_in("MECARD:N:Berg,Mia;EMAIL:mia@example.com;;")?;
    window.shows(".alerts", "requests to AcmeCRM did not work")?;

    window.push_in(".alerts", "Choose when you are told")?;
    window.write("Percent of the requests that failed", " ")?;
    window.push("Save alerts")?;
    window.push_in("nav.tabs", "Review")?;
    window.holds(
        "main",
        "element.querySelector('.doing') !== null && element.querySelector('.alerts') === null",
    )
}
