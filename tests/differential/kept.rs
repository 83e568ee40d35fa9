//! The app's own store as the simulation's outbox: a real, encrypted file with the real schema, behind the same functions
//! as in the app.

use lanyard_core::contact::{Contact, Field, Origin, Part};
use lanyard_core::crm::{
    Capabilities, Cursor, Fields, MapRow, Mapping, MarkerSupport, RemoteField, RemoteRecord, Take,
};
use lanyard_core::ids::{
    ConflictId, ContactId, DeliveryId, DestinationId, EventId, InstallationId, RemoteId,
};
use lanyard_core::outbox::{Delivery, DeliveryPart};
use lanyard_core::sync::{Account, Difference, Event, Local, StoredHealth, Wanted, WhenDeleted, Winner};
use lanyard_core::time::{Millis, WallMs};
use lanyard_engine::secrets::StoreKey;
use lanyard_engine::store::contacts::Edit;
use lanyard_engine::store::destinations::Destination;
use lanyard_engine::store::{conflicts, contacts, deliveries, destinations, events, open, parts, watched};
use lanyard_engine::sync::looked_at;
use rusqlite::Connection;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use tempfile::TempDir;

const NOW: WallMs = WallMs(1);

/// A store in a folder of its own.
pub(crate) struct Kept {
    folder: Rc<TempDir>,
    file: String,
    conn: Connection,
    account: Account,
    made: Cell<u64>,
}

fn key() -> StoreKey {
    StoreKey::from_slice(&[7; 32]).expect("32 bytes")
}

fn destination() -> DestinationId {
    DestinationId::new("z")
}

fn account() -> Account {
    let row = MapRow::new;
    let rows = vec![
        row(Field::FullName, "name", Take::First),
        row(Field::Email, "email", Take::First),
        row(Field::Company, "company", Take::First),
        row(Field::Tag, "tags", Take::Joined),
        row(Field::Note, "note", Take::Note),
    ];
    // Only the mapping decides what a store shows of a contact.
    let caps = Capabilities {
        marker: MarkerSupport::Unique,
        email_unique: true,
        versions: true,
        notes: true,
        batch: 10,
        fence: Millis(180_000),
    };
    Account { caps, mapping: Mapping { version: 1, rows }, may_double: false, when_deleted: WhenDeleted::Ask }
}

impl Kept {
    /// An empty store of one laptop.
    pub(crate) fn new(nth: usize) -> Self {
        // Memory where the system has such a folder: what a disk keeps is proved elsewhere.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let file = format!("{nth}.store");
        let conn = open::create(&folder.path().join(&file), &key()).expect("a new store");
        let kept = Self { folder: Rc::new(folder), file, conn, account: account(), made: Cell::new(0) };
        let (installation, event) = (InstallationId::new("me"), EventId::new("show"));
        events::add_installation(&kept.conn, &installation, "booth").expect("an installation");
        let show = events::Event {
            id: event.clone(),
            name: "Expo".into(),
            region: None,
            rehearsal: true,
            grace: Millis(10_000),
            hold_unresolved: false,
        };
        events::add_event(&kept.conn, &show).expect("an event");
        let place = Destination {
            id: destination(),
            event,
            name: "CRM".into(),
            kind: "acme".into(),
            base_url: String::new(),
            rehearsal: true,
            marker: MarkerSupport::Unique,
            fence: Millis(180_000),
            mapping: 1,
            settings: Default::default(),
            health: StoredHealth::default(),
        };
        destinations::put(&kept.conn, &place).expect("a destination");
        destinations::put_mapping(&kept.conn, &destination(), &kept.account.mapping).expect("a mapping");
        kept
    }

    pub(crate) fn sql(&self, sql: &str) {
        self.conn.execute_batch(sql).expect(sql);
    }

    /// A delivery and its contact, with all that a removal or a stray would need to know.
    pub(crate) fn look(&self, id: &DeliveryId) -> Option<(Delivery, Local)> {
        let nothing = RemoteRecord {
            id: RemoteId::new(""),
            version: None,
            archived: false,
            marker: None,
            fields: Fields::default(),
        };
        let event = Event::Hint(Box::new(nothing));
        looked_at(&self.conn, &self.account, id, &event).expect("it can be read")
    }

    pub(crate) fn insert(&self, delivery: &Delivery) {
        match &delivery.part {
            DeliveryPart::Surplus(_) => {
                let found_by: String = self
                    .conn
                    .query_row(
                        "SELECT id FROM delivery WHERE contact_id = ?1 AND part = 'contact' AND generation = ?2",
                        (delivery.contact.as_str(), delivery.generation),
                        |row| row.get(0),
                    )
                    .expect("it was found by one");
                parts::make_room(&self.conn, delivery).expect("it is legal");
                parts::insert_surplus(&self.conn, delivery, &DeliveryId::new(found_by)).expect("it is legal");
            }
            DeliveryPart::Contact | DeliveryPart::Note(_) => {
                let first = delivery.part == DeliveryPart::Contact && delivery.generation == 0;
                deliveries::insert(&self.conn, delivery, !first).expect("it is legal");
            }
        }
    }

    pub(crate) fn save(&self, delivery: &Delivery) {
        deliveries::save(&self.conn, delivery, NOW).unwrap_or_else(|error| panic!("{error}: {delivery:?}"));
    }

    pub(crate) fn retire(&self, delivery: &DeliveryId) {
        deliveries::retire(&self.conn, delivery).expect("it is legal");
    }

    pub(crate) fn capture(&self, contact: &ContactId) {
        let (installation, event) = (InstallationId::new("me"), EventId::new("show"));
        contacts::insert(&self.conn, contact, &event, &installation, NOW).expect("a contact");
    }

    fn write(&self, contact: &ContactId, edits: &[Edit]) {
        contacts::edit(&self.conn, contact, &InstallationId::new("me"), edits, NOW).expect("an edit");
    }

    pub(crate) fn edit(&self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        self.put(contact, field, value, Origin::Typed);
    }

    pub(crate) fn take(&self, contact: &ContactId, field: &RemoteField, value: Option<&str>) {
        self.put(contact, field, value, Origin::Crm);
    }

    fn put(&self, contact: &ContactId, field: &RemoteField, value: Option<&str>, origin: Origin) {
        let edit =
            |field: Field, part: Part, value: Option<&str>| Edit { origin, ..edit(field, part, value) };
        let row = self.account.mapping.row(field).expect("a field of the simulation");
        let ours = row.ours.expect("none of them is a constant");
        if row.take != Take::Joined {
            return self.write(contact, &[edit(ours, Part::first(), value)]);
        }
        let now: Contact = contacts::load(&self.conn, contact).expect("a contact");
        let here: BTreeSet<String> = now.all(ours).map(|(_, value)| value.value.clone()).collect();
        let wanted: BTreeSet<String> =
            value.iter().flat_map(|joined| joined.split(';')).map(str::to_owned).collect();
        let gone = here.difference(&wanted).map(|tag| edit(ours, Part::member(tag.to_lowercase()), None));
        let new = wanted.difference(&here).map(|tag| edit(ours, Part::member(tag.to_lowercase()), Some(tag)));
        self.write(contact, &gone.chain(new).collect::<Vec<_>>());
    }

    pub(crate) fn note(&self, contact: &ContactId, key: &str, text: Option<&str>) {
        let part = if key == "1" { Part::first() } else { Part::member(key) };
        self.write(contact, &[edit(Field::Note, part, text)]);
    }

    pub(crate) fn leave_card(&self, contact: &ContactId) {
        deliveries::leave_card(&self.conn, contact).expect("it is legal");
    }

    pub(crate) fn want(&self, contact: &ContactId, wanted: Wanted) {
        let done = match wanted {
            Wanted::Here => contacts::restore(&self.conn, contact).map(drop),
            Wanted::Gone => contacts::restore(&self.conn, contact)
                .and_then(|_| contacts::delete(&self.conn, contact, NOW)),
            Wanted::Destroyed => contacts::delete(&self.conn, contact, NOW)
                .and_then(|()| contacts::destroy(&self.conn, contact)),
        };
        done.expect("it is legal");
    }

    pub(crate) fn differ(&self, delivery: &DeliveryId, difference: &Difference) {
        self.made.set(self.made.get() + 1);
        let id = ConflictId::new(format!("{}-{}", self.file, self.made.get()));
        conflicts::put(&self.conn, &id, delivery, difference).expect("it is legal");
    }

    pub(crate) fn resolve(&self, delivery: &DeliveryId, field: &RemoteField) {
        let open = conflicts::open(&self.conn, delivery).expect("they can be read");
        for row in open.into_iter().filter(|row| row.field == *field) {
            conflicts::resolve(&self.conn, &row.id, Winner::Ours, NOW).expect("it is legal");
        }
    }

    pub(crate) fn cursor(&self) -> Cursor {
        watched::cursor(&self.conn, &destination()).expect("it can be read").unwrap_or_default()
    }

    pub(crate) fn set_cursor(&self, cursor: &Cursor) {
        watched::put_cursor(&self.conn, &destination(), cursor).expect("it is legal");
    }
}

fn edit(field: Field, part: Part, value: Option<&str>) -> Edit {
    Edit { field, part, value: value.map(str::to_owned), raw: None, problem: None, origin: Origin::Typed }
}

/// A backup: the file as it is now, under another name.
impl Clone for Kept {
    fn clone(&self) -> Self {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
        let made = self.made.get() + 1;
        self.made.set(made);
        let file = format!("{made}-{}", self.file);
        let path = self.folder.path().join(&file);
        std::fs::copy(self.folder.path().join(&self.file), &path).expect("a copy");
        let conn = open::open(&path, &key()).expect("it opens");
        Self {
            folder: Rc::clone(&self.folder),
            file,
            conn,
            account: self.account.clone(),
            made: Cell::new(0),
        }
    }
}
