//! What a read tells, and what follows.

use super::begin;
use super::case::{Case, WhenDeleted};
use super::finding::{adopt, bind_by_marker, by_email, by_likeness, by_marker, take_as_adopted};
use super::merge::{self, Merged, Reading};
use super::outcome::{Next, Step};
use super::plant::{self, Plant};
use super::request::{Purpose, Request};
use super::{remove, retry, stray};
use crate::crm::{Failure, ItemAnswer, RemoteRecord};
use crate::ids::RemoteId;
use crate::outbox::{
    Binding, BindingKind, Decision, IllegalMove, Intent, Move, ParkReason, RemovedBy, State,
};

pub(super) fn answer<const P: Plant>(
    case: &Case<'_, P>,
    request: Request,
    answer: ItemAnswer,
) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    match (&request, &answer) {
        // These are asked in any state; without an answer the next round asks again.
        (Request::Stray { .. } | Request::FindByMarker { scrub: true, .. }, ItemAnswer::Failed(failure))
            if !matches!(failure, Failure::Gone { .. }) =>
        {
            return Ok(step);
        }
        (Request::Stray { .. } | Request::FindByMarker { scrub: true, .. }, _) => {}
        // Something else happened meanwhile (a person, a restart): the read is of no use any more.
        _ if case.delivery.state != State::Queued => return Ok(step),
        _ => {}
    }
    let records = match answer {
        ItemAnswer::Found(records) => records,
        ItemAnswer::Written(record) => vec![record],
        ItemAnswer::Accepted(_) => Vec::new(),
        ItemAnswer::Failed(failure) => return failed(case, request, failure),
    };
    found(case, request, records)
}

fn found<const P: Plant>(
    case: &Case<'_, P>,
    request: Request,
    records: Vec<RemoteRecord>,
) -> Result<Step, IllegalMove> {
    match request {
        Request::Get { id, purpose, .. } => {
            by_id(case, &id, purpose, records.into_iter().find(|record| record.id == id))
        }
        Request::FindByEmail { taken, .. } => by_email(case, records, taken),
        Request::FindByMarker { scrub: true, .. } => Ok(stray::scrubbed(case, &records)),
        Request::FindByMarker { .. } => by_marker(case, records),
        Request::Stray { id, rest, .. } => {
            Ok(stray::read(case, records.into_iter().find(|record| record.id == id), &rest))
        }
        Request::FindLike { .. } => by_likeness(case, &records),
        Request::Create(_) | Request::Update(_) | Request::Delete(_) => Ok(Step::from(case.delivery)),
    }
}

fn failed<const P: Plant>(
    case: &Case<'_, P>,
    request: Request,
    failure: Failure,
) -> Result<Step, IllegalMove> {
    let step = Step::from(case.delivery);
    match failure {
        // The destination's own trouble: it stays queued and spends nothing (rule 15).
        Failure::Auth { .. } | Failure::Throttled { .. } | Failure::Transient { .. } => Ok(step),
        Failure::Gone { merged_into: Some(id) } if P != plant::MERGED_IS_GONE => follow(case, &request, id),
        Failure::Gone { .. } => found(case, request, Vec::new()),
        Failure::Ambiguous
        | Failure::Conflict { .. }
        | Failure::Stale { .. }
        | Failure::Invalid { .. }
        | Failure::TooLarge
        | Failure::Unsupported
        | Failure::Protocol => step.moved(Move::BackOff { wait: retry::ODD_ANSWER }),
    }
}

/// The record was merged into another one, which was there before us as far as we can tell: that one is adopted. When ours
/// was to go, it is gone.
fn follow<const P: Plant>(
    case: &Case<'_, P>,
    request: &Request,
    survivor: RemoteId,
) -> Result<Step, IllegalMove> {
    match (request, case.delivery.intent) {
        (Request::Stray { rest, .. }, _) => Ok(stray::read(case, None, rest)),
        (_, Intent::Upsert) => Ok(Step::from(case.delivery).ask(begin::get(case, &survivor, Purpose::Adopt))),
        (_, Intent::Delete | Intent::Unlink | Intent::Destroy) => {
            Step::from(case.delivery).gone(RemovedBy::There, case.local.wanted)
        }
    }
}

fn by_id<const P: Plant>(
    case: &Case<'_, P>,
    id: &RemoteId,
    purpose: Purpose,
    record: Option<RemoteRecord>,
) -> Result<Step, IllegalMove> {
    let archived = record.as_ref().is_some_and(|record| record.archived);
    let Some(record) = record.filter(|record| !record.archived) else {
        return missing(case, purpose, archived);
    };
    match purpose {
        // Only a person's own choice may turn out to be one that we made: the survivor of a merge was there before us,
        // also when it took over our marker.
        Purpose::Adopt => match &case.delivery.decision {
            Some(Decision::Take { .. }) => adopt(case, &record),
            Some(
                Decision::Create | Decision::Look | Decision::SendAgain | Decision::Destroy | Decision::Leave,
            )
            | None => take_as_adopted(case, &record),
        },
        Purpose::Existing => bind_by_marker(case, &record),
        Purpose::Probe | Purpose::Verify | Purpose::Refresh | Purpose::BeforeRemoval => {
            if P != plant::OLD_FACT && is_older(case, &record) {
                // Facts move forward (rule 4): an old replica answered.
                return Step::from(case.delivery).moved(Move::BackOff { wait: retry::OLD_FACT });
            }
            if is_unchanged_by_our_write(case, &record, purpose) {
                // Acknowledged, and yet the version that was there before: the same old replica. A second look is believed.
                let mut step = Step::from(case.delivery);
                if let Some(binding) = &mut step.delivery.binding {
                    binding.missed = true;
                }
                return step.moved(Move::BackOff { wait: retry::OLD_FACT });
            }
            let removing = case.delivery.intent != Intent::Upsert;
            if removing && case.delivery.sent.as_ref().is_none_or(|sent| sent.removal) {
                return remove::read(case, &record);
            }
            let reading = match (purpose, case.delivery.sent.is_some()) {
                (_, false) => Reading::Plain,
                (Purpose::Probe, true) => Reading::AfterUnknown,
                (
                    Purpose::Verify
                    | Purpose::Refresh
                    | Purpose::Existing
                    | Purpose::Adopt
                    | Purpose::BeforeRemoval,
                    true,
                ) => Reading::Back,
            };
            let kind = match &case.delivery.binding {
                Some(binding) => binding.kind.clone(),
                None => BindingKind::Created,
            };
            let step = bound(case, id, kind, &record, reading);
            // What came in from there changes what there is to send; what is to go is looked at anew.
            // And where theirs holds until a person chooses, ours does not leave.
            let news = !step.taken.is_empty() || !step.differences.is_empty();
            if removing || news { Ok(step.again()) } else { begin::update(case, step) }
        }
    }
}

/// The record was not found, or lies in the bin.
pub(super) fn missing<const P: Plant>(
    case: &Case<'_, P>,
    purpose: Purpose,
    archived: bool,
) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    let acknowledged_removal =
        case.delivery.sent.as_ref().is_some_and(|sent| sent.removal && sent.acknowledged);
    match purpose {
        // A person chose a record that is gone: decide anew.
        Purpose::Adopt if step.delivery.decision.is_some() => {
            step.delivery.decision = None;
            return Ok(step.again());
        }
        // A hint led to a record that is not there: hints run behind.
        Purpose::Existing if !archived => return step.moved(Move::BackOff { wait: retry::ODD_ANSWER }),
        // Without a decision the CRM named it as the one that ours was merged into: then ours is gone with it.
        Purpose::Adopt
        | Purpose::Existing
        | Purpose::Probe
        | Purpose::Verify
        | Purpose::Refresh
        | Purpose::BeforeRemoval => {}
    }
    if let Some(binding) = &mut step.delivery.binding
        && !archived
        && !binding.missed
        && !acknowledged_removal
    {
        binding.missed = true;
        return step.moved(Move::BackOff { wait: retry::OLD_FACT });
    }
    match case.delivery.intent {
        Intent::Upsert => deleted_there(case),
        Intent::Delete | Intent::Unlink | Intent::Destroy => step.gone(RemovedBy::Here, case.local.wanted),
    }
}

/// Somebody deleted our record there: the destination's policy decides (rule 12). Never a new one under the same marker.
fn deleted_there<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    // What was sent is kept: it may come out of the bin again, and nothing is made anew that once left.
    if P == plant::RECREATE {
        step.delivery.binding = None;
        return begin::create(case, step);
    }
    match case.account.when_deleted {
        WhenDeleted::Ask => step.moved(Move::Park { reason: ParkReason::DeletedThere }),
        WhenDeleted::Follow => step.gone(RemovedBy::There, case.local.wanted),
        WhenDeleted::Renew => {
            let mut step = step.gone(RemovedBy::There, case.local.wanted)?;
            step.next = Next::Renew;
            Ok(step)
        }
    }
}

/// Whether a read after an acknowledged write shows the very version that the write was made for.
fn is_unchanged_by_our_write<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
    purpose: Purpose,
) -> bool {
    let Some(binding) = &case.delivery.binding else { return false };
    let held = binding.base.as_ref().and_then(|base| base.version);
    let read = record.version.as_ref().map(|version| version.0);
    let acknowledged = case.delivery.sent.as_ref().is_some_and(|sent| sent.acknowledged && !sent.removal);
    let verify = purpose == Purpose::Verify && acknowledged && P != plant::OLD_FACT;
    verify && !binding.missed && held.is_some() && held == read
}

pub(super) fn is_older<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> bool {
    let Some(base) = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()) else {
        return false;
    };
    let held = base.version.max(base.newest);
    matches!((held, &record.version), (Some(held), Some(read)) if read.0 < held)
}

/// The delivery bound to a record that was just read, and merged.
pub(super) fn bound<const P: Plant>(
    case: &Case<'_, P>,
    id: &RemoteId,
    kind: BindingKind,
    record: &RemoteRecord,
    reading: Reading,
) -> Step {
    let merged = merge::merge(record, case, reading);
    take_over(Step::from(case.delivery), id, kind, merged)
}

pub(super) fn take_over(mut step: Step, id: &RemoteId, kind: BindingKind, merged: Merged) -> Step {
    if let (Intent::Delete, BindingKind::Adopted { .. }) = (step.delivery.intent, &kind) {
        step.delivery.intent = Intent::Unlink;
    }
    step.delivery.binding =
        Some(Binding { remote_id: id.clone(), kind, base: Some(merged.base), missed: false });
    step.delivery.sent = None;
    step.delivery.decision = None;
    step.delivery.altered = merged.altered.or(step.delivery.altered);
    step.differences = merged.differences;
    step.taken = merged.taken;
    step
}
