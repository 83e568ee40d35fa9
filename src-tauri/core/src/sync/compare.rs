//! A record held against the last fact and against what we ever said: did somebody there change it, what of it is ours,
//! and with which values is it handed back.

use super::case::{Account, Case, Local};
use super::plant::{self, Plant};
use crate::contact::{Kind, same_value};
use crate::crm::{MapRow, RemoteField, RemoteRecord};
use crate::outbox::{Base, Place};
use std::collections::BTreeMap;

/// The account's rows that are fields of the record.
pub(super) fn of_record(account: &Account) -> impl Iterator<Item = &MapRow> {
    account.mapping.rows.iter().filter(|row| !row.is_note())
}

/// Whether a record says something else than the last fact, in any field that is read back.
pub(super) fn differs_from<const P: Plant>(case: &Case<'_, P>, base: &Base, record: &RemoteRecord) -> bool {
    let nothing = Place::default();
    of_record(case.account).any(|row| {
        let (kind, theirs) = (row.kind(), record.fields.get(&row.theirs));
        let place = base.fields.get(row.theirs.as_str()).unwrap_or(&nothing);
        let sent_it = place.sent.is_some() && same(kind, place.sent.as_deref(), theirs);
        !same(kind, place.back.as_deref(), theirs) && !sent_it
    })
}

/// Whether anybody there changed a record since we made it, as far as can be seen: by its version where it has one, by its
/// fields otherwise, and by what earlier facts showed.
pub(super) fn changed_since<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> bool {
    let Some(base) = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()) else {
        return !is_our_history(case.local, case.account, record);
    };
    match (&record.version, base.version) {
        _ if base.touched => true,
        (Some(read), Some(held)) => read.0 != held,
        (None, _) | (_, None) => differs_from(case, base, record),
    }
}

/// What a stray record held when it was found: what we once said counts as sent by us.
pub(super) fn found<const P: Plant>(case: &Case<'_, P>, record: &RemoteRecord) -> Base {
    let fields = of_record(case.account).filter_map(|row| {
        let theirs = record.fields.get(&row.theirs)?;
        let sent = was_ours(case.local, row, theirs).then(|| theirs.to_owned());
        Some((
            row.theirs.as_str().to_owned(),
            Place { sent, back: Some(theirs.to_owned()), ..Place::default() },
        ))
    });
    Base {
        fields: fields.collect(),
        version: record.version.as_ref().map(|version| version.0),
        seq: case.local.seq,
        marked: record.marker.is_some(),
        touched: !is_our_history(case.local, case.account, record),
        mapping: case.account.mapping.version,
        ..Base::default()
    }
}

fn is_our_history(local: &Local, account: &Account, record: &RemoteRecord) -> bool {
    of_record(account)
        .all(|row| record.fields.get(&row.theirs).is_none_or(|theirs| was_ours(local, row, theirs)))
}

fn was_ours(local: &Local, row: &MapRow, theirs: &str) -> bool {
    let kind = row.kind();
    let said = local.history.get(&row.theirs);
    said.into_iter().flatten().any(|ours| same(kind, Some(ours), Some(theirs)))
}

/// The values with which an adopted record is handed back: where what we wrote still stands, what stood there before.
pub(super) fn given_back<const P: Plant>(
    case: &Case<'_, P>,
    record: &RemoteRecord,
    was: &BTreeMap<String, String>,
) -> BTreeMap<RemoteField, Option<String>> {
    let base = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    let mut back = BTreeMap::new();
    for row in of_record(case.account) {
        let kind = row.kind();
        let Some(place) = base.and_then(|base| base.fields.get(row.theirs.as_str())) else { continue };
        let (theirs, before) = (record.fields.get(&row.theirs), was.get(row.theirs.as_str()));
        let we_wrote = place.sent.is_some() || place.cleared;
        let stands = same(kind, place.sent.as_deref(), theirs) || same(kind, place.back.as_deref(), theirs);
        let differs = !same(kind, before.map(String::as_str), theirs);
        if we_wrote && (stands || P == plant::GIVE_BACK_ALL) && differs {
            back.insert(row.theirs.clone(), before.cloned());
        }
    }
    back
}

/// Whether two values say the same; empty and absent are one.
pub(super) fn same(kind: Kind, left: Option<&str>, right: Option<&str>) -> bool {
    match (left.filter(|text| !text.is_empty()), right.filter(|text| !text.is_empty())) {
        (None, None) => true,
        (Some(left), Some(right)) => same_value(kind, left, right),
        (Some(_), None) | (None, Some(_)) => false,
    }
}
