//! The desk: how far the start came, and the engine once it is open. Made once per process by a composition root.

use super::asking;
use super::capturing::Watching;
use super::consenting;
use super::errors::Answer;
use super::kiosk::Kiosk;
use super::scanning;
use super::start::{self, Opened, StartFault, Typed};
use super::table::Table;
use super::undoing::Undoable;
use super::views::{CommandError, ErrorCode, EventView, Preferences, Session, Stage};
use crate::clock::Clock;
use crate::data_folder::FolderLock;
use crate::engine::{Engine, FirstStart};
use crate::restored::{self, Restored};
use crate::secrets::{SecretStore, recovery_key};
use crate::store::events::{self, Event};
use crate::store::{StoreError, consents, questions, settings};
use crate::sync::Changed;
use lanyard_core::contact::Region;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::broadcast;

/// What a composition root decides.
pub struct DeskOptions {
    /// The data folder.
    pub folder: PathBuf,
    /// Whether this is the rehearsal.
    pub rehearsal: bool,
    /// A file with the store's key, instead of a keychain.
    pub key_file: Option<PathBuf>,
    /// Who holds the folder, for others to read ("the Lanyard window").
    pub holder: &'static str,
    /// Whether contacts are to be sent.
    pub with_worker: bool,
    /// Only to look: beside a process that writes.
    pub read_only: bool,
    /// What a first start fills in.
    pub first: FirstStart,
    /// Badges of the rehearsal.
    pub samples: Vec<Sample>,
}

/// A sample badge.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The name printed on it.
    pub title: String,
    /// The company printed on it.
    pub company: String,
    /// What it shows, as a word.
    pub kind: String,
    /// What its code says.
    pub payload: String,
}

/// The desk of one process.
pub struct Desk {
    pub(super) options: DeskOptions,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) keychain: Arc<dyn SecretStore>,
    state: RwLock<Opened>,
    lock: Mutex<Option<FolderLock>>,
    changed: broadcast::Sender<Changed>,
    pub(super) undoable: Mutex<Option<Undoable>>,
    pub(super) table: Table,
    pub(super) watching: Mutex<Watching>,
    pub(super) kiosk: Kiosk,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desk")
    }
}

const RECOVERY_CONFIRMED: &str = "recovery_key_confirmed";
const PREFERENCES: &str = "preferences";

/// How a key is kept that was typed and that no keychain took.
pub(super) const KEPT_BY_NOBODY: &str = "recovery_key";

/// The same, where a passphrase gives it.
pub(super) const KEPT_BY_A_PASSPHRASE: &str = "passphrase";

impl Desk {
    /// Starts. Whatever stands in the way is part of the session, in words; nothing that is there is ever overwritten. May
    /// block as long as a person takes to unlock the keychain.
    #[must_use]
    pub fn start(options: DeskOptions, clock: Arc<dyn Clock>, keychain: Arc<dyn SecretStore>) -> Self {
        let (changed, _) = broadcast::channel(16);
        let mut lock = None;
        let state = start::open(&options, &clock, &keychain, &mut lock, None);
        let (state, lock, undoable) = (RwLock::new(state), Mutex::new(lock), Mutex::new(None));
        let (table, watching) = (Table::new(), Mutex::default());
        let kiosk = Kiosk::default();
        Self { options, clock, keychain, state, lock, changed, undoable, table, watching, kiosk }
    }

    pub(super) fn again(&self, typed: Option<Typed>) -> Session {
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            if !matches!(*state, Opened::Ready(..)) {
                let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
                *state = start::open(&self.options, &self.clock, &self.keychain, &mut lock, typed);
                self.kiosk.forget();
            }
        }
        let _ = self.changed.send(Changed::Session);
        self.session()
    }

    /// Ends the engine and opens the store anew, the way the store itself now says it is to be opened. The folder stays held.
    pub(super) fn reopen(&self) -> Session {
        let typed = match self.engine() {
            // No keychain and no file has it: only the person who typed it.
            Ok(engine) if self.key_was_typed() => Some(Typed::Opens(engine.key.clone())),
            Ok(_) | Err(_) => None,
        };
        self.close();
        self.again(typed)
    }

    /// Ends the engine and closes the store. The folder stays held.
    pub(super) fn close(&self) {
        if let Ok(engine) = self.engine() {
            engine.stop();
        }
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = start::closed();
        self.kiosk.forget();
    }

    /// # Errors
    /// When another process holds the folder, or this one only looks.
    pub(super) fn holds_folder(&self) -> Answer<()> {
        if self.lock.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            Opened::Stuck { fault: StartFault::NeedsSomeone(sentence), .. } => {
                Err(CommandError::said(ErrorCode::NotReady, sentence.clone()))
            }
            Opened::Stuck { .. } | Opened::Ready(..) => {
                Err(CommandError::new(ErrorCode::NotReady, "error-not-ready"))
            }
        }
    }

    /// Tries to start once more: the keychain was unlocked, the disk has room again.
    pub fn try_again(&self) -> Session {
        self.again(None)
    }

    /// Opens the store with its recovery key or, where one is set, its passphrase, and keeps the key where this laptop keeps
    /// keys, if that takes it.
    ///
    /// # Errors
    /// When the text is neither, or not this store's; nothing was changed.
    pub fn unlock(&self, secret: &str) -> Answer<Session> {
        let was_key = recovery_key::read(secret).is_ok();
        let session = self.again(Some(Typed::Opens(self.key_of(secret)?)));
        match &session.stage {
            Stage::NeedsRecoveryKey { .. } if was_key => {
                Err(CommandError::new(ErrorCode::WrongKey, "error-wrong-key"))
            }
            Stage::NeedsRecoveryKey { .. } => {
                Err(CommandError::new(ErrorCode::WrongKey, "error-passphrase-other-store"))
            }
            Stage::Ready | Stage::NeedsPassphrase { .. } | Stage::Blocked { .. } => Ok(session),
        }
    }

    /// The open engine.
    ///
    /// # Errors
    /// When the start has not come that far.
    pub fn engine(&self) -> Answer<Arc<Engine>> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            Opened::Ready(engine, _) => Ok(Arc::clone(engine)),
            Opened::Stuck { .. } => Err(CommandError::new(ErrorCode::NotReady, "error-not-ready")),
        }
    }

    /// Why the start did not come further; none when it did.
    #[must_use]
    pub fn fault(&self) -> Option<StartFault> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            Opened::Ready(..) => None,
            Opened::Stuck { fault, .. } => Some(fault.clone()),
        }
    }

    /// How the key is kept: "keychain", "key_file", "passphrase", "recovery_key".
    pub(super) fn key_kept(&self) -> &'static str {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            Opened::Ready(_, kept) => kept,
            Opened::Stuck { .. } => "",
        }
    }

    /// Whether the next start has to ask for the key again.
    pub(super) fn key_was_typed(&self) -> bool {
        [KEPT_BY_NOBODY, KEPT_BY_A_PASSPHRASE].contains(&self.key_kept())
    }

    /// What the window needs before its first paint.
    pub fn session(&self) -> Session {
        let mut session = Session {
            stage: Stage::Ready,
            rehearsal: self.options.rehearsal,
            event: None,
            questions: Vec::new(),
            consent: None,
            operator: None,
            kiosk: self.in_kiosk(),
            preferences: Preferences::default(),
            scanners: Vec::new(),
            recovery_key_confirmed: true,
            restored: Restored::Settled,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            Opened::Stuck { stage, .. } => session.stage = stage.as_ref().clone(),
            Opened::Ready(engine, _) => {
                if let Err(error) = fill(&mut session, engine) {
                    let why = lanyard_core::explain::Explanation::because(error.sentence());
                    session.stage = Stage::Blocked { explanation: why, detail: Some(error.to_string()) };
                }
            }
        }
        session
    }

    /// Keeps what the window remembers.
    ///
    /// # Errors
    /// As the store allows.
    pub fn remember(&self, preferences: &Preferences) -> Answer<()> {
        let engine = self.engine()?;
        Ok(engine.store.write(|conn| settings::put(conn, PREFERENCES, preferences))?)
    }

    /// The key to write down.
    ///
    /// # Errors
    /// When the store is not open.
    pub fn recovery_key(&self) -> Answer<super::views::RecoveryKeyView> {
        let engine = self.engine()?;
        let text = recovery_key::write(&engine.key);
        let groups = text.split(|char: char| !char.is_ascii_alphanumeric()).filter(|group| !group.is_empty());
        Ok(super::views::RecoveryKeyView { groups: groups.map(str::to_owned).collect() })
    }

    /// A person says that the key is written down.
    ///
    /// # Errors
    /// As the store allows.
    pub fn confirm_recovery_key(&self) -> Answer<()> {
        let engine = self.engine()?;
        engine.store.write(|conn| settings::put(conn, RECOVERY_CONFIRMED, &true))?;
        let _ = self.changed.send(Changed::Session);
        Ok(())
    }

    /// What changes from now on: of this desk, and of the engine once it is open.
    pub(super) fn session_changes(&self) -> broadcast::Receiver<Changed> {
        self.changed.subscribe()
    }

    pub(super) fn changes(&self, change: Changed) {
        let _ = self.changed.send(change);
    }

    pub(super) fn session_changed(&self) {
        let _ = self.changed.send(Changed::Session);
    }

    /// Ends: what is under way gets a few seconds, the rest is looked for at the next start. The store is closed and the
    /// folder given free, also when the process itself lives on or ends without tidying up.
    pub fn stop(&self) {
        self.close();
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn fill(session: &mut Session, engine: &Engine) -> Result<(), StoreError> {
    engine.store.read(|conn| {
        let event = events::current(conn)?;
        if let Some(event) = &event {
            let asked = questions::of_event(conn, &event.id)?.into_iter().filter(|one| !one.retired);
            session.questions = asked.map(asking::view).collect();
            session.consent = consents::asked(conn, &event.id)?.map(consenting::asked_view);
        }
        session.event = event.as_ref().map(event_view);
        session.operator = events::operator(conn)?.map(|(_, name)| name);
        session.preferences = settings::get(conn, PREFERENCES)?.unwrap_or_default();
        session.scanners = scanning::kept(conn)?.iter().map(scanning::view).collect();
        session.recovery_key_confirmed = settings::get(conn, RECOVERY_CONFIRMED)?.unwrap_or(false);
        session.restored = restored::state(conn)?;
        Ok(())
    })
}

pub(super) fn event_view(event: &Event) -> EventView {
    EventView {
        id: event.id.clone(),
        name: event.name.clone(),
        region: event.region.as_ref().map(Region::as_str).map(str::to_owned),
        grace: event.grace,
    }
}
