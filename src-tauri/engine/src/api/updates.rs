//! Changes, turned into what is pushed to a window. Several within a blink are told at once.

use super::desk::Desk;
use super::show::Shown;
use super::views::Update;
use crate::store::{contacts, trials};
use crate::sync::Changed;
use lanyard_core::ids::ContactId;
use lanyard_core::time::MonoMs;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// Changes within this time are told together. Short enough that nobody sees it.
const BLINK: Duration = Duration::from_millis(40);

/// Contacts are counted no more often than this while they keep changing: a sum that moves faster than it can be read helps
/// nobody, and counting holds up whoever reads.
const CALM: Duration = Duration::from_millis(250);

/// With very many contacts counting takes longer. Then the next count waits this many times as long as the last one took, so
/// that counting never takes more than a small share of the machine.
const REST: u64 = 8;

/// But no longer than this.
const LONGEST: Duration = Duration::from_secs(1);

/// What has changed since the last telling.
#[derive(Default)]
struct Pending {
    contacts: BTreeSet<ContactId>,
    status: bool,
    session: bool,
    closing: bool,
}

impl Desk {
    /// Tells `sink` of every change until it says `false` or the desk is gone. Does not keep the desk alive.
    pub async fn push_updates(self: Arc<Self>, sink: impl Fn(Update) -> bool + Send) {
        let mut session = self.session_changes();
        let mut file = self.table.progress();
        let desk = Arc::downgrade(&self);
        drop(self);
        let tell = |pending: &Pending| desk.upgrade().is_some_and(|desk| desk.tell(pending, &sink));
        let count = || {
            let desk = desk.upgrade()?;
            let begun = desk.clock.mono();
            // What could not be counted now is still owed.
            let status = desk.status().ok();
            let owed = status.is_none();
            let listening = status.is_none_or(|status| sink(Update::Status { status: Box::new(status) }));
            listening.then(|| (Counted::during(begun, desk.clock.mono()), owed))
        };
        loop {
            let mut engine =
                desk.upgrade().and_then(|desk| desk.engine().ok()).map(|engine| engine.subscribe());
            // What happened before anybody listened is told first.
            let mut owed = engine.is_some();
            let mut counted = Counted::never();
            loop {
                let Some(wait) = desk.upgrade().map(|desk| counted.wait(desk.clock.mono())) else { return };
                if owed && wait.is_zero() {
                    let Some(now) = count() else { return };
                    (counted, owed) = now;
                    continue;
                }
                let first = tokio::select! {
                    change = session.recv() => Heard::Desk(change),
                    change = next(&mut engine) => Heard::Engine(change),
                    Ok(()) = file.changed() => {
                        let progress = *file.borrow_and_update();
                        if !sink(Update::File { progress }) {
                            return;
                        }
                        continue;
                    }
                    () = tokio::time::sleep(wait), if owed => continue,
                };
                // The store may have been opened meanwhile, or opened anew: then listen to that engine.
                let (first, reopened) = match first {
                    Heard::Desk(change) => {
                        let opened = matches!(change, Ok(Changed::Session)) && engine.is_none();
                        (change, opened)
                    }
                    Heard::Engine(Err(RecvError::Closed)) => (Ok(Changed::Session), true),
                    Heard::Engine(change) => (change, false),
                };
                let mut pending = Pending::default();
                if !note(&mut pending, first) {
                    return;
                }
                tokio::time::sleep(BLINK).await;
                drain(&mut pending, &mut engine);
                owed |= pending.status || !pending.contacts.is_empty();
                if !tell(&pending) {
                    return;
                }
                if reopened {
                    break;
                }
            }
        }
    }

    fn tell(&self, pending: &Pending, sink: &impl Fn(Update) -> bool) -> bool {
        let mut listening = true;
        if pending.session {
            listening &= sink(Update::Session);
        }
        if pending.closing {
            listening &= sink(Update::Closing);
        }
        if !pending.contacts.is_empty()
            && let Ok(engine) = self.engine()
        {
            let rows = engine.store.read(|conn| {
                let shown = Shown::new(conn, &engine)?;
                let mut rows = Vec::new();
                for id in &pending.contacts {
                    // Removed ones too: whoever shows them takes them away.
                    if contacts::head(conn, id)?.is_some() && !trials::is_one(conn, id)? {
                        rows.push(shown.row(conn, id)?);
                    }
                }
                Ok(rows)
            });
            // What could not be read now is looked at again by whoever shows it.
            listening &= sink(rows.map_or(Update::Session, |rows| Update::Contacts { rows }));
        }
        listening
    }
}

/// When contacts were last counted, and how long that is to be enough.
#[derive(Clone, Copy)]
struct Counted {
    at: Option<MonoMs>,
    enough_for: Duration,
}

impl Counted {
    fn never() -> Self {
        Self { at: None, enough_for: Duration::ZERO }
    }

    fn during(begun: MonoMs, ended: MonoMs) -> Self {
        let rest = Duration::from_millis(begun.until(ended).0.saturating_mul(REST));
        Self { at: Some(ended), enough_for: rest.clamp(CALM, LONGEST) }
    }

    /// How long until they are to be counted again.
    fn wait(self, now: MonoMs) -> Duration {
        let passed = self.at.map(|at| Duration::from_millis(at.until(now).0));
        passed.map_or(Duration::ZERO, |passed| self.enough_for.saturating_sub(passed))
    }
}

/// Whose change it is.
enum Heard {
    Desk(Result<Changed, RecvError>),
    Engine(Result<Changed, RecvError>),
}

async fn next(engine: &mut Option<Receiver<Changed>>) -> Result<Changed, RecvError> {
    match engine {
        Some(receiver) => receiver.recv().await,
        None => std::future::pending().await,
    }
}

/// Whether there is anybody left who could change something.
fn note(pending: &mut Pending, change: Result<Changed, RecvError>) -> bool {
    match change {
        Ok(Changed::Contacts(ids)) => pending.contacts.extend(ids),
        Ok(Changed::Status) => pending.status = true,
        Ok(Changed::Session) => pending.session = true,
        Ok(Changed::Closing) => pending.closing = true,
        // Too many at once: the window looks at everything again.
        Err(RecvError::Lagged(_)) => {
            pending.session = true;
            pending.status = true;
        }
        Err(RecvError::Closed) => return false,
    }
    true
}

fn drain(pending: &mut Pending, engine: &mut Option<Receiver<Changed>>) {
    let Some(receiver) = engine else { return };
    loop {
        match receiver.try_recv() {
            Ok(change) => {
                note(pending, Ok(change));
            }
            Err(TryRecvError::Lagged(missed)) => {
                note(pending, Err(RecvError::Lagged(missed)));
            }
            Err(TryRecvError::Empty | TryRecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_counted_at_once_then_calmly_and_seldom_where_counting_takes_long() {
        let at = |ms: u64| MonoMs(10_000 + ms);
        assert_eq!(Counted::never().wait(at(0)), Duration::ZERO);
        let quick = Counted::during(at(0), at(1));
        assert_eq!(quick.wait(at(1)), CALM);
        assert_eq!(quick.wait(at(251)), Duration::ZERO);
        assert_eq!(Counted::during(at(0), at(50)).wait(at(50)), Duration::from_millis(400));
        assert_eq!(Counted::during(at(0), at(900)).wait(at(900)), LONGEST);
    }
}
