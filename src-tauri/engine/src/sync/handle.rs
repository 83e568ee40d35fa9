//! The worker's handle: what it is made of, and how it is told something. It runs on a thread of its own.

use super::looking_up::LookUp;
use super::shown::{Changed, Outcome, Snapshot};
use super::worker::Worker;
use crate::clock::Clock;
use crate::crm::Client;
use crate::store::destinations::Destination;
use crate::store::{Result, Store};
use lanyard_core::crm::{Standing, Whom};
use lanyard_core::ids::{BootId, DestinationId, InstallationId};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, mpsc, oneshot};

/// What the worker is told.
pub(super) enum Command {
    /// Something was committed.
    Nudge,
    /// The destinations or their access data changed.
    Reload,
    /// A person wants everything tried now; answered when nothing more can be done at once.
    SyncNow(oneshot::Sender<Outcome>),
    /// How somebody stands over there.
    LookUp(LookUp),
    /// Finish.
    Stop,
}

/// Makes a client for a destination; none while its access data is missing, an error when that could not be read.
pub(crate) type Connect = Arc<dyn Fn(&Destination) -> Result<Option<Client>> + Send + Sync>;

/// What the worker works with.
#[derive(Clone)]
pub struct Parts {
    /// The store.
    pub store: Arc<Store>,
    /// Time and ids.
    pub clock: Arc<dyn Clock>,
    /// This process.
    pub boot: BootId,
    /// This laptop.
    pub installation: InstallationId,
    /// A client for a destination; none while its access data is missing.
    pub(crate) connect: Connect,
    /// Who is told of changes.
    pub changed: broadcast::Sender<Changed>,
}

/// The worker's handle.
pub struct SyncEngine {
    commands: mpsc::UnboundedSender<Command>,
    snapshot: Arc<Mutex<Snapshot>>,
    changed: broadcast::Sender<Changed>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl std::fmt::Debug for SyncEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SyncEngine")
    }
}

impl SyncEngine {
    /// Starts the worker on a thread of its own.
    ///
    /// # Errors
    /// When the system gives no thread or no timer.
    pub fn start(parts: Parts) -> std::io::Result<Self> {
        // The store blocks the worker's own thread; requests go on beside it on the runtime's.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("lanyard-http")
            .enable_all()
            .build()?;
        let (commands, inbox) = mpsc::unbounded_channel();
        let snapshot = Arc::new(Mutex::new(Snapshot::default()));
        let changed = parts.changed.clone();
        let shown = Arc::clone(&snapshot);
        let thread = std::thread::Builder::new().name("lanyard-sync".into()).spawn(move || {
            runtime.block_on(Worker::new(parts, inbox, shown).run());
        })?;
        Ok(Self { commands, snapshot, changed, thread: Mutex::new(Some(thread)) })
    }

    /// Something was committed that may be sent.
    pub fn nudge(&self) {
        let _ = self.commands.send(Command::Nudge);
    }

    /// Destinations or their access data changed.
    pub fn reload(&self) {
        let _ = self.commands.send(Command::Reload);
    }

    /// Tries everything now; answers when nothing more can be done at once.
    pub async fn sync_now(&self) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        let _ = self.commands.send(Command::SyncNow(answer));
        outcome.await.unwrap_or_default()
    }

    /// Asks how somebody stands at a destination. The question ends without an answer where the line has nothing to spare for it,
    /// or the CRM does not answer soon.
    pub(crate) fn look_up(
        &self,
        destination: DestinationId,
        whom: Whom,
    ) -> oneshot::Receiver<Option<Standing>> {
        let (answer, said) = oneshot::channel();
        let _ = self.commands.send(Command::LookUp(LookUp { destination, whom, answer }));
        said
    }

    /// What changes from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.changed.subscribe()
    }

    /// How the destinations are doing.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops claiming, waits a little for what is under way, and ends.
    pub fn stop(&self) {
        let _ = self.commands.send(Command::Stop);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Drop for SyncEngine {
    fn drop(&mut self) {
        self.stop();
    }
}
