//! What a CRM account can do, as far as the protocol depends on it.

use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// Whether records can carry our marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerSupport {
    /// The CRM keeps it unique, archived records included.
    Unique,
    /// It can be looked for.
    Searchable,
    /// There is no field for it.
    None,
}

/// What a destination can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// Markers.
    pub marker: MarkerSupport,
    /// Whether an e-mail is unique among live records.
    pub email_unique: bool,
    /// Whether a PATCH can carry the version it is meant for.
    pub versions: bool,
    /// Whether records can carry notes of their own. Otherwise a note goes across as a field, where one is mapped.
    pub notes: bool,
    /// Items per write request.
    pub batch: usize,
    /// F of rule 2: how long after an unknown outcome until we look: client timeout + the server's late bound + its
    /// index lag.
    pub fence: Millis,
}

/// What can be promised for one contact (sync protocol, "What is promised").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Atomic on our unique marker.
    A,
    /// Unique by a key that this contact fills.
    B,
    /// A searchable marker only.
    C,
    /// Neither.
    D,
}

impl Capabilities {
    /// The kind of a contact that has, or has not, a usable e-mail.
    #[must_use]
    pub fn kind(&self, has_email: bool) -> Kind {
        match self.marker {
            MarkerSupport::Unique => Kind::A,
            MarkerSupport::Searchable if self.email_unique && has_email => Kind::B,
            MarkerSupport::None if self.email_unique && has_email => Kind::B,
            MarkerSupport::Searchable => Kind::C,
            MarkerSupport::None => Kind::D,
        }
    }
}
