//! What a colleague changes in the CRM arrives, and what both changed is shown.

use crate::{JANA, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::Marker;

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_edit_arrives_and_leaves_what_was_changed_here_as_it_is() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.edit_there(&id, "acme_job_title", "Chief Engineer");
    booth.edit(&jana, Field::Company, "Arvika Group AB");
    booth.desk.sync_now().await.unwrap();
    let arrived = |title: &str| title == "Chief Engineer";
    let detail = booth
        .until_it(&jana, "merged", |detail| {
            value(detail, Field::JobTitle).is_some_and(arrived) && detail.row.chip == Chip::Synced
        })
        .await;
    assert_eq!(value(&detail, Field::Company), Some("Arvika Group AB"));
    let record = booth.record(&id);
    assert_eq!(record.value("acme_company"), "Arvika Group AB");
    assert_eq!(record.value("acme_job_title"), "Chief Engineer");
    assert!(detail.conflicts.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_both_sides_changed_is_shown_and_a_persons_choice_holds() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    // First there: whatever is written here goes out at once.
    booth.edit_there(&id, "acme_job_title", "Chief Engineer");
    booth.edit(&jana, Field::JobTitle, "Director");
    booth.desk.sync_now().await.unwrap();
    let detail = booth.until(&jana, Chip::Differs).await;
    let title = detail.conflicts.iter().find(|shown| shown.field == "job_title").expect("it is shown");
    assert_eq!((title.ours.as_deref(), title.theirs.as_deref()), (Some("Director"), Some("Chief Engineer")));
    booth.desk.settle_difference(&title.id, false).unwrap();
    let detail = booth.until(&jana, Chip::Synced).await;
    assert_eq!(value(&detail, Field::JobTitle), Some("Chief Engineer"));
    booth.desk.sync_now().await.unwrap();
    assert_eq!(booth.record(&id).value("acme_job_title"), "Chief Engineer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_at_the_crm_moves_the_contact_to_the_record_that_stayed() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    let into = booth.all().iter().find(|record| record.id != id && !record.archived).unwrap().id.clone();
    booth.there(&lanyard_rehearsal::Act::Merge { id: id.clone(), into: into.clone() });
    booth.edit(&jana, Field::Company, "Arvika Group AB");
    booth.desk.sync_now().await.unwrap();
    let moved = booth
        .until_it(&jana, "moved", |detail| detail.deliveries[0].remote_id.as_deref() == Some(&into))
        .await;
    assert!(moved.deliveries[0].adopted, "it was there before us");
}
