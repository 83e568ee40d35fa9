//! One destination's line: its client, health, timers, and the deliveries under way. Driven by the worker; keeps what is
//! volatile, while everything that must survive is in the store before a request leaves.

use super::applied::{Applied, apply};
use super::claim::{Joined, join};
use super::local;
use super::timers::{Ends, Timers};
use crate::crm::Client;
use crate::store::deliveries::Stored;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, Store, attempts, deliveries};
use lanyard_core::crm::{CrmAnswer, CrmOp, Failure, ItemAnswer, Trouble};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Gate, State};
use lanyard_core::sync::{Account, Event, Health, Request};
use lanyard_core::time::{Millis, MonoMs};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Operations of one destination under way at once (sync protocol, "Worker").
pub(super) const IN_FLIGHT: usize = 2;

/// A destination being served.
pub(super) struct Line {
    pub(super) destination: Destination,
    pub(super) client: Option<Arc<Client>>,
    pub(super) account: Account,
    pub(super) health: Health,
    pub(super) timers: Timers,
    /// Claimed by this process: in the pool or under way.
    talking: BTreeSet<DeliveryId>,
    pool: Vec<(DeliveryId, Request)>,
    pub(super) in_flight: usize,
    pub(super) looking: bool,
    /// Deliveries that became synced since the app started.
    pub(super) synced: u32,
}

/// What a pass changed, to be told to the window.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) contacts: BTreeSet<ContactId>,
    pub(super) health: bool,
}

/// An operation to be performed.
pub(super) struct Outgoing {
    pub(super) op: CrmOp,
    pub(super) requests: BTreeMap<DeliveryId, Request>,
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
            talking: BTreeSet::new(),
            pool: Vec::new(),
            in_flight: 0,
            looking: false,
            synced: 0,
        }
    }

    /// Leases that nobody is waiting behind: of another process (rule 2), or of this one when an answer could not be
    /// stored. Their outcome is unknown.
    fn lost_leases(&self, timed: &[Stored]) -> Vec<DeliveryId> {
        timed
            .iter()
            .filter(|stored| matches!(stored.delivery.state, State::Sending { .. }))
            .map(|stored| stored.delivery.id.clone())
            .filter(|id| !self.talking.contains(id))
            .collect()
    }

    /// Ends what is due by time.
    pub(super) fn tick(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let now = with.clock.mono();
        let mut timed = store.read(|conn| deliveries::timed(conn, &self.destination.id))?;
        let lost = self.lost_leases(&timed);
        if !lost.is_empty() {
            store.write(|conn| {
                for id in &lost {
                    attempts::close_open(conn, id)?;
                    apply(conn, with, &self.account, id, Event::FoundAtStart, false)?;
                }
                Ok(())
            })?;
            timed = store.read(|conn| deliveries::timed(conn, &self.destination.id))?;
        }
        self.timers.follow(&timed, self.account.caps.fence, now);
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
        store.write(|conn| {
            for (id, ends) in &due {
                let Some(stored) = deliveries::get(conn, id)? else { continue };
                if *ends == Ends::Grace {
                    deliveries::leave_card(conn, &stored.delivery.contact)?;
                }
                apply(conn, with, &self.account, id, ends.event(), false)?;
                touched.contacts.insert(stored.delivery.contact);
            }
            Ok(())
        })?;
        let timed = store.read(|conn| deliveries::timed(conn, &self.destination.id))?;
        self.timers.follow(&timed, self.account.caps.fence, now);
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
    ) -> Result<Option<Outgoing>> {
        let now = with.clock.mono();
        let Some(client) = &self.client else { return Ok(None) };
        if self.health.gate(now) != Gate::Open || client.learned().is_none() {
            self.give_back(store, with, touched)?;
            return Ok(None);
        }
        if self.in_flight >= IN_FLIGHT || self.looking {
            return Ok(None);
        }
        if self.pool.is_empty() {
            self.claim(store, with, touched)?;
        }
        if self.pool.is_empty() || self.health.pace.take(now).is_err() {
            return Ok(None);
        }
        let Some(Joined { op, requests }) = join(&mut self.pool, self.account.caps.batch) else {
            return Ok(None);
        };
        self.in_flight += 1;
        Ok(Some(Outgoing { op, requests }))
    }

    fn claim(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let room = self.account.caps.batch.max(1);
        let queued =
            store.read(|conn| deliveries::queued(conn, &self.destination.id, room + self.talking.len()))?;
        let claimed: Vec<_> = queued
            .into_iter()
            .filter(|stored| !self.talking.contains(&stored.delivery.id))
            .take(room)
            .collect();
        if claimed.is_empty() {
            return Ok(());
        }
        let asked = store.write(|conn| {
            let mut asked = Vec::new();
            for stored in &claimed {
                let id = &stored.delivery.id;
                if let Some(request) = apply(conn, with, &self.account, id, Event::Begin, true)? {
                    asked.push((id.clone(), request));
                }
            }
            Ok(asked)
        })?;
        touched.contacts.extend(claimed.into_iter().map(|stored| stored.delivery.contact));
        self.talking.extend(asked.iter().map(|(id, _)| id.clone()));
        self.pool.extend(asked);
        Ok(())
    }

    /// The gate closed before these left: they were surely not executed.
    fn give_back(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        if self.pool.is_empty() {
            return Ok(());
        }
        let pool = std::mem::take(&mut self.pool);
        let never_left = Failure::Transient { trouble: Trouble::Unreachable };
        store.write(|conn| {
            for (id, request) in &pool {
                attempts::close_open(conn, id)?;
                let answer = Box::new(ItemAnswer::Failed(never_left.clone()));
                let event = Event::Answer { request: Box::new(request.clone()), answer };
                apply(conn, with, &self.account, id, event, false)?;
                if let Some(stored) = deliveries::get(conn, id)? {
                    touched.contacts.insert(stored.delivery.contact);
                }
            }
            Ok(())
        })?;
        for (id, _) in &pool {
            self.talking.remove(id);
        }
        Ok(())
    }

    /// An answer came.
    pub(super) fn settle(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        sent: Outgoing,
        answer: &CrmAnswer,
        touched: &mut Touched,
    ) -> Result<()> {
        self.note_health(with, answer, touched);
        let Outgoing { op, requests } = sent;
        if matches!(op, CrmOp::Check) {
            self.looking = false;
            return self.learn(store, with, touched);
        }
        self.in_flight = self.in_flight.saturating_sub(1);
        let at = with.clock.wall();
        let account = &self.account;
        let outcome = store.write(|conn| {
            let mut follow_up = Vec::new();
            let mut contacts = Vec::new();
            let mut synced = 0;
            for (id, request) in &requests {
                let item = answer.of(&op, id);
                let class = match &item {
                    ItemAnswer::Failed(failure) => Some(failure.name()),
                    ItemAnswer::Found(_) | ItemAnswer::Written(_) | ItemAnswer::Accepted(_) => None,
                };
                attempts::end(conn, id, op.name(), at, &answer.facts, class)?;
                let event = Event::Answer { request: Box::new(request.clone()), answer: Box::new(item) };
                if let Some(next) = apply(conn, with, account, id, event, true)? {
                    follow_up.push((id.clone(), next));
                }
                if let Some(stored) = deliveries::get(conn, id)? {
                    synced += u32::from(matches!(stored.delivery.state, State::Synced));
                    contacts.push(stored.delivery.contact);
                }
            }
            Ok((follow_up, contacts, synced))
        });
        // Whatever the store says, these are no longer under way here; what is not stored is found as a lease later.
        for id in requests.keys() {
            self.talking.remove(id);
        }
        let (follow_up, contacts, synced) = outcome?;
        self.synced += synced;
        touched.contacts.extend(contacts);
        self.talking.extend(follow_up.iter().map(|(id, _)| id.clone()));
        self.pool.extend(follow_up);
        self.keep_health(store, with, touched)
    }

    fn note_health(&mut self, with: Applied<'_>, answer: &CrmAnswer, touched: &mut Touched) {
        let (now, wall) = (with.clock.mono(), with.clock.wall());
        let before = (self.health.gate(now), self.health.answered);
        self.health.follow(&answer.facts.rate, now);
        match &answer.outcome {
            Ok(_) => self.health.answered(),
            Err(failure) => self.health.failed(failure, now, wall, with.clock.jitter()),
        }
        touched.health |= before != (self.health.gate(now), self.health.answered);
    }

    fn keep_health(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        let stored = self.health.stored(with.clock.mono());
        if touched.health && stored != self.destination.health {
            self.destination.health = stored;
            let id = self.destination.id.clone();
            store.write(|conn| destinations::put_health(conn, &id, &stored))?;
        }
        Ok(())
    }

    /// Keeps what a check learned of the account.
    fn learn(&mut self, store: &Store, with: Applied<'_>, touched: &mut Touched) -> Result<()> {
        if let Some(client) = &self.client
            && let Some(learned) = client.learned()
        {
            let mut settings = self.destination.settings.clone();
            settings.extend(learned);
            let marker = client.capabilities().marker;
            if settings != self.destination.settings || marker != self.destination.marker {
                self.destination.settings = settings;
                self.destination.marker = marker;
                let destination = self.destination.clone();
                store.write(|conn| destinations::put(conn, &destination))?;
            }
            self.account = store.read(|conn| local::account(conn, &self.destination, client))?;
        }
        self.keep_health(store, with, touched)
    }

    /// Whether nothing is under way and nothing can begin before time passes or something happens.
    pub(super) fn is_idle(&self, store: &Store, now: MonoMs) -> Result<bool> {
        if self.in_flight > 0 || self.looking || self.wants_to_look(now) {
            return Ok(false);
        }
        let closed = self.client.is_none() || self.health.gate(now) != Gate::Open;
        let queued = store.read(|conn| deliveries::queued(conn, &self.destination.id, 1))?;
        Ok(closed || (self.pool.is_empty() && queued.is_empty()))
    }

    /// When something is due next.
    pub(super) fn wake_at(&self, now: MonoMs) -> Option<MonoMs> {
        let mut due: Vec<MonoMs> = Vec::new();
        // A fence that cannot end while the gate is closed must not spin.
        due.extend(self.timers.next().map(|at| if at <= now { now.plus(SPIN) } else { at }));
        if self.client.is_some() {
            due.extend(self.health.look_at(now));
            due.extend(self.health.throttled_until.filter(|until| *until > now));
        }
        if !self.pool.is_empty() && self.in_flight < IN_FLIGHT {
            due.push(now.plus(SPIN));
        }
        due.into_iter().min()
    }
}

/// The least time between two looks at a line that has something due it cannot do.
const SPIN: Millis = Millis(100);
