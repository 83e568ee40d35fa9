//! A property that the CRM does not have, in the real window: eighteen contacts wait for it, the manager has it made once, and
//! all of them go again. What the page asks for it, word for word, stands in `tests/it/protocol/from_the_page.rs`.

use acceptance::e2e::{Crm, Laptop, Patience, Trouble};
use lanyard_rehearsal::Brand;
use serde_json::json;

/// Eighteen are looked for one by one before each is refused.
const ALL_OF_THEM: Patience = Patience::seconds(40);

const PEOPLE: usize = 18;

#[test]
fn an_unknown_property_is_made_once_and_eighteen_are_retried() -> Result<(), Trouble> {
    let laptop = Laptop::switch_on()?;
    let _keychain = laptop.unlocked_keychain()?;
    let mut crm = Crm::of(Brand::HubSpot)?;
    crm.come_up()?;
    let strangers = crm.strangers()?;
    let window = laptop.open(&[])?;
    window.shows(".nocam h1", "")?;
    let input = json!({
        "id": null, "kind": "hubspot", "name": "HubSpot",
        "settings": { "base_url": crm.address() }, "secrets": { "secret": Crm::TOKEN },
    });
    let settings = window.ask("save_destination", &json!({ "input": input }))?;
    let destination = settings["destinations"][0]["id"].clone();
    // Saved as if the CRM had it: somebody deletes it there between two days of a fair.
    let view = window.ask("mapping", &json!({ "destinationId": destination }))?;
    let mut rows = view["rows"].clone();
    for row in rows.as_array_mut().into_iter().flatten().filter(|row| row["theirs"] == "jobtitle") {
        row["theirs"] = "badge_tier".into();
    }
    window.ask(
        "save_mapping",
        &json!({ "destinationId": destination, "version": view["version"], "rows": rows }),
    )?;
    for nth in 0..PEOPLE {
        window.take_in(&format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roe;Ada{nth};;;\r\nFN:Ada{nth} Roe\r\nTITLE:Buyer\r\nEMAIL:ada{nth}@example.com\r\n\
             END:VCARD\r\n"
        ))?;
    }

    window.push_in("nav.tabs", "Review")?;
    window.shows_within(ALL_OF_THEM, ".cause .c", "18")?;
    assert_eq!(crm.ours()?.len(), 0);
    // Which field it is that the CRM lacks is known once it is asked for its fields.
    window.push_in("nav.tabs", "Settings")?;
    window.push_in("[data-region=subjects]", "Destination")?;
    window.push_in(".conn", "Check")?;
    window.shows(".map", "HubSpot has no field “badge_tier”")?;
    window.push_in("nav.tabs", "Review")?;
    window.shows(".cause", "HubSpot does not know the property “badge_tier”")?;

    window.push_in(".cause", "Fix once, retry 18")?;
    window.click(".fix input[value=make]")?;
    window.push_in(".fix", "Retry 18")?;
    window.shows(".toast", "18 contacts go again.")?;
    window.shows_within(ALL_OF_THEM, ".col", "Nothing needs you")?;
    window.holds(".sum .st-synced b", "element.textContent === '18'")?;
    let ours = crm.ours()?;
    assert_eq!(ours.len(), PEOPLE, "each once");
    assert!(ours.iter().all(|record| record.value("badge_tier") == "Buyer"));
    assert!(crm.strangers()? == strangers, "somebody else's record was touched");
    Ok(())
}
