//! Our fields to theirs and back, as data. A mapping is versioned per destination; each attempt pins the version it
//! used. Transforms without an inverse are write-only (rule 9). A CRM's default mapping stands in its client.

use super::record::RemoteField;
use crate::contact::{Contact, Field, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which of our values of a field go across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The first one without a problem.
    First,
    /// All, joined by a semicolon, in order of their parts.
    Joined,
    /// The first name: the field itself, else what the full name's split gives.
    Given,
    /// The last name, likewise.
    Family,
    /// The full name: the field itself, else the first and the last name.
    Full,
    /// Not as a field of the record: each value is a note of its own on it (rule 18).
    Note,
}

/// One row: a field of ours and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapRow {
    /// Our field.
    pub ours: Field,
    /// Their field.
    pub theirs: RemoteField,
    /// Which of our values.
    pub take: Take,
    /// Never read back (a transform without inverse, a note).
    #[serde(default)]
    pub write_only: bool,
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
    /// The row of one of their fields.
    #[must_use]
    pub fn row(&self, theirs: &RemoteField) -> Option<&MapRow> {
        self.rows.iter().find(|row| row.theirs == *theirs)
    }

    /// Their field for one of ours.
    #[must_use]
    pub fn theirs(&self, ours: Field) -> Option<&RemoteField> {
        self.rows.iter().find(|row| row.ours == ours).map(|row| &row.theirs)
    }

    /// The kind of value in one of their fields; a plain line where we do not know it.
    #[must_use]
    pub fn kind(&self, theirs: &RemoteField) -> Kind {
        self.row(theirs).map_or(Kind::Line, |row| row.ours.row().kind)
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
        let rows = self.rows.iter().filter(|row| row.take == Take::Note);
        rows.flat_map(|row| contact.with_removed(row.ours))
            .map(|(part, value)| {
                let key = if part.as_str().is_empty() { "1" } else { part.as_str() };
                let text = (!value.value.is_empty()).then(|| value.value.clone());
                (key.to_owned(), Ours { value: text, seq: value.seq })
            })
            .collect()
    }

    /// A value that arrived in one of their fields, as a change of ours; none for a field that is not read back.
    #[must_use]
    pub fn inward(&self, theirs: &RemoteField, value: Option<&str>) -> Option<(Field, Option<String>)> {
        let row = self.row(theirs).filter(|row| !row.write_only && row.take != Take::Note)?;
        Some((row.ours, value.filter(|value| !value.is_empty()).map(str::to_owned)))
    }
}

fn taken(contact: &Contact, row: &MapRow) -> Option<Ours> {
    match row.take {
        Take::First => first(contact, row.ours),
        Take::Joined => joined(contact, row.ours),
        Take::Given => first(contact, row.ours).or_else(|| split(contact, 0)),
        Take::Family => first(contact, row.ours).or_else(|| split(contact, 1)),
        Take::Full => first(contact, row.ours).or_else(|| together(contact)),
        Take::Note => None,
    }
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

fn joined(contact: &Contact, field: Field) -> Option<Ours> {
    let seq = contact.with_removed(field).map(|(_, value)| value.seq).max()?;
    let members: Vec<&str> = contact.all(field).map(|(_, value)| value.value.as_str()).collect();
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
mod tests {
    use super::*;
    use crate::contact::{FieldValue, Origin, Part};

    fn full(values: &[(Field, &str)]) -> Option<String> {
        let value = |value: &str, seq| FieldValue {
            value: value.to_owned(),
            raw: None,
            problem: None,
            origin: Origin::Typed,
            seq,
        };
        let fields =
            (1..).zip(values).map(|(seq, (field, text))| ((*field, Part::default()), value(text, seq)));
        let contact = Contact { fields: fields.collect() };
        let theirs = RemoteField::new("name");
        let row = MapRow { ours: Field::FullName, theirs, take: Take::Full, write_only: false };
        taken(&contact, &row).and_then(|ours| ours.value)
    }

    #[test]
    fn a_full_name_is_put_together_where_only_its_parts_are_known() {
        use Field::{Email, FamilyName, FullName, GivenName};
        assert_eq!(full(&[(GivenName, "Ada"), (FamilyName, "Byron")]).as_deref(), Some("Ada Byron"));
        assert_eq!(full(&[(FamilyName, "Byron")]).as_deref(), Some("Byron"));
        assert_eq!(full(&[(GivenName, "Ada"), (FullName, "Ada B.")]).as_deref(), Some("Ada B."));
        assert_eq!(full(&[(Email, "a@example.com")]), None);
    }
}
