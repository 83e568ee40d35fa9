//! A file of vCards: cut into cards here, each read by the badge reader, so that a file and a badge say the same. Pictures
//! and sounds are left out before a card is measured.

use super::lines::{Line, Lines};
use super::{Flow, Sink};
use crate::columns::Entry;
use crate::encoding::Decoded;
use crate::write::vcard_own as own;
use crate::{FileFault, How, Input, Unread, limits, lists};
use encoding_rs::{UTF_16BE, UTF_16LE};
use lanyard_core::contact::{ContactDraft, Field, Kind};
use std::io::{BufRead, BufReader, SeekFrom};

/// Reads cards one by one. Their bytes go to the reader as they are, since each may name its own character set; only
/// UTF-16, which is none of a vCard's, is undone for the whole file.
pub(super) fn read(input: &mut dyn Input, how: &How, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let unreadable = |_| FileFault::Unreadable;
    if [UTF_16LE, UTF_16BE].contains(&how.encoding()) {
        let decoded = Decoded::new(input, how.encoding()).map_err(unreadable)?;
        return cards(BufReader::new(decoded), sink);
    }
    input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    cards(BufReader::new(input), sink)
}

/// A card while its lines come.
#[derive(Default)]
struct Card {
    bytes: Vec<u8>,
    line: u64,
    depth: usize,
    dropping: bool,
    too_long: bool,
}

fn cards(text: impl BufRead, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let mut lines = Lines::new(text);
    let mut card = Card::default();
    while let Some(line) = lines.next().map_err(|_| FileFault::Unreadable)? {
        let (number, bytes) = match line {
            Line::TooLong(_) => {
                // A picture without line breaks; anything else of that length is left out with it.
                card.dropping = true;
                continue;
            }
            Line::Text(number, bytes) => (number, bytes),
        };
        let trimmed = bytes.trim_ascii();
        if is(trimmed.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(trimmed), b"BEGIN:VCARD") {
            if card.depth == 0 {
                card = Card { line: number, ..Card::default() };
            }
            card.depth += 1;
        }
        if card.depth == 0 {
            continue;
        }
        card.take(bytes);
        if is(trimmed, b"END:VCARD") {
            card.depth -= 1;
            if card.depth == 0 && finished(&card, sink)? == Flow::Stop {
                return Ok(());
            }
        }
    }
    if card.depth > 0 {
        // A card without its end says what it can.
        finished(&card, sink)?;
    }
    Ok(())
}

impl Card {
    fn take(&mut self, line: &[u8]) {
        let folded = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let goes_on = folded || !line.contains(&b':');
        if self.dropping && goes_on {
            return;
        }
        self.dropping = is_binary(line);
        if self.dropping {
            return;
        }
        if self.bytes.len() + line.len() > limits::ROW_BYTES {
            self.too_long = true;
            return;
        }
        self.bytes.extend_from_slice(line);
        self.bytes.extend_from_slice(b"\r\n");
    }
}

fn is(line: &[u8], word: &[u8]) -> bool {
    line.eq_ignore_ascii_case(word)
}

/// A picture, a sound or a key (RFC 6350 §6.2.4, §6.6.3, §6.7.5, §6.8.1).
fn is_binary(line: &[u8]) -> bool {
    let end = line.iter().position(|byte| matches!(byte, b':' | b';')).unwrap_or(line.len());
    let name = &line[..end];
    let name = name.iter().position(|byte| *byte == b'.').map_or(name, |group| &name[group + 1..]);
    [&b"PHOTO"[..], b"LOGO", b"SOUND", b"KEY"].iter().any(|binary| is(name, binary))
}

fn finished(card: &Card, sink: &mut Sink<'_>) -> Result<Flow, FileFault> {
    if card.too_long && sink.unread(card.line, Unread::TooLong) == Flow::Stop {
        return Ok(Flow::Stop);
    }
    let reading = lanyard_badge::read(&card.bytes);
    let kind = reading.kind.as_str();
    let (draft, id) = as_of_a_file(reading.draft);
    if reading.refused.is_some() || draft.is_empty() {
        return Ok(sink.unread(card.line, Unread::NoCard));
    }
    sink.entry(Entry { line: card.line, draft, id, payload: card.bytes.clone(), kind })
}

fn is_of_name(field: Field) -> bool {
    field.row().kind == Kind::Name
}

/// What a file's card says beyond a badge's: labels are a contact's own, a `UID` is the file's name for it, and our own
/// cards carry what vCard has no property for.
fn as_of_a_file(mut draft: ContactDraft) -> (ContactDraft, Option<String>) {
    let mut id = None;
    let mut labels = Vec::new();
    let mut kept = Vec::new();
    let mut exact: Vec<(Field, String)> = Vec::new();
    let mut is_ours = false;
    for (name, value) in std::mem::take(&mut draft.extra) {
        if name == own::MADE {
            is_ours = true;
            if value == own::MADE_NAME {
                draft.values.retain(|known| known.field != Field::FullName);
            }
        } else if let Some(field) = own::field_of(&name) {
            exact.push((field, value));
        } else if name == "UID" {
            id = Some(value.strip_prefix("urn:uuid:").unwrap_or(&value).to_owned());
        } else if name == "CATEGORIES" {
            labels.extend(lists::split(&value));
        } else {
            kept.push((name, value));
        }
    }
    draft.extra = kept;
    if is_ours && draft.warnings.iter().any(|warning| warning == "name_split") {
        // Ours has the parts of a name when they are known: what was taken from the whole is not them.
        draft.values.retain(|known| known.field == Field::FullName || !is_of_name(known.field));
        draft.warnings.retain(|warning| warning != "name_split");
    }
    for label in labels {
        if !draft.all(Field::Tag).any(|known| known == label) {
            draft.push(Field::Tag, label);
        }
    }
    let fields: Vec<Field> = exact.iter().map(|(field, _)| *field).collect();
    draft.values.retain(|known| !fields.contains(&known.field));
    for (field, value) in exact {
        draft.push(field, value);
    }
    (draft, id)
}
