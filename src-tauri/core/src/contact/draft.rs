//! What a badge, a file or a form says about a person, before it is kept: values as read, with what was noticed.
//! A draft is never refused for being incomplete; it is the raw material of a contact.

use super::{Field, Part};
use serde::Serialize;

/// One value as it was read.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct DraftValue {
    /// Which field.
    pub field: Field,
    /// Which of several values of that field.
    pub part: Part,
    /// The value as read: escapes undone, charset decoded, control and bidi characters removed; not yet normalised.
    pub raw: String,
}

/// What was read about one person.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactDraft {
    /// The values, in the order of the source.
    pub values: Vec<DraftValue>,
    /// Properties of the source that no field of ours holds (`X-ATTENDEE-TYPE` …), kept to be shown, never sent.
    pub extra: Vec<(String, String)>,
    /// What was noticed while reading, as codes ("control_removed", "mojibake_repaired", "cut_short" …).
    pub warnings: Vec<String>,
}

impl ContactDraft {
    /// Adds a value after those already there for the field; empty ones are passed over.
    pub fn push(&mut self, field: Field, raw: impl Into<String>) {
        let raw = raw.into();
        if raw.trim().is_empty() {
            return;
        }
        let nth = self.values.iter().filter(|value| value.field == field).count();
        self.values.push(DraftValue { field, part: Part::nth(nth), raw });
    }

    /// Notes something once.
    pub fn warn(&mut self, code: &str) {
        if !self.warnings.iter().any(|known| known == code) {
            self.warnings.push(code.to_owned());
        }
    }

    /// The first value of a field.
    #[must_use]
    pub fn first(&self, field: Field) -> Option<&str> {
        self.all(field).next()
    }

    /// All values of a field, in order.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |value| value.field == field).map(|value| value.raw.as_str())
    }

    /// Whether nothing at all was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether only an identifier was read: a person to be resolved later (late binding).
    #[must_use]
    pub fn is_id_only(&self) -> bool {
        self.first(Field::BadgeId).is_some()
            && self
                .values
                .iter()
                .all(|value| matches!(value.field, Field::BadgeId | Field::Tag | Field::Rating))
    }
}

/// Values are personal data: only their number is printed.
impl std::fmt::Debug for ContactDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContactDraft({} values, {:?})", self.values.len(), self.warnings)
    }
}

/// As for [`ContactDraft`]: the field is printed, the value is not.
impl std::fmt::Debug for DraftValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DraftValue({}, …)", self.field.key())
    }
}
