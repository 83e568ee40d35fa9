//! Contacts from before a CRM was connected: they wait for a person's word, say so, and go there once each after a yes.

use crate::{JANA, NO_GRACE};
use acceptance::booth::Booth;
use lanyard_core::ids::DestinationId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::EarlierView;
use lanyard_rehearsal::{Brand, Marker};

const MEI: &str = "MECARD:N:Tanaka,Mei;EMAIL:mei.tanaka@example.com;;";

fn asked(booth: &Booth) -> Option<EarlierView> {
    booth.desk.review().expect("the store answers").earlier.into_iter().next()
}

fn destination(booth: &Booth) -> DestinationId {
    booth.desk.settings().expect("the store answers").destinations[0].id.clone()
}

async fn two_and_then_a_crm() -> (Booth, [lanyard_core::ids::ContactId; 2]) {
    let mut booth = Booth::open_unconnected(Brand::Acme, Marker::Unique, NO_GRACE).await;
    let two = [booth.scan(JANA), booth.scan(MEI)];
    assert_eq!(booth.look(&two[0]).explanation.why.code, "why-saved");
    assert!(asked(&booth).is_none(), "nobody asks where there is no CRM");
    booth.connect();
    booth.crm_up().await;
    (booth, two)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_captured_before_a_crm_was_connected_goes_there_once_after_a_yes() {
    let (mut booth, [jana, mei]) = two_and_then_a_crm().await;
    booth.desk.sync_now().await.unwrap();
    assert!(booth.ours().is_empty(), "nothing goes there unasked");
    let said = booth.look(&jana).explanation;
    assert_eq!((said.why.code.as_str(), said.next.unwrap().code.as_str()), ("why-earlier", "next-earlier"));
    assert_eq!(asked(&booth).unwrap().contacts, 2);
    let closing = booth.desk.closing().unwrap();
    assert!(!closing.safe);
    let left: Vec<_> = closing.left.iter().map(|left| (left.contacts, left.why.code.as_str())).collect();
    assert_eq!(left, [(2, "why-cause-earlier")], "nobody is told that they go by themselves");

    // Whoever comes from now on goes there at once.
    let noor = booth.scan("MECARD:N:Haddad,Noor;EMAIL:noor@example.com;;");
    booth.until(&noor, Chip::Synced).await;
    assert_eq!(asked(&booth).unwrap().contacts, 2);

    let id = destination(&booth);
    assert_eq!(booth.desk.answer_earlier(&id, true).unwrap().contacts, 2);
    booth.until(&jana, Chip::Synced).await;
    booth.until(&mei, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 3);
    assert!(asked(&booth).is_none());
    assert!(booth.desk.closing().unwrap().safe);
    assert_eq!(booth.desk.answer_earlier(&id, true).unwrap().contacts, 0, "a second yes makes nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_leaves_on_the_laptop_stays_and_may_still_be_sent_later() {
    let (mut booth, [jana, mei]) = two_and_then_a_crm().await;
    let id = destination(&booth);
    assert_eq!(booth.desk.answer_earlier(&id, false).unwrap().contacts, 2);
    booth.desk.sync_now().await.unwrap();
    assert!(asked(&booth).is_none(), "it was answered");
    assert_eq!(booth.look(&mei).explanation.why.code, "why-earlier-stay");
    assert!(booth.ours().is_empty());

    booth.restart();
    let beside = booth.desk.settings().expect("the store answers").destinations[0].earlier.clone().unwrap();
    assert!(beside.stay);
    booth.desk.answer_earlier(&id, true).unwrap();
    booth.until(&jana, Chip::Synced).await;
    booth.until(&mei, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_was_removed_before_is_not_offered() {
    let (booth, [jana, _]) = two_and_then_a_crm().await;
    booth.desk.remove_contact(&jana).unwrap();
    assert_eq!(asked(&booth).unwrap().contacts, 1);
}
