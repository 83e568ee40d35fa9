//! What a contact is found by, and what a person who types is looking for: both as the same plain words, so that accents,
//! capitals, widths and the country's way to write an umlaut make no difference, and scripts without spaces are found by any
//! of their characters. No index and no rank: those are the store's.

use super::name::fold;
use super::{Contact, FIELDS, Field, Kind};
use unicode_normalization::UnicodeNormalization;

/// A contact's words, by how much they say about who it is; each a text of words with a space between them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Searched {
    /// Of the name.
    pub name: String,
    /// Of the company.
    pub company: String,
    /// Of everything else that is searched.
    pub rest: String,
}

/// Words of a person: not printed.
impl std::fmt::Debug for Searched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Searched(…)")
    }
}

/// One word that a person typed, or a run of characters of a script without spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct Term {
    /// The ways in which it may be written; of each, the words that stand one after the other.
    pub spellings: Vec<String>,
    /// Whether it may be the beginning of a word.
    pub unfinished: bool,
}

/// What somebody looks for is often a name: not printed.
impl std::fmt::Debug for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Term({} spellings)", self.spellings.len())
    }
}

impl Term {
    /// How many letters were typed of it.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.spellings.first().map_or(0, |spelling| spelling.chars().filter(|c| *c != ' ').count())
    }
}

/// At most so many words of what is typed are looked for.
const TERMS: usize = 12;

/// The words of a contact.
#[must_use]
pub fn searched(contact: &Contact) -> Searched {
    let mut searched = Searched::default();
    for row in FIELDS.iter().filter(|row| row.searched) {
        let words = match row.field {
            Field::FullName | Field::GivenName | Field::FamilyName => &mut searched.name,
            Field::Company => &mut searched.company,
            _ => &mut searched.rest,
        };
        for (_, value) in contact.all(row.field) {
            if row.kind == Kind::Phone {
                add_number(words, &value.value);
            } else {
                add_text(words, &value.value);
            }
        }
    }
    searched
}

/// What is looked for when this is typed: all of the terms. The last one may be unfinished. Empty when there is no letter and
/// no digit in it.
#[must_use]
pub fn terms(typed: &str) -> Vec<Term> {
    if let Some(number) = number(typed) {
        return vec![number];
    }
    let mut terms: Vec<Term> = Vec::new();
    for word in words_of(&typed.nfc().collect::<String>()) {
        let mut spellings = vec![parted(&plain(word))];
        spellings.extend(spelt_out(word).map(|other| parted(&plain(&other))));
        spellings.retain(|spelling| !spelling.is_empty());
        spellings.dedup();
        if !spellings.is_empty() && terms.len() < TERMS {
            terms.push(Term { spellings, unfinished: false });
        }
    }
    let goes_on = typed.chars().next_back().is_some_and(|c| !c.is_whitespace());
    if let Some(last) = terms.last_mut() {
        let ends_alone = last.spellings[0].chars().next_back().is_some_and(stands_alone);
        last.unfinished = goes_on && !ends_alone;
    }
    terms
}

/// A phone number as people write it, with spaces and signs.
fn number(typed: &str) -> Option<Term> {
    const SHORTEST: usize = 5;
    let typed = typed.trim();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_number = typed.chars().all(|c| c.is_ascii_digit() || " +-/().".contains(c));
    if !is_number || digits.len() < SHORTEST || digits.len() == typed.len() && !typed.starts_with('0') {
        return None;
    }
    // "0049 151", "+49 151" and "0151" are one number.
    let bare = digits.trim_start_matches('0').to_owned();
    let mut spellings = vec![digits, bare];
    spellings.dedup();
    spellings.retain(|spelling| !spelling.is_empty());
    Some(Term { spellings, unfinished: true })
}

/// A country's code has one to three digits: a number is also found without it.
const LONGEST_CODE: usize = 3;

fn add_number(words: &mut String, value: &str) {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    push(words, &digits);
    if value.starts_with('+') {
        for skipped in 1..=LONGEST_CODE {
            push(words, digits.get(skipped..).unwrap_or_default());
        }
    }
}

fn add_text(words: &mut String, value: &str) {
    let value: String = value.nfc().collect();
    for word in words_of(&value) {
        push(words, &parted(&plain(word)));
    }
    for other in words_of(&value).filter_map(spelt_out) {
        push(words, &parted(&plain(&other)));
    }
}

fn push(words: &mut String, word: &str) {
    if !word.is_empty() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
}

/// Words as they are written. Apostrophes and marks belong to their word, so that "O'Brien" is one and accents do not part it.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_word(c)).filter(|word| word.chars().any(char::is_alphanumeric))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
        || unicode_normalization::char::is_combining_mark(c)
        || "'\u{2019}\u{2BC}`´".contains(c)
}

/// A word as it is compared. Syllables of Hangul, which folding takes apart, are put together again.
fn plain(word: &str) -> String {
    let folded: String = fold(word).nfc().collect();
    folded.chars().filter(|c| c.is_alphanumeric() && *c != '\u{640}').collect()
}

/// How German and the Scandinavian languages write a letter where there is no key for it: "Müller" is "Mueller".
fn spelt_out(word: &str) -> Option<String> {
    let mut other = String::with_capacity(word.len() + 2);
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'æ' => other.push_str("ae"),
            'ö' | 'ø' => other.push_str("oe"),
            'ü' => other.push_str("ue"),
            'å' => other.push_str("aa"),
            c => other.push(c),
        }
    }
    (other.chars().count() > word.chars().count()).then_some(other)
}

/// Characters of scripts that are written without spaces stand by themselves.
fn parted(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut alone = false;
    for c in word.chars() {
        let was_alone = std::mem::replace(&mut alone, stands_alone(c));
        if !out.is_empty() && (alone || was_alone) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Thai, Lao, Burmese, Khmer; kana, Han, Hangul.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}' | '\u{3100}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{FieldValue, Origin, Part};
    use proptest::prelude::*;

    fn words(field: Field, value: &str) -> Searched {
        let mut contact = Contact::default();
        let value =
            FieldValue { value: value.into(), raw: None, problem: None, origin: Origin::Typed, seq: 1 };
        contact.fields.insert((field, Part::first()), value);
        searched(&contact)
    }

    /// As the store finds: one after the other within the words, the last one perhaps only begun.
    fn finds(typed: &str, words: &str) -> bool {
        let terms = terms(typed);
        !terms.is_empty()
            && terms.iter().all(|term| {
                term.spellings.iter().any(|spelling| {
                    let (all, begun) = (format!(" {words} "), format!(" {spelling}"));
                    if term.unfinished { all.contains(&begun) } else { all.contains(&format!("{begun} ")) }
                })
            })
    }

    #[test]
    fn a_name_is_found_in_any_script_and_by_any_way_to_write_it() {
        for (typed, name) in [
            ("muller", "Jörg Müller"),
            ("mueller", "Jörg Müller"),
            ("MÜLLER", "Jörg Müller"),
            ("müller", "Joerg Mueller"),
            ("mu\u{308}ll", "Müller"),
            ("soren", "Søren Ångström"),
            ("soeren aang", "Søren Ångström"),
            ("strauss", "Straußmann"),
            ("lukasz", "Łukasz Żółć"),
            ("obri", "Anne O’Brien"),
            ("o'brien", "Anne O’Brien"),
            ("o'brien", "Anne OBrien"),
            ("田", "山田 太郎"),
            ("田太", "山田太郎"),
            ("太郎", "山田 太郎"),
            ("ヤマダ", "ﾔﾏﾀﾞ"),
            ("철", "김철수"),
            ("김철수", "김철수"),
            ("γιωργος", "ΓΙΩΡΓΟΣ"),
            ("петр", "Иван ПЕТРОВ"),
            ("สม", "สมชาย"),
            ("tar", "山田 Taro"),
            ("ｊａｎｅ", "Jane"),
            ("محمد", "مُحَمَّد"),
        ] {
            assert!(finds(typed, &words(Field::FullName, name).name), "{typed} in {name}");
        }
        assert!(!finds("ane", &words(Field::FullName, "Jane").name));
        assert!(!finds("太山", &words(Field::FullName, "山田太郎").name));
        assert!(!finds("jan ", &words(Field::FullName, "Jane").name), "a word that was ended is whole");
    }

    #[test]
    fn a_number_is_found_however_it_is_written_down() {
        let found = words(Field::Mobile, "+4915112345678").rest;
        for typed in ["+49 151 12345678", "0151 123", "0151/12345678", "0049151123", "15112345", "4915112"] {
            assert!(finds(typed, &found), "{typed}");
        }
        assert!(finds("000123", &words(Field::BadgeId, "000123").rest));
        assert!(!finds("0151 999", &found));
    }

    #[test]
    fn an_address_is_found_by_its_pieces() {
        let found = words(Field::Email, "jane.roe@acme-works.example").rest;
        for typed in ["jane.roe@acme-works.example", "roe@ac", "acme", "jane.r"] {
            assert!(finds(typed, &found), "{typed}");
        }
    }

    #[test]
    fn what_says_more_about_who_it_is_stands_apart() {
        assert_eq!(words(Field::FamilyName, "Roe").name, "roe");
        assert_eq!(words(Field::Company, "Acme GmbH").company, "acme gmbh");
        assert_eq!(words(Field::City, "Acme").rest, "acme");
        assert_eq!(words(Field::Street, "Acme").rest, "");
    }

    #[test]
    fn nothing_but_signs_looks_for_nothing() {
        assert_eq!(terms(" * ^ \" ' "), []);
        assert_eq!(terms(""), []);
    }

    proptest! {
        #[test]
        fn whoever_types_a_name_finds_it(name in "\\PC{1,12}") {
            let found = words(Field::Note, &name).rest;
            for typed in name.split_whitespace() {
                prop_assert!(terms(typed).is_empty() || finds(typed, &found), "{:?}", found);
            }
        }

        #[test]
        fn words_hold_nothing_that_an_index_could_mistake(text in any::<String>()) {
            for term in terms(&text) {
                for spelling in &term.spellings {
                    prop_assert!(spelling.chars().all(|c| c == ' ' || c.is_alphanumeric()));
                }
            }
        }
    }
}
