//! Letters that pose as others (Unicode Technical Standard 39): a Cyrillic "а" in a Latin word, a host written in letters that look
//! like another's. A warning, never a verdict: honest names mix scripts too, word by word.

use unicode_normalization::UnicodeNormalization;
use unicode_security::{RestrictionLevel, RestrictionLevelDetection, skeleton};

/// Whether one word has letters of scripts that do not stand together in any language: Latin with Cyrillic or Greek.
pub(super) fn mixes(text: &str) -> bool {
    !text.is_ascii() && words(text).any(|word| is_mixed(&word))
}

/// As [`mixes`]; and whether a label of the host is written in other letters throughout and looks like a Latin one.
pub(super) fn poses_as_host(address: &str) -> bool {
    if address.is_ascii() {
        return false;
    }
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("");
    words(rest).any(|word| is_mixed(&word)) || host.split('.').any(is_posing)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let folded: String = text.nfkc().collect();
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_ascii())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn is_mixed(word: &str) -> bool {
    let has_latin = word.chars().any(|c| c.is_ascii_alphabetic());
    has_latin && word.detect_restriction_level() > RestrictionLevel::ModeratelyRestrictive
}

/// A label without a Latin letter that looks as if it had only such.
fn is_posing(label: &str) -> bool {
    let is_other = !label.is_empty()
        && label.chars().all(|c| !c.is_ascii_alphabetic())
        && label.chars().any(char::is_alphabetic);
    is_other && skeleton(label).all(|c| c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_latin_and_cyrillic_or_greek_letters_is_named() {
        for text in ["Jаne Roe", "Ρaul", "Exаmple GmbH"] {
            assert!(mixes(text), "{text}");
        }
        for text in [
            "Jane Roe",
            "Jörg Müller",
            "Иван Петров",
            "Иван Roe",
            "山田 Taro",
            "株式会社ABC",
            "Łódź",
            "Ｊａｎｅ",
            "Zoë ✨",
        ] {
            assert!(!mixes(text), "{text}");
        }
    }

    #[test]
    fn a_host_that_poses_as_another_is_named() {
        assert!(poses_as_host("jane@раураl.com"));
        assert!(poses_as_host("https://аррӏе.com/x"));
        for address in
            ["jane@example.com", "jane@müller.example", "https://почта.рф", "https://example.com/Ω"]
        {
            assert!(!poses_as_host(address), "{address}");
        }
    }
}
