//! What a read tells, and what follows.

use super::begin;
use super::case::{Case, WhenDeleted};
use super::merge::{self, Merged, Reading};
use super::outcome::{Next, Step};
use super::plant::{self, Plant};
use super::request::{Purpose, Request};
use super::{remove, retry, stray};
use crate::crm::{Failure, ItemAnswer, RemoteRecord};
use crate::ids::{MarkerOrigin, RemoteId};
use crate::outbox::delivery::Candidate;
use crate::outbox::{
    Base, Binding, BindingKind, IllegalMove, Intent, Move, ParkReason, Place, RemovedBy, State,
};
use std::collections::BTreeMap;

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
        Purpose::Adopt => adopt(case, &record),
        Purpose::Existing => bind_by_marker(case, &record),
        Purpose::Probe | Purpose::Verify | Purpose::Refresh | Purpose::BeforeRemoval => {
            if P != plant::OLD_FACT && is_older(case, &record) {
                // Facts move forward (rule 4): an old replica answered.
                return Step::from(case.delivery).moved(Move::BackOff { wait: retry::OLD_FACT });
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
            if removing || !step.taken.is_empty() { Ok(step.again()) } else { begin::update(case, step) }
        }
    }
}

/// The record was not found, or lies in the bin.
fn missing<const P: Plant>(
    case: &Case<'_, P>,
    purpose: Purpose,
    archived: bool,
) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    let acknowledged_removal =
        case.delivery.sent.as_ref().is_some_and(|sent| sent.removal && sent.acknowledged);
    match purpose {
        // A person chose a record that is gone: decide anew.
        Purpose::Adopt => {
            step.delivery.decision = None;
            return Ok(step.again());
        }
        // A hint led to a record that is not there: hints run behind.
        Purpose::Existing if !archived => return step.moved(Move::BackOff { wait: retry::ODD_ANSWER }),
        Purpose::Existing | Purpose::Probe | Purpose::Verify | Purpose::Refresh | Purpose::BeforeRemoval => {}
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
    step.delivery.sent = None;
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

fn take_over(mut step: Step, id: &RemoteId, kind: BindingKind, merged: Merged) -> Step {
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

fn by_marker<const P: Plant>(
    case: &Case<'_, P>,
    mut records: Vec<RemoteRecord>,
) -> Result<Step, IllegalMove> {
    records.retain(|record| case.recognise(record).is_some());
    records.sort_by(|left, right| left.id.cmp(&right.id));
    let archived = P != plant::OVER_ARCHIVED && records.iter().any(|record| record.archived);
    match records.iter().find(|record| !record.archived) {
        // A list is a hint; the record itself is the fact (rule 3).
        Some(record) => Ok(Step::from(case.delivery).ask(begin::get(case, &record.id, Purpose::Existing))),
        None if archived => missing(case, Purpose::Existing, true),
        None => not_there(case),
    }
}

/// The write of unknown outcome did not arrive within the fence: the way is free again.
fn not_there<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    step.delivery.sent = None;
    match case.delivery.intent {
        Intent::Upsert => Ok(step.again()),
        Intent::Delete | Intent::Unlink | Intent::Destroy => step.gone(RemovedBy::Here, case.local.wanted),
    }
}

/// A record that carries this delivery's own marker (rule 7).
fn bind_by_marker<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    match case.recognise(record) {
        Some(MarkerOrigin::Created) if P == plant::FORGET_SENT => Ok(forgetful(case, record).again()),
        Some(MarkerOrigin::Created) => {
            let step = bound(case, &record.id, BindingKind::Created, record, Reading::AfterUnknown);
            Ok(step.again())
        }
        // Adopted before; what it held then is lost with the store that knew it, so what it holds now stands for it.
        Some(MarkerOrigin::Adopted) => take_as_adopted(case, record),
        None => not_there(case),
    }
}

/// What [`plant::FORGET_SENT`] does: what the record holds counts as what we once agreed on.
fn forgetful<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Step {
    let fields = record.fields.iter().map(|(field, value)| {
        (field.as_str().to_owned(), Place { back: Some(value.to_owned()), ..Place::default() })
    });
    let base = Base {
        fields: fields.collect(),
        version: record.version.as_ref().map(|version| version.0),
        marked: true,
        ..Base::default()
    };
    let merged = Merged { base, differences: Vec::new(), taken: Vec::new(), altered: None };
    take_over(Step::from(case.delivery), &record.id, BindingKind::Created, merged)
}

fn by_email<const P: Plant>(
    case: &Case<'_, P>,
    mut records: Vec<RemoteRecord>,
    taken: bool,
) -> Result<Step, IllegalMove> {
    records.retain(|record| !record.archived);
    if let Some(record) = records.iter().find(|record| case.recognise(record).is_some()) {
        return bind_by_marker(case, record);
    }
    let fits = |record: &RemoteRecord| P == plant::ADOPT_ANYONE || case.account.fits(record, case.local);
    match records.as_slice() {
        [] if taken => park_taken(case, &records),
        [] if case.delivery.sent.is_some() => not_there(case),
        [] => begin::create(case, Step::from(case.delivery)),
        [only] if fits(only) && case.delivery.binding.is_none() => adopt(case, only),
        _ if case.delivery.intent != Intent::Upsert => not_there(case),
        _ => park_taken(case, &records),
    }
}

fn park_taken<const P: Plant>(case: &Case<'_, P>, records: &[RemoteRecord]) -> Result<Step, IllegalMove> {
    let bound = case.delivery.binding.is_some();
    let candidates = if bound { Vec::new() } else { candidates(case, records) };
    let may_create = case.account.may_double && !bound;
    let reason = ParkReason::BelongsToSomeoneElse { candidates, may_create };
    let mut step = Step::from(case.delivery).moved(Move::Park { reason })?;
    step.delivery.sent = None;
    Ok(step)
}

fn by_likeness<const P: Plant>(case: &Case<'_, P>, records: &[RemoteRecord]) -> Result<Step, IllegalMove> {
    let candidates = candidates(case, records);
    if candidates.is_empty() && case.delivery.intent != Intent::Upsert {
        return not_there(case);
    }
    let mut step =
        Step::from(case.delivery).moved(Move::Park { reason: ParkReason::MaybeThere { candidates } })?;
    step.delivery.decision = None;
    Ok(step)
}

/// At most this many records are offered to choose from.
const MAX_CANDIDATES: usize = 10;

fn candidates<const P: Plant>(case: &Case<'_, P>, records: &[RemoteRecord]) -> Vec<Candidate> {
    records
        .iter()
        .filter(|record| !record.archived)
        .take(MAX_CANDIDATES)
        .map(|record| Candidate { id: record.id.clone(), name: case.account.name(record) })
        .collect()
}

/// Binds to a record that was there before, unless it turns out to be one that we made.
fn adopt<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    match case.recognise(record) {
        Some(MarkerOrigin::Created) => bind_by_marker(case, record),
        Some(MarkerOrigin::Adopted) | None => take_as_adopted(case, record),
    }
}

/// The adoption is stored before anything is written to that record (rule 10).
fn take_as_adopted<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    let merged = merge::adopt(record, case);
    let was: BTreeMap<String, String> =
        record.fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.to_owned())).collect();
    let step = take_over(Step::from(case.delivery), &record.id, BindingKind::Adopted { was }, merged);
    Ok(step.again())
}
