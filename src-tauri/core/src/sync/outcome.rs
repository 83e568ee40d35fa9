//! What a decision consists of: the delivery as it is to be stored, what goes along with it, and what follows.

use super::case::Wanted;
use super::request::Request;
use super::stray::Surplus;
use crate::crm::RemoteField;
use crate::outbox::{Delivery, DeliveryPart, IllegalMove, Intent, Move, RemovedBy, transition};

/// What follows once a step is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing until something happens.
    Rest,
    /// Decide again at once.
    Again,
    /// Ask the CRM this. A write leaves only after its lease and its exact content are on disk (rule 1).
    Ask(Request),
    /// This generation is over: begin a new one with a new marker (rule 12).
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
    /// Records too many, each to become a delivery of its own (rule 13). One that is there already stays as it is.
    pub surplus: Vec<Surplus>,
    /// Whether the record passes to another contact that is bound to it: that one's binding becomes `created` (rule 10).
    pub pass_on: bool,
    /// What follows.
    pub next: Next,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Step")
            .field("state", &self.delivery.state)
            .field("differences", &self.differences)
            .field("taken", &self.taken.len())
            .field("surplus", &self.surplus.len())
            .field("pass_on", &self.pass_on)
            .field("next", &self.next)
            .finish()
    }
}

impl Step {
    /// A step that changes nothing yet.
    #[must_use]
    pub(super) fn from(delivery: &Delivery) -> Self {
        Self {
            delivery: delivery.clone(),
            differences: Vec::new(),
            taken: Vec::new(),
            surplus: Vec::new(),
            pass_on: false,
            next: Next::Rest,
        }
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

    /// The same, gone. A contact that is wanted again meanwhile begins anew, under a new marker.
    pub(super) fn gone(self, by: RemovedBy, wanted: Wanted) -> Result<Self, IllegalMove> {
        let mut step = self.moved(Move::Remove { by })?;
        step.delivery.sent = None;
        step.delivery.decision = None;
        step.next = match (wanted, step.delivery.intent) {
            (Wanted::Here, Intent::Delete | Intent::Unlink | Intent::Destroy)
                if step.delivery.part == DeliveryPart::Contact =>
            {
                Next::Renew
            }
            (Wanted::Here | Wanted::Gone | Wanted::Destroyed, _) => Next::Rest,
        };
        Ok(step)
    }

    /// The same, to be decided on again.
    pub(super) fn again(mut self) -> Self {
        self.next = Next::Again;
        self
    }
}
