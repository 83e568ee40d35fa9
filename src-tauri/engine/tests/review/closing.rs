//! Safe to close: everything is in the CRM, or it is said what is not, why, and since when there is a backup.

use crate::table::{Table, invalid};
use lanyard_core::explain::Arg;
use lanyard_core::outbox::{BindingKind, State};
use lanyard_engine::api::views::{ClosingView, ConsentInput};

fn said(closing: &ClosingView) -> (&str, u64, u64) {
    let count = |name: &str| match closing.sentence.args.get(name) {
        Some(Arg::Count(count)) => *count,
        Some(_) | None => 0,
    };
    (&closing.sentence.code, count("count"), count("captured"))
}

fn left(closing: &ClosingView) -> Vec<(&str, u32)> {
    closing.left.iter().map(|left| (left.why.code.as_str(), left.contacts)).collect()
}

#[test]
fn everything_in_the_crm_is_said_with_its_number_and_nothing_is_left() {
    let table = Table::laid();
    let nothing = table.desk.closing().unwrap();
    assert_eq!((nothing.safe, said(&nothing).0), (true, "closing-nothing"));
    for name in ["Ada", "Bea"] {
        let contact = table.capture(name, &format!("{name}@example.com"));
        table.put(&contact, State::Synced, Some(BindingKind::Created));
    }
    let closing = table.desk.closing().unwrap();
    assert_eq!((closing.safe, said(&closing)), (true, ("closing-all", 2, 2)));
    assert_eq!(left(&closing), []);
    assert!(!table.desk.asks_before_closing(), "nobody is asked for nothing");
}

#[test]
fn what_is_not_there_is_said_by_reason_and_adds_up_with_the_review() {
    let table = Table::laid();
    table.desk.save_consent(&ConsentInput { text: "May we?".into(), hold: true }).unwrap();
    let [ada, bea, cleo, dora] =
        ["Ada", "Bea", "Cleo", "Dora"].map(|name| table.capture(name, &format!("{name}@example.com")));
    table.put(&ada, State::Synced, Some(BindingKind::Created));
    table.put(&bea, State::Queued, None);
    table.park(&cleo, invalid("email", "cannot be delivered"));
    let closing = table.desk.closing().unwrap();
    assert_eq!((closing.safe, said(&closing)), (false, ("closing-some", 3, 4)));
    assert_eq!(
        left(&closing),
        [("closing-going", 1), ("why-parked-invalid-field", 1), ("why-held-consent", 1)],
        "{dora}"
    );
    assert!(closing.left[1].cause.is_some() && closing.left[2].held.is_some(), "each can be looked at");
    assert!(table.desk.asks_before_closing());
}

#[test]
fn a_backup_counts_from_when_it_was_made() {
    let table = Table::laid();
    table.capture("Ada", "ada@example.com");
    let none = table.desk.closing().unwrap();
    assert_eq!((none.last_backup, none.since_backup), (None, 1));
    let folder = tempfile::tempdir().unwrap();
    table.desk.back_up_into(folder.path(), "stand").unwrap();
    let backed = table.desk.closing().unwrap();
    assert!(backed.last_backup.is_some());
    assert_eq!(backed.since_backup, 0);
}
