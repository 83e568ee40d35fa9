//! Two contacts that become one, and two again: exactly one record stays, nobody else's is touched, and taking it apart makes
//! the second one wanted again.

use crate::{LIAM, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::contact::joining::Take;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{Choice, Chosen, ContactDetail};
use lanyard_rehearsal::{FaultKind, Marker, Record};

const JANA: &str = "MECARD:N:Lindqvist,Jana;ORG:Arvika Hydraulik AB;EMAIL:jana.lindqvist@example.com;;";
const JANA_AT_HOME: &str =
    "MECARD:N:Lindqvist,Jana;ORG:Arvika Hydraulik;TEL:+46701740605;EMAIL:jana@home.example.com;;";
/// As at home, without an address.
const JANA_PLAIN: &str = "MECARD:N:Lindqvist,Jana;ORG:Arvika Hydraulik AB;TEL:+46701740605;;";

/// Merges two as the window does: what is proposed, and which is kept too. The one that is kept, and the other.
fn merge(booth: &Booth, one: &ContactId, other: &ContactId) -> (ContactId, ContactId) {
    let view = booth.desk.look_at_merge(one, other).expect("both are there");
    booth.desk.merge_contacts(&view.kept.id, &view.other.id, &[]).expect("they are merged");
    (view.kept.id, view.other.id)
}

async fn two_synced(booth: &mut Booth) -> (ContactId, String, ContactId, String) {
    let one = booth.scan(JANA);
    let record = record_id(&booth.until(&one, Chip::Synced).await);
    let other = booth.scan(JANA_AT_HOME);
    let other_record = record_id(&booth.until(&other, Chip::Synced).await);
    assert_ne!(record, other_record);
    (one, record, other, other_record)
}

fn strangers(booth: &Booth) -> Vec<Record> {
    booth.all().into_iter().filter(|record| record.value("acme_marker").is_empty()).collect()
}

fn assert_adds_up(booth: &Booth, captured: u32, synced: u32, removed: u32) {
    let sum = booth.desk.status().expect("the store is read").sum;
    assert_eq!((sum.captured, sum.synced, sum.removed, sum.adds_up), (captured, synced, removed, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_that_we_made_become_one() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let before = strangers(&booth);
    let (one, record, other, other_record) = two_synced(&mut booth).await;
    let view = booth.desk.look_at_merge(&one, &other).unwrap();
    assert_eq!((&view.kept.id, &view.other.id), (&one, &other), "of two alike the older one is kept");
    assert_eq!(view.records[0].code, "merge-record-deleted");
    let kept = booth.desk.merge_contacts(&one, &other, &[]).unwrap();
    assert_eq!(value(&kept, Field::Mobile).or(value(&kept, Field::Phone)), Some("+46701740605"));
    assert_eq!(kept.merged.iter().map(|merged| &merged.id).collect::<Vec<_>>(), [&other]);
    booth.until(&other, Chip::Removed).await;
    booth.until(&one, Chip::Synced).await;
    assert!(booth.record(&other_record).archived && !booth.record(&record).archived);
    assert_eq!(booth.ours().len(), 1);
    assert_eq!(strangers(&booth), before);
    assert_adds_up(&booth, 2, 1, 1);
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    assert_eq!(booth.ours().len(), 1, "nothing comes back");
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_apart_they_are_two_again_and_the_second_has_a_new_marker() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let (one, record, other, other_record) = two_synced(&mut booth).await;
    let marker = booth.record(&other_record).value("acme_marker").to_owned();
    booth.desk.merge_contacts(&one, &other, &[]).unwrap();
    booth.until(&other, Chip::Removed).await;
    booth.until(&one, Chip::Synced).await;
    booth.restart();
    booth.edit(&one, Field::JobTitle, "Buyer");
    let kept = booth.desk.unmerge_contact(&other).unwrap();
    assert_eq!(
        value(&kept, Field::Phone).or(value(&kept, Field::Mobile)),
        None,
        "what the merge wrote went back"
    );
    assert_eq!(value(&kept, Field::JobTitle), Some("Buyer"), "what was written since stays");
    let second = booth.until(&other, Chip::Synced).await;
    booth.until(&one, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 2);
    let new = booth.record(&record_id(&second));
    assert_ne!(new.id, other_record);
    assert_ne!(new.value("acme_marker"), marker);
    assert_eq!(booth.record(&record).value("acme_mobile"), "");
    assert!(booth.record(&other_record).archived, "what was deleted stays so");
    assert_adds_up(&booth, 2, 2, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_apart_at_once_the_record_is_still_the_same() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let (one, _, other, other_record) = two_synced(&mut booth).await;
    booth.crm_down().await;
    booth.desk.merge_contacts(&one, &other, &[]).unwrap();
    booth.desk.unmerge_contact(&other).unwrap();
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until(&one, Chip::Synced).await;
    let second = booth.until(&other, Chip::Synced).await;
    assert_eq!(record_id(&second), other_record);
    assert_eq!(booth.ours().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_that_was_there_before_us_stays_and_ours_goes() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let ours = booth.scan("MECARD:N:O'Dwyer,Liam;EMAIL:liam@home.example.com;;");
    let our_record = record_id(&booth.until(&ours, Chip::Synced).await);
    let liam = booth.scan(LIAM);
    let their_record = record_id(&booth.until(&liam, Chip::Synced).await);
    let (kept, other) = merge(&booth, &ours, &liam);
    assert_eq!((kept, other), (liam.clone(), ours.clone()));
    booth.until(&ours, Chip::Removed).await;
    booth.until(&liam, Chip::Synced).await;
    assert!(booth.record(&our_record).archived && !booth.record(&their_record).archived);
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_record_that_is_let_go_is_as_it_was() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let before = booth.all();
    let liam = booth.scan(LIAM);
    let their_record = record_id(&booth.until(&liam, Chip::Synced).await);
    let ours = booth.scan("MECARD:N:O'Dwyer,Liam;EMAIL:liam@home.example.com;;");
    booth.until(&ours, Chip::Synced).await;
    // A person may keep the other one all the same.
    let chosen = [Chosen { field: Field::Email, take: Take::Kept }];
    booth.desk.merge_contacts(&ours, &liam, &chosen).unwrap();
    booth.until(&liam, Chip::Removed).await;
    booth.until(&ours, Chip::Synced).await;
    let was = before.into_iter().find(|record| record.id == their_record).expect("a stranger's");
    let is = booth.record(&their_record);
    assert_eq!((is.archived, &is.fields), (was.archived, &was.fields));
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_contacts_on_one_record_leave_it_where_it_is() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let one = booth.scan(JANA);
    let record = record_id(&booth.until(&one, Chip::Synced).await);
    let again = booth.scan("MECARD:N:Lindqvist,Jana;EMAIL:jana.lindqvist@example.com;TEL:+46701740605;;");
    let on_it = |detail: &ContactDetail| detail.deliveries[0].remote_id.as_deref() == Some(&record);
    booth.until_it(&again, "adopted", on_it).await;
    assert_eq!(booth.desk.look_at_merge(&again, &one).unwrap().records[0].code, "merge-record-shared");
    let (kept, other) = merge(&booth, &again, &one);
    assert_eq!((&kept, &other), (&one, &again), "whoever made the record answers for it");
    booth.until(&again, Chip::Removed).await;
    booth.until(&one, Chip::Synced).await;
    assert!(!booth.record(&record).archived);
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_before_anything_left_only_one_leaves() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let one = booth.scan(JANA);
    let other = booth.scan(JANA_AT_HOME);
    merge(&booth, &one, &other);
    booth.restart();
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until(&one, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
    assert_eq!(booth.look(&other).row.chip, Chip::Removed);
    assert_adds_up(&booth, 2, 1, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_while_a_write_is_lost_it_is_looked_for_and_taken_away() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let one = booth.scan(JANA);
    booth.until(&one, Chip::Synced).await;
    booth.fault(FaultKind::CutAfterCommit, 1, true);
    let other = booth.scan(JANA_AT_HOME);
    booth.until(&other, Chip::Checking).await;
    assert_eq!(booth.desk.look_at_merge(&one, &other).unwrap().records[0].code, "merge-record-looked-for");
    merge(&booth, &one, &other);
    booth.until(&other, Chip::Removed).await;
    booth.until(&one, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1, "the one that arrived unseen is gone again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_the_others_record_still_holds_is_waited_for() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let (one, record, other, _) = two_synced(&mut booth).await;
    // The address of the other one: the CRM has it once, on the record that is about to go.
    let chosen = [Chosen { field: Field::Email, take: Take::Other }];
    booth.desk.merge_contacts(&one, &other, &chosen).unwrap();
    booth.until(&other, Chip::Removed).await;
    booth.until(&one, Chip::Synced).await;
    assert_eq!(booth.record(&record).value("acme_email"), "jana@home.example.com");
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_a_colleague_worked_on_is_asked_about_and_can_be_found() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let (one, _, other, other_record) = two_synced(&mut booth).await;
    booth.edit_there(&other_record, "acme_job_title", "Head of Maintenance");
    merge(&booth, &one, &other);
    let detail = booth.until(&other, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-changed-there");
    let query = lanyard_engine::api::views::ContactQuery {
        chips: vec![Chip::NeedsAttention],
        limit: 10,
        ..Default::default()
    };
    let listed = booth.desk.contacts(&query).unwrap();
    assert_eq!(listed.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&other]);
    booth.desk.choose(&detail.deliveries[0].id, &Choice::LeaveThere).unwrap();
    booth.until(&other, Chip::Removed).await;
    assert!(!booth.record(&other_record).archived);
    assert_eq!(booth.ours().len(), 1, "what is left there is not ours any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differed_is_shown_again_when_they_are_taken_apart() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let one = booth.scan(JANA_PLAIN);
    booth.until(&one, Chip::Synced).await;
    let other = booth.scan(JANA);
    let record = record_id(&booth.until(&other, Chip::Synced).await);
    // First there: whatever is written here goes out at once.
    booth.edit_there(&record, "acme_job_title", "Head of Maintenance");
    booth.edit(&other, Field::JobTitle, "Buyer");
    booth.desk.sync_now().await.unwrap();
    booth.until(&other, Chip::Differs).await;
    booth.crm_down().await;
    booth.desk.merge_contacts(&one, &other, &[]).unwrap();
    assert_eq!(booth.look(&other).conflicts.len(), 0);
    booth.desk.unmerge_contact(&other).unwrap();
    assert_eq!(booth.look(&other).conflicts.len(), 1);
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until(&other, Chip::Differs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_badge_of_a_merged_contact_is_known_as_the_one_that_stands_for_it() {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let one = booth.scan(JANA);
    let other = booth.scan(JANA_AT_HOME);
    let third = booth.scan("MECARD:N:Lindqvist,J.;ORG:Arvika Hydraulik AB;;");
    merge(&booth, &one, &other);
    assert!(booth.desk.merge_contacts(&other, &third, &[]).is_err(), "what is merged stands for nobody");
    booth.desk.merge_contacts(&third, &one, &[]).unwrap();
    assert_eq!(booth.scan(JANA_AT_HOME), third);
    assert!(booth.desk.unmerge_contact(&other).is_err(), "the later merge comes first");
    booth.desk.unmerge_contact(&one).unwrap();
    booth.desk.unmerge_contact(&other).unwrap();
    assert_eq!(booth.scan(JANA), one);
    assert_eq!(booth.scan(JANA_AT_HOME), other);
}
