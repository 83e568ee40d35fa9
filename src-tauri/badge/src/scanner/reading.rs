//! Which of the possible readings of a scan is the one that was meant.

use super::layout::on_us;
use super::stroke::{MOST_STROKES, Stroke};
use super::taught::Taught;
use crate::{BadgeKind, Reading, read_text};
use lanyard_core::contact::normalise;

/// How a scan was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By what was learned of a scanner: its place in the list.
    Taught(usize),
    /// As this laptop reads its keyboard.
    Laptop,
    /// As on a US keyboard.
    UsKeyboard,
}

/// A scan as text.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// The text of the code, as well as it could be restored.
    pub text: String,
    /// Characters in it that are guesses.
    pub unsure: usize,
    /// How it was read.
    pub by: By,
    /// Whether another reading would have been as good: the scanner should be taught.
    pub doubtful: bool,
}

/// What a badge says: not printed.
impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scan({} chars, {} unsure, {:?})", self.text.chars().count(), self.unsure, self.by)
    }
}

/// Restores what a scanner typed. Scanners that were taught come first, in the order given; a reading of the untaught kind
/// is taken instead only when it is of a family of badges and theirs is not.
#[must_use]
pub fn read(strokes: &[Stroke], taught: &[Taught]) -> Scan {
    let strokes = &strokes[..strokes.len().min(MOST_STROKES)];
    let learned = taught.iter().enumerate().map(|(place, scanner)| {
        let undone = scanner.undo(strokes);
        let text = lines_of_tabs(undone.text);
        let worth = Worth::of(&text, undone.unsure, undone.framed);
        (worth, Scan { text, unsure: undone.unsure, by: By::Taught(place), doubtful: false })
    });
    let mut best: Option<(Worth, Scan)> = None;
    for one in learned {
        if best.as_ref().is_none_or(|(worth, _)| one.0 > *worth) {
            best = Some(one);
        }
    }
    let untaught = untaught(strokes);
    match best {
        Some((worth, scan)) if worth.family >= untaught.0.family => scan,
        Some(_) | None => untaught.1,
    }
}

/// The better of the two readings that need no lesson.
fn untaught(strokes: &[Stroke]) -> (Worth, Scan) {
    let (here, unsure) = read_here(strokes);
    let here = tidy(&here);
    let here_worth = Worth::of(&here, unsure, false);
    let mut laptop = Scan { text: here, unsure, by: By::Laptop, doubtful: false };
    let Some(there) = read_as_us(strokes).map(|text| tidy(&text)).filter(|text| *text != laptop.text) else {
        return (here_worth, laptop);
    };
    let there_worth = Worth::of(&there, 0, false);
    // Two identifiers: the one of letters, digits and plain signs is the one that somebody printed.
    let plain = |text: &str| {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).count();
        (letters, text.chars().filter(char::is_ascii).count())
    };
    let tells = (there_worth, plain(&there)).cmp(&(here_worth, plain(&laptop.text)));
    if tells.is_gt() {
        let doubtful = there_worth == here_worth && there_worth.family < FAMILY;
        return (there_worth, Scan { text: there, unsure: 0, by: By::UsKeyboard, doubtful });
    }
    laptop.doubtful = tells.is_eq() && here_worth.family < FAMILY;
    (here_worth, laptop)
}

/// How much a reading says, the first that differs deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    family: u8,
    /// Fewer values with something wrong are better.
    sound: isize,
    sure: isize,
    framed: bool,
}

/// A reading of a family that cannot come about by chance.
const FAMILY: u8 = 3;

impl Worth {
    fn of(text: &str, unsure: usize, framed: bool) -> Self {
        let Reading { kind, draft, refused, .. } = read_text(text);
        let family = match kind {
            BadgeKind::Vcard21
            | BadgeKind::Vcard3
            | BadgeKind::Vcard4
            | BadgeKind::Jcard
            | BadgeKind::Mecard
            | BadgeKind::Bizcard
            | BadgeKind::Kddi
            | BadgeKind::Kv
            | BadgeKind::Json
            | BadgeKind::Signed
            | BadgeKind::ProfileUrl
            | BadgeKind::Url
            | BadgeKind::Uri
            | BadgeKind::Hostile => FAMILY,
            BadgeKind::NotContact if refused == Some(crate::Refusal::Empty) => 0,
            BadgeKind::NotContact => FAMILY,
            BadgeKind::Opaque | BadgeKind::Delimited | BadgeKind::Encrypted => 2,
            BadgeKind::Text => 1,
        };
        let is_wrong = |value: &&lanyard_core::contact::DraftValue| {
            normalise(value.field.row().kind, &value.raw, None).problem.is_some()
        };
        let wrong = draft.values.iter().filter(is_wrong).count();
        Self {
            family,
            sound: 0_isize.saturating_sub_unsigned(wrong),
            sure: 0_isize.saturating_sub_unsigned(unsure),
            framed,
        }
    }
}

/// What this laptop made of the keys, and how many of them nothing.
fn read_here(strokes: &[Stroke]) -> (String, usize) {
    let mut unsure = 0;
    let text = strokes.iter().map(|stroke| {
        stroke.control().or_else(|| stroke.read_here()).unwrap_or_else(|| {
            unsure += 1;
            '\u{FFFD}'
        })
    });
    (text.collect(), unsure)
}

/// What a US keyboard would have made of them; none when a key's place is not known.
fn read_as_us(strokes: &[Stroke]) -> Option<String> {
    strokes.iter().map(|stroke| stroke.control().or_else(|| on_us(stroke))).collect()
}

/// A scan without what scanners add by themselves: the symbology before it (ISO/IEC 15424: `]Q1`) and the key after it.
fn tidy(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n', '\t']);
    let symbology = |rest: &str| {
        let mut chars = rest.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic())
            && chars.next().is_some_and(|c| c.is_ascii_digit())
    };
    let text = match text.strip_prefix(']') {
        Some(rest) if symbology(rest) && rest.len() > 2 => &rest[2..],
        Some(_) | None => text,
    };
    lines_of_tabs(text.to_owned())
}

/// A card whose line ends arrived as Tab, with line ends.
fn lines_of_tabs(text: String) -> String {
    const BEGIN: &str = "BEGIN:VCARD";
    let is_card = text.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    if is_card && !text.contains(['\r', '\n']) && text.contains('\t') {
        return text.replace('\t', "\r\n");
    }
    text
}
