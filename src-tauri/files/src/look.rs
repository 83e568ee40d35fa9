//! Looking at a file before it is read: what it is, how it is written, and which column seems to be which field. All of it may
//! be said by a person instead.

use crate::columns::{Target, signature};
use crate::encoding::{self, Decoded, Evidence};
use crate::read::{csv as table, jsonl, xlsx};
use crate::{FileFault, Format, Input, guess, limits};
use encoding_rs::{Encoding, UTF_8};
use std::io::{Read, SeekFrom};

/// What a person says about a file instead of having it found.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The kind of file.
    pub format: Option<Format>,
    /// The encoding, by one of its usual names.
    pub encoding: Option<String>,
    /// What separates cells.
    pub delimiter: Option<char>,
    /// How many rows stand before the data, the header's own, the last of them, included; 0 for none.
    pub header_rows: Option<usize>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// How a file is written.
#[derive(Debug, Clone)]
pub struct How {
    /// The kind of file.
    pub format: Format,
    /// The encoding's name; of a workbook, UTF-8.
    pub encoding: &'static str,
    /// How that was found.
    pub evidence: Evidence,
    /// What separates cells, for CSV.
    pub delimiter: char,
    /// Rows before the data; the last of them is the header. 0 for none.
    pub header_rows: usize,
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// The file's headers, by column; empty without a header, and for vCards.
    pub headers: Vec<String>,
}

impl How {
    pub(crate) fn encoding(&self) -> &'static Encoding {
        Encoding::for_label(self.encoding.as_bytes()).unwrap_or(UTF_8)
    }
}

/// One column, to be confirmed.
#[derive(Clone)]
pub struct Column {
    /// What stands above it; empty without a header.
    pub header: String,
    /// What it seems to be.
    pub guess: Target,
    /// The first values in it, cut to a glance.
    pub samples: Vec<String>,
}

/// Samples are personal data: not printed.
impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Column({})", self.guess)
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Looked {
    /// How it is written.
    pub how: How,
    /// Its columns; none for vCards, which name their own.
    pub columns: Vec<Column>,
    /// The sheets of a workbook that can be chosen.
    pub sheets: Vec<String>,
    /// By what a table with the same columns is known again.
    pub signature: String,
}

/// Samples of a column, and the length of each in characters.
const SAMPLES: usize = 3;
const SAMPLE_CHARS: usize = 60;

/// Looks at a file. What `said` leaves open is found.
///
/// # Errors
/// When nothing of the file can be read.
pub fn look(input: &mut dyn Input, said: &Said) -> Result<Looked, FileFault> {
    let length = input.seek(SeekFrom::End(0)).map_err(|_| FileFault::Unreadable)?;
    if length == 0 {
        return Err(FileFault::Empty);
    }
    if length > limits::FILE_BYTES {
        return Err(FileFault::TooLarge);
    }
    let mut magic = [0; 8];
    input.seek(SeekFrom::Start(0)).map_err(|_| FileFault::Unreadable)?;
    let begun = encoding::fill(input, &mut magic).map_err(|_| FileFault::Unreadable)?;
    let is_zip = magic.get(..begun).is_some_and(|magic| magic.starts_with(b"PK\x03\x04"));
    if said.format == Some(Format::Xlsx) || (said.format.is_none() && is_zip) {
        return workbook(input, said, length);
    }
    let (encoding, evidence) =
        match said.encoding.as_deref().and_then(|name| Encoding::for_label(name.as_bytes())) {
            Some(encoding) => (encoding, Evidence::Said),
            None => encoding::find(input).map_err(|_| FileFault::Unreadable)?,
        };
    let mut sample = Vec::new();
    Decoded::new(input, encoding)
        .and_then(|decoded| decoded.take(limits::SAMPLE_BYTES as u64).read_to_end(&mut sample))
        .map_err(|_| FileFault::Unreadable)?;
    let whole = sample.len() < limits::SAMPLE_BYTES;
    let sample = String::from_utf8_lossy(&sample);
    let format = match said.format {
        Some(format) => format,
        None => Format::recognise(magic.get(..begun).unwrap_or_default(), &sample)?,
    };
    let mut how = How {
        format,
        encoding: encoding.name(),
        evidence,
        delimiter: ',',
        header_rows: 0,
        sheet: None,
        headers: Vec::new(),
    };
    match format {
        Format::Vcard | Format::Xlsx => {
            Ok(Looked { how, columns: Vec::new(), sheets: Vec::new(), signature: String::new() })
        }
        Format::Jsonl => {
            let (headers, rows) = jsonl::sample(&sample, whole);
            how.headers = headers;
            Ok(columns(how, rows, Vec::new()))
        }
        Format::Csv => {
            how.delimiter =
                said.delimiter.filter(char::is_ascii).unwrap_or_else(|| table::delimiter(&sample));
            let rows = table::sample(&sample, how.delimiter, whole);
            Ok(headed(how, rows, said, Vec::new()))
        }
    }
}

fn workbook(input: &mut dyn Input, said: &Said, length: u64) -> Result<Looked, FileFault> {
    let opened = xlsx::sample(input, length, said.sheet.as_deref())?;
    let how = How {
        format: Format::Xlsx,
        encoding: UTF_8.name(),
        evidence: Evidence::Fits,
        delimiter: ',',
        header_rows: 0,
        sheet: Some(opened.sheet),
        headers: Vec::new(),
    };
    Ok(headed(how, opened.rows, said, opened.sheets))
}

/// Takes the header off the rows, if there is one.
fn headed(mut how: How, mut rows: Vec<Vec<String>>, said: &Said, sheets: Vec<String>) -> Looked {
    how.header_rows = said.header_rows.unwrap_or_else(|| guess::header(&rows));
    let below = rows.split_off(how.header_rows.min(rows.len()));
    how.headers = match rows.pop() {
        Some(header) if how.header_rows > 0 => header.iter().map(|cell| cell.trim().to_owned()).collect(),
        Some(_) | None => Vec::new(),
    };
    columns(how, below, sheets)
}

fn columns(how: How, rows: Vec<Vec<String>>, sheets: Vec<String>) -> Looked {
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0).max(how.headers.len()).min(limits::COLUMNS);
    let targets = guess::targets(&how.headers, widest, &rows);
    let columns = targets
        .into_iter()
        .enumerate()
        .map(|(place, guess)| Column {
            header: how.headers.get(place).cloned().unwrap_or_default(),
            guess,
            samples: rows
                .iter()
                .filter_map(|row| row.get(place))
                .map(|cell| cell.trim().chars().take(SAMPLE_CHARS).collect::<String>())
                .filter(|cell| !cell.is_empty())
                .take(SAMPLES)
                .collect(),
        })
        .collect();
    let signature = signature(&how.headers, widest);
    Looked { how, columns, sheets, signature }
}
