//! Names printed in capitals, put right where there is one way to do it: "JANE O'BRIEN-ROE" is "Jane O'Brien-Roe". Left as it is
//! printed: a name with a word whose capitals depend on the country or the family (VAN, DE), one that may be initials (AJ), one
//! in a script where capitals lose accents (Greek), and, of Turkish people, one with an I. Small letters throughout are what
//! somebody chose to type and stay.

use unicode_normalization::UnicodeNormalization;

/// Words within names whose capitals are each family's own.
const PARTICLES: &[&str] = &[
    "VAN", "VON", "DE", "DER", "DEN", "DES", "DU", "DA", "DAS", "DO", "DOS", "DI", "DEL", "DELLA", "DELLE",
    "DELLO", "LA", "LE", "LO", "LAS", "LOS", "TEN", "TER", "TE", "ZU", "ZUM", "ZUR", "VOM", "AF", "AV", "AL",
    "EL", "BIN", "IBN", "BINT", "ABU", "Y", "E", "I", "ST", "SAN", "SANTA", "UND", "AND",
];

/// Words whose one spelling is known.
const KNOWN: &[(&str, &str)] = &[
    ("DR", "Dr"),
    ("PROF", "Prof"),
    ("JR", "Jr"),
    ("SR", "Sr"),
    ("PHD", "PhD"),
    ("II", "II"),
    ("III", "III"),
    ("IV", "IV"),
];

/// The name in mixed letters; none if it is not in capitals throughout, or there is more than one way. `is_turkish` says that
/// an `I` may be one without a dot.
#[must_use]
pub fn capitals(name: &str, is_turkish: bool) -> Option<String> {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let is_printed = letters().count() > 1
        && letters().all(|c| is_capital(c) && has_one_small_form(c))
        && !name.chars().any(|c| c.is_numeric())
        && !(is_turkish && name.contains('I'))
        && !name.chars().any(|c| "ĞŞİ".contains(c));
    if !is_printed {
        return None;
    }
    // A title alone may as well be initials.
    if name.split(' ').all(|word| KNOWN.iter().any(|(known, _)| word.trim_matches('.') == *known)) {
        return None;
    }
    let words: Option<Vec<String>> = name.split(' ').map(word).collect();
    // Small letters may compose where capitals do not.
    let righted: String = words?.join(" ").nfc().collect();
    (righted != name).then_some(righted)
}

fn is_capital(c: char) -> bool {
    c.is_uppercase() || !c.is_lowercase() && c.to_lowercase().eq(std::iter::once(c))
}

/// Latin and Cyrillic letters whose small form is one letter and turns back into the same capital.
fn has_one_small_form(c: char) -> bool {
    let mut small = c.to_lowercase();
    let is_of_script = c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{52F}' | '\u{1E00}'..='\u{1EFF}');
    match (small.next(), small.next()) {
        (Some(small), None) => is_of_script && small != c && small.to_uppercase().eq(std::iter::once(c)),
        _ => false,
    }
}

fn word(word: &str) -> Option<String> {
    let bare = word.trim_matches(|c: char| !c.is_alphabetic());
    if bare.is_empty() {
        return Some(word.to_owned());
    }
    if let Some((_, spelt)) = KNOWN.iter().find(|(known, _)| *known == bare) {
        return Some(word.replace(bare, spelt));
    }
    if PARTICLES.contains(&bare) {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    for (place, piece) in word.split_inclusive(['-', '\'', '’']).enumerate() {
        out.push_str(&piece_of(piece, place > 0 || word.contains(['\'', '’']))?);
    }
    Some(out)
}

/// One piece between hyphens and apostrophes. `is_joined`: others stand beside it, so a single letter is no initial.
fn piece_of(piece: &str, is_joined: bool) -> Option<String> {
    let letters: Vec<char> = piece.chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: &char| "AEIOUYÄÖÜÀÁÂÈÉÊÌÍÎÒÓÔÙÚÛÅÆØĄĘÓАЕЁИОУЫЭЮЯІЇЄ".contains(*c);
    let is_word = match letters.as_slice() {
        [] => true,
        // An initial, with or without its dot, or the O of O'Brien.
        [_] => return Some(piece.to_owned()),
        // "LI" is a name, "AJ" and "JR" may be anything.
        [first, second] => !is_vowel(first) && is_vowel(second),
        all => all.iter().any(is_vowel) || is_joined,
    };
    if !is_word {
        return None;
    }
    let mut out = String::with_capacity(piece.len());
    let mut begun = false;
    // "MCDONALD" has two capitals; a "MAC" may have one or two, and one is always right enough.
    let is_mc = letters.len() > 3 && piece.starts_with("MC") && !piece.starts_with("MCC");
    for (place, c) in piece.chars().enumerate() {
        if !begun || (is_mc && place == 2) {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        begun |= c.is_alphabetic();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::name::fold;
    use proptest::prelude::*;

    #[test]
    fn capitals_are_put_right_where_there_is_one_way() {
        for (printed, name) in [
            ("JANE ROE", "Jane Roe"),
            ("JEAN-LUC O'BRIEN", "Jean-Luc O'Brien"),
            ("MCDONALD", "McDonald"),
            ("ÅSA MÜLLER-LÜDENSCHEIDT", "Åsa Müller-Lüdenscheidt"),
            ("DR. JANE Q. ROE PHD", "Dr. Jane Q. Roe PhD"),
            ("LI WEI", "Li Wei"),
            ("ИВАН ПЕТРОВ", "Иван Петров"),
            ("JAMES ROE III", "James Roe III"),
        ] {
            assert_eq!(capitals(printed, false).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_has_two_ways_stays_as_it_is_printed() {
        for name in [
            "Jane Roe",
            "jane roe",
            "McDonald",
            "AJ",
            "AJ SMITH",
            "JAN VAN DER BERG",
            "MARIA DE LUCA",
            "JR",
            "ΓΙΩΡΓΟΣ",
            "山田",
            "IŞIL",
            "J. R.",
            "",
            "3COM",
            "DJK",
        ] {
            assert_eq!(capitals(name, false), None, "{name}");
        }
        assert_eq!(capitals("YILMAZ", true), None);
        assert_eq!(capitals("AYŞE", true), None);
        assert_eq!(capitals("MEHMET", true).as_deref(), Some("Mehmet"));
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_twice_is_once(name in "[A-ZÄÖÜÉÅØŁßẞĐА-Я .'’-]{0,20}", other in any::<String>()) {
            for name in [name, other] {
                if let Some(righted) = capitals(&name, false) {
                    prop_assert_eq!(fold(&righted), fold(&name));
                    prop_assert_eq!(capitals(&righted, false), None);
                }
            }
        }
    }
}
