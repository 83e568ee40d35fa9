//! Which record is this contact's: by our marker, by its e-mail, by what it looks like; and how it is bound (rules 5 to 7).

use super::answer::{bound, take_over};
use super::begin;
use super::case::Case;
use super::merge::{self, Merged, Reading};
use super::outcome::Step;
use super::plant::{self, Plant};
use super::request::Purpose;
use crate::crm::RemoteRecord;
use crate::ids::MarkerOrigin;
use crate::outbox::delivery::Candidate;
use crate::outbox::{Base, BindingKind, IllegalMove, Intent, Move, ParkReason, Place, RemovedBy};
use std::collections::BTreeMap;

pub(super) fn by_marker<const P: Plant>(
    case: &Case<'_, P>,
    mut records: Vec<RemoteRecord>,
) -> Result<Step, IllegalMove> {
    records.retain(|record| case.recognise(record).is_some());
    records.sort_by(|left, right| left.id.cmp(&right.id));
    let archived = records.iter().find(|record| record.archived && P != plant::OVER_ARCHIVED);
    match records.iter().find(|record| !record.archived).or(archived) {
        // A list is a hint; the record itself is the fact (rule 3), also whether it was deleted or merged (rule 6).
        Some(record) => Ok(Step::from(case.delivery).ask(begin::get(case, &record.id, Purpose::Existing))),
        None => not_there(case),
    }
}

/// The write of unknown outcome did not arrive within the fence: the way is free again.
pub(super) fn not_there<const P: Plant>(case: &Case<'_, P>) -> Result<Step, IllegalMove> {
    let mut step = Step::from(case.delivery);
    if step.delivery.sent.take().is_some() {
        // The same try once more, by its number also to a CRM that knows keys: it does nothing twice. (After a refusal a new
        // try is a new write, or the CRM would only repeat its refusal.)
        step.delivery.attempts = step.delivery.attempts.saturating_sub(1);
    }
    match case.delivery.intent {
        Intent::Upsert => Ok(step.again()),
        Intent::Delete | Intent::Unlink | Intent::Destroy => step.gone(RemovedBy::Here, case.local.wanted),
    }
}

/// A record that carries this delivery's own marker (rule 7).
pub(super) fn bind_by_marker<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
) -> Result<Step, IllegalMove> {
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
        mapping: case.account.mapping.version,
        ..Base::default()
    };
    let merged = Merged { base, differences: Vec::new(), taken: Vec::new(), altered: None };
    take_over(Step::from(case.delivery), &record.id, BindingKind::Created, merged)
}

pub(super) fn by_email<const P: Plant>(
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
        // What is bound is found by its id, and never passed over because its address is another's.
        _ if case.delivery.intent != Intent::Upsert && case.delivery.binding.is_some() => {
            Ok(Step::from(case.delivery).again())
        }
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

pub(super) fn by_likeness<const P: Plant>(
    case: &Case<'_, P>,
    records: &[RemoteRecord],
) -> Result<Step, IllegalMove> {
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
pub(super) fn adopt<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Result<Step, IllegalMove> {
    match case.recognise(record) {
        Some(MarkerOrigin::Created) => bind_by_marker(case, record),
        Some(MarkerOrigin::Adopted) | None => take_as_adopted(case, record),
    }
}

/// The adoption is stored before anything is written to that record (rule 10), in the transaction with the write's own
/// intent at the latest. The record was read just now: where nothing of it is news here, it is not read once more before
/// that write.
pub(super) fn take_as_adopted<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
) -> Result<Step, IllegalMove> {
    let merged = merge::adopt(record, case);
    let was: BTreeMap<String, String> =
        record.fields.iter().map(|(field, value)| (field.as_str().to_owned(), value.to_owned())).collect();
    let step = take_over(Step::from(case.delivery), &record.id, BindingKind::Adopted { was }, merged);
    let news = !step.taken.is_empty() || !step.differences.is_empty();
    if news || step.delivery.intent != Intent::Upsert { Ok(step.again()) } else { begin::update(case, step) }
}
