//! Records and contacts that are taken away, written down, and brought back.

use crate::table::{Table, differ};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{BindingKind, Chip, ParkReason, State};
use lanyard_core::sync::Winner;
use lanyard_engine::api::views::{Choice, ContactQuery};
use lanyard_engine::store::{audit, deliveries, parts};
use std::collections::BTreeMap;

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

/// A removal that has left is finished, and the contact begins anew: nobody would be left to answer for the record.
#[test]
fn a_contact_whose_own_removal_has_left_stands_on_no_record_though_it_is_wanted_again() {
    let table = Table::laid();
    let (owner, guest) = (table.capture("Ada", "ada@example.com"), table.capture("Bea", "bea@example.com"));
    table.put(&owner, State::Synced, Some(BindingKind::Created));
    let delivery = table.put(&guest, State::Synced, Some(BindingKind::Adopted { was: BTreeMap::new() }));
    let record = RemoteId::new(format!("r-{owner}"));
    let with = (delivery.as_str(), record.as_str());
    let told = |intent: &str| {
        table.store.write(|conn| {
            conn.execute("UPDATE delivery SET remote_id = ?2 WHERE id = ?1", with)?;
            conn.execute("UPDATE delivery SET intent = ?2 WHERE id = ?1", (delivery.as_str(), intent))?;
            let owners = deliveries::of_contact(conn, &owner)?.remove(0).delivery;
            Ok(parts::elsewhere(conn, &owners, [&record])?.contains(&record))
        })
    };
    assert!(told("upsert").unwrap(), "both stand on it");
    assert!(!told("unlink").unwrap(), "only its owner does");
}
