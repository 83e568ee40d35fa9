//! What reading a payload gives: its kind, what it says about a person, and why it was refused if it was.

use lanyard_core::contact::normalise::clean_text;
use lanyard_core::contact::{ContactDraft, Field};
use serde::Serialize;

/// The family a payload belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadgeKind {
    /// A vCard 2.1.
    Vcard21,
    /// A vCard 3.0, or one that does not say its version.
    Vcard3,
    /// A vCard 4.0.
    Vcard4,
    /// A MECARD.
    Mecard,
    /// The web address of a person's profile.
    ProfileUrl,
    /// Any other web address.
    Url,
    /// An e-mail address or phone number with its scheme.
    Uri,
    /// An identifier and nothing else: who it is has to come from a list or from the person.
    Opaque,
    /// Text of no known form.
    Text,
    /// A code that is not about a person: refused, and not to be kept.
    NotContact,
    /// A code that would run or open something: refused, and not to be kept. A contact with hostile values in it is
    /// read as its own kind, the values being text.
    Hostile,
}

impl BadgeKind {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vcard21 => "vcard21",
            Self::Vcard3 => "vcard3",
            Self::Vcard4 => "vcard4",
            Self::Mecard => "mecard",
            Self::ProfileUrl => "profile_url",
            Self::Url => "url",
            Self::Uri => "uri",
            Self::Opaque => "opaque",
            Self::Text => "text",
            Self::NotContact => "not_contact",
            Self::Hostile => "hostile",
        }
    }
}

/// Why a payload is not captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Nothing in it.
    Empty,
    /// Joins a Wi-Fi network; carries its password.
    Wifi,
    /// Pays somebody.
    Payment,
    /// Sets up one-time passwords; carries their secret.
    Otp,
    /// An address whose opening would run or read something on this laptop.
    UnsafeUrl,
}

impl Refusal {
    /// Its name in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Wifi => "wifi",
            Self::Payment => "payment",
            Self::Otp => "otp",
            Self::UnsafeUrl => "unsafe-url",
        }
    }
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The family.
    pub kind: BadgeKind,
    /// What it says about a person; empty when nothing could be read or it was refused.
    pub draft: ContactDraft,
    /// Why it is not captured; the payload must then not be kept.
    pub refused: Option<Refusal>,
}

/// Most values and most extra properties that are taken from one payload; no badge comes near.
const MOST: usize = 100;

impl Reading {
    pub(crate) fn of(kind: BadgeKind) -> Self {
        Self { kind, draft: ContactDraft::default(), refused: None }
    }

    pub(crate) fn refused(kind: BadgeKind, why: Refusal) -> Self {
        Self { refused: Some(why), ..Self::of(kind) }
    }

    /// Adds a value as read, unseen characters taken out. Bounded, so that time is too.
    pub(crate) fn push(&mut self, field: Field, value: &str) {
        if self.draft.values.len() >= MOST {
            self.draft.warn("cut_short");
            return;
        }
        let value = self.clean(value);
        self.draft.push(field, value);
    }

    /// As [`Self::push`], unless the field has a value already: for fields that hold one.
    pub(crate) fn push_first(&mut self, field: Field, value: &str) -> bool {
        let is_free = self.draft.first(field).is_none();
        if is_free {
            self.push(field, value);
        }
        is_free
    }

    /// Keeps what no field holds, to be shown. Bounded: a payload may have thousands.
    pub(crate) fn extra(&mut self, name: &str, value: &str) {
        const LONGEST_CHARS: usize = 500;
        if self.draft.extra.len() >= MOST {
            return;
        }
        let (name, value) = (self.clean(name), self.clean(value));
        if !value.is_empty() {
            self.draft.extra.push((name, value.chars().take(LONGEST_CHARS).collect()));
        }
    }

    fn clean(&mut self, value: &str) -> String {
        let (clean, removed) = clean_text(value);
        if removed > 0 {
            self.draft.warn("control_removed");
        }
        clean.trim().to_owned()
    }
}
