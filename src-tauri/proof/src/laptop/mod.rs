//! A laptop: what the engine's worker does around the core, and no decision more. Claims, joins, sends, hears, stores; arms
//! timers; pulls and scrubs. It can die between any two of these.

mod acting;
mod deciding;
mod hearing;
mod mapping;
mod pulling;
mod timers;

use crate::checks::Witness;
use crate::outbox::Outbox;
use crate::schedule::{CrashAt, FENCE, FIELDS, Nature, Setup};
use lanyard_core::contact::Field;
use lanyard_core::crm::{
    Capabilities, CrmOp, Failure, ItemAnswer, MapRow, Mapping, MarkerSupport, NOTE_TEXT, RemoteField, Take,
    Trouble,
};
use lanyard_core::ids::{BootId, ContactId, DeliveryId, DestinationId};
use lanyard_core::outbox::{Delivery, DeliveryPart, Gate, Intent, State};
use lanyard_core::sync::batch::{Joined, Waiting, join};
use lanyard_core::sync::pacing::in_flight;
use lanyard_core::sync::pull::Ask;
use lanyard_core::sync::{Account, Event, Health, Request, Scrub, WhenDeleted};
use lanyard_core::time::{Millis, MonoMs};
use lanyard_planted::Rules;
use timers::Timers;

/// A request on its way.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    /// Of which laptop.
    pub laptop: usize,
    /// Of which of its processes.
    pub boot: u32,
    /// What.
    pub what: Asked,
}

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// For deliveries.
    Batch(Joined),
    /// Whether the CRM is there.
    Check,
    /// What changed.
    Changes(Ask),
}

/// A laptop.
#[derive(Debug, Clone)]
pub(crate) struct Laptop<O> {
    /// Which.
    pub nth: usize,
    /// Its store.
    pub outbox: O,
    /// Its process.
    pub boot: u32,
    boot_id: BootId,
    account: Account,
    note_account: Account,
    fields: [RemoteField; 4],
    destination: DestinationId,
    health: Health,
    talking: Vec<DeliveryId>,
    pool: Vec<Waiting>,
    timers: Timers,
    in_flight: usize,
    looking: bool,
    paced_until: Option<MonoMs>,
    scrub: Scrub,
    pulling: bool,
    next_pull: u64,
    /// When it last heard the last page of changes.
    pub pulled: u64,
    made: u32,
    stale: bool,
    /// The next transaction ends so.
    pub crash: Option<(CrashAt, u64)>,
    /// The next transaction is refused by the store.
    pub roll_back: bool,
    /// It does nothing before then: switched off, or its lid is closed.
    pub away_until: u64,
    /// It starts anew when it is back.
    pub starts: bool,
    /// Every version of the mapping, as the store keeps them.
    mappings: Vec<Mapping>,
    /// What is settled is still to be looked at under today's.
    remapped: bool,
    /// Values that changed here by what this CRM said, for the other line of the same laptop.
    pub news: Vec<(ContactId, RemoteField, Option<String>)>,
}

fn account(setup: &Setup) -> Account {
    let row = MapRow::new;
    let mapping = Mapping {
        version: 1,
        rows: vec![
            row(Field::FullName, FIELDS[0], Take::First),
            row(Field::Email, FIELDS[1], Take::First),
            row(Field::Company, FIELDS[2], Take::First),
            row(Field::Tag, FIELDS[3], Take::Joined),
        ],
    };
    let caps = Capabilities {
        marker: match setup.nature {
            Nature::A => MarkerSupport::Unique,
            Nature::C => MarkerSupport::Searchable,
            Nature::B | Nature::D => MarkerSupport::None,
        },
        email_unique: setup.email_unique,
        versions: setup.versions,
        notes: true,
        batch: setup.batch,
        fence: Millis(FENCE),
    };
    let when_deleted = match setup.when_deleted {
        0 => WhenDeleted::Ask,
        1 => WhenDeleted::Follow,
        _ => WhenDeleted::Renew,
    };
    Account { caps, mapping, may_double: !setup.email_unique, when_deleted }
}

fn note_account(of: &Account) -> Account {
    let row = MapRow::new(Field::Note, NOTE_TEXT, Take::First);
    Account {
        caps: Capabilities { marker: MarkerSupport::Searchable, email_unique: false, ..of.caps },
        mapping: Mapping { version: 1, rows: vec![row] },
        ..of.clone()
    }
}

/// The id of the contact captured as the n-th.
#[must_use]
pub(crate) fn contact_id(nth: usize) -> ContactId {
    ContactId::new(format!("k{nth}"))
}

impl<O: Outbox> Laptop<O> {
    /// A laptop that was just switched on.
    #[must_use]
    pub(crate) fn new(nth: usize, setup: &Setup, outbox: O) -> Self {
        let account = account(setup);
        Self {
            nth,
            outbox,
            boot: 1,
            boot_id: BootId::new(format!("b{nth}.1")),
            note_account: note_account(&account),
            mappings: vec![account.mapping.clone()],
            remapped: false,
            account,
            fields: FIELDS.map(RemoteField::new),
            destination: DestinationId::new("z"),
            health: Health::default(),
            talking: Vec::new(),
            pool: Vec::new(),
            timers: Timers::default(),
            in_flight: 0,
            looking: false,
            paced_until: None,
            scrub: Scrub::from(MonoMs(0)),
            pulling: false,
            next_pull: 0,
            pulled: 0,
            made: 0,
            stale: true,
            crash: None,
            roll_back: false,
            away_until: 0,
            starts: false,
            news: Vec::new(),
        }
    }

    /// The process starts: what was in memory is gone.
    pub(crate) fn start(&mut self, now: u64, witness: &mut Witness) {
        let stored = self.health.stored(MonoMs(now));
        self.boot += 1;
        self.boot_id = BootId::new(format!("b{}.{}", self.nth, self.boot));
        self.health = Health::restored(stored, MonoMs(now));
        self.health.auth = None;
        self.health.pace.at = MonoMs(now);
        self.talking.clear();
        self.pool.clear();
        self.timers = Timers::default();
        self.in_flight = 0;
        self.looking = false;
        self.paced_until = None;
        self.scrub = Scrub::from(MonoMs(now));
        self.pulling = false;
        self.next_pull = now;
        self.stale = true;
        self.starts = false;
        self.crash = None;
        self.roll_back = false;
        self.take_up_mapping();
        witness.started(self.nth, now);
    }

    /// A transaction. False when it is not on disk, or the process died right after: nothing of it may leave.
    fn transaction(&mut self, now: u64, body: impl FnOnce(&mut Self)) -> bool {
        let before_commit = matches!(self.crash, Some((CrashAt::BeforeCommit, _)));
        let told = self.news.len();
        self.outbox.begin(self.roll_back || before_commit);
        body(self);
        if std::mem::take(&mut self.roll_back) {
            self.outbox.roll_back();
            self.news.truncate(told);
            self.stale = true;
            return false;
        }
        match self.crash.take() {
            None => {
                self.outbox.commit();
                true
            }
            Some((CrashAt::BeforeCommit, away)) => {
                self.outbox.roll_back();
                self.news.truncate(told);
                self.die(now, away);
                false
            }
            Some((CrashAt::BeforeSend, away)) => {
                self.outbox.commit();
                self.die(now, away);
                false
            }
            Some((CrashAt::Now, away)) => {
                self.outbox.commit();
                self.crash = Some((CrashAt::Now, away));
                true
            }
        }
    }

    /// The process ends; another one starts after `away` milliseconds.
    pub(crate) fn die(&mut self, now: u64, away: u64) {
        self.away_until = now + away;
        self.starts = true;
        self.pool.clear();
    }

    fn is_open(&self, now: u64) -> bool {
        self.health.gate(MonoMs(now)) == Gate::Open
    }

    /// Does what can be done now, and says what leaves.
    pub(crate) fn turn(&mut self, now: u64, rules: &Rules, witness: &mut Witness) -> Vec<Outgoing> {
        let mut out = Vec::new();
        if self.away_until > now {
            return out;
        }
        if self.starts {
            self.start(now, witness);
        }
        self.find_leases(now, rules, witness);
        self.end_timers(now, rules, witness);
        self.begin_scrub(now, rules, witness);
        let turning = self.turns_over(now, rules, witness);
        if self.remapped && !turning && self.away_until <= now {
            self.look_at_settled(now, rules, witness);
        }
        let mono = MonoMs(now);
        if !self.looking && self.in_flight == 0 && self.health.look_at(mono).is_some_and(|at| at <= mono) {
            self.looking = true;
            out.push(self.outgoing(Asked::Check));
        }
        while self.away_until <= now && !turning {
            if !self.is_open(now) {
                self.give_back(now, rules, witness);
                break;
            }
            if self.looking || self.in_flight >= in_flight(self.account.caps.batch) {
                break;
            }
            if self.pool.is_empty() {
                self.claim(now, rules, witness);
            }
            if self.pool.is_empty() {
                break;
            }
            if let Err(wait) = self.health.pace.take(mono) {
                self.paced_until = Some(mono.plus(wait));
                break;
            }
            self.paced_until = None;
            let Some(joined) = join(&mut self.pool, self.account.caps.batch) else { break };
            self.in_flight += 1;
            out.push(self.outgoing(Asked::Batch(joined)));
        }
        if self.away_until <= now && self.is_open(now) && !self.pulling && self.next_pull <= now {
            self.pulling = true;
            let ask = (rules.ask)(&self.outbox.cursor());
            out.push(self.outgoing(Asked::Changes(ask)));
        }
        out
    }

    fn outgoing(&self, what: Asked) -> Outgoing {
        Outgoing { laptop: self.nth, boot: self.boot, what }
    }

    /// When something is due by itself.
    #[must_use]
    pub(crate) fn wake_at(&self, now: u64) -> Option<u64> {
        if self.away_until > now {
            return Some(self.away_until);
        }
        if self.starts || self.stale || self.remapped || self.is_turning() && self.in_flight == 0 {
            return Some(now);
        }
        let open = self.is_open(now);
        let mut due =
            self.health.look_at(MonoMs(now)).filter(|_| !self.looking && self.in_flight == 0).map(|at| at.0);
        let mut sooner = |at: u64| due = Some(due.map_or(at, |due| due.min(at)));
        if let Some(until) = self.health.throttled_until.filter(|until| until.0 > now) {
            sooner(until.0);
        }
        // A fence cannot end while the gate is closed: the answer that opens it wakes us.
        if let Some(at) = self.timers.next(open, &self.talking) {
            sooner(at);
        }
        if open {
            if !self.pulling {
                sooner(self.next_pull);
            }
            if let (Some(until), true) =
                (self.paced_until, self.in_flight < in_flight(self.account.caps.batch))
            {
                sooner(until.0);
            }
            sooner(self.scrub.due(self.account.caps.fence).0);
        }
        due.map(|at| at.max(now))
    }

    /// Takes up what is queued.
    fn claim(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        let room = self.account.caps.batch.max(1);
        let mut queued: Vec<DeliveryId> = Vec::new();
        // A note follows its contact: it is not written while that one is not settled itself.
        let mut unsettled: Vec<ContactId> = Vec::new();
        let talking = &self.talking;
        self.outbox.each(|delivery, live| {
            if live && delivery.part == DeliveryPart::Contact && delivery.state != State::Synced {
                unsettled.push(delivery.contact.clone());
            }
        });
        self.outbox.each(|delivery, _| {
            let waits = waits_for_contact(delivery) && unsettled.contains(&delivery.contact);
            if delivery.state == State::Queued
                && !waits
                && queued.len() < room
                && !talking.contains(&delivery.id)
            {
                queued.push(delivery.id.clone());
            }
        });
        if queued.is_empty() {
            return;
        }
        let mut asked: Vec<(DeliveryId, Request)> = Vec::new();
        let stored = self.transaction(now, |laptop| {
            for id in &queued {
                if let Some(request) = laptop.apply(id, Event::Begin, true, now, rules, witness) {
                    asked.push((id.clone(), request));
                }
            }
        });
        if stored {
            self.take_up(asked);
        }
    }

    fn take_up(&mut self, asked: Vec<(DeliveryId, Request)>) {
        for (delivery, request) in asked {
            self.talking.push(delivery.clone());
            self.pool.push(Waiting { delivery, request, at_most: usize::MAX });
        }
    }

    /// The gate closed before these left: they were surely not carried out.
    fn give_back(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        if self.pool.is_empty() {
            return;
        }
        let pool = std::mem::take(&mut self.pool);
        for waiting in &pool {
            self.talking.retain(|id| *id != waiting.delivery);
        }
        self.stale = true;
        self.transaction(now, |laptop| {
            for Waiting { delivery, request, .. } in pool {
                if request.is_write() {
                    let failure = Failure::Transient { trouble: Trouble::Unreachable };
                    let answer = Box::new(ItemAnswer::Failed(failure));
                    let event = Event::Answer { request: Box::new(request), answer };
                    laptop.apply(&delivery, event, false, now, rules, witness);
                }
            }
        });
    }

    /// Leases that nobody waits behind: of a process before this one, or of an answer that could not be stored.
    fn find_leases(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let mut lost: Vec<DeliveryId> = Vec::new();
        let talking = &self.talking;
        self.outbox.each(|delivery, _| {
            if matches!(delivery.state, State::Sending { .. }) && !talking.contains(&delivery.id) {
                lost.push(delivery.id.clone());
            }
        });
        if !lost.is_empty() {
            self.transaction(now, |laptop| {
                for id in &lost {
                    witness.lost_lease(id, now);
                    laptop.apply(id, Event::FoundAtStart, false, now, rules, witness);
                }
            });
        }
        self.timers.follow(&self.outbox, now);
    }

    /// It does not ask for changes by itself.
    pub(crate) fn without_pull(&mut self) {
        self.next_pull = u64::MAX;
    }

    /// It asks for changes now.
    pub(crate) fn pull_now(&mut self, now: u64) {
        self.next_pull = now;
        self.stale = true;
    }

    /// What is in memory only and decides what comes next.
    #[must_use]
    pub(crate) fn volatile(&self) -> (u32, usize, bool, Vec<DeliveryId>, usize, bool) {
        (self.boot, self.in_flight, self.looking, self.talking.clone(), self.pool.len(), self.pulling)
    }

    /// Whether nothing is under way and nothing is queued.
    #[must_use]
    pub(crate) fn is_idle(&self) -> bool {
        let mut idle =
            self.in_flight == 0 && self.pool.is_empty() && !self.stale && !self.starts && !self.pulling;
        idle &= !self.remapped && !self.is_turning();
        self.outbox.each(|delivery, _| match &delivery.state {
            State::Queued if waits_for_contact(delivery) => {}
            State::Queued | State::Sending { .. } | State::Fenced | State::Waiting { .. } => idle = false,
            State::Held { .. } | State::Synced | State::Parked { .. } | State::Removed { .. } => {}
        });
        idle
    }
}

/// Whether a delivery goes only after the contact it belongs to.
fn waits_for_contact(delivery: &Delivery) -> bool {
    matches!(delivery.part, DeliveryPart::Note(_)) && delivery.intent == Intent::Upsert
}

/// What a request asks, in a word.
#[must_use]
pub(crate) fn name_of(asked: &Asked) -> &'static str {
    match asked {
        Asked::Batch(joined) => CrmOp::name(&joined.op),
        Asked::Check => "check",
        Asked::Changes(_) => "changes",
    }
}
