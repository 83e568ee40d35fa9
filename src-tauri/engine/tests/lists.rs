//! Lists and counts say in SQL what the core says in Rust: each state, gate and difference is put into a real store, and
//! both are asked.

use lanyard_core::crm::{MarkerSupport, RemoteField};
use lanyard_core::ids::{
    BootId, ConflictId, ContactId, DeliveryId, DestinationId, EventId, InstallationId, Marker, RemoteId,
};
use lanyard_core::outbox::{
    Base, Binding, BindingKind, Bucket, Chip, Delivery, Gate, Hold, Intent, ParkReason, RemovedBy, Sent,
    State, bucket, chip,
};
use lanyard_core::sync::{Difference, StoredHealth, Winner};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::captures::{self, NewCapture, Way};
use lanyard_engine::store::destinations::{self, Destination};
use lanyard_engine::store::events::{self, Event};
use lanyard_engine::store::lists::{self, Wanted};
use lanyard_engine::store::{Store, conflicts, contacts, deliveries, sum};
use std::collections::{BTreeMap, BTreeSet};

const NOW: WallMs = WallMs(1_000);

struct Shelf {
    store: Store,
    _folder: tempfile::TempDir,
}

fn destination() -> DestinationId {
    DestinationId::new("z")
}

fn event() -> EventId {
    EventId::new("e")
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = StoreKey::from_bytes([9; 32]);
        let store = Store::create(&folder.path().join("store.db"), &key).expect("a store");
        let show = Event {
            id: event(),
            name: "Expo".into(),
            region: None,
            rehearsal: true,
            grace: Millis(0),
            hold_unresolved: true,
        };
        let place = Destination {
            id: destination(),
            event: event(),
            name: "CRM".into(),
            kind: "acme".into(),
            base_url: String::new(),
            rehearsal: true,
            marker: MarkerSupport::Unique,
            fence: Millis(1),
            mapping: 1,
            settings: BTreeMap::new(),
            health: StoredHealth::default(),
        };
        let done = store.write(|conn| {
            events::add_installation(conn, &InstallationId::new("i"), "laptop")?;
            events::add_event(conn, &show)?;
            destinations::put(conn, &place)
        });
        done.expect("they are written");
        Self { store, _folder: folder }
    }

    /// A captured contact with one delivery in this state.
    fn put(&self, name: &str, delivery: Option<&Delivery>, differs: bool, gone: bool) {
        let contact = ContactId::new(name);
        let digest = self.store.digest(name.as_bytes());
        let installation = InstallationId::new("i");
        let done = self.store.write(|conn| {
            contacts::insert(conn, &contact, &event(), &installation, NOW)?;
            captures::insert(
                conn,
                &NewCapture {
                    id: lanyard_core::ids::CaptureId::new(name),
                    contact: &contact,
                    event: &event(),
                    installation: &installation,
                    operator: None,
                    way: Way::Typed,
                    kind: "text",
                    symbology: None,
                    payload: name.as_bytes(),
                    digest: &digest,
                    extra: &[],
                    at: NOW,
                },
            )?;
            if let Some(delivery) = delivery {
                deliveries::insert(conn, delivery, true)?;
                if differs {
                    let difference = Difference {
                        field: RemoteField::new("f"),
                        base: None,
                        ours: Some("a".into()),
                        theirs: Some("b".into()),
                        winner: Winner::Theirs,
                    };
                    conflicts::put(conn, &ConflictId::new(name), &delivery.id, &difference)?;
                }
            }
            if gone { contacts::delete(conn, &contact, NOW) } else { Ok(()) }
        });
        done.expect("it is written");
    }

    fn chips_of(&self, name: &str, gate: Gate) -> Vec<Chip> {
        let closed = match gate {
            Gate::Open | Gate::Offline => Vec::new(),
            Gate::Throttled | Gate::Resting | Gate::SignIn | Gate::Restored => vec![destination()],
        };
        let shows = |wanted: Chip| {
            let wanted =
                Wanted { chips: vec![wanted], closed: closed.clone(), limit: 500, ..Wanted::default() };
            let listed = self.store.read(|conn| lists::contacts(conn, &event(), &wanted));
            listed.expect("it is listed").ids.contains(&ContactId::new(name))
        };
        Chip::ALL.into_iter().filter(|wanted| shows(*wanted)).collect()
    }
}

fn deliveries_in_each_state() -> Vec<Delivery> {
    let states = [
        State::Held { why: Hold::Review, wait: None },
        State::Queued,
        State::Sending { lease: BootId::new("b") },
        State::Fenced,
        State::Waiting { wait: Millis(5) },
        State::Synced,
        State::Parked { reason: ParkReason::DeletedThere },
        State::Parked { reason: ParkReason::ChangedThere },
        State::Removed { by: RemovedBy::There },
    ];
    let mut all = Vec::new();
    for state in states {
        for intent in [Intent::Upsert, Intent::Delete] {
            let n = all.len();
            let mut delivery = Delivery::new(
                DeliveryId::new(format!("d{n}")),
                ContactId::new(format!("k{n}")),
                destination(),
                Marker::new(format!("m{n}")),
                state.clone(),
            );
            delivery.intent = intent;
            delivery.sent = Some(Sent {
                fields: BTreeMap::new(),
                marker: None,
                seq: 1,
                mapping: 1,
                acknowledged: false,
                removal: false,
                carried: BTreeSet::new(),
            });
            delivery.binding = Some(Binding {
                remote_id: RemoteId::new(format!("r{n}")),
                kind: BindingKind::Created,
                base: Some(Base::default()),
                missed: false,
            });
            all.push(delivery);
        }
    }
    all
}

#[test]
fn each_state_is_listed_under_the_chip_that_the_core_gives_it() {
    let shelf = Shelf::new();
    let all = deliveries_in_each_state();
    for delivery in &all {
        shelf.put(delivery.contact.as_str(), Some(delivery), false, false);
    }
    shelf.put("nowhere", None, false, false);
    for gate in [Gate::Open, Gate::Offline, Gate::Throttled, Gate::Resting, Gate::SignIn] {
        for delivery in &all {
            let listed = shelf.chips_of(delivery.contact.as_str(), gate);
            assert_eq!(listed, [chip(delivery, gate, false)], "{:?} at {gate:?}", delivery.state);
        }
        assert_eq!(shelf.chips_of("nowhere", gate), [Chip::Saved]);
    }
}

#[test]
fn where_a_contact_stands_follows_each_change_of_its_delivery_its_differences_and_itself() {
    let shelf = Shelf::new();
    let (contact, bystander) = (ContactId::new("k"), ContactId::new("bystander"));
    let mut delivery = deliveries_in_each_state().remove(0);
    delivery.contact = contact.clone();
    shelf.put("k", Some(&delivery), false, false);
    shelf.put("bystander", None, false, false);
    let stands = |delivery: &Delivery, differs: bool| {
        assert_eq!(
            shelf.chips_of("k", Gate::Open),
            [chip(delivery, Gate::Open, differs)],
            "{:?}",
            delivery.state
        );
        let astray = shelf.store.read(|conn| sum::out_of_step(conn)).expect("it counts");
        assert_eq!((astray, shelf.chips_of(bystander.as_str(), Gate::Open)), (0, vec![Chip::Saved]));
    };
    let write = |act: &dyn Fn(&rusqlite::Connection) -> lanyard_engine::store::Result<()>| {
        shelf.store.write(|conn| act(conn)).expect("it is written");
    };
    for next in
        deliveries_in_each_state().into_iter().filter(|next| !matches!(next.state, State::Removed { .. }))
    {
        delivery.state = next.state;
        delivery.intent = next.intent;
        write(&|conn| deliveries::save(conn, &delivery, NOW));
        stands(&delivery, false);
    }
    delivery.state = State::Synced;
    delivery.intent = Intent::Upsert;
    write(&|conn| deliveries::save(conn, &delivery, NOW));
    let difference = Difference {
        field: RemoteField::new("f"),
        base: None,
        ours: Some("a".into()),
        theirs: Some("b".into()),
        winner: Winner::Theirs,
    };
    let open = ConflictId::new("open");
    write(&|conn| conflicts::put(conn, &open, &delivery.id, &difference));
    stands(&delivery, true);
    write(&|conn| conflicts::resolve(conn, &open, Winner::Ours, NOW));
    stands(&delivery, false);
    write(&|conn| contacts::delete(conn, &contact, NOW));
    let counts = shelf.store.read(|conn| sum::counts(conn, &event(), WallMs(0))).expect("it counts");
    assert_eq!((counts.removed, counts.synced, counts.since), (1, 0, 1));
    write(&|conn| contacts::restore(conn, &contact).map(drop));
    stands(&delivery, false);
    write(&|conn| deliveries::retire(conn, &delivery.id));
    assert_eq!(shelf.chips_of("k", Gate::Open), [Chip::Saved]);
    assert_eq!(shelf.store.read(|conn| sum::out_of_step(conn)).expect("it counts"), 0);
}

#[test]
fn what_is_kept_beside_contacts_and_captures_follows_each_edit_capture_and_delivery() {
    let shelf = Shelf::new();
    let kept = |sql: &str| -> Vec<Option<i64>> {
        let read = shelf.store.read(|conn| {
            let mut statement = conn.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        });
        let astray = shelf.store.read(|conn| sum::out_of_step(conn)).expect("it counts");
        assert_eq!(astray, 0, "{sql}");
        read.expect("it is read")
    };
    let write = |sql: &str| shelf.store.write(|conn| Ok(conn.execute_batch(sql)?)).expect(sql);
    shelf.put("k", None, false, false);
    shelf.put("other", None, false, false);
    assert_eq!(kept("SELECT number FROM event"), kept("SELECT DISTINCT event_number FROM contact"));

    let rate = |seq: u32, value: &str| {
        write(&format!(
            "INSERT INTO field_edit (contact_id, field, installation_id, seq, value, origin, at_wall)
             VALUES ('k', 'rating', 'i', {seq}, {value}, 'typed', 0)"
        ));
        kept("SELECT rating FROM contact WHERE id = 'k'")
    };
    assert_eq!(rate(7, "'3'"), [Some(3)]);
    assert_eq!(rate(9, "'5'"), [Some(5)]);
    assert_eq!(rate(8, "'1'"), [Some(5)], "an edit that came later and is older");
    assert_eq!(rate(10, "NULL"), [None]);
    assert_eq!(kept("SELECT rating FROM contact WHERE id = 'other'"), [None]);

    let firsts = "SELECT first_in FROM capture ORDER BY rowid";
    let before = kept(firsts);
    write(
        "INSERT INTO capture (id, contact_id, event_id, installation_id, way, kind, payload, payload_mac, at_wall, seq)
         SELECT 'again', contact_id, event_id, installation_id, way, kind, payload, x'99', at_wall, 1000 FROM capture
         WHERE contact_id = 'k'",
    );
    assert_eq!(kept(firsts), [before, vec![None]].concat(), "a second capture of a contact is not its first");

    let tag = |seq: u32, part: &str, value: &str| {
        write(&format!(
            "INSERT INTO field_edit (contact_id, field, part, installation_id, seq, value, origin, at_wall)
             VALUES ('k', 'tag', '{part}', 'i', {seq}, {value}, 'typed', 0)"
        ));
        kept("SELECT living FROM contact_tag ORDER BY tag")
    };
    assert_eq!(tag(11, "vip", "'VIP'"), [Some(1)]);
    assert_eq!(tag(12, "hot", "'Hot'"), [Some(1), Some(1)]);
    assert_eq!(tag(13, "hot", "NULL"), [Some(1)]);
    let gone = |gone: bool| {
        let act = |conn: &rusqlite::Transaction<'_>| match gone {
            true => contacts::delete(conn, &ContactId::new("k"), NOW),
            false => contacts::restore(conn, &ContactId::new("k")).map(drop),
        };
        shelf.store.write(act).expect("it is written");
        kept("SELECT living FROM contact_tag")
    };
    assert_eq!(gone(true), [Some(0)]);
    assert_eq!(gone(false), [Some(1)]);

    write("INSERT INTO operator (id, name, role) VALUES ('nora', 'Nora', 'rep'), ('ali', 'Ali', 'rep')");
    let by = |id: &str, operator: &str, contact: &str, seq: u32| {
        write(&format!(
            "INSERT INTO capture (id, contact_id, event_id, installation_id, operator_id, way, kind, payload, payload_mac,
               at_wall, seq) SELECT '{id}', '{contact}', event_id, installation_id, '{operator}', way, kind, payload, x'98',
               at_wall, {seq} FROM capture WHERE id = 'k'"
        ));
        kept("SELECT rep FROM contact ORDER BY rowid_")
    };
    assert_eq!(by("later", "nora", "k", 1001), [None, None], "nobody was named when it was captured first");
    shelf
        .store
        .write(|conn| {
            contacts::insert(conn, &ContactId::new("third"), &event(), &InstallationId::new("i"), NOW)
        })
        .expect("it is written");
    assert_eq!(by("first", "ali", "third", 1002), [None, None, Some(2)]);
    assert_eq!(by("second", "nora", "third", 1003), [None, None, Some(2)]);

    let mut delivery = deliveries_in_each_state().remove(0);
    delivery.contact = ContactId::new("k");
    let places = "SELECT places FROM contact WHERE id = 'k'";
    assert_eq!(kept(places), [Some(0)]);
    shelf.store.write(|conn| deliveries::insert(conn, &delivery, true)).expect("it is written");
    assert_eq!(kept(places), [Some(1)]);
    shelf.store.write(|conn| deliveries::retire(conn, &delivery.id)).expect("it is written");
    assert_eq!(kept(places), [Some(1)], "it was there once");

    for (astray, changed) in [
        (1, "UPDATE contact SET rating = 5 WHERE id = 'other'"),
        (2, "UPDATE contact SET chip_rank = 0 WHERE id = 'third'"),
        (3, "UPDATE capture SET first_in = NULL WHERE id = 'k'"),
        (4, "DELETE FROM contact_tag"),
        (5, "INSERT INTO contact_tag VALUES (1, 'nobody', 1, 1)"),
    ] {
        write(changed);
        assert_eq!(shelf.store.read(|conn| sum::out_of_step(conn)).expect("it counts"), astray, "{changed}");
    }
}

#[test]
fn an_open_difference_shows_on_what_is_synced() {
    let shelf = Shelf::new();
    let synced = deliveries_in_each_state().into_iter().find(|delivery| delivery.state == State::Synced);
    let synced = synced.expect("there is one");
    shelf.put(synced.contact.as_str(), Some(&synced), true, false);
    assert_eq!(shelf.chips_of(synced.contact.as_str(), Gate::Open), [chip(&synced, Gate::Open, true)]);
}

#[test]
fn the_sum_counts_each_contact_in_the_bucket_that_the_core_gives_it_and_adds_up() {
    let shelf = Shelf::new();
    let mut expected = BTreeMap::new();
    let mut count = |bucket: Bucket| *expected.entry(format!("{bucket:?}")).or_insert(0u32) += 1;
    for (n, mut delivery) in deliveries_in_each_state().into_iter().enumerate() {
        for (differs, gone) in [(false, false), (true, false), (false, true), (true, true)] {
            let name = format!("k{n}-{differs}-{gone}");
            delivery.id = DeliveryId::new(&name);
            delivery.contact = ContactId::new(&name);
            delivery.marker = Marker::new(&name);
            if let Some(binding) = &mut delivery.binding {
                binding.remote_id = RemoteId::new(&name);
            }
            shelf.put(&name, Some(&delivery), differs, gone);
            count(bucket(std::slice::from_ref(&delivery), differs, gone));
        }
    }
    shelf.put("nowhere", None, false, false);
    count(bucket(&[], false, false));
    let counts = shelf.store.read(|conn| sum::counts(conn, &event(), WallMs(0))).expect("it counts");
    let of = |bucket: Bucket| expected.get(&format!("{bucket:?}")).copied().unwrap_or_default();
    assert_eq!(
        (counts.needs_attention, counts.waiting, counts.synced, counts.removed),
        (of(Bucket::NeedsAttention), of(Bucket::Waiting), of(Bucket::Synced), of(Bucket::Removed))
    );
    assert_eq!(
        counts.captured,
        counts.needs_attention + counts.waiting + counts.synced + counts.removed,
        "it adds up"
    );
}
