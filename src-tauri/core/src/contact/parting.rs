//! A name as printed, taken apart: what stands before it ("Prof. Dr."), given name, initials, family name with what belongs to it
//! ("van der Berg"), what stands behind it ("PhD"). Only when there is one way: of "María García López" nobody knows from the words
//! alone which belong to the family, so it stays whole.

use super::name::{fold, is_family_first};

/// The parts of a name, as printed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NameParts {
    /// "Prof. Dr."; empty if none.
    pub prefix: String,
    /// "Jane".
    pub given: String,
    /// "Q."; empty if none.
    pub additional: String,
    /// "van der Berg".
    pub family: String,
    /// "PhD"; empty if none.
    pub suffix: String,
}

/// Names are personal data: which parts there are is printed.
impl std::fmt::Debug for NameParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let has = |part: &str| !part.is_empty();
        write!(f, "NameParts({} {} {})", has(&self.prefix), has(&self.additional), has(&self.suffix))
    }
}

/// Words before a name, folded and without dots.
const BEFORE: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "professorin",
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "sir",
    "dame",
    "lord",
    "lady",
    "herr",
    "frau",
    "hr",
    "mme",
    "mlle",
    "madame",
    "monsieur",
    "sr",
    "sra",
    "srta",
    "don",
    "dona",
    "dott",
    "dottssa",
    "ing",
    "dipling",
    "diplkfm",
    "dipl",
    "mag",
    "univprof",
    "profdr",
    "drmed",
    "dring",
    "drrernat",
    "drphil",
    "driur",
    "drhc",
    "med",
    "rer",
    "nat",
    "phil",
    "iur",
    "hc",
    "habil",
    "rev",
];

/// Words behind a name, folded and without dots.
const BEHIND: &[&str] = &[
    "phd", "md", "mba", "msc", "bsc", "ma", "ba", "llm", "llb", "jd", "cpa", "cfa", "pmp", "esq", "jr", "sr",
    "ii", "iii", "iv", "dds", "rn", "pe", "meng", "beng", "mphil", "dphil", "fh", "emba",
];

/// Words that belong to the family name behind them, folded.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "la",
    "le", "las", "los", "ter", "ten", "te", "zu", "zum", "zur", "vom", "af", "av", "al", "el", "bin", "ibn",
    "ben", "bint", "abu", "st", "san", "santa", "mac", "mc", "'t", "t",
];

/// The parts of a printed name; none when there is not one way to part it.
#[must_use]
pub fn part_name(full: &str) -> Option<NameParts> {
    let full = full.trim();
    if is_family_first(full) {
        let mut words = full.split_whitespace();
        return match (words.next(), words.next(), words.next()) {
            (Some(family), Some(given), None) => {
                Some(NameParts { given: given.to_owned(), family: family.to_owned(), ..NameParts::default() })
            }
            _ => None,
        };
    }
    let (name, behind) = without_behind(full);
    let (before, name) = without_before(name);
    let (given, additional, family) = if name.contains(',') { turned(name)? } else { straight(name)? };
    Some(NameParts { prefix: before.to_owned(), given, additional, family, suffix: behind.to_owned() })
}

/// "Roe, Jane Q."
fn turned(name: &str) -> Option<(String, String, String)> {
    let (family, given) = name.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let family_words: Vec<&str> = family.split_whitespace().collect();
    let (last, particles) = family_words.split_last()?;
    let is_family = is_word(last) && particles.iter().all(|word| is_particle(word));
    let given_words: Vec<&str> = given.split_whitespace().collect();
    let (first, initials) = given_words.split_first()?;
    let is_given = is_word(first) && !given.contains(',') && initials.iter().all(|word| is_initial(word));
    (is_family && is_given).then(|| ((*first).to_owned(), initials.join(" "), family.to_owned()))
}

/// "Jane Q. van der Roe".
fn straight(name: &str) -> Option<(String, String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let [given, between @ .., last] = words.as_slice() else { return None };
    if !is_word(given) || !is_word(last) || is_particle(given) {
        return None;
    }
    let initials = between.iter().take_while(|word| is_initial(word)).count();
    let (initials, particles) = between.split_at(initials);
    if !particles.iter().all(|word| is_particle(word)) {
        return None;
    }
    let family: Vec<&str> = particles.iter().chain([last]).copied().collect();
    Some(((*given).to_owned(), initials.join(" "), family.join(" ")))
}

/// More than one letter, and nothing that names do not have.
fn is_word(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’') || !c.is_ascii())
        && !word.chars().any(char::is_numeric)
}

/// "Q" or "Q.", of a script that has initials.
fn is_initial(word: &str) -> bool {
    let bare = word.strip_suffix('.').unwrap_or(word);
    let mut letters = bare.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&fold(word).trim_end_matches('.'))
}

fn known(word: &str, among: &[&str]) -> bool {
    let bare: String = fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
    among.contains(&bare.as_str())
}

/// Titles in front taken off, as long as two words are left.
fn without_before(name: &str) -> (&str, &str) {
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        if !known(word, BEFORE) || !after.trim().contains(char::is_whitespace) {
            break;
        }
        rest = after.trim_start();
    }
    (name[..name.len() - rest.len()].trim(), rest)
}

/// Degrees behind taken off, with or without a comma, as long as two words are left.
fn without_behind(name: &str) -> (&str, &str) {
    let mut rest = name;
    while let Some((before, word)) = rest.rsplit_once([' ', ',']) {
        let before = before.trim_end_matches([' ', ',']);
        if !known(word, BEHIND) || !before.contains(char::is_whitespace) {
            break;
        }
        rest = before;
    }
    (rest, name[rest.len()..].trim_matches([' ', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(full: &str) -> Option<[String; 5]> {
        part_name(full).map(|parts| [parts.prefix, parts.given, parts.additional, parts.family, parts.suffix])
    }

    #[test]
    fn names_with_one_way_to_part_them_are_parted() {
        for (full, expected) in [
            ("Jane Roe", ["", "Jane", "", "Roe", ""]),
            ("Dr. Jane Q. Roe PhD", ["Dr.", "Jane", "Q.", "Roe", "PhD"]),
            (
                "Prof. Dr. med. Jörg Müller-Lüdenscheidt",
                ["Prof. Dr. med.", "Jörg", "", "Müller-Lüdenscheidt", ""],
            ),
            ("Jan van der Berg", ["", "Jan", "", "van der Berg", ""]),
            ("Ludwig von Beethoven, Jr.", ["", "Ludwig", "", "von Beethoven", "Jr."]),
            ("Roe, Jane Q.", ["", "Jane", "Q.", "Roe", ""]),
            ("van der Berg, Jan", ["", "Jan", "", "van der Berg", ""]),
            ("Jane Roe, Ph.D., MBA", ["", "Jane", "", "Roe", "Ph.D., MBA"]),
            ("山田 太郎", ["", "太郎", "", "山田", ""]),
            ("Mr Bo Li", ["Mr", "Bo", "", "Li", ""]),
        ] {
            assert_eq!(parts(full), Some(expected.map(str::to_owned)), "{full}");
        }
    }

    #[test]
    fn what_has_two_ways_stays_whole() {
        for full in [
            "María García López",
            "Jane",
            "Dr. Roe",
            "van Gogh",
            "Hall 4",
            "J Roe",
            "J. R. R. Tolkien",
            "Roe, Jane, Peter",
            "山田太郎",
            "",
            "Example, Works and Sons",
            "Jane (Sales) Roe",
            "Anne Marie Roe",
        ] {
            assert_eq!(parts(full), None, "{full}");
        }
    }

    proptest! {
        #[test]
        fn parts_are_words_of_the_name(full in "([A-Za-zäöüß.,']{1,8} ?){0,6}", other in any::<String>()) {
            for full in [full, other] {
                let Some(parts) = part_name(&full) else { continue };
                prop_assert!(!parts.given.is_empty() && !parts.family.is_empty());
                let squeezed = full.split_whitespace().collect::<Vec<_>>().join(" ");
                for part in [&parts.given, &parts.family] {
                    prop_assert!(squeezed.contains(part.split_whitespace().collect::<Vec<_>>().join(" ").as_str()));
                }
            }
        }
    }
}
