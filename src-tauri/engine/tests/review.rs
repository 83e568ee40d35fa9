//! The review over the real store: the sum and what it says of a broken row, failures by cause and what is done for all
//! of them at once, differences, holds.
#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::delivery::{Candidate, Fault};
use lanyard_core::outbox::{Base, Binding, BindingKind, Chip, Decision, Hold, ParkReason, Sent, State};
use lanyard_core::sync::{Difference, Winner};
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{
    AlikeAt, CaptureAnswer, Cause, Choice, CommandError, ContactQuery, ErrorCode, EventInput, Fix, FixKind,
    HeldAt, Side,
};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey, recovery_key};
use lanyard_engine::store::captures::Way;
use lanyard_engine::store::{Store, audit, conflicts, deliveries};
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

/// A desk that sends nothing, beside a connection of our own to its store.
struct Table {
    desk: Desk,
    store: Store,
    clock: SystemClock,
    _folder: tempfile::TempDir,
}

impl Table {
    fn laid() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = StoreKey::from_bytes([5; 32]);
        let key_file = folder.path().join("key");
        fs::write(&key_file, recovery_key::write(&key).as_bytes()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
        }
        let data = folder.path().join("data");
        let options = DeskOptions {
            folder: data.clone(),
            rehearsal: true,
            key_file: Some(key_file),
            holder: "a test",
            with_worker: false,
            read_only: false,
            first: FirstStart {
                laptop: "Laptop".into(),
                operator: "Ada".into(),
                event: "Expo".into(),
                region: None,
                rehearsal: true,
                grace: Millis(0),
            },
            samples: Vec::new(),
        };
        let desk = Desk::start(options, Arc::new(SystemClock::new()), Arc::new(InMemory::default()));
        desk.rehearse_with("http://127.0.0.1:9/api/v1", "token", 1_000).unwrap();
        let store = Store::open(&data.join("lanyard.store"), &key).unwrap();
        Self { desk, store, clock: SystemClock::new(), _folder: folder }
    }

    fn capture(&self, name: &str, email: &str) -> ContactId {
        let payload = format!(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name} Roe\r\nN:Roe;{name};;;\r\nEMAIL:{email}\r\nEND:VCARD\r\n"
        );
        match self.desk.capture_text(&payload, Way::Scanner).unwrap() {
            CaptureAnswer::Saved { contact, .. } => {
                self.desk.leave_card(&contact.row.id).unwrap();
                contact.row.id.clone()
            }
            CaptureAnswer::Known { .. } | CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. } => {
                panic!("{name} is not new")
            }
        }
    }

    /// Puts a contact's delivery into a state.
    fn put(&self, contact: &ContactId, state: State, bound: Option<BindingKind>) -> DeliveryId {
        let done = self.store.write(|conn| {
            let mut delivery = deliveries::of_contact(conn, contact)?.remove(0).delivery;
            delivery.binding = bound.clone().map(|kind| Binding {
                remote_id: RemoteId::new(format!("r-{contact}")),
                kind,
                base: Some(Base::default()),
                missed: false,
            });
            delivery.sent = matches!(state, State::Parked { .. }).then(|| Sent {
                fields: BTreeMap::new(),
                marker: None,
                seq: 1,
                mapping: 1,
                acknowledged: false,
                removal: false,
            });
            delivery.state = state.clone();
            deliveries::save(conn, &delivery, self.clock.wall())?;
            Ok(delivery.id)
        });
        done.unwrap()
    }

    fn park(&self, contact: &ContactId, reason: ParkReason) -> DeliveryId {
        self.put(contact, State::Parked { reason }, None)
    }

    fn state(&self, contact: &ContactId) -> State {
        let found = self.store.read(|conn| deliveries::of_contact(conn, contact)).unwrap();
        found.into_iter().next().unwrap().delivery.state
    }

    fn decision(&self, contact: &ContactId) -> Option<Decision> {
        let found = self.store.read(|conn| deliveries::of_contact(conn, contact)).unwrap();
        found.into_iter().next().unwrap().delivery.decision
    }

    fn email(&self, contact: &ContactId) -> Option<String> {
        let detail = self.desk.contact(contact).unwrap();
        detail.fields.into_iter().find(|field| field.field.key() == "email").map(|field| field.value)
    }

    /// Contacts whose e-mail the CRM does not accept, each in words of its own. The next capture leaves the last one's
    /// card, and it goes again: so nothing is captured after these.
    fn refused(&self, count: usize) -> Vec<ContactId> {
        let capture = |n: usize| self.capture(&format!("Ada{n}"), &format!("ada{n}@old.invalid"));
        let contacts: Vec<ContactId> = (0..count).map(capture).collect();
        for (n, contact) in contacts.iter().enumerate() {
            self.park(contact, invalid("email", &format!("ada{n}@old.invalid cannot be delivered")));
        }
        contacts
    }

    fn only_cause(&self) -> Cause {
        let mut causes = self.desk.review().unwrap().causes;
        assert_eq!(causes.len(), 1);
        causes.remove(0).cause
    }
}

fn invalid(field: &str, message: &str) -> ParkReason {
    let fault =
        Fault { ours: Some(field.into()), theirs: Some(format!("acme_{field}")), message: message.into() };
    ParkReason::Invalid { faults: vec![fault] }
}

fn stranger(id: &str) -> Candidate {
    Candidate { id: RemoteId::new(id), name: "Somebody".into() }
}

#[test]
fn the_sum_adds_up_and_goes_red_when_a_row_is_broken_by_raw_sql() {
    let breaks = [
        // A contact that stands at no event, one whose state nobody knows, one that lost its row.
        "UPDATE contact SET event_id = NULL WHERE rowid_ = (SELECT min(rowid_) FROM contact)",
        "PRAGMA ignore_check_constraints = ON; UPDATE delivery SET state = 'lost' WHERE rowid =
         (SELECT min(rowid) FROM delivery); PRAGMA ignore_check_constraints = OFF",
        "PRAGMA defer_foreign_keys = ON; UPDATE capture SET contact_id = (SELECT max(id) FROM contact)
         WHERE contact_id = (SELECT min(id) FROM contact)",
    ];
    for sql in breaks {
        let table = Table::laid();
        for n in 0..3 {
            table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"));
        }
        let before = table.desk.review().unwrap();
        assert!(before.sum.adds_up && before.off.is_none(), "{sql}");
        assert_eq!(before.sum.captured, 3);

        table.store.write(|conn| Ok(conn.execute_batch(sql)?)).unwrap();
        assert!(!table.desk.status().unwrap().sum.adds_up, "the bar knows: {sql}");
        let after = table.desk.review().unwrap();
        assert!(!after.sum.adds_up, "{sql}");
        let off = after.off.unwrap();
        assert!(["why-sum-missing", "why-sum-surplus"].contains(&off.why.code.as_str()));
        assert!(off.next.is_some(), "and what to do");
    }
}

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

#[test]
fn who_is_sent_as_they_are_is_decided_for_those_that_are_there_and_not_for_later_ones() {
    let table = Table::laid();
    let number = |number: &str| match table.desk.capture_text(number, Way::Scanner).unwrap() {
        CaptureAnswer::Saved { contact, id_only, .. } => {
            assert!(id_only);
            table.desk.leave_card(&contact.row.id).unwrap();
            contact.row.id.clone()
        }
        CaptureAnswer::Known { .. } | CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. } => {
            panic!("new")
        }
    };
    let held =
        |contact: &ContactId| matches!(table.state(contact), State::Held { why: Hold::Unresolved, .. });
    let (one, two) = (number("000123"), number("000124"));
    assert!(held(&one) && held(&two));
    let hold = table.desk.review().unwrap().holds.remove(0);
    let at = HeldAt { destination: hold.destination, why: hold.why };
    assert_eq!(table.desk.release(&at).unwrap().contacts, 2);
    assert_eq!([table.state(&one), table.state(&two)], [State::Queued, State::Queued]);
    let later = number("000125");
    assert!(held(&later), "the event goes on holding whoever comes later");
    table.desk.retry(&one).unwrap();
    assert_eq!(table.state(&one), State::Queued, "and those that were let go stay so");
}

#[test]
fn contacts_that_were_removed_for_a_cause_are_brought_back_by_undo_once() {
    let table = Table::laid();
    let contacts: Vec<ContactId> =
        (0..3).map(|n| table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"))).collect();
    for contact in &contacts {
        table.put(contact, State::Parked { reason: ParkReason::DeletedThere }, Some(BindingKind::Created));
    }
    let done = table.desk.fix_cause(&table.only_cause(), &Fix::RemoveHere).unwrap();
    assert!(done.can_undo);
    assert!(contacts.iter().all(|contact| table.desk.contact(contact).unwrap().removed));
    let undone = table.desk.undo_for_many().unwrap();
    assert_eq!((undone.contacts, undone.can_undo), (3, false));
    assert!(contacts.iter().all(|contact| !table.desk.contact(contact).unwrap().removed));
    assert_eq!(table.desk.undo_for_many().unwrap_err().sentence.code, "error-nothing-to-undo");
}

#[test]
fn values_that_were_written_for_many_are_brought_back_but_for_those_changed_since() {
    let table = Table::laid();
    let contacts = table.refused(3);
    let fix = Fix::Replace { find: "@old.invalid".into(), with: "@new.example".into() };
    assert!(table.desk.fix_cause(&table.only_cause(), &fix).unwrap().can_undo);
    let changes =
        serde_json::from_value(serde_json::json!([{ "field": "email", "value": "own@example.com" }]));
    table.desk.edit_contact(&contacts[1], &changes.map(|changes: Vec<_>| changes).unwrap()).unwrap();
    assert_eq!(table.desk.undo_for_many().unwrap().contacts, 2);
    let emails: Vec<_> = contacts.iter().map(|contact| table.email(contact).unwrap()).collect();
    assert_eq!(emails, ["ada0@old.invalid", "own@example.com", "ada2@old.invalid"]);
}

#[test]
fn where_a_field_goes_is_brought_back_by_undo() {
    let table = Table::laid();
    table.refused(2);
    let goes = |table: &Table| table.desk.settings().unwrap().destinations.remove(0).mapping;
    let before = goes(&table);
    assert!(table.desk.fix_cause(&table.only_cause(), &Fix::LeaveOut).unwrap().can_undo);
    assert_ne!(goes(&table), before);
    table.desk.undo_for_many().unwrap();
    assert_eq!(goes(&table), before);
}

#[test]
fn a_record_that_was_there_before_is_deleted_only_when_it_was_named_and_nobody_else_stands_on_it() {
    let table = Table::laid();
    let [one, two] = ["Ada", "Bea"].map(|name| table.capture(name, &format!("{name}@example.com")));
    let adopted = || Some(BindingKind::Adopted { was: BTreeMap::new() });
    table.put(&one, State::Synced, adopted());
    let record = RemoteId::new(format!("r-{one}"));
    let refused = |named: &[RemoteId]| table.desk.destroy_contact(&one, named).unwrap_err().sentence.code;
    assert_eq!(refused(&[RemoteId::new("another")]), "error-choice", "a person said yes to another record");
    assert_eq!(refused(&[]), "error-choice");

    let shared = table.put(&two, State::Synced, adopted());
    let sql = "UPDATE delivery SET remote_id = ?1 WHERE id = ?2";
    table.store.write(|conn| Ok(conn.execute(sql, (record.as_str(), shared.as_str()))?)).unwrap();
    assert_eq!(refused(std::slice::from_ref(&record)), "error-record-shared");
    table.desk.remove_contact(&two).unwrap();

    let gone = table.desk.destroy_contact(&one, &[record]).unwrap();
    assert_eq!((gone.removed, gone.row.chip), (true, Chip::Removing));
}

#[test]
fn every_removal_is_written_down_sealed_and_without_a_value_of_the_contact() {
    let table = Table::laid();
    let contact = table.capture("Ada", "ada@example.com");
    table.desk.remove_contact(&contact).unwrap();
    table.desk.restore_contact(&contact).unwrap();
    table.desk.undo_capture(&contact).unwrap();
    let rows = table.store.read(|conn| {
        let mut statement =
            conn.prepare("SELECT verb, subject, actor IS NOT NULL FROM audit ORDER BY seq")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<Vec<(String, String, bool)>, _>>()?)
    });
    let subject = contact.as_str().to_owned();
    let row = |verb: &str| (verb.to_owned(), subject.clone(), true);
    assert_eq!(rows.unwrap(), [row("remove"), row("restore"), row("undo")]);
    let broken = || table.store.read(|conn| audit::first_broken(conn, table.store.seal())).unwrap();
    assert_eq!(broken(), None);
    // Somebody with the key and without scruples.
    let sql = "DROP TRIGGER audit_append_only; UPDATE audit SET verb = 'remove' WHERE seq = 2";
    table.store.write(|conn| Ok(conn.execute_batch(sql)?)).unwrap();
    assert_eq!(broken(), Some(2));
}

fn differ(table: &Table, contact: &ContactId, field: &str, winner: Winner) -> ConflictId {
    let delivery = table.put(contact, State::Synced, Some(BindingKind::Created));
    let id = ConflictId::new(format!("{contact}-{field}"));
    let difference = Difference {
        field: RemoteField::new(field),
        base: None,
        ours: Some("Here".into()),
        theirs: Some("There".into()),
        winner,
    };
    table.store.write(|conn| conflicts::put(conn, &id, &delivery, &difference)).unwrap();
    id
}

#[test]
fn differences_are_settled_alike_or_each_by_its_default() {
    let table = Table::laid();
    let ids: Vec<ContactId> =
        (0..3).map(|n| table.capture(&format!("Ada{n}"), &format!("ada{n}@example.com"))).collect();
    for id in &ids {
        differ(&table, id, "acme_job_title", Winner::Theirs);
    }
    differ(&table, &ids[0], "acme_company", Winner::Ours);
    let review = table.desk.review().unwrap();
    assert_eq!((review.sum.needs_attention, review.sum.adds_up), (3, true));
    let open: Vec<(&str, u32, u32)> =
        review.alike.iter().map(|alike| (alike.field.as_str(), alike.open, alike.ours)).collect();
    assert_eq!(open, [("job_title", 3, 0), ("company", 1, 1)]);
    assert_eq!(review.differences.len(), 4);

    let at = AlikeAt { destination: review.alike[0].destination.clone(), theirs: "acme_job_title".into() };
    assert_eq!(table.desk.settle_alike(Some(&at), Side::Ours).unwrap().contacts, 3);
    let job = |id: &ContactId| {
        let fields = table.desk.contact(id).unwrap().fields;
        fields.into_iter().find(|field| field.field.key() == "job_title").map(|field| field.value)
    };
    assert_eq!(job(&ids[1]).as_deref(), Some("Here"));
    assert_eq!(table.desk.settle_alike(None, Side::Default).unwrap().contacts, 1);
    assert!(table.desk.review().unwrap().alike.is_empty());
}

#[test]
fn a_removed_contact_leaves_nothing_to_choose_and_comes_back_as_it_was() {
    let table = Table::laid();
    let contact = table.capture("Ada", "ada@example.com");
    let row = differ(&table, &contact, "acme_job_title", Winner::Theirs);
    let gone = table.desk.remove_contact(&contact).unwrap();
    assert!(gone.removed && gone.conflicts.is_empty());
    assert!(table.desk.settle_difference(&row, true).is_err());
    assert!(
        table.desk.contacts(&ContactQuery { limit: 9, ..ContactQuery::default() }).unwrap().rows.is_empty()
    );
    let back = table.desk.restore_contact(&contact).unwrap();
    assert!(!back.removed);
    assert_eq!(back.row.name.as_deref(), Some("Ada Roe"));
    assert!(table.desk.restore_contact(&contact).is_err(), "it is back already");
}

#[test]
fn a_contact_that_was_never_sent_is_removed_without_a_request_and_the_sum_adds_up() {
    let table = Table::laid();
    let contact = table.capture("Ada", "ada@example.com");
    table.desk.remove_contact(&contact).unwrap();
    let sum = table.desk.review().unwrap().sum;
    assert_eq!((sum.captured, sum.removed, sum.adds_up), (1, 1, true));
    assert!(table.desk.remove_contact(&contact).is_err(), "it is removed already");
}

#[test]
fn a_contact_deleted_there_can_be_removed_here_too() {
    let table = Table::laid();
    let contact = table.capture("Ada", "ada@example.com");
    let reason = State::Parked { reason: ParkReason::DeletedThere };
    let delivery = table.put(&contact, reason, Some(BindingKind::Created));
    let gone = table.desk.choose(&delivery, &Choice::RemoveHere).unwrap();
    assert!(gone.removed);
    let sum = table.desk.review().unwrap().sum;
    assert!(sum.adds_up && sum.needs_attention == 0, "{sum:?}");
}

/// Contacts that are in the CRM since a day of its own counting.
fn synced_since(table: &Table, names: &[&str], day: u32) -> Vec<ContactId> {
    let contacts: Vec<ContactId> =
        names.iter().map(|name| table.capture(name, &format!("{name}@example.com"))).collect();
    for contact in &contacts {
        let delivery = table.put(contact, State::Synced, Some(BindingKind::Created));
        let note = |conn: &rusqlite::Transaction<'_>| {
            Ok(conn.execute("UPDATE delivery SET synced_day = ?2 WHERE id = ?1", (delivery.as_str(), day))?)
        };
        table.store.write(note).unwrap();
    }
    contacts
}

fn propose_after(table: &Table, days: Option<u32>) -> Result<(), CommandError> {
    let input = EventInput {
        name: "Expo".into(),
        region: None,
        grace: Millis(0),
        operator: "Ada".into(),
        purge_days: days,
    };
    table.desk.save_event(&input).map(drop)
}

fn confirmed(table: &Table, days: u32) {
    let note = |conn: &rusqlite::Transaction<'_>| {
        Ok(conn.execute("UPDATE destination SET confirmed_days = ?1", [days])?)
    };
    table.store.write(note).unwrap();
}

#[test]
fn purging_is_proposed_by_the_crms_own_days_and_only_to_those_who_want_it() {
    let table = Table::laid();
    let old = synced_since(&table, &["Ada", "Bea"], 1);
    synced_since(&table, &["Cleo"], 20);
    let differing = synced_since(&table, &["Dora"], 1);
    differ(&table, &differing[0], "acme_company", Winner::Ours);
    confirmed(&table, 31);
    assert!(table.desk.review().unwrap().purge.is_none(), "nobody asked for it");
    assert_eq!(propose_after(&table, Some(6)).unwrap_err().sentence.code, "error-purge-range");
    propose_after(&table, Some(30)).unwrap();
    assert_eq!(table.desk.settings().unwrap().purge_days, Some(30));
    let purge = table.desk.review().unwrap().purge.unwrap();
    assert_eq!(purge.contacts, 2, "not the one of late, nor the one with something to choose");
    assert!(purge.examples.iter().all(|example| old.contains(&example.contact)));
    confirmed(&table, 30);
    assert!(table.desk.review().unwrap().purge.is_none(), "29 days are not 30");
    propose_after(&table, None).unwrap();
    confirmed(&table, 900);
    assert!(table.desk.review().unwrap().purge.is_none());
}

#[test]
fn a_purged_contact_is_gone_here_for_good_and_its_record_is_not_asked_to_go() {
    let table = Table::laid();
    let old = synced_since(&table, &["Ada", "Bea"], 0);
    confirmed(&table, 30);
    propose_after(&table, Some(30)).unwrap();
    assert!(table.desk.purge(3).is_err(), "a yes is to just those that were shown");
    assert_eq!(table.desk.purge(2).unwrap().contacts, 2);
    let review = table.desk.review().unwrap();
    assert!(review.purge.is_none());
    assert_eq!((review.sum.captured, review.sum.removed, review.sum.adds_up), (2, 2, true));
    let left = table.desk.contact(&old[0]).unwrap();
    assert_eq!((left.row.name, left.fields.len(), left.payload), (None, 0, None));
    assert!(table.desk.restore_contact(&old[0]).is_err(), "there is nothing to bring back");
    assert_eq!(table.state(&old[0]), State::Synced, "nothing is asked of the CRM");
    let all = ContactQuery { chips: vec![Chip::Removed], limit: 9, ..ContactQuery::default() };
    assert!(table.desk.contacts(&all).unwrap().rows.is_empty(), "no list has a row without a name");
    // The same person may come again.
    table.capture("Ada", "ada@example.com");
}

#[test]
fn many_contacts_are_counted_and_grouped_without_being_loaded() {
    // A hundred thousand are a matter of seconds to make: `LANYARD_MANY=100000 cargo test … -- --nocapture`.
    let many: u32 = std::env::var("LANYARD_MANY").ok().and_then(|many| many.parse().ok()).unwrap_or(2_000);
    let table = Table::laid();
    table.capture("Ada", "ada@example.com");
    let event = table.desk.settings().unwrap().event.id;
    let destination = table.desk.settings().unwrap().destinations.remove(0).id;
    let made = table.store.write(|conn| {
        let fill = format!(
            "WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {many})
             INSERT INTO contact (id, event_id, installation_id, created_at)
             SELECT printf('k%07d', n), '{event}', (SELECT id FROM installation), 1000 + n FROM n;
             INSERT INTO capture (id, contact_id, event_id, installation_id, way, kind, payload, payload_mac, at_wall, seq)
             SELECT id, id, event_id, installation_id, 'typed', 'text', randomblob(150), randomblob(32), created_at,
               1000 + rowid_ FROM contact WHERE id LIKE 'k0%';
             INSERT INTO delivery (id, contact_id, destination_id, marker, intent, state, parked, remote_id, binding, base_json)
             SELECT 'd' || id, id, '{destination}', 'm' || id, 'upsert',
               iif(rowid_ % 50 = 0, 'parked', iif(rowid_ % 7 = 0, 'queued', 'synced')),
               iif(rowid_ % 50 = 0, json_object('reason', 'invalid', 'faults', json_array(json_object(
                 'ours', iif(rowid_ % 100 = 0, 'phone', 'email'), 'theirs', 'acme', 'message', 'no ' || id))), NULL),
               'r' || id, 'created', json_object('acme_email', json_object('sent', hex(randomblob(20))))
             FROM contact WHERE id LIKE 'k0%';"
        );
        Ok(conn.execute_batch(&fill)?)
    });
    made.unwrap();
    let begun = table.clock.mono();
    let status = table.desk.status().unwrap();
    let counted = table.clock.mono();
    let review = table.desk.review().unwrap();
    let reviewed = table.clock.mono();
    println!(
        "{many} contacts: the sum in {} ms, the review in {} ms",
        begun.until(counted).0,
        counted.until(reviewed).0
    );
    assert_eq!((status.sum.captured, status.sum.adds_up), (many + 1, true));
    assert_eq!(review.causes.iter().map(|view| view.contacts).sum::<u32>(), review.sum.needs_attention);
    assert_eq!(review.causes.len(), 2);
}
