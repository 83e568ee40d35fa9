//! A desk that sends nothing, and what it is laid with.

use lanyard_core::crm::RemoteField;
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::delivery::{Candidate, Fault};
use lanyard_core::outbox::{Base, Binding, BindingKind, Decision, ParkReason, Sent, State};
use lanyard_core::sync::{Difference, Winner};
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{CaptureAnswer, Cause};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::{Clock, SystemClock};
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey, recovery_key};
use lanyard_engine::store::captures::Way;
use lanyard_engine::store::{Store, conflicts, deliveries};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

/// A desk that sends nothing, beside a connection of our own to its store.
pub(crate) struct Table {
    pub(crate) desk: Desk,
    pub(crate) store: Store,
    pub(crate) clock: SystemClock,
    _folder: tempfile::TempDir,
}

impl Table {
    pub(crate) fn laid() -> Self {
        Self::timed(Arc::new(SystemClock::new()))
    }

    /// The same by a clock that a test moves.
    pub(crate) fn timed(clock: Arc<dyn Clock>) -> Self {
        Self::over(tempfile::tempdir().unwrap(), clock)
    }

    /// The app was ended and started again.
    pub(crate) fn restarted(self, clock: Arc<dyn Clock>) -> Self {
        let Self { desk, store, _folder: folder, .. } = self;
        desk.stop();
        drop(store);
        Self::over(folder, clock)
    }

    fn over(folder: tempfile::TempDir, clock: Arc<dyn Clock>) -> Self {
        let key = StoreKey::from_bytes([5; 32]);
        let key_file = folder.path().join("key");
        fs::write(&key_file, recovery_key::write(&key).as_bytes()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&key_file, fs::Permissions::from_mode(0o600)).unwrap();
        }
        let data = folder.path().join("data");
        let options = DeskOptions {
            folder: data.clone(),
            rehearsal: true,
            key_file: Some(key_file),
            holder: "a test",
            with_worker: false,
            read_only: false,
            first: FirstStart {
                laptop: "Laptop".into(),
                operator: "Ada".into(),
                event: "Expo".into(),
                region: None,
                rehearsal: true,
                grace: Millis(0),
            },
            samples: Vec::new(),
        };
        let desk = Desk::start(options, clock, Arc::new(InMemory::default()));
        desk.rehearse_with("http://127.0.0.1:9/api/v1", "token", 1_000).unwrap();
        let store = Store::open(&data.join("lanyard.store"), &key).unwrap();
        Self { desk, store, clock: SystemClock::new(), _folder: folder }
    }

    pub(crate) fn capture(&self, name: &str, email: &str) -> ContactId {
        let payload = format!(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name} Roe\r\nN:Roe;{name};;;\r\nEMAIL:{email}\r\nEND:VCARD\r\n"
        );
        match self.desk.capture_text(&payload, Way::Scanner).unwrap() {
            CaptureAnswer::Saved { contact, .. } => {
                self.desk.leave_card(&contact.row.id).unwrap();
                contact.row.id.clone()
            }
            CaptureAnswer::Known { .. } | CaptureAnswer::Again { .. } | CaptureAnswer::Refused { .. } => {
                panic!("{name} is not new")
            }
        }
    }

    /// Puts a contact's delivery into a state.
    pub(crate) fn put(&self, contact: &ContactId, state: State, bound: Option<BindingKind>) -> DeliveryId {
        let done = self.store.write(|conn| {
            let mut delivery = deliveries::of_contact(conn, contact)?.remove(0).delivery;
            delivery.binding = bound.clone().map(|kind| Binding {
                remote_id: RemoteId::new(format!("r-{contact}")),
                kind,
                base: Some(Base::default()),
                missed: false,
            });
            delivery.sent = matches!(state, State::Parked { .. }).then(|| Sent {
                fields: BTreeMap::new(),
                marker: None,
                seq: 1,
                mapping: 1,
                acknowledged: false,
                removal: false,
                carried: BTreeSet::new(),
            });
            delivery.state = state.clone();
            deliveries::save(conn, &delivery, self.clock.wall())?;
            Ok(delivery.id)
        });
        done.unwrap()
    }

    pub(crate) fn park(&self, contact: &ContactId, reason: ParkReason) -> DeliveryId {
        self.put(contact, State::Parked { reason }, None)
    }

    pub(crate) fn state(&self, contact: &ContactId) -> State {
        let found = self.store.read(|conn| deliveries::of_contact(conn, contact)).unwrap();
        found.into_iter().next().unwrap().delivery.state
    }

    pub(crate) fn decision(&self, contact: &ContactId) -> Option<Decision> {
        let found = self.store.read(|conn| deliveries::of_contact(conn, contact)).unwrap();
        found.into_iter().next().unwrap().delivery.decision
    }

    pub(crate) fn email(&self, contact: &ContactId) -> Option<String> {
        let detail = self.desk.contact(contact).unwrap();
        detail.fields.into_iter().find(|field| field.field.key() == "email").map(|field| field.value)
    }

    /// Contacts whose e-mail the CRM does not accept, each in words of its own. The next capture leaves the last one's
    /// card, and it goes again: so nothing is captured after these.
    pub(crate) fn refused(&self, count: usize) -> Vec<ContactId> {
        let capture = |n: usize| self.capture(&format!("Ada{n}"), &format!("ada{n}@old.invalid"));
        let contacts: Vec<ContactId> = (0..count).map(capture).collect();
        for (n, contact) in contacts.iter().enumerate() {
            self.park(contact, invalid("email", &format!("ada{n}@old.invalid cannot be delivered")));
        }
        contacts
    }

    pub(crate) fn only_cause(&self) -> Cause {
        let mut causes = self.desk.review().unwrap().causes;
        assert_eq!(causes.len(), 1);
        causes.remove(0).cause
    }
}

pub(crate) fn invalid(field: &str, message: &str) -> ParkReason {
    let fault =
        Fault { ours: Some(field.into()), theirs: Some(format!("acme_{field}")), message: message.into() };
    ParkReason::Invalid { faults: vec![fault] }
}

pub(crate) fn stranger(id: &str) -> Candidate {
    Candidate { id: RemoteId::new(id), name: "Somebody".into() }
}

/// A difference over one field of a contact that is in the CRM.
pub(crate) fn differ(table: &Table, contact: &ContactId, field: &str, winner: Winner) -> ConflictId {
    let delivery = table.put(contact, State::Synced, Some(BindingKind::Created));
    let id = ConflictId::new(format!("{contact}-{field}"));
    let difference = Difference {
        field: RemoteField::new(field),
        base: None,
        ours: Some("Here".into()),
        theirs: Some("There".into()),
        winner,
    };
    table.store.write(|conn| conflicts::put(conn, &id, &delivery, &difference)).unwrap();
    id
}
