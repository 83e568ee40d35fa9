//! One destination's line: its client, health, timers, and the deliveries under way. Driven by the worker; keeps what is
//! volatile, while everything that must survive is in the store before a request leaves.

use super::applied::{Applied, outcome};
use super::shown::LineSnapshot;
use super::timers::{Ends, Timers};
use super::watch::Watch;
use crate::crm::Client;
use crate::store::confirmed::Confirmed;
use crate::store::destinations::Destination;
use crate::store::queues::Timed;
use crate::store::{Result, Store, attempts, deliveries, queues};
use lanyard_core::crm::{Failure, ItemAnswer, Trouble};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Gate, State};
use lanyard_core::sync::batch::{Joined, Waiting, join};
use lanyard_core::sync::pacing::{Pacing, in_flight};
use lanyard_core::sync::{Account, Event, Health};
use lanyard_core::time::{Millis, MonoMs, WallMs};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Deliveries whose time has come are moved on so many at a time, so that a capture never waits long for its turn to write.
const DUE_AT_ONCE: usize = 200;

/// A destination being served.
pub(super) struct Line {
    pub(super) destination: Destination,
    pub(super) client: Option<Arc<Client>>,
    pub(super) account: Account,
    pub(super) health: Health,
    pub(super) timers: Timers,
    pub(super) pacing: Pacing,
    /// Claimed by this process: in the pool or under way.
    pub(super) talking: BTreeSet<DeliveryId>,
    /// What may leave next. Full enough that a request leaves as soon as an answer makes room, not only when that answer is
    /// on disk.
    pub(super) pool: Vec<Waiting>,
    /// What is looked for without being asked.
    pub(super) watch: Watch,
    /// Days its clock confirmed; none until they were read.
    pub(super) confirmed: Option<Confirmed>,
    /// The bucket was empty; not before then.
    paced_until: Option<MonoMs>,
    /// Somebody else may have changed what the timers follow.
    pub(super) stale: bool,
    /// The app closes: nothing more leaves.
    pub(super) closing: bool,
    pub(super) in_flight: usize,
    pub(super) looking: bool,
    /// Deliveries that became synced since the app started.
    pub(super) synced: u32,
    /// The destination with another mapping, taken up once nothing is under way: what was read by the fields of one mapping is
    /// not held against another's.
    pub(super) anew: Option<Box<Anew>>,
    /// What is settled is still to be looked at under today's mapping.
    pub(super) remapped: bool,
}

/// A destination as it was read again.
pub(super) struct Anew {
    pub(super) destination: Destination,
    pub(super) client: Option<Arc<Client>>,
    pub(super) account: Account,
}

/// What a pass changed, to be told to the window.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) contacts: BTreeSet<ContactId>,
    pub(super) health: bool,
    /// Values came from a CRM: other destinations have something to send.
    pub(super) taken: bool,
}

impl Line {
    pub(super) fn new(
        destination: Destination,
        account: Account,
        client: Option<Arc<Client>>,
        now: MonoMs,
    ) -> Self {
        let mut health = Health::restored(destination.health, now);
        health.pace.at = now;
        Self {
            destination,
            client,
            account,
            health,
            timers: Timers::default(),
            pacing: Pacing::default(),
            talking: BTreeSet::new(),
            pool: Vec::new(),
            watch: Watch::from(now),
            confirmed: None,
            paced_until: None,
            stale: true,
            closing: false,
            in_flight: 0,
            looking: false,
            synced: 0,
            anew: None,
            remapped: true,
        }
    }

    /// The destination was read again. Another mapping waits until nothing is under way by the old one.
    pub(super) fn renew(&mut self, anew: Anew) {
        let other = anew.account.mapping.version != self.account.mapping.version;
        if other && (self.in_flight > 0 || !self.pool.is_empty()) {
            self.anew = Some(Box::new(anew));
            return;
        }
        let Anew { destination, client, account } = anew;
        (self.destination, self.client, self.account) = (destination, client, account);
        self.anew = None;
        self.remapped |= other;
    }

    /// Takes up another mapping, once nothing is under way; whether one still waits.
    fn turns_over(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<bool> {
        if self.anew.is_none() {
            return Ok(false);
        }
        self.give_back(store, with, touched)?;
        if self.in_flight > 0 {
            return Ok(true);
        }
        if let Some(anew) = self.anew.take() {
            self.renew(*anew);
        }
        Ok(false)
    }

    /// What is settled and what the mapping says of it otherwise than when it was last looked at: queued where there is
    /// anything to send. So many at a time; each is noted with what became of it, so that a crash forgets none.
    fn look_at_settled(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let (destination, mapping) = (&self.destination.id, self.account.mapping.version);
        let some = store.read(|conn| queues::to_look_at(conn, destination, mapping, DUE_AT_ONCE))?;
        self.remapped = !some.is_empty();
        if some.is_empty() {
            return Ok(());
        }
        store.write(|conn| {
            for id in &some {
                let outcome = outcome(conn, with, &self.account, id, Event::Changed, false)?;
                queues::looked_at(conn, id, mapping)?;
                let changed = outcome.filter(|outcome| outcome.changed);
                touched.contacts.extend(changed.map(|outcome| outcome.contact));
            }
            Ok(())
        })
    }

    /// Whether a person let this store send (rule 20). From then on each fence runs in full once more.
    pub(super) fn allow(&mut self, may_send: bool) {
        if self.health.restored && may_send {
            self.timers = Timers::default();
        }
        self.health.restored = !may_send;
    }

    /// The computer slept: what we rest for is over, and much may have changed.
    pub(super) fn resume(&mut self, now: MonoMs) {
        self.health.offline_until = None;
        self.watch.hurry(now);
        self.stale = true;
    }

    /// Leases that nobody is waiting behind: of another process (rule 2), or of this one when an answer could not be
    /// stored. Their outcome is unknown.
    fn lost_leases(&self, timed: &[Timed]) -> Vec<DeliveryId> {
        timed
            .iter()
            .filter(|timed| matches!(timed.state, State::Sending { .. }))
            .map(|timed| timed.id.clone())
            .filter(|id| !self.talking.contains(id))
            .collect()
    }

    /// Ends what is due by time.
    pub(super) fn tick(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let now = with.clock.mono();
        if self.stale {
            self.look_around(store, with, touched)?;
        }
        if self.remapped && self.anew.is_none() {
            self.look_at_settled(store, with, touched)?;
        }
        let open = self.health.gate(now) == Gate::Open;
        let due: Vec<(DeliveryId, Ends)> = self
            .timers
            .due(now)
            .into_iter()
            // A fence ends by looking, which an unreachable CRM does not allow: until then it is "Checking".
            .filter(|(id, ends)| (*ends != Ends::Fence || open) && !self.talking.contains(id))
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        self.stale = true;
        for some in due.chunks(DUE_AT_ONCE) {
            store.write(|conn| {
                for (id, ends) in some {
                    if *ends == Ends::Grace {
                        deliveries::leave_card_of(conn, id)?;
                    }
                    let outcome = outcome(conn, with, &self.account, id, ends.event(), false)?;
                    touched.contacts.extend(outcome.map(|outcome| outcome.contact));
                }
                Ok(())
            })?;
        }
        self.look_around(store, with, touched)
    }

    /// Finds what a timer moves on, and the leases that nobody waits behind.
    fn look_around(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let mut timed = store.read(|conn| queues::timed(conn, &self.destination.id))?;
        let lost = self.lost_leases(&timed);
        if !lost.is_empty() {
            store.write(|conn| {
                for id in &lost {
                    attempts::close_lost(conn, id, self.account.caps.fence)?;
                    let outcome = outcome(conn, with, &self.account, id, Event::FoundAtStart, false)?;
                    touched.contacts.extend(outcome.map(|outcome| outcome.contact));
                }
                Ok(())
            })?;
            self.watch.unknown(with.clock.mono());
            timed = store.read(|conn| queues::timed(conn, &self.destination.id))?;
        }
        self.timers.follow(&timed, self.account.caps.fence, with.clock.mono());
        self.stale = false;
        Ok(())
    }

    /// Whether a read must show first that the CRM is there: after failures, and before the first request of all, which
    /// learns what the account can do.
    pub(super) fn wants_to_look(&self, now: MonoMs) -> bool {
        let Some(client) = &self.client else { return false };
        if self.looking || self.in_flight > 0 {
            return false;
        }
        let unknown = client.learned().is_none() && self.health.gate(now) == Gate::Open;
        unknown || self.health.look_at(now).is_some_and(|at| at <= now)
    }

    /// What is to be sent now, if anything: from the pool, else newly claimed.
    pub(super) fn next(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        touched: &mut Touched,
    ) -> Result<Option<Joined>> {
        if self.turns_over(store, with, touched)? {
            return Ok(None);
        }
        if !self.is_open(with.clock.mono()) {
            self.give_back(store, with, touched)?;
            return Ok(None);
        }
        if self.has_room() && self.pool.is_empty() {
            self.claim(store, with, touched)?;
        }
        Ok(self.ready(with))
    }

    /// What leaves at once, without a look into the store.
    pub(super) fn ready(&mut self, with: Applied<'_>) -> Option<Joined> {
        let now = with.clock.mono();
        if self.closing
            || self.anew.is_some()
            || !self.is_open(now)
            || !self.has_room()
            || self.pool.is_empty()
        {
            return None;
        }
        if let Err(wait) = self.health.pace.take(now) {
            self.paced_until = Some(now.plus(wait));
            return None;
        }
        self.paced_until = None;
        let joined = join(&mut self.pool, self.account.caps.batch)?;
        self.in_flight += 1;
        Some(joined)
    }

    pub(super) fn is_open(&self, now: MonoMs) -> bool {
        let known = self.client.as_ref().is_some_and(|client| client.learned().is_some());
        known && self.health.gate(now) == Gate::Open
    }

    fn has_room(&self) -> bool {
        !self.looking && self.in_flight < self.pacing.abreast(in_flight(self.account.caps.batch))
    }

    /// While the CRM is at work: takes up what comes after.
    pub(super) fn prepare(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let room = self.pool.len() < self.account.caps.batch && self.anew.is_none();
        if self.in_flight > 0 && room && self.is_open(with.clock.mono()) {
            self.claim(store, with, touched)?;
        }
        Ok(())
    }

    /// Takes up to a batch of queued deliveries into the pool.
    fn claim(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let room = self.account.caps.batch.max(1);
        let queued =
            store.read(|conn| queues::queued(conn, &self.destination.id, room + self.talking.len()))?;
        let claimed: Vec<DeliveryId> =
            queued.into_iter().filter(|id| !self.talking.contains(id)).take(room).collect();
        if claimed.is_empty() {
            return Ok(());
        }
        let asked = store.write(|conn| {
            let mut asked = Vec::new();
            for id in &claimed {
                let Some(outcome) = outcome(conn, with, &self.account, id, Event::Begin, true)? else {
                    continue;
                };
                if outcome.changed {
                    touched.contacts.insert(outcome.contact);
                }
                asked.extend(outcome.request.map(|request| (id.clone(), request)));
            }
            Ok(asked)
        })?;
        for (id, request) in asked {
            self.take_up(id, request);
        }
        Ok(())
    }

    /// The gate closed before these left: they were surely not executed. A read left no trace; it is simply forgotten.
    fn give_back(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        if self.pool.is_empty() {
            return Ok(());
        }
        let pool = std::mem::take(&mut self.pool);
        for one in &pool {
            self.talking.remove(&one.delivery);
            self.not_heard(&one.delivery, &one.request);
        }
        self.stale = true;
        let never_left = Failure::Transient { trouble: Trouble::Unreachable };
        store.write(|conn| {
            for Waiting { delivery: id, request, .. } in pool.into_iter().filter(|one| one.request.is_write())
            {
                attempts::close_open(conn, &id)?;
                let answer = Box::new(ItemAnswer::Failed(never_left.clone()));
                let event = Event::Answer { request: Box::new(request), answer };
                let outcome = outcome(conn, with, &self.account, &id, event, false)?;
                touched.contacts.extend(outcome.map(|outcome| outcome.contact));
            }
            Ok(())
        })
    }

    /// Whether nothing is under way and nothing can begin before time passes or something happens.
    pub(super) fn is_idle(&self, store: &Store, now: MonoMs) -> Result<bool> {
        if self.in_flight > 0 || self.looking || self.remapped || self.wants_to_look(now) {
            return Ok(false);
        }
        if self.client.is_none() || self.health.gate(now) != Gate::Open {
            return Ok(true);
        }
        let empty = || store.read(|conn| queues::queued(conn, &self.destination.id, 1));
        Ok(self.pool.is_empty() && !self.is_watching(now) && empty()?.is_empty())
    }

    /// When something is due next.
    pub(super) fn wake_at(&self, now: MonoMs) -> Option<MonoMs> {
        let mut due: Vec<MonoMs> = Vec::new();
        if self.remapped {
            due.push(now.plus(LEAST));
        }
        // A fence that is over waits for the gate, whose opening wakes us by itself; anything else must not spin.
        let timers = match self.timers.next() {
            Some(at) if at > now || self.is_open(now) => Some(at),
            Some(_) => self.timers.next_but_fences(),
            None => None,
        };
        due.extend(timers.map(|at| if at <= now { now.plus(SPIN) } else { at }));
        if self.client.is_some() {
            due.extend(self.health.look_at(now));
            if self.is_open(now) {
                let busy = self.pool.len() >= self.account.caps.batch.max(1);
                due.push(self.watch.wake_at(self.account.caps.fence, busy).max(now.plus(LEAST)));
                let held_up = busy || self.watch.pulling;
                due.extend(self.sweep_at().filter(|_| !held_up).map(|at| at.max(now.plus(SPIN))));
            }
            due.extend(self.health.throttled_until.filter(|until| *until > now));
        }
        if !self.pool.is_empty() && self.has_room() {
            due.push(self.paced_until.map_or(now.plus(SPIN), |until| until.max(now.plus(LEAST))));
        }
        due.into_iter().min()
    }

    /// How it is doing, to be shown.
    pub(super) fn shown(&self, now: MonoMs, wall: WallMs) -> LineSnapshot {
        let health = &self.health;
        let on_the_wall = |until: MonoMs| wall.plus(now.until(until));
        let (left, at) = self.timers.left();
        LineSnapshot {
            gate: health.gate(now),
            since: health.closed_since,
            until: health.next_try(now).map(on_the_wall),
            answered: health.answered,
            left,
            at,
            failures: health.failures,
            rest_until: health.rest_until.map(on_the_wall),
            pace: health.pace,
            quota: self.pacing.quota,
            in_flight: self.in_flight,
        }
    }
}

/// The least time between two looks at a line that has something due it cannot do.
const SPIN: Millis = Millis(100);

/// The least wait for the bucket: the clock counts whole milliseconds.
const LEAST: Millis = Millis(1);
