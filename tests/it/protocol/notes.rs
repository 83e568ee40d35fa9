//! Notes are records of their own: each arrives once, follows its contact, and goes with it.

use crate::{JANA, NO_GRACE};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_rehearsal::{FaultKind, FaultRule, Marker, Match, Note};

fn notes(booth: &Booth) -> Vec<Note> {
    booth.crm.as_ref().expect("the CRM is up").notes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_whose_reply_is_lost_arrives_once_and_follows_its_edits() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Synced).await;
    let crm = booth.crm.as_ref().expect("the CRM is up");
    let matches = Match {
        method: Some("POST".into()),
        path_prefix: Some("/api/v1/contacts/".into()),
        write_only: true,
    };
    crm.fault(FaultRule { matches, times: Some(1), kind: FaultKind::CutAfterCommit });
    booth.edit(&jana, Field::Note, "Wants a quote for 40 valves");
    booth.until_all("the note is there", |booth| notes(booth).len() == 1).await;
    booth.edit(&jana, Field::Note, "Wants a quote for 60 valves");
    booth
        .until_all("the note says 60", |booth| {
            notes(booth).iter().any(|note| note.text.contains("60 valves"))
        })
        .await;
    booth.desk.sync_now().await.unwrap();
    assert_eq!(notes(&booth).len(), 1, "never twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contacts_notes_go_with_it() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let before = notes(&booth).len();
    let liam = booth.scan(crate::LIAM);
    booth.edit(&liam, Field::Note, "Met at stand 12");
    booth.until_all("the note is there", |booth| notes(booth).len() == before + 1).await;
    booth.desk.remove_contact(&liam).unwrap();
    booth.until(&liam, Chip::Removed).await;
    booth.until_all("the note is gone, the record stays", |booth| notes(booth).len() == before).await;
}
