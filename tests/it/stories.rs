//! From badge to CRM, told as stories over real parts: the encrypted store on disk, the worker on its thread, and HTTP to
//! the rehearsal CRM. The window has stories of its own; what is decided is tested in the core.

mod scanner;

use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::explain::Remedy;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, Choice, FieldChange};
use lanyard_engine::store::captures::Way;
use lanyard_rehearsal::{FaultKind, Marker, Record, Weather};

const JANA: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lindqvist;Jana;;;\r\nFN:Jana Lindqvist\r\nORG:Arvika Hydraulik AB\r\n\
    TITLE:Head of Maintenance\r\nTEL;TYPE=CELL:+46 70 174 06 05\r\nEMAIL:jana.lindqvist@example.com\r\nEND:VCARD\r\n";
const NO_GRACE: Millis = Millis(0);

fn without_ours(records: &[Record]) -> Vec<Record> {
    records.iter().filter(|record| record.value("acme_marker").is_empty()).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_badge_scanned_offline_is_on_hold_then_queued_and_synced_once_when_the_crm_is_there() {
    let mut booth = Booth::open(Marker::Unique, Millis(60_000)).await;
    let jana = booth.scan(JANA);
    let detail = booth.look(&jana);
    assert_eq!(detail.row.chip, Chip::OnHold);
    assert_eq!(detail.explanation.why.code, "why-held-grace");
    assert!(detail.undo_until.is_some());
    booth.desk.leave_card(&jana).unwrap();
    let detail = booth.until(&jana, Chip::Queued).await;
    assert_eq!(detail.row.name.as_deref(), Some("Jana Lindqvist"));

    booth.restart();
    assert_eq!(booth.look(&jana).row.chip, Chip::Queued, "nothing was lost");
    booth.crm_up().await;
    let strangers = without_ours(&booth.all());
    booth.desk.sync_now().await.unwrap();
    let detail = booth.until(&jana, Chip::Synced).await;
    assert_eq!(detail.explanation.why.code, "why-synced");

    let ours = booth.ours();
    assert_eq!(ours.len(), 1);
    for (field, value) in [
        ("acme_first_name", "Jana"),
        ("acme_last_name", "Lindqvist"),
        ("acme_company", "Arvika Hydraulik AB"),
        ("acme_job_title", "Head of Maintenance"),
        ("acme_mobile", "+46701740605"),
        ("acme_email", "jana.lindqvist@example.com"),
    ] {
        assert_eq!(ours[0].value(field), value, "{field}");
    }
    assert_eq!(without_ours(&booth.all()), strangers, "nobody else's record was touched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crm_that_was_never_heard_is_not_called_connected() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let told = |booth: &Booth| booth.desk.status().expect("it can be said").story.code;
    let before = told(&booth);
    assert!(["story-not-heard-yet", "story-offline"].contains(&before.as_str()), "{before}");
    booth.crm_up().await;
    booth.desk.sync_now().await.expect("it is asked");
    booth.until_all("connected", |booth| told(booth) == "story-nothing-yet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_contact_that_the_crm_refuses_is_corrected_and_syncs() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let change =
        |field, value: &str| FieldChange { field, part: Default::default(), value: Some(value.into()) };
    let typed = [
        change(Field::GivenName, "Jo"),
        change(Field::FamilyName, "Halvorsen"),
        change(Field::Email, "jo@post.invalid"),
    ];
    let CaptureAnswer::Saved { contact, .. } = booth.desk.capture_typed(&typed).unwrap() else {
        panic!("not saved")
    };
    let jo = contact.row.id.clone();
    let detail = booth.until(&jo, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-invalid-field");
    assert_eq!(detail.explanation.field.as_deref(), Some("email"));
    assert!(detail.explanation.remedies.contains(&Remedy::EditField));
    assert!(detail.timeline.iter().any(|entry| entry.raw.is_some()), "the raw answer is one click away");
    booth.edit(&jo, Field::Email, "jo@example.com");
    booth.until(&jo, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
    assert_eq!(booth.ours()[0].value("acme_email"), "jo@example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_drawer_writes_a_number_in_groups_and_keeps_it_as_it_was() {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let jo = booth.scan("MECARD:N:Halvorsen,Jo;TEL:+1 (202) 5550178;EMAIL:jo@example.com;;");
    let detail = booth.desk.contact(&jo).expect("it is there");
    let written = |field| {
        let fact = detail.fields.iter().find(|fact| fact.field == field).expect("it was read");
        (fact.value.as_str(), fact.written.as_deref())
    };
    assert_eq!(written(Field::Phone), ("+12025550178", Some("+1 202-555-0178")));
    assert_eq!(written(Field::Email), ("jo@example.com", None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_cut_after_the_commit_is_checked_and_never_sent_twice() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.fault(FaultKind::CutAfterCommit, 1, true);
    let jana = booth.scan(JANA);
    let detail = booth.until(&jana, Chip::Checking).await;
    assert_eq!(detail.explanation.why.code, "why-checking");
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_searchable_marker_a_lost_reply_is_found_by_both_hints() {
    let mut booth = Booth::open(Marker::Searchable, NO_GRACE).await;
    booth.crm_up().await;
    booth.fault(FaultKind::ErrorAfter { status: 502 }, 1, true);
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_record_is_adopted_and_what_it_says_stays() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let liam = booth.scan(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:O'Dwyer;Liam;;;\r\nFN:Liam O'Dwyer\r\nORG:Harbour & Quay Logistics Ltd\r\n\
         TITLE:Head of Warehousing\r\nTEL;TYPE=CELL:+44 7700 900123\r\nEMAIL:liam.odwyer@harbour-quay.example.com\r\n\
         END:VCARD\r\n",
    );
    let before = booth.all().len();
    let detail = booth.until(&liam, Chip::Differs).await;
    assert_eq!(booth.all().len(), before, "no second Liam");
    let theirs = booth.ours().into_iter().next().expect("it carries our marker");
    assert!(theirs.value("acme_marker").starts_with("a-"));
    assert_eq!(theirs.value("acme_job_title"), "Shift Supervisor");
    assert_eq!(theirs.value("acme_mobile"), "+447700900123", "an empty field is filled");
    let title = detail.conflicts.iter().find(|conflict| conflict.field == "job_title").expect("it is shown");
    assert_eq!(
        (title.ours.as_deref(), title.theirs.as_deref()),
        (Some("Head of Warehousing"), Some("Shift Supervisor"))
    );
    let others: Vec<_> =
        detail.conflicts.iter().filter(|conflict| conflict.id != title.id).map(|c| c.id.clone()).collect();
    booth.desk.settle_difference(&title.id, true).unwrap();
    for other in others {
        booth.desk.settle_difference(&other, false).unwrap();
    }
    booth.until(&liam, Chip::Synced).await;
    assert_eq!(booth.ours()[0].value("acme_job_title"), "Head of Warehousing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_another_person_waits_and_is_decided_by_a_person() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let aylin = booth.scan(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Çetinkaya;Aylin;;;\r\nFN:Aylin Çetinkaya\r\nEMAIL:info@spreewerk.example.com\r\n\
         END:VCARD\r\n",
    );
    let before = booth.all();
    let detail = booth.until(&aylin, Chip::NeedsAttention).await;
    assert_eq!(detail.explanation.why.code, "why-parked-belongs-to-someone-else");
    assert_eq!(booth.all(), before, "nothing was written");
    let delivery = detail.deliveries[0].id.clone();
    let remote_id =
        before.iter().find(|record| record.value("acme_first_name") == "Volkan").unwrap().id.clone();
    booth.desk.choose(&delivery, &Choice::TakeThisOne { remote_id }).unwrap();
    booth.until(&aylin, Chip::Differs).await;
    assert_eq!(booth.all().len(), before.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_only_badge_is_kept_held_and_goes_once_it_is_named() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let CaptureAnswer::Saved { contact, id_only, .. } =
        booth.desk.capture_text("000123", Way::Scanner).unwrap()
    else {
        panic!("not saved")
    };
    assert!(id_only);
    let id = contact.row.id.clone();
    assert_eq!((contact.row.name.clone(), contact.row.badge_id.as_deref()), (None, Some("000123")));
    booth.desk.leave_card(&id).unwrap();
    let detail = booth.until(&id, Chip::OnHold).await;
    assert_eq!(detail.explanation.why.code, "why-held-unresolved");
    booth.edit(&id, Field::FamilyName, "Roe");
    booth.until(&id, Chip::Synced).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_badge_joins_its_contact_and_within_ten_seconds_is_only_counted() {
    let booth = Booth::open(Marker::Unique, Millis(60_000)).await;
    let jana = booth.scan(JANA);
    let CaptureAnswer::Again { times, .. } = booth.desk.capture_text(JANA, Way::Camera).unwrap() else {
        panic!()
    };
    assert_eq!(times, 2);
    booth.scan("000777");
    let CaptureAnswer::Known { contact, by, .. } = booth.desk.capture_text(JANA, Way::Camera).unwrap() else {
        panic!()
    };
    assert_eq!((contact.row.id.clone(), contact.captures, by.as_deref()), (jana, 2, Some("Ali")));
    let page = booth.desk.contacts(&Default::default()).unwrap();
    assert_eq!(page.total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_contact_is_named_and_never_stored() {
    let booth = Booth::open(Marker::Unique, NO_GRACE).await;
    let answer = booth.desk.capture_text("WIFI:T:WPA;S:ExpoGuest;P:secret;;", Way::Camera).unwrap();
    let CaptureAnswer::Refused { sentence } = answer else { panic!("stored") };
    assert_eq!(sentence.code, "refused-wifi");
    assert_eq!(booth.desk.contacts(&Default::default()).unwrap().total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_capture_never_leaves_and_its_code_can_be_scanned_anew() {
    let mut booth = Booth::open(Marker::Unique, Millis(60_000)).await;
    booth.crm_up().await;
    let jana = booth.scan(JANA);
    booth.desk.undo_capture(&jana).unwrap();
    let status = booth.desk.status().unwrap();
    assert_eq!((status.sum.captured, status.sum.removed, status.sum.adds_up), (1, 1, true));
    let again = booth.scan(JANA);
    assert_ne!(again, jana);
    booth.desk.leave_card(&again).unwrap();
    booth.until(&again, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_sign_in_holds_everything_and_says_so_and_goes_on_after_a_new_one() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.fault(FaultKind::Unauthorized, 50, false);
    let jana = booth.scan(JANA);
    let detail = booth.until(&jana, Chip::Waiting).await;
    assert_eq!(detail.explanation.why.code, "why-sign-in");
    assert!(booth.desk.status().unwrap().banner.is_some());
    booth.crm.as_ref().unwrap().clear_faults();
    booth.desk.sync_now().await.unwrap();
    booth.until(&jana, Chip::Synced).await;
    assert!(booth.desk.status().unwrap().banner.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crm_that_asks_to_wait_is_given_its_time_and_spends_no_attempt() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.fault(FaultKind::Throttled { retry_after_s: Some(1), retry_after_date: None }, 1, true);
    let jana = booth.scan(JANA);
    booth.until(&jana, Chip::Waiting).await;
    booth.until(&jana, Chip::Synced).await;
    assert_eq!(booth.ours().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_contacts_captured_offline_arrive_in_batches_each_once() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    for n in 0..100 {
        let card = format!(
            "BEGIN:VCARD\nVERSION:3.0\nN:Visitor{n};Ada;;;\nFN:Ada Visitor{n}\nEMAIL:ada{n}@example.com\nEND:VCARD"
        );
        booth.scan(&card);
    }
    booth.crm_up().await;
    let last = booth.desk.recent(1).unwrap().remove(0).id;
    booth.desk.sync_now().await.unwrap();
    booth.until(&last, Chip::Synced).await;
    let status = booth.desk.status().unwrap();
    assert_eq!((status.sum.captured, status.sum.synced, status.sum.adds_up), (100, 100, true));
    assert_eq!(booth.ours().len(), 100);
    let writes = booth
        .crm
        .as_ref()
        .unwrap()
        .requests()
        .iter()
        .filter(|seen| seen.path.contains("bulk/create"))
        .map(|seen| seen.count)
        .sum::<u64>();
    assert!(writes <= 4, "{writes} bulk requests for a hundred contacts");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_day_of_lost_replies_twenty_captures_are_in_the_crm_once_each() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    booth.crm.as_ref().unwrap().play(Weather::LostReplies);
    let mut captured = Vec::new();
    for number in 0..20 {
        captured.push(booth.scan(&format!(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada{number} Roe\r\nN:Roe;Ada{number};;;\r\nEMAIL:ada{number}@example.com\r\nEND:VCARD\r\n"
        )));
    }
    booth.desk.leave_card(captured.last().unwrap()).unwrap();
    for contact in &captured {
        booth.until(contact, Chip::Synced).await;
    }
    let mut there: Vec<String> =
        booth.ours().iter().map(|record| record.value("acme_email").to_owned()).collect();
    there.sort();
    let mut wanted: Vec<String> = (0..20).map(|number| format!("ada{number}@example.com")).collect();
    wanted.sort();
    assert_eq!(there, wanted);
    let sum = booth.desk.status().unwrap().sum;
    assert_eq!((sum.captured, sum.synced, sum.adds_up), (20, 20, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_day_ends_and_nothing_that_was_captured_in_it_is_lost_or_doubled() {
    let mut booth = Booth::open(Marker::Unique, NO_GRACE).await;
    booth.crm_up().await;
    let mut captured = Vec::new();
    for (number, weather) in [Weather::Offline, Weather::Portal, Weather::Broken].into_iter().enumerate() {
        booth.crm.as_ref().unwrap().play(weather);
        assert_eq!(booth.crm.as_ref().unwrap().weather(), weather);
        captured.push(booth.scan(&format!("MECARD:N:Roe,Ada{number};EMAIL:ada{number}@example.com;;")));
    }
    booth.desk.leave_card(captured.last().unwrap()).unwrap();
    booth.crm.as_ref().unwrap().play(Weather::Fine);
    booth.desk.sync_now().await.unwrap();
    for contact in &captured {
        booth.until(contact, Chip::Synced).await;
    }
    assert_eq!(booth.ours().len(), 3);
}
