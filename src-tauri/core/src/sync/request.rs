//! What a delivery may ask the CRM. The worker joins equal ones of several deliveries into one operation (`batch`).

use crate::crm::{Fields, NewRecord, Object, RecordPatch, Removal};
use crate::ids::RemoteId;

/// Why a record is read by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A write's outcome is unknown.
    Probe,
    /// A write was acknowledged: read it back before calling it synced (rule 3).
    Verify,
    /// What we hold may be old.
    Refresh,
    /// The CRM named this record as the owner of our marker.
    Existing,
    /// A person chose it, or the CRM merged ours into it.
    Adopt,
    /// It is to be deleted or handed back: what is it now?
    BeforeRemoval,
}

/// What is to be asked for one delivery. The worker joins equal ones of several deliveries into one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A record by id.
    Get {
        /// Which.
        id: RemoteId,
        /// What for.
        purpose: Purpose,
        /// What sort of record.
        object: Object,
    },
    /// Live records by e-mail.
    FindByEmail {
        /// The address.
        email: String,
        /// Whether the CRM has just said that it is taken.
        taken: bool,
    },
    /// Records by our marker.
    FindByMarker {
        /// Both written forms.
        markers: Vec<String>,
        /// What sort of record.
        object: Object,
        /// Whether this only looks for records too many (rule 14): it may be asked in any state.
        scrub: bool,
    },
    /// A record that a hint shows to carry our marker although it is not the one we are bound to, by id. May be asked in any
    /// state.
    Stray {
        /// Which.
        id: RemoteId,
        /// Further ones, to be read after it.
        rest: Vec<RemoteId>,
        /// What sort of record.
        object: Object,
    },
    /// Records that look like what was sent.
    FindLike {
        /// The values.
        fields: Fields,
    },
    /// Make the record.
    Create(NewRecord),
    /// Change the record.
    Update(RecordPatch),
    /// Delete the record.
    Delete(Removal),
}

impl Request {
    /// Whether it changes anything over there.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::Create(_) | Self::Update(_) | Self::Delete(_) => true,
            Self::Get { .. }
            | Self::Stray { .. }
            | Self::FindByEmail { .. }
            | Self::FindByMarker { .. }
            | Self::FindLike { .. } => false,
        }
    }
}
