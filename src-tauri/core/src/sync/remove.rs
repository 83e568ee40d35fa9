//! Taking a record away again (rule 10): only what we made is deleted, only when nobody there changed it, and never when
//! another contact here stands on it. What was there before us is handed back as it was.

use super::begin::{self, get, leased, write_key};
use super::case::{Case, Wanted};
use super::compare;
use super::outcome::Step;
use super::plant::{self, Plant};
use super::request::{Purpose, Request};
use crate::crm::{RecordPatch, RemoteField, RemoteRecord, Removal};
use crate::outbox::{
    Binding, BindingKind, Decision, DeliveryPart, IllegalMove, Intent, Move, ParkReason, RemovedBy, State,
};
use std::collections::BTreeMap;

/// The contact was removed here: what is to become of its record.
pub(super) fn removed<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    let delivery = case.delivery;
    let intent = match (case.local.wanted, &delivery.binding) {
        (Wanted::Destroyed, _) => Intent::Destroy,
        (_, Some(Binding { kind: BindingKind::Adopted { .. }, .. })) if P == plant::DELETE_ADOPTED => {
            Intent::Destroy
        }
        (_, Some(Binding { kind: BindingKind::Adopted { .. }, .. })) => Intent::Unlink,
        (_, Some(Binding { kind: BindingKind::Created, .. }) | None) => Intent::Delete,
    };
    let known = delivery.intent == intent;
    match &delivery.state {
        State::Removed { .. } => return Ok(step),
        // A person was asked about this very removal.
        State::Parked { .. } if known => return Ok(step),
        State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Waiting { .. }
        | State::Synced
        | State::Parked { .. } => {}
    }
    // A destroyed one stays so, also when the contact is looked at again.
    if delivery.intent != Intent::Destroy {
        step.delivery.intent = intent;
    }
    step.delivery.decision = None;
    look_anew(&mut step);
    let never_left = delivery.binding.is_none() && delivery.sent.is_none();
    match &delivery.state {
        State::Held { .. } | State::Queued | State::Waiting { .. } | State::Parked { .. } if never_left => {
            step.gone(RemovedBy::Here, case.local.wanted)
        }
        State::Fenced if P == plant::DELETE_IN_FENCE => {
            step.delivery.sent = None;
            Ok(step.moved(Move::Queue)?.again())
        }
        // Ordered after the write under way, and after the look that an unknown outcome needs (rule 12).
        State::Sending { .. } | State::Fenced => Ok(step),
        State::Queued => Ok(step.again()),
        State::Held { .. } | State::Waiting { .. } | State::Synced | State::Parked { .. } => {
            Ok(step.moved(Move::Queue)?.again())
        }
        State::Removed { .. } => Ok(step),
    }
}

/// The contact is wanted again. A removal that has left is waited for; after it, a new generation begins.
pub(super) fn restored<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    if P == plant::DELETE_RESTORED {
        return Ok(step);
    }
    if let State::Removed { .. } = &case.delivery.state {
        step.next = super::Next::Renew;
        return Ok(step);
    }
    if case.delivery.sent.as_ref().is_some_and(|sent| sent.removal) {
        return Ok(step);
    }
    step.delivery.intent = Intent::Upsert;
    step.delivery.decision = None;
    look_anew(&mut step);
    if let Some(base) = step.delivery.binding.as_mut().and_then(|binding| binding.base.as_mut()) {
        base.stale = true;
    }
    match &case.delivery.state {
        State::Queued => Ok(step.again()),
        State::Held { .. } | State::Waiting { .. } | State::Synced | State::Parked { .. } => {
            Ok(step.moved(Move::Queue)?.again())
        }
        State::Sending { .. } | State::Fenced | State::Removed { .. } => Ok(step),
    }
}

/// A look that failed is waited for before the second one; what was queued by a person meanwhile has not waited.
fn look_anew(step: &mut Step) {
    if let Some(binding) = &mut step.delivery.binding {
        binding.missed = false;
    }
}

/// What to ask for a record that is to go.
pub(super) fn begin<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let step = Step::from(delivery);
    match &delivery.decision {
        Some(Decision::Take { remote_id }) => return Ok(step.ask(get(case, remote_id, Purpose::Adopt))),
        Some(Decision::Leave) if delivery.binding.is_none() => {
            return step.gone(RemovedBy::Here, case.local.wanted);
        }
        Some(
            Decision::Leave | Decision::Destroy | Decision::Create | Decision::Look | Decision::SendAgain,
        )
        | None => {}
    }
    match (&delivery.binding, &delivery.sent) {
        (None, None) => step.gone(RemovedBy::Here, case.local.wanted),
        (None, Some(sent)) => Ok(begin::probe_create(case, sent, step)),
        (Some(binding), Some(sent)) => {
            let purpose = if sent.acknowledged { Purpose::Verify } else { Purpose::Probe };
            Ok(step.ask(get(case, &binding.remote_id, purpose)))
        }
        (Some(_), None) if P == plant::DELETE_BLIND && delivery.intent == Intent::Delete => {
            delete(case, step, None)
        }
        (Some(binding), None) => Ok(step.ask(get(case, &binding.remote_id, Purpose::BeforeRemoval))),
    }
}

/// The record as it is now: may it go?
pub(super) fn read<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let mut step = Step::from(delivery);
    // The removal that was sent did not arrive, or not wholly: it is decided on anew.
    step.delivery.sent = None;
    let handed_back = delivery.sent.as_ref().is_some_and(|sent| sent.removal && sent.acknowledged)
        && case.recognise(record).is_none();
    if delivery.intent == Intent::Unlink && handed_back {
        // Acknowledged, and our marker is off it: a CRM that spells a value its own way is not argued with (rule 9).
        return step.gone(RemovedBy::Here, case.local.wanted);
    }
    let shared = case.local.bound_elsewhere.contains(&record.id) && P != plant::DELETE_SHARED;
    if let Some(binding) = &mut step.delivery.binding {
        binding.missed = false;
    }
    if matches!(delivery.part, DeliveryPart::Surplus(_)) && case.recognise(record).is_none() {
        // Somebody took our marker off it: it is not ours any more.
        return step.gone(RemovedBy::Here, case.local.wanted);
    }
    match delivery.intent {
        Intent::Upsert => Ok(step.again()),
        Intent::Delete if shared => {
            let mut step = step.gone(RemovedBy::Here, case.local.wanted)?;
            step.pass_on = true;
            Ok(step)
        }
        Intent::Delete if delivery.decision == Some(Decision::Leave) => hand_back(case, step, record),
        Intent::Delete if delivery.decision == Some(Decision::Destroy) => delete(case, step, Some(record)),
        Intent::Delete if P != plant::DELETE_CHANGED && compare::changed_since(case, record) => {
            step.moved(Move::Park { reason: ParkReason::ChangedThere })
        }
        Intent::Delete => delete(case, step, Some(record)),
        Intent::Destroy => delete(case, step, Some(record)),
        Intent::Unlink => hand_back(case, step, record),
    }
}

fn delete<const P: Plant>(
    case: &Case<'_, P>,
    step: Step,
    read: Option<&RemoteRecord>,
) -> Result<Step, IllegalMove> {
    let Some(id) = step.delivery.binding.as_ref().map(|binding| binding.remote_id.clone()) else {
        return Ok(step);
    };
    let step = leased(case, step, BTreeMap::new(), None, true)?;
    let removal = Removal {
        delivery: case.delivery.id.clone(),
        idempotency_key: write_key(&step.delivery, "delete", case.local.seq),
        object: case.local.object.clone(),
        id,
        version: read.and_then(|record| record.version.clone()),
    };
    Ok(step.ask(Request::Delete(removal)))
}

/// Our marker goes, values we wrote and nobody changed go back to what they were at the adoption; nothing else.
fn hand_back<const P: Plant>(
    case: &Case<'_, P>,
    step: Step,
    record: &RemoteRecord,
) -> Result<Step, IllegalMove> {
    let marker = case.recognise(record).map(|_| String::new());
    let fields = given_back(case, record);
    if marker.is_none() && fields.is_empty() {
        return step.gone(RemovedBy::Here, case.local.wanted);
    }
    let said = fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.clone())).collect();
    let step = leased(case, step, said, marker.clone(), true)?;
    let idempotency_key = write_key(&step.delivery, "unlink", case.local.seq);
    Ok(step.ask(Request::Update(RecordPatch {
        delivery: case.delivery.id.clone(),
        object: case.local.object.clone(),
        idempotency_key,
        id: record.id.clone(),
        version: record.version.clone(),
        marker,
        fields,
    })))
}

fn given_back<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
) -> BTreeMap<RemoteField, Option<String>> {
    match case.delivery.binding.as_ref().map(|binding| &binding.kind) {
        // Another contact here goes on saying these values.
        Some(BindingKind::Adopted { .. }) if case.local.bound_elsewhere.contains(&record.id) => {
            BTreeMap::new()
        }
        Some(BindingKind::Adopted { was }) => compare::given_back(case, record, was),
        Some(BindingKind::Created) | None => BTreeMap::new(),
    }
}

/// The patch that hands a record back was carried out.
pub(super) fn written<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    let handed_back = case.recognise(record).is_none();
    if record.archived || handed_back {
        return step.gone(RemovedBy::Here, case.local.wanted);
    }
    let mut step = step.moved(Move::Queue)?;
    step.delivery.sent = None;
    Ok(step.again())
}
