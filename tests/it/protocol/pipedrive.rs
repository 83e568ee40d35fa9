//! Pipedrive whole: connected, captured, synced, changed on both sides, noted, removed, with lost replies on the way.

use crate::{JANA, LIAM, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::{Act, Brand, FaultKind, Marker, Record};

async fn booth(marker: Marker) -> Booth {
    let mut booth = Booth::open_at(Brand::Pipedrive, marker, NO_GRACE).await;
    booth.crm_up().await;
    booth
}

fn found(booth: &Booth, email: &str) -> Vec<Record> {
    let live = booth.all().into_iter().filter(|record| !record.archived);
    live.filter(|record| record.value("email") == email).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_arrives_once_is_changed_on_both_sides_noted_and_taken_away() {
    let mut booth = booth(Marker::Searchable).await;
    let jana = booth.scan(JANA);
    let detail = booth.until(&jana, Chip::Synced).await;
    let id = record_id(&detail);
    let record = booth.record(&id);
    assert_eq!(
        (record.value("name"), record.value("organization")),
        ("Jana Lindqvist", "Arvika Hydraulik AB")
    );
    assert!(record.value("Lanyard capture ID").starts_with("c-"));
    assert!(!record.value("Job title").is_empty());

    booth.edit(&jana, Field::JobTitle, "Plant Manager");
    booth
        .until_all("the title is there", |booth| booth.record(&id).value("Job title") == "Plant Manager")
        .await;
    booth.until(&jana, Chip::Synced).await;
    booth.edit_there(&id, "mobile", "+46 70 174 06 99");
    booth.desk.sync_now().await.unwrap();
    booth
        .until_it(&jana, "the number that a colleague wrote", |detail| {
            value(detail, Field::Mobile).is_some_and(|mobile| mobile.ends_with("99"))
        })
        .await;

    booth.edit(&jana, Field::Note, "Wants a quote for <40> valves & seals");
    booth.until_all("the note is there", |booth| booth.crm.as_ref().unwrap().notes().len() == 1).await;
    assert!(booth.crm.as_ref().unwrap().notes()[0].text.contains("&lt;40&gt; valves &amp; seals"));
    booth.edit(&jana, Field::Note, "Wants a quote for 60 valves");
    booth
        .until_all("the note says 60", |booth| {
            booth.crm.as_ref().unwrap().notes().iter().any(|note| note.text.contains("60 valves"))
        })
        .await;
    booth.until(&jana, Chip::Synced).await;
    let all = booth.all();
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    booth.until(&jana, Chip::Synced).await;
    assert!(booth.all() == all, "nothing is written again");

    booth.desk.remove_contact(&jana).unwrap();
    let detail = booth.until_it(&jana, "removed, or a question", |detail| {
        matches!(detail.row.chip, Chip::Removed | Chip::NeedsAttention)
    });
    // A colleague worked on it: a person is asked first.
    assert_eq!(detail.await.explanation.why.code, "why-parked-changed-there");
    assert!(!booth.record(&id).archived);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_there_changed_is_deleted_with_its_notes() {
    let mut booth = booth(Marker::Searchable).await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.edit(&jana, Field::Note, "Met at stand 12");
    booth.until_all("the note is there", |booth| booth.crm.as_ref().unwrap().notes().len() == 1).await;
    booth.until(&jana, Chip::Synced).await;
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    assert!(booth.record(&id).archived);
    assert!(booth.ours().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adopted_record_is_filled_and_handed_back_as_it_was() {
    let mut booth = booth(Marker::Searchable).await;
    let before = booth.all();
    let liam = booth.scan(LIAM);
    let id = record_id(&booth.until(&liam, Chip::Synced).await);
    assert_eq!(booth.all().len(), before.len(), "nobody twice");
    assert!(booth.record(&id).value("Lanyard capture ID").starts_with("a-"));
    booth.desk.remove_contact(&liam).unwrap();
    booth.until(&liam, Chip::Removed).await;
    let was = before.into_iter().find(|record| record.id == id).expect("a stranger's");
    let is = booth.record(&id);
    assert_eq!((is.archived, &is.fields), (was.archived, &was.fields));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_leaves_one_record() {
    for marker in [Marker::Searchable, Marker::None] {
        for fault in [
            FaultKind::CutAfterCommit,
            FaultKind::ErrorAfter { status: 500 },
            FaultKind::ErrorBefore { status: 502 },
        ] {
            let mut booth = booth(marker).await;
            // The fields are there before the write is hit.
            booth
                .until_all("the account is known", |booth| booth.crm.as_ref().unwrap().requests().len() > 1)
                .await;
            // The organization is there before the person is lost.
            booth.fault_at(fault.clone(), 1, "/api/v2/persons");
            let jana = booth.scan(JANA);
            let settled = |chip| matches!(chip, Chip::Synced | Chip::NeedsAttention);
            let detail = booth.until_it(&jana, "it is settled", |detail| settled(detail.row.chip)).await;
            let there = found(&booth, "jana.lindqvist@example.com").len();
            match (marker, &fault) {
                // Without a marker nothing is sent again by itself: a person looks.
                (Marker::None, _) => {
                    assert_eq!(detail.row.chip, Chip::NeedsAttention, "{fault:?}");
                    assert!(there <= 1, "{fault:?}");
                }
                _ => assert_eq!((detail.row.chip, there), (Chip::Synced, 1), "{fault:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_was_carried_out_twice_is_healed() {
    let mut booth = booth(Marker::Searchable).await;
    booth.until_all("the account is known", |booth| booth.crm.as_ref().unwrap().requests().len() > 1).await;
    // It comes after the fence, when it was looked for and sent again.
    booth.fault_at(FaultKind::Late { ms: 3000, status: None }, 1, "/api/v2/persons");
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.until_all("the late one came", |booth| booth.ours().len() == 2).await;
    booth.restart();
    booth.until_all("one is left", |booth| booth.ours().len() == 1).await;
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(booth.ours()[0].id, id, "the one that is bound");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_deletes_there_is_noticed_with_the_next_change() {
    let mut booth = booth(Marker::Searchable).await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.there(&Act::Delete { id });
    booth.edit(&jana, Field::JobTitle, "Plant Manager");
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
}
