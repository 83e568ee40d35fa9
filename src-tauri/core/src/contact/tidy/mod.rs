//! What a badge's values are kept as: capitals put right where that is safe, several addresses in one value parted; and what a
//! person should look at: a slip in an address, an address of nobody in particular, letters that pose as others. What was read
//! stays beside what is kept, and every change has a name. Values that a person typed are theirs and do not come here.
//!
//! Left out on purpose: numbers and web addresses, whose one form is [`super::normalise`]'s; the legal form of a company, which
//! is part of its name; anything that would need the network.

mod address;
mod capitals;
mod look_alike;
mod region;

pub use capitals::capitals;
pub use region::region_hint;

use super::normalise::normalise;
use super::{ContactDraft, DraftValue, Field, Kind, Part};
use serde::Serialize;

/// What was changed about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was in capitals throughout.
    Capitals,
    /// It held several addresses or numbers, and this is one of them.
    Parted,
}

/// What a person should look at. Never a reason not to keep or send a value.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "remark", rename_all = "snake_case")]
pub enum Remark {
    /// The address is one letter away from a well-known one.
    Slip {
        /// The address as it was probably meant.
        proposal: String,
    },
    /// An address of a free mail service: it says nothing about the company.
    FreeMail,
    /// An address of a role, not of a person.
    Role,
    /// Letters of several scripts in one word, or of one that poses as another.
    LookAlike,
}

/// A proposal is personal data: only the kind is printed.
impl std::fmt::Debug for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Slip { .. } => "Slip",
            Self::FreeMail => "FreeMail",
            Self::Role => "Role",
            Self::LookAlike => "LookAlike",
        })
    }
}

/// A value as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Tidy {
    /// Which field.
    pub field: Field,
    /// Which of several values of that field.
    pub part: Part,
    /// The value to keep; normalising it is still to be done.
    pub value: String,
    /// As it was read.
    pub raw: String,
    /// What was changed, in order.
    pub changes: Vec<Change>,
    /// What a person should look at.
    pub remarks: Vec<Remark>,
}

/// Values are personal data: the field and the changes are printed.
impl std::fmt::Debug for Tidy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tidy({}, {:?}, {:?})", self.field.key(), self.changes, self.remarks)
    }
}

/// The values of a draft as they are kept, in its order. Doing it again to what came out changes nothing more.
#[must_use]
pub fn tidied(draft: &ContactDraft) -> Vec<Tidy> {
    let is_turkish = region_hint(draft).is_some_and(|region| matches!(region.as_str(), "TR" | "AZ"));
    let mut all: Vec<Tidy> = Vec::with_capacity(draft.values.len());
    for value in &draft.values {
        for (text, parted) in parts(value) {
            let field = value.field;
            let righted = match field.row().kind {
                Kind::Name if field != Field::NamePrefix && field != Field::NameSuffix => {
                    capitals(&text, is_turkish)
                }
                Kind::Email => address::lowered(&text),
                _ => None,
            };
            let mut changes: Vec<Change> = parted.into_iter().collect();
            changes.extend(righted.is_some().then_some(Change::Capitals));
            let kept = righted.unwrap_or(text);
            let nth = all.iter().filter(|tidy| tidy.field == field).count();
            all.push(Tidy {
                field,
                part: if parted.is_some() || nth > 0 { Part::nth(nth) } else { value.part.clone() },
                remarks: remarks(field, &kept),
                value: kept,
                raw: value.raw.clone(),
                changes,
            });
        }
    }
    all
}

/// What a person should look at in one value.
#[must_use]
pub fn remarks(field: Field, value: &str) -> Vec<Remark> {
    let mut remarks = match field {
        Field::Email => address::remarks(value),
        _ => Vec::new(),
    };
    let poses = match field.row().kind {
        Kind::Email | Kind::Url => look_alike::poses_as_host(value),
        Kind::Name | Kind::Id => look_alike::mixes(value),
        Kind::Line if field == Field::Company => look_alike::mixes(value),
        Kind::Line | Kind::Phone | Kind::Text | Kind::Rating => false,
    };
    if poses {
        remarks.push(Remark::LookAlike);
    }
    remarks
}

/// The values in a value: several addresses or numbers, if each is one by itself.
fn parts(value: &DraftValue) -> Vec<(String, Option<Change>)> {
    let whole = vec![(value.raw.clone(), None)];
    let kind = value.field.row().kind;
    let separators: &[char] = match kind {
        Kind::Email => &[',', ';', '|', ' '],
        Kind::Phone => &[',', ';', '|', '/'],
        _ => return whole,
    };
    // One by itself is not to be parted: an extension and a street number have their own separators.
    if kind == Kind::Email && normalise(kind, &value.raw, None).problem.is_none() {
        return whole;
    }
    let parts: Vec<&str> =
        value.raw.split(separators).map(str::trim).filter(|part| !part.is_empty()).collect();
    let stands_alone = |part: &&str| match kind {
        Kind::Email => normalise(kind, part, None).problem.is_none(),
        _ => {
            const SHORTEST: usize = 7;
            part.starts_with(['+', '0', '('])
                && part.bytes().filter(u8::is_ascii_digit).count() >= SHORTEST
                && part.chars().all(|c| c.is_ascii_digit() || " +-.()".contains(c))
        }
    };
    if parts.len() < 2 || !parts.iter().all(stands_alone) {
        return whole;
    }
    parts.into_iter().map(|part| (part.to_owned(), Some(Change::Parted))).collect()
}

#[cfg(test)]
mod tests;
