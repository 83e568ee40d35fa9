//! Records that should not be there, and items that spoil a batch.

use crate::{JANA, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::{FaultKind, Marker};

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_arrives_after_its_contact_was_removed_is_taken_away() {
    let mut booth = Booth::open(Marker::Searchable, NO_GRACE).await;
    booth.crm_up().await;
    // A CRM that knows idempotency keys would take both tries for one.
    booth.crm.as_ref().expect("the CRM is up").set(|settings| settings.idempotency = false);
    // Carried out long after the fence: the look for it finds nothing, and it is sent again.
    booth.fault(FaultKind::Late { ms: 2500, status: None }, 1, true);
    let jana = booth.scan(JANA);
    let first = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    booth
        .until_all("the late one arrived", |booth| {
            booth.all().iter().any(|record| {
                record.id != first && record.value("acme_email") == "jana.lindqvist@example.com"
            })
        })
        .await;
    // A start looks for what an unknown outcome may have left, a fence later.
    booth.restart();
    booth.until_all("it is taken away", |booth| booth.ours().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_is_carried_out_twice_is_healed_to_one() {
    let mut booth = Booth::open(Marker::Searchable, NO_GRACE).await;
    booth.crm_up().await;
    booth.crm.as_ref().expect("the CRM is up").set(|settings| settings.idempotency = false);
    booth.fault(FaultKind::Late { ms: 2500, status: None }, 1, true);
    let nameless = "BEGIN:VCARD\nVERSION:3.0\nN:Visitor;Ada;;;\nFN:Ada Visitor\nEND:VCARD";
    let ada = booth.scan(nameless);
    booth.until(&ada, Chip::Synced).await;
    booth.until_all("both are there", |booth| booth.ours().len() == 2).await;
    booth.restart();
    booth.until_all("one is left", |booth| booth.ours().len() == 1).await;
    let kept = record_id(&booth.look(&ada));
    assert_eq!(booth.ours()[0].id, kept, "the one we hold");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_contact_in_a_batch_of_a_hundred_waits_alone() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    for n in 0..100 {
        // An address that this CRM refuses, among ninety-nine that it takes.
        let host = if n == 57 { "post.invalid" } else { "example.com" };
        booth.scan(&format!(
            "BEGIN:VCARD\nVERSION:3.0\nN:Visitor{n};Ada;;;\nFN:Ada Visitor{n}\nEMAIL:ada{n}@{host}\nEND:VCARD"
        ));
    }
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until_all("99 are there", |booth| booth.ours().len() == 99).await;
    booth
        .until_all("one waits for a person", |booth| {
            let sum = booth.desk.status().expect("it is open").sum;
            (sum.synced, sum.needs_attention) == (99, 1)
        })
        .await;
}
