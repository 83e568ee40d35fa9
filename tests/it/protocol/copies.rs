//! A store that was copied or restored sends nothing before a person says what it is.

use crate::{JANA, NO_GRACE};
use acceptance::booth::{Booth, start_desk};
use lanyard_core::outbox::Chip;
use lanyard_engine::restored::{Decision, Restored};
use lanyard_rehearsal::Marker;
use std::sync::Arc;

/// A laptop that captured a contact offline and was closed, and a copy of its folder.
async fn copied() -> (Booth, tempfile::TempDir) {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.scan(JANA);
    booth.desk.stop();
    let elsewhere = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(booth.data()).expect("a folder").flatten() {
        if entry.file_name().to_string_lossy().starts_with("lanyard.store") {
            std::fs::copy(entry.path(), elsewhere.path().join(entry.file_name())).expect("it is copied");
        }
    }
    (booth, elsewhere)
}

fn writes(booth: &Booth) -> u64 {
    let seen = booth.crm.as_ref().expect("the CRM is up").requests();
    seen.iter().filter(|seen| seen.method != "GET").map(|seen| seen.count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_folder_sends_nothing_until_a_person_says_that_it_replaces_the_other() {
    let (mut booth, elsewhere) = copied().await;
    booth.crm_up().await;
    let desk = start_desk(elsewhere.path(), booth.keychain());
    assert_eq!(desk.restored().unwrap(), Restored::Asked);
    desk.sync_now().await.unwrap();
    let jana = desk.recent(1).unwrap().remove(0);
    assert_eq!((jana.chip, writes(&booth)), (Chip::Checking, 0));
    assert_eq!(
        desk.contact(&jana.id).unwrap().explanation.next.map(|next| next.code).as_deref(),
        Some("next-restored")
    );
    desk.decide_restored(Decision::Replaces).unwrap();
    let keep = Arc::clone(&desk);
    booth.until_all("it goes on", move |_| keep.recent(1).unwrap()[0].chip == Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
    desk.stop();
    let again = start_desk(elsewhere.path(), booth.keychain());
    assert_eq!(again.restored().unwrap(), Restored::Settled, "asked once");
    again.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_to_read_is_read_only_from_the_next_start_on() {
    let (mut booth, elsewhere) = copied().await;
    booth.crm_up().await;
    let desk = start_desk(elsewhere.path(), booth.keychain());
    desk.decide_restored(Decision::Copy).unwrap();
    desk.sync_now().await.unwrap();
    desk.stop();
    drop(desk);
    let copy = start_desk(elsewhere.path(), booth.keychain());
    assert_eq!(copy.restored().unwrap(), Restored::Copy);
    assert_eq!(copy.recent(5).unwrap().len(), 1, "it can be read");
    assert!(copy.capture_text("MECARD:N:Roe,Jo;;", lanyard_engine::store::captures::Way::Scanner).is_err());
    assert_eq!(writes(&booth), 0);
    copy.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_folder_opened_again_is_no_copy() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.scan(JANA);
    for _ in 0..3 {
        booth.restart();
        assert_eq!(booth.desk.restored().unwrap(), Restored::Settled);
    }
}
