//! Ciphertext, and text that was only wrapped in base64. What nobody here can read is kept and named, so that it can be read
//! later: by the organiser's list, or a key.

use crate::{BadgeKind, Reading, registry};
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};

/// Fewest bytes of a ciphertext: two blocks of a cipher. Shorter ones are identifiers.
const SHORTEST: usize = 32;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if is_armoured(text) {
        return Some(sealed());
    }
    let joined: String = text.split_whitespace().collect();
    let bytes = decoded(&joined)?;
    match std::str::from_utf8(&bytes) {
        // A wrapping is not a secret; one is undone, not several.
        Ok(inner) if is_text(inner) => registry::written_out(inner),
        _ => Some(sealed()),
    }
}

fn sealed() -> Reading {
    let mut reading = Reading::of(BadgeKind::Encrypted);
    reading.draft.warn("undecodable");
    reading
}

/// What says itself that it is ciphertext: OpenPGP, age, an encrypted token (RFC 7516), PASETO's local ones, MECARD-like
/// envelopes apart.
fn is_armoured(text: &str) -> bool {
    let is_token = text.len() > 2 * SHORTEST
        && text.split('.').count() == 5
        && text.starts_with("eyJ")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let starts = [
        "-----BEGIN PGP MESSAGE",
        "-----BEGIN AGE ENCRYPTED",
        "age-encryption.org/",
        "v4.local.",
        "v3.local.",
        "v2.local.",
    ];
    is_token || starts.iter().any(|start| text.starts_with(start))
}

/// The bytes of base64 or hexadecimal digits.
fn decoded(text: &str) -> Option<Vec<u8>> {
    if text.len() < SHORTEST || !text.is_ascii() {
        return None;
    }
    let is_mixed = text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(|byte| byte.is_ascii_uppercase());
    let bytes = match text.as_bytes() {
        hex if hex.iter().all(u8::is_ascii_hexdigit) => HEXLOWER_PERMISSIVE.decode(hex).ok()?,
        base64 if is_mixed => [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD]
            .iter()
            .find_map(|base| base.decode(base64).ok())?,
        _ => return None,
    };
    (bytes.len() >= SHORTEST / 2).then_some(bytes)
}

fn is_text(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || matches!(c, '\r' | '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::Field;

    #[test]
    fn ciphertext_is_named_and_says_nothing() {
        let noise: Vec<u8> = (0..64_u8).map(|byte| byte.wrapping_mul(167).wrapping_add(91)).collect();
        for text in [
            BASE64.encode(&noise),
            BASE64URL_NOPAD.encode(&noise),
            "-----BEGIN PGP MESSAGE-----\nx".to_owned(),
        ] {
            let reading = read(&text).unwrap();
            assert_eq!((reading.kind, reading.draft.is_empty()), (BadgeKind::Encrypted, true), "{text}");
            assert_eq!(reading.draft.warnings, ["undecodable"]);
        }
    }

    #[test]
    fn a_wrapped_card_is_read() {
        let reading = read(&BASE64.encode(b"MECARD:N:Roe,Jane;EMAIL:jane@example.com;;")).unwrap();
        assert_eq!(reading.draft.first(Field::Email), Some("jane@example.com"));
        assert_eq!(read(&BASE64.encode(b"just some words of no family at all")), None);
    }

    #[test]
    fn words_and_identifiers_are_no_ciphertext() {
        for text in [
            "abcdefghjkmnpqrstuvwxyz23456789a",
            "Jane Roe",
            "b3f1c9d0-8a51-4a55-9c7e-0d6f5b1d2c3a",
            "SBpax001",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
