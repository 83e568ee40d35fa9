//! What is removed on one side, and what becomes of it on the other.

use crate::{JANA, LIAM, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::Choice;
use lanyard_rehearsal::{Act, Marker};

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_removed_here_lies_in_the_crms_bin_and_does_not_come_back() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    assert!(booth.record(&id).archived);
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    assert_eq!(booth.look(&jana).row.chip, Chip::Removed);
    assert!(booth.ours().is_empty());
    let sum = booth.desk.status().unwrap().sum;
    assert_eq!((sum.captured, sum.removed, sum.adds_up), (1, 1, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_adopted_contact_leaves_the_strangers_record_as_it_was() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let before = booth.all();
    let liam = booth.scan(LIAM);
    let id = record_id(&booth.until(&liam, Chip::Synced).await);
    assert_ne!(booth.record(&id).value("acme_marker"), "", "it carries our marker meanwhile");
    booth.desk.remove_contact(&liam).unwrap();
    booth.until(&liam, Chip::Removed).await;
    let was = before.into_iter().find(|record| record.id == id).expect("a stranger's");
    let is = booth.record(&id);
    assert_eq!((is.archived, &is.fields), (was.archived, &was.fields));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_a_colleague_worked_on_is_not_deleted_without_a_question() {
    for (choice, archived) in [(Choice::LeaveThere, false), (Choice::DeleteThere, true)] {
        let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
        booth.crm_up().await;
        let jana = booth.scan(JANA);
        let id = record_id(&booth.until(&jana, Chip::Synced).await);
        booth.edit_there(&id, "acme_phone", "+46 8 123 45 67");
        booth.desk.remove_contact(&jana).unwrap();
        let detail = booth.until(&jana, Chip::NeedsAttention).await;
        assert_eq!(detail.explanation.why.code, "why-parked-changed-there");
        booth.desk.choose(&detail.deliveries[0].id, &choice).unwrap();
        booth.until(&jana, Chip::Removed).await;
        let record = booth.record(&id);
        assert_eq!(record.archived, archived);
        assert!(
            archived || record.value("acme_marker").is_empty(),
            "what is left there is not ours any more"
        );
    }
}

/// A synced contact whose record a colleague deletes, under a policy; as it is once that is noticed.
async fn deleted_there(policy: &str) -> (Booth, lanyard_core::ids::ContactId, String) {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.set_destination(lanyard_engine::sync::WHEN_DELETED, policy);
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.there(&Act::Delete { id: id.clone() });
    booth.desk.sync_now().await.expect("it is read");
    (booth, jana, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_deleted_there_is_asked_about_and_sent_as_a_new_one_on_a_persons_word() {
    let (mut booth, jana, id) = deleted_there("ask").await;
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
    booth.desk.choose(&detail.deliveries[0].id, &Choice::SendAgain).unwrap();
    let detail = booth.until(&jana, Chip::Synced).await;
    assert_ne!(record_id(&detail), id);
    assert!(booth.record(&id).archived, "what a colleague deleted stays so");
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_deleted_there_is_followed_where_the_destination_says_so() {
    let (mut booth, jana, _) = deleted_there("follow").await;
    let detail = booth.until(&jana, Chip::Removed).await;
    assert!(!detail.removed, "the contact itself stays");
    assert!(booth.ours().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_deleted_there_is_made_anew_where_the_destination_says_so() {
    let (mut booth, jana, id) = deleted_there("renew").await;
    let new = |detail: &lanyard_engine::api::views::ContactDetail| {
        detail.row.chip == Chip::Synced && detail.deliveries[0].remote_id.as_deref() != Some(&id)
    };
    booth.until_it(&jana, "made anew", new).await;
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_restored_here_is_one_live_record_under_a_new_marker() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    let marker = booth.record(&id).value("acme_marker").to_owned();
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    booth.desk.restore_contact(&jana).unwrap();
    booth.until(&jana, Chip::Synced).await;
    let ours = booth.ours();
    assert_eq!(ours.len(), 1);
    assert_ne!(ours[0].value("acme_marker"), marker);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_contacts_on_one_record_the_removal_of_the_owner_passes_it_on() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    // The same person once more, from another badge: an e-mail that the CRM has is adopted, never doubled.
    let again = booth.scan("MECARD:N:Lindqvist,Jana;EMAIL:jana.lindqvist@example.com;TEL:+46701740605;;");
    assert_ne!(again, jana);
    booth.until_it(&again, "adopted", |detail| detail.deliveries[0].remote_id.as_deref() == Some(&id)).await;
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    assert!(!booth.record(&id).archived, "the other one stands on it");
    let heir = booth.look(&again);
    assert!(!heir.deliveries[0].adopted, "it is the owner now");
    booth.edit(&again, Field::Company, "Arvika Group AB");
    booth
        .until_all("the heir writes on", |booth| booth.record(&id).value("acme_company") == "Arvika Group AB")
        .await;
}
