//! What is known of one scanner on this laptop, and the undoing of what it types.

use super::layout::Layout;
use super::stroke::{MOST_STROKES, Press, Stroke};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A scanner as it was taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// What each run of keys stands for.
    pub(super) keys: Vec<(Vec<Press>, String)>,
    /// What it types before a code.
    pub(super) prefix: Vec<Press>,
    /// And after it.
    pub(super) suffix: Vec<Press>,
    /// Texts that it leaves out.
    pub lost: Vec<String>,
    /// Texts that arrive alike, the one that is taken first. Line ends of any kind count as one.
    pub alike: Vec<Vec<String>>,
    /// The keyboard that it types as.
    pub scanner: Layout,
    /// The keyboard that this laptop reads.
    pub laptop: Layout,
}

/// What a scan said.
#[derive(Clone, PartialEq, Eq)]
pub struct Undone {
    /// The text of the code.
    pub text: String,
    /// Characters in it that are guesses: keys that were not taught, or that stand for several.
    pub unsure: usize,
    /// Whether what this scanner types before and after a code was there.
    pub framed: bool,
}

/// What a badge says: not printed.
impl std::fmt::Debug for Undone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Undone({} chars, {} unsure)", self.text.chars().count(), self.unsure)
    }
}

/// Line ends, the one first that is taken when they arrive alike: a vCard's own (RFC 6350 §3.2).
pub(super) const LINE_ENDS: [&str; 3] = ["\r\n", "\n", "\r"];

impl Taught {
    /// From what arrived for each text of the lesson.
    pub(super) fn from_pairs(
        pairs: Vec<(Vec<Press>, String)>,
        prefix: Vec<Press>,
        suffix: Vec<Press>,
        (scanner, laptop): (Layout, Layout),
    ) -> Self {
        let mut lost = Vec::new();
        let mut by_keys: BTreeMap<Vec<Press>, Vec<String>> = BTreeMap::new();
        for (presses, text) in pairs {
            if presses.is_empty() {
                lost.push(text);
            } else {
                by_keys.entry(presses).or_default().push(text);
            }
        }
        let (mut keys, mut alike) = (Vec::new(), Vec::new());
        for (presses, mut texts) in by_keys {
            texts.sort_by_key(|text| LINE_ENDS.iter().position(|end| end == text).unwrap_or(LINE_ENDS.len()));
            keys.push((presses, texts[0].clone()));
            let ends = texts.iter().filter(|text| is_line_end(text)).count();
            if texts.len() > ends.max(1) {
                alike.push(texts);
            }
        }
        Self { keys, prefix, suffix, lost, alike, scanner, laptop }
    }

    /// The key with which it ends each code, as the window names keys (`Enter`); none when it just ends.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        self.suffix.last().map(Press::key)
    }

    /// Whether it frames codes as another does: most likely the same scanner, taught again.
    #[must_use]
    pub fn is_framed_like(&self, other: &Self) -> bool {
        (&self.prefix, &self.suffix, self.scanner) == (&other.prefix, &other.suffix, other.scanner)
    }

    /// The text of the code that made this scanner type these keys.
    #[must_use]
    pub fn undo(&self, strokes: &[Stroke]) -> Undone {
        let strokes = &strokes[..strokes.len().min(MOST_STROKES)];
        let presses: Vec<Press> = strokes.iter().map(Stroke::press).collect();
        let has_prefix = presses.starts_with(&self.prefix);
        let start = if has_prefix { self.prefix.len() } else { 0 };
        let has_suffix = presses[start..].ends_with(&self.suffix);
        let end = presses.len() - if has_suffix { self.suffix.len() } else { 0 };

        let keys: BTreeMap<&[Press], &str> =
            self.keys.iter().map(|(presses, text)| (presses.as_slice(), text.as_str())).collect();
        let longest = self.keys.iter().map(|(presses, _)| presses.len()).max().unwrap_or(0);
        let doubtful: BTreeSet<&str> =
            self.alike.iter().filter_map(|texts| texts.first()).map(String::as_str).collect();
        let (mut text, mut unsure, mut place) = (String::new(), 0, start);
        while place < end {
            let known = (1..=longest.min(end - place))
                .rev()
                .find_map(|length| Some((length, *keys.get(&presses[place..place + length])?)));
            let Some((length, said)) = known else {
                unsure += 1;
                let stroke = &strokes[place];
                text.push(stroke.control().or_else(|| stroke.read_here()).unwrap_or('\u{FFFD}'));
                place += 1;
                continue;
            };
            unsure += usize::from(doubtful.contains(said) && !is_line_end(said));
            text.push_str(said);
            place += length;
        }
        Undone { text, unsure, framed: has_prefix && has_suffix }
    }
}

pub(super) fn is_line_end(text: &str) -> bool {
    LINE_ENDS.contains(&text)
}
