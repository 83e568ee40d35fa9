//! The three-way merge per field against the last fact (rules 8 and 9), and what is dirty.

use super::case::Case;
use super::compare::{of_record, same};
use super::outcome::{Difference, Winner};
use super::plant::{self, Plant};
use super::remap;
use crate::contact::Kind;
use crate::crm::{MapRow, Ours, RemoteField, RemoteRecord, Take};
use crate::outbox::{Base, Delivery, Place, Sent};
use std::collections::{BTreeMap, BTreeSet};

/// What a read was for, which decides what a value that nobody expected means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The answer to our own write: another value is the CRM's spelling of ours.
    Answer,
    /// Of our own acknowledged write: the same, but somebody may have been faster than this read.
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
pub fn dirty<const P: Plant>(case: &Case<'_, P>) -> BTreeMap<RemoteField, Option<String>> {
    dirty_of(case.delivery, case)
}

pub(super) fn dirty_of<const P: Plant>(
    delivery: &Delivery,
    case: &Case<'_, P>,
) -> BTreeMap<RemoteField, Option<String>> {
    let empty = Base::default();
    let base = delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()).unwrap_or(&empty);
    let mut dirty: BTreeMap<RemoteField, Option<String>> = case
        .local
        .fields
        .iter()
        .filter(|(field, ours)| {
            let kind = case.account.mapping.kind(field);
            !case.local.theirs_hold.contains(field)
                && is_dirty::<P>(kind, ours, base.fields.get(field.as_str()), base.seq)
        })
        .map(|(field, ours)| (field.clone(), ours.value.clone()))
        .collect();
    dirty.extend(remap::emptied(case, base).map(|field| (field, None)));
    dirty
}

/// Rule 9: a value is dirty when it says something else than was read back and than was sent, by an edit newer than the
/// fact; or when neither side has ever said anything of this field and ours does; or when it is due without an edit.
fn is_dirty<const P: Plant>(kind: Kind, ours: &Ours, place: Option<&Place>, base_seq: u64) -> bool {
    let Some(place) = place else { return ours.value.is_some() };
    // Another notation of the same is no change to a person, but it is what the mapping asks for. Nothing, in the place of what
    // somebody wrote, was never sent: it is what a person chose.
    let nothing = ours.value.is_none() && place.back.is_some();
    if place.due && (ours.value != place.sent || nothing || P == plant::MAPPING_ALL) {
        return true;
    }
    if P == plant::SPELLING {
        return ours.value.as_deref().unwrap_or_default() != place.back.as_deref().unwrap_or_default();
    }
    let says = |other: &Option<String>| same(kind, ours.value.as_deref(), other.as_deref());
    if says(&place.back) || (place.sent.is_some() && says(&place.sent)) {
        return false;
    }
    ours.seq > base_seq.max(place.until)
}

/// Whether ours would go over a value that was never taken over here, nor shown: one that cannot be. It is read and shown
/// first.
pub(super) fn goes_unseen<const P: Plant>(case: &Case<'_, P>, base: &Base) -> bool {
    of_record(case.account).any(|row| {
        let (ours, place) = (case.local.fields.get(&row.theirs), base.fields.get(row.theirs.as_str()));
        ours.is_some_and(|ours| is_unseen::<P>(row, ours, place, base.seq))
            && !case.local.theirs_hold.contains(&row.theirs)
    })
}

fn is_unseen<const P: Plant>(row: &MapRow, ours: &Ours, place: Option<&Place>, base_seq: u64) -> bool {
    place.is_some_and(|place| place.unseen) && is_dirty::<P>(row.kind(), ours, place, base_seq)
}

/// Merges a fact. The record's version is known to be no older than the base's.
#[must_use]
pub fn merge<const P: Plant>(record: &RemoteRecord, case: &Case<'_, P>, reading: Reading) -> Merged {
    let empty = Base::default();
    let old = case.delivery.binding.as_ref().and_then(|binding| binding.base.as_ref()).unwrap_or(&empty);
    let sent = case.delivery.sent.as_ref();
    let version = record.version.as_ref().map(|version| version.0);
    let moved_on =
        reading == Reading::Plain && old.version.is_some() && version.is_some() && old.version != version;
    let mut merging = Merging {
        case,
        old,
        reading,
        merged: Merged {
            base: Base {
                version,
                seq: old.seq,
                // Once it could not be marked, it is not tried again.
                marked: old.marked || record.marker.is_some(),
                touched: old.touched || moved_on,
                mapping: case.account.mapping.version,
                ..Base::default()
            },
            differences: Vec::new(),
            taken: Vec::new(),
            altered: None,
        },
    };
    let mut landed = true;
    for row in of_record(case.account) {
        let field = &row.theirs;
        let before = old.fields.get(field.as_str());
        let written = sent.and_then(|sent| sent.fields.get(field.as_str()));
        let (taken, told) = (merging.merged.taken.len(), merging.merged.differences.len());
        let mut place = match written {
            Some(written) => {
                let (place, arrived) = merging.after_write(row, written, record.fields.get(field), before);
                landed &= arrived;
                place
            }
            None => merging.between_writes(row, record.fields.get(field), before),
        };
        if let Some(of_old) = place.take_if(|place| remap::is_new(case, row, place)) {
            merging.merged.taken.truncate(taken);
            merging.merged.differences.truncate(told);
            let (of_new, difference) = remap::settle(case, row, of_old, before);
            if difference.is_none() && remap::is_free(case, row, &of_new) {
                merging.take(row, of_new.back.clone());
            }
            merging.merged.differences.extend(difference);
            place = Some(of_new);
        }
        if let Some(place) = place {
            merging.merged.base.fields.insert(field.as_str().to_owned(), place);
        }
    }
    let mut merged = merging.merged;
    remap::said_again(case, &mut merged.base);
    if let (Some(Sent { seq, .. }), true) = (sent, landed) {
        merged.base.seq = if P == plant::EDIT_IN_FLIGHT { case.local.seq } else { *seq };
    }
    merged
}

/// A merge under way.
struct Merging<'a, const P: Plant> {
    case: &'a Case<'a, P>,
    old: &'a Base,
    reading: Reading,
    merged: Merged,
}

impl<const P: Plant> Merging<'_, P> {
    /// A field that was in the open write. Also says whether that write is seen to have arrived. No place: nothing was ever
    /// said of the field, and nothing has come of it.
    fn after_write(
        &mut self,
        row: &MapRow,
        written: &Option<String>,
        theirs: Option<&str>,
        before: Option<&Place>,
    ) -> (Option<Place>, bool) {
        let kind = row.kind();
        let back = theirs.map(str::to_owned);
        let place = Place {
            sent: written.clone(),
            back: back.clone(),
            cleared: written.is_none(),
            carried: self
                .case
                .delivery
                .sent
                .as_ref()
                .is_some_and(|sent| sent.carried.contains(row.theirs.as_str())),
            ..Place::default()
        };
        if same(kind, written.as_deref(), theirs) {
            return (Some(place), true);
        }
        if P == plant::FENCED_OURS && self.reading == Reading::AfterUnknown {
            return (Some(Place { back, ..Place::default() }), false);
        }
        // Empty before and empty now: only the very same version shows that the write did not arrive and was taken out again.
        let same_version = self.old.version.is_some() && self.old.version == self.merged.base.version;
        let untouched = match before.and_then(|before| before.back.as_deref()) {
            Some(before) => same(kind, Some(before), theirs),
            None => theirs.is_none() && (before.is_some() || same_version),
        };
        match self.reading {
            Reading::Answer => return self.altered(row, place),
            Reading::AfterUnknown | Reading::Plain if untouched => return (before.cloned(), false),
            Reading::Back | Reading::AfterUnknown | Reading::Plain => {}
        }
        // Between an acknowledged write and this read somebody may have been faster: only what is plainly made of ours is the
        // CRM's. After an unknown outcome nothing is: a shortened value may be an older one, or a colleague's.
        if self.reading == Reading::Back && is_made_of(written.as_deref(), theirs) {
            return self.altered(row, place);
        }
        self.merged.base.touched = true;
        if is_set::<P>(row) {
            let ours = self.case.local.fields.get(&row.theirs).and_then(|ours| ours.value.as_deref());
            let both = joined(ours, theirs, written.as_deref());
            self.take(row, both);
        } else {
            self.merged.differences.push(Difference {
                field: row.theirs.clone(),
                base: before.and_then(|before| before.back.clone()),
                ours: written.clone(),
                theirs: back.clone(),
                winner: Winner::Theirs,
            });
        }
        (Some(Place { back, ..Place::default() }), true)
    }

    fn is_unseen(&self, row: &MapRow, before: Option<&Place>) -> bool {
        let ours = self.case.local.fields.get(&row.theirs);
        let held = self.case.local.theirs_hold.contains(&row.theirs);
        !held && ours.is_some_and(|ours| is_unseen::<P>(row, ours, before, self.old.seq))
    }

    /// Whether another contact of ours carried this value here from another CRM, and this one had it before: then it is no
    /// news, and nobody there wrote it here. Two contacts that stand on one record in two CRMs would else pass two values
    /// round for ever, each taking from one CRM what the other took from the other.
    fn comes_round(&self, row: &MapRow, theirs: Option<&str>) -> bool {
        let local = self.case.local;
        let is_in = |all: &BTreeMap<RemoteField, BTreeSet<String>>| {
            let values = all.get(&row.theirs).into_iter().flatten();
            values.into_iter().any(|value| same(row.kind(), Some(value), theirs))
        };
        P != plant::CARRIES_ROUND && is_in(&local.beside) && is_in(&local.had)
    }

    /// Both are kept and shown, and theirs holds.
    fn differ(&mut self, row: &MapRow, known: &Place, ours: Option<String>, theirs: Option<&str>) {
        self.merged.differences.push(Difference {
            field: row.theirs.clone(),
            base: known.back.clone(),
            ours,
            theirs: theirs.map(str::to_owned),
            winner: Winner::Theirs,
        });
    }

    /// What somebody wrote there becomes ours, unless the row cannot be undone.
    fn take(&mut self, row: &MapRow, value: Option<String>) {
        if row.comes_back() {
            self.merged.taken.push((row.theirs.clone(), value));
        }
    }

    /// The CRM keeps something else than it was given: one warning, and no news (rule 9).
    fn altered(&mut self, row: &MapRow, place: Place) -> (Option<Place>, bool) {
        self.merged.altered.get_or_insert_with(|| row.theirs.as_str().to_owned());
        (Some(place), true)
    }

    /// A field that was not in an open write.
    fn between_writes(
        &mut self,
        row: &MapRow,
        theirs: Option<&str>,
        before: Option<&Place>,
    ) -> Option<Place> {
        let (field, kind) = (&row.theirs, row.kind());
        let back = || theirs.map(str::to_owned);
        let nothing = Place::default();
        let known = before.unwrap_or(&nothing);
        let sent_it = known.sent.is_some() && same(kind, known.sent.as_deref(), theirs);
        let changed_there = !same(kind, known.back.as_deref(), theirs) && !sent_it;
        if !changed_there && self.is_unseen(row, before) {
            let ours = self.case.local.fields.get(field).and_then(|ours| ours.value.clone());
            self.differ(row, known, ours, theirs);
            return before.map(|before| Place { back: back(), unseen: false, ..before.clone() });
        }
        if !changed_there {
            // Still absent on both sides: nothing was ever said of it, and ours may fill it.
            return before.map(|before| Place { back: back(), ..before.clone() });
        }
        // Also a value in a field of which we never said anything: whoever filled it has changed the record (rule 10).
        self.merged.base.touched = true;
        let ours = self.case.local.fields.get(field);
        let value = ours.and_then(|ours| ours.value.as_deref());
        let changed_here = ours.is_some_and(|ours| is_dirty::<P>(kind, ours, before, self.old.seq));
        let place = Place { back: back(), ..Place::default() };
        if same(kind, value, theirs) {
            return Some(place);
        }
        if !changed_here && self.comes_round(row, theirs) {
            self.differ(row, known, value.map(str::to_owned), theirs);
            return Some(place);
        }
        if !changed_here && remap::is_first_met(self.case, row, before) {
            self.differ(row, known, None, theirs);
            return Some(place);
        }
        if !changed_here {
            self.take(row, back());
            // What cannot be taken over is theirs all the same: ours as it is now does not go over it.
            let untaken = !row.comes_back();
            let until = ours.filter(|_| untaken).map_or(0, |ours| ours.seq);
            // Nor is a choice that a person has yet to make between ours and a value that is gone meanwhile.
            let asked = untaken && self.case.local.theirs_hold.contains(field);
            if asked {
                self.differ(row, known, value.map(str::to_owned), theirs);
            }
            return Some(Place { unseen: untaken && !asked, until, ..place });
        }
        if self.case.local.theirs_hold.contains(field) {
            // Edited here while a person has yet to choose: the row goes on with both new values, and neither is lost.
            let ours = value.map(str::to_owned);
            self.differ(row, known, ours, theirs);
            return Some(place);
        }
        if is_set::<P>(row) {
            let both = joined(value, theirs, known.back.as_deref());
            self.take(row, both);
            return Some(place);
        }
        if P != plant::LAST_WRITER && P != plant::TAGS_AS_TEXT {
            self.merged.differences.push(Difference {
                field: field.clone(),
                base: known.back.clone(),
                ours: value.map(str::to_owned),
                theirs: back(),
                // An edit made here after the last fact was seen holds; the other value is kept and shown. What only the
                // mapping says otherwise does not.
                winner: match before {
                    // Nor does it hold over a value that was never seen here.
                    Some(before) if !before.due && !before.unseen => Winner::Ours,
                    Some(_) | None => Winner::Theirs,
                },
            });
        }
        Some(place)
    }
}

/// Whether its values are members that both sides add to.
fn is_set<const P: Plant>(row: &MapRow) -> bool {
    row.take == Take::Joined && row.comes_back() && P != plant::TAGS_AS_TEXT
}

/// Whether a CRM can have made the one of the other by cutting it or writing its letters otherwise.
fn is_made_of(written: Option<&str>, kept: Option<&str>) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (written, kept) = (letters(written.unwrap_or_default()), letters(kept.unwrap_or_default()));
    !kept.is_empty() && written.starts_with(&kept)
}

/// Sets are merged by member (rule 8): what either side added is in, what either side took out is not.
fn joined(ours: Option<&str>, theirs: Option<&str>, base: Option<&str>) -> Option<String> {
    let (ours, theirs, base) = (members(ours), members(theirs), members(base));
    let in_set = |set: &BTreeMap<String, String>, key: &String| set.contains_key(key);
    let mut all: BTreeMap<String, String> = theirs.clone();
    all.extend(ours.clone());
    all.retain(|key, _| in_set(&ours, key) && in_set(&theirs, key) || !in_set(&base, key));
    let members: Vec<&str> = all.values().map(String::as_str).collect();
    (!members.is_empty()).then(|| members.join(";"))
}

/// The members of a joined text, by how they are compared.
fn members(joined: Option<&str>) -> BTreeMap<String, String> {
    let split = joined.unwrap_or_default().split(';').map(str::trim).filter(|member| !member.is_empty());
    split.map(|member| (member.to_lowercase(), member.to_owned())).collect()
}

/// The first fact of an adopted record: theirs stands, ours fills what is empty, a differing value is shown (rule 5).
#[must_use]
pub fn adopt<const P: Plant>(record: &RemoteRecord, case: &Case<'_, P>) -> Merged {
    let Case { local, account, .. } = case;
    let mut merged = Merged {
        base: Base {
            version: record.version.as_ref().map(|version| version.0),
            seq: if P == plant::ADOPT_OURS { 0 } else { local.seq },
            marked: record.marker.is_some(),
            mapping: account.mapping.version,
            ..Base::default()
        },
        differences: Vec::new(),
        taken: Vec::new(),
        altered: None,
    };
    for row in of_record(account) {
        let Some(theirs) = record.fields.get(&row.theirs) else { continue };
        let place = Place { back: Some(theirs.to_owned()), ..Place::default() };
        merged.base.fields.insert(row.theirs.as_str().to_owned(), place);
        let ours = local.fields.get(&row.theirs).and_then(|ours| ours.value.as_deref());
        match ours {
            Some(_) if P == plant::ADOPT_OURS => {}
            Some(ours) if !same(row.kind(), Some(ours), Some(theirs)) => {
                merged.differences.push(Difference {
                    field: row.theirs.clone(),
                    base: None,
                    ours: Some(ours.to_owned()),
                    theirs: Some(theirs.to_owned()),
                    winner: Winner::Theirs,
                });
            }
            None if row.comes_back() => merged.taken.push((row.theirs.clone(), Some(theirs.to_owned()))),
            // What was taken out here, and stands there all the same.
            None if local.fields.contains_key(&row.theirs) => merged.differences.push(Difference {
                field: row.theirs.clone(),
                base: None,
                ours: None,
                theirs: Some(theirs.to_owned()),
                winner: Winner::Theirs,
            }),
            None => {
                let place = merged.base.fields.get_mut(row.theirs.as_str());
                place.into_iter().for_each(|place| place.unseen = true);
            }
            Some(_) => {}
        }
    }
    merged
}
