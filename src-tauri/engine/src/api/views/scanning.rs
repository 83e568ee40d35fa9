//! USB scanners: those that were taught, and what came of a scan.

use super::capture::CaptureAnswer;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ScannerId;
use lanyard_core::time::{Millis, WallMs};
use serde::Serialize;
use ts_rs::TS;

pub use lanyard_badge::scanner::Stroke;

/// A scanner that was taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScannerView {
    /// Its id.
    pub id: ScannerId,
    /// As which keyboard it types, which one this laptop reads, and that this is undone.
    pub said: Sentence,
    /// What cannot be restored, and what else was learned.
    pub notes: Vec<Sentence>,
    /// Its keys come at most this far apart, with some to spare.
    pub gap: Millis,
    /// The key with which it ends each code (`Enter`); none when it just ends.
    pub last_key: Option<String>,
    /// When it was taught.
    pub taught_at: WallMs,
}

/// What came of a scan.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ScanAnswer {
    /// What came of the capture.
    pub capture: CaptureAnswer,
    /// That parts of it are guesses, and what to do.
    pub doubt: Option<Sentence>,
}

/// What a scan says, without a capture.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct ScanTried {
    /// The text of the code, as restored.
    pub text: String,
    /// That parts of it are guesses, and what to do.
    pub doubt: Option<Sentence>,
}

/// What a badge says: not printed.
impl std::fmt::Debug for ScanTried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScanTried")
    }
}
