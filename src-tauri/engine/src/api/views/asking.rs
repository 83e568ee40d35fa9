//! The event's own questions, and what was answered.

use lanyard_core::contact::Part;
use lanyard_core::contact::asking::Question;
use lanyard_core::ids::QuestionId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A question of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct QuestionView {
    /// Its id.
    pub id: QuestionId,
    /// The wording in force: the part of the field `answer` that an answer to it has.
    pub wording: Part,
    /// How it is put.
    pub question: Question,
    /// Whether it is not asked any more.
    pub retired: bool,
    /// How many contacts have answered it, in any wording; not counted for the session.
    pub answered: u32,
}

/// A question as a person writes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct QuestionInput {
    /// The question to put in other words; none adds one.
    pub id: Option<QuestionId>,
    /// How it is put.
    pub question: Question,
}
