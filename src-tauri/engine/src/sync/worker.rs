//! The one worker of a store: wakes on a commit, a timer, an answer, or a person, and gives each destination its turn.

use super::applied::Applied;
use super::line::{Line, Touched};
use super::local;
use super::pacing::Quota;
use crate::clock::Clock;
use crate::crm::Client;
use crate::restored::{self, Restored};
use crate::store::confirmed::{self, Confirmed};
use crate::store::destinations::{self, Destination};
use crate::store::{Result, Store};
use lanyard_core::crm::{AuthFault, CrmAnswer, CrmOp, Failure, Page, ReplyFacts};
use lanyard_core::ids::{BootId, ContactId, DeliveryId, DestinationId, InstallationId};
use lanyard_core::outbox::Gate;
use lanyard_core::sync::batch::Joined;
use lanyard_core::sync::pull::Ask;
use lanyard_core::sync::{Account, Pace};
use lanyard_core::time::{Millis, MonoMs, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, oneshot};

/// However quiet it is, the worker looks around this often (sync protocol, "Worker").
const LOOK_AROUND: Millis = Millis::from_secs(30);

/// What is under way gets this long when the app closes; the rest stays leased and is looked for at the next start.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// A longer time than this between two turns was sleep: the worker looks around every half minute.
const SLEPT: Millis = Millis::from_secs(60);

/// After the store refused a write of ours (a full disk), try again.
const STORE_TROUBLE: Duration = Duration::from_secs(2);

/// What the worker is told.
#[derive(Debug)]
enum Command {
    /// Something was committed.
    Nudge,
    /// The destinations or their access data changed.
    Reload,
    /// A person wants everything tried now; answered when nothing more can be done at once.
    SyncNow(oneshot::Sender<Outcome>),
    /// Finish.
    Stop,
}

/// What "Sync now" came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Deliveries that became synced meanwhile.
    pub sent: u32,
    /// Whether there is any destination.
    pub has_destination: bool,
    /// A destination that cannot be reached, by name.
    pub unreachable: Option<String>,
}

/// How the destinations are doing, to be shown. No value of any contact.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// By destination.
    pub lines: BTreeMap<DestinationId, LineSnapshot>,
    /// When a round last ended with nothing left to do at once.
    pub last_sync: Option<WallMs>,
}

/// How one destination is doing.
#[derive(Debug, Clone, Default)]
pub struct LineSnapshot {
    /// Whether it takes writes.
    pub gate: Gate,
    /// Since when not.
    pub since: Option<WallMs>,
    /// When it is tried again.
    pub until: Option<WallMs>,
    /// Whether it ever answered.
    pub answered: bool,
    /// What was left of deliveries' own waits at `at`. Shared: there may be thousands.
    pub left: Arc<BTreeMap<DeliveryId, Millis>>,
    /// When `left` was counted, on this process's clock.
    pub at: MonoMs,
    /// Failures in a row, of the kinds the breaker counts; [`lanyard_core::sync::health::BREAKER_AT`] open it.
    pub failures: u32,
    /// The breaker is open until then; a read then closes it.
    pub rest_until: Option<WallMs>,
    /// The bucket: requests that may leave at once, the most that are saved up, requests regained per second.
    pub pace: Pace,
    /// What the CRM last said of our budget; none as long as it said nothing.
    pub quota: Option<Quota>,
    /// Requests under way.
    pub in_flight: usize,
}

/// What changed, for those who show it.
#[derive(Debug, Clone)]
pub enum Changed {
    /// These contacts.
    Contacts(Vec<ContactId>),
    /// Counts, network, health.
    Status,
    /// The event, the preferences, how far the start came.
    Session,
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

/// An answer, with what was asked.
struct Answered {
    destination: DestinationId,
    sent: Joined,
    answer: CrmAnswer,
}

/// A page of a destination's feed, or why there is none.
struct Paged {
    destination: DestinationId,
    page: std::result::Result<Page, Failure>,
    facts: ReplyFacts,
}

/// A destination as it was read.
struct Known {
    client: Option<Arc<Client>>,
    account: Account,
    days: Confirmed,
    may_send: bool,
}

struct Worker {
    parts: Parts,
    inbox: mpsc::UnboundedReceiver<Command>,
    shown: Arc<Mutex<Snapshot>>,
    lines: BTreeMap<DestinationId, Line>,
    answers: mpsc::UnboundedReceiver<Answered>,
    answer_to: mpsc::UnboundedSender<Answered>,
    pages: mpsc::UnboundedReceiver<Paged>,
    page_to: mpsc::UnboundedSender<Paged>,
    /// The destinations could not all be read: they are read again with the next turn.
    unread: bool,
    /// When the last turn was, on both clocks: what passed beside it is sleep.
    last_turn: (MonoMs, WallMs),
    waiting: Vec<(oneshot::Sender<Outcome>, u32)>,
    last_sync: Option<WallMs>,
    said: BTreeMap<DestinationId, (Gate, bool)>,
}

impl Worker {
    fn new(parts: Parts, inbox: mpsc::UnboundedReceiver<Command>, shown: Arc<Mutex<Snapshot>>) -> Self {
        let (answer_to, answers) = mpsc::unbounded_channel();
        let (page_to, pages) = mpsc::unbounded_channel();
        let last_turn = (parts.clock.mono(), parts.clock.wall());
        Self {
            parts,
            inbox,
            shown,
            lines: BTreeMap::new(),
            answers,
            answer_to,
            pages,
            page_to,
            unread: false,
            last_turn,
            waiting: Vec::new(),
            last_sync: None,
            said: BTreeMap::new(),
        }
    }

    async fn run(mut self) {
        self.reload();
        loop {
            self.wake_from_sleep();
            if self.unread {
                self.reload();
            }
            let trouble = self.round().is_err() || self.unread;
            let now = self.parts.clock.mono();
            let due = self.lines.values().filter_map(|line| line.wake_at(now)).min();
            let sleep = due.map_or(LOOK_AROUND, |due| now.until(due).min(LOOK_AROUND));
            let sleep =
                Duration::from_millis(sleep.0).max(if trouble { STORE_TROUBLE } else { Duration::ZERO });
            tokio::select! {
                command = self.inbox.recv() => match command {
                    Some(Command::Nudge) => self.look_around(),
                    Some(Command::Reload) => self.reload(),
                    Some(Command::SyncNow(answer)) => self.hurry(answer),
                    Some(Command::Stop) | None => break,
                },
                Some(answered) = self.answers.recv() => self.answered(answered),
                Some(paged) = self.pages.recv() => self.paged(paged),
                () = tokio::time::sleep(sleep) => self.look_around(),
            }
        }
        self.last_answers().await;
    }

    fn with(parts: &Parts) -> Applied<'_> {
        Applied { clock: parts.clock.as_ref(), boot: &parts.boot, installation: &parts.installation }
    }

    /// Somebody may have changed what timers follow.
    fn look_around(&mut self) {
        for line in self.lines.values_mut() {
            line.stale = true;
        }
    }

    /// A turn that comes long after the last one means that the computer slept: networks have changed, and so may have the
    /// CRMs. A system's monotonic clock may stand still meanwhile, so the wall clock is asked as well; one that was merely
    /// set costs one look too many.
    fn wake_from_sleep(&mut self) {
        let (now, wall) = (self.parts.clock.mono(), self.parts.clock.wall());
        let (mono_before, wall_before) = std::mem::replace(&mut self.last_turn, (now, wall));
        let passed = wall.0.saturating_sub(wall_before.0).max(0).unsigned_abs();
        if mono_before.until(now).max(Millis(passed)) > SLEPT {
            tracing::info!("the computer slept; looking around");
            for line in self.lines.values_mut() {
                line.resume(now);
            }
        }
    }

    /// A page came: what it shows is stored with how far it came.
    fn paged(&mut self, paged: Paged) {
        let Self { parts, lines, .. } = self;
        let mut touched = Touched::default();
        if let Some(line) = lines.get_mut(&paged.destination)
            && let Err(error) =
                line.page_landed(&parts.store, Self::with(parts), &paged.page, &paged.facts, &mut touched)
        {
            // The cursor stands where it stood: the next pull asks for it again.
            tracing::error!(%error, "a page of changes could not be stored");
        }
        self.tell(touched);
    }

    /// Gives each destination its turn, as long as one has something to send.
    fn round(&mut self) -> Result<()> {
        let mut touched = Touched::default();
        let done = self.turns(&mut touched);
        self.tell(touched);
        if let Err(error) = &done {
            tracing::error!(%error, "sync could not read or write the store; it tries again");
        } else {
            self.release_waiting();
        }
        done
    }

    fn turns(&mut self, touched: &mut Touched) -> Result<()> {
        let Self { parts, lines, answer_to, page_to, .. } = self;
        let with = Self::with(parts);
        for (id, line) in lines.iter_mut() {
            line.tick(&parts.store, with, touched)?;
            if line.wants_to_look(parts.clock.mono()) {
                line.looking = true;
                let check = Joined { op: CrmOp::Check, requests: BTreeMap::new() };
                perform(id, line.client.clone(), check, answer_to);
            }
            while let Some(outgoing) = line.next(&parts.store, with, touched)? {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
            line.prepare(&parts.store, with, touched)?;
            line.look_for_strays(&parts.store, with)?;
            while let Some(outgoing) = line.ready(with) {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
            if let Some(ask) = line.page_due(&parts.store, with)? {
                read_page(id, line.client.clone(), ask, page_to);
            }
        }
        Ok(())
    }

    /// Answers came: first what is ready leaves in their place, then they are stored, while the CRM is at work again.
    fn answered(&mut self, first: Answered) {
        let Self { parts, lines, answers, answer_to, .. } = self;
        let with = Self::with(parts);
        let mut touched = Touched::default();
        let mut landed = vec![first];
        landed.extend(std::iter::from_fn(|| answers.try_recv().ok()));
        for Answered { destination, sent, answer } in &landed {
            if let Some(line) = lines.get_mut(destination) {
                line.landed(with, sent, answer, &mut touched);
            }
        }
        for (id, line) in lines.iter_mut() {
            while let Some(outgoing) = line.ready(with) {
                perform(id, line.client.clone(), outgoing, answer_to);
            }
        }
        for Answered { destination, sent, answer } in landed {
            let Some(line) = lines.get_mut(&destination) else { continue };
            if let Err(error) = line.settle(&parts.store, with, sent, &answer, &mut touched) {
                // The lease is still on disk: the next start, or the fence of this one, finds it.
                tracing::error!(%error, "an answer could not be stored");
            }
        }
        self.tell(touched);
    }

    /// Reads the destinations anew. Lines that are under way keep what is volatile.
    fn reload(&mut self) {
        self.unread = false;
        let found = match self.parts.store.read(|conn| destinations::all(conn)) {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "the destinations could not be read; trying again");
                self.unread = true;
                return;
            }
        };
        let now = self.parts.clock.mono();
        for destination in found {
            let Ok(Known { client, account, days, may_send }) = self.known(&destination) else {
                tracing::error!(destination = %destination.id, "a destination could not be read; trying again");
                self.unread = true;
                continue;
            };
            let missing = client.is_none();
            if let Some(line) = self.lines.get_mut(&destination.id) {
                line.destination = destination;
                line.client = client;
                line.account = account;
                line.stale = true;
                line.health.hurry(now);
                line.allow(may_send);
            } else {
                let id = destination.id.clone();
                let mut line = Line::new(destination, account, client, now);
                // A sign-in that was refused is tried once more at each start.
                line.health.auth = line.health.auth.filter(|_| missing);
                line.confirmed = Some(days);
                line.allow(may_send);
                self.lines.insert(id, line);
            }
        }
        for line in self.lines.values_mut().filter(|line| line.client.is_none()) {
            line.health.auth = Some(AuthFault::Revoked);
        }
    }

    /// What the store knows of a destination, with a client for it.
    fn known(&self, destination: &Destination) -> Result<Known> {
        let client = (self.parts.connect)(destination)?.map(Arc::new);
        self.parts.store.read(|conn| {
            let account = match &client {
                Some(client) => local::account(conn, destination, client),
                None => local::stored_account(conn, destination),
            }?;
            let may_send = restored::state(conn)? == Restored::Settled;
            Ok(Known { client, account, days: confirmed::of(conn, &destination.id)?, may_send })
        })
    }

    fn hurry(&mut self, answer: oneshot::Sender<Outcome>) {
        let now = self.parts.clock.mono();
        for line in self.lines.values_mut().filter(|line| line.client.is_some()) {
            line.health.hurry(now);
            line.watch.hurry(now);
            line.stale = true;
        }
        self.waiting.push((answer, self.synced()));
    }

    fn synced(&self) -> u32 {
        self.lines.values().map(|line| line.synced).sum()
    }

    /// Answers those who wait for a round to end, once nothing more can be done at once.
    fn release_waiting(&mut self) {
        let now = self.parts.clock.mono();
        let idle = self.lines.values().all(|line| line.is_idle(&self.parts.store, now).unwrap_or(true));
        if !idle {
            return;
        }
        if !self.waiting.is_empty() {
            self.last_sync = Some(self.parts.clock.wall());
        }
        let synced = self.synced();
        let unreachable = self
            .lines
            .values()
            .find(|line| line.health.gate(now) == Gate::Offline)
            .map(|line| line.destination.name.clone());
        for (answer, before) in self.waiting.drain(..) {
            let _ = answer.send(Outcome {
                sent: synced.saturating_sub(before),
                has_destination: !self.lines.is_empty(),
                unreachable: unreachable.clone(),
            });
        }
        self.show();
    }

    fn tell(&mut self, touched: Touched) {
        let now = self.parts.clock.mono();
        let gates: BTreeMap<_, _> = self
            .lines
            .iter()
            .map(|(id, line)| (id.clone(), (line.health.gate(now), line.health.answered)))
            .collect();
        let moved = touched.health || gates != self.said;
        self.said = gates;
        self.show();
        if !touched.contacts.is_empty() {
            let contacts: BTreeSet<ContactId> = touched.contacts;
            let _ = self.parts.changed.send(Changed::Contacts(contacts.into_iter().collect()));
        }
        if moved {
            let _ = self.parts.changed.send(Changed::Status);
        }
    }

    fn show(&self) {
        let (now, wall) = (self.parts.clock.mono(), self.parts.clock.wall());
        let lines = self.lines.iter().map(|(id, line)| (id.clone(), line.shown(now, wall))).collect();
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) =
            Snapshot { lines, last_sync: self.last_sync };
    }

    async fn last_answers(&mut self) {
        for line in self.lines.values_mut() {
            line.closing = true;
        }
        let end = tokio::time::sleep(LAST_ANSWERS);
        tokio::pin!(end);
        while self.lines.values().any(|line| line.in_flight > 0) {
            tokio::select! {
                () = &mut end => return,
                Some(answered) = self.answers.recv() => self.answered(answered),
            }
        }
    }
}

fn perform(
    destination: &DestinationId,
    client: Option<Arc<Client>>,
    sent: Joined,
    answer_to: &mpsc::UnboundedSender<Answered>,
) {
    let Some(client) = client else { return };
    let (destination, answer_to) = (destination.clone(), answer_to.clone());
    tokio::spawn(async move {
        let answer = client.perform(&sent.op).await;
        let _ = answer_to.send(Answered { destination, sent, answer });
    });
}

fn read_page(
    destination: &DestinationId,
    client: Option<Arc<Client>>,
    ask: Ask,
    page_to: &mpsc::UnboundedSender<Paged>,
) {
    let Some(client) = client else { return };
    let (destination, page_to) = (destination.clone(), page_to.clone());
    tokio::spawn(async move {
        let (page, facts) = client.changes(ask.since, ask.page.as_deref()).await;
        let _ = page_to.send(Paged { destination, page, facts });
    });
}
