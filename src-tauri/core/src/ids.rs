//! A newtype for every id, so that a contact is never looked up by a delivery's id. Ids are made by the engine
//! (UUIDv7) and only carried here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// Wraps an id that was made or read elsewhere.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as it is stored and sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_id! {
    /// A laptop's store. A restored store gets a new one (rule 20).
    InstallationId,
    /// A person who uses this laptop.
    OperatorId,
    /// A show.
    EventId,
    /// One act of capturing.
    CaptureId,
    /// A person we met.
    ContactId,
    /// A CRM account.
    DestinationId,
    /// One part of one contact at one destination.
    DeliveryId,
    /// A USB scanner that was taught.
    ScannerId,
    /// One difference between here and the CRM.
    ConflictId,
    /// A list of an event's people.
    RosterId,
    /// Something that a later source says about a contact.
    ProposalId,
    /// How an event's badges are read.
    RecipeId,
    /// A question of an event, however it is worded.
    QuestionId,
    /// A record's id in the CRM, as the CRM writes it.
    RemoteId,
    /// This process, made anew at each start: a lease of another boot is an unknown outcome (rule 2).
    BootId,
}

/// What a record in the CRM carries so that we can recognise it as this delivery's (rule 11). Written with the prefix
/// `c-` when we created the record, `a-` when we adopted one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Marker(String);

/// How a marker came onto a record (rule 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerOrigin {
    /// We created the record.
    Created,
    /// The record was there before and we adopted it.
    Adopted,
}

impl Marker {
    /// Wraps a bare marker (without prefix), as stored with the delivery.
    #[must_use]
    pub fn new(bare: impl Into<String>) -> Self {
        Self(bare.into())
    }

    /// The bare marker.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The marker as a record carries it.
    #[must_use]
    pub fn written(&self, origin: MarkerOrigin) -> String {
        match origin {
            MarkerOrigin::Created => format!("c-{}", self.0),
            MarkerOrigin::Adopted => format!("a-{}", self.0),
        }
    }

    /// Whether `on_record`, read from a record, is this marker, and how it came there.
    #[must_use]
    pub fn recognise(&self, on_record: &str) -> Option<MarkerOrigin> {
        match on_record.split_once('-') {
            Some(("c", rest)) if rest == self.0 => Some(MarkerOrigin::Created),
            Some(("a", rest)) if rest == self.0 => Some(MarkerOrigin::Adopted),
            _ => None,
        }
    }
}
