//! Values with their names in front: `name: Jane Roe; email: …`, one a line, or `first=Jane&last=Roe`. A text is such a list
//! only if most of it has a name that badges use.

use crate::linkedin::percent_decoded;
use crate::pairs::{self, Pair};
use crate::{BadgeKind, Reading};

/// Fewest values whose names are known, for a text to be a list of them.
const FEWEST: usize = 2;

/// Most values of a list; a badge has a dozen.
const MOST: usize = 200;

/// See [`crate::registry`].
pub(crate) fn read(text: &str) -> Option<Reading> {
    let text = text.trim();
    if text.starts_with(['{', '[']) || text.contains("://") && !text.contains([';', '\n', '|']) {
        return None;
    }
    let pairs = ['\n', ';', '|', '\t', '&', ','].into_iter().find_map(|separator| split(text, separator))?;
    let mut reading = Reading::of(BadgeKind::Kv);
    (pairs::take(&mut reading, &pairs) > 0).then_some(reading)
}

/// The pairs of a text at a separator; none when that is not what separates it.
fn split(text: &str, separator: char) -> Option<Vec<Pair>> {
    let parts: Vec<&str> = text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > MOST {
        return None;
    }
    let pairs: Vec<Pair> = parts.iter().filter_map(|part| pair(part, separator)).collect();
    let known = pairs.iter().filter(|pair| pairs::is_known(&pair.name)).count();
    let is_list = known >= FEWEST && pairs.len() == parts.len() && known * 2 >= pairs.len();
    is_list.then_some(pairs)
}

fn pair(part: &str, separator: char) -> Option<Pair> {
    const LONGEST_NAME: usize = 40;
    let (name, value) = part.split_once([':', '='])?;
    let is_name = name.chars().count() <= LONGEST_NAME
        && name.chars().any(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || " -_./()".contains(c));
    let value = match separator {
        // A web form's writing.
        '&' => percent_decoded(&value.replace('+', " ")),
        _ => value.trim().trim_matches('"').to_owned(),
    };
    is_name.then(|| Pair::new(name, &value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::contact::Field;

    fn first(text: &str, field: Field) -> Option<String> {
        read(text).and_then(|reading| reading.draft.first(field).map(str::to_owned))
    }

    #[test]
    fn every_separator_is_understood() {
        for text in [
            "name: Jane Roe; email: jane@example.com; company: Example",
            "Name: Jane Roe\nE-Mail: jane@example.com\nFirma: Example\n",
            "name=Jane+Roe&email=jane%40example.com&company=Example",
            "name:Jane Roe|email:jane@example.com|company:Example",
        ] {
            assert_eq!(first(text, Field::FullName).as_deref(), Some("Jane Roe"), "{text}");
            assert_eq!(first(text, Field::Email).as_deref(), Some("jane@example.com"), "{text}");
            assert_eq!(first(text, Field::Company).as_deref(), Some("Example"), "{text}");
        }
    }

    #[test]
    fn age_and_gender_are_not_taken_and_the_unknown_is_shown() {
        let reading = read("name: Jo Doe; company: X; age: 33; gender: f; track: Java").unwrap();
        assert_eq!(reading.draft.extra, [("track".to_owned(), "Java".to_owned())]);
    }

    #[test]
    fn the_surest_number_is_the_badges() {
        assert_eq!(first("ticket: t-3; regId: r-9; id: 7", Field::BadgeId).as_deref(), Some("r-9"));
    }

    #[test]
    fn sentences_and_addresses_are_no_lists() {
        for text in [
            "Note: this is a sentence",
            "see https://example.com?name=a&email=b",
            "10:30; 11:45",
            "name: Jane",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
