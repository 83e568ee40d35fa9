//! Deletions that a CRM's list says nothing of are noticed all the same, by looking for what we stand on.

use crate::{JANA, LIAM, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::Choice;
use lanyard_engine::sync::WHEN_DELETED;
use lanyard_rehearsal::{Act, Brand, Deletion, Marker};

/// Two synced contacts at an AcmeCRM where deleting does this.
async fn two_at(delete: Deletion) -> (Booth, ContactId, ContactId) {
    let mut booth = Booth::open_unconnected(Brand::Acme, Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.crm.as_ref().expect("it is up").set(|settings| settings.delete = delete);
    booth.connect();
    let (jana, liam) = (booth.scan(JANA), booth.scan(LIAM));
    booth.until(&jana, Chip::Synced).await;
    booth.until(&liam, Chip::Synced).await;
    (booth, jana, liam)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_deletes_without_a_trace_is_asked_about_though_nothing_is_said_to_it() {
    let (mut booth, jana, liam) = two_at(Deletion::Hard).await;
    let id = record_id(&booth.look(&jana));
    booth.there(&Act::Destroy { id: id.clone() });
    booth.desk.sync_now().await.expect("it is looked at");
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
    assert_eq!(booth.look(&liam).row.chip, Chip::Synced, "what is there stays as it is");
    // What was deleted does not come back by itself, only on a person's word, and then as another one.
    booth.restart();
    booth.desk.sync_now().await.expect("it is looked at");
    assert_eq!(booth.look(&jana).row.chip, Chip::NeedsAttention);
    booth.desk.choose(&detail.deliveries[0].id, &Choice::SendAgain).expect("it is decided");
    assert_ne!(record_id(&booth.until(&jana, Chip::Synced).await), id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_without_a_trace_is_followed_where_the_destination_says_so() {
    let (mut booth, jana, _) = two_at(Deletion::Hard).await;
    booth.set_destination(WHEN_DELETED, "follow");
    let id = record_id(&booth.look(&jana));
    booth.there(&Act::Destroy { id });
    booth.desk.sync_now().await.expect("it is looked at");
    let detail = booth.until(&jana, Chip::Removed).await;
    assert!(!detail.removed, "the contact itself stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_list_shows_what_was_deleted_nothing_is_looked_for_by_id() {
    let (booth, jana, _) = two_at(Deletion::Soft).await;
    let id = record_id(&booth.look(&jana));
    // Without a trace after all, though the account says otherwise: only its list would be believed.
    booth.there(&Act::Destroy { id });
    let by_id = |booth: &Booth| {
        let crm = booth.crm.as_ref().expect("it is up");
        let reads = crm.requests().into_iter().filter(|seen| {
            seen.method == "GET" && seen.path.contains("/contacts/") || seen.path.ends_with("/bulk/read")
        });
        reads.map(|seen| seen.count).sum::<u64>()
    };
    let before = by_id(&booth);
    booth.desk.sync_now().await.expect("it is looked at");
    assert_eq!(by_id(&booth), before);
    assert_eq!(booth.look(&jana).row.chip, Chip::Synced);
}
