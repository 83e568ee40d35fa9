//! Recipes: how the badges of one event are read, written down in TOML and read without code (`docs/recipes.md`). A recipe reads a
//! payload that begins and ends as it says and is built as it says, and no other: the families read the rest.
//!
//! A recipe is a stranger's file. It can name fields and nothing else: it fetches nothing, runs nothing, and its patterns are
//! bounded, so that none reads longer than its payload.

mod built_in;
mod fault;
mod learn;
mod parse;
mod read;
mod samples;
mod write;

pub use built_in::{BUILT_IN, BuiltIn};
pub use fault::{Fault, Reason};
pub use learn::{Sample, learn};
pub use samples::codes;

use lanyard_core::contact::Field;
use regex::Regex;

/// Where a value of a payload goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Into a field.
    Field(Field),
    /// Beside the contact, under a name; shown and never sent.
    Extra(String),
    /// Nowhere.
    Skip,
}

/// A place in a JSON value: names of objects and places in lists, from the outside in.
pub type JsonPath = Vec<String>;

/// A place in a web address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPlace {
    /// The parameter of that name.
    Parameter(String),
    /// The part of the path at that place, counted from 1.
    Part(usize),
}

/// How the values stand in a payload.
#[derive(Debug, Clone)]
pub enum How {
    /// One after the other, with a separator between them.
    Delimited {
        /// What stands between them.
        separator: String,
        /// Where they go, in their order. A payload with fewer or more is not this recipe's.
        fields: Vec<Target>,
    },
    /// As a pattern's groups, which are named as fields are.
    Pattern(Regex),
    /// As JSON.
    Json(Vec<(Target, JsonPath)>),
    /// In a web address of one host.
    Url {
        /// The host, in small letters.
        host: String,
        /// Where they stand.
        places: Vec<(Target, UrlPlace)>,
    },
    /// With their names in front.
    Named {
        /// What stands between two of them.
        separator: String,
        /// What stands between a name and its value.
        between: String,
        /// The names, compared without regard to case.
        names: Vec<(Target, String)>,
    },
    /// At fixed places, counted in characters from 0: from the first to before the second.
    Fixed(Vec<(Target, usize, usize)>),
}

/// How a badge's number is compared with an organiser's list. What is kept is always as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdForm {
    /// Taken off in front, in any case.
    pub prefix: String,
    /// Zeros in front make no difference.
    pub zeros: bool,
    /// Neither do capitals.
    pub case: bool,
}

impl IdForm {
    /// How numbers are compared where no recipe says otherwise: zeros in front and capitals make no difference.
    pub const LOOSE: Self = Self { prefix: String::new(), zeros: true, case: true };

    /// The loosest forms in which a list may have this number: as it is, without this form's prefix, and with it.
    #[must_use]
    pub fn folds(&self, id: &str) -> Vec<String> {
        let bare = Self { prefix: self.prefix.clone(), ..Self::LOOSE }.key(id);
        let mut folds = vec![Self::LOOSE.key(id)];
        if !self.prefix.is_empty() {
            folds.extend([Self::LOOSE.key(&bare), Self::LOOSE.key(&format!("{}{}", self.prefix, id.trim()))]);
        }
        folds
    }

    /// What two numbers are compared by.
    #[must_use]
    pub fn key(&self, id: &str) -> String {
        let id = id.trim();
        let bare = match id.get(..self.prefix.len()) {
            Some(start) if start.eq_ignore_ascii_case(&self.prefix) => &id[self.prefix.len()..],
            _ => id,
        };
        let cased = if self.case { bare.to_lowercase() } else { bare.to_owned() };
        match cased.trim_start_matches('0') {
            "" if !cased.is_empty() => {
                if self.zeros {
                    "0".to_owned()
                } else {
                    cased
                }
            }
            short if self.zeros => short.to_owned(),
            _ => cased,
        }
    }
}

/// How the badges of one event are read.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// What people call it.
    pub name: String,
    /// What a payload begins with; it is no part of a value.
    pub prefix: String,
    /// What a payload ends with; it is no part of a value.
    pub suffix: String,
    /// How the values stand in it.
    pub how: How,
    /// Names whose values are not even kept with the payload (JSON and named values).
    pub cut: Vec<String>,
    /// How numbers are compared.
    pub id: IdForm,
}

#[cfg(test)]
mod tests;
