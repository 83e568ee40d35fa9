//! Records that carry our marker and are not the one we hold (rules 12 and 13): made by a write that arrived late or
//! twice, or left under a tombstone. The bound one is kept; the others become deliveries of their own, whose one aim is
//! to take them away again with all the care of any removal.

use super::case::{Case, Wanted};
use super::outcome::{Next, Step};
use super::plant::{self, Plant};
use super::request::Request;
use super::{answer, compare, merge};
use crate::crm::RemoteRecord;
use crate::ids::{DeliveryId, Marker, MarkerOrigin, RemoteId};
use crate::outbox::{
    Base, Binding, BindingKind, Delivery, DeliveryPart, IllegalMove, Intent, Move, ParkReason, State,
};
use std::collections::BTreeMap;

/// A record too many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surplus {
    /// Which.
    pub id: RemoteId,
    /// How our marker came onto it: what we made is deleted, what we adopted is handed back.
    pub kind: BindingKind,
    /// What it held when it was found.
    pub base: Base,
}

impl Surplus {
    /// The delivery that takes it away, beside the one it was found by. `id` and `marker` are new ones.
    #[must_use]
    pub fn delivery(self, id: DeliveryId, marker: Marker, found_by: &Delivery) -> Delivery {
        let intent = match self.kind {
            BindingKind::Created => Intent::Delete,
            BindingKind::Adopted { .. } => Intent::Unlink,
        };
        let part = DeliveryPart::Surplus(self.id.clone());
        let mut delivery =
            Delivery::new(id, found_by.contact.clone(), found_by.destination.clone(), marker, State::Queued);
        delivery.part = part;
        delivery.generation = found_by.generation;
        delivery.intent = intent;
        delivery.binding =
            Some(Binding { remote_id: self.id, kind: self.kind, base: Some(self.base), missed: false });
        delivery
    }
}

/// What a list or a search shows of a record that concerns this delivery. Never taken for the fact (rule 3): it leads to
/// a read, or to nothing.
pub(super) fn hint<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    let bound = case.delivery.binding.as_ref().filter(|binding| binding.remote_id == record.id);
    match (bound, &case.delivery.state) {
        (Some(_), State::Removed { .. }) if !removed_here(case) => Ok(step),
        (Some(_), State::Removed { .. }) | (None, _) => {
            Ok(if record.archived || case.recognise(record).is_none() {
                step
            } else {
                step.ask(stray(case, record.id.clone(), Vec::new()))
            })
        }
        (Some(_), _)
            if P == plant::HINT_IS_FACT && case.delivery.state == State::Synced && !record.archived =>
        {
            let kind = case.delivery.binding.as_ref().map_or(BindingKind::Created, |it| it.kind.clone());
            Ok(answer::bound(case, &record.id, kind, record, merge::Reading::Plain))
        }
        (Some(binding), state) => {
            if !is_news(case, binding, record) {
                return Ok(step);
            }
            if let Some(base) = step.delivery.binding.as_mut().and_then(|binding| binding.base.as_mut()) {
                base.stale = true;
                base.newest = base.newest.max(record.version.as_ref().map(|version| version.0));
            }
            match state {
                State::Synced => Ok(step.moved(Move::Queue)?.again()),
                // It was taken out of the bin again.
                State::Parked { reason: ParkReason::DeletedThere } if !record.archived => {
                    Ok(step.moved(Move::Queue)?.again())
                }
                State::Held { .. }
                | State::Queued
                | State::Sending { .. }
                | State::Fenced
                | State::Waiting { .. }
                | State::Parked { .. }
                | State::Removed { .. } => Ok(step),
            }
        }
    }
}

/// Whether a hint says something that the last fact does not.
fn is_news<const P: Plant>(case: &Case<'_, P>, binding: &Binding, record: &RemoteRecord) -> bool {
    let Some(base) = &binding.base else { return false };
    match (&record.version, base.version) {
        _ if record.archived => true,
        (Some(seen), Some(held)) => seen.0 > held.max(base.newest.unwrap_or(0)),
        (None, _) | (_, None) => compare::differs_from(case, base, record),
    }
}

fn stray<const P: Plant>(case: &Case<'_, P>, id: RemoteId, rest: Vec<RemoteId>) -> Request {
    Request::Stray { id, rest, object: case.local.object.clone() }
}

/// Asks for all records with our marker.
pub(super) fn scrub<const P: Plant>(case: &Case<'_, P>) -> Step {
    Step::from(case.delivery).ask(Request::FindByMarker {
        markers: case.markers(),
        object: case.local.object.clone(),
        scrub: true,
    })
}

/// What a scrub found: hints, of which those that are not ours to keep are read.
pub(super) fn scrubbed<const P: Plant>(case: &Case<'_, P>, records: &[RemoteRecord]) -> Step {
    let mut ids: Vec<RemoteId> = records
        .iter()
        .filter(|record| !record.archived && case.recognise(record).is_some() && !is_kept(case, &record.id))
        .map(|record| record.id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    next(case, Step::from(case.delivery), &ids)
}

fn next<const P: Plant>(case: &Case<'_, P>, mut step: Step, ids: &[RemoteId]) -> Step {
    if let Some((first, rest)) = ids.split_first() {
        step.next = Next::Ask(stray(case, first.clone(), rest.to_vec()));
    }
    step
}

/// Whether a record is one that stays: the one we are bound to, or one that another contact here stands on.
fn is_kept<const P: Plant>(case: &Case<'_, P>, id: &RemoteId) -> bool {
    // What a person deleted there and took out of the bin again is their choice: it was never ours to remove.
    let bound = case.delivery.binding.as_ref().is_some_and(|binding| binding.remote_id == *id);
    (bound && !removed_here(case)) || case.local.bound_elsewhere.contains(id)
}

/// Whether it was removed by us: what carries our marker then is a ghost.
fn removed_here<const P: Plant>(case: &Case<'_, P>) -> bool {
    let kept = case.delivery.intent == Intent::Upsert && case.local.wanted == Wanted::Here;
    matches!(case.delivery.state, State::Removed { .. }) && !kept
}

/// The record itself. One that is live and carries our marker is too many, if we hold another one or have removed ours.
pub(super) fn read<const P: Plant>(
    case: &Case<'_, P>,
    record: Option<RemoteRecord>,
    rest: &[RemoteId],
) -> Step {
    let mut step = Step::from(case.delivery);
    let delivery = case.delivery;
    let removed = matches!(delivery.state, State::Removed { .. });
    if let Some(record) = record.filter(|record| !record.archived && !is_kept(case, &record.id)) {
        match (case.recognise(&record), &delivery.binding) {
            (None, _) => {}
            (Some(_), _) if removed && P == plant::KEEP_GHOST => {}
            (Some(_), Some(bound)) if !removed && P == plant::DROP_BOUND => {
                if let Some(base) = bound.base.clone() {
                    let id = bound.remote_id.clone();
                    step.surplus.push(Surplus { id, kind: BindingKind::Created, base });
                }
            }
            (Some(origin), _) if removed || delivery.binding.is_some() => {
                step.surplus.push(surplus(case, &record, origin));
            }
            // Not bound yet: its own look by marker takes it.
            (Some(_), _) => step.delivery.ever_unknown = true,
        }
    }
    next(case, step, rest)
}

fn surplus<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord, origin: MarkerOrigin) -> Surplus {
    let kind = match (origin, &case.delivery.binding) {
        (MarkerOrigin::Created, _) => BindingKind::Created,
        (MarkerOrigin::Adopted, Some(binding)) if binding.remote_id == record.id => binding.kind.clone(),
        (MarkerOrigin::Adopted, _) => BindingKind::Adopted { was: BTreeMap::new() },
    };
    Surplus { id: record.id.clone(), kind, base: compare::found(case, record) }
}
