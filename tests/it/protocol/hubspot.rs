//! HubSpot whole: connected, captured, synced, changed on both sides, noted, removed, with lost replies on the way.

use crate::{JANA, LIAM, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::{Act, Brand, FaultKind, Marker, Record};

async fn booth(marker: Marker) -> Booth {
    let mut booth = Booth::open_at(Brand::HubSpot, marker, NO_GRACE).await;
    booth.crm_up().await;
    booth
}

fn found(booth: &Booth, email: &str) -> Vec<Record> {
    let live = booth.all().into_iter().filter(|record| !record.archived);
    live.filter(|record| record.value("email") == email).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_arrives_once_is_changed_on_both_sides_noted_and_taken_away() {
    let mut booth = booth(Marker::Unique).await;
    let jana = booth.scan(JANA);
    let detail = booth.until(&jana, Chip::Synced).await;
    let id = record_id(&detail);
    let record = booth.record(&id);
    assert_eq!((record.value("firstname"), record.value("lastname")), ("Jana", "Lindqvist"));
    assert_eq!(record.value("company"), "Arvika Hydraulik AB");
    assert!(record.value("lanyard_capture_id").starts_with("c-"));
    assert_eq!(record.value("lifecyclestage"), "", "nobody asked for it");

    booth.edit(&jana, Field::JobTitle, "Plant Manager");
    booth
        .until_all("the title is there", |booth| booth.record(&id).value("jobtitle") == "Plant Manager")
        .await;
    booth.until(&jana, Chip::Synced).await;
    booth.edit_there(&id, "city", "Karlstad");
    booth.desk.sync_now().await.unwrap();
    booth
        .until_it(&jana, "the city that a colleague wrote", |detail| {
            value(detail, Field::City) == Some("Karlstad")
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
async fn what_nobody_there_changed_goes_into_the_bin_with_its_notes() {
    let mut booth = booth(Marker::Unique).await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.edit(&jana, Field::Note, "Met at stand 12");
    booth.until_all("the note is there", |booth| booth.crm.as_ref().unwrap().notes().len() == 1).await;
    booth.until(&jana, Chip::Synced).await;
    booth.desk.remove_contact(&jana).unwrap();
    booth.until(&jana, Chip::Removed).await;
    assert!(booth.record(&id).archived);
    assert!(booth.ours().is_empty());
    assert!(booth.crm.as_ref().unwrap().requests().iter().all(|seen| !seen.path.contains("gdpr")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adopted_record_is_filled_and_handed_back_as_it_was() {
    let mut booth = booth(Marker::Unique).await;
    let before = booth.all();
    let liam = booth.scan(LIAM);
    let id = record_id(&booth.until(&liam, Chip::Synced).await);
    assert_eq!(booth.all().len(), before.len(), "nobody twice");
    assert!(booth.record(&id).value("lanyard_capture_id").starts_with("a-"));
    booth.desk.remove_contact(&liam).unwrap();
    booth.until(&liam, Chip::Removed).await;
    let was = before.into_iter().find(|record| record.id == id).expect("a stranger's");
    let is = booth.record(&id);
    assert_eq!((is.archived, &is.fields), (was.archived, &was.fields));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_leaves_one_record_whatever_the_account_knows_of_markers() {
    for marker in [Marker::Unique, Marker::Searchable, Marker::None] {
        for fault in [
            FaultKind::CutAfterCommit,
            FaultKind::ErrorAfter { status: 500 },
            FaultKind::ErrorBefore { status: 502 },
        ] {
            let mut booth = booth(marker).await;
            // The property is there before the write is hit.
            booth
                .until_all("the account is known", |booth| booth.crm.as_ref().unwrap().requests().len() > 1)
                .await;
            booth.fault(fault.clone(), 1, true);
            let jana = booth.scan(JANA);
            booth.until(&jana, Chip::Synced).await;
            assert_eq!(found(&booth, "jana.lindqvist@example.com").len(), 1, "{marker:?} {fault:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_deletes_or_merges_there_is_noticed() {
    let mut booth = booth(Marker::Unique).await;
    let (jana, liam) = (booth.scan(JANA), booth.scan(LIAM));
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    let other = record_id(&booth.until(&liam, Chip::Synced).await);
    booth.there(&Act::Delete { id });
    // The bin is listed at a start, then now and then.
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
    let into = booth.all().into_iter().find(|record| !record.archived && record.id != other).unwrap().id;
    booth.there(&Act::Merge { id: other, into });
    booth.edit(&liam, Field::City, "Cork");
    let survivor = booth.all().pop().unwrap().id;
    booth.until_it(&liam, "bound to the survivor", |detail| record_id(detail) == survivor).await;
    booth.until_all("the city is there", |booth| booth.record(&survivor).value("city") == "Cork").await;
}
