//! Settings: the event, and CRM accounts with the forms that they describe themselves.

use super::capture::FieldInfo;
use super::review::EarlierView;
use super::session::EventView;
use crate::secrets::passphrase::State;
use lanyard_core::alerts::Thresholds;
use lanyard_core::explain::{Explanation, Sentence};
use lanyard_core::ids::DestinationId;
use lanyard_core::time::{Millis, WallMs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

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
    pub settings: BTreeMap<String, String>,
    /// The secrets by key; one left out keeps the old.
    pub secrets: BTreeMap<String, String>,
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
    pub settings: BTreeMap<String, String>,
    /// Whether the secrets are there.
    pub has_secret: bool,
    /// How it is doing.
    pub health: Explanation,
    /// Contacts that were captured before it was connected and do not go there; none when all do.
    pub earlier: Option<EarlierView>,
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
    /// After how many days, confirmed by the CRM's clock, contacts are proposed to be purged; none never.
    pub purge_days: Option<u32>,
    /// The destinations.
    pub destinations: Vec<DestinationView>,
    /// What could be added.
    pub kinds: Vec<DestinationKind>,
    /// The field table, for forms.
    pub fields: Vec<FieldInfo>,
    /// Where the data lies.
    pub data_folder: String,
    /// How the key is kept: "keychain", "key_file", "passphrase", "recovery_key".
    pub key_kept: String,
    /// Whether a passphrase opens the store.
    pub passphrase: State,
    /// When this window last made a backup.
    pub last_backup: Option<WallMs>,
    /// From where on somebody is told that something goes wrong slowly.
    pub thresholds: Thresholds,
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
    /// After how many confirmed days purging is proposed: 7 to 3,650, or none.
    #[serde(default)]
    pub purge_days: Option<u32>,
}

/// One step of sending a test contact.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TestStep {
    /// Whether it went as it should.
    pub good: bool,
    /// What happened, in words.
    pub sentence: Sentence,
}

/// What came of sending a test contact.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TestOutcome {
    /// Whether it was made, read back and taken away again.
    pub ok: bool,
    /// Step by step.
    pub steps: Vec<TestStep>,
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
