//! MECARD (NTT DoCoMo), as conference badges use it: `MECARD:N:Roe,Jane;ORG:…;UID:…;;`. A backslash takes the meaning
//! from the next character; a missing end is forgiven.

use crate::{BadgeKind, Reading, linkedin, tel};
use lanyard_core::contact::Field;

const START: &str = "MECARD:";

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    let body = text
        .get(..START.len())
        .filter(|start| start.eq_ignore_ascii_case(START))
        .map(|_| &text[START.len()..])?;
    let mut reading = Reading::of(BadgeKind::Mecard);
    for part in split(body, ';') {
        if let Some((key, value)) = part.split_once(':') {
            field(&mut reading, &key.trim().to_ascii_uppercase(), value);
        }
    }
    crate::names::complete(&mut reading);
    Some(reading)
}

fn field(reading: &mut Reading, key: &str, value: &str) {
    let whole = unescaped(value);
    match key {
        "N" => name(reading, value),
        "ORG" | "COMPANY" => keep_one(reading, Field::Company, key, &whole),
        "TITLE" | "TIL" => keep_one(reading, Field::JobTitle, key, &whole),
        "TEL" => reading.push(Field::Phone, tel::without_scheme(&whole).unwrap_or(&whole)),
        "CELL" | "MOBILE" => reading.push(Field::Mobile, &whole),
        "FAX" => reading.push(Field::Fax, &whole),
        "EMAIL" => reading.push(Field::Email, &whole),
        "URL" => match linkedin::handle(&whole) {
            Some(handle) => keep_one(reading, Field::Linkedin, key, &handle),
            None => keep_one(reading, Field::Website, key, &whole),
        },
        "UID" => keep_one(reading, Field::BadgeId, key, &whole),
        "NOTE" | "MEMO" => keep_one(reading, Field::Note, key, &whole),
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
        [whole] => keep_one(reading, Field::FullName, "N", whole),
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
        keep_one(reading, Field::Street, "ADR", &unescaped(value));
    }
}

fn keep_one(reading: &mut Reading, field: Field, key: &str, value: &str) {
    if !reading.push_first(field, value) {
        reading.extra(key, value);
    }
}

/// Splits at separators that no backslash precedes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    text.split(move |c: char| {
        let splits = c == separator && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    })
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
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
