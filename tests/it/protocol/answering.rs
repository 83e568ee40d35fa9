//! What people answered, in fields of the CRM: each answer by itself, in the form that the field takes, also of contacts that were there
//! before; told and never asked back.

use crate::{JANA, LIAM, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::contact::asking::{Asks, Question};
use lanyard_core::crm::{MapRow, RemoteField, Take};
use lanyard_core::ids::{ContactId, QuestionId};
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{FieldChange, MappingView, QuestionInput, QuestionView};
use lanyard_rehearsal::{Brand, Marker};

const FIELD: &str = "acme_event";

fn ask(booth: &Booth, id: Option<&QuestionId>, text: &str, asks: Asks) -> QuestionView {
    let input = QuestionInput { id: id.cloned(), question: Question { text: text.into(), asks } };
    let all = booth.desk.save_question(&input).expect("it can be put so");
    let place = id.and_then(|id| all.iter().position(|one| one.id == *id)).unwrap_or(all.len() - 1);
    all[place].clone()
}

fn said(booth: &Booth, contact: &ContactId, question: &QuestionView, value: Option<&str>) {
    let part = question.wording.clone();
    let change = FieldChange { field: Field::Answer, part, value: value.map(str::to_owned) };
    booth.desk.edit_contact(contact, &[change]).expect("it is an answer");
}

fn mapping(booth: &Booth) -> MappingView {
    let id = booth.desk.settings().expect("the settings").destinations.remove(0).id;
    booth.desk.mapping(&id).expect("there is one")
}

/// As a file from another laptop names it: by its words alone.
fn answer_to(asked: &str, theirs: impl Into<String>) -> MapRow {
    MapRow::new(Field::Answer, theirs, Take::Answer { question: None, asked: asked.into() })
}

/// Saves the mapping with these rows beside those that are there, and returns what was said of it before.
fn with(booth: &Booth, more: Vec<MapRow>) -> Vec<String> {
    let view = mapping(booth);
    let rows = [view.rows, more].concat();
    let draft = booth.desk.draft_mapping(&view.destination, &rows).expect("it can be judged");
    assert!(draft.can_save, "{:?}", draft.rows);
    booth.desk.save_mapping(&view.destination, view.version, &rows).expect("it can be saved");
    draft.effects.into_iter().map(|effect| effect.code).collect()
}

fn scale() -> Asks {
    Asks::Scale { steps: 10, low: "few".into(), high: "many".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_goes_into_its_field_also_of_who_is_there_and_stays_told_whatever_the_words() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let rooms = ask(&booth, None, "How many rooms?", scale());
    let (jana, liam) = (booth.scan(JANA), booth.scan(LIAM));
    said(&booth, &jana, &rooms, Some("7"));
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    let of_liam = record_id(&booth.until(&liam, Chip::Synced).await);
    let before = booth.record(&of_liam).version;
    assert_eq!(booth.record(&id).value(FIELD), "");

    assert_eq!(with(&booth, vec![answer_to(" how many ROOMS?", FIELD)]), ["map-effect-filled"]);
    booth.until_all("the answer is there", |booth| booth.record(&id).value(FIELD) == "7").await;
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(booth.record(&of_liam).version, before, "who was not asked is left alone");

    let reworded = ask(&booth, Some(&rooms.id), "How many rooms will you need?", scale());
    assert_ne!(reworded.wording, rooms.wording);
    said(&booth, &jana, &reworded, Some("9"));
    booth.until_all("the newer answer is there", |booth| booth.record(&id).value(FIELD) == "9").await;
    booth.until(&jana, Chip::Synced).await;
    said(&booth, &jana, &reworded, None);
    booth.until_all("it was taken away", |booth| booth.record(&id).value(FIELD).is_empty()).await;

    said(&booth, &jana, &reworded, Some("3"));
    booth.until_all("it is there", |booth| booth.record(&id).value(FIELD) == "3").await;
    booth.until(&jana, Chip::Synced).await;
    booth.edit_there(&id, FIELD, "30");
    booth.desk.sync_now().await.unwrap();
    said(&booth, &jana, &reworded, Some("4"));
    let detail = booth.until(&jana, Chip::Differs).await;
    assert_eq!(booth.record(&id).value(FIELD), "30", "a colleague's word is shown before ours goes over it");
    let answers: Vec<&str> =
        detail.fields.iter().filter(|one| one.field == Field::Answer).map(|one| one.value.as_str()).collect();
    assert_eq!(answers, ["4"], "nobody answers by writing there");
    booth.desk.settle_difference(&detail.conflicts[0].id, true).unwrap();
    booth.until_all("a person chose ours", |booth| booth.record(&id).value(FIELD) == "4").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_takes_the_form_that_its_field_has() {
    let mut booth = Booth::open_at(Brand::Pipedrive, Marker::Searchable, NO_GRACE).await;
    booth.crm_up().await;
    let of = |options: &[&str]| options.iter().map(|option| (*option).to_owned()).collect::<Vec<_>>();
    let rooms = ask(&booth, None, "How many rooms?", scale());
    let tier = ask(&booth, None, "Which package?", Asks::One { options: of(&["gold", "Silver", "None"]) });
    let topics = ask(&booth, None, "What for?", Asks::Several { options: of(&["Valves", "Pumps", "Seals"]) });
    booth.desk.read_fields(&mapping(&booth).destination).await.expect("they are told");
    let there = mapping(&booth).there.expect("they were read");
    let key = |called: &str| -> RemoteField {
        there.iter().find(|field| field.label == called).expect("it is there").name.clone()
    };
    let rows = vec![
        answer_to(&rooms.question.text, key("Score").as_str()),
        answer_to(&tier.question.text, key("Tier").as_str()),
        answer_to(&topics.question.text, key("Topics").as_str()),
    ];
    let view = mapping(&booth);
    let all = [view.rows.clone(), rows.clone()].concat();
    let draft = booth.desk.draft_mapping(&view.destination, &all).expect("it can be judged");
    let faults: Vec<&str> = draft
        .rows
        .iter()
        .flat_map(|row| &row.problems)
        .map(|problem| problem.sentence.code.as_str())
        .collect();
    assert_eq!(faults, ["map-fault-no-entry-for"], "nothing there is called “None”");
    with(&booth, rows);

    let jana = booth.scan(JANA);
    for (question, answer) in [(&rooms, "7"), (&tier, "gold"), (&topics, "Valves; Pumps")] {
        said(&booth, &jana, question, Some(answer));
    }
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.until_all("all are there", |booth| booth.record(&id).value("Topics") == "Pumps;Valves").await;
    let record = booth.record(&id);
    assert_eq!((record.value("Score"), record.value("Tier")), ("7", "Gold"));
    booth.until(&jana, Chip::Synced).await;
    let all = booth.all();
    booth.restart();
    booth.desk.sync_now().await.unwrap();
    let detail = booth.until(&jana, Chip::Synced).await;
    assert!(booth.all() == all && detail.conflicts.is_empty(), "what stands there is what was said");

    said(&booth, &jana, &tier, Some("None"));
    booth.until_all("no package", |booth| booth.record(&id).value("Tier").is_empty()).await;
    booth.until(&jana, Chip::Synced).await;
    let note = booth.crm.as_ref().unwrap().notes();
    assert!(note.iter().any(|note| note.text.contains("How many rooms? 7")), "the note tells all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_here_asked_cannot_be_mapped_and_the_one_that_is_meant_is_kept_by_its_id() {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let rooms = ask(&booth, None, "How many rooms?", scale());
    let view = mapping(&booth);
    let rows = |asked: &str| [view.rows.clone(), vec![answer_to(asked, FIELD)]].concat();
    let refused =
        booth.desk.save_mapping(&view.destination, view.version, &rows("How many beds?")).unwrap_err();
    assert_eq!(refused.sentence.code, "map-fault-no-such-question");
    booth.desk.save_mapping(&view.destination, view.version, &rows("how many rooms?")).unwrap();
    let kept = mapping(&booth).rows.pop().expect("it is the last one");
    assert_eq!(kept.take, Take::Answer { question: Some(rooms.id), asked: "How many rooms?".into() });
}
