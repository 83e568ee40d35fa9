//! The session: how far the start came, what the window remembers, and why a command did not work.

use super::asking::QuestionView;
use super::consent::ConsentAsked;
use super::scanning::ScannerView;
use crate::restored::Restored;
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::EventId;
use lanyard_core::time::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far the start came.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "stage", rename_all = "snake_case")]
#[ts(export)]
pub enum Stage {
    /// Everything works: capture.
    Ready,
    /// There is a store, and its key is missing or the keychain is locked: ask for the recovery key, or try again.
    NeedsRecoveryKey {
        /// What happened and what to do.
        explanation: Explanation,
        /// Whether a passphrase was set: it opens the store as well.
        passphrase: bool,
    },
    /// A first start, and no keychain takes a key: a person chooses a passphrase, which then opens the store at each start.
    NeedsPassphrase {
        /// What happened and what to do.
        explanation: Explanation,
        /// The keychain's own words, shown on request.
        detail: Option<String>,
        /// Whether one was chosen already, by a start that was interrupted: it is asked for.
        chosen: bool,
    },
    /// Nothing can be captured until a person acts (read-only folder, newer or damaged file, no keychain …).
    Blocked {
        /// What happened and what to do.
        explanation: Explanation,
        /// The raw answer, shown on request.
        detail: Option<String>,
    },
}

/// What the window needs before its first paint.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Session {
    /// How far the start came.
    pub stage: Stage,
    /// Whether this is the rehearsal: its own data folder, a ribbon in the window.
    pub rehearsal: bool,
    /// Where captures go; none before the store is open.
    pub event: Option<EventView>,
    /// What the event asks of each visitor, in order.
    pub questions: Vec<QuestionView>,
    /// What the event asks each visitor to agree to; none when it asks nothing.
    pub consent: Option<ConsentAsked>,
    /// Who captures.
    pub operator: Option<String>,
    /// Whether the laptop only captures, until somebody enters the PIN.
    pub kiosk: bool,
    /// What this laptop remembers about the window.
    pub preferences: Preferences,
    /// The USB scanners that were taught, the latest first.
    pub scanners: Vec<ScannerView>,
    /// Whether a person said that the recovery key is written down.
    pub recovery_key_confirmed: bool,
    /// Whether the store came from elsewhere, and what a person said of that.
    pub restored: Restored,
    /// The app's version.
    pub version: String,
}

/// The event captured into.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct EventView {
    /// Its id.
    pub id: EventId,
    /// Its name.
    pub name: String,
    /// Two-letter region in which local phone numbers are read.
    pub region: Option<String>,
    /// How long a card stays open before its first send.
    pub grace: Millis,
}

/// What the window remembers; all of it optional and harmless to lose.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Preferences {
    /// "en", "de"; none follows the system.
    pub language: Option<String>,
    /// "light", "dark"; none follows the system.
    pub theme: Option<String>,
    /// Whether sounds are off.
    pub muted: bool,
    /// 0 to 100.
    pub volume: Option<u8>,
    /// The camera chosen last, by device id.
    pub camera_id: Option<String>,
    /// And by label, since ids change.
    pub camera_label: Option<String>,
    /// Whether a camera has read a badge on this laptop.
    pub camera_tried: bool,
    /// Whether somebody put the first steps away.
    pub steps_away: bool,
}

/// The recovery key to write down. Shown only on request. Never printed.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct RecoveryKeyView {
    /// The groups in order, the last one the checksum.
    pub groups: Vec<String>,
}

impl std::fmt::Debug for RecoveryKeyView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKeyView(…)")
    }
}

/// What the window can tell apart when a command does not work. A code is here only if a screen acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// The input cannot be used; the sentence says why. Nothing was changed.
    BadInput,
    /// There is no such contact, destination or conflict (any more).
    NotFound,
    /// The disk is full or read-only: the last act was not saved.
    NotSaved,
    /// The recovery key or the passphrase is not this store's, or one is needed.
    WrongKey,
    /// The store is not open.
    NotReady,
    /// Another frame is still being decoded: drop this one.
    Busy,
    /// A fault of ours, with its detail.
    Internal,
}

/// Why a command did not work, in words.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CommandError {
    /// What the window acts on.
    pub code: ErrorCode,
    /// What happened and what to do.
    pub sentence: Sentence,
    /// The raw answer, one click away.
    pub detail: Option<String>,
}
