//! The outbox: one row per contact, destination and part; its states, what moves it from one to the next, what holds it,
//! and why it is where it is. No CRM is known here.

pub mod chip;
pub mod delivery;
pub mod explain;
pub mod gate;
pub mod hold;
pub mod sum;
pub mod transition;

pub use chip::{Chip, chip, contact_chip};
pub use delivery::{
    Base, Binding, BindingKind, Decision, Delivery, DeliveryPart, Intent, ParkReason, Place, RemovedBy, Sent,
    State,
};
pub use explain::{Circumstances, explain};
pub use gate::Gate;
pub use hold::{Hold, Leaving, hold};
pub use sum::{Bucket, bucket};
pub use transition::{IllegalMove, Move, transition};
