//! Values made comparable: one normaliser per kind, idempotent, pure. The raw value is kept by the caller.
//! What a value *should* be (spelling slips, capital letters) is not decided here.

mod email;
mod phone;
mod text;
mod url;

pub use email::email_key;
pub use phone::{PhoneForm, phone_as};
pub use text::{LINE_CHARS, TEXT_CHARS, clean_text};

use super::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Two-letter country code (ISO 3166-1) in whose notation local phone numbers are read; an event's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region([u8; 2]);

impl Region {
    /// Reads "DE", "de"; anything but two ASCII letters is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The code in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// What is wrong with a value. Named per field; never a reason not to capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// No `@`, or nothing on one side of it.
    EmailShape,
    /// The part after `@` is not a domain with a dot.
    EmailDomain,
    /// Allowed by the standard, refused by most CRMs (quotes, comments, an address literal).
    EmailUnusual,
    /// No digits that make a phone number.
    PhoneShape,
    /// A local number, and the event has no region to read it in.
    PhoneNeedsRegion,
    /// Not a web address that may be shown.
    UrlShape,
    /// Not a number from 1 to 5.
    RatingRange,
    /// Longer than we keep: cut.
    TooLong,
}

/// A value after normalising.
#[derive(Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The value to keep: normalised, or as it came when it has a problem.
    pub value: String,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// Values are personal data: only the problem is printed.
impl std::fmt::Debug for Normalised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Normalised(…, {:?})", self.problem)
    }
}

/// Normalises one value of a kind. Local phone numbers are read in `region`.
///
/// Doing it twice changes nothing more, and no input makes it panic. An empty value has no problem: a field that is not
/// filled in is not wrong.
#[must_use]
pub fn normalise(kind: Kind, raw: &str, region: Option<Region>) -> Normalised {
    let (value, cut) = match kind {
        Kind::Text => text::lines(raw),
        Kind::Line | Kind::Name | Kind::Email | Kind::Phone | Kind::Url | Kind::Id | Kind::Rating => {
            text::line(raw)
        }
    };
    if cut {
        return Normalised { value, problem: Some(Problem::TooLong) };
    }
    if value.is_empty() {
        return Normalised { value, problem: None };
    }
    match kind {
        Kind::Line | Kind::Name | Kind::Id | Kind::Text => Normalised { value, problem: None },
        Kind::Email => email::email(&value),
        Kind::Phone => phone::phone(&value, region),
        Kind::Url => url::url(&value),
        Kind::Rating => {
            let problem =
                (!matches!(value.as_str(), "1" | "2" | "3" | "4" | "5")).then_some(Problem::RatingRange);
            Normalised { value, problem }
        }
    }
}

/// Whether two values of a kind say the same (rule 9: spelling is not change).
///
/// Lines and names differ by capitals, because a corrected capital is a change; e-mail addresses do not.
#[must_use]
pub fn same_value(kind: Kind, left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    match kind {
        Kind::Line | Kind::Name | Kind::Id | Kind::Rating => text::line(left) == text::line(right),
        Kind::Text => text::lines(left) == text::lines(right),
        Kind::Email => email_key(left) == email_key(right),
        Kind::Phone => phone::phone_key(&text::line(left).0) == phone::phone_key(&text::line(right).0),
        Kind::Url => url::url_key(&text::line(left).0) == url::url_key(&text::line(right).0),
    }
}

#[cfg(test)]
mod tests;
