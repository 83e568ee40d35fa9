//! A laptop to be measured: a data folder on the disk to be measured, with a key file, and the app over it.

use crate::people;
use lanyard_core::contact::{Field, Origin, Part};
use lanyard_core::ids::{CaptureId, ContactId, DeliveryId, Marker};
use lanyard_core::outbox::{Delivery, State};
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, DestinationInput};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey};
use lanyard_engine::store::captures::{self, NewCapture, Way};
use lanyard_engine::store::contacts::{self, Edit};
use lanyard_engine::store::{Store, deliveries, destinations, events, likeness};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const KEY: [u8; 32] = [7; 32];

/// Contacts per transaction when a store is filled without captures.
const FILLED_AT_ONCE: usize = 1000;

/// A data folder with its key file.
pub(crate) struct Laptop {
    folder: TempDir,
}

impl Laptop {
    /// A new folder somewhere below `disk`, with an event whose cards stay open for `grace`, and a CRM at `address`.
    pub(crate) fn new(disk: &Path, address: &str, grace: Millis) -> Self {
        Self::with(disk, "acme", address, grace)
    }

    /// The same with a CRM of that kind, and cards that are left at once.
    pub(crate) fn at(disk: &Path, kind: &str, address: &str) -> Self {
        Self::with(disk, kind, address, Millis(0))
    }

    fn with(disk: &Path, kind: &str, address: &str, grace: Millis) -> Self {
        let laptop =
            Self { folder: tempfile::tempdir_in(disk).expect("a folder on the disk to be measured") };
        write_key(&laptop.key_file());
        let desk = open(&laptop.data(), &laptop.key_file(), false, grace, Arc::new(SystemClock::new()));
        let input = DestinationInput {
            id: None,
            kind: kind.into(),
            name: "AcmeCRM".into(),
            settings: BTreeMap::from([
                ("base_url".to_owned(), address.to_owned()),
                ("auth".to_owned(), "bearer".to_owned()),
            ]),
            secrets: BTreeMap::from([("secret".to_owned(), "bench".to_owned())]),
        };
        desk.save_destination(&input).expect("the destination is saved");
        desk.stop();
        laptop
    }

    /// A new folder without a CRM, and without a store yet.
    pub(crate) fn without_destination(disk: &Path) -> Self {
        let laptop =
            Self { folder: tempfile::tempdir_in(disk).expect("a folder on the disk to be measured") };
        write_key(&laptop.key_file());
        laptop
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.folder.path().join("key")
    }

    /// The app over it, with its worker.
    pub(crate) fn open(&self) -> Desk {
        self.open_at(Arc::new(SystemClock::new()))
    }

    /// The app over it, without its worker.
    pub(crate) fn open_quiet(&self) -> Desk {
        open(&self.data(), &self.key_file(), false, Millis(0), Arc::new(SystemClock::new()))
    }

    /// The same by another clock.
    pub(crate) fn open_at(&self, clock: Arc<dyn Clock>) -> Desk {
        open(&self.data(), &self.key_file(), true, Millis(0), clock)
    }

    /// Fills the closed store with so many queued contacts, without the cost of a durable capture for each.
    pub(crate) fn fill(&self, count: usize) {
        self.fill_so(count, edits);
    }

    /// The same with a note on each.
    pub(crate) fn fill_with_notes(&self, count: usize) {
        self.fill_so(count, |number| {
            let mut all = edits(number);
            let note =
                Edit { field: Field::Note, value: Some(format!("Met at stand {number}")), ..all[0].clone() };
            all.push(note);
            all
        });
    }

    /// The same with people who differ, as a fair brings them.
    pub(crate) fn fill_with_people(&self, count: usize) {
        self.fill_so(count, people::marked);
    }

    /// Lets everybody count as compared with everybody else: the app does that in the background while people are captured, and the
    /// minutes that it takes for so many at once are no part of what is measured.
    pub(crate) fn leave_compared(&self) {
        let store =
            Store::open(&self.data().join("lanyard.store"), &StoreKey::from_bytes(KEY)).expect("it opens");
        let some = |conn: &rusqlite::Connection| {
            let some = likeness::to_compare(conn, FILLED_AT_ONCE as u32)?;
            some.iter().try_for_each(|one| likeness::compared(conn, one))?;
            Ok(some.len())
        };
        while store.write(|conn| some(conn)).expect("it is written") > 0 {}
    }

    fn fill_so(&self, count: usize, edits: fn(usize) -> Vec<Edit>) {
        let clock = SystemClock::new();
        let store =
            Store::open(&self.data().join("lanyard.store"), &StoreKey::from_bytes(KEY)).expect("it opens");
        for first in (0..count).step_by(FILLED_AT_ONCE) {
            let filled = store.write(|conn| {
                let event = events::current(conn)?.expect("there is an event");
                let installation = events::installation(conn)?.expect("there is an installation");
                let destination = destinations::of_event(conn, &event.id)?.remove(0);
                for number in first..count.min(first + FILLED_AT_ONCE) {
                    let contact = ContactId::new(clock.new_id());
                    contacts::insert(conn, &contact, &event.id, &installation, clock.wall())?;
                    contacts::edit(conn, &contact, &installation, &edits(number), clock.wall())?;
                    let payload = card(number);
                    captures::insert(
                        conn,
                        &NewCapture {
                            id: CaptureId::new(clock.new_id()),
                            contact: &contact,
                            event: &event.id,
                            installation: &installation,
                            operator: None,
                            way: Way::Camera,
                            kind: "vcard",
                            symbology: None,
                            payload: payload.as_bytes(),
                            digest: &store.digest(payload.as_bytes()),
                            extra: &[],
                            at: clock.wall(),
                        },
                    )?;
                    let delivery = Delivery::new(
                        DeliveryId::new(clock.new_id()),
                        contact,
                        destination.id.clone(),
                        Marker::new(clock.new_id()),
                        State::Queued,
                    );
                    deliveries::insert(conn, &delivery, true)?;
                }
                Ok(())
            });
            filled.expect("the store takes them");
        }
    }
}

fn write_key(path: &Path) {
    std::fs::write(path, KEY.map(|byte| format!("{byte:02x}")).concat()).expect("the key file is written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mine = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, mine).expect("the key file is mine");
    }
}

/// The app over a data folder.
pub(crate) fn open(data: &Path, key_file: &Path, worker: bool, grace: Millis, clock: Arc<dyn Clock>) -> Desk {
    let options = DeskOptions {
        folder: data.to_owned(),
        rehearsal: true,
        key_file: Some(key_file.to_owned()),
        holder: "the benchmark",
        with_worker: worker,
        read_only: false,
        first: FirstStart {
            laptop: "bench".into(),
            operator: "Ali".into(),
            event: "Bench".into(),
            region: Some("DE".into()),
            rehearsal: true,
            grace,
        },
        samples: Vec::new(),
    };
    let desk = Desk::start(options, clock, Arc::new(InMemory::default()));
    assert!(desk.engine().is_ok(), "{:?}", desk.fault());
    desk
}

/// Captures a badge.
pub(crate) fn capture(desk: &Desk, number: usize) {
    let answer = desk.capture_text(&card(number), Way::Camera);
    assert!(matches!(answer, Ok(CaptureAnswer::Saved { .. })), "it is saved: {answer:?}");
}

/// What a badge says: a vCard of its own for each number.
pub(crate) fn card(number: usize) -> String {
    format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Visitor{number};Ada;;;\r\nFN:Ada Visitor{number}\r\nORG:Example Works GmbH\r\n\
         TITLE:Head of Maintenance\r\nTEL;TYPE=CELL:+49 151 {:07}\r\nEMAIL:ada{number}@example.com\r\nEND:VCARD\r\n",
        1_000_000 + number
    )
}

/// The same as edits.
fn edits(number: usize) -> Vec<Edit> {
    let edit = |field, value: String| Edit {
        field,
        part: Part::default(),
        value: Some(value),
        raw: None,
        problem: None,
        origin: Origin::Badge,
    };
    vec![
        edit(Field::FullName, format!("Ada Visitor{number}")),
        edit(Field::GivenName, "Ada".into()),
        edit(Field::FamilyName, format!("Visitor{number}")),
        edit(Field::Company, "Example Works GmbH".into()),
        edit(Field::JobTitle, "Head of Maintenance".into()),
        edit(Field::Mobile, format!("+49151{:07}", 1_000_000 + number)),
        edit(Field::Email, format!("ada{number}@example.com")),
    ]
}
