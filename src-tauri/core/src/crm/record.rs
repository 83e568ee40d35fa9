//! A record as a CRM holds it.

use crate::ids::RemoteId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field's name in the CRM (`acme_first_name`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RemoteField(String);

impl RemoteField {
    /// Wraps a name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as the CRM writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a CRM calls the state of a record: a counter or a modified time. Only compared, never computed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u64);

/// Values by the CRM's field names. An absent field is an empty one. Values are personal data and never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub BTreeMap<RemoteField, String>);

impl Fields {
    /// The value of a field; empty and absent are the same.
    #[must_use]
    pub fn get(&self, field: &RemoteField) -> Option<&str> {
        self.0.get(field).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Sets a value.
    pub fn set(&mut self, field: RemoteField, value: impl Into<String>) {
        self.0.insert(field, value.into());
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&RemoteField, &str)> {
        self.0.iter().map(|(field, value)| (field, value.as_str()))
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys().map(RemoteField::as_str)).finish()
    }
}

impl FromIterator<(RemoteField, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (RemoteField, String)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// A record as it was read: a fact (rule 3 says which reads are facts and which are hints).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteRecord {
    /// Its id.
    pub id: RemoteId,
    /// Its version, where the CRM has one.
    pub version: Option<Version>,
    /// Whether it lies in the CRM's bin.
    pub archived: bool,
    /// The marker it carries, with its prefix.
    pub marker: Option<String>,
    /// The fields, the marker's own left out.
    pub fields: Fields,
}
