//! The types that cross to the window. They hold what a screen shows, already worded as sentences to be looked up; no
//! screen computes a state by itself.

use lanyard_core::contact::{Field, Kind, Many, Origin, Part, Problem};
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, DestinationId, EventId};
use lanyard_core::outbox::Chip;
use lanyard_core::time::{Millis, WallMs};
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
    /// Who captures.
    pub operator: Option<String>,
    /// What this laptop remembers about the window.
    pub preferences: Preferences,
    /// Whether a person said that the recovery key is written down.
    pub recovery_key_confirmed: bool,
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
}

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

/// A contact as a row of a list.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactRow {
    /// Its id.
    pub id: ContactId,
    /// The name to show; none when only a number is known.
    pub name: Option<String>,
    /// The badge's number.
    pub badge_id: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Who captured it first.
    pub by: Option<String>,
    /// When it was first captured.
    pub at: WallMs,
    /// Its one chip.
    pub chip: Chip,
    /// The chip's sentence.
    pub sentence: Sentence,
}

/// One value in the drawer.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FieldView {
    /// Which field.
    pub field: Field,
    /// Which of several.
    pub part: Part,
    /// The value.
    pub value: String,
    /// As read, when different.
    pub raw: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// One line of "What happened".
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TimelineEntry {
    /// When.
    pub at: WallMs,
    /// Its glyph: the chip it belongs to, or none for edits.
    pub chip: Option<Chip>,
    /// What happened.
    pub what: Sentence,
    /// The second line.
    pub more: Option<Sentence>,
    /// The CRM's raw answer (at most 8 KiB), shown on request.
    pub raw: Option<String>,
}

/// A difference between here and the CRM.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ConflictView {
    /// Its id.
    pub id: ConflictId,
    /// Which field, by key.
    pub field: String,
    /// The value here.
    pub ours: Option<String>,
    /// The value there.
    pub theirs: Option<String>,
    /// Which holds until someone chooses: "ours" or "theirs".
    pub winner: String,
}

/// One delivery of a contact.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DeliveryView {
    /// Its id.
    pub id: DeliveryId,
    /// The destination's name.
    pub destination: String,
    /// Its chip.
    pub chip: Chip,
    /// Why it is where it is.
    pub explanation: Explanation,
    /// The record's id over there.
    pub remote_id: Option<String>,
    /// Records over there that a person may say it is.
    pub candidates: Vec<CandidateView>,
}

/// A record of the CRM that may be this contact.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct CandidateView {
    /// Its id.
    pub id: String,
    /// Its name; empty when it has none.
    pub name: String,
}

/// A name: not printed.
impl std::fmt::Debug for CandidateView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CandidateView({})", self.id)
    }
}

/// A contact in full.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactDetail {
    /// As in the list.
    pub row: ContactRow,
    /// "Why is this pending?"
    pub explanation: Explanation,
    /// The values, in the field table's order.
    pub fields: Vec<FieldView>,
    /// Further properties of the badge, shown only.
    pub extra: Vec<(String, String)>,
    /// How often it was captured.
    pub captures: u32,
    /// The raw text of the first capture; none when it is not text.
    pub payload: Option<String>,
    /// Where it goes.
    pub deliveries: Vec<DeliveryView>,
    /// Open differences.
    pub conflicts: Vec<ConflictView>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Whether its card is still open: nothing has left for the CRM yet and undo is possible.
    pub undo_until: Option<WallMs>,
}

/// Which contacts to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactQuery {
    /// Words; empty for all.
    pub search: String,
    /// Only these chips; empty for all.
    pub chips: Vec<Chip>,
    /// Only those captured since (local midnight for "today").
    pub since: Option<WallMs>,
    /// How many at most (1 to 500).
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// A page of contacts, newest first.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ContactPage {
    /// The rows.
    pub rows: Vec<ContactRow>,
    /// How many match in all.
    pub matching: u32,
    /// How many there are.
    pub total: u32,
}

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
    /// The session changed (event, preferences, stage).
    Session,
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

/// A person's decision about a delivery that needs one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "choice", rename_all = "snake_case")]
#[ts(export)]
pub enum Choice {
    /// Try again now.
    Retry,
    /// It is this record.
    TakeThisOne {
        /// The record's id.
        remote_id: String,
    },
    /// Make a new record.
    CreateAnyway,
    /// A person looked: it is there under this id, or look again.
    ItIsThere,
    /// A person looked: it is not there.
    SendAgain,
}

/// One input of a destination's form. The CRM describes it; the window draws it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FormField {
    /// Its key in [`DestinationInput::settings`] or `secrets`.
    pub key: String,
    /// Its label's code in the catalogue.
    pub label: String,
    /// A help sentence's code.
    pub help: Option<String>,
    /// Whether it is a secret: written to the keychain, never shown again.
    pub secret: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// What to show first.
    pub value: Option<String>,
    /// The choices, when it is one of several: (value, label's code).
    pub options: Vec<(String, String)>,
}

/// A CRM that can be added.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DestinationKind {
    /// "acme".
    pub kind: String,
    /// "AcmeCRM".
    pub name: String,
    /// Its form.
    pub form: Vec<FormField>,
}

/// A filled-in form. Never printed: it may hold a secret.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct DestinationInput {
    /// The destination to change; none adds one.
    pub id: Option<DestinationId>,
    /// Which CRM.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The plain settings by key.
    pub settings: std::collections::BTreeMap<String, String>,
    /// The secrets by key; one left out keeps the old.
    pub secrets: std::collections::BTreeMap<String, String>,
}

impl std::fmt::Debug for DestinationInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DestinationInput({})", self.kind)
    }
}

/// A destination as the settings show it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct DestinationView {
    /// Its id.
    pub id: DestinationId,
    /// Which CRM.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// The plain settings by key.
    pub settings: std::collections::BTreeMap<String, String>,
    /// Whether the secrets are there.
    pub has_secret: bool,
    /// How it is doing.
    pub health: Explanation,
    /// Field mapping, ours to theirs: (our field's key, their field).
    pub mapping: Vec<(String, String)>,
}

/// What the settings screen shows.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Settings {
    /// The event.
    pub event: EventView,
    /// Who captures.
    pub operator: String,
    /// The destinations.
    pub destinations: Vec<DestinationView>,
    /// What could be added.
    pub kinds: Vec<DestinationKind>,
    /// The field table, for forms.
    pub fields: Vec<FieldInfo>,
    /// Where the data lies.
    pub data_folder: String,
    /// How the key is kept: "keychain", "key_file", "recovery_key".
    pub key_kept: String,
}

/// Changes to the event.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct EventInput {
    /// Its name.
    pub name: String,
    /// Two letters, or none.
    pub region: Option<String>,
    /// 0 to 300,000 ms.
    pub grace: Millis,
    /// Who captures.
    pub operator: String,
}

/// The answer of a destination's check.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CheckOutcome {
    /// Whether it works.
    pub ok: bool,
    /// In words.
    pub sentence: Sentence,
    /// The raw answer.
    pub detail: Option<String>,
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
    /// The recovery key is not this store's.
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
