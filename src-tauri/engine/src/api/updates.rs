//! Changes, turned into what is pushed to a window. Several within a blink are told at once.

use super::desk::Desk;
use super::show::Shown;
use super::views::Update;
use crate::store::contacts;
use crate::sync::Changed;
use lanyard_core::ids::ContactId;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// Changes within this time are told together. Short enough that nobody sees it.
const BLINK: Duration = Duration::from_millis(40);

/// With very many contacts counting them takes longer than a blink. Then the next telling waits this many times as long as
/// the last one took, so that telling never takes more than a small share of the machine.
const REST: u64 = 8;

/// But no longer than this.
const LONGEST: Duration = Duration::from_secs(1);

/// What has changed since the last telling.
#[derive(Default)]
struct Pending {
    contacts: BTreeSet<ContactId>,
    status: bool,
    session: bool,
}

impl Desk {
    /// Tells `sink` of every change until it says `false` or the desk is gone. Does not keep the desk alive.
    pub async fn push_updates(self: Arc<Self>, sink: impl Fn(Update) -> bool + Send) {
        let mut session = self.session_changes();
        let desk = Arc::downgrade(&self);
        drop(self);
        let tell = |pending: Pending| {
            let desk = desk.upgrade()?;
            let begun = desk.clock.mono();
            let listening = desk.tell(&pending, &sink);
            let ended = desk.clock.mono();
            let rest = Duration::from_millis(begun.until(ended).0.saturating_mul(REST));
            listening.then_some((rest.min(LONGEST), ended))
        };
        loop {
            let mut engine =
                desk.upgrade().and_then(|desk| desk.engine().ok()).map(|engine| engine.subscribe());
            // What happened before anybody listened is told first.
            let Some(mut last) = tell(Pending { status: engine.is_some(), ..Pending::default() }) else {
                return;
            };
            loop {
                let first = tokio::select! {
                    change = session.recv() => change,
                    change = next(&mut engine) => change,
                };
                // The store may have been opened meanwhile: then listen to the engine as well.
                let reopened = matches!(first, Ok(Changed::Session)) && engine.is_none();
                let mut pending = Pending::default();
                if !note(&mut pending, first) {
                    return;
                }
                let (rest, ended) = last;
                let Some(quiet) = desk.upgrade().map(|desk| ended.until(desk.clock.mono())) else { return };
                let left = rest.saturating_sub(Duration::from_millis(quiet.0));
                tokio::time::sleep(left.max(BLINK)).await;
                drain(&mut pending, &mut engine);
                let Some(told) = tell(pending) else { return };
                last = told;
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
        if !pending.contacts.is_empty()
            && let Ok(engine) = self.engine()
        {
            let rows = engine.store.read(|conn| {
                let shown = Shown::new(conn, &engine)?;
                let mut rows = Vec::new();
                for id in &pending.contacts {
                    // Removed ones too: whoever shows them takes them away.
                    if contacts::head(conn, id)?.is_some() {
                        rows.push(shown.row(conn, id)?);
                    }
                }
                Ok(rows)
            });
            if let Ok(rows) = rows {
                listening &= sink(Update::Contacts { rows });
            }
        }
        if (pending.status || !pending.contacts.is_empty())
            && let Ok(status) = self.status()
        {
            listening &= sink(Update::Status { status: Box::new(status) });
        }
        listening
    }
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
