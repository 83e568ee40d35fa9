//! What the worker tells: to the window what changed, to whoever pressed "Sync now" what came of it.

use super::line::Touched;
use super::shown::{Changed, Outcome, Snapshot};
use super::worker::Worker;
use crate::store::{Result, StoreError};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::Gate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use tokio::sync::oneshot;

impl Worker {
    /// How the store took what was to be written: on a full disk a person has to make room, and is told.
    pub(super) fn wrote(&mut self, done: &Result<()>) {
        let full = matches!(done, Err(StoreError::DiskFull));
        if full != self.disk_full {
            self.disk_full = full;
            self.show();
            let _ = self.parts.changed.send(Changed::Status);
        }
    }

    pub(super) fn hurry(&mut self, answer: oneshot::Sender<Outcome>) {
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
    pub(super) fn release_waiting(&mut self) {
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

    pub(super) fn tell(&mut self, touched: Touched) {
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

    pub(super) fn show(&self) {
        let (now, wall) = (self.parts.clock.mono(), self.parts.clock.wall());
        let lines = self.lines.iter().map(|(id, line)| (id.clone(), line.shown(now, wall))).collect();
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) =
            Snapshot { lines, last_sync: self.last_sync, disk_full: self.disk_full };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::secrets::StoreKey;
    use crate::store::Store;
    use crate::sync::Parts;
    use lanyard_core::ids::{BootId, InstallationId};
    use std::sync::{Arc, Mutex};
    use tokio::sync::{broadcast, mpsc};

    #[test]
    fn a_full_disk_is_told_once_and_so_is_its_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(&folder.path().join("s"), &StoreKey::from_bytes([3; 32])).expect("a store");
        let (changed, mut heard) = broadcast::channel(8);
        let parts = Parts {
            store: Arc::new(store),
            clock: Arc::new(SystemClock::new()),
            boot: BootId::new("boot"),
            installation: InstallationId::new("laptop"),
            connect: Arc::new(|_| Ok(None)),
            changed,
        };
        let shown = Arc::new(Mutex::new(Snapshot::default()));
        let mut worker = Worker::new(parts, mpsc::unbounded_channel().1, Arc::clone(&shown));
        let is_full = || shown.lock().expect("it is shown").disk_full;
        let mut told = || matches!(heard.try_recv(), Ok(Changed::Status));
        worker.wrote(&Err(StoreError::DiskFull));
        assert!(is_full() && told());
        worker.wrote(&Err(StoreError::DiskFull));
        assert!(is_full() && !told(), "nothing new");
        worker.wrote(&Ok(()));
        assert!(!is_full() && told());
    }
}
