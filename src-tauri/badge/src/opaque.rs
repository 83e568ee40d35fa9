//! An identifier and nothing else, the commonest badge of all. It is kept exactly, zeros in front included; whether
//! `12` and `000012` are one person is decided where a list is at hand.

use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// Longest identifier, in characters; longer ones are ciphertext or text.
const LONGEST: usize = 64;

/// Longest code of a ticket's UUID with what signs it.
const LONGEST_SIGNED: usize = 256;

/// Length of a UUID in its usual form (RFC 9562 §4).
const UUID: usize = 36;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let id = match ticket_of_signed(text) {
        Some(ticket) => ticket,
        None if is_id(text) => text,
        None => return None,
    };
    let mut reading = Reading::of(BadgeKind::Opaque);
    reading.push(Field::BadgeId, id);
    Some(reading)
}

/// Letters and digits with the separators identifiers have, without the ones lists have.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= LONGEST
        && text.chars().any(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || "-_./:+=#*$%@!~&?".contains(c))
        && !text.contains("::")
}

/// `UUID/signature`: the part before the slash is the ticket's.
fn ticket_of_signed(text: &str) -> Option<&str> {
    let (ticket, signature) = text.split_once('/')?;
    let is_signed = text.len() <= LONGEST_SIGNED
        && !signature.is_empty()
        && signature.chars().all(|c| c.is_ascii_alphanumeric() || "-_=+/".contains(c));
    (is_signed && is_uuid(ticket)).then_some(ticket)
}

/// Whether it is a UUID in its usual form, in either case.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == UUID
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Option<String> {
        read(text).and_then(|reading| reading.draft.first(Field::BadgeId).map(str::to_owned))
    }

    #[test]
    fn an_identifier_is_kept_exactly() {
        for text in ["000012", "SBpax001", "A-1/2.3", "b3f1c9d0-8a51-4a55-9c7e-0d6f5b1d2c3a", "Ü42"] {
            assert_eq!(id(text).as_deref(), Some(text));
        }
        assert_eq!(id(" 000012\r\n").as_deref(), Some("000012"));
    }

    #[test]
    fn lists_sentences_and_ciphertext_are_no_identifiers() {
        let long = "x".repeat(LONGEST + 1);
        for text in ["1|2", "a^b", "1::Homer", "{\"lead\":\"X\"}", "two words", "1,2", "---", &long] {
            assert_eq!(id(text), None, "{text}");
        }
    }
}
