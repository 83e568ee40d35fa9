//! Tables of separated values (RFC 4180, and what spreadsheets make of it). The grammar is the `csv` crate's; here stand what
//! separates cells, and the bound on a row whose quotation mark never closes.

use super::{Flow, Sink};
use crate::cells::Row;
use crate::encoding::Decoded;
use crate::{FileFault, How, Input, Unread, limits};
use csv::{ErrorKind, ReaderBuilder, StringRecord, Trim};
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// What may separate cells, most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows by which a delimiter is judged.
const JUDGED: usize = 50;

/// A first line such as `sep=;`, by which Excel is told what separates cells.
fn told(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let line = rest.lines().next()?;
    let delimiter = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mut chars = delimiter.trim_end_matches('\r').chars();
    let (delimiter, after) = (chars.next()?, chars.next());
    (delimiter.is_ascii() && after.is_none()).then(|| (delimiter, rest.get(line.len()..).unwrap_or_default()))
}

/// What separates the cells of a table: by which most rows have the same number of cells, and more than one.
pub(crate) fn delimiter(text: &str) -> char {
    if let Some((delimiter, _)) = told(text) {
        return delimiter;
    }
    let mut best = (0.0, b',');
    for candidate in DELIMITERS {
        let counts: Vec<usize> = rows(text, candidate).take(JUDGED).map(|row| row.len()).collect();
        let usual =
            counts.iter().copied().max_by_key(|count| counts.iter().filter(|other| *other == count).count());
        let Some(usual) = usual.filter(|usual| *usual > 1) else { continue };
        let alike = counts.iter().filter(|count| **count == usual).count() as f64 / counts.len() as f64;
        // Where two agree, the one that finds more cells; a comma in the text of a semicolon's table agrees rarely.
        let score = alike + (usual as f64).min(50.0) / 1000.0;
        if score > best.0 {
            best = (score, candidate);
        }
    }
    char::from(best.1)
}

/// The first rows of a table. When the text was cut off, the last row may be a part of one: it is left out.
pub(crate) fn sample(text: &str, delimiter: char, whole: bool) -> Vec<Vec<String>> {
    let text = told(text).map_or(text, |(_, rest)| rest);
    let byte = u8::try_from(delimiter).unwrap_or(b',');
    let mut rows: Vec<Vec<String>> = rows(text, byte)
        .take(limits::SAMPLE_ROWS)
        .map(|row| row.iter().take(limits::COLUMNS).map(str::to_owned).collect())
        .collect();
    if !whole && rows.len() < limits::SAMPLE_ROWS {
        rows.pop();
    }
    rows
}

fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = StringRecord> + '_ {
    let reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .trim(Trim::None)
        .from_reader(text.as_bytes());
    reader.into_records().map_while(Result::ok)
}

/// Reads a table row by row.
pub(super) fn read(input: &mut dyn Input, how: &How, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let unreadable = |_| FileFault::Unreadable;
    let left = Rc::new(Cell::new(limits::ROW_BYTES));
    let mut text = BufReader::new(Decoded::new(input, how.encoding()).map_err(unreadable)?);
    let skipped = pass_over_told(&mut text).map_err(unreadable)?;
    let metered = Metered { text, left: Rc::clone(&left), after_return: false };
    let mut reader = ReaderBuilder::new()
        .delimiter(u8::try_from(how.delimiter).unwrap_or(b','))
        .flexible(true)
        .has_headers(false)
        .from_reader(metered);
    let (mut row, mut record) = (Row::default(), StringRecord::new());
    let mut before = how.header_rows;
    loop {
        left.set(limits::ROW_BYTES);
        let line = reader.position().line() + skipped;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                let ErrorKind::Io(_) = error.kind() else {
                    sink.unread(line, Unread::Broken);
                    return Ok(());
                };
                if left.get() > 0 {
                    return Err(FileFault::Unreadable);
                }
                sink.unread(line, Unread::TooLong);
                return Ok(());
            }
        }
        if before > 0 {
            before -= 1;
            continue;
        }
        row.begin(record.position().map_or(line, |position| position.line() + skipped));
        record.iter().for_each(|cell| row.push(cell));
        if sink.row(&row)? == Flow::Stop {
            return Ok(());
        }
    }
}

/// Passes over `sep=;`; how many lines that were.
fn pass_over_told(text: &mut BufReader<Decoded<'_>>) -> io::Result<u64> {
    use std::io::BufRead;
    let start = text.fill_buf()?;
    let length = start.len().min(16);
    let line = String::from_utf8_lossy(&start[..length]).into_owned();
    let Some((_, rest)) = told(&line) else { return Ok(0) };
    let end = if rest.starts_with("\r\n") { 2 } else { 1 };
    let told = line.len() - rest.len();
    text.consume((told + end).min(length));
    Ok(1)
}

/// A reader that stops when a row has taken more than its share, and gives every kind of line end as LF, so that lines are
/// counted alike.
struct Metered<R> {
    text: R,
    left: Rc<Cell<usize>>,
    after_return: bool,
}

impl<R: Read> Metered<R> {
    /// The bytes with CR and CRLF as LF, in place; how many are left.
    fn unix(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for place in 0..bytes.len() {
            let byte = bytes[place];
            let is_second = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_second {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.left.get() == 0 {
                return Err(io::Error::other("a row is too long"));
            }
            let read = self.text.read(buffer)?;
            self.left.set(self.left.get().saturating_sub(read));
            let kept = self.unix(&mut buffer[..read]);
            // Only the second half of a line end: that is not the end of the file.
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}
