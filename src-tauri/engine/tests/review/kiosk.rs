//! Kiosk mode: nothing but capturing is answered, the PIN alone ends it, wrong ones are waited for, and a start anew changes neither.

use crate::table::Table;
use lanyard_core::contact::asking::{Asks, Question};
use lanyard_core::contact::{Field, Part};
use lanyard_core::time::{Millis, MonoMs, WallMs};
use lanyard_engine::api::views::{CaptureAnswer, Channel, ConsentInput, FieldChange, QuestionInput};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::store::captures::Way;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A clock that goes as fast as a test wants.
struct Moved(SystemClock, AtomicU64);

impl Moved {
    fn new() -> Arc<Self> {
        Arc::new(Self(SystemClock::new(), AtomicU64::new(0)))
    }

    fn pass(&self, span: Millis) {
        self.1.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl Clock for Moved {
    fn wall(&self) -> WallMs {
        self.0.wall()
    }

    fn mono(&self) -> MonoMs {
        self.0.mono().plus(Millis(self.1.load(Ordering::SeqCst)))
    }

    fn new_id(&self) -> String {
        self.0.new_id()
    }

    fn jitter(&self) -> f64 {
        self.0.jitter()
    }
}

fn left(table: &Table, pin: &str) -> Result<bool, String> {
    table.desk.leave_kiosk(pin).map(|session| !session.kiosk).map_err(|error| error.sentence.code)
}

#[test]
fn nothing_but_capturing_is_answered_and_only_the_pin_ends_it_also_after_a_start_anew() {
    let table = Table::laid();
    for pin in ["123", "1234567890123", "12a4", "", "１２３４"] {
        assert_eq!(table.desk.enter_kiosk(pin).unwrap_err().sentence.code, "kiosk-pin-shape", "{pin}");
    }
    assert!(table.desk.may("contacts").is_ok());
    assert!(table.desk.enter_kiosk("4711").unwrap().kiosk);
    let closed = [
        "contacts",
        "contact",
        "recent",
        "export_contacts",
        "settings",
        "save_event",
        "enter_kiosk",
        "recovery_key",
        "back_up",
        "restore_given",
        "remove_contact",
        "draft",
        "photo",
        "give_file",
        "a_command_to_come",
    ];
    for command in closed {
        assert_eq!(table.desk.may(command).unwrap_err().sentence.code, "kiosk-closed", "{command}");
    }
    assert!(table.desk.may("frame").is_ok() && table.desk.may("leave_kiosk").is_ok());
    assert!(table.desk.enter_kiosk("0000").is_err(), "a visitor sets no PIN");

    let table = table.restarted(Arc::new(SystemClock::new()));
    assert!(table.desk.session().kiosk && table.desk.may("contacts").is_err());
    assert_eq!(left(&table, "0000"), Err("kiosk-wrong-pin".into()));
    assert_eq!(left(&table, "4711"), Ok(true));
    assert!(table.desk.may("contacts").is_ok());
    let table = table.restarted(Arc::new(SystemClock::new()));
    assert!(!table.desk.session().kiosk);
}

#[test]
fn five_wrong_pins_are_waited_for_nothing_is_lost_meanwhile_and_a_start_anew_gives_no_tries() {
    let clock = Moved::new();
    let table = Table::timed(clock.clone());
    table.desk.enter_kiosk("4711").unwrap();
    for _ in 0..4 {
        assert_eq!(left(&table, "1111"), Err("kiosk-wrong-pin".into()));
    }
    assert_eq!(left(&table, "1111"), Err("kiosk-wait".into()));
    assert_eq!(left(&table, "4711"), Err("kiosk-wait".into()), "the right one waits too");
    // Visitors go on meanwhile.
    let captured = table.desk.capture_text("MECARD:N:Roe,Jane;;", Way::Scanner).unwrap();
    assert!(matches!(captured, CaptureAnswer::Saved { .. }));
    clock.pass(Millis::from_secs(61));
    assert_eq!(left(&table, "1111"), Err("kiosk-wait".into()));
    clock.pass(Millis::from_secs(61));
    assert_eq!(left(&table, "4711"), Err("kiosk-wait".into()), "each further one is waited for longer");

    let again = Moved::new();
    let table = table.restarted(again.clone());
    assert_eq!(left(&table, "4711"), Err("kiosk-wait".into()));
    let groups = table.desk.recovery_key().unwrap().groups.join("-");
    assert_eq!(left(&table, &groups), Ok(true), "whoever forgot the PIN has the recovery key");
    table.desk.enter_kiosk("4711").unwrap();
    for _ in 0..5 {
        assert!(left(&table, "1111").is_err());
    }
    again.pass(Millis::from_secs(61));
    assert_eq!(left(&table, "4711"), Ok(true));
}

#[test]
fn a_visitor_changes_nobody_but_themselves_and_nothing_but_what_is_asked() {
    let table = Table::laid();
    let question = Question { text: "Alone?".into(), asks: Asks::YesNo };
    let asked = table.desk.save_question(&QuestionInput { id: None, question }).unwrap().remove(0);
    let consent =
        table.desk.save_consent(&ConsentInput { text: "May we?".into(), hold: false }).unwrap().unwrap();
    let other = table.capture("Ada", "ada@example.com");
    table.desk.enter_kiosk("4711").unwrap();
    let captured = table.desk.capture_text("MECARD:N:Roe,Jane;;", Way::Scanner).unwrap();
    let CaptureAnswer::Saved { contact: jane, .. } = captured else { panic!("she is new") };
    let jane = jane.row.id;
    let answer = FieldChange { field: Field::Answer, part: asked.wording, value: Some("yes".into()) };
    let name = FieldChange { field: Field::FullName, part: Part::first(), value: Some("Eve".into()) };
    let code = |done: Result<_, lanyard_engine::api::views::CommandError>| {
        done.map(|_| ()).map_err(|no| no.sentence.code)
    };
    let closed = || Err("kiosk-closed".to_owned());
    assert_eq!(code(table.desk.edit_contact(&jane, std::slice::from_ref(&answer))), Ok(()));
    assert_eq!(code(table.desk.edit_contact(&jane, &[answer.clone(), name])), closed());
    assert_eq!(code(table.desk.edit_contact(&other, &[answer])), closed());
    let say = |contact| code(table.desk.say_consent(contact, &consent.wording, true, Channel::Kiosk));
    assert_eq!((say(&jane), say(&other)), (Ok(()), closed()));
    let undo = |contact| table.desk.undo_capture(contact).map_err(|no| no.sentence.code);
    assert_eq!((undo(&other), undo(&jane)), (closed(), Ok(())));
}

#[test]
fn what_a_visitor_types_holds_nothing_that_staff_write_and_leaves_their_half_contact_alone() {
    let table = Table::laid();
    let value = |field, value: &str| FieldChange { field, part: Part::first(), value: Some(value.into()) };
    table.desk.keep_draft(&[value(Field::FullName, "Half")]).unwrap();
    table.desk.enter_kiosk("4711").unwrap();
    let typed = [value(Field::FullName, "Eve"), value(Field::Note, "boo"), value(Field::Tag, "vip")];
    let CaptureAnswer::Saved { contact, .. } = table.desk.capture_typed(&typed).unwrap() else {
        panic!("she is new")
    };
    assert_eq!(contact.fields.iter().map(|field| field.field).collect::<Vec<_>>(), [Field::FullName]);
    table.desk.leave_kiosk("4711").unwrap();
    assert_eq!(table.desk.draft().unwrap().len(), 1);
}
