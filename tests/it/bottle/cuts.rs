//! A network that fails: what passes between a client and the CRM is passed on, but for some of the writes the connection ends
//! at a chosen place. Which ones is a fixed row that repeats, so that a run can be told again.

use acceptance::crm_peer::{Asked, Front, Turn};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// What happens to one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing.
    None,
    /// The connection ends before the CRM sees anything of it.
    Before,
    /// The CRM does it; of its answer nothing arrives.
    Answer,
    /// The CRM does it; of its answer so many bytes arrive.
    AnswerAfter(usize),
    /// It waits at the door until [`Cuts::open`].
    Held,
}

/// The network.
pub(crate) struct Cuts {
    front: Front,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    writes: AtomicUsize,
    cut: AtomicUsize,
    held: Notify,
    open: Arc<Notify>,
}

impl Cuts {
    /// Between here and `to`; what happens to the writes, again and again from the first on.
    pub(crate) async fn before(to: SocketAddr, row: &[Cut]) -> Self {
        let (counts, row) = (Arc::new(Counts::default()), row.to_vec());
        let all = Arc::clone(&counts);
        let front = Front::before(to, move |asked| all.turn(&row, asked)).await;
        Self { front, counts }
    }

    /// Where the client goes.
    pub(crate) fn address(&self) -> String {
        self.front.url()
    }

    /// How many writes were begun, and how many of them cut.
    pub(crate) fn counted(&self) -> (usize, usize) {
        (self.counts.writes.load(Ordering::SeqCst), self.counts.cut.load(Ordering::SeqCst))
    }

    /// Waits until a write stands at the door.
    pub(crate) async fn held(&self) {
        self.counts.held.notified().await;
    }

    /// Lets the one at the door in.
    pub(crate) fn open(&self) {
        self.counts.open.notify_one();
    }
}

impl Counts {
    fn turn(&self, row: &[Cut], asked: &Asked) -> Turn {
        // Adding the field for our marker is not what is told here.
        if !asked.is_write() || !asked.line.contains("/api/contacts") {
            return Turn::Pass;
        }
        let cut = row[self.writes.fetch_add(1, Ordering::SeqCst) % row.len()];
        if matches!(cut, Cut::Before | Cut::Answer | Cut::AnswerAfter(_)) {
            self.cut.fetch_add(1, Ordering::SeqCst);
        }
        match cut {
            Cut::None => Turn::Pass,
            Cut::Before => Turn::Lost,
            Cut::Answer => Turn::Cut(0),
            Cut::AnswerAfter(most) => Turn::Cut(most),
            Cut::Held => {
                self.held.notify_one();
                Turn::PassOnce(Arc::clone(&self.open))
            }
        }
    }
}
