//! What a decision looks at, and what it consists of.

use crate::contact::{self, Field};
use crate::crm::{Capabilities, Fields, Mapping, NewRecord, Ours, RecordPatch, RemoteField, RemoteRecord};
use crate::ids::{BootId, RemoteId};
use crate::outbox::{Delivery, IllegalMove, Leaving, Move, transition};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a decision about one delivery looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The delivery as it is stored.
    pub delivery: &'a Delivery,
    /// The contact as it is here.
    pub local: &'a Local,
    /// The CRM account.
    pub account: &'a Account,
    /// This process.
    pub boot: &'a BootId,
}

/// A contact as one destination would see it.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// The values by their field names; removed ones with the edit that removed them.
    pub fields: BTreeMap<RemoteField, Ours>,
    /// The newest edit.
    pub seq: u64,
    /// The name, to be compared with a record's.
    pub name: String,
    /// Their fields for which an open conflict row says that theirs holds.
    pub theirs_hold: BTreeSet<RemoteField>,
    /// What may still hold it back.
    pub leaving: Leaving,
}

/// A CRM account as the protocol needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// What it can do.
    pub caps: Capabilities,
    /// Our fields to theirs.
    pub mapping: Mapping,
    /// Whether one more record with a taken e-mail would be accepted.
    pub may_double: bool,
}

impl Account {
    /// The e-mail by which the contact would be looked for; none when it has none that would be sent.
    #[must_use]
    pub fn email(&self, local: &Local) -> Option<String> {
        local.fields.get(self.mapping.theirs(Field::Email)?)?.value.clone()
    }

    /// A record's name, as far as the mapping knows its parts.
    #[must_use]
    pub fn name(&self, record: &RemoteRecord) -> String {
        let part = |field| self.mapping.theirs(field).and_then(|theirs| record.fields.get(theirs));
        match part(Field::FullName) {
            Some(full) => full.to_owned(),
            None => {
                let parts = [part(Field::GivenName), part(Field::FamilyName)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Whether a record can be this contact's: its name is empty or fits.
    #[must_use]
    pub fn fits(&self, record: &RemoteRecord, local: &Local) -> bool {
        contact::compatible_names(&self.name(record), &local.name)
    }
}

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
    /// A person chose it.
    Adopt,
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
}

impl Request {
    /// Whether it changes anything over there.
    #[must_use]
    pub fn is_write(&self) -> bool {
        match self {
            Self::Create(_) | Self::Update(_) => true,
            Self::Get { .. }
            | Self::FindByEmail { .. }
            | Self::FindByMarker { .. }
            | Self::FindLike { .. } => false,
        }
    }
}

/// What follows once a step is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing until something happens.
    Rest,
    /// Decide again at once.
    Again,
    /// Ask the CRM this. A write leaves only after its lease and its exact content are on disk (rule 1).
    Ask(Request),
    /// Settle this generation as removed over there, and begin a new one with a new marker (rule 12).
    Renew,
}

/// Which side of a difference holds until a person chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// A conflict row to be written.
#[derive(Clone, PartialEq, Eq)]
pub struct Difference {
    /// Their field.
    pub field: RemoteField,
    /// What both once had.
    pub base: Option<String>,
    /// Our value.
    pub ours: Option<String>,
    /// Theirs.
    pub theirs: Option<String>,
    /// Which holds until someone chooses.
    pub winner: Winner,
}

impl std::fmt::Debug for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Difference({}, {:?} holds)", self.field.as_str(), self.winner)
    }
}

/// A decision: the delivery as it is to be stored, with what goes along in the same transaction, and what follows.
#[derive(Clone, PartialEq, Eq)]
pub struct Step {
    /// To be stored.
    pub delivery: Delivery,
    /// Conflict rows to be written.
    pub differences: Vec<Difference>,
    /// Values that came from the CRM, to be taken over here.
    pub taken: Vec<(RemoteField, Option<String>)>,
    /// What follows.
    pub next: Next,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Step")
            .field("state", &self.delivery.state)
            .field("differences", &self.differences)
            .field("taken", &self.taken.len())
            .field("next", &self.next)
            .finish()
    }
}

impl Step {
    /// A step that changes nothing yet.
    #[must_use]
    pub(super) fn from(delivery: &Delivery) -> Self {
        Self { delivery: delivery.clone(), differences: Vec::new(), taken: Vec::new(), next: Next::Rest }
    }

    /// The same with the delivery moved.
    pub(super) fn moved(mut self, what: Move) -> Result<Self, IllegalMove> {
        self.delivery.state = transition(&self.delivery.state, what)?;
        Ok(self)
    }

    /// The same, followed by a request.
    pub(super) fn ask(mut self, request: Request) -> Self {
        self.next = Next::Ask(request);
        self
    }

    /// The same, to be decided on again.
    pub(super) fn again(mut self) -> Self {
        self.next = Next::Again;
        self
    }
}
