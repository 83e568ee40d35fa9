//! A dry run: what sending each waiting delivery would come to, with the CRM asked for what the send would ask it first. Reads only;
//! nothing is stored, and no write can leave ([`held_back`]). What it comes to is decided by `core::sync`, as the send is.

use super::local::{self, Seen};
use crate::crm::Client;
use crate::crm::http::{HeldBack, held_back};
use crate::store::deliveries::Stored;
use crate::store::{Result, Store};
use lanyard_core::crm::{Failure, ItemAnswer};
use lanyard_core::ids::{BootId, DeliveryId};
use lanyard_core::outbox::Delivery;
use lanyard_core::sync::batch::{Heard, Joined, Waiting, heard, join};
use lanyard_core::sync::foresee::{Change, changes};
use lanyard_core::sync::{Account, Difference, Event, Forecast, Outlook, Plan, Request, plant};
use std::collections::BTreeMap;

/// More answers than this no delivery needs.
const ROUNDS: usize = 8;

/// What is foreseen of a delivery.
#[derive(Debug)]
pub(crate) struct Foreseen {
    /// As it would be then.
    pub(crate) delivery: Delivery,
    /// What it comes to, or why that cannot be told.
    pub(crate) plan: std::result::Result<Plan, Unsure>,
    /// What a write changes.
    pub(crate) changes: Vec<Change>,
    /// What both sides say otherwise; shown then, as ever.
    pub(crate) differences: Vec<Difference>,
    /// The write as it would leave.
    pub(crate) letters: Vec<HeldBack>,
}

/// Why it cannot be told what sending comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unsure {
    /// The CRM would be asked this first.
    Unasked(Box<Request>),
    /// It was asked, and answered with this.
    Failed(Failure),
}

/// A forecast under way.
struct Ahead {
    stored: Stored,
    forecast: Forecast,
    /// What the CRM was asked last.
    asks: Option<Request>,
}

/// Foresees. Without a client nobody is asked.
///
/// # Errors
/// As the store allows.
pub(crate) async fn foresee(
    store: &Store,
    boot: &BootId,
    account: &Account,
    client: Option<&Client>,
    waiting: Vec<Stored>,
) -> Result<Vec<Foreseen>> {
    let mut done: BTreeMap<usize, Foreseen> = BTreeMap::new();
    let mut ahead: BTreeMap<DeliveryId, (usize, Ahead)> = BTreeMap::new();
    let mut events: Vec<(DeliveryId, Event)> = Vec::new();
    for (nth, mut stored) in waiting.into_iter().enumerate() {
        stored.card_left = true;
        let (id, forecast) = (stored.delivery.id.clone(), Forecast::of(&stored.delivery));
        events.push((id.clone(), Event::Begin));
        ahead.insert(id, (nth, Ahead { stored, forecast, asks: None }));
    }
    for _ in 0..ROUNDS {
        let mut asked: Vec<Waiting> = Vec::new();
        for (id, event) in std::mem::take(&mut events) {
            let Some((nth, mut one)) = ahead.remove(&id) else { continue };
            one.stored.delivery = one.forecast.delivery().clone();
            let seen = store.read(|conn| local::seen(conn, &one.stored, account, &event))?;
            let Some(Seen { local, account: of_part, .. }) = seen else { continue };
            match one.forecast.decide(&local, &of_part, boot, event) {
                Outlook::Comes(plan) => {
                    done.insert(nth, one.comes(Ok(plan), client).await);
                }
                Outlook::Look(request) if client.is_some() => {
                    one.asks = Some(request.clone());
                    asked.push(Waiting { delivery: id.clone(), request, at_most: usize::MAX });
                    ahead.insert(id, (nth, one));
                }
                Outlook::Look(request) => {
                    done.insert(nth, one.comes(Err(Unsure::Unasked(Box::new(request))), None).await);
                }
            }
        }
        let Some(client) = client else { break };
        if asked.is_empty() {
            break;
        }
        for (id, answer) in look(client, asked, account.caps.batch).await {
            let Some((nth, mut one)) = ahead.remove(&id) else { continue };
            match (answer, one.asks.take()) {
                (ItemAnswer::Failed(failure), Some(_)) if failure.is_the_destinations() => {
                    done.insert(nth, one.comes(Err(Unsure::Failed(failure)), None).await);
                }
                (answer, Some(request)) => {
                    let event = Event::Answer { request: Box::new(request), answer: Box::new(answer) };
                    events.push((id.clone(), event));
                    ahead.insert(id, (nth, one));
                }
                (_, None) => {}
            }
        }
    }
    for (nth, one) in ahead.into_values() {
        done.insert(nth, one.comes(Ok(Plan::Later), None).await);
    }
    Ok(done.into_values().collect())
}

/// Asks what may be asked together in one request, as the worker does.
async fn look(client: &Client, mut asked: Vec<Waiting>, batch: usize) -> Vec<(DeliveryId, ItemAnswer)> {
    let mut answers = Vec::new();
    while let Some(joined) = join(&mut asked, batch) {
        let (answer, _) = held_back(client.perform(&joined.op)).await;
        match heard::<{ plant::NONE }>(&joined, &answer) {
            Heard::PerItem(items) => answers.extend(items),
            Heard::Halves(at_most) => {
                let again = |(delivery, request)| Waiting { delivery, request, at_most };
                asked.extend(joined.requests.into_iter().map(again));
            }
        }
    }
    answers
}

impl Ahead {
    async fn comes(&self, plan: std::result::Result<Plan, Unsure>, client: Option<&Client>) -> Foreseen {
        let delivery = self.forecast.delivery().clone();
        let write = match &plan {
            Ok(
                Plan::Create(request)
                | Plan::Update(request)
                | Plan::Delete(request)
                | Plan::HandBack(request)
                | Plan::Adopt(_, Some(request)),
            ) => Some(request.clone()),
            Ok(
                Plan::Adopt(_, None)
                | Plan::Nothing
                | Plan::Gone
                | Plan::Anew
                | Plan::Ask(_)
                | Plan::Stays(_)
                | Plan::Later,
            )
            | Err(_) => None,
        };
        let changes = write.as_ref().map(|write| changes(&delivery, write)).unwrap_or_default();
        let letters = match (client, write) {
            (Some(client), Some(request)) => worded(client, &delivery.id, request).await,
            (Some(_) | None, _) => Vec::new(),
        };
        let differences = self.forecast.differences().to_vec();
        Foreseen { delivery, plan, changes, differences, letters }
    }
}

/// The write in the CRM's own words, by the client that would send it.
async fn worded(client: &Client, id: &DeliveryId, request: Request) -> Vec<HeldBack> {
    let mut alone = vec![Waiting { delivery: id.clone(), request, at_most: 1 }];
    let Some(Joined { op, .. }) = join(&mut alone, 1) else { return Vec::new() };
    held_back(client.perform(&op)).await.1
}
