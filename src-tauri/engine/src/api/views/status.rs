//! The bar: counts, the network, the outcome of a sync, and what is pushed.

use super::contact::ContactRow;
use super::files::FileProgress;
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::time::WallMs;
use serde::Serialize;
use ts_rs::TS;

/// The manager's sum. `captured` is counted on its own, so that the line can be wrong and be seen to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Sum {
    /// Contacts captured.
    pub captured: u32,
    /// In the CRM, as here.
    pub synced: u32,
    /// On their way, or without a destination.
    pub waiting: u32,
    /// A person is needed.
    pub needs_attention: u32,
    /// Deleted or merged here, settled everywhere.
    pub removed: u32,
    /// Whether the four add up to `captured`.
    pub adds_up: bool,
}

/// Whether the CRM can be reached, as the bar tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Network {
    /// The CRM answered last time.
    Online,
    /// It did not.
    Offline,
    /// Not tried yet, or no destination.
    Unknown,
}

/// The bar and the counts. Pushed on every change.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Status {
    /// Whether the CRM can be reached.
    pub network: Network,
    /// The network's story in one sentence: "Offline since 10:31. 14 contacts are safe on this laptop."
    pub story: Sentence,
    /// All contacts of the event.
    pub sum: Sum,
    /// Captured since local midnight.
    pub today: u32,
    /// Contacts not settled yet.
    pub to_send: u32,
    /// When the last sync round ended.
    pub last_sync: Option<WallMs>,
    /// Something true until fixed (sign-in refused, disk full …), with its button.
    pub banner: Option<Explanation>,
}

/// The outcome of "Sync now": "11 sent, 2 wait, 1 needs you."
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SyncOutcome {
    /// Contacts that are in the CRM now and were not before.
    pub sent: u32,
    /// Contacts that wait.
    pub waiting: u32,
    /// Contacts that need a person.
    pub needs_attention: u32,
    /// The sentence.
    pub sentence: Sentence,
}

/// What is pushed to the window.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "update", rename_all = "snake_case")]
#[ts(export)]
pub enum Update {
    /// Counts or network changed.
    Status {
        /// The new ones.
        status: Box<Status>,
    },
    /// These contacts changed; rows as they are now.
    Contacts {
        /// The rows.
        rows: Vec<ContactRow>,
    },
    /// How far the file is that is gone over.
    File {
        /// So far.
        progress: FileProgress,
    },
    /// The session changed (event, preferences, stage).
    Session,
    /// Files were opened with Lanyard and wait to be taken. Told by the shell: the engine knows of no files but those it is given.
    Opened,
    /// The window is to be closed: say what that costs.
    Closing,
}
