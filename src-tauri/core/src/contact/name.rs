//! Names: what to show, whether two names can be one person's, and the key by which the store finds alike ones.
//! Left out on purpose: capital letters, transliteration and guessing which word is the family name.

use super::{Contact, Field};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words around a name that do not name anyone, folded.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "sir",
    "dame",
    "herr",
    "frau",
    "hr",
    "fr",
    "mme",
    "mlle",
    "sr",
    "sra",
    "srta",
    "jr",
    "ing",
    "dipl",
    "mag",
    "phd",
    "mba",
    "msc",
    "bsc",
    "md",
    "esq",
    "ii",
    "iii",
    "iv",
];

/// The name to show: the full name; else given and family name, in the order of their script; else the company; else
/// the e-mail address. None when all that is known is a badge ID: the words for that are the interface's.
#[must_use]
pub fn display_name(contact: &Contact) -> Option<String> {
    let text = |field| contact.text(field).map(str::trim).filter(|text| !text.is_empty());
    let of_parts = match (text(Field::GivenName), text(Field::FamilyName)) {
        (None, None) => None,
        (given, family) => Some(joined_name(given.unwrap_or(""), family.unwrap_or(""))),
    };
    text(Field::FullName)
        .map(str::to_owned)
        .or(of_parts)
        .or_else(|| text(Field::Company).or_else(|| text(Field::Email)).map(str::to_owned))
}

/// Given and family name as one: "Jane Roe", and "山田太郎" where the family name comes first and no space is written.
#[must_use]
pub fn joined_name(given: &str, family: &str) -> String {
    match (given.trim(), family.trim()) {
        ("", one) | (one, "") => one.to_owned(),
        (given, family) if is_family_first(given) && is_family_first(family) => format!("{family}{given}"),
        (given, family) => format!("{given} {family}"),
    }
}

/// Whether a name is written in a script whose names begin with the family's: Han, kana, Hangul.
#[must_use]
pub fn is_family_first(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some()
        && letters.all(|c| {
            matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}'
                | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
                | '\u{20000}'..='\u{3134F}')
        })
}

/// Whether two names can belong to one person: one is empty, or every word of the shorter stands in the longer, in any
/// order, whole or as an initial. Case, accents, titles and degrees make no difference.
#[must_use]
pub fn compatible_names(left: &str, right: &str) -> bool {
    let (left, right) = (words(left), words(right));
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() || is_written_together(&short, &long) {
        return true;
    }
    let mut free = long;
    let mut unmatched = Vec::new();
    for word in short {
        match free.iter().position(|other| *other == word) {
            Some(place) => drop(free.swap_remove(place)),
            None => unmatched.push(word),
        }
    }
    unmatched.iter().all(|word| {
        let place = free.iter().position(|other| is_initial_of(word, other) || is_initial_of(other, word));
        place.map(|place| free.swap_remove(place)).is_some()
    })
}

/// The key by which the store finds names alike: folded words without titles, sorted, so that "Roe, Jane" and
/// "Dr. Jane Roe" meet.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut words = words(name);
    words.sort_unstable();
    words.join(" ")
}

/// "J" is an initial of "jane".
fn is_initial_of(short: &str, long: &str) -> bool {
    short.chars().count() == 1 && long.starts_with(short)
}

/// "山田太郎" and "山田 太郎", "Anne Marie" and "Annemarie", in either order.
fn is_written_together(short: &[String], long: &[String]) -> bool {
    let forward = short.concat();
    forward == long.concat() || forward == long.iter().rev().map(String::as_str).collect::<String>()
}

/// The folded words of a name, titles and degrees left out unless nothing else is there.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let all: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut naming: Vec<String> = Vec::with_capacity(all.len());
    for word in &all {
        // "Ph.D." arrives as two words.
        if word == "d" && naming.last().is_some_and(|last| last == "ph") {
            naming.pop();
        } else if !TITLES.contains(&word.as_str()) {
            naming.push(word.clone());
        }
    }
    if naming.is_empty() { all } else { naming }
}

/// A name as it is compared: lower case, without accents and apostrophes; letters that no decomposition takes apart by their
/// usual spelling.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            '\'' | '\u{2019}' | '\u{2BC}' | '`' | '´' => {}
            // Lower-casing may bring a mark of its own ("İ").
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{FieldValue, Origin, Part};
    use proptest::prelude::*;

    fn contact(values: &[(Field, &str)]) -> Contact {
        let mut contact = Contact::default();
        for (field, value) in values {
            let value = FieldValue {
                value: (*value).into(),
                raw: None,
                problem: None,
                origin: Origin::Typed,
                seq: 1,
            };
            contact.fields.insert((*field, Part::first()), value);
        }
        contact
    }

    #[test]
    fn the_best_known_name_is_shown() {
        use Field::{BadgeId, Company, Email, FamilyName, FullName, GivenName};
        let shown = |values: &[(Field, &str)]| display_name(&contact(values));
        assert_eq!(
            shown(&[(FullName, "Dr. Jane Roe"), (GivenName, "Jane")]).as_deref(),
            Some("Dr. Jane Roe")
        );
        assert_eq!(shown(&[(GivenName, "Jane"), (FamilyName, "Roe")]).as_deref(), Some("Jane Roe"));
        assert_eq!(shown(&[(GivenName, "太郎"), (FamilyName, "山田")]).as_deref(), Some("山田太郎"));
        assert_eq!(shown(&[(FamilyName, "Roe"), (Company, "Example")]).as_deref(), Some("Roe"));
        assert_eq!(
            shown(&[(FullName, " "), (Company, "Example"), (Email, "a@b.de")]).as_deref(),
            Some("Example")
        );
        assert_eq!(shown(&[(Email, "a@b.de")]).as_deref(), Some("a@b.de"));
        assert_eq!(shown(&[(BadgeId, "000123")]), None);
    }

    #[test]
    fn names_of_one_person_are_compatible() {
        for (left, right) in [
            ("", "Jane Roe"),
            ("Jane Roe", "jane ROE"),
            ("J. Roe", "Jane Roe"),
            ("Roe, Jane", "Jane Roe"),
            ("Dr. Jane Q. Roe PhD", "Jane Roe"),
            ("Jane Roe, Ph.D.", "Jane Roe"),
            ("José Núñez", "Jose Nunez"),
            ("Søren Weiß", "Soren Weiss"),
            ("Anne-Marie O'Brien", "Anne Marie OBrien"),
            ("山田太郎", "山田 太郎"),
            ("太郎 山田", "山田太郎"),
            ("Jane", "Jane Roe"),
            ("Dr.", "Dr"),
        ] {
            assert!(compatible_names(left, right), "{left} / {right}");
            assert!(compatible_names(right, left), "{right} / {left}");
        }
    }

    #[test]
    fn names_of_two_people_are_not() {
        for (left, right) in [
            ("Jane Roe", "Peter Roe"),
            ("P. Roe", "Jane Roe"),
            ("Jane Roe", "Jane Doe"),
            ("Jane Q. Roe", "Jane X. Roe"),
            ("Dr. Jane", "Dr. Peter"),
        ] {
            assert!(!compatible_names(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn the_key_is_the_same_for_a_name_turned_round() {
        assert_eq!(name_key("Roe, Jane"), name_key("Dr. Jane Roe"));
        assert_eq!(name_key("  "), "");
    }

    proptest! {
        #[test]
        fn every_name_is_compatible_with_itself_and_sides_do_not_matter(left in any::<String>(), right in "\\PC{0,20}") {
            prop_assert!(compatible_names(&left, &left));
            prop_assert_eq!(compatible_names(&left, &right), compatible_names(&right, &left));
        }
    }
}
