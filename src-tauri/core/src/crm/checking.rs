//! Whether a mapping can be used: by itself, and against the fields that the CRM says it has. Pure; what it finds is typed,
//! and its words stand in the catalogue under `map-` and the fault's name.

use super::answering::{self, Questions};
use super::mapping::{MapRow, Mapping, Take};
use super::record::RemoteField;
use super::there::{FieldThere, Holds, Role};
use super::turning::Turn;
use crate::contact::{Field, Kind};
use std::collections::BTreeMap;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MapFault {
    /// Two rows write one field.
    Twice,
    /// Their field has no name.
    Nameless,
    /// Nothing of ours is chosen.
    NothingOfOurs,
    /// A constant without text.
    EmptyConstant,
    /// A split without a separator, or of no place.
    BadSplit,
    /// A note can only come of our notes.
    NotANote,
    /// A phone's notation for what is no phone.
    NotAPhone,
    /// The CRM has no such field.
    Unknown,
    /// The CRM writes it by itself.
    ReadOnly,
    /// It carries our marker.
    Marker,
    /// Text would go where the CRM takes none of ours: a number, a day, yes or no.
    WrongType,
    /// Values would go into a list without being turned into its options.
    NeedsOptions,
    /// An option that the list there does not have.
    NoSuchOption,
    /// A field that the CRM requires has no row.
    RequiredMissing,
    /// The e-mail by which the CRM knows a person is not our e-mail as it is.
    KeyNotEmail,
    /// Nobody here was ever asked the question whose answer it would take.
    NoSuchQuestion,
    /// Several answers would go into a list of which one entry is chosen.
    OneEntry,
    /// An answer that may be given becomes none of the entries there.
    NoEntryFor,
}

impl MapFault {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Twice,
        Self::Nameless,
        Self::NothingOfOurs,
        Self::EmptyConstant,
        Self::BadSplit,
        Self::NotANote,
        Self::NotAPhone,
        Self::Unknown,
        Self::ReadOnly,
        Self::Marker,
        Self::WrongType,
        Self::NeedsOptions,
        Self::NoSuchOption,
        Self::RequiredMissing,
        Self::KeyNotEmail,
        Self::NoSuchQuestion,
        Self::OneEntry,
        Self::NoEntryFor,
    ];

    /// As its sentence in the catalogue ends.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Twice => "twice",
            Self::Nameless => "nameless",
            Self::NothingOfOurs => "nothing-of-ours",
            Self::EmptyConstant => "empty-constant",
            Self::BadSplit => "bad-split",
            Self::NotANote => "not-a-note",
            Self::NotAPhone => "not-a-phone",
            Self::Unknown => "unknown",
            Self::ReadOnly => "read-only",
            Self::Marker => "marker",
            Self::WrongType => "wrong-type",
            Self::NeedsOptions => "needs-options",
            Self::NoSuchOption => "no-such-option",
            Self::RequiredMissing => "required-missing",
            Self::KeyNotEmail => "key-not-email",
            Self::NoSuchQuestion => "no-such-question",
            Self::OneEntry => "one-entry",
            Self::NoEntryFor => "no-entry-for",
        }
    }

    /// Whether the mapping must not be saved so. The others are said, and the CRM has the last word.
    #[must_use]
    pub fn stops(self) -> bool {
        match self {
            Self::Twice
            | Self::Nameless
            | Self::NothingOfOurs
            | Self::EmptyConstant
            | Self::BadSplit
            | Self::NotANote
            | Self::NotAPhone
            | Self::Unknown
            | Self::ReadOnly
            | Self::Marker
            | Self::NoSuchOption
            | Self::KeyNotEmail
            | Self::NoSuchQuestion => true,
            Self::WrongType
            | Self::NeedsOptions
            | Self::RequiredMissing
            | Self::OneEntry
            | Self::NoEntryFor => false,
        }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapProblem {
    /// What.
    pub fault: MapFault,
    /// In which row, counted from 0; none where a row is missing.
    pub row: Option<usize>,
    /// Their field.
    pub theirs: RemoteField,
    /// Which option, where it is about one.
    pub option: Option<String>,
}

impl Mapping {
    /// What is wrong with it. `there` are the fields that the CRM has; none while they were never read, and then only the
    /// mapping itself is judged. `asked` are the questions whose answers may be taken.
    #[must_use]
    pub fn problems(&self, there: Option<&[FieldThere]>, asked: &Questions) -> Vec<MapProblem> {
        let mut found = Vec::new();
        let mut seen: BTreeMap<&RemoteField, usize> = BTreeMap::new();
        for (nth, row) in self.rows.iter().enumerate() {
            let mut say = |fault, option| {
                found.push(MapProblem { fault, row: Some(nth), theirs: row.theirs.clone(), option });
            };
            if let Some(fault) = by_itself(row, asked) {
                let words = match &row.take {
                    Take::Answer { asked, .. } => Some(asked.clone()),
                    _ => None,
                };
                say(fault, words);
                continue;
            }
            if seen.insert(&row.theirs, nth).is_some() {
                say(MapFault::Twice, None);
                continue;
            }
            if row.is_note() {
                continue;
            }
            let Some(there) = there else { continue };
            match there.iter().find(|field| field.name == row.theirs) {
                None => say(MapFault::Unknown, None),
                Some(field) => {
                    if let Some((fault, option)) = against(row, field, asked) {
                        say(fault, option);
                    }
                }
            }
        }
        let required = there.into_iter().flatten().filter(|field| field.required && !field.read_only);
        found.extend(required.filter(|field| self.row(&field.name).is_none()).map(|field| MapProblem {
            fault: MapFault::RequiredMissing,
            row: None,
            theirs: field.name.clone(),
            option: None,
        }));
        found
    }
}

fn by_itself(row: &MapRow, asked: &Questions) -> Option<MapFault> {
    match &row.take {
        _ if row.theirs.as_str().trim().is_empty() => Some(MapFault::Nameless),
        Take::Constant { text } if text.trim().is_empty() => Some(MapFault::EmptyConstant),
        Take::Constant { .. } | Take::Consent => None,
        Take::Answer { .. } if !row.question().is_some_and(|question| asked.contains_key(question)) => {
            Some(MapFault::NoSuchQuestion)
        }
        _ if row.ours.is_none() => Some(MapFault::NothingOfOurs),
        Take::Split { by, nth } if by.is_empty() || *nth == 0 => Some(MapFault::BadSplit),
        Take::Note if row.ours != Some(Field::Note) || !row.turn.is_as_is() => Some(MapFault::NotANote),
        _ => match row.turn {
            Turn::Phone(_) if row.ours.is_none_or(|ours| ours.row().kind != Kind::Phone) => {
                Some(MapFault::NotAPhone)
            }
            Turn::Phone(_) | Turn::AsIs | Turn::Case(_) | Turn::Pick { .. } => None,
        },
    }
}

fn against(row: &MapRow, field: &FieldThere, asked: &Questions) -> Option<(MapFault, Option<String>)> {
    let plain = row.turn.is_as_is() || matches!(row.turn, Turn::Case(_));
    let rating = row.ours == Some(Field::Rating) && row.take == Take::First;
    let list = matches!(field.holds, Holds::One | Holds::Several);
    match field.role {
        Some(Role::Marker) => return Some((MapFault::Marker, None)),
        Some(Role::Key) if row.ours != Some(Field::Email) || row.take != Take::First || !plain => {
            return Some((MapFault::KeyNotEmail, None));
        }
        Some(Role::Key) | None => {}
    }
    if field.read_only {
        return Some((MapFault::ReadOnly, None));
    }
    if let Some(question) = row.question().and_then(|question| asked.get(question)) {
        return answering::against(question, &row.turn, field);
    }
    let knows = |value: &str| field.options.iter().any(|option| option.value == value);
    let unknown = |value: &String| !knows(value);
    match (&row.turn, &row.take) {
        (Turn::Pick { options, otherwise }, _) if list => options
            .values()
            .chain(otherwise)
            .find(|value| unknown(value))
            .map(|value| (MapFault::NoSuchOption, Some(value.clone()))),
        (_, Take::Constant { text }) if list => {
            unknown(text).then(|| (MapFault::NoSuchOption, Some(text.clone())))
        }
        _ if list => Some((MapFault::NeedsOptions, None)),
        (_, Take::Constant { .. }) => None,
        (Turn::Pick { .. }, _) => None,
        _ => match field.holds {
            Holds::Text | Holds::One | Holds::Several => None,
            Holds::Number if rating => None,
            Holds::Number | Holds::Date | Holds::Flag | Holds::Other => Some((MapFault::WrongType, None)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::PhoneForm;
    use crate::crm::OptionThere;

    fn row(ours: Field, theirs: &str) -> MapRow {
        MapRow::new(ours, theirs, Take::First)
    }

    fn faults(rows: Vec<MapRow>, there: Option<&[FieldThere]>) -> Vec<MapFault> {
        Mapping { version: 1, rows }
            .problems(there, &Questions::new())
            .into_iter()
            .map(|problem| problem.fault)
            .collect()
    }

    fn pick(theirs: &str) -> Turn {
        Turn::Pick { options: BTreeMap::from([("CTO".into(), theirs.into())]), otherwise: None }
    }

    fn there() -> Vec<FieldThere> {
        let option = |value: &str| OptionThere { value: value.into(), label: value.into() };
        let text = |name: &str| FieldThere::text(name, name);
        vec![
            FieldThere { role: Some(Role::Key), ..text("email") },
            FieldThere { role: Some(Role::Marker), ..text("lanyard_id") },
            FieldThere { read_only: true, ..text("created") },
            FieldThere { required: true, ..text("last") },
            FieldThere { holds: Holds::One, options: vec![option("chief")], ..text("level") },
            FieldThere { holds: Holds::Number, ..text("score") },
            FieldThere { holds: Holds::Date, ..text("met") },
            text("first"),
        ]
    }

    #[test]
    fn a_row_that_says_nothing_usable_is_named() {
        let constant = |text: &str| MapRow {
            ours: None,
            ..MapRow::new(Field::Note, "x", Take::Constant { text: text.into() })
        };
        let cases = [
            (vec![row(Field::City, "a"), row(Field::Company, "a")], MapFault::Twice),
            (vec![row(Field::City, " ")], MapFault::Nameless),
            (vec![MapRow { ours: None, ..row(Field::City, "a") }], MapFault::NothingOfOurs),
            (vec![constant(" ")], MapFault::EmptyConstant),
            (
                vec![MapRow::new(Field::City, "a", Take::Split { by: String::new(), nth: 1 })],
                MapFault::BadSplit,
            ),
            (vec![MapRow::new(Field::City, "a", Take::Note)], MapFault::NotANote),
            (
                vec![MapRow::new(Field::Answer, "a", Take::Answer { question: None, asked: "When?".into() })],
                MapFault::NoSuchQuestion,
            ),
            (
                vec![MapRow { turn: Turn::Phone(PhoneForm::National), ..row(Field::City, "a") }],
                MapFault::NotAPhone,
            ),
        ];
        for (rows, fault) in cases {
            assert_eq!(faults(rows, None), vec![fault]);
        }
        assert_eq!(faults(vec![constant("y"), row(Field::City, "a")], None), Vec::new());
    }

    #[test]
    fn a_mapping_is_held_against_what_the_crm_has() {
        let there = there();
        let with_last = |row| vec![MapRow::new(Field::FamilyName, "last", Take::Family), row];
        let cases = [
            (row(Field::City, "nowhere"), MapFault::Unknown),
            (row(Field::City, "created"), MapFault::ReadOnly),
            (row(Field::City, "lanyard_id"), MapFault::Marker),
            (row(Field::City, "email"), MapFault::KeyNotEmail),
            (row(Field::City, "met"), MapFault::WrongType),
            (row(Field::City, "score"), MapFault::WrongType),
            (row(Field::JobTitle, "level"), MapFault::NeedsOptions),
            (MapRow { turn: pick("boss"), ..row(Field::JobTitle, "level") }, MapFault::NoSuchOption),
        ];
        for (row, fault) in cases {
            assert_eq!(faults(with_last(row), Some(&there)), vec![fault]);
        }
        assert_eq!(faults(vec![row(Field::City, "first")], Some(&there)), vec![MapFault::RequiredMissing]);
    }

    #[test]
    fn what_fits_has_no_problem() {
        let there = there();
        let rows = vec![
            row(Field::Email, "email"),
            row(Field::FamilyName, "last"),
            row(Field::Rating, "score"),
            MapRow { turn: pick("chief"), ..row(Field::JobTitle, "level") },
            MapRow::new(Field::Note, "note", Take::Note),
        ];
        assert_eq!(faults(rows, Some(&there)), Vec::new());
    }

    #[test]
    fn an_option_that_is_missing_there_is_named() {
        let rows = vec![
            row(Field::FamilyName, "last"),
            MapRow { turn: pick("boss"), ..row(Field::JobTitle, "level") },
        ];
        let found = Mapping { version: 1, rows }.problems(Some(&there()), &Questions::new());
        assert_eq!(found[0].option.as_deref(), Some("boss"));
        assert_eq!(found[0].row, Some(1));
    }
}
