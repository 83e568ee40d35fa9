//! Consent: a yes lets go what waited for it, a no holds it back and names nothing of the person, and silence is no yes.

use crate::table::Table;
use lanyard_core::contact::Part;
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{Hold, State};
use lanyard_engine::api::views::{Channel, ConsentInput, ExportChoice};

const WORDS: &str = "May we e-mail you about what you saw today?";

fn ask(table: &Table, text: &str, hold: bool) -> Option<Part> {
    table.desk.save_consent(&ConsentInput { text: text.into(), hold }).unwrap().map(|asked| asked.wording)
}

fn say(table: &Table, contact: &ContactId, wording: &Part, given: bool) {
    table.desk.say_consent(contact, wording, given, Channel::Staff).unwrap();
}

fn why(table: &Table, contact: &ContactId) -> String {
    table.desk.contact(contact).unwrap().explanation.why.code
}

fn waits_for_consent(table: &Table, contact: &ContactId) -> bool {
    matches!(table.state(contact), State::Held { why: Hold::Consent, .. })
}

#[test]
fn a_yes_lets_go_what_waited_and_a_no_holds_it_back_with_its_sentence() {
    let table = Table::laid();
    let wording = ask(&table, WORDS, true).unwrap();
    let ada = table.capture("Ada", "ada@example.com");
    assert!(waits_for_consent(&table, &ada), "silence is no yes");
    assert_eq!(why(&table, &ada), "why-held-consent");
    say(&table, &ada, &wording, false);
    assert!(waits_for_consent(&table, &ada));
    assert_eq!(why(&table, &ada), "why-held-refused");
    say(&table, &ada, &wording, true);
    assert_eq!(table.state(&ada), State::Queued);
    say(&table, &ada, &wording, false);
    assert!(waits_for_consent(&table, &ada), "what was said last counts");
}

#[test]
fn an_event_that_only_asks_sends_whatever_is_said_and_may_begin_to_hold() {
    let table = Table::laid();
    let wording = ask(&table, WORDS, false).unwrap();
    let [ada, bea] = ["Ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")));
    say(&table, &ada, &wording, false);
    say(&table, &bea, &wording, true);
    assert_eq!((table.state(&ada), table.state(&bea)), (State::Queued, State::Queued));
    ask(&table, WORDS, true);
    assert!(waits_for_consent(&table, &ada) && table.state(&bea) == State::Queued);
    assert_eq!(ask(&table, "", true), None, "nothing is asked, so nothing is waited for");
    assert_eq!(table.state(&ada), State::Queued);
}

#[test]
fn what_was_said_names_its_words_its_channel_and_who_asked_and_nothing_of_the_person() {
    let table = Table::laid();
    let first = ask(&table, WORDS, false).unwrap();
    let ada = table.capture("Ada", "ada@example.com");
    say(&table, &ada, &first, false);
    let second = ask(&table, "May we call you?", false).unwrap();
    assert_ne!(first, second);
    assert_eq!(ask(&table, WORDS, false), Some(first.clone()), "the same words are the same version");

    let detail = table.desk.contact(&ada).unwrap();
    let said = detail.consent.unwrap();
    assert_eq!((said.given, said.text.as_str(), said.version), (false, WORDS, 1));
    assert_eq!((said.channel, said.by.as_deref()), (Channel::Staff, Some("Ada")));
    assert!(detail.timeline.iter().any(|entry| entry.what.code == "event-consent-refused"));
    let row: String = table
        .store
        .read(|conn| {
            let sql = "SELECT wording || given || channel || coalesce(operator_id, '') FROM consent";
            Ok(conn.query_row(sql, [], |row| row.get(0))?)
        })
        .unwrap();
    assert!(!row.contains("example.com") && !row.contains("Roe"), "{row}");

    let other = Part::member("never asked");
    let fault = table.desk.say_consent(&ada, &other, true, Channel::Kiosk).unwrap_err();
    assert_eq!(fault.sentence.code, "error-consent-not-asked");
}

#[test]
fn what_was_said_is_exported() {
    let table = Table::laid();
    let wording = ask(&table, WORDS, false).unwrap();
    let ada = table.capture("Ada", "ada@example.com");
    table.capture("Bea", "bea@example.com");
    table.desk.say_consent(&ada, &wording, true, Channel::Kiosk).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let choice: ExportChoice = serde_json::from_str(r#"{"format":"csv_raw"}"#).unwrap();
    let done = table.desk.export_into(&choice, folder.path(), "all").unwrap();
    let text = std::fs::read_to_string(done.path.unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let head = "consent: given,consent: words,consent: version,consent: at,consent: asked by";
    assert!(lines[0].ends_with(head), "{}", lines[0]);
    assert!(lines[1].contains(&format!("yes,{WORDS},1,20")) && lines[1].ends_with(",kiosk"), "{}", lines[1]);
    assert!(lines[2].ends_with(",,,,"), "{}", lines[2]);
}
