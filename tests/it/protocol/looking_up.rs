//! Whoever stands on the card, and what the CRM knows of them: shown for the visit, written nowhere, and never in the way of a
//! capture or of what must be sent.

use crate::{JANA, LIAM, NO_GRACE};
use acceptance::booth::Booth;
use lanyard_core::explain::Arg;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::StandingView;
use lanyard_rehearsal::{Act, Brand, FaultKind, FaultRule, Marker, Match};
use std::time::Duration;
use tokio::time::Instant;

const BRANDS: [Brand; 3] = [Brand::Acme, Brand::HubSpot, Brand::Pipedrive];
const OWNER: &str = "Grace Okafor";

async fn booth(brand: Brand) -> Booth {
    let mut booth = Booth::open_at(brand, Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.desk.sync_now().await.expect("the CRM answers");
    booth
}

async fn known(booth: &Booth, contact: &ContactId) -> Vec<StandingView> {
    booth.desk.look_up(contact).await.expect("the store answers")
}

/// The same of somebody the CRM knows. Nobody is asked while something else has to be sent: then again once that is done.
async fn known_there(booth: &Booth, contact: &ContactId) -> Vec<StandingView> {
    for _ in 0..5 {
        let known = known(booth, contact).await;
        if !known.is_empty() {
            return known;
        }
        booth.desk.sync_now().await.expect("the worker answers");
    }
    panic!("nothing is said of somebody who is known there");
}

/// Somebody of the CRM looks after its record of Liam.
fn looked_after(booth: &Booth) {
    let found = booth.all().into_iter().find(|record| record.value("email").starts_with("liam.odwyer"));
    let id = found.expect("a colleague brought him there before").id;
    let values = [("lifecyclestage", "customer"), ("hubspot_owner_id", "41629779")];
    let fields = values.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect();
    booth.there(&Act::Edit { id, fields });
}

/// Codes, and their texts.
fn told(known: &[StandingView]) -> Vec<(&str, Option<&str>)> {
    let sentences = known.iter().flat_map(|one| std::iter::once(&one.known).chain(&one.facts));
    sentences
        .map(|sentence| {
            let said = match sentence.args.values().next() {
                Some(Arg::Text(text)) => Some(text.as_str()),
                Some(_) | None => None,
            };
            (sentence.code.as_str(), said)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_known_there_is_told_with_status_owner_and_last_change() {
    let booth = booth(Brand::HubSpot).await;
    looked_after(&booth);
    let liam = booth.scan(LIAM);
    let known = known_there(&booth, &liam).await;
    let [known_there, status, owner, (changed, None)] = told(&known)[..] else {
        panic!("{:?}", told(&known))
    };
    assert_eq!(known_there, ("standing-known", Some("HubSpot")));
    assert_eq!((status, owner), (("standing-status", Some("Customer")), ("standing-owner", Some(OWNER))));
    assert_eq!(changed, "standing-changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_there_and_a_record_of_our_own_making_are_no_news() {
    for brand in [Brand::Acme, Brand::HubSpot] {
        let mut booth = booth(brand).await;
        let jana = booth.scan(JANA);
        booth.until(&jana, Chip::Synced).await;
        assert_eq!(told(&known(&booth, &jana).await), [], "{brand:?}");
    }
}

/// Every value of every table, as text.
fn everything_stored(booth: &Booth) -> String {
    let engine = booth.desk.engine().expect("it is open");
    let read = engine.store().read(|conn| {
        let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
        let mut tables = conn.prepare(names)?;
        let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut all = String::new();
        for table in tables {
            let mut rows = conn.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = rows.column_count();
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let value = row.get_ref(column)?;
                    all.push_str(&String::from_utf8_lossy(match value {
                        rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                            bytes
                        }
                        _ => b"",
                    }));
                    all.push('\n');
                }
            }
        }
        Ok(all)
    });
    read.expect("the store is read")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_it_is_stored() {
    let mut booth = booth(Brand::HubSpot).await;
    looked_after(&booth);
    let liam = booth.scan(LIAM);
    known_there(&booth, &liam).await;
    booth.until(&liam, Chip::Synced).await;
    // By its record, too.
    known_there(&booth, &liam).await;
    let stored = everything_stored(&booth);
    assert!(stored.contains("liam.odwyer@"), "what is stored would be found");
    for told in [OWNER, "41629779", "lifecyclestage", "customer"] {
        assert!(!stored.contains(told), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_over_with_the_visit() {
    let booth = booth(Brand::HubSpot).await;
    looked_after(&booth);
    let liam = booth.scan(LIAM);
    known_there(&booth, &liam).await;
    booth.scan(JANA);
    assert_eq!(told(&known(&booth, &liam).await), [], "whoever is not on the card is not asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_crm_delays_no_capture_and_no_answer_is_waited_for_without_end() {
    for brand in BRANDS {
        let booth = booth(brand).await;
        let liam = booth.scan(LIAM);
        let crm = booth.crm.as_ref().expect("it is up");
        let kind = FaultKind::Hang { ms: 60_000 };
        crm.fault(FaultRule { matches: Match::default(), times: None, kind });
        let asked = Instant::now();
        let capture = async {
            let begun = Instant::now();
            booth.scan(JANA);
            begun.elapsed()
        };
        // It is asked first, and under way when the next badge comes.
        let (known, captured) = tokio::join!(known(&booth, &liam), capture);
        assert!(captured < Duration::from_secs(3), "{brand:?}: {captured:?}");
        assert_eq!(told(&known), [], "{brand:?}");
        assert!(asked.elapsed() < Duration::from_secs(30), "{brand:?}: {:?}", asked.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_offline_in_kiosk_mode_or_where_a_person_said_so() {
    for brand in BRANDS {
        let mut booth = booth(brand).await;
        let liam = booth.scan(LIAM);
        booth.until(&liam, Chip::Synced).await;
        booth.desk.sync_now().await.unwrap();
        booth.desk.enter_kiosk("2468").expect("it begins");
        assert_eq!(told(&known(&booth, &liam).await), [], "{brand:?}: in kiosk mode");
        assert!(booth.desk.may("look_up").is_err());
        booth.desk.leave_kiosk("2468").expect("it ends");
        booth.set_destination("look_up", "hide");
        assert_eq!(told(&known(&booth, &liam).await), [], "{brand:?}: switched off");
        booth.set_destination("look_up", "show");
        booth.desk.sync_now().await.unwrap();
        known_there(&booth, &liam).await;
        booth.crm_down().await;
        booth.desk.sync_now().await.unwrap();
        let asked = Instant::now();
        assert_eq!(told(&known(&booth, &liam).await), [], "{brand:?}: offline");
        assert!(asked.elapsed() < Duration::from_secs(3), "{brand:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_days_tokens_run_short_nobody_is_asked() {
    let mut booth = booth(Brand::Pipedrive).await;
    let liam = booth.scan(LIAM);
    booth.until(&liam, Chip::Synced).await;
    known_there(&booth, &liam).await;
    // More than half of them is spent.
    booth.crm.as_ref().unwrap().set(|settings| settings.tokens_per_day = 60);
    booth.desk.sync_now().await.unwrap();
    let before = booth.crm.as_ref().unwrap().requests().len();
    assert_eq!(told(&known(&booth, &liam).await), []);
    assert_eq!(booth.crm.as_ref().unwrap().requests().len(), before);
}
