//! What the answer to a write means.

use super::answer::bound;
use super::begin;
use super::case::{Case, Next, Purpose, Request, Step};
use super::merge::{self, Reading};
use crate::contact::Field;
use crate::crm::{ConflictOn, Failure, FieldFault, ItemAnswer, RemoteRecord};
use crate::ids::RemoteId;
use crate::outbox::delivery::Fault;
use crate::outbox::{Binding, BindingKind, IllegalMove, Move, ParkReason, Place, State};

pub(super) fn wrote(case: &Case<'_>, request: &Request, answer: ItemAnswer) -> Result<Step, IllegalMove> {
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
fn written(case: &Case<'_>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let kind = match &case.delivery.binding {
        Some(binding) => binding.kind.clone(),
        None => BindingKind::Created,
    };
    let step = bound(case, &record.id, kind, record, Reading::Back);
    if merge::dirty_of(&step.delivery, case).is_empty() {
        step.moved(Move::Settle)
    } else {
        Ok(step.moved(Move::Queue)?.again())
    }
}

/// Done, but the record is still to be read.
fn accepted(case: &Case<'_>, id: RemoteId) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery).moved(Move::Queue)?;
    if let Some(sent) = &mut step.delivery.sent {
        sent.acknowledged = true;
    }
    if step.delivery.binding.is_none() {
        let kind = BindingKind::Created;
        step.delivery.binding = Some(Binding { remote_id: id.clone(), kind, base: None });
    }
    Ok(step.ask(Request::Get { id, purpose: Purpose::Verify }))
}

/// The outcome is unknown: nothing newer leaves until the fence is over, then we look.
fn lost(case: &Case<'_>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery).moved(Move::LoseTrack)?;
    step.delivery.ever_unknown = true;
    Ok(step)
}

fn failed(case: &Case<'_>, request: &Request, failure: Failure) -> Result<Step, IllegalMove> {
    // Nothing was executed, except where said otherwise: the write is taken back.
    let undone = || -> Result<Step, IllegalMove> {
        let mut step = Step::from(case.delivery).moved(Move::Queue)?;
        step.delivery.sent = None;
        Ok(step)
    };
    match failure {
        Failure::Ambiguous | Failure::Protocol => lost(case),
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => {
            let mut step = undone()?;
            step.delivery.attempts = step.delivery.attempts.saturating_sub(1);
            Ok(step)
        }
        Failure::Conflict { on: ConflictOn::Marker, existing } => {
            // Our own create, lost or late, is there. What it said is what we sent.
            let mut step = Step::from(case.delivery).moved(Move::Queue)?;
            step.next = match existing {
                Some(id) => Next::Ask(Request::Get { id, purpose: Purpose::Existing }),
                None => Next::Again,
            };
            Ok(step)
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
            if let Failure::Stale { current: Some(current) } = failure {
                remember_newer(&mut step, current.0);
            }
            match &case.delivery.binding {
                Some(binding) => {
                    let id = binding.remote_id.clone();
                    Ok(step.ask(Request::Get { id, purpose: Purpose::Refresh }))
                }
                None => Ok(step.again()),
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
        let place = Place { sent: None, back: Some(version.to_string()) };
        base.fields.insert(begin::NEWER_SLOT.to_owned(), place);
    }
}

fn park(case: &Case<'_>, reason: ParkReason) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery).moved(Move::Park { reason })?;
    step.delivery.sent = None;
    Ok(step)
}

/// Their field names turned into ours, so that the sentence names a field the person knows.
fn faults(case: &Case<'_>, fields: Vec<FieldFault>) -> Vec<Fault> {
    fields
        .into_iter()
        .map(|fault| {
            let row = fault.field.as_ref().and_then(|theirs| case.account.mapping.row(theirs));
            Fault {
                ours: row.map(|row| Field::key(row.ours).to_owned()),
                theirs: fault.field.map(|field| field.as_str().to_owned()),
                message: fault.message,
            }
        })
        .collect()
}
