//! What a line looks for by itself: changes over there, page by page, and records with our markers that should not be
//! there (rule 14). Neither ever takes the place of something that is to be sent.

use super::applied::{Applied, outcome};
use super::line::{Line, Touched};
use crate::store::{Result, Store, destinations, watched};
use lanyard_core::crm::{Cursor, Failure, Page, RemoteRecord, ReplyFacts};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::sync::batch::Waiting;
use lanyard_core::sync::pull::{self, Ask};
use lanyard_core::sync::{Event, Request, Scrub, Sweep, plant};
use lanyard_core::time::{Millis, MonoMs};
use rusqlite::Connection;
use std::collections::VecDeque;

/// A feed that passes over "since" shows everything each time: it is read this many times less often.
const UNFILTERED: u64 = 15;

/// A destination's setting that says so, to be shown.
pub const FEED_UNFILTERED: &str = "feed_unfiltered";

/// What hints led to.
#[derive(Debug, Default)]
pub(super) struct Hinted {
    contacts: Vec<ContactId>,
    taken: bool,
    asked: Vec<(DeliveryId, Request)>,
}

/// The look for changes, deletions and strays of one destination.
#[derive(Debug)]
pub(super) struct Watch {
    /// When the feed is read next.
    due: MonoMs,
    /// A page is under way.
    pub(super) pulling: bool,
    /// Which records are looked for by id, and when.
    pub(super) sweep: Sweep,
    /// When markers are asked for next.
    scrub: Scrub,
    /// Those of the round that are not asked for yet.
    to_scrub: VecDeque<DeliveryId>,
}

impl Watch {
    /// From a start on: the feed at once, the markers after a fence.
    pub(super) fn from(now: MonoMs) -> Self {
        let (sweep, scrub) = (Sweep::from(now), Scrub::from(now));
        Self { due: now, pulling: false, sweep, scrub, to_scrub: VecDeque::new() }
    }

    /// A person, or a resume from sleep, wants the feed read now.
    pub(super) fn hurry(&mut self, now: MonoMs) {
        self.due = now;
        self.sweep.hurry(now);
    }

    /// Whether the feed is read to its end, as far as it goes now.
    pub(super) fn is_read(&self, now: MonoMs) -> bool {
        !self.pulling && self.due > now
    }

    /// An outcome became unknown: its marker is asked for after a fence, an hour and a day.
    pub(super) fn unknown(&mut self, now: MonoMs) {
        self.scrub = Scrub::from(now);
    }

    /// A look for strays was not answered: it is asked again.
    pub(super) fn look_again(&mut self, id: DeliveryId) {
        if !self.to_scrub.contains(&id) {
            self.to_scrub.push_back(id);
        }
    }

    /// When something is due; `fence` is the destination's, and `busy` says that there is much to send before it.
    pub(super) fn wake_at(&self, fence: Millis, busy: bool) -> MonoMs {
        let scrub = self.scrub.due(fence);
        match (self.pulling, busy) {
            (true, _) => scrub,
            (false, true) => scrub.min(self.due.plus(pull::EVERY)),
            (false, false) => scrub.min(self.due),
        }
    }
}

impl Line {
    /// The page to ask for now, if any. One at a time, and not in front of a full pool unless it has waited long.
    pub(super) fn page_due(&mut self, store: &Store, with: Applied<'_>) -> Result<Option<Ask>> {
        let now = with.clock.mono();
        let waited = self.watch.due.until(now);
        let busy = self.pool.len() >= self.account.caps.batch.max(1) && waited < pull::EVERY;
        let idle = !self.watch.pulling && self.watch.due <= now;
        if self.closing || !idle || busy || !self.is_open(now) {
            return Ok(None);
        }
        if let Err(wait) = self.health.pace.take(now) {
            self.watch.due = now.plus(wait);
            return Ok(None);
        }
        let cursor = store.read(|conn| watched::cursor(conn, &self.destination.id))?.unwrap_or_default();
        self.watch.pulling = true;
        Ok(Some(pull::ask::<{ plant::NONE }>(&cursor)))
    }

    /// A page came, or none: health at once, then the records in it, then how far we came, in one transaction.
    pub(super) fn page_landed(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        answer: &std::result::Result<Page, Failure>,
        facts: &ReplyFacts,
        touched: &mut Touched,
    ) -> Result<()> {
        self.watch.pulling = false;
        self.follow_reply(with, answer.as_ref().err(), facts, touched);
        let now = with.clock.mono();
        // Whatever the store says now, the next look is not before its time.
        let every = pull::every(&facts.rate);
        self.watch.due = now.plus(every);
        let id = self.destination.id.clone();
        let cursor = store.read(|conn| watched::cursor(conn, &id))?.unwrap_or_default();
        match answer {
            Ok(page) => self.page_came(store, with, &cursor, page, facts, touched),
            Err(failure) => {
                // There is no list to wait for.
                self.watch.sweep.was_listed();
                let next = pull::failed::<{ plant::NONE }>(&cursor, failure);
                if next != cursor {
                    store.write(|conn| watched::put_cursor(conn, &id, &next))?;
                }
                if matches!(failure, Failure::Unsupported) {
                    self.watch.due = now.plus(Millis(every.0 * UNFILTERED));
                }
                Ok(())
            }
        }
    }

    fn page_came(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        cursor: &Cursor,
        page: &Page,
        facts: &ReplyFacts,
        touched: &mut Touched,
    ) -> Result<()> {
        let pulled = pull::page::<{ plant::NONE }>(cursor, page);
        let id = self.destination.id.clone();
        let (mut hinted, mut ours) = (Hinted::default(), Vec::new());
        let days = self.day_of(with, facts);
        store.write(|conn| {
            for shown in &page.records {
                if self.hint(conn, with, &shown.record, &mut hinted)? {
                    ours.push(&shown.record.id);
                }
            }
            if let Some((before, after)) = days {
                crate::store::confirmed::put(conn, &id, before, after)?;
            }
            watched::put_cursor(conn, &id, &pulled.cursor)
        })?;
        self.confirmed = days.map(|(_, after)| after).or(self.confirmed);
        ours.into_iter().for_each(|id| self.watch.sweep.shows(id));
        self.follow_hints(hinted, touched);
        let now = with.clock.mono();
        let unfiltered = self.destination.settings.contains_key(FEED_UNFILTERED) || pulled.filter_ignored;
        if pulled.more {
            self.watch.due = now;
        } else {
            self.watch.sweep.was_listed();
        }
        if !pulled.more && unfiltered {
            self.watch.due = now.plus(Millis(pull::every(&facts.rate).0 * UNFILTERED));
        }
        if pulled.filter_ignored && !self.destination.settings.contains_key(FEED_UNFILTERED) {
            self.destination.settings.insert(FEED_UNFILTERED.to_owned(), "yes".to_owned());
            let destination = self.destination.clone();
            store.write(|conn| destinations::put(conn, &destination))?;
        }
        Ok(())
    }

    /// What a list, or a look by id, shows of a record: each delivery that it concerns is told; whether there is any.
    pub(super) fn hint(
        &self,
        conn: &Connection,
        with: Applied<'_>,
        record: &RemoteRecord,
        hinted: &mut Hinted,
    ) -> Result<bool> {
        let concerned = watched::concerned(conn, &self.destination.id, record)?;
        let is_ours = !concerned.is_empty();
        for delivery in concerned {
            let event = Event::Hint(Box::new(record.clone()));
            let Some(outcome) = outcome(conn, with, &self.account, &delivery, event, false)? else {
                continue;
            };
            hinted.taken |= outcome.taken;
            if outcome.changed {
                hinted.contacts.push(outcome.contact);
            }
            // One that is under way already is shown again, by the overlap or by the next scrub.
            let request = outcome.request.filter(|_| !self.talking.contains(&delivery));
            hinted.asked.extend(request.map(|request| (delivery, request)));
        }
        Ok(is_ours)
    }

    /// Takes up what hints led to, once they are stored.
    pub(super) fn follow_hints(&mut self, hinted: Hinted, touched: &mut Touched) {
        self.stale |= !hinted.contacts.is_empty();
        touched.taken |= hinted.taken;
        touched.contacts.extend(hinted.contacts);
        for (delivery, request) in hinted.asked {
            self.take_up(delivery, request);
        }
    }

    /// Where the feed is first read from: nothing of ours was there before, so what came before is not asked for.
    pub(super) fn begin_feed(&mut self, store: &Store, facts: &ReplyFacts) -> Result<()> {
        let Some(date) = facts.date else { return Ok(()) };
        let id = self.destination.id.clone();
        let fresh = store
            .read(|conn| Ok(watched::cursor(conn, &id)?.is_none() && !watched::is_linked(conn, &id)?))?;
        if fresh {
            let cursor = Cursor { since: Some(date), ..Cursor::default() };
            store.write(|conn| watched::put_cursor(conn, &id, &cursor))?;
        }
        Ok(())
    }

    /// Asks for the markers of those whose time has come, as many as there is room for.
    pub(super) fn look_for_strays(&mut self, store: &Store, with: Applied<'_>) -> Result<()> {
        let now = with.clock.mono();
        if self.watch.scrub.due(self.account.caps.fence) <= now && self.is_open(now) {
            let due = store.read(|conn| watched::to_scrub(conn, &self.destination.id))?;
            self.watch.scrub = self.watch.scrub.made();
            for id in due {
                self.watch.look_again(id);
            }
        }
        let batch = self.account.caps.batch.max(1);
        if self.watch.to_scrub.is_empty() || self.pool.len() >= batch || !self.is_open(now) {
            return Ok(());
        }
        let mut some = Vec::new();
        while some.len() < batch
            && let Some(id) = self.watch.to_scrub.pop_front()
        {
            if !self.talking.contains(&id) {
                some.push(id);
            }
        }
        let account = &self.account;
        // Nothing is changed by asking, so nothing is written.
        let asked = store.read(|conn| {
            let mut asked = Vec::new();
            for id in &some {
                let found = super::applied::asked(conn, with, account, id, Event::Scrub)?;
                asked.extend(found.map(|request| (id.clone(), request)));
            }
            Ok(asked)
        })?;
        for (id, request) in asked {
            self.take_up(id, request);
        }
        Ok(())
    }

    /// Whether a look is under way or due at once.
    pub(super) fn is_watching(&self, now: MonoMs) -> bool {
        self.watch.pulling
            || self.watch.due <= now
            || !self.watch.to_scrub.is_empty()
            || self.is_sweeping(now)
    }

    /// What was asked for a stray, and not answered, is asked again.
    pub(super) fn not_heard(&mut self, id: &DeliveryId, request: &Request) {
        if matches!(request, Request::Stray { .. } | Request::FindByMarker { scrub: true, .. }) {
            self.watch.look_again(id.clone());
        }
    }

    /// Takes what a delivery asks into the pool.
    pub(super) fn take_up(&mut self, delivery: DeliveryId, request: Request) {
        self.talking.insert(delivery.clone());
        self.pool.push(Waiting { delivery, request, at_most: usize::MAX });
    }
}
