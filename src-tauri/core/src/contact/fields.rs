//! ONE table of contact fields. Store, search, export, drawer, mapping and command line iterate over it; a new field is
//! a new row here and nothing else.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A field of a contact. The order is the order in which people read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name as printed on the badge (vCard `FN`).
    FullName,
    /// "Dr.", "Prof.".
    NamePrefix,
    /// First name.
    GivenName,
    /// Middle names and initials.
    AdditionalName,
    /// Last name.
    FamilyName,
    /// "PhD", "Jr.".
    NameSuffix,
    /// Company, with its legal form.
    Company,
    /// Department or unit within the company.
    Department,
    /// Job title.
    JobTitle,
    /// E-mail addresses, the first is the one the CRM matches by.
    Email,
    /// Landline or unspecified phones, E.164.
    Phone,
    /// Mobile phones, E.164.
    Mobile,
    /// Fax, never sent as a phone.
    Fax,
    /// Web page.
    Website,
    /// LinkedIn handle (the slug of the profile address).
    Linkedin,
    /// Street and number.
    Street,
    /// City.
    City,
    /// State or region.
    Region,
    /// Postal code.
    PostalCode,
    /// Country, as written.
    Country,
    /// The badge's own number at this event.
    BadgeId,
    /// What the rep wrote, or the badge's own note.
    Note,
    /// 1 to 5.
    Rating,
    /// Labels; a set.
    Tag,
    /// Answers to the event's own questions; the part is the wording that was asked (`asking`).
    Answer,
}

/// What a field holds, which decides its normaliser and how it is typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One line of text.
    Line,
    /// A person's name: a line whose case and spaces matter less when compared.
    Name,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A web address.
    Url,
    /// An identifier: compared exactly.
    Id,
    /// Several lines.
    Text,
    /// A whole number from 1 to 5.
    Rating,
}

/// How many values a contact may have of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Many {
    /// At most one.
    One,
    /// An ordered list; the first is the main one.
    List,
    /// A set without order.
    Set,
    /// One for each key that another table gives: of answers, the wording that was asked. Nothing that is read from a badge or a file
    /// has such a key.
    Keyed,
}

/// How two sides' values are brought together (rule 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Merge {
    /// Three-way; both changed means a conflict row.
    ThreeWay,
    /// Added and removed members are merged.
    Set,
    /// Only added to, never replaced.
    Append,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(export)]
pub struct FieldRow {
    /// Which field.
    pub field: Field,
    /// Its name in the store, in exports and on the command line.
    pub key: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// How many values.
    pub many: Many,
    /// How two sides meet.
    pub merge: Merge,
    /// The vCard 3/4 property it is read from and written to; empty when vCard has none.
    pub vcard: &'static str,
    /// Whether it is personal data that must not reach logs (all that names a person).
    pub sensitive: bool,
    /// Whether search looks into it.
    pub searched: bool,
}

const fn row(
    field: Field,
    key: &'static str,
    kind: Kind,
    many: Many,
    vcard: &'static str,
    searched: bool,
) -> FieldRow {
    let merge = match (field, many) {
        (Field::Note, _) => Merge::Append,
        (_, Many::Set) => Merge::Set,
        (_, Many::One | Many::List | Many::Keyed) => Merge::ThreeWay,
    };
    let sensitive = !matches!(field, Field::Rating | Field::Tag);
    FieldRow { field, key, kind, many, merge, vcard, sensitive, searched }
}

/// The table.
pub const FIELDS: &[FieldRow] = &[
    row(Field::FullName, "full_name", Kind::Name, Many::One, "FN", true),
    row(Field::NamePrefix, "name_prefix", Kind::Name, Many::One, "N", false),
    row(Field::GivenName, "given_name", Kind::Name, Many::One, "N", true),
    row(Field::AdditionalName, "additional_name", Kind::Name, Many::One, "N", false),
    row(Field::FamilyName, "family_name", Kind::Name, Many::One, "N", true),
    row(Field::NameSuffix, "name_suffix", Kind::Name, Many::One, "N", false),
    row(Field::Company, "company", Kind::Line, Many::One, "ORG", true),
    row(Field::Department, "department", Kind::Line, Many::One, "ORG", false),
    row(Field::JobTitle, "job_title", Kind::Line, Many::One, "TITLE", true),
    row(Field::Email, "email", Kind::Email, Many::List, "EMAIL", true),
    row(Field::Phone, "phone", Kind::Phone, Many::List, "TEL", true),
    row(Field::Mobile, "mobile", Kind::Phone, Many::List, "TEL", true),
    row(Field::Fax, "fax", Kind::Phone, Many::List, "TEL", false),
    row(Field::Website, "website", Kind::Url, Many::One, "URL", false),
    row(Field::Linkedin, "linkedin", Kind::Id, Many::One, "X-SOCIALPROFILE", false),
    row(Field::Street, "street", Kind::Line, Many::One, "ADR", false),
    row(Field::City, "city", Kind::Line, Many::One, "ADR", true),
    row(Field::Region, "region", Kind::Line, Many::One, "ADR", false),
    row(Field::PostalCode, "postal_code", Kind::Line, Many::One, "ADR", false),
    row(Field::Country, "country", Kind::Line, Many::One, "ADR", false),
    row(Field::BadgeId, "badge_id", Kind::Id, Many::One, "UID", true),
    row(Field::Note, "note", Kind::Text, Many::One, "NOTE", true),
    row(Field::Rating, "rating", Kind::Rating, Many::One, "", false),
    row(Field::Tag, "tag", Kind::Line, Many::Set, "CATEGORIES", true),
    row(Field::Answer, "answer", Kind::Text, Many::Keyed, "", true),
];

impl Field {
    /// This field's row.
    #[must_use]
    pub fn row(self) -> &'static FieldRow {
        // The table is in the enum's order; a test holds the two together.
        &FIELDS[self as usize]
    }

    /// Its name in the store, in exports and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().key
    }

    /// The field of that name.
    #[must_use]
    pub fn by_key(key: &str) -> Option<Self> {
        FIELDS.iter().find(|row| row.key == key).map(|row| row.field)
    }

    /// The field of that name, if a badge or a file can fill it: an answer belongs to a question that no file knows.
    #[must_use]
    pub fn read_as(key: &str) -> Option<Self> {
        Self::by_key(key).filter(|field| field.row().many != Many::Keyed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_once_in_the_table_in_the_enums_order() {
        for (place, row) in FIELDS.iter().enumerate() {
            assert_eq!(row.field as usize, place);
            assert_eq!(Field::by_key(row.key), Some(row.field));
            let name = serde_json::to_string(&row.field).unwrap();
            assert_eq!(name, format!("\"{}\"", row.key));
        }
        assert_eq!(FIELDS.len(), Field::Answer as usize + 1);
    }
}
