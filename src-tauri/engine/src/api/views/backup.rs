//! Backups, and what is restored of them.

use lanyard_core::explain::Sentence;
use lanyard_core::time::WallMs;
use serde::Serialize;
use ts_rs::TS;

/// What a backup says of itself, without its key.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct BackupView {
    /// When it was made.
    pub made_at: Option<WallMs>,
    /// Contacts in it.
    pub contacts: u32,
    /// The version of Lanyard that made it.
    pub app: String,
    /// Whether a passphrase opens it, besides the recovery key.
    pub passphrase: bool,
    /// In words.
    pub sentence: Sentence,
}

/// What was backed up.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct BackupOutcome {
    /// Contacts in it.
    pub contacts: u32,
    /// Its length in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether a passphrase opens it, besides the recovery key.
    pub passphrase: bool,
    /// Where it lies, when nobody named a place.
    pub path: Option<String>,
    /// In words.
    pub sentence: Sentence,
}

/// What was restored.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RestoreOutcome {
    /// Contacts in it.
    pub contacts: u32,
    /// Whether its key opened it; without one it was only unpacked.
    pub opened: bool,
    /// Where the store went that was there before.
    pub aside: Option<String>,
    /// In words.
    pub sentence: Sentence,
}
