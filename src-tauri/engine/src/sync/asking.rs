//! Requests on their way: each on a task of its own, its answer sent back to the worker.

use crate::crm::Client;
use lanyard_core::crm::{CrmAnswer, CrmOp, Failure, ItemAnswer, Page, ReplyFacts};
use lanyard_core::ids::{DeliveryId, DestinationId, RemoteId};
use lanyard_core::sync::batch::Joined;
use lanyard_core::sync::pull::Ask;
use std::sync::Arc;
use tokio::sync::mpsc;

/// An answer, with what was asked.
pub(super) struct Answered {
    pub(super) destination: DestinationId,
    pub(super) sent: Joined,
    pub(super) answer: CrmAnswer,
}

/// What was looked for without being asked.
pub(super) struct Looked {
    pub(super) destination: DestinationId,
    pub(super) at: LookedAt,
    pub(super) facts: ReplyFacts,
}

/// At what.
pub(super) enum LookedAt {
    /// A page of its feed, or why there is none.
    Changes(Result<Page, Failure>),
    /// Whether these records are still there.
    Records { asked: Vec<(DeliveryId, RemoteId)>, answer: Result<Vec<ItemAnswer>, Failure> },
}

/// Asks; without a client nobody is asked.
pub(super) fn perform(
    destination: &DestinationId,
    client: Option<Arc<Client>>,
    sent: Joined,
    answer_to: &mpsc::UnboundedSender<Answered>,
) {
    let Some(client) = client else { return };
    let (destination, answer_to) = (destination.clone(), answer_to.clone());
    tokio::spawn(async move {
        let answer = client.perform(&sent.op).await;
        let _ = answer_to.send(Answered { destination, sent, answer });
    });
}

/// Asks for a page of the feed.
pub(super) fn read_page(
    destination: &DestinationId,
    client: Option<Arc<Client>>,
    ask: Ask,
    look_to: &mpsc::UnboundedSender<Looked>,
) {
    let Some(client) = client else { return };
    let (destination, look_to) = (destination.clone(), look_to.clone());
    tokio::spawn(async move {
        let (page, facts) = client.changes(ask.since, ask.page.as_deref()).await;
        let _ = look_to.send(Looked { destination, at: LookedAt::Changes(page), facts });
    });
}

/// Asks for records by id; each has its answer, in the order in which they were asked for.
pub(super) fn look_for(
    destination: &DestinationId,
    client: Option<Arc<Client>>,
    asked: Vec<(DeliveryId, RemoteId)>,
    look_to: &mpsc::UnboundedSender<Looked>,
) {
    let Some(client) = client else { return };
    let (destination, look_to) = (destination.clone(), look_to.clone());
    tokio::spawn(async move {
        let op = CrmOp::Get { items: asked.clone() };
        let answer = client.perform(&op).await;
        let items = |delivery: &DeliveryId| answer.of(&op, delivery);
        let each = match &answer.outcome {
            Ok(_) => Ok(asked.iter().map(|(delivery, _)| items(delivery)).collect()),
            Err(failure) => Err(failure.clone()),
        };
        let at = LookedAt::Records { asked, answer: each };
        let _ = look_to.send(Looked { destination, at, facts: answer.facts });
    });
}
