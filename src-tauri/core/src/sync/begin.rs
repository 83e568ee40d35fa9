//! What to ask next for a delivery that is queued: look before writing, create once, then change by id.

use super::case::Case;
use super::outcome::Step;
use super::plant::{self, Plant};
use super::request::{Purpose, Request};
use super::{merge, remap, remove, retry};
use crate::contact::Field;
use crate::crm::{Kind, MarkerSupport, NewRecord, Object, RecordPatch, RemoteField};
use crate::ids::{MarkerOrigin, RemoteId};
use crate::outbox::{
    Binding, BindingKind, Decision, Delivery, DeliveryPart, IllegalMove, Intent, Move, Sent, hold,
};
use std::collections::BTreeMap;

pub(super) fn begin<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let step = Step::from(delivery);
    if delivery.intent != Intent::Upsert {
        return remove::begin(case);
    }
    if P != plant::NO_HOLD
        && let (None, None, Some(why)) = (&delivery.binding, &delivery.sent, hold(&case.local.leaving))
    {
        return step.moved(Move::Hold { why, wait: None });
    }
    match &delivery.decision {
        Some(Decision::Take { remote_id }) => {
            return Ok(step.ask(get(case, remote_id, Purpose::Adopt)));
        }
        Some(Decision::Look) => return Ok(look_alike(case, step)),
        Some(Decision::Create | Decision::SendAgain) if delivery.binding.is_none() => {
            return create(case, step);
        }
        Some(Decision::Create | Decision::SendAgain | Decision::Destroy | Decision::Leave) | None => {}
    }
    match (&delivery.binding, &delivery.sent) {
        (Some(binding), Some(sent)) => {
            let purpose = if sent.acknowledged { Purpose::Verify } else { Purpose::Probe };
            Ok(step.ask(get(case, &binding.remote_id, purpose)))
        }
        (Some(binding), None) => match &binding.base {
            None => Ok(step.ask(get(case, &binding.remote_id, Purpose::Verify))),
            Some(base)
                if base.stale || base.newest.is_some() || binding.missed || remap::is_due(case, base) =>
            {
                Ok(step.ask(get(case, &binding.remote_id, Purpose::Refresh)))
            }
            // Without versions nothing would stop a PATCH from overwriting what changed since the last fact.
            Some(_) if case.account.caps.versions || merge::dirty(case).is_empty() => update(case, step),
            Some(_) => Ok(step.ask(get(case, &binding.remote_id, Purpose::Refresh))),
        },
        (None, Some(_)) if P == plant::NOTE_BLIND && matches!(delivery.part, DeliveryPart::Note(_)) => {
            create(case, step)
        }
        (None, Some(sent)) => Ok(probe_create(case, sent, step)),
        (None, None) => match email(case) {
            Some(email) => Ok(step.ask(Request::FindByEmail { email, taken: false })),
            None => create(case, step),
        },
    }
}

/// Reads a record by its id.
pub(super) fn get<const P: Plant>(case: &Case<'_, P>, id: &RemoteId, purpose: Purpose) -> Request {
    Request::Get { id: id.clone(), purpose, object: case.local.object.clone() }
}

/// The e-mail by which the contact is looked for; a note has none.
fn email<const P: Plant>(case: &Case<'_, P>) -> Option<String> {
    match case.local.object {
        Object::Contact => case.account.email(case.local),
        Object::Note { .. } => None,
    }
}

/// Did the record of an unknown outcome arrive?
pub(super) fn probe_create<const P: Plant>(case: &Case<'_, P>, sent: &Sent, step: Step) -> Step {
    let caps = case.account.caps;
    let is_note = matches!(case.local.object, Object::Note { .. });
    if is_note || caps.marker != MarkerSupport::None {
        return step.ask(Request::FindByMarker {
            markers: case.markers(),
            object: case.local.object.clone(),
            scrub: false,
        });
    }
    let their_email = case.account.mapping.theirs(Field::Email);
    let email = their_email.and_then(|field| sent.fields.get(field.as_str())).cloned().flatten();
    // A store that was restored does not know what it sent; the contact says it as well as it can.
    let email = email.or_else(|| if sent.fields.is_empty() { case.account.email(case.local) } else { None });
    match (caps.kind(email.is_some()), email) {
        (Kind::B, Some(email)) => step.ask(Request::FindByEmail { email, taken: false }),
        (Kind::A | Kind::B | Kind::C | Kind::D, _) => look_alike(case, step),
    }
}

fn look_alike<const P: Plant>(case: &Case<'_, P>, step: Step) -> Step {
    let said = case.delivery.sent.as_ref().map(|sent| &sent.fields).filter(|fields| !fields.is_empty());
    let fields = match said {
        Some(said) => said
            .iter()
            .filter_map(|(field, value)| Some((RemoteField::new(field.clone()), value.clone()?)))
            .collect(),
        None => outward(case),
    };
    step.ask(Request::FindLike { fields })
}

fn outward<const P: Plant>(case: &Case<'_, P>) -> crate::crm::Fields {
    let fields = case.local.fields.iter();
    fields.filter_map(|(field, ours)| Some((field.clone(), ours.value.clone()?))).collect()
}

/// Makes the record. Only while nothing over there is known to be ours (rule 6).
pub(super) fn create<const P: Plant>(case: &Case<'_, P>, step: Step) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let is_note = matches!(case.local.object, Object::Note { .. });
    let marker = (is_note || case.account.caps.marker != MarkerSupport::None)
        .then(|| delivery.marker.written(MarkerOrigin::Created));
    let fields = outward(case);
    let said =
        fields.iter().map(|(field, value)| (field.as_str().to_owned(), Some(value.to_owned()))).collect();
    let mut step = leased(case, step, said, marker.clone(), false)?;
    step.delivery.decision = None;
    // Sent again by a person, though the lost one may still come: to a CRM that knows keys both are the same try.
    if delivery.sent.is_some() {
        step.delivery.attempts = delivery.attempts;
    }
    let idempotency_key = write_key(&step.delivery, "create", case.local.seq);
    Ok(step.ask(Request::Create(NewRecord {
        delivery: delivery.id.clone(),
        object: case.local.object.clone(),
        idempotency_key,
        marker,
        fields,
    })))
}

/// Intent before effect (rule 1): the lease and exactly what is about to be said.
pub(super) fn leased<const P: Plant>(
    case: &Case<'_, P>,
    step: Step,
    fields: BTreeMap<String, Option<String>>,
    marker: Option<String>,
    removal: bool,
) -> Result<Step, IllegalMove> {
    let mut step = step.moved(Move::Lease { boot: case.boot.clone() })?;
    let from_crm = case.local.from_crm.iter().map(RemoteField::as_str).filter(|_| !removal);
    let carried = from_crm.filter(|field| fields.contains_key(*field)).map(str::to_owned).collect();
    step.delivery.sent = Some(Sent {
        carried,
        fields,
        marker,
        seq: case.local.seq,
        mapping: case.account.mapping.version,
        acknowledged: false,
        removal,
    });
    step.delivery.attempts = step.delivery.attempts.saturating_add(1);
    Ok(step)
}

/// The key of a write: each try is a write of its own.
pub(super) fn write_key(delivery: &Delivery, what: &str, seq: u64) -> String {
    let Delivery { marker, generation, attempts, .. } = delivery;
    format!("{}-{generation}-{what}-{seq}-{attempts}", marker.as_str())
}

/// Changes what is dirty, or settles when nothing is. `step` may already hold a newer base than the case.
pub(super) fn update<const P: Plant>(case: &Case<'_, P>, step: Step) -> Result<Step, IllegalMove> {
    let fields = merge::dirty_of(&step.delivery, case);
    let Some(Binding { remote_id, base, kind, .. }) = step.delivery.binding.clone() else {
        return Ok(step);
    };
    if base.as_ref().is_some_and(|base| merge::goes_unseen(case, base)) {
        return Ok(step.ask(get(case, &remote_id, Purpose::Refresh)));
    }
    let email = case.account.mapping.theirs(Field::Email);
    if case.local.address_leaves && email.is_some_and(|email| fields.contains_key(email)) {
        return step.moved(Move::BackOff { wait: retry::ADDRESS_LEAVES });
    }
    let marker = marker_to_write(case, &kind, base.as_ref().is_some_and(|base| base.marked));
    if fields.is_empty() && marker.is_none() {
        return step.moved(Move::Settle);
    }
    let said = fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.clone())).collect();
    let version = base.and_then(|base| base.version).map(crate::crm::Version);
    let step = leased(case, step, said, marker.clone(), false)?;
    let idempotency_key = write_key(&step.delivery, "update", case.local.seq);
    Ok(step.ask(Request::Update(RecordPatch {
        delivery: case.delivery.id.clone(),
        object: case.local.object.clone(),
        idempotency_key,
        id: remote_id,
        version: version.filter(|_| P != plant::NO_VERSION),
        marker,
        fields,
    })))
}

/// An adopted record that carries no marker gets ours; one that we made has it from the start.
fn marker_to_write<const P: Plant>(
    case: &Case<'_, P>,
    kind: &BindingKind,
    carries_one: bool,
) -> Option<String> {
    match kind {
        BindingKind::Created => None,
        BindingKind::Adopted { .. } => ((!carries_one || P == plant::OVERWRITE_MARKER)
            && case.account.caps.marker != MarkerSupport::None)
            .then(|| case.delivery.marker.written(MarkerOrigin::Adopted)),
    }
}
