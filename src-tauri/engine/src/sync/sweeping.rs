//! Deletions that a CRM's list says nothing of: what we stand on there is looked for by id, in slow rounds (`core::sync::sweep`).
//! What is not found is told as a hint, which leads to a read of its own before anybody is told. Nothing here takes the place of
//! something that is to be sent.

use super::applied::Applied;
use super::line::{Line, Touched};
use super::watch::Hinted;
use crate::store::{Result, Store, watched};
use lanyard_core::crm::{Failure, Fields, ItemAnswer, RemoteRecord, ReplyFacts};
use lanyard_core::ids::{DeliveryId, RemoteId};
use lanyard_core::time::MonoMs;

/// Deliveries, each with the record that it stands on.
type Bound = Vec<(DeliveryId, RemoteId)>;

impl Line {
    /// The records to look for now, if any.
    pub(super) fn sweep_due(&mut self, store: &Store, with: Applied<'_>) -> Result<Option<Bound>> {
        let now = with.clock.mono();
        let Some(most) = self.client.as_ref().and_then(|client| client.traceless()) else { return Ok(None) };
        let busy = self.pool.len() >= self.account.caps.batch.max(1);
        if self.closing || busy || !self.watch.is_read(now) || !self.is_open(now) {
            return Ok(None);
        }
        if self.watch.sweep.begins(now) {
            let bound = store.read(|conn| watched::to_sweep(conn, &self.destination.id))?;
            self.watch.sweep.begin(now, bound);
        }
        let some = self.watch.sweep.take(now, most);
        if some.is_empty() {
            return Ok(None);
        }
        if let Err(wait) = self.health.pace.take(now) {
            self.watch.sweep.give_back(some, now.plus(wait));
            return Ok(None);
        }
        self.watch.pulling = true;
        Ok(Some(some))
    }

    /// They were looked for: health at once, then what is not there, or is otherwise than we know it.
    pub(super) fn swept(
        &mut self,
        store: &Store,
        with: Applied<'_>,
        (asked, answer): (&Bound, &std::result::Result<Vec<ItemAnswer>, Failure>),
        facts: &ReplyFacts,
        touched: &mut Touched,
    ) -> Result<()> {
        self.watch.pulling = false;
        self.follow_reply(with, answer.as_ref().err(), facts, touched);
        let now = with.clock.mono();
        self.watch.sweep.answered(now, &facts.rate);
        let items = match answer {
            Ok(items) => items,
            Err(failure) => {
                // Of what only these asked for the next round asks again.
                if failure.is_the_destinations() {
                    self.watch.sweep.give_back(asked.clone(), now);
                }
                return Ok(());
            }
        };
        let mut hinted = Hinted::default();
        store.write(|conn| {
            for ((_, id), item) in asked.iter().zip(items) {
                for record in shown(id, item) {
                    self.hint(conn, with, &record, &mut hinted)?;
                }
            }
            Ok(())
        })?;
        self.follow_hints(hinted, touched);
        Ok(())
    }

    /// Whether records are to be looked for at once.
    pub(super) fn is_sweeping(&self, now: MonoMs) -> bool {
        let sweeps = self.client.as_ref().is_some_and(|client| client.traceless().is_some());
        sweeps && self.watch.sweep.wake_at().is_some_and(|at| at <= now)
    }

    /// When records are looked for next; none while the list is waited for.
    pub(super) fn sweep_at(&self) -> Option<MonoMs> {
        self.client.as_ref()?.traceless()?;
        self.watch.sweep.wake_at()
    }
}

/// What an answer shows of a record that was asked for: one that is gone counts as deleted, whatever became of it.
fn shown(id: &RemoteId, item: &ItemAnswer) -> Vec<RemoteRecord> {
    let gone = || RemoteRecord {
        id: id.clone(),
        version: None,
        archived: true,
        marker: None,
        fields: Fields::default(),
    };
    match item {
        ItemAnswer::Found(records) if records.is_empty() => vec![gone()],
        ItemAnswer::Found(records) => records.clone(),
        ItemAnswer::Failed(Failure::Gone { .. }) => vec![gone()],
        ItemAnswer::Failed(_) | ItemAnswer::Written(_) | ItemAnswer::Accepted(_) => Vec::new(),
    }
}
