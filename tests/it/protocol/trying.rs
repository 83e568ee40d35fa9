//! A test contact, at each CRM: it comes, is read, and goes; and whatever is cut, nothing of it stays and nobody is told of it.

use crate::NO_GRACE;
use acceptance::booth::Booth;
use lanyard_core::ids::DestinationId;
use lanyard_engine::api::views::{ContactQuery, TestOutcome};
use lanyard_rehearsal::{Brand, FaultKind, Marker};

const BRANDS: [Brand; 3] = [Brand::Acme, Brand::HubSpot, Brand::Pipedrive];

fn destination(booth: &Booth) -> DestinationId {
    booth.desk.settings().expect("the store answers").destinations.remove(0).id
}

fn codes(outcome: &TestOutcome) -> Vec<&str> {
    outcome.steps.iter().map(|step| step.sentence.code.as_str()).collect()
}

/// Neither counted nor listed nor found.
fn nobody_knows(booth: &Booth) {
    let sum = booth.desk.status().expect("the store answers").sum;
    assert_eq!((sum.captured, sum.synced, sum.waiting, sum.needs_attention, sum.removed), (0, 0, 0, 0, 0));
    assert!(sum.adds_up);
    assert!(booth.desk.recent(10).expect("the store answers").is_empty());
    for search in ["", "Lanyard"] {
        let asked = ContactQuery { search: search.to_owned(), limit: 10, ..ContactQuery::default() };
        assert_eq!(booth.desk.contacts(&asked).expect("the store answers").total, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_contact_is_made_read_back_and_taken_away_and_stands_in_no_count() {
    for brand in BRANDS {
        let mut booth = Booth::open_at(brand, Marker::Searchable, NO_GRACE).await;
        booth.crm_up().await;
        let before = booth.ours().len();
        let outcome = booth.desk.test_destination(&destination(&booth)).await.unwrap();
        assert!(outcome.ok, "{brand:?}: {outcome:?}");
        assert_eq!(codes(&outcome), ["test-made", "test-read", "test-removed"]);
        assert_eq!(booth.ours().len(), before, "{brand:?}");
        nobody_knows(&booth);
        let again = booth.desk.test_destination(&destination(&booth)).await.unwrap();
        assert!(again.ok, "{brand:?}: {again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_whose_answer_was_lost_is_found_and_taken_away() {
    for brand in BRANDS {
        let mut booth = Booth::open_at(brand, Marker::Searchable, NO_GRACE).await;
        booth.crm_up().await;
        booth
            .until_all("the account is known", |booth| booth.crm.as_ref().unwrap().requests().len() > 1)
            .await;
        booth.desk.sync_now().await.unwrap();
        booth.fault(FaultKind::CutAfterCommit, 1, true);
        let outcome = booth.desk.test_destination(&destination(&booth)).await.unwrap();
        assert!(!outcome.ok && codes(&outcome).contains(&"test-not-made"), "{outcome:?}");
        booth
            .until_all("nothing of it stays", |booth| {
                let left = booth.desk.status().unwrap().sum.waiting == 0 && booth.ours().is_empty();
                left && booth.crm.as_ref().unwrap().requests().iter().any(|seen| seen.method == "DELETE")
            })
            .await;
        nobody_knows(&booth);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_the_app_was_closed_over_never_leaves() {
    let mut booth = Booth::open_at(Brand::Acme, Marker::Unique, NO_GRACE).await;
    let id = destination(&booth);
    let desk = std::sync::Arc::clone(&booth.desk);
    // Nobody is there; the app is closed while it is tried.
    let trying = tokio::spawn(async move { desk.test_destination(&id).await });
    tokio::task::yield_now().await;
    trying.abort();
    drop(trying.await);
    booth.restart();
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    assert!(booth.ours().is_empty());
    nobody_knows(&booth);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_it_says_so_and_nothing_waits_to_leave() {
    let mut booth = Booth::open_at(Brand::Acme, Marker::Unique, NO_GRACE).await;
    let outcome = booth.desk.test_destination(&destination(&booth)).await.unwrap();
    assert!(!outcome.ok);
    assert_eq!(outcome.steps[0].sentence.code, "test-not-made");
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    assert!(booth.ours().is_empty());
    nobody_knows(&booth);
}
