//! Reads what a badge says: the bytes of a code, or a pasted text, to a [`ContactDraft`].
//!
//! Everything is read from the payload alone: nothing is fetched, opened or run, and a text is never more than text.
//! Values stay as they were read; making them comparable is `lanyard_core::contact::normalise`, and keeping the raw
//! payload is the caller's, who throws it away when a reading was refused (a Wi-Fi code carries a password).
//!
//! A USB scanner types a code instead of showing it: [`scanner`] makes its text of the keys.
//!
//! A family of payloads is a file and a line in [`registry`]. What an event prints in an order of its own is read by its shape,
//! and what was guessed says so. What nobody here can read, ciphertext and plain words, is named and left as it is.

mod bizcard;
mod card_text;
mod charset;
#[cfg(test)]
mod corpora;
mod delimited;
mod email;
mod encrypted;
mod escaped;
mod guess;
mod jcard;
mod json;
mod kddi;
mod key_value;
mod linkedin;
mod mecard;
mod names;
mod opaque;
mod pairs;
mod pasted;
mod profile;
mod reading;
pub mod recipe;
mod refused;
mod registry;
pub mod scanner;
mod signed;
mod tel;
#[cfg(test)]
mod tests;
mod vcard;
mod web;
pub mod words;

pub use pasted::read_pasted;
pub use reading::{BadgeKind, Reading, Refusal};

/// Longest payload that is read, in bytes: ample for a vCard without its photo. The rest is cut with the warning
/// `cut_short`.
pub const MAX_PAYLOAD: usize = 65_536;

/// Reads the bytes of a code. Takes any bytes, never fails: what no family knows comes back as text.
///
/// Warnings in the draft: `cut_short` (too long, or a card without its end), `lines_restored` (a scanner had swallowed
/// the line breaks), `charset_guessed` (neither UTF-8 nor
/// declared), `mojibake_repaired`, `control_removed` (unseen characters taken out), `several_people` (they
/// are in [`Reading::others`]), `name_split` (given and family name taken from a full name), `order_guessed` (a list does not
/// say which of its words is what), `unverified` (a signature that nobody here can check), `undecodable` (ciphertext).
#[must_use]
pub fn read(payload: &[u8]) -> Reading {
    let kept = cut(payload);
    let decoded = charset::decode(kept);
    let mut reading = read_decoded(&decoded.text);
    if kept.len() < payload.len() {
        reading.draft.warn("cut_short");
    }
    if decoded.guessed {
        reading.draft.warn("charset_guessed");
    }
    if decoded.repaired {
        reading.draft.warn("mojibake_repaired");
    }
    reading
}

/// Reads a text that was pasted or typed by a scanner. As [`read`].
#[must_use]
pub fn read_text(payload: &str) -> Reading {
    read(payload.as_bytes())
}

/// What tells one code from another, however it came: a scanner types each line end as one key and ends with one more, so
/// line ends are of one kind here and none stands at the end.
#[must_use]
pub fn same_code(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len());
    for (place, byte) in payload.iter().enumerate() {
        match byte {
            b'\r' if payload.get(place + 1) == Some(&b'\n') => {}
            b'\r' => out.push(b'\n'),
            byte => out.push(*byte),
        }
    }
    out.truncate(out.trim_ascii_end().len());
    out
}

/// The payload up to [`MAX_PAYLOAD`], no character of UTF-8 cut in two.
fn cut(payload: &[u8]) -> &[u8] {
    const LONGEST_TAIL: usize = 3;
    let Some(after) = payload.get(MAX_PAYLOAD..).filter(|after| !after.is_empty()) else {
        return payload;
    };
    let continues = |byte: &u8| byte & 0b1100_0000 == 0b1000_0000;
    let kept = &payload[..MAX_PAYLOAD];
    if !after.first().is_some_and(continues) {
        return kept;
    }
    let tail =
        kept.iter().rev().take(LONGEST_TAIL).position(|byte| !continues(byte)).map_or(0, |place| place + 1);
    &kept[..MAX_PAYLOAD - tail]
}

fn read_decoded(text: &str) -> Reading {
    let (clean, removed) = lanyard_core::contact::normalise::clean_text(text);
    let mut reading = registry::FAMILIES
        .iter()
        .find_map(|family| family(&clean))
        .unwrap_or_else(|| Reading::of(BadgeKind::Text));
    // A byte order mark at the beginning is an encoding's, not a disguise.
    if removed > usize::from(text.starts_with('\u{FEFF}')) {
        reading.draft.warn("control_removed");
    }
    reading
}
