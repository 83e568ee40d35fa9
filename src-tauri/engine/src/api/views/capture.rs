//! Capturing: frames, answers, what was typed, and the badges of the rehearsal.

use super::contact::{ContactDetail, ContactRow};
use lanyard_core::contact::{Field, Kind, Many, Part};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;
use lanyard_core::time::{Millis, WallMs};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One code found in a frame.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FoundCode {
    /// Corners in the frame's pixels, clockwise from the code's own top left.
    pub corners: [(f32, f32); 4],
}

/// The answer to one camera frame.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FrameAnswer {
    /// Where codes were seen.
    pub codes: Vec<FoundCode>,
    /// What came of the first readable one; none when nothing was read.
    pub capture: Option<CaptureAnswer>,
    /// What would help a badge that is seen and not read; none when nothing is known to be wrong.
    pub advice: Option<Sentence>,
    /// Time spent decoding.
    pub decode_ms: f64,
}

/// What came of an act of capturing. Every variant but `Refused` and `Again` is on disk when this is returned.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[ts(export)]
pub enum CaptureAnswer {
    /// A new contact.
    Saved {
        /// The contact.
        contact: Box<ContactDetail>,
        /// Whether the badge held only a number.
        id_only: bool,
        /// An earlier contact that may be the same person (same e-mail, compatible name): ask, amber.
        similar: Option<Box<ContactRow>>,
        /// Undo is offered this long.
        undo_for: Millis,
    },
    /// The same badge was captured at this event before: the capture was added to that contact.
    Known {
        /// That contact.
        contact: Box<ContactDetail>,
        /// When it was first captured.
        first_at: WallMs,
        /// By whom.
        by: Option<String>,
    },
    /// The same code again within ten seconds: counted on the card only.
    Again {
        /// The contact on the card.
        contact_id: ContactId,
        /// How often by now.
        times: u32,
    },
    /// Not a contact (Wi-Fi, payment, one-time password …): named, nothing stored.
    Refused {
        /// "This is a Wi-Fi code, not a contact. Nothing was stored."
        sentence: Sentence,
    },
}

/// One value typed or changed by a person; none removes it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// Which of several; empty for the first.
    #[serde(default)]
    #[ts(optional, as = "Option<Part>")]
    pub part: Part,
    /// The new value.
    pub value: Option<String>,
}

/// The value is personal data: not printed.
impl std::fmt::Debug for FieldChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldChange({})", self.field.key())
    }
}

/// A row of the field table, for forms.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FieldInfo {
    /// Which field.
    pub field: Field,
    /// What it holds.
    pub kind: Kind,
    /// How many values.
    pub many: Many,
}

/// A sample badge of the rehearsal.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SampleBadgeView {
    /// The name printed on it.
    pub title: String,
    /// The company printed on it.
    pub company: String,
    /// What it shows, as a sentence's code.
    pub about: String,
    /// Its code's modules: rows of `0` and `1`, quiet zone not included.
    pub modules: Vec<String>,
    /// The text in the code, for "scan this one here".
    pub payload: String,
}
