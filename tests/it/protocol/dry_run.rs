//! What a dry run says is what the sync then does, and nothing leaves meanwhile.

use crate::{JANA, LIAM, record_id};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{DryKind, DryRow, DryRun};
use lanyard_rehearsal::{Brand, Marker};

/// Long enough that nothing leaves by itself.
const CARD_OPEN: Millis = Millis::from_secs(300);

async fn foreseen(booth: &Booth) -> DryRun {
    let mut runs = booth.desk.dry_run().await.expect("the store is read");
    assert_eq!(runs.len(), 1);
    runs.remove(0)
}

/// The same, asked of a CRM that is up: one that does not answer in time is asked again, as a person would.
async fn foreseen_there(booth: &Booth) -> DryRun {
    for _ in 0..5 {
        let run = foreseen(booth).await;
        if run.asked {
            return run;
        }
        booth.desk.sync_now().await.expect("the worker answers");
    }
    panic!("the CRM is up and was never asked");
}

fn of<'a>(run: &'a DryRun, contact: &ContactId) -> &'a DryRow {
    run.rows.iter().find(|row| row.contact == *contact).expect("it waits")
}

fn send(booth: &Booth, contact: &ContactId) {
    booth.desk.leave_card(contact).expect("the store is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_contact_is_foreseen_with_its_request_and_then_made_just_so() {
    for brand in [Brand::Acme, Brand::HubSpot] {
        let mut booth = Booth::open_at(brand, Marker::Unique, CARD_OPEN).await;
        booth.crm_up().await;
        // The first check makes what our marker needs there; that is no part of a dry run.
        booth.desk.sync_now().await.expect("the worker answers");
        let before = booth.all();
        let jana = booth.scan(JANA);
        let run = foreseen_there(&booth).await;
        let row = of(&run, &jana);
        assert_eq!((row.kind, row.sentence.code.as_str()), (DryKind::Create, "dry-create"), "{brand:?}");
        let email = row.changes.iter().find(|change| change.field == "email").expect("it has one");
        assert_eq!((email.was.as_deref(), email.will.as_deref()), (None, Some("jana.lindqvist@example.com")));
        let [request] = row.requests.as_slice() else {
            panic!("{brand:?}: one request, not {:?}", row.requests)
        };
        assert!(request.body.as_ref().is_some_and(|body| body.contains("jana.lindqvist@example.com")));
        assert!(!request.headers.iter().any(|header| header.to_lowercase().contains("authorization")));
        assert_eq!(booth.all(), before, "nothing has left");
        assert_eq!(booth.look(&jana).row.chip, Chip::OnHold, "and nothing changed here");
        send(&booth, &jana);
        booth.until(&jana, Chip::Synced).await;
        assert_eq!(booth.ours().len(), 1, "{brand:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_there_is_foreseen_as_linked_and_what_differs_is_shown() {
    let mut booth = Booth::open(Marker::Unique, CARD_OPEN).await;
    booth.crm_up().await;
    let before = booth.all();
    let liam = booth.scan(LIAM);
    let run = foreseen_there(&booth).await;
    assert_eq!(of(&run, &liam).kind, DryKind::Adopt);
    let fills: Vec<&str> = of(&run, &liam).changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(booth.all(), before);
    send(&booth, &liam);
    let detail = booth.until(&liam, Chip::Synced).await;
    let record = booth.record(&record_id(&detail));
    let old = before.iter().find(|old| old.id == record.id).expect("it was there before");
    let mapped = |field: &str| format!("acme_{field}");
    for field in fills {
        assert_eq!(old.value(&mapped(field)), "", "only what was empty is filled");
        assert_ne!(record.value(&mapped(field)), "", "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_network_an_edit_is_foreseen_beside_what_was_last_read_there() {
    let mut booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Synced).await;
    booth.crm_down().await;
    booth.edit(&jana, Field::Company, "Arvika Pumps");
    booth.desk.sync_now().await.expect("the worker answers, and knows now that nobody is there");
    let offline = foreseen(&booth).await;
    assert_eq!((offline.asked, offline.sentence.code.as_str()), (false, "dry-all-unasked"));
    let row = of(&offline, &jana);
    assert_eq!((row.kind, row.changes.len(), row.requests.len()), (DryKind::Update, 1, 0));
    let change = &row.changes[0];
    assert_eq!(
        (change.field.as_str(), change.was.as_deref(), change.will.as_deref()),
        ("company", Some("Arvika Hydraulik AB"), Some("Arvika Pumps"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_network_it_says_what_would_be_asked_first() {
    let booth = Booth::open(Marker::Unique, CARD_OPEN).await;
    let jana = booth.scan(JANA);
    let run = foreseen(&booth).await;
    assert!(!run.asked);
    assert_eq!(of(&run, &jana).kind, DryKind::Unsure);
    assert_eq!(of(&run, &jana).sentence.code, "dry-looks-email");
}
