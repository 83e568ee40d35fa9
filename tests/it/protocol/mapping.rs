//! What goes where, changed while contacts are in the CRM: only what the mapping says otherwise is sent, nothing of a
//! colleague's is overwritten, and what the CRM did not know is mended once for all.

use crate::{JANA, LIAM, NO_GRACE, record_id, value};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::crm::{Letters, MapRow, Take, Turn};
use lanyard_core::ids::DestinationId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::MappingView;
use lanyard_rehearsal::{Brand, Marker};

fn destination(booth: &Booth) -> DestinationId {
    booth.desk.settings().expect("the settings").destinations.remove(0).id
}

fn mapping(booth: &Booth) -> MappingView {
    booth.desk.mapping(&destination(booth)).expect("there is one")
}

/// Saves the mapping with a change, and returns what was said of it before.
fn save(booth: &Booth, change: impl FnOnce(&mut Vec<MapRow>)) -> Vec<String> {
    let view = mapping(booth);
    let mut rows = view.rows.clone();
    change(&mut rows);
    let draft = booth.desk.draft_mapping(&view.destination, &rows).expect("there is one");
    assert!(draft.can_save, "{:?}", draft.rows);
    booth.desk.save_mapping(&view.destination, view.version, &rows).expect("it can be saved");
    draft.effects.into_iter().map(|sentence| sentence.code).collect()
}

fn capitals(rows: &mut [MapRow], theirs: &str) {
    for row in rows.iter_mut().filter(|row| row.theirs.as_str() == theirs) {
        row.turn = Turn::Case(Letters::Upper);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_mapping_sends_what_it_changes_and_leaves_a_colleagues_word_alone() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let (jana, liam) = (booth.scan(JANA), booth.scan(LIAM));
    let of_jana = record_id(&booth.until(&jana, Chip::Synced).await);
    let of_liam = record_id(&booth.until(&liam, Chip::Synced).await);
    booth.edit(&liam, Field::Company, "Harbour Quay");
    booth
        .until_all("the company is there", |booth| {
            booth.record(&of_liam).value("acme_company") == "Harbour Quay"
        })
        .await;
    booth.until(&liam, Chip::Synced).await;
    // Nobody here has heard of this yet.
    booth.edit_there(&of_liam, "acme_company", "Harbour Quay Ltd");
    let told = save(&booth, |rows| capitals(rows, "acme_company"));
    assert_eq!(told, ["map-effect-replaced"]);
    booth
        .until_all("Jana's company is in capitals", |booth| {
            booth.record(&of_jana).value("acme_company") == "ARVIKA HYDRAULIK AB"
        })
        .await;
    let detail = booth.until(&liam, Chip::Differs).await;
    assert_eq!(booth.record(&of_liam).value("acme_company"), "Harbour Quay Ltd");
    assert_eq!(value(&booth.look(&jana), Field::Company), Some("Arvika Hydraulik AB"), "ours stays as it is");

    booth.desk.settle_difference(&detail.conflicts[0].id, true).unwrap();
    booth
        .until_all("a person chose ours", |booth| {
            booth.record(&of_liam).value("acme_company") == "HARBOUR QUAY"
        })
        .await;
    booth.until(&liam, Chip::Synced).await;
    assert_eq!(value(&booth.look(&liam), Field::Company), Some("Harbour Quay"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mapping_changed_offline_is_carried_out_after_a_restart() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.crm_down().await;
    save(&booth, |rows| {
        let take = Take::Constant { text: "Fair 2026".into() };
        rows.push(MapRow { ours: None, ..MapRow::new(Field::Note, "acme_event", take) });
    });
    booth.restart();
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until_all("the event is there", |booth| booth.record(&id).value("acme_event") == "Fair 2026").await;
    let all = booth.until(&jana, Chip::Synced).await;
    assert!(all.conflicts.is_empty());
    // Back to what it was: what was written is left alone.
    let view = mapping(&booth);
    let rows = booth.desk.mapping_version(&view.destination, 1).unwrap();
    booth.desk.save_mapping(&view.destination, view.version, &rows).unwrap();
    booth.desk.sync_now().await.unwrap();
    assert_eq!(booth.record(&id).value("acme_event"), "Fair 2026");
    assert_eq!(mapping(&booth).versions.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_the_crm_does_not_know_is_mended_once_and_eighteen_go_again() {
    let mut booth = Booth::open_at(Brand::HubSpot, Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    save(&booth, |rows| {
        for row in rows.iter_mut().filter(|row| row.theirs.as_str() == "jobtitle") {
            *row = MapRow::new(Field::JobTitle, "badge_tier", Take::First);
        }
    });
    let people: Vec<_> = (0..18)
        .map(|nth| {
            booth.scan(&format!(
                "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roe;Ada{nth};;;\r\nFN:Ada{nth} Roe\r\nTITLE:Buyer\r\n\
                 EMAIL:ada{nth}@example.com\r\nEND:VCARD\r\n"
            ))
        })
        .collect();
    for one in &people {
        booth.until(one, Chip::NeedsAttention).await;
    }
    let cause = booth.desk.review().unwrap().causes.remove(0);
    assert_eq!((cause.contacts, cause.cause.theirs.as_deref()), (18, Some("badge_tier")));
    let fields = booth.desk.read_fields(&destination(&booth)).await.unwrap();
    assert!(fields.there.is_some_and(|there| there.iter().all(|field| field.name.as_str() != "badge_tier")));
    let cause = booth.desk.review().unwrap().causes.remove(0);
    assert_eq!(cause.explanation.why.code, "why-parked-unknown-property");

    let done = booth.desk.make_field_for(&cause.cause).await.unwrap();
    assert_eq!(done.contacts, 18);
    for one in &people {
        let id = record_id(&booth.until(one, Chip::Synced).await);
        assert_eq!(booth.record(&id).value("badge_tier"), "Buyer");
    }
    assert!(booth.desk.review().unwrap().causes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fields_of_each_crm_are_read_and_known_without_a_network() {
    for (brand, known) in [(Brand::Acme, "acme_event"), (Brand::HubSpot, "fax"), (Brand::Pipedrive, "name")] {
        let mut booth = Booth::open_at(brand, Marker::Unique, NO_GRACE).await;
        booth.crm_up().await;
        let id = destination(&booth);
        booth.desk.read_fields(&id).await.unwrap();
        booth.crm_down().await;
        let view = mapping(&booth);
        let there = view.there.unwrap_or_default();
        assert!(there.iter().any(|field| field.name.as_str() == known), "{brand:?}");
        assert!(view.read.is_some());
        let draft = booth.desk.draft_mapping(&id, &view.rows).unwrap();
        let problems: Vec<_> = draft.rows.iter().flat_map(|row| &row.problems).collect();
        assert!(problems.is_empty() && draft.missing.is_empty(), "{brand:?}: {problems:?}");
        if brand != Brand::Acme {
            assert!(booth.desk.read_fields(&id).await.is_err(), "nobody answers, and what was known stays");
            assert!(mapping(&booth).there.is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_at_once_do_not_meet_unseen_and_a_bad_one_is_not_saved() {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let view = mapping(&booth);
    let mut rows = view.rows.clone();
    rows.push(rows[0].clone());
    let refused = booth.desk.save_mapping(&view.destination, view.version, &rows).unwrap_err();
    assert_eq!(refused.sentence.code, "map-fault-twice");
    rows.pop();
    rows.pop();
    booth.desk.save_mapping(&view.destination, view.version, &rows).unwrap();
    let late = booth.desk.save_mapping(&view.destination, view.version, &view.rows).unwrap_err();
    assert_eq!(late.sentence.code, "error-mapping-changed");
}
