//! Purging by the days that the CRM's own clock confirmed.

use crate::table::{Table, differ};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{BindingKind, Chip, State};
use lanyard_core::sync::Winner;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CommandError, ContactQuery, EventInput};

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
