//! Consent: what the event asks people to agree to, and what one of them said.

use lanyard_core::contact::Part;
use lanyard_core::time::WallMs;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::store::consents::Channel;

/// What the event asks each visitor to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConsentAsked {
    /// The wording in force: what an answer names.
    pub wording: Part,
    /// Which version of the words it is, counted from 1.
    pub version: u32,
    /// The words, as the visitor hears or reads them.
    pub text: String,
    /// Whether nothing is sent before a yes.
    pub hold: bool,
}

/// What the event is to ask.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ConsentInput {
    /// The words; empty asks nothing any more.
    pub text: String,
    /// Whether nothing is sent before a yes.
    pub hold: bool,
}

/// What a contact said last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ConsentView {
    /// Whether they agreed.
    pub given: bool,
    /// The words they were asked in.
    pub text: String,
    /// Which version of the words.
    pub version: u32,
    /// How they were asked.
    pub channel: Channel,
    /// When.
    pub at: WallMs,
    /// By whom.
    pub by: Option<String>,
}
