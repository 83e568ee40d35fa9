//! Pipedrive whole: connected, captured, synced, changed on both sides, noted, removed, with lost replies on the way.

use crate::{JANA, LIAM, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use acceptance::crm_peer::PIPEDRIVE_TIER;
use lanyard_core::contact::Field;
use lanyard_core::crm::{Holds, MapRow, RemoteField, Take, Turn};
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::MappingView;
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
async fn what_a_colleague_deletes_there_is_noticed_though_no_list_shows_it() {
    let mut booth = booth(Marker::Searchable).await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.there(&Act::Delete { id });
    booth.desk.sync_now().await.expect("it is looked at");
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-deleted-there");
}

/// The booth's mapping, once the fields there were read.
async fn with_fields(booth: &Booth) -> MappingView {
    let id = booth.desk.settings().expect("the settings").destinations.remove(0).id;
    booth.desk.read_fields(&id).await.expect("they are told")
}

fn key(view: &MappingView, called: &str) -> RemoteField {
    let there = view.there.as_ref().expect("they were read");
    there.iter().find(|field| field.label == called).expect("it is there").name.clone()
}

/// The title decides about a list there; nothing else is made of it.
fn titled(view: &MappingView, entries: &[(&str, &str)]) -> Vec<MapRow> {
    let options = entries.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
    let tier = MapRow {
        turn: Turn::Pick { options, otherwise: None },
        ..MapRow::new(Field::JobTitle, key(view, "Tier").as_str(), Take::First)
    };
    let score = MapRow::new(Field::Rating, key(view, "Score").as_str(), Take::First);
    let others = view.rows.iter().filter(|row| row.ours != Some(Field::JobTitle)).cloned();
    others.chain([tier, score]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filled_by_the_number_of_its_entry_and_read_by_its_words_and_a_number_is_no_text() {
    let mut booth = booth(Marker::Searchable).await;
    let view = with_fields(&booth).await;
    let tier = view.there.iter().flatten().find(|field| field.label == "Tier").expect("it is there");
    let entries: Vec<&str> = tier.options.iter().map(|option| option.value.as_str()).collect();
    assert_eq!((tier.holds, entries), (Holds::One, vec!["Gold", "Silver"]));
    let rows = titled(&view, &[("Head of Maintenance", "Gold"), ("Buyer", "Silver")]);
    let draft = booth.desk.draft_mapping(&view.destination, &rows).expect("it can be judged");
    assert!(draft.rows.iter().all(|row| row.problems.is_empty()), "{:?}", draft.rows);
    booth.desk.save_mapping(&view.destination, view.version, &rows).expect("it can be saved");

    let jana = booth.scan(JANA);
    booth.edit(&jana, Field::Rating, "4");
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.until_all("both are there", |booth| booth.record(&id).value("Score") == "4").await;
    assert_eq!(booth.record(&id).value("Tier"), "Gold");
    booth.until(&jana, Chip::Synced).await;
    let all = booth.all();
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    booth.until(&jana, Chip::Synced).await;
    assert!(booth.all() == all, "what stands there is what was said");

    booth.edit_there(&id, "Tier", "Silver");
    booth.desk.sync_now().await.unwrap();
    booth
        .until_it(&jana, "what a colleague chose", |detail| value(detail, Field::JobTitle) == Some("Buyer"))
        .await;
    booth.edit(&jana, Field::JobTitle, "Head of Maintenance");
    booth.until_all("it is chosen anew", |booth| booth.record(&id).value("Tier") == "Gold").await;
    booth.edit(&jana, Field::JobTitle, "Porter");
    booth
        .until_all("nothing is chosen for a porter", |booth| booth.record(&id).value("Tier").is_empty())
        .await;
    booth.until(&jana, Chip::Synced).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_a_list_does_not_have_is_named_before_and_after_and_mended_by_another_mapping() {
    let mut booth = booth(Marker::Searchable).await;
    // While the fields there were never read, nobody can judge what goes into them.
    let id = booth.desk.settings().expect("the settings").destinations.remove(0).id;
    let view = booth.desk.mapping(&id).expect("it is there");
    let options = [("Head of Maintenance".to_owned(), "Bronze".to_owned())].into();
    let turn = Turn::Pick { options, otherwise: None };
    let tier = MapRow { turn, ..MapRow::new(Field::JobTitle, PIPEDRIVE_TIER, Take::First) };
    let rows = [view.rows, vec![tier]].concat();
    let view = booth.desk.save_mapping(&id, view.version, &rows).expect("nothing is known against it");
    let jana = booth.scan(JANA);
    let detail = booth.until(&jana, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-invalid-field");
    assert!(booth.ours().is_empty(), "nothing was sent of it");

    let read = with_fields(&booth).await;
    let refused = booth.desk.save_mapping(&id, view.version, &rows).unwrap_err();
    assert_eq!(refused.sentence.code, "map-fault-no-such-option");
    let right = titled(&read, &[("Head of Maintenance", "Silver")]);
    booth.desk.save_mapping(&id, view.version, &right).expect("it can be saved");
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    assert_eq!(booth.record(&id).value("Tier"), "Silver");
}
