//! Requests on their way: each on a task of its own, its answer sent back to the worker.

use crate::crm::Client;
use lanyard_core::crm::{CrmAnswer, Failure, Page, ReplyFacts};
use lanyard_core::ids::DestinationId;
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

/// A page of a destination's feed, or why there is none.
pub(super) struct Paged {
    pub(super) destination: DestinationId,
    pub(super) page: std::result::Result<Page, Failure>,
    pub(super) facts: ReplyFacts,
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
    page_to: &mpsc::UnboundedSender<Paged>,
) {
    let Some(client) = client else { return };
    let (destination, page_to) = (destination.clone(), page_to.clone());
    tokio::spawn(async move {
        let (page, facts) = client.changes(ask.since, ask.page.as_deref()).await;
        let _ = page_to.send(Paged { destination, page, facts });
    });
}
