//! A booth in a test: the real store in a folder of its own, the real worker, and the rehearsal CRM over real HTTP on a
//! port that stays the same while the CRM comes and goes. No window.

use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::api::views::{
    CaptureAnswer, ContactDetail, ContactQuery, DestinationInput, EventInput, FieldChange, Stage, Update,
};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::SystemClock;
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::InMemory;
use lanyard_engine::store::captures::Way;
use lanyard_rehearsal::{
    Act, Brand, FaultKind, FaultRule, FileMemory, Marker, Match, Options, Record, Rehearsal, Running,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Sunday, 22 November 2026, 12:00:00 UTC: the CRM's own clock.
const NOON: i64 = 1_795_348_800_000;

/// Nothing in a story takes longer, on a machine that has much else to do; one that does has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The fence in stories: long enough to be seen, short enough to be waited out.
pub const FENCE: Millis = Millis(600);

/// A booth.
pub struct Booth {
    /// The desk.
    pub desk: Arc<Desk>,
    /// The CRM while it is up.
    pub crm: Option<Running>,
    updates: UnboundedReceiver<Update>,
    folder: TempDir,
    keychain: Arc<InMemory>,
    port: u16,
    brand: Brand,
    marker: Marker,
}

impl Booth {
    /// A fresh laptop with a destination whose CRM is not up yet.
    ///
    /// # Panics
    /// When the machine gives no folder, port or thread.
    pub async fn open(marker: Marker, grace: Millis) -> Self {
        Self::open_at(Brand::Acme, marker, grace).await
    }

    /// The same with a destination at that CRM. One that keeps nothing forgets its records when it goes down.
    ///
    /// # Panics
    /// When the machine gives no folder, port or thread.
    pub async fn open_at(brand: Brand, marker: Marker, grace: Millis) -> Self {
        let booth = Self::open_unconnected(brand, marker, grace).await;
        booth.connect();
        booth
    }

    /// A laptop whose CRM is not connected yet; [`Booth::connect`] does it.
    ///
    /// # Panics
    /// When the machine gives no folder, port or thread.
    pub async fn open_unconnected(brand: Brand, marker: Marker, grace: Millis) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(InMemory::default());
        // A port is taken once, so that it is ours, and given back until the CRM comes up.
        let port = start_crm(0, folder.path(), brand, marker).await;
        let number = port.addr().port();
        port.stop().await;
        let (desk, updates) = open_desk(&folder.path().join("data"), &keychain);
        let booth = Self { desk, crm: None, updates, folder, keychain, port: number, brand, marker };
        booth.settle_event(grace);
        booth
    }

    /// Connects the CRM.
    ///
    /// # Panics
    /// When the form is not taken.
    pub fn connect(&self) {
        self.add_destination(self.brand, self.port);
    }

    /// The CRM can be reached from now on, with all it knew.
    ///
    /// # Panics
    /// When its port was taken meanwhile.
    pub async fn crm_up(&mut self) {
        self.crm = Some(start_crm(self.port, self.folder.path(), self.brand, self.marker).await);
    }

    /// Another destination beside the first one, at a CRM of its own that is up.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn beside(&self, brand: Brand, marker: Marker) -> Running {
        let crm = start_crm(0, self.folder.path(), brand, marker).await;
        self.add_destination(brand, crm.addr().port());
        crm
    }

    /// The CRM cannot be reached.
    pub async fn crm_down(&mut self) {
        if let Some(crm) = self.crm.take() {
            crm.stop().await;
        }
    }

    /// The CRM plays a fault, so many times.
    ///
    /// # Panics
    /// When it is not up.
    pub fn fault(&self, kind: FaultKind, times: u32, writes: bool) {
        let crm = self.crm.as_ref().expect("the CRM is up");
        let matches = Match { write_only: writes, ..Match::default() };
        crm.fault(FaultRule { matches, times: Some(times), kind });
    }

    /// The CRM plays a fault on writes below a path, so many times.
    ///
    /// # Panics
    /// When it is not up.
    pub fn fault_at(&self, kind: FaultKind, times: u32, path: &str) {
        let crm = self.crm.as_ref().expect("the CRM is up");
        let matches = Match { write_only: true, path_prefix: Some(path.to_owned()), ..Match::default() };
        crm.fault(FaultRule { matches, times: Some(times), kind });
    }

    /// The CRM's live records that are not a stranger's.
    ///
    /// # Panics
    /// When it is not up.
    #[must_use]
    pub fn ours(&self) -> Vec<Record> {
        let crm = self.crm.as_ref().expect("the CRM is up");
        let marker = match self.brand {
            Brand::Acme => "acme_marker",
            Brand::HubSpot => "lanyard_capture_id",
            Brand::Pipedrive => "Lanyard capture ID",
        };
        crm.records()
            .into_iter()
            .filter(|record| !record.archived && !record.value(marker).is_empty())
            .collect()
    }

    /// The CRM's records as they are, to be compared later.
    ///
    /// # Panics
    /// When it is not up.
    #[must_use]
    pub fn all(&self) -> Vec<Record> {
        self.crm.as_ref().expect("the CRM is up").records()
    }

    fn settle_event(&self, grace: Millis) {
        let input = EventInput {
            name: "Nordlicht Expo 2026".into(),
            region: Some("DE".into()),
            grace,
            operator: "Ali".into(),
            purge_days: None,
        };
        self.desk.save_event(&input).expect("the event is saved");
    }

    fn add_destination(&self, brand: Brand, port: u16) {
        let (kind, name) = match brand {
            Brand::Acme => ("acme", "AcmeCRM"),
            Brand::HubSpot => ("hubspot", "HubSpot"),
            Brand::Pipedrive => ("pipedrive", "Pipedrive"),
        };
        let input = DestinationInput {
            id: None,
            kind: kind.into(),
            name: name.into(),
            settings: BTreeMap::from([
                ("base_url".to_owned(), format!("http://127.0.0.1:{port}")),
                ("auth".to_owned(), "bearer".to_owned()),
                ("fence_ms".to_owned(), FENCE.0.to_string()),
            ]),
            secrets: BTreeMap::from([("secret".to_owned(), TOKEN.to_owned())]),
        };
        self.desk.save_destination(&input).expect("the destination is saved");
    }

    /// Scans a badge.
    ///
    /// # Panics
    /// When it is refused or not saved.
    pub fn scan(&self, payload: &str) -> ContactId {
        match self.desk.capture_text(payload, Way::Scanner).expect("it is saved") {
            CaptureAnswer::Saved { contact, .. } | CaptureAnswer::Known { contact, .. } => {
                contact.row.id.clone()
            }
            CaptureAnswer::Again { contact_id, .. } => contact_id,
            CaptureAnswer::Refused { sentence } => panic!("refused: {}", sentence.code),
        }
    }

    /// Changes a field by hand.
    ///
    /// # Panics
    /// When it is not saved.
    pub fn edit(&self, contact: &ContactId, field: lanyard_core::contact::Field, value: &str) {
        let change = FieldChange { field, part: Default::default(), value: Some(value.to_owned()) };
        self.desk.edit_contact(contact, &[change]).expect("it is saved");
    }

    /// A contact as the drawer shows it.
    ///
    /// # Panics
    /// When it is not there.
    #[must_use]
    pub fn look(&self, contact: &ContactId) -> ContactDetail {
        self.desk.contact(contact).expect("it is there")
    }

    /// Waits, on pushed updates, until a contact shows a chip.
    ///
    /// # Panics
    /// When it does not within the story's patience; says what it shows instead.
    pub async fn until(&mut self, contact: &ContactId, chip: Chip) -> ContactDetail {
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let detail = self.look(contact);
                if detail.row.chip == chip {
                    return detail;
                }
                if self.updates.recv().await.is_none() {
                    panic!("nobody tells of changes any more");
                }
            }
        });
        match waited.await {
            Ok(detail) => detail,
            Err(_) => {
                let detail = self.look(contact);
                panic!("it is {:?} and not {chip:?}: {:?}", detail.row.chip, detail.explanation.why.code)
            }
        }
    }

    /// Waits, on pushed updates, until what a contact shows is as told.
    ///
    /// # Panics
    /// When it is not within the story's patience; says what it shows instead.
    pub async fn until_it(
        &mut self,
        contact: &ContactId,
        what: &str,
        holds: impl Fn(&ContactDetail) -> bool,
    ) -> ContactDetail {
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let detail = self.look(contact);
                if holds(&detail) {
                    return detail;
                }
                if self.updates.recv().await.is_none() {
                    panic!("nobody tells of changes any more");
                }
            }
        });
        match waited.await {
            Ok(detail) => detail,
            Err(_) => {
                let detail = self.look(contact);
                panic!("not {what}: {:?}, {:?}", detail.row.chip, detail.explanation.why.code)
            }
        }
    }

    /// Waits, on pushed updates, until something holds of the whole.
    ///
    /// # Panics
    /// When it does not within the story's patience.
    pub async fn until_all(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = tokio::time::Instant::now() + PATIENCE;
        while !holds(self) {
            // What the CRM does by itself is told by nobody.
            let look_again = tokio::time::sleep(Duration::from_millis(50));
            tokio::select! {
                _ = self.updates.recv() => {}
                () = look_again => {}
            }
            assert!(tokio::time::Instant::now() < end, "not {what}: {:?}", self.standings());
        }
    }

    /// Where each contact stands, and why.
    fn standings(&self) -> Vec<(Chip, String)> {
        let all = ContactQuery { limit: 20, ..Default::default() };
        let listed = self.desk.contacts(&all).expect("the store is read").rows;
        let details = listed.into_iter().map(|row| self.look(&row.id));
        details.map(|detail| (detail.row.chip, detail.explanation.why.code)).collect()
    }

    /// A person does something at the CRM's own screen.
    ///
    /// # Panics
    /// When the CRM is not up or refuses it.
    pub fn there(&self, act: &Act) {
        self.crm.as_ref().expect("the CRM is up").act(act).expect("the CRM takes it");
    }

    /// A person changes one value at the CRM's own screen.
    ///
    /// # Panics
    /// When the CRM is not up or refuses it.
    pub fn edit_there(&self, id: &str, field: &str, value: &str) {
        let fields = serde_json::Map::from_iter([(field.to_owned(), value.into())]);
        self.there(&Act::Edit { id: id.to_owned(), fields });
    }

    /// One of the CRM's records.
    ///
    /// # Panics
    /// When the CRM is not up or does not have it.
    #[must_use]
    pub fn record(&self, id: &str) -> Record {
        self.all().into_iter().find(|record| record.id == id).expect("the CRM has it")
    }

    /// Changes a plain setting of the destination.
    ///
    /// # Panics
    /// When it is not saved.
    pub fn set_destination(&self, key: &str, value: &str) {
        let known = self.desk.settings().expect("they are there").destinations.remove(0);
        let mut settings = known.settings;
        settings.insert(key.to_owned(), value.to_owned());
        let input = DestinationInput {
            id: Some(known.id),
            kind: known.kind,
            name: known.name,
            settings,
            secrets: BTreeMap::new(),
        };
        self.desk.save_destination(&input).expect("the destination is saved");
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The keychain of this laptop.
    #[must_use]
    pub fn keychain(&self) -> &Arc<InMemory> {
        &self.keychain
    }

    /// Ends the app in order and starts it again on the same folder.
    pub fn restart(&mut self) {
        self.desk.stop();
        let (desk, updates) = open_desk(&self.folder.path().join("data"), &self.keychain);
        self.desk = desk;
        self.updates = updates;
    }
}

const TOKEN: &str = "story-token-2f6b";

async fn start_crm(port: u16, folder: &Path, brand: Brand, marker: Marker) -> Running {
    let mut options = Options::new(TOKEN, "story-key", "story-control", Arc::new(|| NOON));
    options.port = port;
    options.memory = Some(Arc::new(FileMemory::new(folder.join("crm.json"))));
    options.brand = brand;
    options.settings.marker = marker;
    // Its clock stands, and so would the windows of its limits.
    (options.settings.requests_per_ten_s, options.settings.searches_per_s) = (100_000, 100_000);
    (options.settings.requests_per_two_s, options.settings.searches_per_two_s) = (100_000, 100_000);
    options.settings.tokens_per_day = 100_000_000;
    Rehearsal::start(options).await.expect("its port is free")
}

/// What a first start in a story fills in.
#[must_use]
pub fn first_start(grace: Millis) -> FirstStart {
    FirstStart {
        laptop: "booth 1".into(),
        operator: "Ali".into(),
        event: "Nordlicht Expo 2026".into(),
        region: Some("DE".into()),
        rehearsal: true,
        grace,
    }
}

/// Starts the app on a folder, however far that comes.
#[must_use]
pub fn start_desk(folder: &Path, keychain: &Arc<InMemory>) -> Arc<Desk> {
    let options = DeskOptions {
        folder: folder.to_owned(),
        rehearsal: true,
        key_file: None,
        holder: "a story",
        with_worker: true,
        read_only: false,
        first: first_start(Millis(10_000)),
        samples: Vec::new(),
    };
    let keychain: Arc<InMemory> = Arc::clone(keychain);
    Arc::new(Desk::start(options, Arc::new(SystemClock::new()), keychain))
}

fn open_desk(folder: &Path, keychain: &Arc<InMemory>) -> (Arc<Desk>, UnboundedReceiver<Update>) {
    let desk = start_desk(folder, keychain);
    assert!(matches!(desk.session().stage, Stage::Ready), "{:?}", desk.fault());
    let (told, updates) = unbounded_channel();
    tokio::spawn(Arc::clone(&desk).push_updates(move |update| told.send(update).is_ok()));
    (desk, updates)
}
