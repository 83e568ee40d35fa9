//! The fields that a CRM says it has, as data: what a mapping can be offered and checked against. How a CRM spells them is
//! its client's affair.

use super::record::RemoteField;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a field over there holds, as far as it decides what may be written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Holds {
    /// Text of any sort, e-mails, phones and web addresses among it.
    Text,
    /// A number.
    Number,
    /// A day or a time.
    Date,
    /// Yes or no.
    Flag,
    /// One of its options.
    One,
    /// Any of its options.
    Several,
    /// Something that a text cannot be written into: a person, a company, a file.
    Other,
}

/// What part a field plays for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Role {
    /// The e-mail by which the CRM knows a person.
    Key,
    /// It carries our marker, and nothing else may be written into it.
    Marker,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OptionThere {
    /// What is written.
    pub value: String,
    /// What people there read.
    pub label: String,
}

/// A field over there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldThere {
    /// Its name, as a mapping names it.
    #[ts(type = "string")]
    pub name: RemoteField,
    /// What people there read.
    pub label: String,
    /// What it holds.
    pub holds: Holds,
    /// Its options; empty where it has none.
    #[serde(default)]
    pub options: Vec<OptionThere>,
    /// The CRM writes it by itself.
    #[serde(default)]
    pub read_only: bool,
    /// A record without it is refused.
    #[serde(default)]
    pub required: bool,
    /// What part it plays for us.
    #[serde(default)]
    pub role: Option<Role>,
}

impl FieldThere {
    /// A plain field of text.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: RemoteField::new(name),
            label: label.into(),
            holds: Holds::Text,
            options: Vec::new(),
            read_only: false,
            required: false,
            role: None,
        }
    }
}
