//! Reading a file entry by entry, each kind in its own file. What was read is forgotten before the next is read.

pub(crate) mod csv;
pub(crate) mod jsonl;
mod lines;
mod vcard;
pub(crate) mod xlsx;

use crate::cells::Row;
use crate::columns::{Columns, Entry, Target};
use crate::{FileFault, Format, How, Input, Unread, limits};

/// One thing found in a file.
#[derive(Debug)]
pub enum Item {
    /// An entry.
    Entry(Entry),
    /// Something that was not read, or not all of it (the entry itself then comes as well).
    Unread {
        /// Where: a line, or a row of the sheet, counted from 1.
        line: u64,
        /// Why.
        why: Unread,
    },
}

/// Whether reading goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// On to the next.
    Go,
    /// No more is wanted.
    Stop,
}

/// Reads all entries of a file, as [`crate::look`] found it written and with the columns that a person confirmed. Rows that
/// are blank are passed over: they say nothing.
///
/// # Errors
/// When the file turns out to be none that can be read; what was given before stands.
pub fn read(
    input: &mut dyn Input,
    how: &How,
    targets: &[Target],
    each: &mut dyn FnMut(Item) -> Flow,
) -> Result<(), FileFault> {
    let columns = Columns::new(&how.headers, targets, how.format.as_str());
    let mut sink = Sink { columns, each, count: 0 };
    match how.format {
        Format::Csv => csv::read(input, how, &mut sink),
        Format::Xlsx => xlsx::read(input, how, &mut sink),
        Format::Vcard => vcard::read(input, how, &mut sink),
        Format::Jsonl => jsonl::read(input, how, &mut sink),
    }
}

/// Where readers put what they find.
struct Sink<'a> {
    columns: Columns,
    each: &'a mut dyn FnMut(Item) -> Flow,
    count: u64,
}

impl Sink<'_> {
    fn row(&mut self, row: &Row) -> Result<Flow, FileFault> {
        if row.is_blank() {
            return Ok(Flow::Go);
        }
        let entry = self.columns.entry(row);
        self.found(row, entry)
    }

    /// An entry made of a row, or none.
    fn found(&mut self, row: &Row, entry: Option<Entry>) -> Result<Flow, FileFault> {
        for (is, why) in [(row.wider, Unread::MoreColumns), (row.cut, Unread::CellCut)] {
            if is && self.unread(row.line, why) == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        match entry {
            Some(entry) => self.entry(entry),
            None => Ok(self.unread(row.line, Unread::NothingInIt)),
        }
    }

    fn entry(&mut self, entry: Entry) -> Result<Flow, FileFault> {
        self.count += 1;
        if self.count > limits::ROWS {
            return Err(FileFault::TooManyRows);
        }
        Ok((self.each)(Item::Entry(entry)))
    }

    fn unread(&mut self, line: u64, why: Unread) -> Flow {
        (self.each)(Item::Unread { line, why })
    }
}
