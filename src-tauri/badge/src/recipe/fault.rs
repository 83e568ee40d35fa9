//! Why a recipe is refused: the line, and what is wrong there.

use lanyard_core::explain::Sentence;

/// What is wrong with a recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is no TOML; what its reader says, in English.
    NoToml(String),
    /// Longer than we read.
    TooLong,
    /// Of a later format.
    Later,
    /// A key that no recipe has.
    UnknownKey(String),
    /// A key that is missing.
    Missing(&'static str),
    /// A value that is not what the key wants.
    Shape(String),
    /// None of the ways to read a payload, or more than one.
    OneWay,
    /// A field that there is not.
    UnknownField(String),
    /// A field that holds one value, named twice.
    Twice(String),
    /// A pattern that is none; what its reader says, in English.
    Pattern(String),
    /// A pattern that would take too much memory or time.
    Runaway,
    /// A recipe that gives nothing.
    NoField,
}

/// Why a recipe is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: Reason,
}

impl Fault {
    /// What is wrong and where, to be said.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let sentence = match &self.reason {
            Reason::NoToml(detail) => Sentence::new("recipe-no-toml").text("detail", detail),
            Reason::TooLong => Sentence::new("recipe-too-long"),
            Reason::Later => Sentence::new("recipe-later"),
            Reason::UnknownKey(key) => Sentence::new("recipe-unknown-key").text("key", key),
            Reason::Missing(key) => Sentence::new("recipe-missing").text("key", *key),
            Reason::Shape(key) => Sentence::new("recipe-shape").text("key", key),
            Reason::OneWay => Sentence::new("recipe-one-way"),
            Reason::UnknownField(key) => Sentence::new("recipe-unknown-field").text("key", key),
            Reason::Twice(key) => Sentence::new("recipe-twice").text("key", key),
            Reason::Pattern(detail) => Sentence::new("recipe-pattern").text("detail", detail),
            Reason::Runaway => Sentence::new("recipe-runaway"),
            Reason::NoField => Sentence::new("recipe-no-field"),
        };
        sentence.count("line", self.line as u64)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.sentence().code)
    }
}

impl std::error::Error for Fault {}
