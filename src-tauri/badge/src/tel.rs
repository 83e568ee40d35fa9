//! A phone number with its scheme, `tel:` (RFC 3966). Bare digits are an identifier: most badges carry those.

use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let number = without_scheme(text.trim())?;
    let mut reading = Reading::of(BadgeKind::Uri);
    reading.push(Field::Phone, number);
    (!reading.draft.is_empty()).then_some(reading)
}

/// What follows `tel:`.
pub(crate) fn without_scheme(text: &str) -> Option<&str> {
    text.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).map(|_| text[4..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_without_its_scheme() {
        assert_eq!(read("TEL:+49-30-5550100").unwrap().draft.first(Field::Phone), Some("+49-30-5550100"));
        assert_eq!(read("tel:"), None);
        assert_eq!(read("+49 30 5550100"), None);
    }
}
