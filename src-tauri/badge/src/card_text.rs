//! A card in plain text: a line each for name, address, number, page, or `Jane Roe <jane@example.com>`. Read only when some of it
//! is beyond doubt, an e-mail address or a phone number; words alone are left as text.

use crate::guess::{self, Shape};
use crate::{BadgeKind, Reading};
use lanyard_core::contact::Field;

/// Most lines of a card; more is a letter.
const MOST_LINES: usize = 20;

/// Longest line of a card, in characters.
const LONGEST: usize = 120;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let values: Vec<String> = match lines.as_slice() {
        [one] => named_address(one)?,
        lines if lines.len() <= MOST_LINES => lines.iter().map(|line| (*line).to_owned()).collect(),
        _ => return None,
    };
    if values.iter().any(|value| value.chars().count() > LONGEST) {
        return None;
    }
    let mut reading = Reading::of(BadgeKind::Text);
    let (mut words, mut email) = (Vec::new(), None);
    for value in &values {
        let bare = unlabelled(value);
        match guess::shape(bare.1) {
            Shape::Email => {
                email = email.or(Some(bare.1));
                reading.take(Field::Email, "EMAIL", bare.1);
            }
            Shape::Web => reading.take(Field::Website, "URL", bare.1),
            Shape::Phone => reading.take(bare.0, "TEL", bare.1),
            Shape::Id | Shape::Country | Shape::Words => words.push(value.as_str()),
        }
    }
    let is_card = reading
        .draft
        .values
        .iter()
        .any(|value| matches!(value.field, Field::Email | Field::Phone | Field::Mobile));
    if !is_card {
        return None;
    }
    if let Some(name) = words.iter().position(|text| guess::is_name(text)) {
        reading.push_first(Field::FullName, words.remove(name));
    }
    guess::take_words(&mut reading, &[], email);
    rest(&mut reading, &words);
    crate::names::complete(&mut reading);
    Some(reading)
}

/// Position and company among the lines that are left; a street, a slogan and the like are shown beside the contact.
fn rest(reading: &mut Reading, words: &[&str]) {
    for text in words {
        let taken = if guess::is_company(text) {
            reading.push_first(Field::Company, text)
        } else {
            guess::is_position(text) && reading.push_first(Field::JobTitle, text)
        };
        if !taken {
            reading.extra("LINE", text);
        }
    }
}

/// `Jane Roe <jane@example.com>` (RFC 5322 §3.4) or `Jane Roe jane@example.com`.
fn named_address(line: &str) -> Option<Vec<String>> {
    let (name, address) = line.rsplit_once([' ', '<'])?;
    let address = address.trim_matches(['<', '>']);
    let name = name.trim().trim_end_matches('<').trim().trim_matches('"');
    let is_named = guess::shape(address) == Shape::Email && guess::is_name(name);
    is_named.then(|| vec![name.to_owned(), address.to_owned()])
}

/// What a label in front of a number says, and the value behind it: "Tel.: +49 30 …", "M +49 …".
fn unlabelled(value: &str) -> (Field, &str) {
    const LABELS: &[(&str, Field)] = &[
        ("phone", Field::Phone),
        ("telefon", Field::Phone),
        ("tel", Field::Phone),
        ("mobile", Field::Mobile),
        ("mobil", Field::Mobile),
        ("cell", Field::Mobile),
        ("handy", Field::Mobile),
        ("telefax", Field::Fax),
        ("fax", Field::Fax),
        ("e-mail", Field::Phone),
        ("email", Field::Phone),
        ("mail", Field::Phone),
        ("web", Field::Phone),
        ("m", Field::Mobile),
        ("t", Field::Phone),
        ("p", Field::Phone),
        ("f", Field::Fax),
        ("e", Field::Phone),
        ("w", Field::Phone),
    ];
    for (label, field) in LABELS {
        let Some(start) = value.get(..label.len()) else { continue };
        let after = &value[label.len()..];
        if start.eq_ignore_ascii_case(label) && after.starts_with(['.', ':', ' ']) {
            return (*field, after.trim_start_matches(['.', ':', ' ']));
        }
    }
    (Field::Phone, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_in_lines_is_read() {
        let reading = read("Dr. Jane Roe\nHead of Sales\nExample Works GmbH\nTel.: +49 30 5550100\nM +49 151 55501001\nE-Mail: jane@example.com\nwww.example.com\n1 Main St").unwrap();
        for (field, value) in [
            (Field::FullName, "Dr. Jane Roe"),
            (Field::JobTitle, "Head of Sales"),
            (Field::Company, "Example Works GmbH"),
            (Field::Phone, "+49 30 5550100"),
            (Field::Mobile, "+49 151 55501001"),
            (Field::Email, "jane@example.com"),
            (Field::Website, "www.example.com"),
        ] {
            assert_eq!(reading.draft.first(field), Some(value));
        }
        assert_eq!(reading.draft.extra, [("LINE".to_owned(), "1 Main St".to_owned())]);
    }

    #[test]
    fn a_name_with_its_address_is_read_and_words_alone_are_not() {
        let reading = read("Jane Roe <jane@example.com>").unwrap();
        assert_eq!(reading.draft.first(Field::FamilyName), Some("Roe"));
        for text in ["Hall 4", "Jane Roe", "Dear all,\nwe meet at 10.", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
