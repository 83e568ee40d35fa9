//! Our fields to theirs and back, as data. A mapping is versioned per destination; each attempt pins the version it
//! used. What cannot be undone is write-only: never taken over here (rule 9), though still compared, so that nothing of
//! theirs is overwritten. A CRM's default mapping stands in its client; whether one fits a CRM is `checking`'s affair.

use super::answering;
use super::record::RemoteField;
use super::turning::Turn;
use crate::contact::{Contact, Field, Kind, Yes};
use crate::ids::QuestionId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which of our values of a field go across.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "Taking")]
pub enum Take {
    /// The first one without a problem.
    First,
    /// All, joined by a semicolon, in order of their parts: a set that both sides add to.
    Joined,
    /// The first name: the field itself, else what the full name's split gives.
    Given,
    /// The last name, likewise.
    Family,
    /// The full name: the field itself, else the first and the last name.
    Full,
    /// Not as a field of the record: each value is a note of its own on it (rule 18).
    Note,
    /// All values of the field, then those of the other fields, in one text.
    Join {
        /// The other fields, in order.
        with: Vec<Field>,
        /// What stands between two values.
        by: String,
    },
    /// One piece of the first value.
    Split {
        /// What stands between two pieces.
        by: String,
        /// Which piece, from 1; nothing where there are fewer.
        nth: u8,
    },
    /// The same text for everybody; of no field of ours.
    Constant {
        /// The text.
        text: String,
    },
    /// What they agreed to: which words, when, and how they were asked; of no field of ours. A no takes a yes out again that we wrote,
    /// so that what stands there is always a yes; where none was, a no and silence write nothing.
    Consent,
    /// What they answered to one of the event's questions, in whichever of its wordings.
    Answer {
        /// Which; none where only its words are known, as in a file from another laptop.
        #[serde(default)]
        question: Option<QuestionId>,
        /// Its words, by which people know it and another laptop finds it.
        asked: String,
    },
}

impl Take {
    /// Whether what is taken can be put back into the field it came from.
    #[must_use]
    pub fn has_inverse(&self) -> bool {
        match self {
            Self::First | Self::Joined | Self::Given | Self::Family | Self::Full => true,
            Self::Note
            | Self::Join { .. }
            | Self::Split { .. }
            | Self::Constant { .. }
            | Self::Consent
            | Self::Answer { .. } => false,
        }
    }
}

/// One row: a field of ours and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MapRow {
    /// Our field; none for a constant.
    #[serde(default)]
    pub ours: Option<Field>,
    /// Their field.
    #[ts(type = "string")]
    pub theirs: RemoteField,
    /// Which of our values.
    pub take: Take,
    /// What is made of it.
    #[serde(default)]
    pub turn: Turn,
    /// A person wants nothing taken over from there, though it could be.
    #[serde(default)]
    pub write_only: bool,
}

impl MapRow {
    /// A row whose value goes as it is and comes back.
    #[must_use]
    pub fn new(ours: Field, theirs: impl Into<String>, take: Take) -> Self {
        let theirs = RemoteField::new(theirs);
        Self { ours: Some(ours), theirs, take, turn: Turn::AsIs, write_only: false }
    }

    /// Whether each value is a note of its own and no field of the record.
    #[must_use]
    pub fn is_note(&self) -> bool {
        self.take == Take::Note
    }

    /// Whether what somebody writes there is ever taken over here.
    #[must_use]
    pub fn comes_back(&self) -> bool {
        !self.write_only && self.take.has_inverse() && self.has_inverse()
    }

    /// A set is taken apart again only as it is.
    fn has_inverse(&self) -> bool {
        if self.take == Take::Joined { self.turn.is_as_is() } else { self.turn.has_inverse() }
    }

    /// What its values are, which decides how two of them are compared.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let kind = self.ours.map_or(Kind::Line, |ours| ours.row().kind);
        match &self.take {
            Take::Join { .. } | Take::Split { .. } | Take::Constant { .. } | Take::Consent => Kind::Line,
            Take::First
            | Take::Joined
            | Take::Given
            | Take::Family
            | Take::Full
            | Take::Note
            | Take::Answer { .. } => self.turn.kind(kind),
        }
    }

    /// The question whose answer it takes.
    #[must_use]
    pub fn question(&self) -> Option<&QuestionId> {
        match &self.take {
            Take::Answer { question, .. } => question.as_ref(),
            _ => None,
        }
    }

    /// What a contact answered to that question, as it is here.
    #[must_use]
    pub fn answered(&self, contact: &Contact) -> Option<String> {
        answering::answer(contact, self.question()?, &Turn::AsIs)?.value
    }

    /// Whether it stands for our field itself, so that their value tells ours.
    fn stands_for(&self, ours: Field) -> bool {
        self.ours == Some(ours) && (self.take.has_inverse() || self.take == Take::Note)
    }
}

/// A destination's mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Rises with each change.
    pub version: u32,
    /// The rows; each remote field stands at most once.
    pub rows: Vec<MapRow>,
}

/// Our value for one of their fields.
#[derive(Clone, PartialEq, Eq)]
pub struct Ours {
    /// The value; none when it was removed here.
    pub value: Option<String>,
    /// The edit that set it.
    pub seq: u64,
}

/// Personal data: only the edit is printed.
impl std::fmt::Debug for Ours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ours(#{})", self.seq)
    }
}

impl Mapping {
    /// Their fields that are made of what people agreed to.
    pub fn of_consent(&self) -> impl Iterator<Item = &RemoteField> {
        self.rows.iter().filter(|row| row.take == Take::Consent).map(|row| &row.theirs)
    }

    /// Whether anything is made of what people answered.
    #[must_use]
    pub fn takes_answers(&self) -> bool {
        self.rows.iter().any(|row| row.question().is_some())
    }

    /// The row of one of their fields.
    #[must_use]
    pub fn row(&self, theirs: &RemoteField) -> Option<&MapRow> {
        self.rows.iter().find(|row| row.theirs == *theirs)
    }

    /// Their field for one of ours.
    #[must_use]
    pub fn theirs(&self, ours: Field) -> Option<&RemoteField> {
        self.rows.iter().find(|row| row.stands_for(ours)).map(|row| &row.theirs)
    }

    /// The kind of value in one of their fields; a plain line where we do not know it.
    #[must_use]
    pub fn kind(&self, theirs: &RemoteField) -> Kind {
        self.row(theirs).map_or(Kind::Line, MapRow::kind)
    }

    /// A contact as the CRM would see it. A value with a problem is left out (rule 17): as if it were not there.
    #[must_use]
    pub fn outward(&self, contact: &Contact) -> BTreeMap<RemoteField, Ours> {
        self.rows.iter().filter_map(|row| Some((row.theirs.clone(), taken(contact, row)?))).collect()
    }

    /// The notes that go across as records of their own, by their keys: the value's part, `1` for the only one. A removed
    /// one has no value.
    #[must_use]
    pub fn notes(&self, contact: &Contact) -> BTreeMap<String, Ours> {
        let rows = self.rows.iter().filter(|row| row.is_note()).filter_map(|row| row.ours);
        rows.flat_map(|ours| notes_of(contact, ours)).collect()
    }

    /// What stands in each field of the record, removed and missing values among them: what another mapping is compared
    /// with.
    #[must_use]
    pub fn said(&self, contact: &Contact) -> BTreeMap<RemoteField, Option<String>> {
        let rows = self.rows.iter().filter(|row| !row.is_note());
        rows.map(|row| (row.theirs.clone(), taken(contact, row).and_then(|ours| ours.value))).collect()
    }

    /// A value that arrived in one of their fields, as a change of ours; none for a field that is not read back.
    #[must_use]
    pub fn inward(&self, theirs: &RemoteField, value: Option<&str>) -> Option<(Field, Option<String>)> {
        let row = self.row(theirs).filter(|row| row.comes_back())?;
        let ours = row.ours?;
        match value.filter(|value| !value.is_empty()) {
            None => Some((ours, None)),
            // What no value of ours leads to is not ours to keep.
            Some(value) => Some((ours, Some(row.turn.inward(value)?))),
        }
    }
}

/// The notes of a field, by their keys: the value's part, `1` for the only one. A removed one has no value.
pub fn notes_of(contact: &Contact, ours: Field) -> impl Iterator<Item = (String, Ours)> {
    contact.with_removed(ours).map(|(part, value)| {
        let key = if part.as_str().is_empty() { "1" } else { part.as_str() };
        let text = (!value.value.is_empty()).then(|| value.value.clone());
        (key.to_owned(), Ours { value: text, seq: value.seq })
    })
}

fn taken(contact: &Contact, row: &MapRow) -> Option<Ours> {
    if let Take::Constant { text } = &row.take {
        return (!text.is_empty()).then(|| Ours { value: Some(text.clone()), seq: 0 });
    }
    if row.take == Take::Consent {
        let consent = contact.consent.as_ref()?;
        return Some(Ours { value: consent.yes.as_ref().map(Yes::text), seq: consent.seq });
    }
    if let Take::Answer { question, .. } = &row.take {
        return answering::answer(contact, question.as_ref()?, &row.turn);
    }
    let ours = row.ours?;
    let taken = match &row.take {
        Take::First => first(contact, ours),
        // Each member is turned by itself.
        Take::Joined => return joined(contact, ours, &row.turn),
        Take::Given => first(contact, ours).or_else(|| split(contact, 0)),
        Take::Family => first(contact, ours).or_else(|| split(contact, 1)),
        Take::Full => first(contact, ours).or_else(|| together(contact)),
        Take::Join { with, by } => all_in_one(contact, ours, with, by),
        Take::Split { by, nth } => first(contact, ours).map(|whole| Ours {
            value: whole.value.as_deref().and_then(|text| piece(text, by, *nth)),
            seq: whole.seq,
        }),
        Take::Note | Take::Constant { .. } | Take::Consent | Take::Answer { .. } => None,
    }?;
    let value = taken.value.as_deref().and_then(|value| row.turn.outward(value));
    Some(Ours { value: value.filter(|value| !value.is_empty()), seq: taken.seq })
}

fn piece(text: &str, by: &str, nth: u8) -> Option<String> {
    if by.is_empty() || nth == 0 {
        return None;
    }
    let piece = text.split(by).nth(usize::from(nth) - 1)?.trim();
    (!piece.is_empty()).then(|| piece.to_owned())
}

fn all_in_one(contact: &Contact, first: Field, with: &[Field], by: &str) -> Option<Ours> {
    let fields = || std::iter::once(first).chain(with.iter().copied());
    let seq = fields().flat_map(|field| contact.with_removed(field)).map(|(_, value)| value.seq).max()?;
    let values: Vec<&str> = fields()
        .flat_map(|field| contact.all(field))
        .filter(|(_, value)| value.problem.is_none())
        .map(|(_, value)| value.value.as_str())
        .collect();
    Some(Ours { value: (!values.is_empty()).then(|| values.join(by)), seq })
}

fn first(contact: &Contact, field: Field) -> Option<Ours> {
    // A removed value still has its edit: the removal goes across.
    let mut removed = None;
    for (_, value) in contact.with_removed(field) {
        if value.value.is_empty() {
            removed.get_or_insert(Ours { value: None, seq: value.seq });
        } else if value.problem.is_none() {
            return Some(Ours { value: Some(value.value.clone()), seq: value.seq });
        }
    }
    removed
}

fn joined(contact: &Contact, field: Field, turn: &Turn) -> Option<Ours> {
    let seq = contact.with_removed(field).map(|(_, value)| value.seq).max()?;
    let members: Vec<String> =
        contact.all(field).filter_map(|(_, value)| turn.outward(&value.value)).collect();
    Some(Ours { value: (!members.is_empty()).then(|| members.join(";")), seq })
}

/// A full name where only its parts are known.
fn together(contact: &Contact) -> Option<Ours> {
    let parts = [Field::GivenName, Field::FamilyName].map(|field| contact.usable(field));
    let seq = parts.iter().flatten().map(|part| part.seq).max()?;
    let words: Vec<&str> = parts.iter().flatten().map(|part| part.value.trim()).collect();
    let name = words.join(" ").trim().to_owned();
    (!name.is_empty()).then_some(Ours { value: Some(name), seq })
}

fn split(contact: &Contact, side: usize) -> Option<Ours> {
    let full = contact.usable(Field::FullName)?;
    let (given, family) = split_name(&full.value);
    let part = if side == 0 { given } else { family };
    (!part.is_empty()).then(|| Ours { value: Some(part.to_owned()), seq: full.seq })
}

/// Splits a full name where a CRM insists on two fields: the last word is the family name. A guess, never written back
/// over the full name itself.
fn split_name(full: &str) -> (&str, &str) {
    match full.trim().rsplit_once(char::is_whitespace) {
        Some((given, family)) => (given.trim(), family),
        None => ("", full.trim()),
    }
}

#[cfg(test)]
mod tests;
