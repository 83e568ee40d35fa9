//! What a line does with an answer: its health at once, so that the next request may leave; then the deliveries, in one
//! transaction, while that request is under way.

use super::applied::{Applied, outcome};
use super::line::{Line, Outgoing, Touched};
use super::local;
use crate::store::{Result, Store, attempts, destinations};
use lanyard_core::crm::{CrmAnswer, CrmOp, ItemAnswer};
use lanyard_core::outbox::State;
use lanyard_core::sync::Event;

impl Line {
    /// An answer came: there is room for another request. Nothing is stored yet.
    pub(super) fn landed(
        &mut self,
        with: Applied<'_>,
        sent: &Outgoing,
        answer: &CrmAnswer,
        touched: &mut Touched,
    ) {
        let (now, wall) = (with.clock.mono(), with.clock.wall());
        let before = (self.health.gate(now), self.health.answered);
        self.health.follow(&answer.facts.rate, now);
        let failure = answer.outcome.as_ref().err();
        match failure {
            None => self.health.answered(),
            Some(failure) => self.health.failed(failure, now, wall, with.clock.jitter()),
        }
        self.pacing.follow(&mut self.health, failure, &answer.facts.rate, now);
        touched.health |= before != (self.health.gate(now), self.health.answered);
        if matches!(sent.op, CrmOp::Check) {
            self.looking = false;
        } else {
            self.in_flight = self.in_flight.saturating_sub(1);
        }
    }

    /// Stores what an answer means for each delivery in it, and takes what follows into the pool.
    pub(super) fn settle(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        sent: Outgoing,
        answer: &CrmAnswer,
        touched: &mut Touched,
    ) -> Result<()> {
        let Outgoing { op, requests } = sent;
        if matches!(op, CrmOp::Check) {
            return self.learn(store, with, touched);
        }
        let ids: Vec<_> = requests.keys().cloned().collect();
        let at = with.clock.wall();
        let account = &self.account;
        let outcomes = store.write(|conn| {
            let mut outcomes = Vec::with_capacity(requests.len());
            for (id, request) in requests {
                let item = answer.of(&op, &id);
                let class = match &item {
                    ItemAnswer::Failed(failure) => Some(failure.name()),
                    ItemAnswer::Found(_) | ItemAnswer::Written(_) | ItemAnswer::Accepted(_) => None,
                };
                attempts::end(conn, &id, op.name(), at, &answer.facts, class)?;
                let event = Event::Answer { request: Box::new(request), answer: Box::new(item) };
                outcomes.extend(outcome(conn, with, account, &id, event, true)?.map(|outcome| (id, outcome)));
            }
            Ok(outcomes)
        });
        // Whatever the store says, these are no longer under way here; what is not stored is found as a lease later.
        for id in &ids {
            self.talking.remove(id);
        }
        let outcomes = outcomes.inspect_err(|_| self.stale = true)?;
        for (id, outcome) in outcomes {
            match outcome.state {
                State::Synced => self.synced += 1,
                State::Held { .. } | State::Fenced | State::Waiting { .. } => self.stale = true,
                State::Queued | State::Sending { .. } | State::Parked { .. } | State::Removed { .. } => {}
            }
            touched.contacts.insert(outcome.contact);
            if let Some(request) = outcome.request {
                self.talking.insert(id.clone());
                self.pool.push((id, request));
            }
        }
        self.keep_health(store, with, touched)
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
}
