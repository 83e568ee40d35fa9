//! A phone number with its scheme: `tel:` (RFC 3966), and those of messages, whose text is not read: `sms:` (RFC 5724),
//! `SMSTO:`, `MMS:`, `MMSTO:`. Bare digits are an identifier: most badges carry those.

use crate::escaped;
use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// Schemes of calls, then those of messages, which reach a mobile.
const SCHEMES: &[(&str, Field)] = &[
    ("tel:", Field::Phone),
    ("telprompt:", Field::Phone),
    ("smsto:", Field::Mobile),
    ("sms:", Field::Mobile),
    ("mmsto:", Field::Mobile),
    ("mms:", Field::Mobile),
];

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let (rest, field) =
        SCHEMES.iter().find_map(|(scheme, field)| Some((escaped::body(text, scheme)?, *field)))?;
    let number = match field {
        // The message stands behind a colon or a question mark.
        Field::Mobile => rest.split([':', '?', ',']).next().unwrap_or(""),
        _ => rest,
    };
    let mut reading = Reading::of(BadgeKind::Uri);
    reading.push(field, number);
    (!reading.draft.is_empty()).then_some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_read_without_its_scheme() {
        assert_eq!(read("TEL:+49-30-5550100").unwrap().draft.first(Field::Phone), Some("+49-30-5550100"));
        assert_eq!(
            read("SMSTO:+491515550100:call me").unwrap().draft.first(Field::Mobile),
            Some("+491515550100")
        );
        assert_eq!(read("sms:+491515550100?body=x").unwrap().draft.values.len(), 1);
        assert_eq!(read("tel:"), None);
        assert_eq!(read("+49 30 5550100"), None);
    }
}
