//! Bytes to text. The bit decoder drops the symbol's own character set note (ECI), so it is told by the bytes.

use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

/// How the bytes of a payload were read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8, checked; ASCII is a part of it.
    Utf8,
    /// Shift-JIS, also how a symbol's kanji segments arrive.
    ShiftJis,
    /// Windows-1252, the superset of ISO-8859-1 that printed badges mean by it. Reads any bytes.
    Windows1252,
}

/// Consecutive double-byte characters that speak for Shift-JIS: one alone is as likely two accented letters.
const KANJI_EVIDENCE: u32 = 2;
/// Consecutive half-width kana that speak for Shift-JIS: each is one byte that Latin text uses for accents too.
const KANA_EVIDENCE: u32 = 3;

/// The text of a payload and the character set it was read by. Never fails: windows-1252 takes every byte.
pub(crate) fn text_of(bytes: &[u8]) -> (String, Charset) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(), Charset::Utf8);
    }
    if looks_japanese(bytes)
        && let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return (text.into_owned(), Charset::ShiftJis);
    }
    (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), Charset::Windows1252)
}

fn looks_japanese(bytes: &[u8]) -> bool {
    let (mut kanji, mut kana) = (0, 0);
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        match byte {
            0x81..=0x9f | 0xe0..=0xfc => {
                rest.next();
                (kanji, kana) = (kanji + 1, 0);
            }
            0xa1..=0xdf => (kanji, kana) = (0, kana + 1),
            0..=0x80 | 0xa0 | 0xfd..=0xff => (kanji, kana) = (0, 0),
        }
        if kanji >= KANJI_EVIDENCE || kana >= KANA_EVIDENCE {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_taken_at_its_word_and_its_byte_order_mark_dropped() {
        assert_eq!(text_of("Müller 山田".as_bytes()), ("Müller 山田".into(), Charset::Utf8));
        assert_eq!(text_of(b"\xef\xbb\xbfA"), ("A".into(), Charset::Utf8));
    }

    #[test]
    fn two_kanji_in_a_row_are_shift_jis() {
        let bytes = SHIFT_JIS.encode("FN:山田 結衣").0;
        assert_eq!(text_of(&bytes), ("FN:山田 結衣".into(), Charset::ShiftJis));
    }

    #[test]
    fn half_width_kana_are_shift_jis() {
        let bytes = SHIFT_JIS.encode("ﾔﾏﾀﾞ").0;
        assert_eq!(text_of(&bytes), ("ﾔﾏﾀﾞ".into(), Charset::ShiftJis));
    }

    #[test]
    fn accented_latin_is_windows_1252() {
        for name in ["Müller", "Søren Bådsgård", "José Peña", "Çelik"] {
            let bytes = WINDOWS_1252.encode(name).0;
            assert_eq!(text_of(&bytes).0, name);
        }
    }

    #[test]
    fn any_bytes_at_all_become_some_text() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(text_of(&bytes).1, Charset::Windows1252);
    }
}
