//! An e-mail address and nothing else, with or without `mailto:` (RFC 6068). Subject and body are somebody else's words
//! and are not read.

use crate::linkedin::percent_decoded;
use crate::{BadgeKind, Reading};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let (kind, addresses) = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            (BadgeKind::Uri, percent_decoded(text[7..].split('?').next().unwrap_or("")))
        }
        _ => (BadgeKind::Text, text.to_owned()),
    };
    let mut reading = Reading::of(kind);
    for address in addresses.split(',') {
        if normalise(Kind::Email, address, None).problem.is_some() {
            return None;
        }
        reading.push(Field::Email, address);
    }
    (!reading.draft.is_empty()).then_some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_and_the_message_is_not() {
        let reading = read("mailto:jane.roe%40example.com?subject=Hi%20there&body=x").unwrap();
        assert_eq!(reading.draft.first(Field::Email), Some("jane.roe@example.com"));
        assert_eq!(reading.draft.values.len(), 1);
        assert_eq!(read("Jane@Example.com").unwrap().draft.first(Field::Email), Some("Jane@Example.com"));
    }

    #[test]
    fn what_is_no_address_is_left_to_others() {
        assert_eq!(read("mailto:"), None);
        assert_eq!(read("jane at example.com"), None);
        assert_eq!(read("12345"), None);
    }
}
