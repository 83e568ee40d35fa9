//! What the answer to a write means.

use super::answer::bound;
use super::case::Case;
use super::merge::{self, Reading};
use super::outcome::{Next, Step};
use super::plant::{self, Plant};
use super::request::{Purpose, Request};
use super::{begin, remove, retry};
use crate::contact::Field;
use crate::crm::{ConflictOn, Failure, FieldFault, ItemAnswer, RemoteRecord};
use crate::ids::RemoteId;
use crate::outbox::delivery::Fault;
use crate::outbox::{Base, Binding, BindingKind, IllegalMove, Intent, Move, ParkReason, Place, Sent, State};

pub(super) fn wrote<const P: Plant>(
    case: &Case<'_, P>,
    request: &Request,
    answer: ItemAnswer,
) -> Result<Step, IllegalMove> {
    if !matches!(case.delivery.state, State::Sending { .. }) {
        return Ok(Step::from(case.delivery));
    }
    match answer {
        ItemAnswer::Written(record) => written(case, &record),
        ItemAnswer::Accepted(id) => accepted(case, id),
        // A write is never answered by a search result: treat it as no answer.
        ItemAnswer::Found(_) => lost(case),
        ItemAnswer::Failed(failure) => failed(case, request, failure),
    }
}

/// Done, and the answer is the record itself: that is the read-back (rule 3).
fn written<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    if is_removal(case) {
        return remove::written(case, record);
    }
    let kind = match &case.delivery.binding {
        Some(binding) => binding.kind.clone(),
        None => BindingKind::Created,
    };
    let step = bound(case, &record.id, kind, record, Reading::Answer);
    let upsert = case.delivery.intent == Intent::Upsert;
    if upsert && step.taken.is_empty() && merge::dirty_of(&step.delivery, case).is_empty() {
        step.moved(Move::Settle)
    } else {
        Ok(step.moved(Move::Queue)?.again())
    }
}

/// Done, but the record is still to be read.
fn accepted<const P: Plant>(case: &Case<'_, P>, id: RemoteId) -> Result<Step, IllegalMove> {
    if P == plant::ACK_IS_FACT && !is_removal(case) {
        return believed(case, id);
    }
    let mut step = Step::from(case.delivery).moved(Move::Queue)?;
    if let Some(sent) = &mut step.delivery.sent {
        sent.acknowledged = true;
    }
    if step.delivery.binding.is_none() {
        let kind = BindingKind::Created;
        step.delivery.binding = Some(Binding { remote_id: id.clone(), kind, base: None, missed: false });
    }
    Ok(step.ask(begin::get(case, &id, Purpose::Verify)))
}

fn is_removal<const P: Plant>(case: &Case<'_, P>) -> bool {
    case.delivery.sent.as_ref().is_some_and(|sent| sent.removal)
}

/// What [`plant::ACK_IS_FACT`] does: what we sent counts as what the record holds.
fn believed<const P: Plant>(case: &Case<'_, P>, id: RemoteId) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery).moved(Move::Settle)?;
    let Some(Sent { fields, seq, .. }) = step.delivery.sent.take() else { return Ok(step) };
    let old = step.delivery.binding.take();
    let kind = old.as_ref().map_or(BindingKind::Created, |binding| binding.kind.clone());
    let mut base = old.and_then(|binding| binding.base).unwrap_or_default();
    let said = |value: Option<String>| Place {
        sent: value.clone(),
        cleared: value.is_none(),
        back: value,
        ..Place::default()
    };
    base.fields.extend(fields.into_iter().map(|(field, value)| (field, said(value))));
    let base = Base { seq, marked: true, mapping: case.account.mapping.version, ..base };
    step.delivery.binding = Some(Binding { remote_id: id, kind, base: Some(base), missed: false });
    Ok(step)
}

/// The outcome is unknown: nothing newer leaves until the fence is over, then we look.
fn lost<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    step.delivery.ever_unknown = true;
    if P == plant::NO_FENCE {
        return Ok(step.moved(Move::Queue)?.again());
    }
    step.moved(Move::LoseTrack)
}

fn failed<const P: Plant>(
    case: &Case<'_, P>,
    request: &Request,
    failure: Failure,
) -> Result<Step, IllegalMove> {
    // Nothing was executed, except where said otherwise: the write is taken back.
    let undone = || -> Result<Step, IllegalMove> {
        let mut step = Step::from(case.delivery).moved(Move::Queue)?;
        step.delivery.sent = None;
        Ok(step)
    };
    match failure {
        Failure::Ambiguous | Failure::Protocol => lost(case),
        Failure::Throttled { .. } if P == plant::THROTTLE_PARKS => {
            park(case, ParkReason::Refused { message: None })
        }
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => {
            let mut step = undone()?;
            step.delivery.attempts = step.delivery.attempts.saturating_sub(1);
            Ok(step)
        }
        // The mark of an adoption stands on another record (one that was merged away): this one goes without.
        Failure::Conflict { on: ConflictOn::Marker, .. } if matches!(request, Request::Update(_)) => {
            let mut step = undone()?;
            if let Some(base) = step.delivery.binding.as_mut().and_then(|binding| binding.base.as_mut()) {
                base.marked = true;
            }
            Ok(step.again())
        }
        Failure::Conflict { on: ConflictOn::Marker, existing } => {
            // Our own create, lost or late, is there. What it said is what we sent.
            let mut step = Step::from(case.delivery).moved(Move::Queue)?;
            step.next = match existing {
                Some(id) => Next::Ask(begin::get(case, &id, Purpose::Existing)),
                None => Next::Again,
            };
            Ok(step)
        }
        // An address that was theirs before us belongs to another record now: a person decides what is to become of ours.
        Failure::Conflict { on: ConflictOn::Email, .. } if is_removal(case) => {
            park(case, ParkReason::Refused { message: None })
        }
        // It is to go meanwhile: whose address it is does not matter any more.
        Failure::Conflict { on: ConflictOn::Email, .. } if case.delivery.intent != Intent::Upsert => {
            Ok(undone()?.again())
        }
        Failure::Conflict { on: ConflictOn::Email, .. } => {
            let step = undone()?;
            match case.account.email(case.local) {
                Some(email) => Ok(step.ask(Request::FindByEmail { email, taken: true })),
                None => Ok(step.again()),
            }
        }
        Failure::Conflict { on: ConflictOn::Other, .. } => park(case, ParkReason::Refused { message: None }),
        Failure::Stale { .. } | Failure::Gone { .. } => {
            let mut step = undone()?;
            let mut newer = false;
            if let Failure::Stale { current: Some(current) } = failure {
                remember_newer(&mut step, current.0);
                newer = true;
            }
            match &case.delivery.binding {
                Some(binding) if case.delivery.intent == Intent::Upsert => {
                    Ok(step.ask(begin::get(case, &binding.remote_id, Purpose::Refresh)))
                }
                // What a read must show by now is known: an older one is not believed.
                Some(_) if newer => Ok(step.again()),
                // A replica may show for seconds what the write knew better: looked at again at once, it would be a loop.
                Some(_) => step.moved(Move::BackOff { wait: retry::OLD_FACT }),
                // What a note is to stand on is gone: its contact's own delivery finds out; until then not in a loop.
                None => step.moved(Move::BackOff { wait: retry::ODD_ANSWER }),
            }
        }
        Failure::Invalid { fields } => park(case, ParkReason::Invalid { faults: faults(case, fields) }),
        Failure::TooLarge | Failure::Unsupported => {
            debug_assert!(request.is_write());
            park(case, ParkReason::Refused { message: None })
        }
    }
}

/// The CRM spoke of a version that we have not read: until then older reads are not believed.
fn remember_newer(step: &mut Step, version: u64) {
    if let Some(base) = step.delivery.binding.as_mut().and_then(|binding| binding.base.as_mut()) {
        base.newest = base.newest.max(Some(version));
    }
}

fn park<const P: Plant>(case: &Case<'_, P>, reason: ParkReason) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery).moved(Move::Park { reason })?;
    step.delivery.sent = None;
    Ok(step)
}

/// Their field names turned into ours, so that the sentence names a field the person knows.
fn faults<const P: Plant>(case: &Case<'_, P>, fields: Vec<FieldFault>) -> Vec<Fault> {
    fields
        .into_iter()
        .map(|fault| {
            let row = fault.field.as_ref().and_then(|theirs| case.account.mapping.row(theirs));
            Fault {
                ours: row.and_then(|row| row.ours).map(|ours| Field::key(ours).to_owned()),
                theirs: fault.field.map(|field| field.as_str().to_owned()),
                message: fault.message,
            }
        })
        .collect()
}
