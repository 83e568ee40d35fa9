//! How somebody stands over there, asked while they stand here: through a line's own client, so that its limits, its breaker and
//! its waits hold for this as for everything, and only while the line has something to spare. Nothing of it is stored, and what
//! must be sent goes first; an answer that takes longer than a glance is not waited for.

use super::line::{Line, Touched};
use super::worker::Worker;
use crate::crm::Client;
use crate::crm::http::aside;
use lanyard_core::crm::{Failure, ReplyFacts, Standing, Whom};
use lanyard_core::ids::DestinationId;
use lanyard_core::time::MonoMs;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Nobody looks at a card longer for it.
const PATIENCE: Duration = Duration::from_secs(4);

/// A question, and who waits for its answer.
pub(super) struct LookUp {
    pub(super) destination: DestinationId,
    pub(super) whom: Whom,
    pub(super) answer: oneshot::Sender<Option<Standing>>,
}

/// What a reply to it says of the destination itself.
pub(super) struct LookedUp {
    pub(super) destination: DestinationId,
    pub(super) failure: Option<Failure>,
    pub(super) facts: ReplyFacts,
}

impl Line {
    /// The client to ask by, if it may be asked now.
    fn spared(&mut self, now: MonoMs) -> Option<Arc<Client>> {
        let may = !self.closing && self.anew.is_none() && self.is_open(now) && self.pool.is_empty();
        if !may || !self.pacing.spares(&mut self.health, now) {
            return None;
        }
        self.health.pace.take(now).ok()?;
        self.client.clone()
    }
}

impl Worker {
    /// Asks, or says at once that there is nothing to say.
    pub(super) fn look_up(&mut self, asked: LookUp) {
        let now = self.parts.clock.mono();
        let line = self.lines.get_mut(&asked.destination);
        // Who asks is told by the end of the question.
        let Some(client) = line.and_then(|line| line.spared(now)) else { return };
        tokio::spawn(ask(client, asked, self.looked_up_to.clone()));
    }

    /// What the CRM said of its limits, or that it does not answer, counts as from any other request.
    pub(super) fn looked_up(&mut self, answered: &LookedUp) {
        let Self { parts, lines, .. } = self;
        let mut touched = Touched::default();
        if let Some(line) = lines.get_mut(&answered.destination) {
            line.follow_reply(Self::with(parts), answered.failure.as_ref(), &answered.facts, &mut touched);
        }
        self.tell(touched);
    }
}

async fn ask(client: Arc<Client>, asked: LookUp, to: mpsc::UnboundedSender<LookedUp>) {
    let LookUp { destination, whom, answer } = asked;
    let Ok((standing, facts)) = tokio::time::timeout(PATIENCE, aside(client.standing(&whom))).await else {
        return;
    };
    let failure = standing.as_ref().err().cloned();
    let _ = answer.send(standing.ok().flatten());
    let _ = to.send(LookedUp { destination, failure, facts });
}
