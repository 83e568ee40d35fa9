//! What a line does with an answer: its health at once, so that the next request may leave; then the deliveries, in one
//! transaction, while that request is under way.

use super::applied::{Applied, Outcome, outcome};
use super::line::{Line, Touched};
use super::local;
use crate::store::confirmed::{self, Confirmed};
use crate::store::destinations::{self, Destination};
use crate::store::{Result, Store, attempts, watched};
use lanyard_core::crm::{
    CrmAnswer, CrmOp, Failure, Fields, ItemAnswer, NewRecord, Object, RemoteRecord, ReplyFacts,
};
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::State;
use lanyard_core::sync::batch::{Heard, Joined, Waiting, heard};
use lanyard_core::sync::{Event, Request, plant};
use lanyard_core::time::Millis;
use rusqlite::Connection;

impl Line {
    /// An answer came: there is room for another request. Nothing is stored yet.
    pub(super) fn landed(
        &mut self,
        with: Applied<'_>,
        sent: &Joined,
        answer: &CrmAnswer,
        touched: &mut Touched,
    ) {
        self.follow_reply(with, answer.outcome.as_ref().err(), &answer.facts, touched);
        if matches!(sent.op, CrmOp::Check) {
            self.looking = false;
        } else {
            self.in_flight = self.in_flight.saturating_sub(1);
        }
    }

    /// What a reply says of the destination itself.
    pub(super) fn follow_reply(
        &mut self,
        with: Applied<'_>,
        failure: Option<&Failure>,
        facts: &ReplyFacts,
        touched: &mut Touched,
    ) {
        let (now, wall) = (with.clock.mono(), with.clock.wall());
        let before = (self.health.gate(now), self.health.answered);
        self.health.follow(&facts.rate, now);
        match failure {
            None => self.health.answered(),
            Some(failure) => self.health.failed(failure, now, wall, with.clock.jitter()),
        }
        self.pacing.follow(&mut self.health, failure, &facts.rate, now);
        touched.health |= before != (self.health.gate(now), self.health.answered);
    }

    /// Stores what an answer means for each delivery in it, and takes what follows into the pool.
    pub(super) fn settle(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        sent: Joined,
        answer: &CrmAnswer,
        touched: &mut Touched,
    ) -> Result<()> {
        if matches!(sent.op, CrmOp::Check) {
            self.learn(store, with, touched)?;
            return self.begin_feed(store, &answer.facts);
        }
        let items = match heard::<{ plant::NONE }>(&sent, answer) {
            Heard::PerItem(items) => items,
            Heard::Halves(at_most) => {
                self.in_halves(sent, at_most);
                return Ok(());
            }
        };
        let Joined { op, mut requests } = sent;
        let ids: Vec<_> = requests.keys().cloned().collect();
        let (at, now) = (with.clock.wall(), with.clock.mono());
        let (account, fence) = (&self.account, self.account.caps.fence);
        let throttled = self.health.throttled_until.map(|until| now.until(until));
        let days = self.day_of(with, &answer.facts);
        let destination = self.destination.id.clone();
        let outcomes = store.write(|conn| {
            let mut outcomes = Vec::with_capacity(items.len());
            for (id, item) in items {
                let Some(request) = requests.remove(&id) else { continue };
                let noting = Noting { conn, id: &id, op: op.name(), at, answer };
                let scrub = matches!(request, Request::FindByMarker { scrub: true, .. });
                let (class, unheard) = (class_of(&item), unheard(&request, &item));
                let gone = gone_below(&request, &item);
                if !scrub {
                    noting.note(class)?;
                }
                let event = Event::Answer { request: Box::new(request), answer: Box::new(item) };
                let Some(became) = outcome(conn, with, account, &id, event, true)? else { continue };
                if scrub && (became.request.is_some() || became.changed) {
                    noting.note(class)?;
                }
                if let Some(wait) = wait(&became.state, class, throttled, fence) {
                    attempts::waits(conn, &id, op.name(), wait)?;
                }
                outcomes.push((id, became, unheard));
                if let Some(record) = gone {
                    for id in watched::concerned(conn, &destination, &record)? {
                        let event = Event::Hint(Box::new(record.clone()));
                        let became = outcome(conn, with, account, &id, event, false)?;
                        outcomes.extend(became.map(|became| (id, became, false)));
                    }
                }
            }
            if let Some((before, after)) = days {
                confirmed::put(conn, &destination, before, after)?;
            }
            Ok(outcomes)
        });
        // Whatever the store says, these are no longer under way here; what is not stored is found as a lease later.
        for id in &ids {
            self.talking.remove(id);
        }
        let outcomes = outcomes.inspect_err(|_| self.stale = true)?;
        self.confirmed = days.map(|(_, after)| after).or(self.confirmed);
        for (id, outcome, unheard) in outcomes {
            self.became(with, id, outcome, unheard, touched);
        }
        self.keep_health(store, with, touched)
    }

    /// What a delivery became decides what the line looks at next.
    fn became(
        &mut self,
        with: Applied<'_>,
        id: DeliveryId,
        outcome: Outcome,
        unheard: bool,
        touched: &mut Touched,
    ) {
        match outcome.state {
            State::Synced => self.synced += u32::from(outcome.changed),
            State::Fenced => {
                self.stale = true;
                if outcome.changed {
                    self.watch.unknown(with.clock.mono());
                }
            }
            State::Held { .. } | State::Waiting { .. } => self.stale = true,
            State::Queued | State::Sending { .. } | State::Parked { .. } | State::Removed { .. } => {}
        }
        touched.taken |= outcome.taken;
        touched.contacts.insert(outcome.contact);
        if unheard {
            self.watch.look_again(id.clone());
        }
        if let Some(request) = outcome.request {
            self.take_up(id, request);
        }
    }

    /// The whole was refused for one of its items: all go again, in halves, in front of what came after them.
    fn in_halves(&mut self, sent: Joined, at_most: usize) {
        let again = sent.requests.into_iter();
        let again = again.map(|(delivery, request)| Waiting { delivery, request, at_most });
        self.pool.splice(0..0, again);
    }

    /// What a reply's `Date` adds to the days confirmed, before and after; none when nothing.
    pub(super) fn day_of(&self, with: Applied<'_>, facts: &ReplyFacts) -> Option<(Confirmed, Confirmed)> {
        let before = self.confirmed?;
        Some((before, before.seen(facts.date?, with.clock.wall())?))
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
            let (marker, asked) = (client.capabilities().marker, &self.destination);
            let kept = store.write(|conn| {
                // As it stands now: a person may have changed it while the check was under way. Of another account nothing
                // was learned.
                let Some(mut destination) = destinations::get(conn, &asked.id)? else { return Ok(None) };
                if destination.base_url != asked.base_url {
                    return Ok(None);
                }
                let before = destination.clone();
                destination.settings.extend(learned);
                destination.marker = marker;
                if destination.settings != before.settings || destination.marker != before.marker {
                    destinations::put(conn, &destination)?;
                }
                let account = local::account(conn, &destination, client)?;
                Ok(Some((Destination { health: asked.health, ..destination }, account)))
            })?;
            // Else it is read anew in a moment, by whoever changed it.
            if let Some((destination, account)) = kept {
                self.destination = destination;
                self.account = account;
            }
        }
        self.keep_health(store, with, touched)
    }
}

/// What is noted in a delivery's timeline.
struct Noting<'a> {
    conn: &'a Connection,
    id: &'a DeliveryId,
    op: &'a str,
    at: lanyard_core::time::WallMs,
    answer: &'a CrmAnswer,
}

impl Noting<'_> {
    fn note(&self, class: Option<&'static str>) -> Result<()> {
        attempts::end(self.conn, self.id, self.op, self.at, &self.answer.facts, class)
    }
}

fn class_of(item: &ItemAnswer) -> Option<&'static str> {
    match item {
        ItemAnswer::Failed(failure) => Some(failure.name()),
        ItemAnswer::Found(_) | ItemAnswer::Written(_) | ItemAnswer::Accepted(_) => None,
    }
}

/// Whether a look for strays was asked and not answered.
/// The record on which a note was to be made, where the CRM says that it is gone. That is a hint and no fact: it leads the
/// contact's own delivery to read its record, and the note waits until that one is settled.
fn gone_below(request: &Request, item: &ItemAnswer) -> Option<RemoteRecord> {
    match (request, item) {
        (
            Request::Create(NewRecord { object: Object::Note { of }, .. }),
            ItemAnswer::Failed(Failure::Gone { .. }),
        ) => Some(RemoteRecord {
            id: of.clone(),
            version: None,
            archived: true,
            marker: None,
            fields: Fields::default(),
        }),
        _ => None,
    }
}

fn unheard(request: &Request, item: &ItemAnswer) -> bool {
    let look = matches!(request, Request::Stray { .. } | Request::FindByMarker { scrub: true, .. });
    look && matches!(item, ItemAnswer::Failed(failure) if !matches!(failure, Failure::Gone { .. }))
}

/// What an answer made its delivery wait, for the timeline.
fn wait(state: &State, class: Option<&str>, throttled: Option<Millis>, fence: Millis) -> Option<Millis> {
    match state {
        State::Waiting { wait } => Some(*wait),
        State::Fenced => Some(fence),
        State::Queued if class == Some("throttled") => throttled,
        State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Synced
        | State::Parked { .. }
        | State::Removed { .. } => None,
    }
}
