//! The mapping of a laptop that people change: what goes into the company, in a few shapes. A contact is stored by our own
//! fields; here it is seen as the destination would see it, as the engine's `local` does over the real store.

use super::Laptop;
use crate::checks::Witness;
use crate::outbox::Outbox;
use crate::schedule::{COMPANY, FIELDS, FIXED, NAME};
use lanyard_core::contact::Field;
use lanyard_core::crm::{Letters, MapRow, Mapping, Ours, RemoteField, Take, Turn};
use lanyard_core::ids::DeliveryId;
use lanyard_core::outbox::{Delivery, DeliveryPart, State};
use lanyard_core::sync::{Event, Local};
use lanyard_planted::Rules;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A version of the mapping: the shipped one, but for the company.
fn shaped(shipped: &Mapping, version: u32, shape: u64) -> Mapping {
    let plain = MapRow::new(Field::Company, FIELDS[COMPANY], Take::First);
    let row = match shape % 6 {
        0 => Some(plain),
        1 => Some(MapRow { turn: Turn::Case(Letters::Upper), ..plain }),
        2 => None,
        3 => Some(MapRow { write_only: true, ..MapRow::new(Field::FullName, FIELDS[COMPANY], Take::First) }),
        4 => Some(MapRow { ours: None, take: Take::Constant { text: FIXED.to_owned() }, ..plain }),
        _ => Some(MapRow { turn: Turn::Case(Letters::Lower), ..plain }),
    };
    let others = shipped.rows.iter().filter(|row| row.theirs.as_str() != FIELDS[COMPANY]).cloned();
    Mapping { version, rows: others.chain(row).collect() }
}

fn company() -> RemoteField {
    RemoteField::new(FIELDS[COMPANY])
}

/// Under which name the store keeps what a row takes.
fn source(row: &MapRow) -> RemoteField {
    RemoteField::new(FIELDS[if row.ours == Some(Field::FullName) { NAME } else { COMPANY }])
}

/// What a version of the mapping says of the company.
fn said(mapping: &Mapping, local: &Local) -> Option<Ours> {
    let row = mapping.row(&company())?;
    if let Take::Constant { text } = &row.take {
        return Some(Ours { value: Some(text.clone()), seq: 0 });
    }
    let ours = local.fields.get(&source(row))?;
    Some(Ours { value: ours.value.as_deref().and_then(|value| row.turn.outward(value)), seq: ours.seq })
}

/// All that it ever said of it.
fn ever(mapping: &Mapping, local: &Local) -> BTreeSet<String> {
    let Some(row) = mapping.row(&company()) else { return BTreeSet::new() };
    if let Take::Constant { text } = &row.take {
        return BTreeSet::from([text.clone()]);
    }
    let values = local.history.get(&source(row)).into_iter().flatten();
    values.filter_map(|value| row.turn.outward(value)).collect()
}

impl<O: Outbox> Laptop<O> {
    /// Somebody saves another mapping.
    pub(crate) fn remap(&mut self, shape: u64) {
        let version = self.latest().version + 1;
        self.mappings.push(shaped(&self.account.mapping, version, shape));
    }

    fn latest(&self) -> &Mapping {
        self.mappings.last().unwrap_or(&self.account.mapping)
    }

    /// Whether another mapping waits for what is under way.
    pub(super) fn is_turning(&self) -> bool {
        self.latest().version != self.account.mapping.version
    }

    /// Takes up another mapping, once nothing is under way by the old one; whether it still waits.
    pub(super) fn turns_over(&mut self, now: u64, rules: &Rules, witness: &mut Witness) -> bool {
        if !self.is_turning() {
            return false;
        }
        self.give_back(now, rules, witness);
        if self.in_flight > 0 || self.away_until > now {
            return true;
        }
        self.take_up_mapping();
        false
    }

    pub(super) fn take_up_mapping(&mut self) {
        self.account.mapping = self.latest().clone();
        self.note_account.mapping.version = self.account.mapping.version;
        self.remapped = self.mappings.len() > 1;
    }

    /// What is settled is looked at under today's mapping.
    pub(super) fn look_at_settled(&mut self, now: u64, rules: &Rules, witness: &mut Witness) {
        let mut settled: Vec<DeliveryId> = Vec::new();
        self.outbox.each(|delivery, live| {
            if live && delivery.part == DeliveryPart::Contact && delivery.state == State::Synced {
                settled.push(delivery.id.clone());
            }
        });
        let stored = self.transaction(now, |laptop| {
            for id in &settled {
                laptop.apply(id, Event::Changed, false, now, rules, witness);
            }
        });
        self.remapped = !stored;
    }

    /// A contact as the destination sees it by today's mapping.
    pub(crate) fn as_there<'a>(&self, delivery: &Delivery, local: &'a Local) -> Cow<'a, Local> {
        as_there(&self.mappings, &self.account.mapping, delivery, local)
    }

    /// The row of the company.
    pub(crate) fn company_row(&self) -> Option<&MapRow> {
        self.account.mapping.row(&company())
    }
}

/// As [`Laptop::as_there`], while the laptop's store is being read.
pub(super) fn as_there<'a>(
    mappings: &[Mapping],
    today: &Mapping,
    delivery: &Delivery,
    local: &'a Local,
) -> Cow<'a, Local> {
    if mappings.len() < 2 || matches!(delivery.part, DeliveryPart::Note(_)) {
        return Cow::Borrowed(local);
    }
    let mut seen = local.clone();
    let put = |seen: &mut Local, ours: Option<Ours>| match ours {
        Some(ours) => seen.fields.insert(company(), ours),
        None => seen.fields.remove(&company()),
    };
    put(&mut seen, said(today, local));
    seen.history.insert(company(), ever(today, local));
    let base = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref());
    let version = base.map(|base| base.mapping).or(delivery.sent.as_ref().map(|sent| sent.mapping));
    let former = version.filter(|version| *version != today.version);
    seen.former = former.and_then(|version| mappings.iter().find(|it| it.version == version)).map(|former| {
        let value = |row: &MapRow| match row.theirs == company() {
            true => said(former, local).and_then(|ours| ours.value),
            false => local.fields.get(&row.theirs).and_then(|ours| ours.value.clone()),
        };
        former.rows.iter().map(|row| (row.theirs.clone(), value(row))).collect()
    });
    Cow::Owned(seen)
}
