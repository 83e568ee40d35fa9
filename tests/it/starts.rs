//! Starts that do not go as usual: the keychain is locked, the store lies on another laptop, another process holds the
//! folder. What is common to all: nothing that is there is ever replaced, and what stands in the way is said in words.

use acceptance::booth::{Booth, start_desk};
use lanyard_core::time::Millis;
use lanyard_engine::api::StartFault;
use lanyard_engine::api::views::{ErrorCode, Stage};
use lanyard_engine::secrets::InMemory;
use lanyard_engine::secrets::memory::Mood;
use lanyard_engine::secrets::passphrase::State;
use lanyard_rehearsal::Marker;
use std::path::Path;
use std::sync::Arc;

const JANA: &str = "MECARD:N:Lindqvist,Jana;EMAIL:jana@example.com;;";

/// A laptop that captured one contact and was closed in order; with its recovery key as it was written down.
async fn closed_after_one_capture() -> (Booth, String) {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.scan(JANA);
    let paper = booth.desk.recovery_key().expect("the store is open").groups.join(" ");
    booth.desk.stop();
    (booth, paper)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn captured(desk: &lanyard_engine::api::Desk) -> Vec<Option<String>> {
    desk.recent(10).expect("the store is open").into_iter().map(|row| row.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_locked_at_the_second_start_makes_no_new_key_and_the_recovery_key_opens_the_store() {
    let (booth, paper) = closed_after_one_capture().await;
    let kept = booth.keychain().names();
    booth.keychain().turn(Mood::LockedAndSilentAboutIt);
    let files = names(&booth.data());
    let desk = start_desk(&booth.data(), booth.keychain());
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { .. }));
    assert_eq!(
        desk.capture_text(JANA, lanyard_engine::store::captures::Way::Camera).unwrap_err().code,
        ErrorCode::NotReady
    );

    let mistyped = if let Some(rest) = paper.strip_prefix('0') {
        format!("1{rest}")
    } else {
        format!("0{}", &paper[1..])
    };
    let refused = desk.unlock(&mistyped).unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongKey, "{}", refused.sentence.code);

    desk.unlock(&paper).expect("it is this store's key");
    assert!(matches!(desk.session().stage, Stage::Ready));
    assert_eq!(captured(&desk), [Some("Jana Lindqvist".to_owned())]);
    desk.stop();
    booth.keychain().turn(Mood::Open);
    assert_eq!(booth.keychain().names(), kept, "the keychain holds what it held");
    assert!(files.iter().all(|name| names(&booth.data()).contains(name)), "no file was replaced or removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlocked_keychain_is_tried_again_without_a_recovery_key() {
    let (booth, _) = closed_after_one_capture().await;
    booth.keychain().turn(Mood::LockedAndSilentAboutIt);
    let desk = start_desk(&booth.data(), booth.keychain());
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { .. }));
    booth.keychain().turn(Mood::Open);
    assert!(matches!(desk.try_again().stage, Stage::Ready));
    assert_eq!(captured(&desk).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_and_the_paper_suffice_on_another_laptop() {
    let (booth, paper) = closed_after_one_capture().await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    for name in names(&booth.data()).iter().filter(|name| name.starts_with("lanyard.store")) {
        std::fs::copy(booth.data().join(name), elsewhere.path().join(name)).expect("it is copied");
    }
    let keychain = Arc::new(InMemory::default());
    let desk = start_desk(elsewhere.path(), &keychain);
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { .. }), "{:?}", names(elsewhere.path()));
    assert!(keychain.names().iter().all(|name| !name.contains("store-key")), "no key was made for it");
    desk.unlock(&paper).expect("it is this store's key");
    assert_eq!(captured(&desk), [Some("Jana Lindqvist".to_owned())]);
    desk.stop();
    assert!(
        keychain.names().iter().any(|name| name.contains("store-key")),
        "from now on this laptop knows it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_recovery_key_is_refused_and_changes_nothing() {
    let (booth, _) = closed_after_one_capture().await;
    let (_other, others_paper) = closed_after_one_capture().await;
    booth.keychain().turn(Mood::LockedAndSilentAboutIt);
    let desk = start_desk(&booth.data(), booth.keychain());
    let refused = desk.unlock(&others_paper).unwrap_err();
    assert_eq!(refused.sentence.code, "error-wrong-key");
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_keychain_a_first_start_makes_no_store_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let keychain = Arc::new(InMemory::default());
    keychain.turn(Mood::Absent);
    let desk = start_desk(&folder.path().join("data"), &keychain);
    assert!(matches!(desk.session().stage, Stage::NeedsPassphrase { .. }));
    assert!(names(&folder.path().join("data")).iter().all(|name| !name.starts_with("lanyard.store")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_told_who_holds_the_folder() {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    let second = start_desk(&booth.data(), booth.keychain());
    let Some(StartFault::InUse(holder)) = second.fault() else { panic!("{:?}", second.fault()) };
    assert_eq!(holder.map(|holder| holder.what).as_deref(), Some("a story"));
}

const PASSPHRASE: &str = "four words of no sentence";

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_opens_the_store_when_the_keychain_does_not_and_a_wrong_one_loses_nothing() {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.scan(JANA);
    assert_eq!(booth.desk.set_passphrase("too short").unwrap_err().sentence.code, "error-passphrase-weak");
    assert_eq!(booth.desk.set_passphrase(PASSPHRASE).expect("it is kept").passphrase, State::Set);
    booth.desk.stop();
    booth.keychain().turn(Mood::Absent);
    let desk = start_desk(&booth.data(), booth.keychain());
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { passphrase: true, .. }));
    let refused = desk.unlock("another four words here").unwrap_err();
    assert_eq!(
        (refused.code, refused.sentence.code.as_str()),
        (ErrorCode::WrongKey, "error-passphrase-wrong")
    );
    assert!(matches!(desk.session().stage, Stage::NeedsRecoveryKey { .. }), "it can be tried again");
    desk.unlock(PASSPHRASE).expect("it is this store's");
    assert_eq!(captured(&desk).len(), 1);
    assert_eq!(desk.settings().expect("the store is open").key_kept, "passphrase");
    let refused = desk.remove_passphrase().unwrap_err();
    assert_eq!(refused.sentence.code, "error-passphrase-only-way", "nobody wrote the recovery key down");
    desk.confirm_recovery_key().expect("it is said");
    assert_eq!(desk.remove_passphrase().expect("it is gone").passphrase, State::None);
    desk.stop();
    let again = start_desk(&booth.data(), booth.keychain());
    assert!(matches!(again.session().stage, Stage::NeedsRecoveryKey { passphrase: false, .. }));
    assert_eq!(again.unlock(PASSPHRASE).unwrap_err().sentence.code, "error-key-shape");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_passphrase_file_is_said_and_the_recovery_key_still_opens() {
    let (booth, paper) = closed_after_one_capture().await;
    std::fs::write(booth.data().join("lanyard.passphrase"), "{}").expect("it is written");
    booth.keychain().turn(Mood::Absent);
    let desk = start_desk(&booth.data(), booth.keychain());
    assert_eq!(desk.unlock(PASSPHRASE).unwrap_err().sentence.code, "error-passphrase-damaged");
    desk.unlock(&paper).expect("it is this store's key");
    assert_eq!(desk.settings().expect("the store is open").passphrase, State::Damaged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_without_a_keychain_begins_with_a_passphrase_and_keeps_access_data_in_its_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let keychain = Arc::new(InMemory::default());
    keychain.turn(Mood::Absent);
    let desk = start_desk(&data, &keychain);
    assert!(matches!(desk.session().stage, Stage::NeedsPassphrase { chosen: false, .. }));
    assert!(desk.begin_with_passphrase("short").is_err());
    assert!(!data.join("lanyard.store").exists(), "there is no store without its key in safety");
    desk.begin_with_passphrase(PASSPHRASE).expect("the store is made");
    let kind = desk.settings().expect("the store is open").kinds.remove(0).kind;
    let input = lanyard_engine::api::views::DestinationInput {
        id: None,
        kind,
        name: "AcmeCRM".into(),
        settings: [
            ("base_url".to_owned(), "http://127.0.0.1:9".to_owned()),
            ("auth".to_owned(), "bearer".to_owned()),
        ]
        .into(),
        secrets: [("secret".to_owned(), "kept in the store".to_owned())].into(),
    };
    let settings = desk.save_destination(&input).expect("it is kept, without a keychain");
    assert!(settings.destinations[0].has_secret);
    desk.capture_text(JANA, lanyard_engine::store::captures::Way::Scanner).expect("it is saved");
    desk.stop();
    let again = start_desk(&data, &keychain);
    again.unlock(PASSPHRASE).expect("it is this store's");
    assert_eq!(captured(&again).len(), 1);
    assert!(again.settings().expect("the store is open").destinations[0].has_secret);
    again.stop();
    assert!(keychain.names().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_cut_off_between_passphrase_and_store_goes_on_with_the_same_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let keychain = Arc::new(InMemory::default());
    keychain.turn(Mood::Absent);
    let desk = start_desk(&data, &keychain);
    desk.begin_with_passphrase(PASSPHRASE).expect("the store is made");
    desk.stop();
    let kept = std::fs::read(data.join("lanyard.passphrase")).expect("it is there");
    for name in names(&data).iter().filter(|name| name.starts_with("lanyard.store")) {
        std::fs::remove_file(data.join(name)).expect("as if it had never been made");
    }
    let again = start_desk(&data, &keychain);
    assert!(matches!(again.session().stage, Stage::NeedsPassphrase { chosen: true, .. }));
    let refused = again.begin_with_passphrase("another four words here").unwrap_err();
    assert_eq!(refused.sentence.code, "error-passphrase-wrong", "the key that is kept is not thrown away");
    again.begin_with_passphrase(PASSPHRASE).expect("the store is made");
    assert_eq!(std::fs::read(data.join("lanyard.passphrase")).expect("it is there"), kept);
    again.stop();
}
