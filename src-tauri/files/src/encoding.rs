//! Bytes to text while reading. A byte order mark decides; else what the bytes allow: UTF-8 if all of the file is that, UTF-16
//! if every other byte is zero, and only then a guess by the letters' frequencies, which a person is told of.

use crate::Input;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;
use std::io::{self, Read, SeekFrom};
use ts_rs::TS;

/// How the encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "EncodingEvidence")]
pub enum Evidence {
    /// The file begins with its mark.
    Mark,
    /// Every byte of the file fits it.
    Fits,
    /// By the letters: it may be wrong, so a person is shown names to judge by.
    Guessed,
    /// A person said so.
    Said,
}

const CHUNK: usize = 64 << 10;

/// Fewer bytes beyond ASCII than this tell nothing about a language: then what Western Windows programs write is assumed.
const ENOUGH_TO_JUDGE: usize = 12;

/// Goes over the whole file to find its encoding, and leaves it at its beginning.
pub(crate) fn find(input: &mut dyn Input) -> io::Result<(&'static Encoding, Evidence)> {
    input.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK];
    let mut filled = fill(input, &mut chunk)?;
    let first = &chunk[..filled];
    if let Some((encoding, _)) = Encoding::for_bom(first) {
        input.seek(SeekFrom::Start(0))?;
        return Ok((encoding, Evidence::Mark));
    }
    if let Some(encoding) = wide(first) {
        input.seek(SeekFrom::Start(0))?;
        return Ok((encoding, Evidence::Fits));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut utf8 = Some(UTF_8.new_decoder_without_bom_handling());
    let (mut beyond, mut text) = (0_usize, String::with_capacity(3 * CHUNK));
    while filled > 0 {
        let bytes = &chunk[..filled];
        beyond += bytes.iter().filter(|byte| !byte.is_ascii()).count();
        detector.feed(bytes, false);
        if let Some(decoder) = &mut utf8 {
            text.clear();
            let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
            if matches!(result, encoding_rs::DecoderResult::Malformed(..)) {
                utf8 = None;
            }
        }
        filled = fill(input, &mut chunk)?;
    }
    detector.feed(&[], true);
    input.seek(SeekFrom::Start(0))?;
    let ends_well = utf8.is_some_and(|mut decoder| {
        let (result, _) = decoder.decode_to_string_without_replacement(&[], &mut text, true);
        matches!(result, encoding_rs::DecoderResult::InputEmpty)
    });
    Ok(match (ends_well, beyond < ENOUGH_TO_JUDGE) {
        (true, _) => (UTF_8, Evidence::Fits),
        (false, true) => (WINDOWS_1252, Evidence::Guessed),
        (false, false) => (detector.guess(None, Utf8Detection::Deny), Evidence::Guessed),
    })
}

/// UTF-16 without a mark: among the first characters nearly all are Latin, so every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    const LEAST: usize = 8;
    let pairs = bytes.chunks_exact(2).take(512);
    let (mut high, mut low, mut all) = (0, 0, 0);
    for pair in pairs {
        all += 1;
        low += usize::from(pair[0] != 0 && pair[1] == 0);
        high += usize::from(pair[0] == 0 && pair[1] != 0);
    }
    let most = |count: usize| all >= LEAST && count * 10 >= all * 7;
    match (most(low), most(high)) {
        (true, _) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        (false, false) => None,
    }
}

/// Reads until the buffer is full or the file ends.
pub(crate) fn fill(input: &mut dyn Input, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The text of a file as UTF-8, its mark taken off.
pub(crate) struct Decoded<'a> {
    input: &'a mut dyn Input,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
    ended: bool,
}

impl<'a> Decoded<'a> {
    pub(crate) fn new(input: &'a mut dyn Input, encoding: &'static Encoding) -> io::Result<Self> {
        input.seek(SeekFrom::Start(0))?;
        Ok(Self {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            raw_at: 0,
            raw_end: 0,
            text: vec![0; CHUNK],
            text_at: 0,
            text_end: 0,
            ended: false,
        })
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.text_at == self.text_end && !self.ended {
            if self.raw_at == self.raw_end {
                self.raw_at = 0;
                self.raw_end = fill(self.input, &mut self.raw)?;
            }
            let last = self.raw_end == 0;
            let raw = &self.raw[self.raw_at..self.raw_end];
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, &mut self.text, last);
            self.raw_at += read;
            (self.text_at, self.text_end) = (0, written);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let take = buffer.len().min(self.text_end - self.text_at);
        buffer[..take].copy_from_slice(&self.text[self.text_at..self.text_at + take]);
        self.text_at += take;
        Ok(take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn text(bytes: &[u8]) -> (String, &'static str, Evidence) {
        let mut input = Cursor::new(bytes);
        let (encoding, evidence) = find(&mut input).unwrap();
        let mut text = String::new();
        Decoded::new(&mut input, encoding).unwrap().read_to_string(&mut text).unwrap();
        (text, encoding.name(), evidence)
    }

    #[test]
    fn every_encoding_that_spreadsheets_write_is_found() {
        let table = "Vorname;Straße\r\nJörg;Große Gasse\r\nZoë;Königsallee\r\nÄnne;Übergang\r\n";
        let utf16 = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
            format!("{mark}{table}").encode_utf16().flat_map(order).collect()
        };
        let (western, _, _) = WINDOWS_1252.encode(table);
        for (bytes, name, evidence) in [
            (table.as_bytes().to_vec(), "UTF-8", Evidence::Fits),
            (format!("\u{FEFF}{table}").into_bytes(), "UTF-8", Evidence::Mark),
            (utf16(u16::to_le_bytes, "\u{FEFF}"), "UTF-16LE", Evidence::Mark),
            (utf16(u16::to_be_bytes, "\u{FEFF}"), "UTF-16BE", Evidence::Mark),
            (utf16(u16::to_le_bytes, ""), "UTF-16LE", Evidence::Fits),
            (utf16(u16::to_be_bytes, ""), "UTF-16BE", Evidence::Fits),
            (western.to_vec(), "windows-1252", Evidence::Guessed),
        ] {
            assert_eq!(text(&bytes), (table.to_owned(), name, evidence));
        }
    }

    #[test]
    fn one_accent_in_a_long_file_is_enough_to_see_that_it_is_no_utf8() {
        let mut bytes = "name,city\n".repeat(20_000).into_bytes();
        bytes.extend_from_slice(b"J\xF6rg,Ulm\n");
        let (text, name, evidence) = text(&bytes);
        assert_eq!((name, evidence), ("windows-1252", Evidence::Guessed));
        assert!(text.ends_with("Jörg,Ulm\n"));
    }

    #[test]
    fn a_character_across_two_chunks_stays_whole() {
        let long = format!("{}ö", "a".repeat(CHUNK - 1));
        assert_eq!(text(long.as_bytes()).0, long);
    }
}
