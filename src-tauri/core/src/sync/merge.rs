//! The three-way merge per field against the last fact (rules 8 and 9), and what is dirty.

use super::begin::MARKER_SLOT;
use super::case::{Account, Case, Difference, Local, Winner};
use crate::contact::{Kind, same_value};
use crate::crm::{Ours, RemoteField, RemoteRecord};
use crate::outbox::{Base, Delivery, Place, Sent};
use std::collections::BTreeMap;

/// What a read was for, which decides what a value that nobody expected means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Of our own acknowledged write: another value is the CRM's spelling of ours.
    Back,
    /// After a write of unknown outcome: another value was written by somebody on top of ours, and holds.
    AfterUnknown,
    /// Without an open write.
    Plain,
}

/// The outcome of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The new last fact.
    pub base: Base,
    /// Conflict rows.
    pub differences: Vec<Difference>,
    /// Values to take over here.
    pub taken: Vec<(RemoteField, Option<String>)>,
    /// A field of which the CRM keeps something else than we wrote.
    pub altered: Option<String>,
}

/// The fields to be written and their values; none clears.
#[must_use]
pub fn dirty(case: &Case<'_>) -> BTreeMap<RemoteField, Option<String>> {
    dirty_of(case.delivery, case)
}

pub(super) fn dirty_of(delivery: &Delivery, case: &Case<'_>) -> BTreeMap<RemoteField, Option<String>> {
    let empty = Base::default();
    let base = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()).unwrap_or(&empty);
    case.local
        .fields
        .iter()
        .filter(|(field, ours)| {
            !case.local.theirs_hold.contains(field)
                && is_dirty(case.account.mapping.kind(field), ours, base.fields.get(field.as_str()), base.seq)
        })
        .map(|(field, ours)| (field.clone(), ours.value.clone()))
        .collect()
}

/// Rule 9: a value is dirty when it says something else than was read back and than was sent, by an edit newer than the
/// fact; or when neither side has ever said anything of this field and ours does.
fn is_dirty(kind: Kind, ours: &Ours, place: Option<&Place>, base_seq: u64) -> bool {
    let Some(place) = place else { return ours.value.is_some() };
    let says = |other: &Option<String>| same(kind, ours.value.as_deref(), other.as_deref());
    if says(&place.back) || (place.sent.is_some() && says(&place.sent)) {
        return false;
    }
    ours.seq > base_seq
}

/// Merges a fact. The record's version is known to be no older than the base's.
#[must_use]
pub fn merge(
    record: &RemoteRecord,
    delivery: &Delivery,
    local: &Local,
    account: &Account,
    reading: Reading,
) -> Merged {
    let empty = Base::default();
    let old = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()).unwrap_or(&empty);
    let sent = delivery.sent.as_ref();
    let mut merged = Merged {
        base: Base { fields: BTreeMap::new(), version: record.version.as_ref().map(|v| v.0), seq: old.seq },
        differences: Vec::new(),
        taken: Vec::new(),
        altered: None,
    };
    let mut landed = true;
    for row in &account.mapping.rows {
        let field = &row.theirs;
        let kind = row.ours.row().kind;
        let theirs = record.fields.get(field);
        let before = old.fields.get(field.as_str());
        let written = sent.and_then(|sent| sent.fields.get(field.as_str()));
        let place = match written {
            Some(written) => {
                let (place, arrived) =
                    after_write(&mut merged, field, kind, written, theirs, before, reading);
                landed &= arrived;
                Some(place)
            }
            None => between_writes(&mut merged, field, kind, local, theirs, before, old.seq),
        };
        if let Some(place) = place {
            merged.base.fields.insert(field.as_str().to_owned(), place);
        }
    }
    if record.marker.is_some() {
        merged.base.fields.insert(MARKER_SLOT.to_owned(), Place::default());
    }
    if let (Some(Sent { seq, .. }), true) = (sent, landed) {
        merged.base.seq = *seq;
    }
    merged
}

/// A field that was in the open write. Also says whether that write is seen to have arrived.
fn after_write(
    merged: &mut Merged,
    field: &RemoteField,
    kind: Kind,
    written: &Option<String>,
    theirs: Option<&str>,
    before: Option<&Place>,
    reading: Reading,
) -> (Place, bool) {
    let place = Place { sent: written.clone(), back: theirs.map(str::to_owned) };
    if same(kind, written.as_deref(), theirs) {
        return (place, true);
    }
    match reading {
        Reading::Back => {
            merged.altered.get_or_insert_with(|| field.as_str().to_owned());
            (place, true)
        }
        Reading::AfterUnknown | Reading::Plain => {
            let untouched = before.is_some_and(|before| same(kind, before.back.as_deref(), theirs));
            if let (true, Some(before)) = (untouched, before) {
                return (before.clone(), false);
            }
            merged.differences.push(Difference {
                field: field.clone(),
                base: before.and_then(|before| before.back.clone()),
                ours: written.clone(),
                theirs: theirs.map(str::to_owned),
                winner: Winner::Theirs,
            });
            (Place { sent: None, back: theirs.map(str::to_owned) }, true)
        }
    }
}

/// A field that was not in an open write.
fn between_writes(
    merged: &mut Merged,
    field: &RemoteField,
    kind: Kind,
    local: &Local,
    theirs: Option<&str>,
    before: Option<&Place>,
    base_seq: u64,
) -> Option<Place> {
    let back = || theirs.map(str::to_owned);
    let nothing = Place::default();
    let known = before.unwrap_or(&nothing);
    let sent_it = known.sent.is_some() && same(kind, known.sent.as_deref(), theirs);
    let changed_there = !same(kind, known.back.as_deref(), theirs) && !sent_it;
    if !changed_there {
        // Still absent on both sides: nothing was ever said of it, and ours may fill it.
        return before.map(|before| Place { sent: before.sent.clone(), back: back() });
    }
    let ours = local.fields.get(field);
    let value = ours.and_then(|ours| ours.value.as_deref());
    let changed_here = ours.is_some_and(|ours| is_dirty(kind, ours, before, base_seq));
    if same(kind, value, theirs) {
        return Some(Place { sent: None, back: back() });
    }
    if changed_here {
        merged.differences.push(Difference {
            field: field.clone(),
            base: known.back.clone(),
            ours: value.map(str::to_owned),
            theirs: back(),
            // An edit made here after the last fact was seen holds; the other value is kept and shown.
            winner: if before.is_some() { Winner::Ours } else { Winner::Theirs },
        });
        return Some(Place { sent: None, back: back() });
    }
    merged.taken.push((field.clone(), back()));
    Some(Place { sent: None, back: back() })
}

/// The first fact of an adopted record: theirs stands, ours fills what is empty, a differing value is shown (rule 5).
#[must_use]
pub fn adopt(record: &RemoteRecord, local: &Local, account: &Account) -> Merged {
    let mut merged = Merged {
        base: Base {
            fields: BTreeMap::new(),
            version: record.version.as_ref().map(|version| version.0),
            seq: local.seq,
        },
        differences: Vec::new(),
        taken: Vec::new(),
        altered: None,
    };
    for row in &account.mapping.rows {
        let Some(theirs) = record.fields.get(&row.theirs) else { continue };
        let place = Place { sent: None, back: Some(theirs.to_owned()) };
        merged.base.fields.insert(row.theirs.as_str().to_owned(), place);
        let ours = local.fields.get(&row.theirs).and_then(|ours| ours.value.as_deref());
        match ours {
            Some(ours) if !same(row.ours.row().kind, Some(ours), Some(theirs)) => {
                merged.differences.push(Difference {
                    field: row.theirs.clone(),
                    base: None,
                    ours: Some(ours.to_owned()),
                    theirs: Some(theirs.to_owned()),
                    winner: Winner::Theirs,
                });
            }
            Some(_) => {}
            None => merged.taken.push((row.theirs.clone(), Some(theirs.to_owned()))),
        }
    }
    if record.marker.is_some() {
        merged.base.fields.insert(MARKER_SLOT.to_owned(), Place::default());
    }
    merged
}

/// Whether two values say the same; empty and absent are one.
fn same(kind: Kind, left: Option<&str>, right: Option<&str>) -> bool {
    match (left.filter(|text| !text.is_empty()), right.filter(|text| !text.is_empty())) {
        (None, None) => true,
        (Some(left), Some(right)) => same_value(kind, left, right),
        (Some(_), None) | (None, Some(_)) => false,
    }
}
