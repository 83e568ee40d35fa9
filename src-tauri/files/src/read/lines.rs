//! Lines of a text, each within a bound, with their numbers.

use crate::limits;
use std::io::{self, BufRead};

/// A line.
pub(super) enum Line<'a> {
    /// With its bytes, line end off.
    Text(u64, &'a [u8]),
    /// Too long; it was passed over.
    TooLong(u64),
}

/// Reads lines.
pub(super) struct Lines<R> {
    text: R,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(text: R) -> Self {
        Self { text, buffer: Vec::new(), number: 0 }
    }

    /// The next line; none at the end. A line ends with LF, CRLF, or a CR of old Macintosh files.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        self.number += 1;
        let (mut begun, mut long) = (false, false);
        loop {
            let bytes = self.text.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            begun = true;
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let line = &bytes[..end.unwrap_or(bytes.len())];
            long |= self.buffer.len() + line.len() > limits::ROW_BYTES;
            if !long {
                self.buffer.extend_from_slice(line);
            }
            let is_return = end.is_some_and(|end| bytes[end] == b'\r');
            let taken = end.map_or(bytes.len(), |end| end + 1);
            self.text.consume(taken);
            if is_return && self.text.fill_buf()?.first() == Some(&b'\n') {
                self.text.consume(1);
            }
            if end.is_some() {
                break;
            }
        }
        Ok(match (begun, long) {
            (false, _) => None,
            (true, true) => Some(Line::TooLong(self.number)),
            (true, false) => Some(Line::Text(self.number, &self.buffer)),
        })
    }
}
