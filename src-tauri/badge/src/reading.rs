//! What reading a payload gives: its kind, what it says about a person, and why it was refused if it was.

use crate::linkedin;
use lanyard_core::contact::normalise::clean_text;
use lanyard_core::contact::{ContactDraft, Field, Many};
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
    /// A vCard written as JSON (RFC 7095).
    Jcard,
    /// A MECARD.
    Mecard,
    /// A BIZCARD, MECARD's elder kin.
    Bizcard,
    /// A MEMORY card of KDDI's phones.
    Kddi,
    /// A list of values with a separator between them.
    Delimited,
    /// Values with their names in front: `name: Jane Roe; company: …`.
    Kv,
    /// A JSON object of any shape.
    Json,
    /// An identifier or claims with a signature, which nobody here can check.
    Signed,
    /// Ciphertext: kept, and readable only for whoever has its key.
    Encrypted,
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
            Self::Jcard => "jcard",
            Self::Mecard => "mecard",
            Self::Bizcard => "bizcard",
            Self::Kddi => "kddi",
            Self::Delimited => "delimited",
            Self::Kv => "kv",
            Self::Json => "json",
            Self::Signed => "signed",
            Self::Encrypted => "encrypted",
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
    /// Leads to an app in a shop.
    AppStore,
    /// Sets up a device or an account: an eSIM, a passkey, a thing of the home. Carries its secret.
    Setup,
    /// A licence, a health certificate, a boarding pass: more about a person than a contact is.
    Document,
    /// An address whose opening would run or read something on this laptop.
    UnsafeUrl,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::Wifi,
        Self::Payment,
        Self::Otp,
        Self::AppStore,
        Self::Setup,
        Self::Document,
        Self::UnsafeUrl,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Wifi => "wifi",
            Self::Payment => "payment",
            Self::Otp => "otp",
            Self::AppStore => "app-store",
            Self::Setup => "setup",
            Self::Document => "document",
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
    /// Further people in the same payload, in its order; each is a contact of its own.
    pub others: Vec<ContactDraft>,
    /// The service whose digital card the address leads to ("hihello"): the name comes with a later look, never here.
    pub card: Option<&'static str>,
    /// Why it is not captured; the payload must then not be kept.
    pub refused: Option<Refusal>,
}

/// Most values and most extra properties that are taken from one payload; no badge comes near.
const MOST: usize = 100;

/// Most people that are taken from one payload: the longest has room for few more.
pub(crate) const MOST_PEOPLE: usize = 100;

impl Reading {
    pub(crate) fn of(kind: BadgeKind) -> Self {
        Self { kind, draft: ContactDraft::default(), others: Vec::new(), card: None, refused: None }
    }

    pub(crate) fn refused(kind: BadgeKind, why: Refusal) -> Self {
        Self { refused: Some(why), ..Self::of(kind) }
    }

    /// Readings of one payload as one: the first, and the people of the others beside it.
    pub(crate) fn together(readings: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut readings = readings.into_iter();
        let mut first = readings.next()?;
        let mut met = 1;
        for other in readings.filter(|reading| !reading.draft.is_empty()) {
            if met == MOST_PEOPLE {
                first.draft.warn("cut_short");
                break;
            }
            if first.draft.is_empty() {
                first = other;
            } else {
                met += 1;
                first.others.push(other.draft);
            }
        }
        if !first.others.is_empty() {
            first.draft.warn("several_people");
        }
        Some(first)
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

    /// Takes the value of a field as badges write it: schemes off, a profile's handle out of its address, and what a field
    /// that holds one has no room for beside it, under its name there.
    pub(crate) fn take(&mut self, field: Field, name: &str, value: &str) {
        let value = value.trim();
        match field {
            Field::Website | Field::Linkedin => match linkedin::handle(value) {
                Some(handle) => self.keep_one(Field::Linkedin, name, &handle),
                None => self.keep_one(field, name, value),
            },
            Field::Email => self.push(field, without_scheme(value, "mailto:")),
            Field::Phone | Field::Mobile | Field::Fax => self.push(field, without_scheme(value, "tel:")),
            _ if field.row().many == Many::One => self.keep_one(field, name, value),
            _ => self.push(field, value),
        }
    }

    /// The first value of a field that holds one; further ones are shown as extra.
    pub(crate) fn keep_one(&mut self, field: Field, name: &str, value: &str) {
        if !self.push_first(field, value) {
            self.extra(name, value);
        }
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

/// The value without a scheme in front of it, in any case.
pub(crate) fn without_scheme<'a>(value: &'a str, scheme: &str) -> &'a str {
    let value = value.trim();
    match value.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => value[scheme.len()..].trim(),
        _ => value,
    }
}
