//! Bytes to text: by the character sets that the symbol names, and where it names none, by the bytes.

use crate::code::{Kind, Segment};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, WINDOWS_1252};

/// How the bytes of a payload were read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8, checked; ASCII is a part of it.
    Utf8,
    /// Shift-JIS, also how a symbol's kanji segments arrive.
    ShiftJis,
    /// Windows-1252, the superset of ISO-8859-1 that printed badges mean by it. Reads any bytes.
    Windows1252,
    /// The symbol itself names its character sets, by their numbers (ECI) or by segments of kanji or hanzi.
    Named,
}

/// What a symbol's segments say: bytes for the badge reader, their text, and how it was found.
///
/// Where the symbol names its character sets the bytes are turned into UTF-8, since the names are lost with the
/// segments.
pub(crate) fn said(segments: &[Segment]) -> (Vec<u8>, String, Charset) {
    let names = |segment: &Segment| !matches!(segment.kind, Kind::Plain | Kind::Bytes(None));
    if !segments.iter().any(names) {
        let bytes: Vec<u8> = segments.iter().flat_map(|segment| segment.bytes.iter().copied()).collect();
        let (text, charset) = text_of(&bytes);
        return (bytes, text, charset);
    }
    let text: String = segments.iter().map(named_text).collect();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    (text.clone().into_bytes(), text, Charset::Named)
}

fn named_text(segment: &Segment) -> String {
    let encoding = match segment.kind {
        Kind::Plain => UTF_8,
        Kind::Kanji => SHIFT_JIS,
        Kind::Hanzi => GB18030,
        Kind::Bytes(Some(number)) => match encoding(number) {
            Some(encoding) => encoding,
            None => return text_of(&segment.bytes).0,
        },
        Kind::Bytes(None) => return text_of(&segment.bytes).0,
    };
    match encoding.decode_without_bom_handling_and_without_replacement(&segment.bytes) {
        Some(text) => text.into_owned(),
        // The name is wrong, as it is on symbols that say ISO-8859-1 and mean what their maker's computer used.
        None => text_of(&segment.bytes).0,
    }
}

/// The character set of a number (AIM ECI part 3).
fn encoding(number: u32) -> Option<&'static Encoding> {
    Some(match number {
        1 | 3 | 23 => WINDOWS_1252,
        4..=18 => return Encoding::for_label(format!("iso-8859-{}", number - 2).as_bytes()),
        20 => SHIFT_JIS,
        21 => return Encoding::for_label(b"windows-1250"),
        22 => return Encoding::for_label(b"windows-1251"),
        24 => return Encoding::for_label(b"windows-1256"),
        25 => UTF_16BE,
        26 | 27 => UTF_8,
        28 => BIG5,
        29 | 32 => GB18030,
        30 => EUC_KR,
        _ => return None,
    })
}

/// Consecutive double-byte characters that speak for Shift-JIS: one alone is as likely two accented letters.
const KANJI_EVIDENCE: u32 = 2;
/// Consecutive half-width kana that speak for Shift-JIS: each is one byte that Latin text uses for accents too.
const KANA_EVIDENCE: u32 = 3;

/// The text of a payload and the character set it was read by. Never fails: windows-1252 takes every byte.
fn text_of(bytes: &[u8]) -> (String, Charset) {
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

/// What a symbol says whose reader may have made a character of each byte: bytes that are UTF-8 overrule that, since no other
/// text looks like it.
pub(crate) fn reread(text: String) -> (Vec<u8>, String, Charset) {
    match bytes_of(&text).map(|bytes| (text_of(&bytes), bytes)) {
        Some(((read, Charset::Utf8), bytes)) => (bytes, read, Charset::Utf8),
        _ => (text.clone().into_bytes(), text, Charset::Named),
    }
}

/// The bytes of which each became one character, by ISO-8859-1 or windows-1252; `None` where a character is of neither.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if let Ok(byte) = u8::try_from(c) {
            bytes.push(byte);
            continue;
        }
        let (encoded, _, is_lost) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        if is_lost {
            return None;
        }
        bytes.extend_from_slice(&encoded);
    }
    Some(bytes)
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
    fn what_a_symbol_names_is_believed_and_handed_on_as_utf8() {
        let segment = |kind, text: &str, encoding: &'static Encoding| Segment {
            kind,
            bytes: encoding.encode(text).0.into_owned(),
        };
        let latin2 = Encoding::for_label(b"iso-8859-2").expect("a label of the standard");
        for segments in [
            vec![segment(Kind::Bytes(Some(4)), "Łódź", latin2)],
            vec![segment(Kind::Plain, "FN:", UTF_8), segment(Kind::Kanji, "山", SHIFT_JIS)],
            vec![segment(Kind::Hanzi, "张伟", GB18030), segment(Kind::Bytes(None), ", Ü", UTF_8)],
            vec![segment(Kind::Bytes(Some(26)), "Zoë", UTF_8)],
        ] {
            let (bytes, text, charset) = said(&segments);
            assert_eq!((String::from_utf8(bytes), charset), (Ok(text.clone()), Charset::Named));
            assert!(["Łódź", "FN:山", "张伟, Ü", "Zoë"].contains(&text.as_str()), "{text}");
        }
    }

    #[test]
    fn a_name_that_the_bytes_contradict_is_not_believed() {
        let bytes = WINDOWS_1252.encode("Müller").0.into_owned();
        let (_, text, _) = said(&[Segment { kind: Kind::Bytes(Some(26)), bytes }]);
        assert_eq!(text, "Müller");
    }

    #[test]
    fn utf8_that_another_reader_took_for_latin_letters_is_put_right_and_other_text_stays() {
        let latin = WINDOWS_1252.decode_without_bom_handling("Zoë 山田".as_bytes()).0.into_owned();
        assert_eq!(reread(latin), ("Zoë 山田".as_bytes().to_vec(), "Zoë 山田".to_owned(), Charset::Utf8));
        for text in ["Müller", "Łódź", "山田", "éèàç"] {
            assert_eq!(reread(text.to_owned()), (text.as_bytes().to_vec(), text.to_owned(), Charset::Named));
        }
    }

    #[test]
    fn any_bytes_at_all_become_some_text() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(text_of(&bytes).1, Charset::Windows1252);
    }
}
