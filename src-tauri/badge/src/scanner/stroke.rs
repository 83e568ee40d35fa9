//! One key of a scan, and what tells it from another.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most keys of one scan: a QR code holds 7,089 digits at most (ISO/IEC 18004, version 40-L). What comes after is cut.
pub const MOST_STROKES: usize = 8192;

/// A key as the window received it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Stroke {
    /// Its place on the keyboard, whatever the layout: `KeyboardEvent.code` of W3C UI Events, such as `KeyQ`. Empty where
    /// the system does not tell.
    pub code: String,
    /// What this laptop's layout made of it: `KeyboardEvent.key`, such as `q`, `Enter`, `Dead`.
    pub key: String,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether AltGr was held.
    pub alt_graph: bool,
    /// Whether Ctrl was held.
    pub ctrl: bool,
}

/// A person's data, key by key: not printed.
impl std::fmt::Debug for Stroke {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stroke")
    }
}

impl Stroke {
    /// What tells it from another: the place and what was held with it; where no place is known, what the laptop read.
    #[must_use]
    pub fn press(&self) -> Press {
        if self.code.is_empty() {
            let held = if self.ctrl { "C=" } else { "=" };
            return Press(format!("{held}{}", self.key));
        }
        let held = [(self.ctrl, 'C'), (self.alt_graph, 'G'), (self.shift, 'S')];
        let held: String = held.into_iter().filter_map(|(is_held, mark)| is_held.then_some(mark)).collect();
        Press(format!("{held}-{}", self.code))
    }

    /// The character this laptop read; none for a dead key and for keys without one.
    pub(crate) fn read_here(&self) -> Option<char> {
        let mut chars = self.key.chars();
        chars.next().filter(|_| chars.next().is_none())
    }

    /// The control character that a key stands for: Enter, Tab, and Ctrl with a letter, which is how scanners type the
    /// others (`Ctrl+J` is the line feed).
    pub(crate) fn control(&self) -> Option<char> {
        if self.ctrl {
            let letter = match self.code.strip_prefix("Key") {
                Some(letter) => letter.chars().next(),
                None if self.code.is_empty() => self.read_here(),
                None => None,
            };
            let letter = letter.filter(char::is_ascii_alphabetic)?;
            return Some(char::from(letter.to_ascii_uppercase() as u8 - b'@'));
        }
        match self.key.as_str() {
            "Enter" => Some('\n'),
            "Tab" => Some('\t'),
            _ => None,
        }
    }
}

/// What tells one key from another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Press(String);

impl Press {
    /// The key alone, whatever was held with it.
    pub(super) fn key(&self) -> &str {
        self.0.split_once(['-', '=']).map_or("", |(_, key)| key)
    }

    pub(super) fn is(&self, written: &str) -> bool {
        self.0 == written
    }
}

/// As a [`Stroke`].
impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Press")
    }
}
