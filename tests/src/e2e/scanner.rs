//! A USB scanner: real key events at the display, at a scanner's speed, of a device that types as on a US keyboard
//! whatever keyboard the laptop has.

use super::Trouble;
use super::display::done;
use super::laptop::Room;

/// Milliseconds between two keys.
const BETWEEN_KEYS: &str = "4";
/// A scanner does not wait for the laptop's processors: whoever may, types before all that the laptop does.
const AT_ONCE: [&str; 3] = ["-n", "-19", "xdotool"];

/// The rows of a US keyboard, without and with Shift, and the number that the display gives their first key (evdev).
const ROWS: [(&str, &str, u32); 4] = [
    ("1234567890-=", "!@#$%^&*()_+", 10),
    ("qwertyuiop[]", "QWERTYUIOP{}", 24),
    ("asdfghjkl;'`", "ASDFGHJKL:\"~", 38),
    ("\\zxcvbnm,./", "|ZXCVBNM<>?", 51),
];

/// The numbers of Enter, Tab and Space.
const ENTER: &str = "36";
const TAB: &str = "23";
const SPACE: &str = "65";

/// A plugged-in scanner.
#[derive(Debug)]
pub struct Scanner<'a> {
    room: &'a Room,
    line_end: &'static str,
}

impl<'a> Scanner<'a> {
    pub(super) fn plug_in(room: &'a Room) -> Self {
        Self { room, line_end: ENTER }
    }

    /// The same, set up to press Tab where a line ends.
    #[must_use]
    pub fn with_tabs(self) -> Self {
        Self { line_end: TAB, ..self }
    }

    /// Reads a code: types it, and Enter after it. Characters that it has no key for are left out.
    ///
    /// # Errors
    /// The display takes no keys.
    pub fn scan(&self, text: &str) -> Result<(), Trouble> {
        let unix = text.replace("\r\n", "\n");
        let mut keys: Vec<String> = unix.chars().filter_map(|c| self.key(c)).collect();
        keys.push(ENTER.to_owned());
        let mut tool = self.room.command("nice");
        tool.args(AT_ONCE).args(["key", "--delay", BETWEEN_KEYS]).args(keys);
        done(&mut tool)
    }

    fn key(&self, wanted: char) -> Option<String> {
        match wanted {
            '\n' | '\r' => return Some(self.line_end.to_owned()),
            '\t' => return Some(TAB.to_owned()),
            ' ' => return Some(SPACE.to_owned()),
            _ => {}
        }
        ROWS.iter().find_map(|(plain, shift, first)| {
            let at = |row: &str| {
                (0..).zip(row.chars()).find(|(_, c)| *c == wanted).map(|(place, _)| first + place)
            };
            at(plain).map(|key| key.to_string()).or_else(|| at(shift).map(|key| format!("shift+{key}")))
        })
    }
}

/// Gives the laptop another keyboard: "de", "fr", "gb".
pub(super) fn lay(room: &Room, layout: &str) -> Result<(), Trouble> {
    let mut tool = room.command("setxkbmap");
    tool.args(["-rules", "evdev", "-model", "pc105", "-layout", layout]);
    done(&mut tool)
}
