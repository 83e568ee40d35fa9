//! The quick share of what is proved below the store: a strided sweep, a full disk, power loss with its two controls.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stderr, reason = "the counts belong into a test's output")]

use crash::disk::{Disk, Entry, Kind};
use crash::full::full;
use crash::laptop::Laptop;
use crash::power::{Synchronous, harmed, power, recording};
use crash::sweep::{calls, quick_folder, sweep};
use crash::sweep_worker::sweep_worker;
use crash::table::Table;
use crash::visit::{Size, Visit};

fn holds(table: &Table, least: u64) {
    eprintln!("{}", table.shown());
    assert_eq!(table.wrong(), 0, "{}", table.shown());
    assert!(table.runs() >= least, "only {} runs", table.runs());
}

#[test]
fn a_visit_uses_each_kind_of_call_that_can_fail() {
    let calls = calls().expect("nothing is wrong with the disk");
    for kind in Kind::ALL {
        assert!(calls.get(&kind).is_some_and(|count| *count > 0), "{kind:?} is not among {calls:?}");
    }
}

#[test]
fn whatever_call_fails_what_was_confirmed_is_there_and_arrives_once() {
    holds(&sweep(149), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_worker_at_work_whatever_call_fails_the_app_goes_on_afterwards() {
    holds(&sweep_worker(41).await.expect("a port and a folder"), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_in_words_and_the_app_goes_on_by_itself() {
    holds(&full(47).await.expect("a port and a folder"), 10);
}

#[test]
fn a_lost_capture_would_be_seen() {
    let folder = quick_folder();
    let laptop = Laptop::new(folder.path()).expect("a folder");
    let disk = Disk::watch(laptop.root());
    let mut visit = Visit::new(laptop, &disk, Size { rounds: 1, captures: 1 });
    visit.run();
    assert_eq!(visit.verify(), Ok(2));
    visit.confirmed.insert(77);
    assert_eq!(visit.verify(), Err("confirmed capture 77 is lost".to_owned()));
}

#[test]
fn no_power_loss_takes_a_confirmed_capture_or_a_lease() {
    holds(&power(1500, Synchronous::Full, 7), 1500);
}

#[test]
fn with_synchronous_normal_power_loss_takes_confirmed_captures() {
    holds(&power(150, Synchronous::Normal, 7), 150);
}

#[test]
fn without_the_syncs_of_the_folder_power_loss_takes_the_store() {
    let whole = recording(Synchronous::Full).expect("nothing is wrong with the disk");
    let without: Vec<Entry> =
        whole.iter().filter(|entry| !matches!(entry, Entry::FolderSynced { .. })).cloned().collect();
    assert!(without.len() < whole.len(), "there are such syncs");
    assert_eq!(harmed(&whole, 60, 3), 0);
    assert!(harmed(&without, 60, 3) > 0, "they make a difference");
}
