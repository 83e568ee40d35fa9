//! Sentences as data: a code and its arguments. The words stand in one catalogue (`core/messages/<language>`), which the
//! command line and the window both read; nothing here is language.

use crate::time::{Millis, WallMs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// An argument of a sentence. Numbers, times and spans are written by the reader's locale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
#[ts(export)]
pub enum Arg {
    /// A name or a quotation. May be personal data: sentences are shown, never logged.
    Text(String),
    /// How many.
    Count(#[ts(type = "number")] u64),
    /// A point in time.
    At(WallMs),
    /// A day, of which the time is not told.
    Day(WallMs),
    /// A span.
    For(Millis),
    /// A field of a contact by its key; the catalogue has its name.
    Field(String),
}

/// A sentence of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Sentence {
    /// The message's id in the catalogue, such as `why-queued-offline`.
    pub code: String,
    /// What its placeholders stand for.
    pub args: BTreeMap<String, Arg>,
}

impl Sentence {
    /// A sentence without arguments yet.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), args: BTreeMap::new() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, arg: Arg) -> Self {
        self.args.insert(name.to_owned(), arg);
        self
    }

    /// The same sentence with a text.
    #[must_use]
    pub fn text(self, name: &str, text: impl Into<String>) -> Self {
        self.with(name, Arg::Text(text.into()))
    }

    /// The same sentence with a number.
    #[must_use]
    pub fn count(self, name: &str, count: u64) -> Self {
        self.with(name, Arg::Count(count))
    }
}

/// Who has to act before something can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Who {
    /// Nobody: Lanyard goes on by itself.
    Nobody,
    /// Whoever is at this laptop.
    You,
    /// Someone who may sign in to the CRM or change its settings.
    Manager,
}

/// A button that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Remedy {
    /// Try this contact again now.
    Retry,
    /// Open the field named in the sentence.
    EditField,
    /// Bind to the record found in the CRM.
    TakeThisOne,
    /// Make a new record although one with this e-mail exists.
    CreateAnyway,
    /// A person looked: it is there.
    ItIsThere,
    /// A person looked: it is not there, send it again.
    SendAgain,
    /// It was deleted there: remove it here too.
    RemoveHere,
    /// It was removed here: leave the CRM's record as it is.
    LeaveThere,
    /// It was removed here: delete the CRM's record although somebody changed it.
    DeleteThere,
    /// Leave the card now.
    SendNow,
    /// Enter new access data for the destination.
    SignIn,
    /// Open the destination's settings.
    OpenDestination,
}

/// Why something is where it is, what happens next, and who must act. Everything that waits has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Explanation {
    /// What happened, and what it means for the contact.
    pub why: Sentence,
    /// What happens next and when; none when nothing will.
    pub next: Option<Sentence>,
    /// Who must act.
    pub who: Who,
    /// The buttons, the most likely one first.
    pub remedies: Vec<Remedy>,
    /// The field the sentence speaks of, by its key.
    pub field: Option<String>,
}

impl Explanation {
    /// A bare reason: nothing next, nobody to act.
    #[must_use]
    pub fn because(why: Sentence) -> Self {
        Self { why, next: None, who: Who::Nobody, remedies: Vec::new(), field: None }
    }

    /// The same, with what happens next.
    #[must_use]
    pub fn next(mut self, next: Sentence) -> Self {
        self.next = Some(next);
        self
    }

    /// The same, with who must act and by which buttons.
    #[must_use]
    pub fn needs(mut self, who: Who, remedies: &[Remedy]) -> Self {
        self.who = who;
        self.remedies = remedies.to_vec();
        self
    }
}
