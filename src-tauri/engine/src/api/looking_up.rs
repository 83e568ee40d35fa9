//! Whether whoever stands on the card is known at a CRM, and how they stand there: asked once the capture is done, answered for
//! as long as the card is there, and kept nowhere. Only the card's own contact can be asked for, so that nobody looks people up
//! by their way through the list, and nobody at all in kiosk mode.

use super::desk::Desk;
use super::errors::Answer;
use super::views::StandingView;
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, contacts, deliveries};
use lanyard_core::contact::Field;
use lanyard_core::crm::{Standing, Whom};
use lanyard_core::explain::{Arg, Sentence};
use lanyard_core::ids::ContactId;
use lanyard_core::outbox::{BindingKind, DeliveryPart};
use std::sync::PoisonError;

/// A destination's setting for whether it is asked.
pub(super) const LOOK_UP: &str = "look_up";
/// Its values: the usual one first.
pub(super) const SHOW: &str = "show";
pub(super) const HIDE: &str = "hide";

/// Who is asked for at a destination.
struct Asked {
    place: Destination,
    whom: Whom,
    /// Whether the record is of our making: that it is there is nothing to tell.
    ours: bool,
}

impl Desk {
    /// How the contact on the card stands at the event's CRMs; nothing of those that do not know it, cannot be asked now, or do
    /// not answer soon. Never an error of a CRM: nobody waits for this.
    ///
    /// # Errors
    /// As the store allows.
    pub async fn look_up(&self, contact: &ContactId) -> Answer<Vec<StandingView>> {
        let engine = self.engine()?;
        if self.in_kiosk() || !is_on_card(&engine, contact) {
            return Ok(Vec::new());
        }
        let Some(sync) = engine.sync() else { return Ok(Vec::new()) };
        let ask = |asked: Asked| (sync.look_up(asked.place.id.clone(), asked.whom.clone()), asked);
        let under_way: Vec<_> = asked(&engine, contact)?.into_iter().map(ask).collect();
        let mut known = Vec::new();
        for (answer, asked) in under_way {
            known.extend(answer.await.ok().flatten().and_then(|standing| said(&asked, &standing)));
        }
        // The card may have gone meanwhile, or kiosk mode begun.
        if self.in_kiosk() || !is_on_card(&engine, contact) {
            return Ok(Vec::new());
        }
        Ok(known)
    }
}

fn is_on_card(engine: &Engine, contact: &ContactId) -> bool {
    let card = engine.card.lock().unwrap_or_else(PoisonError::into_inner);
    card.as_ref().is_some_and(|card| card.contact == *contact)
}

fn asked(engine: &Engine, contact: &ContactId) -> Result<Vec<Asked>> {
    engine.store.read(|conn| {
        let Some(head) = contacts::head(conn, contact)?.filter(|head| !head.deleted) else {
            return Ok(Vec::new());
        };
        let Some(event) = head.event else { return Ok(Vec::new()) };
        let email = contacts::load(conn, contact)?.usable(Field::Email).map(|email| email.value.clone());
        let deliveries = deliveries::of_contact(conn, contact)?;
        let places = destinations::of_event(conn, &event)?.into_iter();
        let wanted = places.filter(|place| place.settings.get(LOOK_UP).is_none_or(|chosen| chosen != HIDE));
        let one = |place: Destination| {
            let of_contact = deliveries.iter().map(|stored| &stored.delivery).filter(|delivery| {
                delivery.destination == place.id && delivery.part == DeliveryPart::Contact
            });
            let binding = of_contact.filter_map(|delivery| delivery.binding.as_ref()).next_back();
            let ours = binding.is_some_and(|binding| binding.kind == BindingKind::Created);
            let by_record = binding.map(|binding| Whom::Record(binding.remote_id.clone()));
            let whom = by_record.or_else(|| email.clone().map(Whom::Email))?;
            Some(Asked { place, whom, ours })
        };
        Ok(wanted.filter_map(one).collect())
    })
}

fn said(asked: &Asked, standing: &Standing) -> Option<StandingView> {
    if asked.ours && !standing.tells() {
        return None;
    }
    let mut facts: Vec<Sentence> = standing
        .status
        .iter()
        .map(|status| Sentence::new("standing-status").text("status", status))
        .collect();
    if let Some(deals) = standing.deals {
        let say = |code: &str, count: u32| Sentence::new(code).count("count", u64::from(count));
        facts.extend((deals.won > 0).then(|| say("standing-won", deals.won)));
        facts.extend((deals.open > 0).then(|| say("standing-open", deals.open)));
    }
    facts.extend(standing.owner.as_ref().map(|owner| Sentence::new("standing-owner").text("owner", owner)));
    let last = match (standing.contacted, standing.changed) {
        (Some(at), _) => Some(("standing-contacted", at)),
        (None, Some(at)) => Some(("standing-changed", at)),
        (None, None) => None,
    };
    facts.extend(last.map(|(code, at)| Sentence::new(code).with("at", Arg::Day(at))));
    Some(StandingView {
        destination: asked.place.id.clone(),
        known: Sentence::new("standing-known").text("crm", asked.place.name.clone()),
        facts,
    })
}
