//! What the event asks: answers are edits like any other, keep to the words that were put, and go out with the contact.

use crate::table::Table;
use lanyard_core::contact::asking::{Asks, Question};
use lanyard_core::contact::{Field, Part};
use lanyard_core::explain::Arg;
use lanyard_core::ids::{ContactId, QuestionId};
use lanyard_engine::api::views::{ContactQuery, ExportChoice, FieldChange, QuestionInput, QuestionView};

fn one(text: &str, options: &[&str]) -> Question {
    let options = options.iter().map(|option| (*option).to_owned()).collect();
    Question { text: text.into(), asks: Asks::One { options } }
}

fn put(table: &Table, id: Option<&QuestionId>, question: Question) -> QuestionView {
    let all = table.desk.save_question(&QuestionInput { id: id.cloned(), question }).unwrap();
    let place = id.and_then(|id| all.iter().position(|one| one.id == *id)).unwrap_or(all.len() - 1);
    all[place].clone()
}

fn answer(table: &Table, contact: &ContactId, part: &Part, value: Option<&str>) -> Result<(), String> {
    let change = FieldChange { field: Field::Answer, part: part.clone(), value: value.map(str::to_owned) };
    table.desk.edit_contact(contact, &[change]).map(|_| ()).map_err(|error| error.sentence.code)
}

/// The questions and answers of the drawer.
fn answers(table: &Table, contact: &ContactId) -> Vec<(String, String)> {
    let fields = table.desk.contact(contact).unwrap().fields;
    let answers = fields.into_iter().filter(|field| field.field == Field::Answer);
    answers.map(|field| (field.asked.unwrap().text, field.value)).collect()
}

#[test]
fn an_answer_keeps_to_the_words_it_was_given_to_and_gives_way_to_one_to_newer_words() {
    let table = Table::laid();
    let first = put(&table, None, one("When do they decide?", &["Now", "Later"]));
    // Nobody has answered: the words are changed in place.
    let same = put(&table, Some(&first.id), one("When will they decide?", &["Now", "Later"]));
    assert_eq!(same.wording, first.wording);
    let [ada, bea] = ["Ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")));
    answer(&table, &ada, &same.wording, Some("Later")).unwrap();
    answer(&table, &bea, &same.wording, Some("Now")).unwrap();

    let other = put(&table, Some(&first.id), one("When do you order?", &["This year", "Next year"]));
    assert_ne!(other.wording, same.wording);
    assert_eq!(other.answered, 2);
    assert_eq!(answers(&table, &ada), [("When will they decide?".into(), "Later".into())]);
    answer(&table, &ada, &other.wording, Some("Next year")).unwrap();
    assert_eq!(answers(&table, &ada), [("When do you order?".into(), "Next year".into())]);
    // The drawer still takes an answer to the words that were put to this contact.
    answer(&table, &bea, &same.wording, Some("Later")).unwrap();
    assert_eq!(answers(&table, &bea), [("When will they decide?".into(), "Later".into())]);

    let timeline = table.desk.contact(&ada).unwrap().timeline;
    let asked: Vec<&Arg> = timeline
        .iter()
        .filter(|entry| entry.what.code == "event-answered")
        .filter_map(|entry| entry.what.args.get("question"))
        .collect();
    let text = |text: &str| Arg::Text(text.to_owned());
    assert_eq!(asked, [&text("When do you order?"), &text("When will they decide?")]);
}

#[test]
fn what_was_not_offered_or_not_asked_changes_nothing() {
    let table = Table::laid();
    let asked = put(&table, None, one("When?", &["Now", "Later"]));
    let ada = table.capture("Ada", "ada@example.com");
    answer(&table, &ada, &asked.wording, Some("Now")).unwrap();
    assert_eq!(answer(&table, &ada, &asked.wording, Some("Never")), Err("answer-not-offered".into()));
    assert_eq!(
        answer(&table, &ada, &Part::member("nowhere"), Some("Now")),
        Err("error-no-such-question".into())
    );
    assert_eq!(answers(&table, &ada), [("When?".into(), "Now".into())]);
    answer(&table, &ada, &asked.wording, None).unwrap();
    assert_eq!(answers(&table, &ada), []);
}

#[test]
fn questions_are_ordered_retired_and_asked_again_and_keep_their_answers() {
    let table = Table::laid();
    let [a, b, c] = ["A?", "B?", "C?"].map(|text| put(&table, None, one(text, &["1", "2"])));
    let names = |all: &[QuestionView]| -> Vec<String> {
        all.iter().map(|one| format!("{}{}", one.question.text, if one.retired { "!" } else { "" })).collect()
    };
    let all = table.desk.order_questions(&[c.id.clone(), a.id.clone()]).unwrap();
    assert_eq!(names(&all), ["C?", "A?", "B?"]);
    let ada = table.capture("Ada", "ada@example.com");
    answer(&table, &ada, &c.wording, Some("2")).unwrap();
    assert_eq!(names(&table.desk.retire_question(&c.id, true).unwrap()), ["A?", "B?", "C?!"]);
    let asked = table.desk.session().questions;
    assert_eq!(names(&asked), ["A?", "B?"], "the card asks what is not retired");
    assert_eq!(answers(&table, &ada), [("C?".into(), "2".into())]);
    assert_eq!(names(&table.desk.retire_question(&c.id, false).unwrap()), ["C?", "A?", "B?"]);
    let none = table.desk.retire_question(&QuestionId::new("none"), true).unwrap_err();
    assert_eq!(none.sentence.code, "error-no-such-question");
    assert!(b.answered == 0);
}

#[test]
fn an_event_asks_twenty_questions_and_no_more() {
    let table = Table::laid();
    for n in 0..20 {
        put(&table, None, one(&format!("{n}?"), &["1", "2"]));
    }
    let input = QuestionInput { id: None, question: one("21?", &["1", "2"]) };
    assert_eq!(table.desk.save_question(&input).unwrap_err().sentence.code, "error-too-many-questions");
}

#[test]
fn answers_are_searched_and_exported_under_the_words_that_were_put() {
    let table = Table::laid();
    let when = put(&table, None, one("When?", &["Springtime", "Autumn"]));
    let free = put(&table, None, Question { text: "What do they use?".into(), asks: Asks::Text });
    let ada = table.capture("Ada", "ada@example.com");
    table.capture("Bea", "bea@example.com");
    answer(&table, &ada, &when.wording, Some("Springtime")).unwrap();
    let long = format!("=HYPERLINK() مضخات 👩🏽‍💻 {}", "x".repeat(9_900));
    answer(&table, &ada, &free.wording, Some(&long)).unwrap();
    put(&table, Some(&when.id), one("When exactly?", &["Springtime", "Autumn"]));

    let query = ContactQuery { search: "springt".into(), limit: 10, ..ContactQuery::default() };
    let found = table.desk.contacts(&query).unwrap();
    assert_eq!(found.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&ada]);

    let folder = tempfile::tempdir().unwrap();
    let choice: ExportChoice = serde_json::from_str(r#"{"format":"csv_raw"}"#).unwrap();
    let done = table.desk.export_into(&choice, folder.path(), "all").unwrap();
    let text = std::fs::read_to_string(done.path.unwrap()).unwrap();
    let head = text.lines().next().unwrap();
    assert!(head.ends_with("answer: When?,answer: What do they use?"), "{head}");
    assert!(text.contains("Springtime,") && text.contains(&long));
    let safe: ExportChoice = serde_json::from_str(r#"{"format":"csv"}"#).unwrap();
    let done = table.desk.export_into(&safe, folder.path(), "safe").unwrap();
    let text = std::fs::read_to_string(done.path.unwrap()).unwrap();
    assert!(text.contains("'=HYPERLINK"), "no answer runs in a spreadsheet");
}
