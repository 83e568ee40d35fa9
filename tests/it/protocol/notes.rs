//! Notes are records of their own: each arrives once, follows its contact, and goes with it.

use crate::{JANA, NO_GRACE};
use acceptance::booth::Booth;
use lanyard_core::contact::asking::{Asks, Question};
use lanyard_core::contact::{Field, Part};
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{FieldChange, QuestionInput};
use lanyard_rehearsal::{Act, FaultKind, FaultRule, Marker, Match, Note};

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
async fn what_was_answered_goes_across_as_a_note_of_its_own_and_follows() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let desk = std::sync::Arc::clone(&booth.desk);
    let ask = |text: &str, asks: Asks| {
        let question = Question { text: text.into(), asks };
        let all = desk.save_question(&QuestionInput { id: None, question }).unwrap();
        all.last().unwrap().wording.clone()
    };
    let options = vec!["Now".to_owned(), "Later".to_owned()];
    let [when, alone] = [ask("When do they decide?", Asks::One { options }), ask("Alone", Asks::YesNo)];
    let jana = booth.scan(JANA);
    let answer = |part: &Part, value: Option<&str>| {
        let change =
            FieldChange { field: Field::Answer, part: part.clone(), value: value.map(str::to_owned) };
        desk.edit_contact(&jana, &[change]).unwrap();
    };
    answer(&when, Some("Now"));
    answer(&alone, Some("yes"));
    desk.edit_contact(
        &jana,
        &[FieldChange { field: Field::Note, part: Part::first(), value: Some("Met at noon".into()) }],
    )
    .unwrap();
    let texts = |booth: &Booth| notes(booth).into_iter().map(|note| note.text).collect::<Vec<_>>().join("|");
    booth
        .until_all("both notes are there", |booth| {
            let all = texts(booth);
            all.contains("When do they decide? Now\nAlone: yes") && all.contains("Met at noon")
        })
        .await;
    let change = FieldChange { field: Field::Answer, part: when.clone(), value: Some("Later".into()) };
    desk.edit_contact(&jana, &[change]).unwrap();
    booth.until_all("the answer follows", |booth| texts(booth).contains("When do they decide? Later")).await;
    assert_eq!(notes(&booth).len(), 2, "never twice");
    assert_eq!(
        crate::value(&booth.look(&jana), Field::Note),
        Some("Met at noon"),
        "nothing comes back as a note"
    );
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

#[tokio::test(flavor = "multi_thread")]
async fn a_note_on_a_record_that_vanished_makes_its_contact_look_and_ask_a_person() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Synced).await;
    // Without a trace: no list and no feed tells of it.
    let id = booth.ours().remove(0).id;
    booth.there(&Act::Destroy { id });
    booth.edit(&jana, Field::Note, "Wants a quote for 40 valves");
    booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(booth.look(&jana).explanation.why.code, "why-parked-deleted-there");
    assert!(notes(&booth).is_empty() && booth.ours().is_empty(), "nothing was made anew");
}
