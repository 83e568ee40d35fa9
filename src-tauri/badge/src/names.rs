//! Makes a name whole: the printed one from its parts, and the parts of a printed one when there is one way to part it.
//! Three words and more are left as printed: which is whose name is not ours to guess.

use crate::Reading;
use lanyard_core::contact::Field;
use lanyard_core::contact::name::{is_family_first, joined_name};

pub(crate) fn complete(reading: &mut Reading) {
    let text = |field| reading.draft.first(field).unwrap_or("").to_owned();
    let (full, given, family) = (text(Field::FullName), text(Field::GivenName), text(Field::FamilyName));
    if full.is_empty() {
        reading.push(Field::FullName, &joined_name(&given, &family));
    } else if given.is_empty()
        && family.is_empty()
        && full != text(Field::Company)
        && let Some((given, family)) = parted(&full)
    {
        reading.push(Field::GivenName, given);
        reading.push(Field::FamilyName, family);
        reading.draft.warn("name_split");
    }
}

/// Given and family name for a form in which a person sees the guess: of more than two words the last is the family's.
pub(crate) fn parted_for_a_person(full: &str) -> Option<(&str, &str)> {
    parted(full).or_else(|| full.trim().rsplit_once(' ').map(|(given, family)| (given.trim_end(), family)))
}

/// Given and family name of a name of two words.
fn parted(full: &str) -> Option<(&str, &str)> {
    let mut words = full.split_whitespace();
    let (first, second) = (words.next()?, words.next()?);
    let is_word = |word: &str| {
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’') || !c.is_ascii())
            && word.chars().filter(|c| c.is_alphabetic()).count() > usize::from(!is_family_first(word))
    };
    if words.next().is_some() || !is_word(first) || !is_word(second) {
        return None;
    }
    Some(if is_family_first(full) { (second, first) } else { (first, second) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_plain_words_are_parted() {
        assert_eq!(parted("Jane Roe"), Some(("Jane", "Roe")));
        assert_eq!(parted("山田 太郎"), Some(("太郎", "山田")));
        for name in ["Jane", "Jane Q. Roe", "Dr. Roe", "Roe, Jane", "Hall 4", "J Roe", "van der Berg"] {
            assert_eq!(parted(name), None, "{name}");
        }
    }
}
