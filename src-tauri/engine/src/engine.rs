//! An open store with its worker: what every command works on once the start has gone well.

use crate::capture::Card;
use crate::clock::Clock;
use crate::comparing::Comparing;
use crate::crm::http::Limits;
use crate::crm::{Client, Crm, Secret, Secrets};
use crate::secrets::{SecretStore, StoreKey};
use crate::store::destinations::{self, Destination};
use crate::store::events::{self, Event};
use crate::store::{Result, Store, StoreError, recipes, secret, settings};
use crate::sync::{Applied, Changed, Parts, SyncEngine};
use lanyard_badge::recipe::Recipe;
use lanyard_core::ids::{BootId, DestinationId, EventId, InstallationId, OperatorId};
use lanyard_core::time::Millis;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// How many changes may wait to be shown; a slower reader is told to look at everything again.
const CHANGES_KEPT: usize = 256;

/// Where access data of destinations is kept.
#[derive(Clone)]
pub enum Access {
    /// In the keychain.
    Keychain(Arc<dyn SecretStore>),
    /// Inside the encrypted store, for a laptop with a key file.
    Store,
}

/// What a first start fills in.
#[derive(Debug, Clone)]
pub struct FirstStart {
    /// What people call this laptop.
    pub laptop: String,
    /// Who captures.
    pub operator: String,
    /// The event's name.
    pub event: String,
    /// The event's region, two letters.
    pub region: Option<String>,
    /// Whether this is the rehearsal.
    pub rehearsal: bool,
    /// How long a card stays open.
    pub grace: Millis,
}

impl FirstStart {
    /// What a first start is called until a person says otherwise: the laptop and the operator as the system names them.
    #[must_use]
    pub fn usual(rehearsal: bool) -> Self {
        let named = |names: &[&str]| {
            names.iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
        };
        Self {
            laptop: named(&["COMPUTERNAME", "HOSTNAME"]).unwrap_or_else(|| "This laptop".to_owned()),
            operator: named(&["USER", "USERNAME"]).unwrap_or_else(|| "Me".to_owned()),
            event: if rehearsal { "Sample Expo" } else { "My event" }.to_owned(),
            // A sample badge carries a number as it is dialled within the United States.
            region: rehearsal.then(|| "US".to_owned()),
            rehearsal,
            grace: GRACE,
        }
    }
}

/// How long a card stays open before its first send, until a person sets it otherwise (rule 17).
const GRACE: Millis = Millis::from_secs(10);

/// An open store with its worker.
pub struct Engine {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) installation: InstallationId,
    pub(crate) boot: BootId,
    pub(crate) access: Access,
    pub(crate) key: StoreKey,
    pub(crate) sync: Option<SyncEngine>,
    pub(crate) changed: broadcast::Sender<Changed>,
    pub(crate) card: Mutex<Option<Card>>,
    comparing: Option<Comparing>,
    recipes: Mutex<Option<Recipes>>,
}

/// The recipes of an event, read once: a capture does not parse them anew.
type Recipes = (EventId, Arc<[Recipe]>);

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine({:?})", self.store)
    }
}

impl Engine {
    /// Makes an engine over an open store. On a store without an installation `first` is filled in. Without `with_worker`
    /// nothing is sent: for commands that only look or write.
    ///
    /// # Errors
    /// As the store allows.
    pub fn over(
        store: Store,
        key: StoreKey,
        access: Access,
        clock: Arc<dyn Clock>,
        first: &FirstStart,
        with_worker: bool,
    ) -> Result<Self> {
        let store = Arc::new(store);
        let installation = match store.read(|conn| events::installation(conn))? {
            Some(known) => known,
            None => begin_installation(&store, clock.as_ref(), first)?,
        };
        let boot = BootId::new(clock.new_id());
        let (changed, _) = broadcast::channel(CHANGES_KEPT);
        let mut engine = Self {
            store,
            clock,
            installation,
            boot,
            access,
            key,
            sync: None,
            changed,
            card: Mutex::new(None),
            comparing: None,
            recipes: Mutex::new(None),
        };
        if with_worker {
            engine.sync = Some(SyncEngine::start(engine.parts()).map_err(|error| StoreError::Io {
                detail: format!("the system gives no thread for sync: {}", error.kind()),
            })?);
            let comparing = Comparing::start(Arc::clone(&engine.store), engine.changed.clone());
            engine.comparing = Some(comparing.map_err(|error| StoreError::Io {
                detail: format!("the system gives no thread for comparing: {}", error.kind()),
            })?);
        }
        Ok(engine)
    }

    fn parts(&self) -> Parts {
        let (access, store, clock) = (self.access.clone(), Arc::clone(&self.store), Arc::clone(&self.clock));
        Parts {
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock),
            boot: self.boot.clone(),
            installation: self.installation.clone(),
            connect: Arc::new(move |destination| connect(destination, &access, &store, &clock)),
            changed: self.changed.clone(),
        }
    }

    /// The store: for proofs that drive it step by step.
    #[must_use]
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// A client for a destination, for a check; none while its access data is missing.
    #[must_use]
    pub fn client(&self, destination: &Destination) -> Option<Client> {
        connect(destination, &self.access, &self.store, &self.clock).ok().flatten()
    }

    /// Who applies decisions, and with what.
    #[must_use]
    pub(crate) fn with(&self) -> Applied<'_> {
        Applied { clock: self.clock.as_ref(), boot: &self.boot, installation: &self.installation }
    }

    /// The event captured into.
    ///
    /// # Errors
    /// As the store allows.
    pub fn event(&self) -> Result<Event> {
        self.store
            .read(|conn| events::current(conn))?
            .ok_or_else(|| StoreError::Mismatch { detail: "there is no current event".into() })
    }

    /// The recipes of an event, in the order in which they are asked.
    pub(crate) fn recipes(&self, conn: &rusqlite::Connection, event: &Event) -> Result<Arc<[Recipe]>> {
        let mut kept = self.recipes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, recipes)) = kept.as_ref().filter(|(of, _)| *of == event.id) {
            return Ok(Arc::clone(recipes));
        }
        let found = recipes::of_event(conn, &event.id)?;
        // One that does not read any more was written by a later Lanyard: the others are asked all the same.
        let parsed: Arc<[Recipe]> = found.iter().filter_map(|kept| Recipe::parse(&kept.toml).ok()).collect();
        *kept = Some((event.id.clone(), Arc::clone(&parsed)));
        Ok(parsed)
    }

    /// The recipes of the current event.
    pub(crate) fn recipes_now(&self) -> Result<Arc<[Recipe]>> {
        let kept = self.recipes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, recipes)) = kept {
            return Ok(recipes);
        }
        let event = self.event()?;
        self.store.read(|conn| self.recipes(conn, &event))
    }

    /// The recipes changed: they are read anew when they are asked next.
    pub(crate) fn forget_recipes(&self) {
        *self.recipes.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The worker; none for an engine that only looks or writes.
    #[must_use]
    pub fn sync(&self) -> Option<&SyncEngine> {
        self.sync.as_ref()
    }

    /// What changes from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.changed.subscribe()
    }

    /// Something was committed: the worker looks, and those who show it are told.
    pub(crate) fn committed(&self, contacts: Vec<lanyard_core::ids::ContactId>) {
        if let Some(sync) = &self.sync {
            sync.nudge();
        }
        let _ = self.changed.send(Changed::Contacts(contacts));
    }

    /// Keeps a destination's secret.
    ///
    /// # Errors
    /// In the place's own words; nothing was kept.
    pub(crate) fn keep_secret(
        &self,
        id: &DestinationId,
        key: &str,
        value: &str,
    ) -> std::result::Result<(), String> {
        let name = secret_name(id, key);
        match &self.access {
            Access::Keychain(keychain) => {
                keychain.set(&name, value.as_bytes()).map_err(|error| error.to_string())
            }
            Access::Store => self
                .store
                .write(|conn| secret::put(conn, &name, value.as_bytes()))
                .map_err(|error| error.to_string()),
        }
    }

    /// One kept secret of a destination.
    #[must_use]
    pub(crate) fn secret(&self, destination: &Destination, key: &str) -> Option<Secret> {
        secrets_of(destination, &self.access, &self.store).ok()??.remove(key)
    }

    /// The contact on the card was taken back: its code may be captured again at once.
    pub(crate) fn forget_card(&self, contact: &lanyard_core::ids::ContactId) {
        let mut card = self.card.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if card.as_ref().is_some_and(|card| card.contact == *contact) {
            *card = None;
        }
    }

    /// Whether all of a destination's secrets are there.
    #[must_use]
    pub(crate) fn has_secrets(&self, destination: &Destination) -> bool {
        secrets_of(destination, &self.access, &self.store).is_ok_and(|secrets| secrets.is_some())
    }

    /// The least that a durable capture can cost, for the benchmark: one small commit in this very store.
    ///
    /// # Errors
    /// As the store allows.
    pub fn bare_commit(&self, text: &str) -> Result<()> {
        self.store.write(|conn| settings::put(conn, "benchmark", &text))
    }

    /// Ends the worker, giving what is under way a little time.
    pub fn stop(&self) {
        if let Some(comparing) = &self.comparing {
            comparing.stop();
        }
        if let Some(sync) = &self.sync {
            sync.stop();
        }
    }
}

fn begin_installation(store: &Store, clock: &dyn Clock, first: &FirstStart) -> Result<InstallationId> {
    let id = InstallationId::new(clock.new_id());
    let event = Event {
        id: EventId::new(clock.new_id()),
        name: first.event.clone(),
        region: first.region.as_deref().and_then(lanyard_core::contact::Region::parse),
        rehearsal: first.rehearsal,
        grace: first.grace,
        hold_unresolved: true,
    };
    store.write(|conn| {
        events::add_installation(conn, &id, &first.laptop)?;
        events::add_operator(conn, &OperatorId::new(clock.new_id()), &first.operator)?;
        events::add_event(conn, &event)
    })?;
    Ok(id)
}

fn secret_name(id: &DestinationId, key: &str) -> String {
    format!("destination/{id}/{key}")
}

/// All secrets that a destination's form asks for; none when one is missing, or the keychain does not give it now. A store
/// that cannot be read says so: nobody is told to sign in again for that.
fn secrets_of(destination: &Destination, access: &Access, store: &Store) -> Result<Option<Secrets>> {
    let Some(crm) = Crm::by_kind(&destination.kind) else { return Ok(None) };
    let mut secrets = Secrets::new();
    for field in (crm.form)().into_iter().filter(|field| field.secret && field.required) {
        let name = secret_name(&destination.id, &field.key);
        let bytes = match access {
            Access::Keychain(keychain) => keychain.get(&name).ok().flatten(),
            Access::Store => store.read(|conn| secret::get(conn, &name))?,
        };
        let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()) else {
            return Ok(None);
        };
        secrets.insert(field.key, Secret::new(text));
    }
    Ok(Some(secrets))
}

fn connect(
    destination: &Destination,
    access: &Access,
    store: &Store,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Client>> {
    let Some(crm) = Crm::by_kind(&destination.kind) else { return Ok(None) };
    let Some(secrets) = secrets_of(destination, access, store)? else { return Ok(None) };
    let mapping = store.read(|conn| destinations::mapping(conn, &destination.id, destination.mapping))?;
    let mapping = mapping.unwrap_or_else(crm.default_mapping);
    match crm.connect(&destination.settings, &secrets, &mapping, Limits::SHIPPED, Arc::clone(clock)) {
        Ok(client) => Ok(Some(client)),
        Err(fault) => {
            tracing::warn!(destination = %destination.id, %fault, "a destination's settings cannot be used");
            Ok(None)
        }
    }
}
