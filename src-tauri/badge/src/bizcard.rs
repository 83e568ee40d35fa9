//! BIZCARD, an elder kin of MECARD that some badge printers still write: one letter a field,
//! `BIZCARD:N:Jane;X:Roe;T:Engineer;C:Example;A:1 Main St;B:+1…;E:jane@example.com;;`.

use crate::escaped::{self, unescaped};
use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let body = escaped::body(text, "BIZCARD:")?;
    let mut reading = Reading::of(BadgeKind::Bizcard);
    for (key, value) in escaped::fields(body) {
        let value = unescaped(value);
        let field = match key.as_str() {
            "N" => Field::GivenName,
            "X" => Field::FamilyName,
            "T" => Field::JobTitle,
            "C" => Field::Company,
            "A" => Field::Street,
            "B" => Field::Phone,
            "M" => Field::Mobile,
            "F" => Field::Fax,
            "E" => Field::Email,
            _ => {
                reading.extra(&key, &value);
                continue;
            }
        };
        reading.take(field, &key, &value);
    }
    crate::names::complete(&mut reading);
    Some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_is_its_field_and_the_unknown_is_shown() {
        let reading =
            read(r"BIZCARD:N:Jane;X:O\;Roe;C:Example;B:+1555;M:+1556;E:j@example.com;Q:?;;").unwrap();
        assert_eq!(reading.draft.first(Field::FullName), Some("Jane O;Roe"));
        assert_eq!(reading.draft.first(Field::Mobile), Some("+1556"));
        assert_eq!(reading.draft.extra, [("Q".to_owned(), "?".to_owned())]);
        assert_eq!(read("BIZ:N:Jane;;"), None);
    }
}
