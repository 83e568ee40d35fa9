//! What the data codewords of a Data Matrix say (ISO/IEC 16022, 5.2 and annex B): segments of bytes with the character sets that
//! the symbol names. Error correction and finding are `rxing`'s.

use crate::code::{Kind, Segment};

/// The set in which the following codewords are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Three of forty signs in two codewords; told whether small letters come first.
    Forty {
        small: bool,
    },
    X12,
    Edifact,
    Base256,
}

/// What stands around the data of the macros 05 and 06.
const MACRO_START: [&[u8]; 2] = [b"[)>\x1e05\x1d", b"[)>\x1e06\x1d"];
const MACRO_END: &[u8] = b"\x1e\x04";
/// The codeword that leaves the sets of three signs.
const UNLATCH: u8 = 254;

/// The segments of these codewords; `None` when they are none.
pub(crate) fn segments(words: &[u8]) -> Option<Vec<Segment>> {
    let mut out = Out { segments: Vec::new(), charset: None };
    let mut at = 0;
    let mut end: &[u8] = b"";
    let mut upper = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let mode = match word {
            1..=128 => {
                out.push((word - 1).wrapping_add(upper));
                upper = 0;
                continue;
            }
            129 => break,
            130..=229 => {
                let number = word - 130;
                out.push(b'0' + number / 10);
                out.push(b'0' + number % 10);
                continue;
            }
            // FNC1: at the beginning it says what the data is, elsewhere it divides them.
            232 => {
                if at > 1 {
                    out.push(0x1d);
                }
                continue;
            }
            // One of several symbols that belong together: each is read by itself.
            233 => {
                at += 3;
                continue;
            }
            234 => continue,
            235 => {
                upper = 128;
                continue;
            }
            236 | 237 => {
                MACRO_START[usize::from(word - 236)].iter().for_each(|&byte| out.push(byte));
                end = MACRO_END;
                continue;
            }
            241 => {
                out.charset = Some(character_set(words, &mut at)?);
                continue;
            }
            230 => Mode::Forty { small: false },
            231 => Mode::Base256,
            238 => Mode::X12,
            239 => Mode::Forty { small: true },
            240 => Mode::Edifact,
            // Some encoders end with an unlatch too many.
            UNLATCH if at == words.len() => break,
            _ => return None,
        };
        match mode {
            Mode::Forty { small } => forty(words, &mut at, small, &mut out)?,
            Mode::X12 => x12(words, &mut at, &mut out)?,
            Mode::Edifact => edifact(words, &mut at, &mut out),
            Mode::Base256 => base256(words, &mut at, &mut out)?,
        }
    }
    end.iter().for_each(|&byte| out.push(byte));
    Some(out.segments)
}

struct Out {
    segments: Vec<Segment>,
    charset: Option<u32>,
}

impl Out {
    fn push(&mut self, byte: u8) {
        let kind = Kind::Bytes(self.charset);
        match self.segments.last_mut() {
            Some(last) if last.kind == kind => last.bytes.push(byte),
            _ => self.segments.push(Segment { kind, bytes: vec![byte] }),
        }
    }
}

/// The number of a character set in one to three codewords.
fn character_set(words: &[u8], at: &mut usize) -> Option<u32> {
    let mut next = || {
        let word = words.get(*at).map(|&word| u32::from(word));
        *at += 1;
        word
    };
    let first = next()?;
    Some(match first {
        1..=127 => first - 1,
        128..=191 => (first - 128) * 254 + 127 + next()?.checked_sub(1)?,
        192..=207 => {
            (first - 192) * 64_516 + 16_383 + next()?.checked_sub(1)? * 254 + next()?.checked_sub(1)?
        }
        _ => return None,
    })
}

/// Three values below forty from the next two codewords; `None` at the end of the set, whose unlatch is passed.
fn three(words: &[u8], at: &mut usize) -> Option<[u8; 3]> {
    if words.get(*at) == Some(&UNLATCH) {
        *at += 1;
        return None;
    }
    let &[high, low] = words.get(*at..*at + 2)? else { return None };
    *at += 2;
    let value = (u32::from(high) * 256 + u32::from(low)).checked_sub(1)?;
    Some([value / 1600, value / 40 % 40, value % 40].map(|value| value as u8))
}

/// The signs of the second set.
const SECOND: &[u8] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_";

fn forty(words: &[u8], at: &mut usize, small: bool, out: &mut Out) -> Option<()> {
    let (mut shift, mut upper) = (0, 0);
    while let Some(values) = three(words, at) {
        for value in values {
            let byte = match (shift, value) {
                (0, 0..=2) => {
                    shift = value + 1;
                    continue;
                }
                (0, 3) => b' ',
                (0, 4..=13) => b'0' + value - 4,
                (0, 14..=39) => (if small { b'a' } else { b'A' }) + value - 14,
                (1, 0..=31) => value,
                (2, 0..=26) => SECOND[usize::from(value)],
                (2, 27) => 0x1d,
                (2, 30) => {
                    (shift, upper) = (0, 128);
                    continue;
                }
                (3, 0) => b'`',
                (3, 1..=26) => (if small { b'A' } else { b'a' }) + value - 1,
                (3, 27..=31) => b'{' + value - 27,
                _ => return None,
            };
            out.push(byte.wrapping_add(upper));
            (shift, upper) = (0, 0);
        }
    }
    Some(())
}

fn x12(words: &[u8], at: &mut usize, out: &mut Out) -> Option<()> {
    while let Some(values) = three(words, at) {
        for value in values {
            out.push(match value {
                0 => b'\r',
                1 => b'*',
                2 => b'>',
                3 => b' ',
                4..=13 => b'0' + value - 4,
                14..=39 => b'A' + value - 14,
                _ => return None,
            });
        }
    }
    Some(())
}

/// Four signs of six bits in three codewords; the last two codewords of a symbol are none of it.
fn edifact(words: &[u8], at: &mut usize, out: &mut Out) {
    const END: u32 = 0x1f;
    while let Some(&[a, b, c]) = words.get(*at..*at + 3).and_then(|part| part.first_chunk::<3>()) {
        let bits = u32::from(a) << 16 | u32::from(b) << 8 | u32::from(c);
        for nth in 0..4u32 {
            let sign = bits >> (18 - 6 * nth) & 0x3f;
            if sign == END {
                // The rest of the codeword in which it ends is filled up.
                *at += (6 * nth as usize + 6).div_ceil(8);
                return;
            }
            out.push((if sign & 0x20 == 0 { sign | 0x40 } else { sign }) as u8);
        }
        *at += 3;
    }
}

/// Bytes that were scattered by their place (annex B.2).
fn base256(words: &[u8], at: &mut usize, out: &mut Out) -> Option<()> {
    let mut next = || {
        let word = i32::from(*words.get(*at)?);
        *at += 1;
        // Places are counted from one.
        let noise = (149 * (*at as i32)) % 255 + 1;
        Some((word - noise).rem_euclid(256) as u8)
    };
    let length = match next()? {
        0 => usize::MAX,
        few @ 1..=249 => usize::from(few),
        many => 250 * usize::from(many - 249) + usize::from(next()?),
    };
    for nth in 0..length {
        match next() {
            Some(byte) => out.push(byte),
            // Without a length they go on to the end.
            None if length == usize::MAX && nth > 0 => break,
            None => return None,
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset::said;
    use proptest::prelude::*;

    fn text(words: &[u8]) -> Option<String> {
        Some(said(&segments(words)?).1)
    }

    /// Codewords of bytes in base 256.
    fn scattered(before: &[u8], bytes: &[u8]) -> Vec<u8> {
        let mut words = [before, &[231]].concat();
        for &byte in [bytes.len() as u8].iter().chain(bytes) {
            let noise = (149 * (words.len() + 1)) % 255 + 1;
            words.push(((usize::from(byte) + noise) % 256) as u8);
        }
        words
    }

    #[test]
    fn each_set_of_signs_says_what_the_standard_gives_as_its_example() {
        // Annex B and 5.2 of the standard: "123456" in digits, and the sets of three signs.
        assert_eq!(text(&[142, 164, 186]).as_deref(), Some("123456"));
        assert_eq!(text(&[230, 91, 11, 91, 11, 91, 11, UNLATCH, 129]).as_deref(), Some("AIMAIMAIM"));
        assert_eq!(text(&[239, 91, 11, UNLATCH, 66]).as_deref(), Some("aimA"));
        assert_eq!(text(&[238, 91, 11, UNLATCH]).as_deref(), Some("AIM"));
        assert_eq!(text(&[240, 0b0000_0100, 0b0010_0000, 0b1101_1111, 66]).as_deref(), Some("ABCA"));
        assert_eq!(text(&[66, 235, 101, 129, 7]).as_deref(), Some("Aä"));
        assert_eq!(text(&[232, 66, 232, 67]).as_deref(), Some("A\u{1d}B"));
        assert_eq!(text(&[236, 66]).as_deref(), Some("[)>\u{1e}05\u{1d}A\u{1e}\u{4}"));
    }

    #[test]
    fn the_named_character_set_is_honoured_and_an_unnamed_one_found_by_the_bytes() {
        assert_eq!(text(&scattered(&[241, 5], b"Dvo\xf8\xe1k")).as_deref(), Some("Dvořák"));
        assert_eq!(text(&scattered(&[241, 27], "Zoë 山田".as_bytes())).as_deref(), Some("Zoë 山田"));
        assert_eq!(text(&scattered(&[], "Zoë 山田".as_bytes())).as_deref(), Some("Zoë 山田"));
        assert_eq!(text(&scattered(&[], b"M\xfcller")).as_deref(), Some("Müller"));
    }

    #[test]
    fn what_ends_too_soon_says_nothing() {
        for words in [&[231][..], &[241], &[241, 200, 1], &[0], &[255, 66], &scattered(&[], b"abc")[..4]] {
            assert!(text(words).is_none(), "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn any_codewords_say_something_or_nothing(words in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = text(&words);
        }

        #[test]
        fn bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 1..200)) {
            let said = segments(&scattered(&[], &bytes)).unwrap_or_default();
            prop_assert_eq!(said.into_iter().flat_map(|segment| segment.bytes).collect::<Vec<_>>(), bytes);
        }
    }
}
