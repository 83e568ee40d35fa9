//! The data codewords' segments: digits, letters, bytes, kanji, hanzi, and the character sets they name.

/// What a segment's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits and letters: ASCII.
    Plain,
    /// Bytes of the character set that the symbol names by its number (ECI), or of one that it does not name.
    Bytes(Option<u32>),
    /// Shift-JIS.
    Kanji,
    /// GB 2312.
    Hanzi,
}

/// A run of one kind.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

/// What a symbol says, and how surely it is a symbol.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) segments: Vec<Segment>,
    /// What follows the end is the filling that the standard prescribes: chance would not write it.
    pub(crate) filled: bool,
}

/// `None` when the bits are no segments.
pub(super) fn segments(words: &[u8], version: usize) -> Option<Stream> {
    let mut bits = Bits { words, at: 0 };
    let mut out: Vec<Segment> = Vec::new();
    let mut charset = None;
    let mut escapes = false;
    loop {
        // Fewer than four bits left end the symbol without a mark.
        let mode = if bits.left() < 4 { 0 } else { bits.take(4)? };
        let (kind, bytes) = match mode {
            0 => break,
            1 => (Kind::Plain, digits(&mut bits, version)?),
            2 => (Kind::Plain, letters(&mut bits, version, escapes)?),
            // One of several symbols that belong together: each is read by itself.
            3 => {
                bits.take(16)?;
                continue;
            }
            4 => (Kind::Bytes(charset), plain_bytes(&mut bits, version)?),
            5 => {
                escapes = true;
                continue;
            }
            7 => {
                charset = Some(character_set(&mut bits)?);
                continue;
            }
            8 => (
                Kind::Kanji,
                pairs(&mut bits, version, |high, low| {
                    let pair = high << 8 | low;
                    pair + if pair + 0x8140 <= 0x9ffc { 0x8140 } else { 0xc140 }
                })?,
            ),
            9 => {
                escapes = true;
                bits.take(8)?;
                continue;
            }
            13 => {
                // The only subset there is: GB 2312.
                if bits.take(4)? != 1 {
                    return None;
                }
                (Kind::Hanzi, hanzi(&mut bits, version)?)
            }
            _ => return None,
        };
        match out.last_mut() {
            Some(last) if last.kind == kind => last.bytes.extend(bytes),
            _ => out.push(Segment { kind, bytes }),
        }
    }
    Some(Stream { segments: out, filled: bits.is_filling() })
}

struct Bits<'a> {
    words: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.words.len() * 8 - self.at
    }

    /// Up to 16 bits; `None` when fewer are left.
    fn take(&mut self, count: usize) -> Option<u32> {
        if count > self.left() {
            return None;
        }
        let bit = |i: usize| u32::from(self.words[i / 8] >> (7 - i % 8) & 1);
        let value = (self.at..self.at + count).fold(0, |value, i| value << 1 | bit(i));
        self.at += count;
        Some(value)
    }

    /// Whether the rest is zero to the next whole codeword and then 0xec and 0x11 in turn.
    fn is_filling(&self) -> bool {
        let whole = self.at.div_ceil(8);
        let bit = |i: usize| self.words[i / 8] >> (7 - i % 8) & 1;
        (self.at..whole * 8).all(|i| bit(i) == 0)
            && self.words[whole..].iter().zip([0xec, 0x11].iter().cycle()).all(|(word, fill)| word == fill)
    }
}

/// Bits of a count, for versions up to 9, up to 26, and above.
fn count(bits: &mut Bits<'_>, version: usize, lengths: [usize; 3]) -> Option<usize> {
    let length = lengths[usize::from(version > 9) + usize::from(version > 26)];
    bits.take(length).map(|count| count as usize)
}

fn digits(bits: &mut Bits<'_>, version: usize) -> Option<Vec<u8>> {
    let mut left = count(bits, version, [10, 12, 14])?;
    let mut out = Vec::with_capacity(left.min(bits.left()));
    while left > 0 {
        let group = left.min(3);
        let value = bits.take([0, 4, 7, 10][group])?;
        if value >= 10u32.pow(group as u32) {
            return None;
        }
        out.extend((0..group).rev().map(|i| b'0' + (value / 10u32.pow(i as u32) % 10) as u8));
        left -= group;
    }
    Some(out)
}

/// With `escapes` (GS1) a percent sign stands for the separator, and two for itself.
fn letters(bits: &mut Bits<'_>, version: usize, escapes: bool) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut left = count(bits, version, [9, 11, 13])?;
    let mut out = Vec::with_capacity(left.min(bits.left()));
    while left > 0 {
        let group = left.min(2);
        let value = bits.take([0, 6, 11][group])? as usize;
        if group == 2 {
            out.push(*LETTERS.get(value / 45)?);
        }
        out.push(*LETTERS.get(if group == 2 { value % 45 } else { value })?);
        left -= group;
    }
    if escapes {
        const SEPARATOR: char = '\u{1d}';
        let text = String::from_utf8(out).ok()?;
        return Some(
            text.replace("%%", "\0")
                .replace('%', SEPARATOR.encode_utf8(&mut [0; 4]))
                .replace('\0', "%")
                .into_bytes(),
        );
    }
    Some(out)
}

fn plain_bytes(bits: &mut Bits<'_>, version: usize) -> Option<Vec<u8>> {
    let count = count(bits, version, [8, 16, 16])?;
    (count * 8 <= bits.left()).then(|| (0..count).filter_map(|_| Some(bits.take(8)? as u8)).collect())
}

fn pairs(bits: &mut Bits<'_>, version: usize, code: impl Fn(u32, u32) -> u32) -> Option<Vec<u8>> {
    let count = count(bits, version, [8, 10, 12])?;
    if count * 13 > bits.left() {
        return None;
    }
    let mut out = Vec::with_capacity(count * 2);
    for _ in 0..count {
        let value = bits.take(13)?;
        let pair = code(value / 0xc0, value % 0xc0);
        out.extend([(pair >> 8) as u8, pair as u8]);
    }
    Some(out)
}

fn hanzi(bits: &mut Bits<'_>, version: usize) -> Option<Vec<u8>> {
    let count = count(bits, version, [8, 10, 12])?;
    if count * 13 > bits.left() {
        return None;
    }
    let mut out = Vec::with_capacity(count * 2);
    for _ in 0..count {
        let value = bits.take(13)?;
        let pair = ((value / 0x60) << 8) | (value % 0x60);
        let pair = pair + if pair < 0xa00 { 0xa1a1 } else { 0xa6a1 };
        out.extend([(pair >> 8) as u8, pair as u8]);
    }
    Some(out)
}

/// The number of a character set: one to three bytes, their count in the first bits.
fn character_set(bits: &mut Bits<'_>) -> Option<u32> {
    let first = bits.take(8)?;
    match first {
        0..0x80 => Some(first),
        0x80..0xc0 => Some((first & 0x3f) << 8 | bits.take(8)?),
        0xc0..0xe0 => Some((first & 0x1f) << 16 | bits.take(16)?),
        _ => None,
    }
}
