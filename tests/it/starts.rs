//! Starts that do not go as usual: the keychain is locked, the store lies on another laptop, another process holds the
//! folder. What is common to all: nothing that is there is ever replaced, and what stands in the way is said in words.

use acceptance::booth::{Booth, start_desk};
use lanyard_core::time::Millis;
use lanyard_engine::api::StartFault;
use lanyard_engine::api::views::{ErrorCode, Stage};
use lanyard_engine::secrets::InMemory;
use lanyard_engine::secrets::memory::Mood;
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
    assert!(matches!(desk.session().stage, Stage::Blocked { .. }));
    assert!(names(&folder.path().join("data")).iter().all(|name| !name.starts_with("lanyard.store")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_is_told_who_holds_the_folder() {
    let booth = Booth::open(Marker::Unique, Millis(0)).await;
    let second = start_desk(&booth.data(), booth.keychain());
    let Some(StartFault::InUse(holder)) = second.fault() else { panic!("{:?}", second.fault()) };
    assert_eq!(holder.map(|holder| holder.what).as_deref(), Some("a story"));
}
