//! What is promised, seen at a CRM of strangers.

use crate::booth::{Booth, Bottle, marker, stranger, text};
use crate::cuts::Cut;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const WHOLE: &[Cut] = &[Cut::None];

/// Two of five writes are cut, in each of the ways.
const TORN: &[Cut] = &[
    Cut::None,
    Cut::Answer,
    Cut::None,
    Cut::None,
    Cut::AnswerAfter(40),
    Cut::None,
    Cut::Before,
    Cut::None,
    Cut::None,
    Cut::AnswerAfter(200),
];

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_contacts_through_cut_connections_are_there_once_each_and_strangers_unharmed() {
    let Some(bottle) = Bottle::up() else { return };
    const LAST: &str = "Halvorsen";
    // Ten are there already, their addresses spelled otherwise; ten have nothing to do with us.
    let known: BTreeMap<String, Value> = (0..10)
        .map(|n| (n, format!("Stranger{n}@Kestrel.Example.com")))
        .chain((10..20).map(|n| (n, format!("other{n}@elsewhere.example.com"))))
        .map(|(n, email)| (n, bottle.make(&stranger(&format!("Ada{n}"), LAST, &email))))
        .map(|(_, id)| (id.clone(), bottle.record(&id).expect("it was just made")))
        .collect();
    let mut booth = Booth::open(&bottle, TORN).await;
    let mut contacts = Vec::new();
    for n in 0..200 {
        let (first, email) = match n {
            0..10 => (format!("Ada{n}"), Some(format!("stranger{n}@kestrel.example.com"))),
            // Without an address nothing there keeps them from being there twice, but our marker.
            10..60 => (format!("Nameonly{n}"), None),
            _ => (format!("Ada{n}"), Some(format!("visitor{n}@kestrel.example.com"))),
        };
        contacts.push(booth.scan(&first, LAST, email.as_deref()));
    }
    booth.all_synced(&contacts).await;

    let all = bottle.all(LAST);
    let (writes, cut) = booth.cuts.counted();
    println!("BottleCRM: 200 contacts, {writes} writes, {cut} of them cut, {} records", all.len());
    assert!(cut >= 60, "the connections were cut: {cut}");
    assert_eq!(all.len(), 20 + 190);
    let markers: BTreeSet<&str> = all.iter().map(marker).filter(|marker| !marker.is_empty()).collect();
    assert_eq!(markers.len(), 200, "each carries a mark of its own");
    let names: BTreeSet<&str> = all.iter().map(|record| text(record, "first_name")).collect();
    assert_eq!(names.len(), 20 + 190, "nobody is there twice");
    for (id, before) in &known {
        let now = all.iter().find(|record| text(record, "id") == id).expect("it is still there");
        if text(before, "email").contains("elsewhere") {
            assert_eq!(now, before, "nothing of it was touched");
        } else {
            assert!(marker(now).starts_with("a-"), "it is known as adopted");
            for name in ["first_name", "last_name", "email", "title", "city", "phone"] {
                assert_eq!(now[name], before[name], "{name} is theirs");
            }
            assert_eq!(text(now, "organization"), "Kestrel Marine", "what was empty is filled");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_made_changed_on_both_sides_and_its_ignored_filter_is_noticed() {
    let Some(bottle) = Bottle::up() else { return };
    let old = bottle.make(&stranger("Berit", "Lindqvist", "berit@elsewhere.example.com"));
    bottle.age(&old);
    let mut booth = Booth::open(&bottle, WHOLE).await;
    let jana = booth.scan("Jana", "Lindqvist", Some("jana.lindqvist@example.com"));
    let id = booth.synced(&jana).await;
    let record = bottle.record(&id).expect("it is there");
    assert_eq!(
        (text(&record, "email"), text(&record, "organization")),
        ("jana.lindqvist@example.com", "Kestrel Marine")
    );
    assert!(marker(&record).starts_with("c-"));

    booth.edit(&jana, Field::JobTitle, "Plant Manager");
    booth.until(&jana, "on its way", |detail| detail.row.chip != Chip::Synced).await;
    booth.synced(&jana).await;
    assert_eq!(text(&bottle.record(&id).expect("it is there"), "title"), "Plant Manager");

    bottle.change(&id, &json!({ "city": "Arvika" }));
    booth.desk.sync_now().await.expect("it can be asked");
    booth
        .until(&jana, "told of what a colleague wrote", |detail| {
            detail.fields.iter().any(|shown| shown.field == Field::City && shown.value == "Arvika")
        })
        .await;
    let settings = booth.desk.settings().expect("they are there").destinations.remove(0).settings;
    assert_eq!(settings.get("feed_unfiltered").map(String::as_str), Some("yes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_is_removed_here_is_deleted_there_and_nobody_else() {
    let Some(bottle) = Bottle::up() else { return };
    let kept = bottle.make(&stranger("Brida", "Achterberg", "brida@harbour.example.com"));
    let mut booth = Booth::open(&bottle, &[Cut::None, Cut::Answer]).await;
    let gone = booth.scan("Ola", "Achterberg", Some("ola@harbour.example.com"));
    let id = booth.synced(&gone).await;
    booth.desk.remove_contact(&gone).expect("it is taken down");
    // Its answer is cut: that it is gone is seen by looking.
    booth.until(&gone, "removed", |detail| detail.row.chip == Chip::Removed).await;
    assert_eq!(bottle.record(&id), None);
    assert!(bottle.record(&kept).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_deletes_there_is_asked_about_though_it_leaves_no_trace() {
    let Some(bottle) = Bottle::up() else { return };
    let mut booth = Booth::open(&bottle, WHOLE).await;
    let gone = booth.scan("Elin", "Sandberg", Some("elin@harbour.example.com"));
    let kept = booth.scan("Nils", "Sandberg", None);
    let id = booth.synced(&gone).await;
    booth.synced(&kept).await;
    bottle.delete(&id);
    booth.desk.sync_now().await.expect("it can be asked");
    let detail = booth.until(&gone, "asked about", |detail| detail.row.chip == Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
    assert_eq!(bottle.all("Sandberg").len(), 1, "and it does not come back");
    booth.synced(&kept).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_somebody_takes_while_ours_is_under_way_is_adopted() {
    let Some(bottle) = Bottle::up() else { return };
    let mut booth = Booth::open(&bottle, &[Cut::Held, Cut::None, Cut::None, Cut::None]).await;
    let contact = booth.scan("Noor", "Vermeulen", Some("noor@quay.example.com"));
    // It was looked for, and is not there; now it comes into being, and then ours arrives: 400, "already exists".
    booth.cuts.held().await;
    let id = bottle.make(&stranger("Noor", "Vermeulen", "Noor@Quay.example.com"));
    booth.cuts.open();
    assert_eq!(booth.synced(&contact).await, id);
    let there = bottle.all("Vermeulen");
    assert_eq!(there.len(), 1);
    assert!(marker(&there[0]).starts_with("a-"));
    assert_eq!(text(&there[0], "title"), "Harbour master");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_after_it_was_made_is_found_and_not_made_again() {
    let Some(bottle) = Bottle::up() else { return };
    let mut booth = Booth::open(&bottle, WHOLE).await;
    // The account is known before anything fails.
    let first = booth.scan("Ines", "Carvalho", None);
    booth.synced(&first).await;
    bottle.fail_after_making(true).await;
    // Without an address only our mark tells it.
    let lost = booth.scan("Rui", "Carvalho", None);
    let id = booth.synced(&lost).await;
    bottle.fail_after_making(false).await;
    let there = bottle.all("Carvalho");
    assert_eq!(there.len(), 2, "one each");
    let detail = booth.until(&lost, "told", |_| true).await;
    assert!(there.iter().any(|record| text(record, "id") == id));
    assert_eq!(booth.cuts.counted().0, 2, "two writes, and no third");
    assert_eq!(detail.row.chip, Chip::Synced);
}
