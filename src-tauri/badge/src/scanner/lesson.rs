//! The lesson: one code that holds every character a keyboard can type, laid out so that whatever a scanner makes of it can be
//! cut apart again without knowing a single key beforehand.
//!
//! It begins with one letter five times, which no scanner types before a code by itself; then each text of the lesson
//! follows with that letter behind it. So the letter's key is the first thing that is learned, what stands before it is the
//! scanner's own prefix, each piece between two of it is what one text became (nothing, when it was swallowed), and
//! what stands after the last is the suffix.

use super::layout::named;
use super::stroke::{Press, Stroke};
use super::taught::Taught;
use std::collections::BTreeMap;

/// What stands between two texts: a letter that no accent goes with, so that no dead key hides it.
const BETWEEN: char = 'q';

/// How often at the beginning.
const HEAD: usize = 5;

/// Most keys of one text: an accent, a letter, and what makes them one.
const LONGEST: usize = 4;

/// Fewest texts by which the lesson is known; a badge with five equal letters in it is no lesson.
const FEWEST: usize = 16;

/// Characters beyond ASCII, last because some scanners stop at the first that they cannot type.
const BEYOND: [&str; 2] = ["é", "ü"];

/// Why keys are not the lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonFault {
    /// They are of another code.
    AnotherCode,
    /// Some of it did not arrive.
    Incomplete {
        /// Texts that arrived.
        seen: usize,
        /// Texts that there are.
        wanted: usize,
    },
}

/// What every scanner must type: printable ASCII, tab, and the line ends.
fn basic() -> Vec<String> {
    let printable = ('!'..='~').filter(|c| *c != BETWEEN && !c.is_ascii_punctuation());
    let signs = ('!'..='~').filter(char::is_ascii_punctuation);
    let chars = printable.chain(signs).chain([' ', '\t', '\r', '\n']);
    chars.map(String::from).chain(["\r\n".to_owned()]).collect()
}

/// The text of the lesson's code.
#[must_use]
pub fn lesson() -> String {
    let mut text = String::from(BETWEEN).repeat(HEAD);
    for part in basic().iter().map(String::as_str).chain(BEYOND) {
        text.push_str(part);
        text.push(BETWEEN);
    }
    text
}

/// Learns a scanner from what it typed when it was shown the lesson.
///
/// # Errors
/// When that was another code, or not all of it arrived.
pub fn learn(strokes: &[Stroke]) -> Result<Taught, LessonFault> {
    let presses: Vec<Press> = strokes.iter().map(Stroke::press).collect();
    let head = presses.windows(HEAD).position(|window| window.iter().all(|press| *press == window[0]));
    let Some(head) = head else { return Err(LessonFault::AnotherCode) };
    let between = presses[head].clone();
    let texts: Vec<String> = basic();
    let wanted = texts.len();
    let all: Vec<String> = texts.into_iter().chain(BEYOND.map(str::to_owned)).collect();

    let (mut pairs, mut shown) = (vec![(vec![between.clone()], BETWEEN.to_string())], BTreeMap::new());
    let mut place = head + HEAD;
    for text in &all {
        let length = presses[place..].iter().take(LONGEST + 1).position(|press| *press == between);
        let Some(length) = length else {
            if pairs.len() > wanted {
                break;
            }
            let seen = pairs.len() - 1;
            return Err(if seen < FEWEST {
                LessonFault::AnotherCode
            } else {
                LessonFault::Incomplete { seen, wanted }
            });
        };
        let piece = &strokes[place..place + length];
        if let [one] = piece
            && let Some(here) = one.read_here()
        {
            shown.insert(one.press(), here);
        }
        pairs.push((presses[place..place + length].to_vec(), text.clone()));
        place += length + 1;
    }
    for text in all.iter().skip(pairs.len() - 1) {
        pairs.push((Vec::new(), text.clone()));
    }
    if let Some(here) = strokes[head].read_here() {
        shown.insert(between, here);
    }
    let means = pairs.iter().filter_map(|(presses, text)| match (presses.as_slice(), one_char(text)) {
        ([press], Some(c)) => Some((press.clone(), c)),
        _ => None,
    });
    let layouts = (named(&means.collect()), named(&shown));
    Ok(Taught::from_pairs(pairs, presses[..head].to_vec(), presses[place..].to_vec(), layouts))
}

fn one_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
