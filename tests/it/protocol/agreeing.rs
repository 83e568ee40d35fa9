//! What people agreed to, in a field of the CRM: a yes goes there with its words, its time and how it was given, whenever it is said; a no
//! and silence write nothing, and what stands there is never taken over.

use crate::{JANA, NO_GRACE, record_id};
use acceptance::booth::Booth;
use lanyard_core::crm::{MapRow, Take};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_engine::api::views::{Channel, ConsentInput};
use lanyard_rehearsal::Marker;

const FIELD: &str = "acme_consent";

/// A booth that asks people, and keeps what they say in a field over there.
async fn booth() -> Booth {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let asked = ConsentInput { text: "May we write to you?".into(), hold: false };
    booth.desk.save_consent(&asked).expect("it is saved");
    let id = booth.desk.settings().expect("they are there").destinations.remove(0).id;
    let view = booth.desk.mapping(&id).expect("it is there");
    let row = MapRow { ours: None, ..MapRow::new(lanyard_core::contact::Field::Note, FIELD, Take::Consent) };
    let rows = [view.rows, vec![row]].concat();
    booth.desk.save_mapping(&id, view.version, &rows).expect("it can be saved");
    booth
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
async fn a_no_writes_nothing_and_what_somebody_writes_there_stays_theirs() {
    let mut booth = booth().await;
    let jana = booth.scan(JANA);
    say(&booth, &jana, false, Channel::Staff);
    let id = record_id(&booth.until(&jana, Chip::Synced).await);
    booth.desk.sync_now().await.unwrap();
    assert_eq!(stands(&booth, &id), "");

    booth.edit_there(&id, FIELD, "by letter, 2024");
    booth.desk.sync_now().await.unwrap();
    say(&booth, &jana, false, Channel::Kiosk);
    booth.desk.sync_now().await.unwrap();
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(stands(&booth, &id), "by letter, 2024");
    let kept = booth.look(&jana);
    assert!(kept.fields.iter().all(|field| !field.value.contains("letter")), "it is never taken over");
}
