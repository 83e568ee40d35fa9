//! What to ask next for a delivery that is queued: look before writing, create once, then change by id.

use super::case::{Case, Purpose, Request, Step};
use super::merge;
use crate::crm::{Kind, MarkerSupport, NewRecord, RecordPatch};
use crate::ids::MarkerOrigin;
use crate::outbox::{Binding, BindingKind, Decision, IllegalMove, Move, Sent, hold};

pub(super) fn begin(case: &Case<'_>) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let step = Step::from(delivery);
    if let (None, None, Some(why)) = (&delivery.binding, &delivery.sent, hold(&case.local.leaving)) {
        return step.moved(Move::Hold { why, wait: None });
    }
    match &delivery.decision {
        Some(Decision::Take { remote_id }) => {
            let id = remote_id.clone();
            return Ok(step.ask(Request::Get { id, purpose: Purpose::Adopt }));
        }
        Some(Decision::Look) => return Ok(look_alike(case, step)),
        Some(Decision::Create | Decision::SendAgain) if delivery.binding.is_none() => {
            return create(case, step);
        }
        Some(Decision::Create | Decision::SendAgain) | None => {}
    }
    match (&delivery.binding, &delivery.sent) {
        (Some(binding), Some(sent)) => {
            let purpose = if sent.acknowledged { Purpose::Verify } else { Purpose::Probe };
            Ok(step.ask(Request::Get { id: binding.remote_id.clone(), purpose }))
        }
        (Some(binding), None) if binding.base.is_none() => {
            Ok(step.ask(Request::Get { id: binding.remote_id.clone(), purpose: Purpose::Verify }))
        }
        (Some(binding), None) if newest_known(binding).is_some() => {
            Ok(step.ask(Request::Get { id: binding.remote_id.clone(), purpose: Purpose::Refresh }))
        }
        (Some(binding), None) => {
            // Without versions nothing would stop a PATCH from overwriting what changed since the last fact.
            if case.account.caps.versions || merge::dirty(case).is_empty() {
                update(case, step)
            } else {
                Ok(step.ask(Request::Get { id: binding.remote_id.clone(), purpose: Purpose::Refresh }))
            }
        }
        (None, Some(sent)) => Ok(probe_create(case, sent, step)),
        (None, None) => match case.account.email(case.local) {
            Some(email) => Ok(step.ask(Request::FindByEmail { email, taken: false })),
            None => create(case, step),
        },
    }
}

/// Did the record of an unknown outcome arrive?
fn probe_create(case: &Case<'_>, sent: &Sent, step: Step) -> Step {
    let delivery = case.delivery;
    if case.account.caps.marker != MarkerSupport::None {
        let markers = vec![
            delivery.marker.written(MarkerOrigin::Created),
            delivery.marker.written(MarkerOrigin::Adopted),
        ];
        return step.ask(Request::FindByMarker { markers });
    }
    let their_email = case.account.mapping.theirs(crate::contact::Field::Email);
    let email = their_email.and_then(|field| sent.fields.get(field.as_str())).cloned().flatten();
    match (case.account.caps.kind(email.is_some()), email) {
        (Kind::B, Some(email)) => step.ask(Request::FindByEmail { email, taken: false }),
        (Kind::A | Kind::B | Kind::C | Kind::D, _) => look_alike(case, step),
    }
}

fn look_alike(case: &Case<'_>, step: Step) -> Step {
    let said = case.delivery.sent.as_ref().map(|sent| &sent.fields);
    let fields = said
        .into_iter()
        .flatten()
        .filter_map(|(field, value)| Some((crate::crm::RemoteField::new(field.clone()), value.clone()?)))
        .collect();
    step.ask(Request::FindLike { fields })
}

/// Makes the record. Only while nothing over there is known to be ours (rule 6).
pub(super) fn create(case: &Case<'_>, step: Step) -> Result<Step, IllegalMove> {
    let delivery = case.delivery;
    let marker = (case.account.caps.marker != MarkerSupport::None)
        .then(|| delivery.marker.written(MarkerOrigin::Created));
    let fields: crate::crm::Fields = case
        .local
        .fields
        .iter()
        .filter_map(|(field, ours)| Some((field.clone(), ours.value.clone()?)))
        .collect();
    let sent = Sent {
        fields: fields
            .iter()
            .map(|(field, value)| (field.as_str().to_owned(), Some(value.to_owned())))
            .collect(),
        marker: marker.clone(),
        seq: case.local.seq,
        mapping: case.account.mapping.version,
        acknowledged: false,
    };
    let mut step = step.moved(Move::Lease { boot: case.boot.clone() })?;
    step.delivery.sent = Some(sent);
    step.delivery.decision = None;
    step.delivery.attempts = step.delivery.attempts.saturating_add(1);
    let attempt = step.delivery.attempts;
    Ok(step.ask(Request::Create(NewRecord {
        delivery: delivery.id.clone(),
        idempotency_key: create_key(case, attempt),
        marker,
        fields,
    })))
}

/// The same for every repetition of one create. After a refusal a new try is a new write, or the CRM would only repeat
/// its refusal; after an unknown outcome it is the same one, so that a CRM that knows it does nothing twice.
fn create_key(case: &Case<'_>, attempt: u32) -> String {
    let delivery = case.delivery;
    let key = format!("{}-{}-create-{}", delivery.marker.as_str(), delivery.generation, case.local.seq);
    if delivery.ever_unknown { key } else { format!("{key}-{attempt}") }
}

/// Changes what is dirty, or settles when nothing is. `step` may already hold a newer base than the case.
pub(super) fn update(case: &Case<'_>, step: Step) -> Result<Step, IllegalMove> {
    let fields = merge::dirty_of(&step.delivery, case);
    let Some(Binding { remote_id, base, kind }) = step.delivery.binding.clone() else {
        return Ok(step);
    };
    let marker =
        marker_to_write(case, &kind, base.as_ref().is_some_and(|base| base.fields.contains_key(MARKER_SLOT)));
    if fields.is_empty() && marker.is_none() {
        return step.moved(Move::Settle);
    }
    let sent = Sent {
        fields: fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.clone())).collect(),
        marker: marker.clone(),
        seq: case.local.seq,
        mapping: case.account.mapping.version,
        acknowledged: false,
    };
    let version = base.and_then(|base| base.version).map(crate::crm::Version);
    let delivery = case.delivery.id.clone();
    let key =
        format!("{}-{}-update-{}", case.delivery.marker.as_str(), case.delivery.generation, case.local.seq);
    let mut step = step.moved(Move::Lease { boot: case.boot.clone() })?;
    step.delivery.sent = Some(sent);
    step.delivery.attempts = step.delivery.attempts.saturating_add(1);
    let idempotency_key = format!("{key}-{}", step.delivery.attempts);
    Ok(step.ask(Request::Update(RecordPatch {
        delivery,
        idempotency_key,
        id: remote_id,
        version,
        marker,
        fields,
    })))
}

/// Where a base remembers that the record carries a marker, ours or another's (rule 11: never overwritten).
pub(super) const MARKER_SLOT: &str = "\u{0}marker";

/// Where a base remembers that the CRM spoke of a newer version than the one it holds (rule 4): older reads are not
/// believed, and nothing is written before that version was read.
pub(super) const NEWER_SLOT: &str = "\u{0}newer";

/// The version the CRM spoke of, while it was not read yet.
pub(super) fn newest_known(binding: &Binding) -> Option<u64> {
    binding.base.as_ref()?.fields.get(NEWER_SLOT)?.back.as_ref()?.parse().ok()
}

/// An adopted record that carries no marker gets ours; one that we made has it from the start.
fn marker_to_write(case: &Case<'_>, kind: &BindingKind, carries_one: bool) -> Option<String> {
    match kind {
        BindingKind::Created => None,
        BindingKind::Adopted { .. } => (!carries_one && case.account.caps.marker != MarkerSupport::None)
            .then(|| case.delivery.marker.written(MarkerOrigin::Adopted)),
    }
}
