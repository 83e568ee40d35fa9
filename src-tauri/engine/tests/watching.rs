//! What the store knows of the CRM's feed, of markers to be asked for again, and of a store that came from elsewhere.

use lanyard_core::crm::{Fields, MarkerSupport, RemoteRecord};
use lanyard_core::ids::{
    BootId, ContactId, DeliveryId, DestinationId, EventId, InstallationId, Marker, RemoteId,
};
use lanyard_core::outbox::{Base, Binding, BindingKind, Delivery, DeliveryPart, Intent, RemovedBy, State};
use lanyard_core::sync::{Event, StoredHealth};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::clock::ManualClock;
use lanyard_engine::restored::{self, Decision, Place, Restored};
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::confirmed::{self, Confirmed};
use lanyard_engine::store::destinations::{self, Destination};
use lanyard_engine::store::events::{self, Event as Show};
use lanyard_engine::store::{Store, contacts, deliveries, parts, watched};
use lanyard_engine::sync::{Applied, outcome, stored_account};
use std::path::PathBuf;

const NOW: WallMs = WallMs(1_000);
const DAY: i64 = 86_400_000;

struct Shelf {
    store: Store,
    clock: ManualClock,
    folder: tempfile::TempDir,
}

fn z() -> DestinationId {
    DestinationId::new("z")
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(&folder.path().join("a.store"), &StoreKey::from_bytes([9; 32]));
        let show = Show {
            id: EventId::new("e"),
            name: "Expo".into(),
            region: None,
            rehearsal: true,
            grace: Millis(0),
            hold_unresolved: true,
        };
        let place = Destination {
            id: z(),
            event: EventId::new("e"),
            name: "CRM".into(),
            kind: "acme".into(),
            base_url: String::new(),
            rehearsal: true,
            marker: MarkerSupport::Unique,
            fence: Millis(1),
            mapping: 1,
            settings: Default::default(),
            health: StoredHealth::default(),
        };
        let shelf = Self { store: store.expect("a store"), clock: ManualClock::new(NOW, 1), folder };
        let mapping = lanyard_engine::crm::Crm::by_kind("acme").map(|crm| (crm.default_mapping)());
        let done = shelf.store.write(|conn| {
            events::add_installation(conn, &InstallationId::new("i"), "laptop")?;
            events::add_event(conn, &show)?;
            destinations::put(conn, &place)?;
            let mut mapping = mapping.expect("it is one of ours");
            mapping.version = 1;
            destinations::put_mapping(conn, &z(), &mapping)
        });
        done.expect("they are written");
        shelf
    }

    /// A contact whose delivery is in this state, bound to a record of its own name.
    fn put(&self, name: &str, state: State) -> DeliveryId {
        let id = DeliveryId::new(format!("d-{name}"));
        let contact = ContactId::new(name);
        let mut delivery =
            Delivery::new(id.clone(), contact.clone(), z(), Marker::new(format!("m-{name}")), state);
        delivery.binding = Some(Binding {
            remote_id: RemoteId::new(format!("r-{name}")),
            kind: BindingKind::Created,
            base: Some(Base::default()),
            missed: false,
        });
        let done = self.store.write(|conn| {
            contacts::insert(conn, &contact, &EventId::new("e"), &InstallationId::new("i"), NOW)?;
            deliveries::insert(conn, &delivery, true)
        });
        done.expect("it is legal");
        id
    }

    fn apply(&self, id: &DeliveryId, event: Event) -> Option<State> {
        let (boot, installation) = (BootId::new("b"), InstallationId::new("i"));
        let with = Applied { clock: &self.clock, boot: &boot, installation: &installation };
        let done = self.store.write(|conn| {
            let place = destinations::get(conn, &z())?.expect("it is there");
            let account = stored_account(conn, &place)?;
            Ok(outcome(conn, with, &account, id, event, false)?.map(|outcome| outcome.state))
        });
        done.expect("it is legal")
    }

    fn state(&self, id: &DeliveryId) -> State {
        let found = self.store.read(|conn| deliveries::get(conn, id)).expect("it can be read");
        found.expect("it is there").delivery.state
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn record(id: &str, marker: Option<&str>, archived: bool) -> RemoteRecord {
    RemoteRecord {
        id: RemoteId::new(id),
        version: None,
        archived,
        marker: marker.map(str::to_owned),
        fields: Fields::default(),
    }
}

#[test]
fn a_record_concerns_those_bound_to_it_and_the_one_whose_marker_it_carries() {
    let shelf = Shelf::new();
    let (ada, bo) = (shelf.put("ada", State::Synced), shelf.put("bo", State::Synced));
    let concerned = |record: &RemoteRecord| {
        shelf.store.read(|conn| watched::concerned(conn, &z(), record)).expect("it can be read")
    };
    assert_eq!(concerned(&record("r-ada", None, false)), std::slice::from_ref(&ada));
    assert_eq!(concerned(&record("r-ada", Some("c-m-bo"), false)), [ada, bo]);
    assert!(concerned(&record("r-else", Some("c-m-nobody"), false)).is_empty());
}

#[test]
fn a_tombstone_is_asked_for_during_ninety_days_that_the_crm_confirmed() {
    let shelf = Shelf::new();
    let ada = shelf.put("ada", State::Synced);
    let gone = shelf.store.write(|conn| {
        let mut delivery = deliveries::get(conn, &ada)?.expect("it is there").delivery;
        delivery.intent = Intent::Delete;
        delivery.state = State::Removed { by: RemovedBy::Here };
        deliveries::save(conn, &delivery, NOW)?;
        watched::bury(conn, &delivery)
    });
    gone.expect("it is legal");
    let asked = || shelf.store.read(|conn| watched::to_scrub(conn, &z())).expect("it can be read");
    let mut confirmed = Confirmed::default();
    for day in 0..90 {
        assert_eq!(asked(), std::slice::from_ref(&ada), "day {day}");
        let at = WallMs(day * DAY);
        let next = confirmed.seen(at, at).expect("a new day");
        shelf.store.write(|conn| confirmed::put(conn, &z(), confirmed, next)).expect("it is legal");
        confirmed = next;
    }
    assert_eq!(asked(), [ada], "the first reply confirms no day");
    let at = WallMs(90 * DAY);
    let next = confirmed.seen(at, at).expect("a new day");
    shelf.store.write(|conn| confirmed::put(conn, &z(), confirmed, next)).expect("it is legal");
    assert!(asked().is_empty());
}

#[test]
fn what_is_well_and_always_was_is_never_asked_for_by_its_marker() {
    let shelf = Shelf::new();
    shelf.put("ada", State::Synced);
    assert!(shelf.store.read(|conn| watched::to_scrub(conn, &z())).expect("it can be read").is_empty());
}

#[test]
fn only_what_is_settled_and_still_ours_is_looked_for_by_its_id() {
    let shelf = Shelf::new();
    let ada = shelf.put("ada", State::Synced);
    shelf.put("bo", State::Queued);
    shelf.put("cy", State::Removed { by: RemovedBy::There });
    let retired = shelf.put("di", State::Synced);
    shelf.store.write(|conn| deliveries::retire(conn, &retired)).expect("it is legal");
    let swept = shelf.store.read(|conn| watched::to_sweep(conn, &z())).expect("it can be read");
    assert_eq!(swept, [(ada, RemoteId::new("r-ada"))]);
}

#[test]
fn an_erased_contacts_record_is_never_touched_again() {
    let shelf = Shelf::new();
    let ada = shelf.put("ada", State::Synced);
    shelf.store.write(|conn| contacts::delete(conn, &ContactId::new("ada"), NOW)).expect("it is legal");
    let erased = shelf.store.write(|conn| {
        conn.execute_batch("UPDATE contact SET erased_at = 1, email_key = NULL, name_key = NULL")?;
        Ok(())
    });
    erased.expect("it is legal");
    let seen = record("r-ada", None, true);
    for event in [Event::Changed, Event::Hint(Box::new(seen)), Event::Scrub, Event::Begin] {
        assert_eq!(shelf.apply(&ada, event), None);
    }
    assert_eq!(shelf.state(&ada), State::Synced);
}

#[test]
fn a_second_record_too_many_of_a_later_generation_takes_the_place_of_one_that_is_done_with() {
    let shelf = Shelf::new();
    let ada = shelf.put("ada", State::Synced);
    let surplus = |generation: u32, state: State| {
        let id = DeliveryId::new(format!("s{generation}"));
        let marker = Marker::new(format!("ms{generation}"));
        let mut one = Delivery::new(id, ContactId::new("ada"), z(), marker, state);
        one.part = DeliveryPart::Surplus(RemoteId::new("r9"));
        one.generation = generation;
        one
    };
    let add = |one: Delivery| {
        let added = shelf.store.write(|conn| {
            let room = parts::make_room(conn, &one)?;
            if room {
                parts::insert_surplus(conn, &one, &ada)?;
            }
            Ok(room)
        });
        added.expect("it is legal")
    };
    assert!(add(surplus(0, State::Removed { by: RemovedBy::Here })));
    assert!(!add(surplus(0, State::Queued)), "the same one twice");
    assert!(add(surplus(1, State::Queued)));
    assert!(!add(surplus(2, State::Queued)), "the one before is still at it");
}

#[test]
fn a_store_from_elsewhere_begins_anew_once_and_every_delivery_is_looked_for() {
    let shelf = Shelf::new();
    let (ada, bo) = (shelf.put("ada", State::Synced), shelf.put("bo", State::Queued));
    let cid = shelf.put("cid", State::Removed { by: RemovedBy::Here });
    let (here, there) = (shelf.file("a.store"), shelf.file("b/a.store"));
    let arrive = |file: &PathBuf| {
        let place = Place::of(&shelf.store, file);
        restored::arrive(&shelf.store, &shelf.clock, &place).expect("it can be stored")
    };
    let me = || shelf.store.read(|conn| events::installation(conn)).expect("it can be read");
    assert_eq!(arrive(&here), Restored::Settled);
    assert_eq!(arrive(&here), Restored::Settled);
    let before = me();
    assert_eq!(arrive(&there), Restored::Asked);
    let after = me();
    assert_ne!(before, after);
    assert_eq!((shelf.state(&ada), shelf.state(&bo)), (State::Fenced, State::Fenced));
    assert_eq!(shelf.state(&cid), State::Removed { by: RemovedBy::Here });
    assert_eq!(
        (arrive(&there), me()),
        (Restored::Asked, after),
        "asked until a person says it, and no third one"
    );
    restored::decide(&shelf.store, Decision::Replaces).expect("somebody asked");
    assert_eq!(arrive(&there), Restored::Settled);
    assert!(restored::decide(&shelf.store, Decision::Copy).is_err(), "nobody asked");
}
