//! Failures by cause, and what is done for all of them at once.

use crate::table::{Table, invalid, stranger};
use lanyard_core::ids::{ContactId, RemoteId};
use lanyard_core::outbox::delivery::Fault;
use lanyard_core::outbox::{Decision, Hold, ParkReason, State};
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{Cause, ContactQuery, ErrorCode, Fix, FixKind, HeldAt};

#[test]
fn failures_of_one_field_are_one_cause_whatever_the_crm_says_of_each_value() {
    let table = Table::laid();
    let other = table.capture("Bea", "bea@example.com");
    table.refused(18);
    table.park(&other, ParkReason::Refused { message: Some("The account is full.".into()) });
    let review = table.desk.review().unwrap();
    let counts: Vec<(u32, &str)> =
        review.causes.iter().map(|view| (view.contacts, view.explanation.why.code.as_str())).collect();
    assert_eq!(counts, [(18, "why-parked-invalid-field"), (1, "why-parked-refused")]);
    let first = &review.causes[0];
    assert_eq!(first.field.as_deref(), Some("email"));
    assert_eq!(first.fixes[0], FixKind::Replace);
    assert!(!first.fixes.contains(&FixKind::Set), "eighteen people have no common e-mail");
    assert_eq!(first.examples[0].value.as_deref(), Some("ada0@old.invalid"));
    assert_eq!(review.sum.needs_attention, 19);
    assert!(review.oldest.is_some());
}

#[test]
fn a_cause_is_fixed_once_for_all_and_only_for_those_it_fits() {
    let table = Table::laid();
    let odd = table.capture("Odd", "odd@elsewhere.invalid");
    let contacts = table.refused(18);
    table.park(&odd, invalid("email", "no"));
    let fix = Fix::Replace { find: "@old.invalid".into(), with: "@new.example.com".into() };
    let done = table.desk.fix_cause(&table.only_cause(), &fix).unwrap();
    assert_eq!(done.contacts, 18);
    for (n, contact) in contacts.iter().enumerate() {
        assert_eq!(table.email(contact), Some(format!("ada{n}@new.example.com")));
        assert_eq!(table.state(contact), State::Queued);
    }
    assert!(matches!(table.state(&odd), State::Parked { .. }), "what the fix does not fit stays where it is");
    assert_eq!(table.desk.review().unwrap().causes[0].contacts, 1);
}

#[test]
fn a_field_can_be_emptied_for_all_and_its_old_value_stays_in_what_happened() {
    let table = Table::laid();
    let contacts = table.refused(3);
    assert_eq!(table.desk.fix_cause(&table.only_cause(), &Fix::Clear).unwrap().contacts, 3);
    assert_eq!(table.email(&contacts[0]), None);
    let timeline = table.desk.contact(&contacts[0]).unwrap().timeline;
    assert!(timeline.iter().any(|entry| entry.what.code == "event-edited"));
}

#[test]
fn a_field_that_the_crm_does_not_know_goes_elsewhere_from_now_on_or_nowhere() {
    let table = Table::laid();
    let contact = table.capture("Ada", "ada@example.com");
    let property = |theirs: &str| ParkReason::Invalid {
        faults: vec![Fault { ours: None, theirs: Some(theirs.into()), message: "unknown".into() }],
    };
    table.park(&contact, property("acme_job_title"));
    let cause = table.only_cause();
    let taken = table.desk.fix_cause(&cause, &Fix::Remap { theirs: "acme_company".into() }).unwrap_err();
    assert_eq!(taken.sentence.code, "error-field-taken", "two of our fields would write one of theirs");
    let before = table.desk.settings().unwrap().destinations.remove(0).mapping;
    table.desk.fix_cause(&cause, &Fix::Remap { theirs: "acme_position".into() }).unwrap();
    assert_eq!(table.state(&contact), State::Queued);
    let after = table.desk.settings().unwrap().destinations.remove(0).mapping;
    assert!(after.contains(&("job_title".to_owned(), "acme_position".to_owned())));
    assert_eq!(before.len(), after.len());

    table.park(&contact, property("acme_position"));
    table.desk.fix_cause(&table.only_cause(), &Fix::LeaveOut).unwrap();
    let left = table.desk.settings().unwrap().destinations.remove(0).mapping;
    assert_eq!(left.len(), before.len() - 1);
}

#[test]
fn every_cause_offers_what_a_person_can_decide_about_it() {
    let table = Table::laid();
    let candidates = vec![stranger("s1")];
    let cases = [
        (ParkReason::Refused { message: None }, Fix::Retry, None),
        (ParkReason::MaybeThere { candidates: Vec::new() }, Fix::LookAgain, Some(Decision::Look)),
        (ParkReason::MaybeThere { candidates: Vec::new() }, Fix::SendAgain, Some(Decision::SendAgain)),
        (
            ParkReason::BelongsToSomeoneElse { candidates: candidates.clone(), may_create: true },
            Fix::TakeTheOne,
            Some(Decision::Take { remote_id: RemoteId::new("s1") }),
        ),
        (
            ParkReason::BelongsToSomeoneElse { candidates, may_create: true },
            Fix::CreateAnyway,
            Some(Decision::Create),
        ),
    ];
    for (n, (reason, fix, decision)) in cases.into_iter().enumerate() {
        let contact = table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"));
        table.park(&contact, reason.clone());
        let view = table.desk.review().unwrap().causes.remove(0);
        assert!(!view.fixes.is_empty(), "{reason:?}");
        assert_eq!(table.desk.fix_cause(&view.cause, &fix).unwrap().contacts, 1, "{reason:?}");
        assert_eq!(table.state(&contact), State::Queued, "{reason:?}");
        assert_eq!(table.decision(&contact), decision, "{reason:?}");
    }
}

#[test]
fn the_one_record_is_taken_only_where_there_is_one() {
    let table = Table::laid();
    let [one, two] = ["Ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")));
    for (contact, found) in [(one, 1), (two, 2)] {
        let candidates = (0..found).map(|n| stranger(&format!("s{n}"))).collect();
        table.park(&contact, ParkReason::BelongsToSomeoneElse { candidates, may_create: false });
    }
    let view = table.desk.review().unwrap().causes.remove(0);
    assert_eq!((view.contacts, view.explanation.why.code.as_str()), (2, "why-cause-belongs-to-someone-else"));
    assert_eq!(table.desk.fix_cause(&view.cause, &Fix::TakeTheOne).unwrap().contacts, 1);
}

#[test]
fn a_fix_that_does_not_fit_changes_nothing() {
    let table = Table::laid();
    let contacts = table.refused(2);
    let cause = table.only_cause();
    let set = Fix::Set { value: "all@example.com".into() };
    assert_eq!(table.desk.fix_cause(&cause, &set).unwrap_err().code, ErrorCode::BadInput);
    let nothing = Fix::Replace { find: String::new(), with: "x".into() };
    assert_eq!(table.desk.fix_cause(&cause, &nothing).unwrap_err().code, ErrorCode::BadInput);
    assert!(matches!(table.state(&contacts[0]), State::Parked { .. }));
    let gone = Cause { reason: "deleted_there".into(), field: None, theirs: None, ..cause };
    assert_eq!(table.desk.fix_cause(&gone, &Fix::Retry).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn the_list_can_be_narrowed_to_a_cause_and_to_a_hold() {
    let table = Table::laid();
    let held = table.capture("Held", "held@example.com");
    let refused = table.refused(2);
    table.put(&held, State::Held { why: Hold::Review, wait: None }, None);
    let query = |cause, held| ContactQuery { cause, held, limit: 10, ..ContactQuery::default() };
    let page = table.desk.contacts(&query(Some(table.only_cause()), None)).unwrap();
    assert_eq!(page.matching, 2);
    assert!(page.rows.iter().all(|row| refused.contains(&row.id)));
    let hold = table.desk.review().unwrap().holds.into_iter().find(|hold| hold.why == Hold::Review).unwrap();
    assert!(!hold.can_release, "a review is not done by a press here");
    let at = HeldAt { destination: hold.destination, why: hold.why };
    let page = table.desk.contacts(&query(None, Some(at.clone()))).unwrap();
    assert_eq!(page.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&held]);
    assert_eq!(table.desk.release(&at).unwrap_err().code, ErrorCode::BadInput);
}

#[test]
fn open_cards_are_let_go_by_one_press() {
    let table = Table::laid();
    let contacts: Vec<ContactId> =
        (0..3).map(|n| table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"))).collect();
    for contact in &contacts {
        table.put(contact, State::Held { why: Hold::Grace, wait: Some(Millis(10_000)) }, None);
    }
    let hold = table.desk.review().unwrap().holds.remove(0);
    assert_eq!((hold.contacts, hold.can_release), (3, true));
    let done = table.desk.release(&HeldAt { destination: hold.destination, why: hold.why }).unwrap();
    assert_eq!(done.contacts, 3);
    assert!(contacts.iter().all(|contact| table.state(contact) == State::Queued));
}
