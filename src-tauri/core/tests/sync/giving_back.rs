//! Records that were there before us, handed back as they were; and records on which another contact stands.

use crate::model::{Desk, Reply};
use crate::starts::{GONE, adopted, synced};
use lanyard_core::crm::{MarkerSupport, RemoteField};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{Binding, BindingKind, Intent, State};
use lanyard_core::sync::{Event, Wanted};

#[test]
fn an_adopted_record_is_handed_back_as_it_was_and_never_deleted() {
    let mut desk = adopted();
    desk.want(Wanted::Gone);
    assert_eq!(desk.delivery.intent, Intent::Unlink);
    assert_eq!(desk.asked, ["get", "update"]);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
    assert_eq!(desk.crm.record(1).marker, None);
    assert_eq!(desk.crm.value(1, "acme_company"), None);
    assert_eq!(desk.crm.value(1, "acme_first_name"), None);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Buyer"));
    assert_eq!(desk.crm.value(1, "acme_last_name"), Some("Novak"));
}

#[test]
fn at_an_unlink_values_that_somebody_changed_since_stay() {
    let mut desk = adopted();
    desk.crm.edit(1, "acme_company", "Arvika Group");
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Group"));
    assert_eq!(desk.crm.value(1, "acme_first_name"), None);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn at_an_unlink_a_value_we_cleared_is_put_back() {
    let mut desk = adopted();
    let field = RemoteField::new("acme_job_title");
    desk.local.seq += 1;
    let seq = desk.local.seq;
    desk.local.fields.insert(field, lanyard_core::crm::Ours { value: None, seq });
    desk.tell(Event::Changed);
    assert_eq!(desk.crm.value(1, "acme_job_title"), None);
    desk.want(Wanted::Gone);
    assert_eq!(desk.crm.value(1, "acme_job_title"), Some("Buyer"));
}

#[test]
fn an_unlink_whose_reply_was_lost_is_looked_for_and_not_repeated() {
    let mut desk = adopted();
    desk.crm.next.push(Reply::LostAfterCommit);
    desk.want(Wanted::Gone);
    desk.asked.clear();
    desk.tell(Event::FenceOver);
    assert_eq!((desk.asked.clone(), desk.delivery.state.clone()), (vec!["get".to_owned()], GONE));
}

#[test]
fn an_unlink_that_is_only_acknowledged_is_read_back() {
    let mut desk = adopted();
    desk.crm.answers_with_id_only = true;
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "update", "get"]);
    assert_eq!(desk.delivery.state, GONE);
}

#[test]
fn a_manager_may_destroy_an_adopted_record_and_it_stays_destroyed() {
    let mut desk = adopted();
    desk.crm.edit(1, "acme_job_title", "Chief Buyer");
    desk.want(Wanted::Destroyed);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 0));
    assert_eq!(desk.delivery.intent, Intent::Destroy);
}

#[test]
fn a_record_on_which_another_contact_stands_passes_to_it() {
    let mut desk = synced(MarkerSupport::Unique);
    desk.local.bound_elsewhere.insert(RemoteId::new("r1"));
    desk.want(Wanted::Gone);
    assert!(desk.passed_on);
    assert_eq!((desk.delivery.state.clone(), desk.crm.live()), (GONE, 1));
    // Its marker on that record is then no ghost.
    desk.tell(Event::Scrub);
    assert!(desk.surplus.is_empty());
}

#[test]
fn an_adopted_record_on_which_another_contact_stands_keeps_its_values() {
    let mut desk = adopted();
    desk.local.bound_elsewhere.insert(RemoteId::new("r1"));
    desk.want(Wanted::Gone);
    assert!(!desk.passed_on);
    assert_eq!(desk.crm.record(1).marker, None);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
}

#[test]
fn a_binding_made_by_hand_is_whole() {
    let desk = adopted();
    let Some(Binding { kind: BindingKind::Adopted { was }, missed, .. }) = desk.delivery.binding else {
        panic!("it is adopted")
    };
    assert_eq!(was.get("acme_job_title").map(String::as_str), Some("Buyer"));
    assert!(!missed);
}

#[test]
fn what_came_in_from_there_after_the_adoption_is_not_taken_back() {
    let mut desk = adopted();
    desk.crm.edit(1, "acme_job_title", "Chief Buyer");
    desk.hint(1);
    assert_eq!(desk.value("job_title"), Some("Chief Buyer"));
    desk.want(Wanted::Gone);
    assert_eq!((&desk.delivery.state, desk.crm.value(1, "acme_job_title")), (&GONE, Some("Chief Buyer")));
    assert_eq!(desk.crm.value(1, "acme_company"), None);
}

#[test]
fn a_value_of_ours_is_taken_back_although_the_crm_spells_it_otherwise() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.crm.cut_company_at = Some(10);
    desk.run();
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hyd"));
    desk.want(Wanted::Gone);
    assert_eq!((&desk.delivery.state, desk.crm.value(1, "acme_company")), (&GONE, None));
}

#[test]
fn a_record_that_got_nothing_from_us_but_our_mark_loses_only_that() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.set("email", "jana@example.com");
    desk.run();
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("a-m1"));
    desk.want(Wanted::Gone);
    assert_eq!((&desk.delivery.state, &desk.crm.record(1).marker), (&GONE, &None));
    assert!(desk.crm.last_patch.is_empty());
}

#[test]
fn a_record_with_another_mark_gets_its_values_back_and_keeps_that_mark() {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[("acme_email", "jana@example.com")]);
    desk.crm.mark(1, "c-another");
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika");
    desk.run();
    desk.want(Wanted::Gone);
    assert_eq!((&desk.delivery.state, desk.crm.value(1, "acme_company")), (&GONE, None));
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("c-another"));
}

#[test]
fn a_hand_back_that_never_arrived_is_made_although_somebody_took_our_mark_off() {
    let mut desk = adopted();
    desk.crm.next.push(Reply::LostBeforeCommit);
    desk.want(Wanted::Gone);
    desk.crm.unmark(1);
    desk.tell(Event::FenceOver);
    assert_eq!(desk.asked, ["get", "update", "get", "update"]);
    assert_eq!((&desk.delivery.state, desk.crm.value(1, "acme_company")), (&GONE, None));
}

#[test]
fn an_acknowledged_hand_back_is_over_also_where_the_crm_does_not_empty_a_field() {
    let mut desk = adopted();
    desk.crm.answers_with_id_only = true;
    desk.crm.never_empties = Some("acme_company".into());
    desk.want(Wanted::Gone);
    assert_eq!(desk.asked, ["get", "update", "get"]);
    assert_eq!(
        (&desk.delivery.state, desk.crm.value(1, "acme_company")),
        (&GONE, Some("Arvika Hydraulik AB"))
    );
}

#[test]
fn an_adopted_record_that_a_manager_has_destroyed_stays_so_when_its_contact_is_looked_at_again() {
    let mut desk = adopted();
    desk.crm.next.push(Reply::Away);
    desk.want(Wanted::Destroyed);
    assert_eq!((&desk.delivery.state, desk.delivery.intent), (&State::Queued, Intent::Destroy));
    desk.want(Wanted::Gone);
    assert_eq!((desk.delivery.intent, desk.crm.live()), (Intent::Destroy, 0));
}
