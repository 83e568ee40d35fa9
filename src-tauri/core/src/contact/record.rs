//! A contact as it is kept: per field the value, what it was before normalising, what is wrong with it, where it comes
//! from and by which edit. The history of edits is the store's; this is its newest state.

use super::Field;
use super::normalise::Problem;
use crate::ids::QuestionId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which of several values of a field: empty for the only or first one, `2`, `3` … for further ones; for sets the
/// member itself, folded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Part(String);

impl Part {
    /// The only or first value.
    #[must_use]
    pub fn first() -> Self {
        Self::default()
    }

    /// The value at place `index`, counted from zero.
    #[must_use]
    pub fn nth(index: usize) -> Self {
        if index == 0 { Self::first() } else { Self((index + 1).to_string()) }
    }

    /// The part of a set's member.
    #[must_use]
    pub fn member(folded: impl Into<String>) -> Self {
        Self(folded.into())
    }

    /// As stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A member of a set is what a person wrote: not printed.
impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({} bytes)", self.0.len())
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The badge's code.
    Badge,
    /// The organiser's list.
    Roster,
    /// A person at this laptop.
    Typed,
    /// The CRM.
    Crm,
    /// A merge of two contacts.
    Merge,
    /// An undone change.
    Undo,
}

/// The newest value of one field.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldValue {
    /// The normalised value, or the raw one when it could not be normalised; empty when a person removed it.
    pub value: String,
    /// As it was read or typed, when that differs from `value`.
    pub raw: Option<String>,
    /// What is wrong with it; such a value is kept and shown but not sent (rule 17).
    pub problem: Option<Problem>,
    /// Where it comes from.
    pub origin: Origin,
    /// The edit that set it: rises by one with each edit of this contact.
    pub seq: u64,
}

/// Values are personal data: never printed.
impl std::fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldValue(#{} from {:?}, {:?})", self.seq, self.origin, self.problem)
    }
}

/// A contact's newest state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The values, by field and part.
    pub fields: BTreeMap<(Field, Part), FieldValue>,
    /// What they last said to what the event asks people to agree to. No value of theirs: it is read beside them where something
    /// is made of it.
    pub consent: Option<Consent>,
    /// What each wording asks to which it has an answer, likewise.
    pub asked: BTreeMap<Part, Asked>,
}

/// What a wording asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question that it words.
    pub question: QuestionId,
    /// Whether it may be answered by several at once.
    pub several: bool,
}

/// What somebody last said to what an event asks people to agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What they agreed to; none after a no, and where a yes turned out to be somebody else's.
    pub yes: Option<Yes>,
    /// Its place among the contact's edits; 0 where it was not counted.
    pub seq: u64,
}

/// A yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yes {
    /// Which version of the words.
    pub version: u32,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// How they were asked, by its word in the store.
    pub channel: String,
}

impl Yes {
    /// All of it in a line that is read alike in every language.
    #[must_use]
    pub fn text(&self) -> String {
        format!("v{} {} {}", self.version, self.at, self.channel)
    }
}

impl Contact {
    /// The first value of a field, with or without a problem.
    #[must_use]
    pub fn first(&self, field: Field) -> Option<&FieldValue> {
        self.all(field).next().map(|(_, value)| value)
    }

    /// All values of a field, by part; removed ones left out.
    pub fn all(&self, field: Field) -> impl Iterator<Item = (&Part, &FieldValue)> {
        self.with_removed(field).filter(|(_, value)| !value.value.is_empty())
    }

    /// All values of a field, removed ones (empty, with the edit that removed them) included.
    pub fn with_removed(&self, field: Field) -> impl Iterator<Item = (&Part, &FieldValue)> {
        self.fields.iter().filter(move |((of, _), _)| *of == field).map(|((_, part), value)| (part, value))
    }

    /// The first value of a field that has nothing wrong with it.
    #[must_use]
    pub fn usable(&self, field: Field) -> Option<&FieldValue> {
        self.all(field).map(|(_, value)| value).find(|value| value.problem.is_none())
    }

    /// The text of the first value of a field.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&str> {
        self.first(field).map(|value| value.value.as_str())
    }
}
