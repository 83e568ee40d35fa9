//! MECARD (NTT DoCoMo), as conference badges use it: `MECARD:N:Roe,Jane;ORG:…;UID:…;;`. A backslash takes the meaning
//! from the next character; a missing end is forgiven.

use crate::escaped::{self, split, unescaped};
use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

const START: &str = "MECARD:";

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let body = escaped::body(text, START)?;
    Reading::together(cards(body).into_iter().map(card))
}

fn card(body: &str) -> Reading {
    let mut reading = Reading::of(BadgeKind::Mecard);
    for (key, value) in escaped::fields(body) {
        field(&mut reading, &key, value);
    }
    crate::names::complete(&mut reading);
    reading
}

/// The bodies of several cards, one after the other.
fn cards(body: &str) -> Vec<&str> {
    let lower = body.to_ascii_lowercase();
    let mut cards = Vec::new();
    let mut start = 0;
    for (place, _) in lower.match_indices("mecard:") {
        if place > start && lower[start..place].trim_end().ends_with(";;") {
            cards.push(&body[start..place]);
            start = place + START.len();
        }
    }
    cards.push(&body[start..]);
    cards
}

fn field(reading: &mut Reading, key: &str, value: &str) {
    let whole = unescaped(value);
    match key {
        "N" => name(reading, value),
        "ORG" | "COMPANY" => reading.keep_one(Field::Company, key, &whole),
        "TITLE" | "TIL" => reading.keep_one(Field::JobTitle, key, &whole),
        "TEL" => reading.take(Field::Phone, key, &whole),
        "CELL" | "MOBILE" => reading.push(Field::Mobile, &whole),
        "FAX" => reading.push(Field::Fax, &whole),
        "EMAIL" => reading.push(Field::Email, &whole),
        "URL" => reading.take(Field::Website, key, &whole),
        "UID" => reading.keep_one(Field::BadgeId, key, &whole),
        "NOTE" | "MEMO" => reading.keep_one(Field::Note, key, &whole),
        "ADR" => address(reading, value),
        // Not ours to keep: a birthday (data we have no purpose for) and how a name sounds.
        "BDAY" | "SOUND" => {}
        _ => reading.extra(key, &whole),
    }
}

/// `family,given,middle`; without a comma the name as printed.
fn name(reading: &mut Reading, value: &str) {
    let parts: Vec<String> = split(value, ',').map(unescaped).collect();
    match parts.as_slice() {
        [whole] => reading.keep_one(Field::FullName, "N", whole),
        [family, given, middle @ ..] => {
            reading.push_first(Field::FamilyName, family);
            reading.push_first(Field::GivenName, given);
            reading.push_first(Field::AdditionalName, &middle.join(" "));
        }
        [] => {}
    }
}

/// `box,room,house,city,region,postcode,country` when all seven are there, else a street as written.
fn address(reading: &mut Reading, value: &str) {
    let parts: Vec<String> = split(value, ',').map(unescaped).collect();
    if let [post_box, room, house, city, region, postcode, country] = parts.as_slice() {
        let street: Vec<&str> = [house, room, post_box]
            .into_iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect();
        for (field, value) in [
            (Field::Street, street.join(", ").as_str()),
            (Field::City, city),
            (Field::Region, region),
            (Field::PostalCode, postcode),
            (Field::Country, country),
        ] {
            reading.push_first(field, value);
        }
    } else {
        reading.keep_one(Field::Street, "ADR", &unescaped(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, field: Field) -> Vec<String> {
        read(text).unwrap().draft.all(field).map(str::to_owned).collect()
    }

    #[test]
    fn escapes_are_undone_and_do_not_split() {
        let text = r"MECARD:N:O\;Brien\, Jr,Pat;URL:http\://example.com/a\\b;;";
        assert_eq!(all(text, Field::FamilyName), ["O;Brien, Jr"]);
        assert_eq!(all(text, Field::Website), [r"http://example.com/a\b"]);
    }

    #[test]
    fn an_event_badge_without_comma_or_end_is_read() {
        let text = "mecard:UID:187WCI5;N:Barbara Moore;ORG:Example;TEL:+336093838383;TEL:+33145";
        assert_eq!(all(text, Field::BadgeId), ["187WCI5"]);
        assert_eq!(all(text, Field::FullName), ["Barbara Moore"]);
        assert_eq!(all(text, Field::FamilyName), ["Moore"]);
        assert_eq!(all(text, Field::Phone), ["+336093838383", "+33145"]);
    }

    #[test]
    fn several_cards_are_several_people() {
        let reading = read("MECARD:N:Roe,Jane;;MECARD:N:Poe,Peter;;").unwrap();
        assert_eq!(reading.draft.first(Field::FamilyName), Some("Roe"));
        assert_eq!(reading.others[0].first(Field::FamilyName), Some("Poe"));
        assert!(read("MECARD:N:Roe,Jane;NOTE:says mecard: here;;").unwrap().others.is_empty());
    }

    #[test]
    fn a_birthday_is_not_kept_and_the_unknown_is_shown() {
        let reading = read("MECARD:N:Roe,Jane;BDAY:19700310;NICKNAME:JR;;").unwrap();
        assert_eq!(reading.draft.extra, [("NICKNAME".to_owned(), "JR".to_owned())]);
    }

    #[test]
    fn an_address_of_seven_parts_is_taken_apart() {
        let text = "MECARD:N:Roe,Jane;ADR:,,1 Main St,Springfield,IL,62701,US;;";
        assert_eq!(all(text, Field::Street), ["1 Main St"]);
        assert_eq!(all(text, Field::Country), ["US"]);
        assert_eq!(all("MECARD:ADR:1 Main St, Springfield;;", Field::Street), ["1 Main St, Springfield"]);
    }
}
