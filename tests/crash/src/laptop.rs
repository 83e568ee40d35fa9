//! A laptop of the stories here: a folder with a data folder and a key file in it, opened as the app opens it.

use lanyard_core::time::Millis;
use lanyard_engine::api::views::{DestinationInput, EventInput, Stage};
use lanyard_engine::api::{Desk, DeskOptions};
use lanyard_engine::clock::Clock;
use lanyard_engine::engine::FirstStart;
use lanyard_engine::secrets::{InMemory, StoreKey};
use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The token the rehearsal CRM and the laptops share.
pub const TOKEN: &str = "crash-token-61c0";

const KEY: [u8; 32] = [0x5a; 32];

/// A laptop.
#[derive(Debug, Clone)]
pub struct Laptop {
    root: PathBuf,
}

impl Laptop {
    /// A new one in an empty folder.
    ///
    /// # Errors
    /// As the disk allows.
    pub fn new(root: &Path) -> std::io::Result<Self> {
        let root = root.canonicalize()?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        options.open(root.join("key"))?.write_all(hex.as_bytes())?;
        Ok(Self { root })
    }

    /// One that was made before.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Everything of it lies below this folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The key file.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.root.join("key")
    }

    /// The store's file.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.data().join("lanyard.store")
    }

    /// The key in it.
    #[must_use]
    pub fn key() -> StoreKey {
        StoreKey::from_bytes(KEY)
    }

    /// Starts the app, however far that comes.
    #[must_use]
    pub fn start(&self, clock: Arc<dyn Clock>, with_worker: bool) -> Desk {
        let options = DeskOptions {
            folder: self.data(),
            rehearsal: true,
            key_file: Some(self.key_file()),
            holder: "a story",
            with_worker,
            read_only: false,
            first: first_start(),
            samples: Vec::new(),
        };
        Desk::start(options, clock, Arc::new(InMemory::default()))
    }
}

/// What a first start fills in.
#[must_use]
pub fn first_start() -> FirstStart {
    FirstStart {
        laptop: "booth 1".into(),
        operator: "Ali".into(),
        event: "Nordlicht Expo 2026".into(),
        region: Some("DE".into()),
        rehearsal: true,
        grace: Millis(0),
    }
}

/// Makes the event and the destination if they are not there yet. `fence` is what the destination waits after an unknown
/// outcome.
///
/// # Errors
/// What the desk says, as the code of its sentence.
pub fn settle(desk: &Desk, base_url: &str, fence: Millis) -> Result<(), String> {
    let code = |error: lanyard_engine::api::views::CommandError| error.sentence.code;
    if !desk.settings().map_err(code)?.destinations.is_empty() {
        return Ok(());
    }
    let event = EventInput {
        name: "Nordlicht Expo 2026".into(),
        region: Some("DE".into()),
        grace: Millis(0),
        operator: "Ali".into(),
        purge_days: Some(90),
    };
    desk.save_event(&event).map_err(code)?;
    let input = DestinationInput {
        id: None,
        kind: "acme".into(),
        name: "AcmeCRM".into(),
        settings: BTreeMap::from([
            ("base_url".to_owned(), base_url.to_owned()),
            ("auth".to_owned(), "bearer".to_owned()),
            ("fence_ms".to_owned(), fence.0.to_string()),
        ]),
        secrets: BTreeMap::from([("secret".to_owned(), TOKEN.to_owned())]),
    };
    desk.save_destination(&input).map_err(code)?;
    Ok(())
}

/// Why a start did not come further, as the code of its sentence; none when it did.
#[must_use]
pub fn stuck(desk: &Desk) -> Option<String> {
    match desk.session().stage {
        Stage::Ready => None,
        Stage::NeedsRecoveryKey { explanation, .. }
        | Stage::NeedsPassphrase { explanation, .. }
        | Stage::Blocked { explanation, .. } => Some(explanation.why.code),
    }
}

/// The badge of the visitor of that number.
#[must_use]
pub fn badge(number: u32) -> String {
    format!(
        "MECARD:N:Visitor{number},Ada;EMAIL:ada{number}@example.com;ORG:Example Works;TEL:+49301234{number:04};;"
    )
}

/// The number on a badge or in an address of [`badge`].
#[must_use]
pub fn number_of(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("ada")?;
    rest.split_once('@')?.0.parse().ok()
}
