//! What is told of sync to those who show it: how the destinations are doing, what changed, what "Sync now" came to. No
//! value of any contact.

use lanyard_core::ids::{ContactId, DeliveryId, DestinationId};
use lanyard_core::outbox::Gate;
use lanyard_core::sync::Pace;
use lanyard_core::sync::pacing::Quota;
use lanyard_core::time::{Millis, MonoMs, WallMs};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What "Sync now" came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Deliveries that became synced meanwhile.
    pub sent: u32,
    /// Whether there is any destination.
    pub has_destination: bool,
    /// A destination that cannot be reached, by name.
    pub unreachable: Option<String>,
}

/// How the destinations are doing, to be shown. No value of any contact.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// By destination.
    pub lines: BTreeMap<DestinationId, LineSnapshot>,
    /// When a round last ended with nothing left to do at once.
    pub last_sync: Option<WallMs>,
    /// The disk was full when sync last wanted to write: nothing is sent, nothing taken in, until there is room.
    pub disk_full: bool,
}

/// How one destination is doing.
#[derive(Debug, Clone, Default)]
pub struct LineSnapshot {
    /// Whether it takes writes.
    pub gate: Gate,
    /// Since when not.
    pub since: Option<WallMs>,
    /// When it is tried again.
    pub until: Option<WallMs>,
    /// Whether it ever answered.
    pub answered: bool,
    /// What was left of deliveries' own waits at `at`. Shared: there may be thousands.
    pub left: Arc<BTreeMap<DeliveryId, Millis>>,
    /// When `left` was counted, on this process's clock.
    pub at: MonoMs,
    /// Failures in a row, of the kinds the breaker counts; [`lanyard_core::sync::health::BREAKER_AT`] open it.
    pub failures: u32,
    /// The breaker is open until then; a read then closes it.
    pub rest_until: Option<WallMs>,
    /// The bucket: requests that may leave at once, the most that are saved up, requests regained per second.
    pub pace: Pace,
    /// What the CRM last said of our budget; none as long as it said nothing.
    pub quota: Option<Quota>,
    /// Requests under way.
    pub in_flight: usize,
}

/// What changed, for those who show it.
#[derive(Debug, Clone)]
pub enum Changed {
    /// These contacts.
    Contacts(Vec<ContactId>),
    /// Counts, network, health.
    Status,
    /// The event, the preferences, how far the start came.
    Session,
    /// Nothing yet: the window is to be closed, and is asked to say what that costs.
    Closing,
}
