//! Identifiers and claims with a signature: pretix's `sig1` tickets, JSON web tokens, PASETO. Nothing here can check a
//! signature, so what is read is said to be unverified and is worth what any badge's text is.

use crate::json;
use crate::{BadgeKind, Reading};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use lanyard_core::contact::Field;
use serde_json::Value;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let mut reading = if is_pretix(text) {
        // A list of the event holds the whole of it, as it stands.
        let mut reading = Reading::of(BadgeKind::Signed);
        reading.push(Field::BadgeId, text);
        reading
    } else {
        claims(text)?
    };
    reading.draft.warn("unverified");
    Some(reading)
}

/// pretix's first signature scheme: base64 written backwards; a version (1), the lengths of what follows (two bytes each, the
/// higher first), a message, an Ed25519 signature of 64 bytes.
fn is_pretix(text: &str) -> bool {
    const LONGEST: usize = 400;
    const SIGNATURE: usize = 64;
    if text.len() > LONGEST || !text.is_ascii() {
        return false;
    }
    let forwards: Vec<u8> = text.bytes().rev().collect();
    let Ok(bytes) = BASE64.decode(&forwards) else { return false };
    let [1, a, b, c, d, rest @ ..] = bytes.as_slice() else { return false };
    let message = usize::from(u16::from_be_bytes([*a, *b]));
    let signature = usize::from(u16::from_be_bytes([*c, *d]));
    signature == SIGNATURE && message + signature == rest.len()
}

/// The claims of a signed token: `header.claims.signature` (RFC 7519), or `v4.public.claims`.
fn claims(text: &str) -> Option<Reading> {
    let parts: Vec<&str> = text.split('.').collect();
    let claims = match parts.as_slice() {
        [header, claims, _signature] if object(header).is_some_and(|header| header.get("alg").is_some()) => {
            object(claims)?
        }
        ["v1" | "v2" | "v3" | "v4", "public", signed, ..] => {
            // The signature follows the claims without a mark: Ed25519's 64 bytes, or 96 and 256 of the odd versions.
            let bytes = BASE64URL_NOPAD.decode(signed.as_bytes()).ok()?;
            [64, 96, 256].into_iter().find_map(|length| {
                let claims = bytes.get(..bytes.len().checked_sub(length)?)?;
                serde_json::from_slice::<Value>(claims).ok().filter(Value::is_object)
            })?
        }
        _ => return None,
    };
    json::of_value(&claims, BadgeKind::Signed)
}

fn object(part: &str) -> Option<Value> {
    let bytes = BASE64URL_NOPAD.decode(part.trim_end_matches('=').as_bytes()).ok()?;
    serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pretix(message: &[u8]) -> String {
        let length = u16::try_from(message.len()).unwrap().to_be_bytes();
        let bytes = [&[1], &length[..], &[0, 64], message, &[7; 64]].concat();
        BASE64.encode(&bytes).chars().rev().collect()
    }

    #[test]
    fn a_signed_ticket_is_its_own_number() {
        let text = pretix(b"\x0a\x08seedseed\x10\x01");
        let reading = read(&text).unwrap();
        assert_eq!(
            (reading.kind, reading.draft.first(Field::BadgeId)),
            (BadgeKind::Signed, Some(text.as_str()))
        );
        assert_eq!(reading.draft.warnings, ["unverified"]);
        assert_eq!(read(&BASE64.encode(&[1; 80])), None);
    }

    #[test]
    fn claims_are_read_and_said_to_be_unverified() {
        let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
        let token = format!(
            "{}.{}.c2ln",
            part(r#"{"alg":"none"}"#),
            part(r#"{"sub":"r-9","name":"Jane Roe","exp":1}"#)
        );
        let reading = read(&token).unwrap();
        assert_eq!(reading.draft.first(Field::BadgeId), Some("r-9"));
        assert_eq!(reading.draft.first(Field::FamilyName), Some("Roe"));
        assert!(reading.draft.extra.is_empty());
        assert!(reading.draft.warnings.contains(&"unverified".to_owned()));
        assert_eq!(read("a.b.c"), None);
        assert_eq!(read("www.example.com"), None);
    }
}
