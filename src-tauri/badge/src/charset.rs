//! Bytes to text. Codes rarely say their charset and often say it wrongly, so the bytes themselves decide: a byte order
//! mark, then strict UTF-8, then what a vCard declares, then Shift-JIS if the bytes look like it, then windows-1252,
//! which takes anything. UTF-8 that somebody before us read as Latin-1 ("MÃ¼ller") is put right.
//! Left out on purpose: statistics over languages; a badge is too short for them.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// A payload as text.
pub(crate) struct Decoded {
    /// The text.
    pub(crate) text: String,
    /// The charset was neither declared nor UTF-8.
    pub(crate) guessed: bool,
    /// Text read in the wrong charset before us was put right.
    pub(crate) repaired: bool,
}

pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let (text, guessed) = to_text(bytes);
    match repair(&text) {
        Some(text) => Decoded { text, guessed, repaired: true },
        None => Decoded { text, guessed, repaired: false },
    }
}

fn to_text(bytes: &[u8]) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), false);
    }
    // A line folded by bytes may cut a character in two (RFC 6350 §3.2 forbids it, generators do it).
    if let Ok(text) = String::from_utf8(unfolded(bytes)) {
        return (text, false);
    }
    if let Some(encoding) = declared(bytes)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return (text.into_owned(), false);
    }
    if let Some(text) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
        && looks_japanese(&text)
    {
        return (text.into_owned(), true);
    }
    (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), true)
}

/// The charset a vCard line names (`;CHARSET=…`), unless it is UTF-8, which the bytes have just disproved.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const NAME: &[u8] = b"CHARSET=";
    let place = bytes.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME))?;
    let label = &bytes[place + NAME.len()..];
    let end = label.iter().position(|byte| matches!(byte, b';' | b':' | b'\r' | b'\n'))?;
    Encoding::for_label(&label[..end]).filter(|encoding| *encoding != UTF_8)
}

fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let fold = match &bytes[place..] {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n' | b'\r', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        if fold == 0 {
            out.push(bytes[place]);
        }
        place += fold.max(1);
    }
    out
}

/// Whether text decoded as Shift-JIS is Japanese rather than Latin text with accents: kanji and kana keep to
/// themselves, while the accidental ones of "Renée" stand amid Latin letters. A single half-width kana is one byte of the
/// range of capital accents, so it counts only beside another.
fn looks_japanese(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| chars.get(place));
    let is_latin = |place| at(place).is_some_and(char::is_ascii_alphabetic);
    let is_wide = |place| at(place).is_some_and(|c| !c.is_ascii());
    let (mut own, mut amid) = (0_usize, 0_usize);
    for (place, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        if matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}') {
            return false;
        }
        let (before, after) = (place.checked_sub(1), Some(place + 1));
        if is_latin(before) || is_latin(after) {
            amid += 1;
        } else if !matches!(c, '\u{FF61}'..='\u{FF9F}') || is_wide(before) || is_wide(after) {
            own += 1;
        }
    }
    own > amid
}

/// UTF-8 that was read as Latin-1 or windows-1252, read again; twice over if need be. Only when the whole text, taken
/// back to bytes, is strict UTF-8, which accented text written as such never is.
fn repair(text: &str) -> Option<String> {
    const LAYERS: usize = 3;
    let mut repaired: Option<String> = None;
    for _ in 0..LAYERS {
        let current = repaired.as_deref().unwrap_or(text);
        let Some(inner) = single_bytes(current).and_then(|bytes| String::from_utf8(bytes).ok()) else {
            break;
        };
        repaired = Some(inner);
    }
    repaired
}

/// The text as windows-1252 bytes, C1 controls as themselves; none if it is ASCII only or a character has no byte.
fn single_bytes(text: &str) -> Option<Vec<u8>> {
    if text.is_ascii() {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let (encoded, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                if unmappable {
                    return None;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).text
    }

    #[test]
    fn accents_without_a_charset_are_windows_1252() {
        for name in ["Jörg Müller", "Renée", "José Núñez; Größe", "N:Müller;Jörg", "Reid’s", "É"]
        {
            let (bytes, _, _) = WINDOWS_1252.encode(name);
            let seen = decode(&bytes);
            assert_eq!((seen.text.as_str(), seen.guessed), (name, true));
        }
    }

    #[test]
    fn shift_jis_is_known_by_its_bytes() {
        for name in ["N:山田;太郎;;;", "FN:山田 太郎", "N:林;", "ORG:ソニー株式会社", "SOUND:ﾔﾏﾀﾞ ﾀﾛｳ"]
        {
            let (bytes, _, _) = SHIFT_JIS.encode(name);
            assert_eq!(text(&bytes), name);
        }
    }

    #[test]
    fn a_declared_charset_is_believed_when_the_bytes_fit_it() {
        let (bytes, _, _) = encoding_rs::GBK.encode("N;CHARSET=GB2312:张;伟");
        assert_eq!(text(&bytes), "N;CHARSET=GB2312:张;伟");
        assert_eq!(text("N;CHARSET=ISO-8859-1:Müller".as_bytes()), "N;CHARSET=ISO-8859-1:Müller");
    }

    #[test]
    fn byte_order_marks_decide() {
        let utf16: Vec<u8> = "\u{FEFF}Zoë".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16), "Zoë");
        assert_eq!(text("\u{FEFF}Zoë".as_bytes()), "Zoë");
    }

    #[test]
    fn a_character_cut_by_folding_is_joined_again() {
        assert_eq!(text(b"FN:J\xC3\r\n \xB6rg"), "FN:Jörg");
    }

    #[test]
    fn mojibake_is_put_right_even_twice_and_honest_text_is_left_alone() {
        let wrong = |text: &str| WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        for name in ["Jörg Müller", "Zoë ✨", "Ärger", "山田"] {
            let seen = decode(wrong(name).as_bytes());
            assert!(seen.repaired);
            assert_eq!(seen.text, name);
            assert_eq!(text(wrong(&wrong(name)).as_bytes()), name);
        }
        for name in ["Jörg", "SÃO PAULO", "naïve café", "山田", "Łódź", "©®"] {
            assert!(!decode(name.as_bytes()).repaired, "{name}");
        }
    }
}
