//! What the command line says, and how it ends. The only place that prints.

use lanyard_core::explain::Sentence;
use lanyard_engine::api::views::{CommandError, ErrorCode};
use lanyard_engine::words::Words;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ends; the table stands in `main`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    InPart,
    /// Not understood, or not part of this build.
    NotAsked,
    BadInput,
    NotHere,
    OurFault,
    NotSaved,
    InUse,
    NeedsSomeone,
}

impl Exit {
    /// All that this program decides; 2 is mostly clap's.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 9] = [
        Self::Done,
        Self::InPart,
        Self::NotAsked,
        Self::BadInput,
        Self::NotHere,
        Self::OurFault,
        Self::NotSaved,
        Self::InUse,
        Self::NeedsSomeone,
    ];

    /// The number; from 65 on those of `sysexits.h`.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::InPart => 1,
            Self::NotAsked => 2,
            Self::BadInput => 65,
            Self::NotHere => 66,
            Self::OurFault => 70,
            Self::NotSaved => 74,
            Self::InUse => 75,
            Self::NeedsSomeone => 78,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command did not work.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) exit: Exit,
    /// None when there is nobody left to tell.
    sentence: Option<Sentence>,
    detail: Option<String>,
    /// What helps on the command line: the code of a sentence.
    hint: Option<&'static str>,
}

impl Trouble {
    pub(crate) fn new(exit: Exit, sentence: Sentence) -> Self {
        Self { exit, sentence: Some(sentence), detail: None, hint: None }
    }

    pub(crate) fn with_detail(self, detail: Option<String>) -> Self {
        Self { detail, ..self }
    }

    pub(crate) fn with_hint(self, hint: Option<&'static str>) -> Self {
        Self { hint, ..self }
    }

    /// The sentence, for a list of items of which this one failed.
    pub(crate) fn said(&self, words: &Words) -> String {
        self.sentence.as_ref().map(|sentence| words.say(sentence)).unwrap_or_default()
    }
}

impl From<CommandError> for Trouble {
    fn from(error: CommandError) -> Self {
        let exit = match error.code {
            ErrorCode::BadInput => Exit::BadInput,
            ErrorCode::NotFound => Exit::NotHere,
            ErrorCode::NotSaved => Exit::NotSaved,
            ErrorCode::WrongKey | ErrorCode::NotReady => Exit::NeedsSomeone,
            ErrorCode::Busy => Exit::InUse,
            ErrorCode::Internal => Exit::OurFault,
        };
        Self { exit, sentence: Some(error.sentence), detail: error.detail, hint: None }
    }
}

/// Where answers go.
pub(crate) struct Out {
    pub(crate) words: Words,
    pub(crate) json: bool,
}

impl Out {
    pub(crate) fn new(words: Words, json: bool) -> Self {
        Self { words, json }
    }

    pub(crate) fn say(&self, sentence: &Sentence) -> String {
        self.words.say(sentence)
    }

    /// One object with `--json`, else lines for people.
    pub(crate) fn answer(
        &self,
        machine: &impl Serialize,
        people: impl FnOnce() -> String,
    ) -> Result<(), Trouble> {
        if self.json { self.object(machine) } else { self.line(&people()) }
    }

    /// One object on a line, with or without `--json`.
    pub(crate) fn object(&self, object: &impl Serialize) -> Result<(), Trouble> {
        match serde_json::to_string(object) {
            Ok(line) => self.line(&line),
            Err(error) => Err(Trouble::new(Exit::OurFault, Sentence::new("error-internal"))
                .with_detail(Some(error.to_string()))),
        }
    }

    pub(crate) fn line(&self, text: &str) -> Result<(), Trouble> {
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|error| match error.kind() {
            // Whoever read has read enough.
            io::ErrorKind::BrokenPipe => {
                Trouble { exit: Exit::Done, sentence: None, detail: None, hint: None }
            }
            _ => Trouble::new(Exit::NotSaved, Sentence::new("cli-cannot-write"))
                .with_detail(Some(error.to_string())),
        })
    }

    /// How far something long came, on a terminal only: the same line again and again.
    pub(crate) fn progress(&self, done: u32, of: u32) {
        let mut err = io::stderr();
        if !self.json && err.is_terminal() {
            let _ = write!(err, "\r{done} / {of}").and_then(|()| err.flush());
        }
    }

    /// Takes that line away.
    pub(crate) fn progress_over(&self) {
        let mut err = io::stderr();
        if !self.json && err.is_terminal() {
            let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
        }
    }

    /// Says why something did not work.
    pub(crate) fn complain(&self, trouble: &Trouble) {
        let Some(sentence) = &trouble.sentence else { return };
        let said = self.say(sentence);
        let hint = trouble.hint.map(|code| self.say(&Sentence::new(code)));
        let text = if self.json {
            json!({ "error": said, "code": sentence.code, "hint": hint, "detail": trouble.detail })
                .to_string()
        } else {
            let detail = trouble.detail.as_ref().map(|detail| format!("({detail})"));
            [Some(said), hint, detail].into_iter().flatten().collect::<Vec<_>>().join("\n")
        };
        // Nothing is left to do when even this cannot be written.
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// A view with its sentence in words beside it, for those who have no catalogue.
pub(crate) fn with_words(view: &impl Serialize, says: String) -> Value {
    let mut value = serde_json::to_value(view).unwrap_or(Value::Null);
    if let Value::Object(object) = &mut value {
        object.insert("says".to_owned(), Value::String(says));
    }
    value
}
