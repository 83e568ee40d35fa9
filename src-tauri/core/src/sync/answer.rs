//! What a read tells, and what follows.

use super::begin;
use super::case::{Case, Purpose, Request, Step};
use super::merge::{self, Merged, Reading};
use super::retry;
use crate::crm::{Failure, ItemAnswer, RemoteRecord};
use crate::ids::{MarkerOrigin, RemoteId};
use crate::outbox::delivery::Candidate;
use crate::outbox::{Binding, BindingKind, IllegalMove, Move, ParkReason, State};
use std::collections::BTreeMap;

pub(super) fn answer(case: &Case<'_>, request: Request, answer: ItemAnswer) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    if case.delivery.state != State::Queued {
        // Something else happened meanwhile (a person, a restart): the read is of no use any more.
        return Ok(step);
    }
    let records = match answer {
        ItemAnswer::Found(records) => records,
        ItemAnswer::Written(record) => vec![record],
        ItemAnswer::Accepted(_) => Vec::new(),
        ItemAnswer::Failed(failure) => return failed(case, &request, failure),
    };
    match request {
        Request::Get { id, purpose } => {
            by_id(case, &id, purpose, records.into_iter().find(|record| record.id == id))
        }
        Request::FindByEmail { taken, .. } => by_email(case, records, taken),
        Request::FindByMarker { .. } => by_marker(case, records),
        Request::FindLike { .. } => by_likeness(case, &records),
        Request::Create(_) | Request::Update(_) => Ok(step),
    }
}

fn failed(case: &Case<'_>, request: &Request, failure: Failure) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    match failure {
        // The destination's own trouble: it stays queued and spends nothing (rule 15).
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => Ok(step),
        Failure::Gone { merged_into: Some(id) } => follow(case, id),
        Failure::Gone { merged_into: None } => match request {
            Request::Get { id, purpose } => by_id(case, id, *purpose, None),
            Request::FindByEmail { taken, .. } => by_email(case, Vec::new(), *taken),
            Request::FindByMarker { .. } => by_marker(case, Vec::new()),
            Request::FindLike { .. } => by_likeness(case, &[]),
            Request::Create(_) | Request::Update(_) => Ok(step),
        },
        Failure::Ambiguous
        | Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported
        | Failure::Protocol => step.moved(Move::BackOff { wait: retry::ODD_ANSWER }),
    }
}

/// The record was merged into another one: that one is ours now, and was there before us as far as we can tell.
fn follow(case: &Case<'_>, id: RemoteId) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    Ok(step.ask(Request::Get { id, purpose: Purpose::Adopt }))
}

fn by_id(
    case: &Case<'_>,
    id: &RemoteId,
    purpose: Purpose,
    record: Option<RemoteRecord>,
) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    let Some(record) = record.filter(|record| !record.archived) else {
        return match purpose {
            // A person chose a record that is gone: decide anew.
            Purpose::Adopt => {
                let mut step = step;
                step.delivery.decision = None;
                Ok(step.again())
            }
            Purpose::Probe | Purpose::Verify | Purpose::Refresh | Purpose::Existing => {
                let mut step = step.moved(Move::Park { reason: ParkReason::DeletedThere })?;
                step.delivery.sent = None;
                Ok(step)
            }
        };
    };
    match purpose {
        Purpose::Adopt => adopt(case, &record),
        Purpose::Existing => bind_by_marker(case, &record),
        Purpose::Probe | Purpose::Verify | Purpose::Refresh => {
            if is_older(case, &record) {
                // Facts move forward (rule 4): an old replica answered.
                return step.moved(Move::BackOff { wait: retry::OLD_FACT });
            }
            let reading = match (purpose, case.delivery.sent.is_some()) {
                (_, false) => Reading::Plain,
                (Purpose::Probe, true) => Reading::AfterUnknown,
                (Purpose::Verify | Purpose::Refresh | Purpose::Existing | Purpose::Adopt, true) => {
                    Reading::Back
                }
            };
            let kind = match &case.delivery.binding {
                Some(binding) => binding.kind.clone(),
                None => BindingKind::Created,
            };
            let step = bound(case, id, kind, &record, reading);
            begin::update(case, step)
        }
    }
}

fn is_older(case: &Case<'_>, record: &RemoteRecord) -> bool {
    let Some(binding) = &case.delivery.binding else { return false };
    let held = binding.base.as_ref().and_then(|base| base.version).max(begin::newest_known(binding));
    matches!((held, &record.version), (Some(held), Some(read)) if read.0 < held)
}

/// The delivery bound to a record that was just read, and merged.
pub(super) fn bound(
    case: &Case<'_>,
    id: &RemoteId,
    kind: BindingKind,
    record: &RemoteRecord,
    reading: Reading,
) -> Step {
    let merged = merge::merge(record, case.delivery, case.local, case.account, reading);
    take_over(Step::from(case.delivery), id, kind, merged)
}

fn take_over(mut step: Step, id: &RemoteId, kind: BindingKind, merged: Merged) -> Step {
    step.delivery.binding = Some(Binding { remote_id: id.clone(), kind, base: Some(merged.base) });
    step.delivery.sent = None;
    step.delivery.decision = None;
    step.delivery.altered = merged.altered.or(step.delivery.altered);
    step.differences = merged.differences;
    step.taken = merged.taken;
    step
}

fn by_marker(case: &Case<'_>, mut records: Vec<RemoteRecord>) -> Result<Step, IllegalMove> {
    records.retain(|record| {
        record.marker.as_deref().is_some_and(|marker| case.delivery.marker.recognise(marker).is_some())
    });
    records.sort_by(|left, right| left.id.cmp(&right.id));
    let archived = records.iter().any(|record| record.archived);
    match records.into_iter().find(|record| !record.archived) {
        Some(record) => bind_by_marker(case, &record),
        None if archived => {
            let mut step =
                Step::from(case.delivery).moved(Move::Park { reason: ParkReason::DeletedThere })?;
            step.delivery.sent = None;
            Ok(step)
        }
        None => Ok(not_there(case)),
    }
}

/// The write of unknown outcome did not arrive within the fence: the way is free again.
fn not_there(case: &Case<'_>) -> Step {
    let mut step = Step::from(case.delivery);
    step.delivery.sent = None;
    step.again()
}

/// A record that carries this delivery's own marker (rule 7).
fn bind_by_marker(case: &Case<'_>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let origin = record.marker.as_deref().and_then(|marker| case.delivery.marker.recognise(marker));
    match origin {
        Some(MarkerOrigin::Created) => {
            let step = bound(case, &record.id, BindingKind::Created, record, Reading::AfterUnknown);
            Ok(step.again())
        }
        // Adopted before; what it held then is lost with the store that knew it, so what it holds now stands for it.
        Some(MarkerOrigin::Adopted) => adopt(case, record),
        None => Ok(not_there(case)),
    }
}

fn by_email(case: &Case<'_>, mut records: Vec<RemoteRecord>, taken: bool) -> Result<Step, IllegalMove> {
    records.retain(|record| !record.archived);
    let ours = |record: &&RemoteRecord| {
        record.marker.as_deref().is_some_and(|marker| case.delivery.marker.recognise(marker).is_some())
    };
    if let Some(record) = records.iter().find(ours) {
        return bind_by_marker(case, record);
    }
    match records.as_slice() {
        [] if taken => park_taken(case, &records),
        [] if case.delivery.sent.is_some() => Ok(not_there(case)),
        [] => begin::create(case, Step::from(case.delivery)),
        [only] if case.account.fits(only, case.local) && case.delivery.binding.is_none() => adopt(case, only),
        _ => park_taken(case, &records),
    }
}

fn park_taken(case: &Case<'_>, records: &[RemoteRecord]) -> Result<Step, IllegalMove> {
    let bound = case.delivery.binding.is_some();
    let candidates = if bound { Vec::new() } else { candidates(case, records) };
    let may_create = case.account.may_double && !bound;
    let reason = ParkReason::BelongsToSomeoneElse { candidates, may_create };
    let mut step = Step::from(case.delivery).moved(Move::Park { reason })?;
    step.delivery.sent = None;
    Ok(step)
}

fn by_likeness(case: &Case<'_>, records: &[RemoteRecord]) -> Result<Step, IllegalMove> {
    let reason = ParkReason::MaybeThere { candidates: candidates(case, records) };
    let mut step = Step::from(case.delivery).moved(Move::Park { reason })?;
    step.delivery.decision = None;
    Ok(step)
}

/// At most this many records are offered to choose from.
const MAX_CANDIDATES: usize = 10;

fn candidates(case: &Case<'_>, records: &[RemoteRecord]) -> Vec<Candidate> {
    records
        .iter()
        .filter(|record| !record.archived)
        .take(MAX_CANDIDATES)
        .map(|record| Candidate { id: record.id.clone(), name: case.account.name(record) })
        .collect()
}

/// Binds to a record that was there before. The adoption is stored before anything is written to that record (rule 10).
fn adopt(case: &Case<'_>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let merged = merge::adopt(record, case.local, case.account);
    let was: BTreeMap<String, String> =
        record.fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.to_owned())).collect();
    let step = take_over(Step::from(case.delivery), &record.id, BindingKind::Adopted { was }, merged);
    Ok(step.again())
}
