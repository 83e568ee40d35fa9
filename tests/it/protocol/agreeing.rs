//! What people agreed to, in a field of the CRM: a yes goes there with its words, its time and how it was given, whenever it is said; a no
//! takes it out again. Where we wrote none, a no and silence write nothing. What stands there is never taken over, and what somebody else
//! wrote is not taken out before a person saw both.

use crate::{JANA, LIAM, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::crm::{MapRow, Take};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{Channel, ConsentInput};
use lanyard_rehearsal::{Marker, Record};

const FIELD: &str = "acme_consent";

/// A booth that asks people.
async fn asking() -> Booth {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let asked = ConsentInput { text: "May we write to you?".into(), hold: false };
    booth.desk.save_consent(&asked).expect("it is saved");
    booth
}

/// A booth that asks people, and keeps what they say in a field over there.
async fn booth() -> Booth {
    let booth = asking().await;
    keep_there(&booth);
    booth
}

/// From now on what they say is kept in a field over there.
fn keep_there(booth: &Booth) {
    let id = booth.desk.settings().expect("they are there").destinations.remove(0).id;
    let view = booth.desk.mapping(&id).expect("it is there");
    let row = MapRow { ours: None, ..MapRow::new(lanyard_core::contact::Field::Note, FIELD, Take::Consent) };
    let rows = [view.rows, vec![row]].concat();
    booth.desk.save_mapping(&id, view.version, &rows).expect("it can be saved");
}

fn say(booth: &Booth, contact: &ContactId, given: bool, channel: Channel) {
    let asked = booth.desk.consent_asked().expect("the store answers").expect("they are asked");
    booth.desk.say_consent(contact, &asked.wording, given, channel).expect("it is written down");
}

fn stands(booth: &Booth, id: &str) -> String {
    booth.record(id).value(FIELD).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_goes_across_also_to_a_record_that_is_there_and_another_one_in_its_place() {
    let mut booth = booth().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    assert_eq!(stands(&booth, &id), "", "silence is no yes");

    say(&booth, &jana, true, Channel::Staff);
    booth.until_all("the yes is there", |booth| !stands(booth, &id).is_empty()).await;
    booth.until(&jana, Chip::Synced).await;
    let said = stands(&booth, &id);
    let parts: Vec<&str> = said.split(' ').collect();
    assert_eq!((parts.len(), parts[0], parts[2]), (3, "v1", "staff"), "{said}");
    assert!(parts[1].ends_with('Z') && parts[1].len() == "2026-11-22T12:00:00Z".len(), "{said}");

    let other = ConsentInput { text: "May we call you?".into(), hold: false };
    booth.desk.save_consent(&other).expect("it is saved");
    say(&booth, &jana, true, Channel::Kiosk);
    booth.until_all("the newer yes is there", |booth| stands(booth, &id).starts_with("v2 ")).await;
    assert!(stands(&booth, &id).ends_with(" kiosk"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_after_a_yes_takes_it_out_and_another_yes_stands_there_again() {
    let mut booth = booth().await;
    let jana = booth.scan(JANA);
    say(&booth, &jana, true, Channel::Staff);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    assert!(stands(&booth, &id).starts_with("v1 "));

    booth.crm_down().await;
    say(&booth, &jana, false, Channel::Kiosk);
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    booth.until_all("nothing says yes any more", |booth| stands(booth, &id).is_empty()).await;
    let detail = booth.until(&jana, Chip::Synced).await;
    assert!(detail.conflicts.is_empty());
    assert!(detail.consent.is_some_and(|said| !said.given), "what counts here is the no");

    say(&booth, &jana, true, Channel::Staff);
    booth.until_all("the new yes is there", |booth| stands(booth, &id).ends_with(" staff")).await;
    booth.until(&jana, Chip::Synced).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_writes_nothing_where_we_wrote_none_and_stands_beside_what_somebody_else_wrote_there() {
    let mut booth = booth().await;
    let jana = booth.scan(JANA);
    say(&booth, &jana, false, Channel::Staff);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.desk.sync_now().await.unwrap();
    assert_eq!(stands(&booth, &id), "");

    booth.edit_there(&id, FIELD, "by letter, 2024");
    booth.desk.sync_now().await.unwrap();
    say(&booth, &jana, false, Channel::Kiosk);
    let detail = booth.until(&jana, Chip::Differs).await;
    assert_eq!(stands(&booth, &id), "by letter, 2024");
    let (ours, theirs) = (detail.conflicts[0].ours.as_deref(), detail.conflicts[0].theirs.as_deref());
    assert_eq!((ours, theirs), (None, Some("by letter, 2024")));
    assert!(detail.fields.iter().all(|field| !field.value.contains("letter")), "it is never taken over");

    // Another edit in between: the choice is no less one.
    booth.edit(&jana, lanyard_core::contact::Field::City, "Arvika");
    booth.desk.sync_now().await.unwrap();
    booth.desk.settle_difference(&detail.conflicts[0].id, true).expect("it is open");
    booth.until_all("a person took it out", |booth| stands(booth, &id).is_empty()).await;
    booth.until(&jana, Chip::Synced).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_and_a_record_that_says_yes_are_shown_side_by_side_when_they_meet() {
    let mut booth = booth().await;
    let is_his = |record: &Record| record.value("acme_email").to_lowercase().starts_with("liam.odwyer@");
    let theirs = booth.all().into_iter().find(is_his);
    let id = theirs.expect("a colleague brought him in").id;
    booth.edit_there(&id, FIELD, "by letter, 2024");
    booth.crm_down().await;
    let liam = booth.scan(LIAM);
    say(&booth, &liam, false, Channel::Staff);
    booth.crm_up().await;
    booth.desk.sync_now().await.unwrap();
    let detail = booth.until(&liam, Chip::Differs).await;
    let shown = detail.conflicts.iter().find(|shown| shown.theirs.as_deref() == Some("by letter, 2024"));
    let shown = shown.expect("a no is no yes");
    assert_eq!((shown.ours.as_deref(), stands(&booth, &id).as_str()), (None, "by letter, 2024"));
    booth.desk.settle_difference(&shown.id, true).expect("it is open");
    booth.until_all("a person took it out", |booth| stands(booth, &id).is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_and_a_record_that_says_yes_are_shown_too_when_the_field_is_mapped_after_they_met() {
    let mut booth = asking().await;
    let jana = booth.scan(JANA);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    say(&booth, &jana, false, Channel::Staff);
    booth.until(&jana, Chip::Synced).await;
    booth.edit_there(&id, FIELD, "by letter, 2024");
    keep_there(&booth);
    let detail = booth.until(&jana, Chip::Differs).await;
    let shown: Vec<_> = detail.conflicts.iter().map(|shown| (&shown.ours, shown.theirs.as_deref())).collect();
    assert_eq!(shown, [(&None, Some("by letter, 2024"))]);
    assert_eq!(stands(&booth, &id), "by letter, 2024");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_contact_agreed_to_goes_again_with_it_when_they_are_taken_apart() {
    let mut booth = booth().await;
    let (jana, liam) = (booth.scan(JANA), booth.scan(LIAM));
    say(&booth, &liam, true, Channel::Staff);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    let of_liam = record_id(&booth.until(&liam, Chip::Synced).await);
    booth.until_all("he agreed", |booth| stands(booth, &of_liam).starts_with("v1 ")).await;

    booth.desk.merge_contacts(&jana, &liam, &[]).expect("they are merged");
    booth.until_all("the yes came along", |booth| stands(booth, &id).starts_with("v1 ")).await;
    booth.until(&jana, Chip::Synced).await;
    booth.desk.unmerge_contact(&liam).expect("they are taken apart");
    booth.until_all("it was Liam's", |booth| stands(booth, &id).is_empty()).await;
    booth.until(&jana, Chip::Synced).await;
    let again = record_id(&booth.until(&liam, Chip::Synced).await);
    assert!(stands(&booth, &again).starts_with("v1 "));
}
