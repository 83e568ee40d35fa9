//! A web address and nothing else: kept as the person's page, never opened. Addresses that carry an ID need an event's
//! recipe and are not taken apart here.

use crate::{BadgeKind, Reading};
use lanyard_core::contact::normalise::normalise;
use lanyard_core::contact::{Field, Kind};

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let starts =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if !["https://", "http://", "www."].into_iter().any(starts) {
        return None;
    }
    let address = normalise(Kind::Url, text, None);
    if address.problem.is_some() {
        return None;
    }
    let mut reading = Reading::of(BadgeKind::Url);
    reading.push(Field::Website, &address.value);
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_the_website() {
        for (text, page) in [
            ("www.example.com", "http://www.example.com"),
            ("HTTPS://example.com/a?b=C", "https://example.com/a?b=C"),
        ] {
            assert_eq!(read(text).unwrap().draft.first(Field::Website), Some(page));
        }
    }

    #[test]
    fn an_address_that_deceives_is_only_text() {
        assert_eq!(read("https://bank.example@evil.example/"), None);
        assert_eq!(read("https://example.com and more"), None);
    }
}
