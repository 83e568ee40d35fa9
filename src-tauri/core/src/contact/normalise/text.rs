//! Text made safe and comparable: characters nobody can see are taken out, spaces are folded, lengths are capped.
//! Nothing is translated, capitalised or corrected here, and emoji and joining scripts keep the joiners they need.

use unicode_normalization::UnicodeNormalization;

/// Longest value of one line, in characters. Longer ones are cut and named [`super::Problem::TooLong`].
pub const LINE_CHARS: usize = 500;

/// Longest value of several lines, in characters.
pub const TEXT_CHARS: usize = 10_000;

/// Takes out what changes how a text looks without being seen: control characters (C0, C1), bidi controls
/// (UAX #9), zero-width characters and the byte order mark. Line breaks and tabs stay. A zero-width joiner or
/// non-joiner stays between two emoji or two letters of a script that needs it (UTS #51, Unicode 23.2).
///
/// Returns the text in NFC and the number of characters taken out.
#[must_use]
pub fn clean_text(text: &str) -> (String, usize) {
    // Nearly every value is plain ASCII, which has nothing to compose and nothing unseen.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')) {
        return (text.to_owned(), 0);
    }
    let composed: Vec<char> = text.nfc().collect();
    let mut kept: Vec<char> = Vec::with_capacity(composed.len());
    let mut removed = 0;
    for (place, &c) in composed.iter().enumerate() {
        let stays = match c {
            '\u{200C}' | '\u{200D}' => {
                let before = kept.last().is_some_and(|&previous| joins(previous));
                before && composed.get(place + 1).is_some_and(|&next| joins(next))
            }
            _ => !is_unseen(c),
        };
        if stays {
            kept.push(c);
        } else {
            removed += 1;
        }
    }
    let clean = if removed == 0 { kept.into_iter().collect() } else { kept.into_iter().nfc().collect() };
    (clean, removed)
}

/// A character that shows nothing by itself and may change what is around it; the joiners are judged by their place.
fn is_unseen(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => true,
        _ => c.is_control(),
    }
}

/// Whether a joiner beside this character means something: emoji, and the scripts whose letters join or stack.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{0600}'..='\u{061B}' | '\u{061D}'..='\u{08FF}' // Arabic, Syriac, N'Ko and their neighbours
        | '\u{0900}'..='\u{0DFF}' // the Indic scripts
        | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' // Myanmar, Khmer, Mongolian
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' // Arabic presentation forms
        | '\u{FE0F}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}') // emoji
}

/// One line: cleaned, every run of white space one space, trimmed, at most [`LINE_CHARS`]. The flag says it was cut.
pub(super) fn line(raw: &str) -> (String, bool) {
    capped(raw, LINE_CHARS, fold_line)
}

/// Several lines: as [`line`], line by line, with `\n` between them and no blank lines at the ends; at most
/// [`TEXT_CHARS`].
pub(super) fn lines(raw: &str) -> (String, bool) {
    capped(raw, TEXT_CHARS, |text| {
        let unix = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        let (clean, _) = clean_text(&unix);
        let folded: Vec<String> = clean.split('\n').map(fold_spaces).collect();
        folded.join("\n").trim().to_owned()
    })
}

fn fold_line(text: &str) -> String {
    // A line or page break between two words is a space, not nothing.
    let spaced = text.replace(['\u{85}', '\u{0B}', '\u{0C}'], " ");
    fold_spaces(&clean_text(&spaced).0)
}

fn fold_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds, cuts, and folds the cut text once more: a cut may leave a space or a joiner at the end.
fn capped(raw: &str, cap: usize, fold: impl Fn(&str) -> String) -> (String, bool) {
    let whole = fold(raw);
    match whole.char_indices().nth(cap) {
        None => (whole, false),
        Some((end, _)) => (fold(&whole[..end]), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bidi_controls_and_nul_are_taken_out_and_counted() {
        assert_eq!(clean_text("evil\u{202E}gnp.exe"), ("evilgnp.exe".into(), 1));
        assert_eq!(clean_text("Nul\0By\u{2066}te\u{FEFF}"), ("NulByte".into(), 3));
    }

    #[test]
    fn an_emoji_family_and_a_persian_word_keep_their_joiners() {
        for text in ["👩🏽\u{200D}💻", "نامه\u{200C}ای", "क्\u{200D}ष", "❤\u{FE0F}\u{200D}🔥"]
        {
            assert_eq!(clean_text(text), (text.nfc().collect(), 0));
        }
    }

    #[test]
    fn a_joiner_between_latin_letters_is_a_disguise() {
        assert_eq!(clean_text("pay\u{200D}pal\u{200C}"), ("paypal".into(), 2));
    }

    #[test]
    fn line_breaks_survive_in_text_and_become_spaces_in_lines() {
        assert_eq!(lines(" a \r\n\tb\rc \n\n").0, "a\nb\nc");
        assert_eq!(line(" a \r\n\tb\u{3000}c\u{85}d ").0, "a b c d");
    }

    #[test]
    fn a_decomposed_umlaut_is_composed() {
        assert_eq!(line("Mu\u{308}ller").0, "Müller");
    }

    #[test]
    fn a_long_line_is_cut_at_its_cap_and_says_so() {
        let (cut, was_cut) = line(&"ä ".repeat(LINE_CHARS));
        assert!(was_cut && cut.chars().count() <= LINE_CHARS && !cut.ends_with(' '));
        assert!(!line(&"a".repeat(LINE_CHARS)).1);
    }
}
