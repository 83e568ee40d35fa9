//! What a changed mapping makes of a record (docs/adr/0010). An edit sequence says nothing of it, so the values are
//! compared: what the mapping by which the last fact was read would say now, and what today's says. A field that differs is
//! sent only where what stands there is what we wrote; anything else is theirs and stays, shown as a difference. A field that
//! is mapped for the first time is read before anything is written into it. A field that left is left alone.

use super::case::Case;
use super::compare::{of_record, same};
use super::outcome::{Difference, Winner};
use super::plant::{self, Plant};
use crate::crm::{MapRow, RemoteField};
use crate::outbox::{Base, Delivery, Place};

/// What a changed mapping makes of one of their fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It says what it said.
    Same,
    /// It was not mapped.
    New,
    /// It says something else.
    Changed,
}

/// What saving a mapping would do to one field of a record that is there, as far as is known without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// What we wrote is replaced.
    Replaced,
    /// It is filled where it is empty there, and shown as a difference where it is not.
    Filled,
    /// Somebody wrote what stands there: it stays, and a person is shown both.
    Differs,
    /// Somebody wrote what stands there, and ours is empty: it is taken over here.
    Taken,
}

/// Whether the last fact was read by another mapping than today's: what it does not say is unknown, not empty.
pub(super) fn is_due<const P: Plant>(case: &Case<'_, P>, base: &Base) -> bool {
    base.mapping != case.account.mapping.version && P != plant::MAPPING_UNREAD
}

pub(super) fn fate<const P: Plant>(case: &Case<'_, P>, field: &RemoteField) -> Fate {
    let base = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    if base.is_some_and(|base| base.mapping == case.account.mapping.version) {
        return Fate::Same;
    }
    let Some(former) = &case.local.former else { return Fate::Same };
    match former.get(field) {
        None => Fate::New,
        Some(said) if said.as_deref() == says(case, field) => Fate::Same,
        Some(_) => Fate::Changed,
    }
}

fn says<'a, const P: Plant>(case: &'a Case<'_, P>, field: &RemoteField) -> Option<&'a str> {
    let ours = case.local.fields.get(field)?;
    ours.value.as_deref().filter(|value| !value.is_empty())
}

/// What the mapping changes of a record that is there, field by field. Empty for one that it does not concern.
#[must_use]
pub fn effects<const P: Plant>(case: &Case<'_, P>) -> Vec<(RemoteField, Effect)> {
    let base = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    let Some(base) = base.filter(|base| is_due(case, base)) else { return Vec::new() };
    let effect = |row: &MapRow| {
        let field = &row.theirs;
        if case.local.theirs_hold.contains(field) {
            return None;
        }
        let place = base.fields.get(field.as_str());
        match (fate(case, field), place) {
            (_, Some(place)) if !is_new(case, row, place) => None,
            (Fate::Same, None) => None,
            (Fate::New | Fate::Changed, None) => says(case, field).map(|_| Effect::Filled),
            (_, Some(place)) if place.is_ours() => {
                (says(case, field) != place.sent.as_deref()).then_some(Effect::Replaced)
            }
            (_, Some(place)) if differs(case, row, place) => Some(Effect::Differs),
            (_, Some(place)) => is_free(case, row, place).then_some(Effect::Taken),
        }
    };
    of_record(case.account).filter_map(|row| Some((row.theirs.clone(), effect(row)?))).collect()
}

/// Whether a value there has another meaning than when it was read: the mapping says something else of it, or it can be
/// taken over by now.
pub(super) fn is_new<const P: Plant>(case: &Case<'_, P>, row: &MapRow, place: &Place) -> bool {
    let fate = fate(case, &row.theirs);
    fate == Fate::Changed || place.unseen && row.comes_back() && case.local.former.is_some()
}

/// Whether there is anything to be done for one that is settled.
pub(super) fn concerns<const P: Plant>(case: &Case<'_, P>) -> bool {
    P != plant::MAPPING_QUIET && (!effects(case).is_empty() || is_unread(case))
}

/// Whether a field was mapped for the first time in which ours is empty: what somebody wrote there fills it, once it was
/// read, or is shown where it cannot be taken over and ours was taken out here.
fn is_unread<const P: Plant>(case: &Case<'_, P>) -> bool {
    let base = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    let Some(base) = base.filter(|base| is_due(case, base)) else { return false };
    of_record(case.account).any(|row| {
        let unknown = fate(case, &row.theirs) == Fate::New && !base.fields.contains_key(row.theirs.as_str());
        unknown && (row.comes_back() || is_empty_by_choice(case, row)) && says(case, &row.theirs).is_none()
    })
}

/// Whether a person here said nothing on purpose, such as a no: that is no silence.
fn is_empty_by_choice<const P: Plant>(case: &Case<'_, P>, row: &MapRow) -> bool {
    case.local.fields.get(&row.theirs).is_some_and(|ours| ours.value.is_none())
}

/// Whether a value there is met for the first time, cannot be taken over, and ours was taken out here: both are shown, as at an
/// adoption.
pub(super) fn is_first_met<const P: Plant>(case: &Case<'_, P>, row: &MapRow, before: Option<&Place>) -> bool {
    before.is_none()
        && fate(case, &row.theirs) == Fate::New
        && !row.comes_back()
        && is_empty_by_choice(case, row)
}

fn differs<const P: Plant>(case: &Case<'_, P>, row: &MapRow, place: &Place) -> bool {
    says(case, &row.theirs).is_some_and(|ours| !same(row.kind(), Some(ours), place.back.as_deref()))
}

/// The record was read: what becomes of a field that the mapping says otherwise than before. `place` is what the merge made
/// of the fact; none of its news is taken over under a new meaning.
pub(super) fn settle<const P: Plant>(
    case: &Case<'_, P>,
    row: &MapRow,
    mut place: Place,
    known: Option<&Place>,
) -> (Place, Option<Difference>) {
    if P == plant::MAPPING_OVERWRITES
        || place.is_ours()
        || P == plant::MAPPING_ONCE_OURS && was_ours(case, row, &place)
    {
        place.due = says(case, &row.theirs) != place.sent.as_deref();
        return (place, None);
    }
    let difference = differs(case, row, &place).then(|| Difference {
        field: row.theirs.clone(),
        base: known.and_then(|known| known.back.clone()),
        ours: says(case, &row.theirs).map(str::to_owned),
        theirs: place.back.clone(),
        winner: Winner::Theirs,
    });
    // What is neither shown nor taken over is still to be shown.
    let silent = place.back.is_some() && says(case, &row.theirs).is_none();
    place.unseen = silent && !row.comes_back();
    (place, difference)
}

/// What [`plant::MAPPING_ONCE_OURS`] asks: whether what stands there is a value that we had at some time.
fn was_ours<const P: Plant>(case: &Case<'_, P>, row: &MapRow, place: &Place) -> bool {
    let said = case.local.history.values().flatten();
    let letters = |text: &str| text.trim().to_lowercase();
    let theirs = place.back.as_deref().map(letters);
    said.into_iter().any(|ours| Some(letters(ours)) == theirs) && !row.is_note()
}

/// Whether ours is empty beside a value of theirs, which then fills it, as at an adoption (rule 5).
pub(super) fn is_free<const P: Plant>(case: &Case<'_, P>, row: &MapRow, place: &Place) -> bool {
    let beside_nothing = place.back.is_some() && says(case, &row.theirs).is_none();
    beside_nothing && !place.is_ours() && row.comes_back()
}

/// A person chose ours where no edit of ours can say so: it is sent once more as it is.
pub fn insist(delivery: &mut Delivery, field: &RemoteField) {
    if let Some(base) = delivery.binding.as_mut().and_then(|binding| binding.base.as_mut()) {
        let place = base.fields.entry(field.as_str().to_owned()).or_default();
        (place.due, place.unseen) = (true, false);
    }
}

/// A person chose theirs where it cannot be taken over: what was edited here until now is no news. Where what stands there is
/// ours again by now, there is nothing of theirs to be kept.
pub fn yield_to(delivery: &mut Delivery, field: &RemoteField, seq: u64) {
    let base = delivery.binding.as_mut().and_then(|binding| binding.base.as_mut());
    let place = base.and_then(|base| base.fields.get_mut(field.as_str()));
    if let Some(place) = place.filter(|place| !place.is_ours()) {
        (place.due, place.unseen, place.until) = (false, false, seq);
    }
}

/// The fields that are to be emptied: we wrote them, and by today's mapping there is nothing to say.
pub(super) fn emptied<'a, const P: Plant>(
    case: &'a Case<'_, P>,
    base: &'a Base,
) -> impl Iterator<Item = RemoteField> + 'a {
    let due = base.fields.iter().filter(|(_, place)| place.due && place.sent.is_some());
    due.map(|(field, _)| RemoteField::new(field.clone())).filter(|field| {
        let said = case.local.fields.contains_key(field) || case.local.theirs_hold.contains(field);
        !said && case.account.mapping.row(field).is_some()
    })
}

/// What [`plant::MAPPING_ALL`] does: all that we ever wrote is said again.
pub(super) fn said_again<const P: Plant>(case: &Case<'_, P>, base: &mut Base) {
    if P == plant::MAPPING_ALL && case.local.former.is_some() {
        for place in base.fields.values_mut().filter(|place| place.is_ours()) {
            place.due = true;
        }
    }
}
