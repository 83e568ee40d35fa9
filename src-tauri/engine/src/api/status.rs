//! The bar, the lists and "Sync now".

use super::desk::Desk;
use super::errors::Answer;
use super::show::Shown;
use super::views::{ContactPage, ContactQuery, Network, Status, Sum, SyncOutcome};
use crate::engine::Engine;
use crate::restored::{self, Restored};
use crate::store::Result;
use crate::store::destinations::{self, Destination};
use crate::store::lists::{self, Wanted};
use crate::store::sum::{self, Counts};
use crate::sync::{LineSnapshot, Snapshot};
use crate::words::midnight;
use lanyard_core::explain::{Arg, Explanation, Remedy, Sentence, Who};
use lanyard_core::ids::DestinationId;
use lanyard_core::outbox::Gate;
use rusqlite::Connection;

impl Desk {
    /// The bar and the counts.
    ///
    /// # Errors
    /// As the store allows.
    pub fn status(&self) -> Answer<Status> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let since = midnight(engine.clock.wall());
        let (counts, destinations, snapshot) = engine.store.read(|conn| {
            let counts = sum::counts(conn, &event.id, since)?;
            Ok((counts, destinations::of_event(conn, &event.id)?, snapshot(conn, &engine)?))
        })?;
        let first = destinations.first();
        let line = first.and_then(|found| snapshot.lines.get(&found.id)).cloned().unwrap_or_default();
        Ok(Status {
            network: network(first, &line),
            story: story(first, &line, &counts),
            sum: shown(&counts),
            today: counts.since,
            to_send: counts.waiting,
            last_sync: snapshot.last_sync,
            banner: if snapshot.disk_full {
                Some(Explanation::because(Sentence::new("why-disk-full")).needs(Who::You, &[]))
            } else {
                first.and_then(|found| banner(found, &line))
            },
        })
    }

    /// Contacts, newest first.
    ///
    /// # Errors
    /// As the store allows.
    pub fn contacts(&self, query: &ContactQuery) -> Answer<ContactPage> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| {
            let wanted = Wanted {
                closed: closed(&snapshot(conn, &engine)?),
                limit: query.limit.clamp(1, 500),
                offset: query.offset,
                ..super::files::wanted(query)
            };
            let listed = lists::contacts(conn, &event.id, &wanted)?;
            let shown = Shown::new(conn, &engine)?;
            let rows = listed.ids.iter().map(|id| shown.row(conn, id)).collect::<Result<_>>()?;
            Ok(ContactPage { rows, matching: listed.matching, more: listed.more, total: listed.total })
        })?)
    }

    /// Tries everything now, and says what came of it.
    ///
    /// # Errors
    /// As the store allows.
    pub async fn sync_now(&self) -> Answer<SyncOutcome> {
        let engine = self.engine()?;
        let outcome = match engine.sync() {
            Some(sync) => sync.sync_now().await,
            None => crate::sync::Outcome::default(),
        };
        let event = engine.event()?;
        let since = midnight(engine.clock.wall());
        let counts = engine.store.read(|conn| sum::counts(conn, &event.id, since))?;
        let sentence = if !outcome.has_destination {
            Sentence::new("sync-outcome-no-destination")
        } else if let (Some(name), true) = (&outcome.unreachable, counts.waiting > 0) {
            Sentence::new("sync-outcome-offline")
                .text("crm", name.clone())
                .count("waiting", u64::from(counts.waiting))
        } else {
            Sentence::new("sync-outcome")
                .count("sent", u64::from(outcome.sent))
                .count("waiting", u64::from(counts.waiting))
                .count("attention", u64::from(counts.needs_attention))
        };
        Ok(SyncOutcome {
            sent: outcome.sent,
            waiting: counts.waiting,
            needs_attention: counts.needs_attention,
            sentence,
        })
    }
}

/// How the destinations are doing. Of a copy (rule 20) nothing leaves, and so there is no worker to say it.
pub(super) fn snapshot(conn: &Connection, engine: &Engine) -> Result<Snapshot> {
    if let Some(sync) = engine.sync() {
        return Ok(sync.snapshot());
    }
    let mut snapshot = Snapshot::default();
    if restored::state(conn)? != Restored::Settled {
        for place in destinations::all(conn)? {
            let line = LineSnapshot { gate: Gate::Restored, ..LineSnapshot::default() };
            snapshot.lines.insert(place.id, line);
        }
    }
    Ok(snapshot)
}

/// Destinations whose queued deliveries wait for more than the network.
fn closed(snapshot: &Snapshot) -> Vec<DestinationId> {
    snapshot
        .lines
        .iter()
        .filter(|(_, line)| match line.gate {
            Gate::Open | Gate::Offline => false,
            Gate::Throttled | Gate::Resting | Gate::SignIn | Gate::Restored => true,
        })
        .map(|(id, _)| id.clone())
        .collect()
}

pub(super) fn shown(counts: &Counts) -> Sum {
    let Counts { captured, synced, waiting, needs_attention, removed, since: _, oldest: _ } = *counts;
    Sum { captured, synced, waiting, needs_attention, removed, adds_up: counts.adds_up() }
}

fn network(destination: Option<&Destination>, line: &LineSnapshot) -> Network {
    match (destination, line.gate, line.answered) {
        (None, _, _) => Network::Unknown,
        (Some(_), Gate::Offline, _) => Network::Offline,
        (Some(_), Gate::Open | Gate::Throttled | Gate::Resting | Gate::SignIn | Gate::Restored, true) => {
            Network::Online
        }
        (Some(_), Gate::Open | Gate::Throttled | Gate::Resting | Gate::SignIn | Gate::Restored, false) => {
            Network::Unknown
        }
    }
}

fn story(destination: Option<&Destination>, line: &LineSnapshot, counts: &Counts) -> Sentence {
    let living = counts.captured.saturating_sub(counts.removed);
    let Some(destination) = destination else {
        return Sentence::new("story-no-destination").count("count", u64::from(living));
    };
    let said = |code: &str, count: u32| {
        Sentence::new(code).text("crm", destination.name.clone()).count("count", u64::from(count))
    };
    match line.gate {
        Gate::Restored => said("story-restored", living),
        Gate::SignIn => said("story-sign-in", counts.waiting),
        Gate::Offline => {
            let sentence = said("story-offline", counts.waiting);
            match line.since {
                Some(since) => sentence.with("since", Arg::At(since)),
                None => said("story-offline-undated", counts.waiting),
            }
        }
        Gate::Throttled => said("story-throttled", counts.waiting),
        Gate::Resting => said("story-resting", counts.waiting),
        Gate::Open if counts.waiting > 0 => said("story-sending", counts.waiting),
        Gate::Open if counts.needs_attention > 0 => said("story-attention", counts.needs_attention),
        Gate::Open if living == 0 && !line.answered => said("story-not-heard-yet", 0),
        Gate::Open if living == 0 => said("story-nothing-yet", 0),
        Gate::Open => said("story-all-synced", living),
    }
}

fn banner(destination: &Destination, line: &LineSnapshot) -> Option<Explanation> {
    match line.gate {
        Gate::SignIn => Some(
            Explanation::because(Sentence::new("why-sign-in-banner").text("crm", destination.name.clone()))
                .next(Sentence::new("next-sign-in"))
                .needs(Who::Manager, &[Remedy::SignIn]),
        ),
        // The session says this, whether there is a destination or not.
        Gate::Restored | Gate::Open | Gate::Offline | Gate::Throttled | Gate::Resting => None,
    }
}

/// How a destination is doing, for the settings.
pub(super) fn health(destination: &Destination, line: &LineSnapshot) -> Explanation {
    let said = |code: &str| Sentence::new(code).text("crm", destination.name.clone());
    let next = |code: &str| line.until.map(|at| said(code).with("at", Arg::At(at)));
    let mut explanation = match line.gate {
        Gate::SignIn => {
            return banner(destination, line).unwrap_or_else(|| Explanation::because(said("why-sign-in")));
        }
        Gate::Open if line.answered => Explanation::because(said("health-online")),
        Gate::Open => Explanation::because(said("health-unknown")),
        Gate::Offline => Explanation::because(said("check-unreachable")),
        Gate::Throttled => Explanation::because(said("why-throttled")),
        Gate::Resting => Explanation::because(said("why-resting")),
        Gate::Restored => Explanation::because(said("health-restored")),
    };
    explanation.next = match line.gate {
        Gate::Open | Gate::SignIn | Gate::Restored => None,
        Gate::Offline | Gate::Throttled | Gate::Resting => next("next-throttled"),
    };
    explanation
}
