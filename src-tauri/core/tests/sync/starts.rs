//! Where the stories begin.

use crate::model::Desk;
use lanyard_core::crm::{MarkerSupport, Object};
use lanyard_core::ids::RemoteId;
use lanyard_core::outbox::{DeliveryPart, RemovedBy, State};

pub(crate) const GONE: State = State::Removed { by: RemovedBy::Here };

pub(crate) fn synced(marker: MarkerSupport) -> Desk {
    let mut desk = Desk::new(marker);
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    desk.asked.clear();
    desk
}

/// Synced with a record that was there before us: its title is theirs, its company came from us.
pub(crate) fn adopted() -> Desk {
    let mut desk = Desk::new(MarkerSupport::Unique);
    desk.crm.stranger(&[
        ("acme_email", "jana@example.com"),
        ("acme_last_name", "Novak"),
        ("acme_job_title", "Buyer"),
    ]);
    desk.name("Jana", "Novak");
    desk.set("email", "jana@example.com");
    desk.set("company", "Arvika Hydraulik AB");
    desk.run();
    assert_eq!(desk.delivery.state, State::Synced);
    assert_eq!(desk.crm.value(1, "acme_company"), Some("Arvika Hydraulik AB"));
    assert_eq!(desk.crm.record(1).marker.as_deref(), Some("a-m1"));
    desk.asked.clear();
    desk
}

pub(crate) fn note_on(of: &str) -> Desk {
    let mut desk = Desk::new(MarkerSupport::None);
    desk.account.caps.email_unique = false;
    desk.account.caps.versions = false;
    desk.delivery.part = DeliveryPart::Note("1".into());
    desk.local.object = Object::Note { of: RemoteId::new(of) };
    desk.set("company", "Wants a demo in March");
    desk
}
