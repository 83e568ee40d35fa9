//! Keyboards by what is printed on them: the US one in full, because scanners leave the factory set to it, and of the others
//! as much as names them.

use super::stroke::{Press, Stroke};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A keyboard layout that can be named. Naming is for the words on the screen; what is undone is what was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// United States.
    Us,
    /// United Kingdom.
    Uk,
    /// German, QWERTZ.
    German,
    /// Swiss, QWERTZ.
    Swiss,
    /// French, AZERTY.
    French,
    /// Belgian, AZERTY.
    Belgian,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Danish, Finnish, Norwegian, Swedish.
    Nordic,
    /// None of these.
    Other,
}

impl Layout {
    /// Its name in sentences.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Uk => "uk",
            Self::German => "german",
            Self::Swiss => "swiss",
            Self::French => "french",
            Self::Belgian => "belgian",
            Self::Spanish => "spanish",
            Self::Italian => "italian",
            Self::Portuguese => "portuguese",
            Self::Nordic => "nordic",
            Self::Other => "other",
        }
    }
}

/// The 47 character keys and Space, row by row, by their place.
pub(super) const CODES: [&str; 48] = [
    "Backquote",
    "Digit1",
    "Digit2",
    "Digit3",
    "Digit4",
    "Digit5",
    "Digit6",
    "Digit7",
    "Digit8",
    "Digit9",
    "Digit0",
    "Minus",
    "Equal",
    "KeyQ",
    "KeyW",
    "KeyE",
    "KeyR",
    "KeyT",
    "KeyY",
    "KeyU",
    "KeyI",
    "KeyO",
    "KeyP",
    "BracketLeft",
    "BracketRight",
    "Backslash",
    "KeyA",
    "KeyS",
    "KeyD",
    "KeyF",
    "KeyG",
    "KeyH",
    "KeyJ",
    "KeyK",
    "KeyL",
    "Semicolon",
    "Quote",
    "KeyZ",
    "KeyX",
    "KeyC",
    "KeyV",
    "KeyB",
    "KeyN",
    "KeyM",
    "Comma",
    "Period",
    "Slash",
    "Space",
];

/// What the US keyboard has on them.
const US: &str = r"`1234567890-=qwertyuiop[]\asdfghjkl;'zxcvbnm,./ ";
/// And with Shift.
const US_SHIFT: &str = r#"~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>? "#;

/// The character of a key on a US keyboard; none for keys that have none there.
pub(super) fn on_us(stroke: &Stroke) -> Option<char> {
    if stroke.ctrl || stroke.alt_graph {
        return None;
    }
    let row = if stroke.shift { US_SHIFT } else { US };
    if let Some(digit) = stroke.code.strip_prefix("Numpad") {
        return digit.chars().next().filter(char::is_ascii_digit);
    }
    let place = CODES.iter().position(|code| *code == stroke.code)?;
    row.chars().nth(place)
}

/// The key and Shift under which a US keyboard has a character.
#[cfg(test)]
pub(super) fn place_on_us(wanted: char) -> Option<(usize, bool)> {
    let at = |row: &str| row.chars().position(|c| c == wanted);
    at(US).map(|place| (place, false)).or_else(|| at(US_SHIFT).map(|place| (place, true)))
}

/// What names a layout: characters at their places (a capital letter: with Shift). The scanner's side shows ASCII only,
/// so that each layout is named by what both sides show.
const SIGNS: &[(Layout, &[(&str, char)])] = &[
    (
        Layout::Us,
        &[
            ("-KeyY", 'y'),
            ("-KeyQ", 'q'),
            ("S-Digit2", '@'),
            ("-Minus", '-'),
            ("-Slash", '/'),
            ("-Semicolon", ';'),
        ],
    ),
    (
        Layout::Uk,
        &[
            ("-KeyY", 'y'),
            ("-KeyQ", 'q'),
            ("S-Digit2", '"'),
            ("S-Quote", '@'),
            ("-Minus", '-'),
            ("-Slash", '/'),
        ],
    ),
    (
        Layout::German,
        &[
            ("-KeyY", 'z'),
            ("-KeyZ", 'y'),
            ("-Minus", 'ß'),
            ("-Slash", '-'),
            ("-Semicolon", 'ö'),
            ("-Backslash", '#'),
        ],
    ),
    (
        Layout::Swiss,
        &[
            ("-KeyY", 'z'),
            ("-KeyZ", 'y'),
            ("-Minus", '\''),
            ("-Slash", '-'),
            ("S-Digit1", '+'),
            ("-Backslash", '$'),
        ],
    ),
    (
        Layout::French,
        &[
            ("-KeyQ", 'a'),
            ("-KeyA", 'q'),
            ("-Semicolon", 'm'),
            ("-Slash", '!'),
            ("-Equal", '='),
            ("-Digit1", '&'),
        ],
    ),
    (
        Layout::Belgian,
        &[
            ("-KeyQ", 'a'),
            ("-KeyA", 'q'),
            ("-Semicolon", 'm'),
            ("-Slash", '='),
            ("-Equal", '-'),
            ("-Digit1", '&'),
        ],
    ),
    (
        Layout::Spanish,
        &[
            ("-KeyY", 'y'),
            ("-Minus", '\''),
            ("-Slash", '-'),
            ("-Semicolon", 'ñ'),
            ("-BracketRight", '+'),
            ("S-Digit3", '·'),
        ],
    ),
    (
        Layout::Italian,
        &[
            ("-KeyY", 'y'),
            ("-Minus", '\''),
            ("-Slash", '-'),
            ("-Semicolon", 'ò'),
            ("-Quote", 'à'),
            ("S-Digit3", '£'),
        ],
    ),
    (
        Layout::Portuguese,
        &[
            ("-KeyY", 'y'),
            ("-Minus", '\''),
            ("-Slash", '-'),
            ("-Semicolon", 'ç'),
            ("-BracketLeft", '+'),
            ("S-Digit3", '#'),
        ],
    ),
    (
        Layout::Nordic,
        &[
            ("-KeyY", 'y'),
            ("-Minus", '+'),
            ("-Slash", '-'),
            ("-BracketLeft", 'å'),
            ("S-Digit7", '/'),
            ("S-Digit4", '¤'),
        ],
    ),
];

/// Fewest signs by which a layout is named.
const FEWEST: usize = 3;

/// The layout that shows these characters under these keys.
pub(super) fn named(shows: &BTreeMap<Press, char>) -> Layout {
    let of = |sign: &str| shows.iter().find(|(press, _)| press.is(sign)).map(|(_, shown)| *shown);
    let mut best = (0, Layout::Other);
    for (layout, signs) in SIGNS {
        let known = signs.iter().filter_map(|(sign, wanted)| Some(of(sign)? == *wanted));
        let (mut alike, mut other) = (0, 0);
        for is_alike in known {
            *(if is_alike { &mut alike } else { &mut other }) += 1;
        }
        if other == 0 && alike >= FEWEST && alike > best.0 {
            best = (alike, *layout);
        }
    }
    best.1
}
