//! One contact at two destinations at once: HubSpot and Pipedrive converge field by field, nothing is said to and fro, and
//! once all is quiet nothing is written any more.

use crate::{JANA, NO_GRACE, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::{Act, Brand, Marker, Record, Running, Seen};

fn count(crm: &Running, of: impl Fn(&Seen) -> bool) -> u64 {
    crm.requests().iter().filter(|seen| of(seen)).map(|seen| seen.count).sum()
}

/// All requests, and those that wrote a person.
fn asked(crm: &Running) -> (u64, u64) {
    let reads = ["/search", "/batch/read"];
    let wrote = |seen: &Seen| {
        let of_people = seen.path.contains("contacts") || seen.path.contains("persons");
        let changes = seen.method != "GET" && !reads.iter().any(|end| seen.path.ends_with(end));
        of_people && changes && !seen.path.contains("/properties/")
    };
    (count(crm, |_| true), count(crm, wrote))
}

/// The one live record with that address.
fn there(crm: &Running, email: &str) -> Record {
    let live = crm.records().into_iter().filter(|record| !record.archived);
    let found: Vec<Record> = live.filter(|record| record.value("email") == email).collect();
    assert_eq!(found.len(), 1, "once at each");
    found.into_iter().next().expect("it is there")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_contact_at_two_crms_converges_without_ping_pong() {
    let mut booth = Booth::open_at(Brand::HubSpot, Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let pipedrive = booth.beside(Brand::Pipedrive, Marker::Searchable).await;
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Synced).await;
    let email = "jana.lindqvist@example.com";
    let (one, two) = (there(booth.crm.as_ref().unwrap(), email), there(&pipedrive, email));
    assert_eq!(one.value("company"), two.value("organization"));
    let wrote = |booth: &Booth| (asked(booth.crm.as_ref().unwrap()).1, asked(&pipedrive).1);
    assert_eq!(wrote(&booth), (1, 1), "one write at each");

    // A colleague changes a value here, another one a value there; each goes on to the other CRM.
    booth.edit_there(&one.id, "jobtitle", "Plant Manager");
    let fields = serde_json::Map::from_iter([("mobile".to_owned(), "+46 70 174 06 99".into())]);
    pipedrive.act(&Act::Edit { id: two.id.clone(), fields }).unwrap();
    booth.desk.sync_now().await.unwrap();
    booth
        .until_it(&jana, "both changes are here", |detail| {
            value(detail, Field::JobTitle) == Some("Plant Manager")
                && value(detail, Field::Mobile).is_some_and(|mobile| mobile.ends_with("99"))
        })
        .await;
    booth
        .until_all("each has the other one's", |booth| {
            let mobile = digits(there(booth.crm.as_ref().unwrap(), email).value("mobilephone"));
            there(&pipedrive, email).value("Job title") == "Plant Manager" && mobile == "46701740699"
        })
        .await;
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(wrote(&booth), (2, 2), "each was told once of the other one's change, and of none twice");
    let spelled = there(&pipedrive, email);
    assert_eq!(spelled.value("mobile"), "+46 70 174 06 99", "as the colleague spelled it");

    // What both change at once is one conflict, and not a game.
    booth.edit(&jana, Field::JobTitle, "Director");
    booth
        .until_all("the title is at both", |booth| {
            there(booth.crm.as_ref().unwrap(), email).value("jobtitle") == "Director"
                && there(&pipedrive, email).value("Job title") == "Director"
        })
        .await;
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(wrote(&booth), (3, 3));

    let quiet = (asked(booth.crm.as_ref().unwrap()), asked(&pipedrive));
    for _ in 0..5 {
        booth.desk.sync_now().await.unwrap();
        booth.until(&jana, Chip::Synced).await;
    }
    let later = (asked(booth.crm.as_ref().unwrap()), asked(&pipedrive));
    println!(
        "until quiet: HubSpot {} requests, {} of them writes; Pipedrive {}, {}; five looks later {} and {} more",
        quiet.0.0,
        quiet.0.1,
        quiet.1.0,
        quiet.1.1,
        later.0.0 - quiet.0.0,
        later.1.0 - quiet.1.0
    );
    assert_eq!((later.0.1, later.1.1), (quiet.0.1, quiet.1.1), "quiet is quiet");
    assert!(quiet.0.0 <= 40 && quiet.1.0 <= 40, "bounded: {quiet:?}");
}
