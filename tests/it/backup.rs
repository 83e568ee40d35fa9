//! A backup that is made while visitors are captured and sent, opened on another laptop: nothing leaves before a person says
//! so, and then every contact is in the CRM exactly once, whatever the first laptop did after the backup.

use acceptance::booth::{Booth, start_desk};
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{ContactQuery, DestinationInput, Stage};
use lanyard_engine::api::{Desk, RestoreOptions, key_for_backup, restore};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::restored::{Decision, Restored};
use lanyard_engine::secrets::InMemory;
use lanyard_engine::store::captures::Way;
use lanyard_rehearsal::{FaultKind, Marker};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

const PASSPHRASE: &str = "four words of no sentence";
/// Contacts that are captured before the backup begins.
const BEFORE: u32 = 40;

fn badge(number: u32) -> String {
    format!("MECARD:N:Visitor,Number{number};EMAIL:visitor{number}@example.com;;")
}

fn contacts(desk: &Desk) -> Vec<(String, Chip)> {
    let query = ContactQuery { limit: 10_000, ..ContactQuery::default() };
    let rows = desk.contacts(&query).expect("they are there").rows;
    rows.into_iter().map(|row| (row.name.unwrap_or_default(), row.chip)).collect()
}

fn writes(booth: &Booth) -> u64 {
    let seen = booth.crm.as_ref().expect("the CRM is up").requests();
    seen.iter().filter(|seen| seen.method != "GET").map(|seen| seen.count).sum()
}

/// How often each e-mail is among the CRM's live records that are not a stranger's.
fn there(booth: &Booth) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for record in booth.ours() {
        *found.entry(record.value("acme_email").to_owned()).or_default() += 1;
    }
    found
}

/// A person signs in to the CRM on this laptop: what the old one's keychain holds did not travel.
fn sign_in(desk: &Desk) {
    let known = desk.settings().expect("they are there").destinations.remove(0);
    assert!(!known.has_secret, "access data does not travel in a backup");
    let input = DestinationInput {
        id: Some(known.id),
        kind: known.kind,
        name: known.name,
        settings: known.settings,
        secrets: BTreeMap::from([("secret".to_owned(), "story-token-2f6b".to_owned())]),
    };
    desk.save_destination(&input).expect("it is saved");
}

/// Waits until everything is in the CRM and read back.
async fn at_rest(desk: &Desk) {
    for _ in 0..900 {
        if contacts(desk).iter().all(|(_, chip)| *chip == Chip::Synced) {
            return;
        }
        // The worker tells of changes, not of rest.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let left: Vec<_> = contacts(desk).into_iter().filter(|(_, chip)| *chip != Chip::Synced).collect();
    panic!("it did not come to rest: {left:?}");
}

/// The first laptop captures, sends, and is backed up in the middle of it; then it comes to rest and is lost.
async fn backed_up_under_load(booth: &mut Booth, to: &Path) -> (u32, u32) {
    booth.crm_up().await;
    booth.fault(FaultKind::Latency { ms: 3 }, 100_000, false);
    booth.desk.set_passphrase(PASSPHRASE).expect("it is kept");
    let (over, captured) = (AtomicBool::new(false), AtomicU32::new(0));
    let desk = &booth.desk;
    let at_backup = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !over.load(Ordering::Relaxed) {
                desk.capture_text(&badge(number), Way::Scanner).expect("it is saved");
                number += 1;
                captured.store(number, Ordering::Relaxed);
                // A busy stand, and not all that the disk can take.
                std::thread::sleep(Duration::from_millis(4));
            }
        });
        while captured.load(Ordering::Relaxed) < BEFORE {
            std::thread::yield_now();
        }
        let made = desk.back_up(to, false, &mut |_| true).expect("it is made");
        let meanwhile = captured.load(Ordering::Relaxed);
        // And on for as long again, so that the first laptop knows more than the backup.
        while captured.load(Ordering::Relaxed) < meanwhile + BEFORE {
            std::thread::yield_now();
        }
        over.store(true, Ordering::Relaxed);
        assert!(made.passphrase && made.contacts >= BEFORE && made.contacts <= meanwhile + 1);
        made.contacts
    });
    let all = captured.load(Ordering::Relaxed);
    at_rest(&booth.desk).await;
    booth.desk.stop();
    (at_backup, all)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_under_load_sends_nothing_elsewhere_before_a_yes_and_then_nothing_twice() {
    let mut booth = Booth::open(Marker::Unique, Millis(0)).await;
    let files = tempfile::tempdir().expect("a folder");
    let (backup, folder) = (files.path().join("stand.lanyard-backup"), files.path().join("second"));
    let (in_backup, all) = backed_up_under_load(&mut booth, &backup).await;
    let (strangers_and_ours, written) = (booth.all(), writes(&booth));
    assert_eq!(there(&booth).len(), all as usize);

    let keychain = Arc::new(InMemory::default());
    let key = key_for_backup(&backup, PASSPHRASE).expect("its passphrase opens it");
    let options =
        RestoreOptions { folder: &folder, key: Some(key), keep: Some(keychain.as_ref()), replace: false };
    let done = restore(&backup, options, &SystemClock::new(), &mut |_| true).expect("it is restored");
    assert_eq!((done.contacts, done.opened, done.aside), (in_backup, true, None));

    let desk = start_desk(&folder, &keychain);
    assert!(matches!(desk.session().stage, Stage::Ready), "{:?}", desk.fault());
    assert_eq!(desk.restored().expect("it is known"), Restored::Asked);
    sign_in(&desk);
    desk.capture_text(&badge(1_000_000), Way::Scanner).expect("this laptop captures meanwhile");
    for _ in 0..3 {
        desk.sync_now().await.expect("it answers");
    }
    assert_eq!(contacts(&desk).len(), in_backup as usize + 1);
    assert_eq!(writes(&booth), written, "nothing left before somebody said so");
    assert!(booth.all() == strangers_and_ours, "the CRM is as it was");

    desk.decide_restored(Decision::Replaces).expect("it is said");
    at_rest(&desk).await;
    let there = there(&booth);
    assert_eq!(there.values().filter(|count| **count != 1).count(), 0, "{there:?}");
    assert_eq!(there.len(), all as usize + 1, "what was captured after the backup is there as well, once");
    let names: BTreeSet<String> = contacts(&desk).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), in_backup as usize + 1);
    desk.stop();
    eprintln!(
        "{all} captured, {in_backup} of them in the backup, {} records in the CRM, each once",
        there.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_takes_a_backup_in_the_place_of_its_own_store_and_keeps_that() {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.scan(&badge(1));
    let files = tempfile::tempdir().expect("a folder");
    let backup = files.path().join("backup");
    booth.desk.back_up(&backup, false, &mut |_| true).expect("it is made");
    let paper = booth.desk.recovery_key().expect("the store is open").groups.join("-");

    let keychain = Arc::new(InMemory::default());
    let folder = files.path().join("new");
    let desk = start_desk(&folder, &keychain);
    desk.capture_text(&badge(2), Way::Scanner).expect("it is saved");
    let refused = desk.restore_backup(&backup, None, &mut |_| true).expect_err("another laptop's key");
    assert_eq!(refused.sentence.code, "backup-needs-key");
    let refused =
        desk.restore_backup(&backup, Some("not the passphrase"), &mut |_| true).expect_err("none is set");
    assert_eq!(refused.sentence.code, "backup-only-recovery-key");
    assert_eq!(contacts(&desk).len(), 1, "this laptop goes on as it was");

    let session = desk.restore_backup(&backup, Some(&paper), &mut |_| true).expect("it is restored");
    assert_eq!(session.restored, Restored::Asked);
    assert_eq!(contacts(&desk)[0].0, "Number1 Visitor");
    desk.stop();
    let again = start_desk(&folder, &keychain);
    assert!(matches!(again.session().stage, Stage::Ready), "its key is kept from now on");
    again.stop();
    assert!(folder.join("aside-1/lanyard.store").is_file(), "what was there is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_put_back_on_the_same_laptop_opens_by_itself_and_asks_which_goes_on() {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.scan(&badge(1));
    let files = tempfile::tempdir().expect("a folder");
    let backup = files.path().join("backup");
    booth.desk.back_up(&backup, false, &mut |_| true).expect("it is made");
    booth.scan(&badge(2));
    let session = booth.desk.restore_backup(&backup, None, &mut |_| true).expect("its own key opens it");
    assert!(matches!(session.stage, Stage::Ready));
    assert_eq!((session.restored, contacts(&booth.desk).len()), (Restored::Asked, 1));
}
