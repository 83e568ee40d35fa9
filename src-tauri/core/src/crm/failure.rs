//! The few ways in which a request can fail. Made once, in the CRM's client; from here on nobody looks at a status or at
//! an error's text.

use super::record::{RemoteField, Version};
use crate::ids::RemoteId;
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// Why the CRM does not accept our sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthFault {
    /// The access ran out; one refresh may mend it.
    Expired,
    /// The key or token is wrong or was withdrawn.
    Revoked,
    /// The token works but may not do this.
    MissingScope,
}

/// What a throttling answer speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Too many requests in a short time.
    Burst,
    /// The day's budget is gone.
    Daily,
}

/// Why a request surely had no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No connection to the CRM's host.
    Unreachable,
    /// Something else answered in the CRM's place (a hotel's sign-in page).
    Portal,
    /// The CRM is there but cannot answer now.
    Busy,
}

/// On which unique key two records collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictOn {
    /// Another record has this e-mail.
    Email,
    /// A record with this marker exists.
    Marker,
    /// Some other key.
    Other,
}

/// A field that the CRM does not accept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Its name there; none when the CRM named no field.
    pub field: Option<RemoteField>,
    /// What the CRM says, in its words. May quote a value: shown, never logged.
    pub message: String,
}

impl std::fmt::Debug for FieldFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldFault({:?})", self.field)
    }
}

/// A failure, classified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "class")]
pub enum Failure {
    /// Our sign-in is not accepted: the destination pauses, a manager is told.
    Auth {
        /// How so.
        fault: AuthFault,
    },
    /// We are to wait: moves the shared bucket; not an attempt.
    Throttled {
        /// How long, as the CRM says.
        wait: Option<Millis>,
        /// What ran out.
        scope: Scope,
    },
    /// Surely not executed.
    Transient {
        /// Why.
        trouble: Trouble,
    },
    /// A write was sent and its outcome is unknown.
    Ambiguous,
    /// A unique key is taken.
    Conflict {
        /// Which.
        on: ConflictOn,
        /// By which record, when the CRM says so.
        existing: Option<RemoteId>,
    },
    /// The record changed since the version we sent.
    Stale {
        /// Its version now, when the CRM says so.
        current: Option<Version>,
    },
    /// No such record, or not any more. A GET decides what that means (rule 6).
    Gone {
        /// The record it was merged into, when the CRM says so.
        merged_into: Option<RemoteId>,
    },
    /// Values are not accepted.
    Invalid {
        /// Which.
        fields: Vec<FieldFault>,
    },
    /// The request is too large.
    TooLarge,
    /// The CRM cannot do this.
    Unsupported,
    /// An answer to a read that we do not understand.
    Protocol,
}

impl Failure {
    /// Whether it speaks of the destination as a whole, not of one record: such a fault spends no attempt and leaves
    /// deliveries queued (rule 15).
    #[must_use]
    pub fn is_the_destinations(&self) -> bool {
        match self {
            Self::Auth { .. } | Self::Throttled { .. } | Self::Transient { .. } => true,
            Self::Ambiguous
            | Self::Conflict { .. }
            | Self::Stale { .. }
            | Self::Gone { .. }
            | Self::Invalid { .. }
            | Self::TooLarge
            | Self::Unsupported
            | Self::Protocol => false,
        }
    }

    /// Its name in the store and in the timeline.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Auth { .. } => "auth",
            Self::Throttled { .. } => "throttled",
            Self::Transient { .. } => "transient",
            Self::Ambiguous => "ambiguous",
            Self::Conflict { .. } => "conflict",
            Self::Stale { .. } => "stale",
            Self::Gone { .. } => "gone",
            Self::Invalid { .. } => "invalid",
            Self::TooLarge => "too_large",
            Self::Unsupported => "unsupported",
            Self::Protocol => "protocol",
        }
    }
}
