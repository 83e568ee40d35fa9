//! CSV out (RFC 4180). See [`Style`] for what is done to cells.

use super::Style;
use crate::safe;
use csv::{Terminator, Writer, WriterBuilder};
use std::io::{self, Write};

pub(super) struct Table<W: Write> {
    writer: Writer<W>,
    style: Style,
}

impl<W: Write> Table<W> {
    pub(super) fn begin(mut out: W, style: Style, delimiter: char, headers: &[String]) -> io::Result<Self> {
        let terminator = match style {
            Style::Safe => {
                // Without it Excel takes UTF-8 for the system's old code page.
                out.write_all("\u{FEFF}".as_bytes())?;
                Terminator::CRLF
            }
            Style::Raw => Terminator::Any(b'\n'),
        };
        let writer = WriterBuilder::new()
            .delimiter(u8::try_from(delimiter).unwrap_or(b','))
            .terminator(terminator)
            .from_writer(out);
        let mut table = Self { writer, style };
        table.writer.write_record(headers).map_err(io::Error::other)?;
        Ok(table)
    }

    pub(super) fn row(&mut self, cells: &[String]) -> io::Result<()> {
        for cell in cells {
            match self.style {
                Style::Safe => self.writer.write_field(safe::protected(cell).as_bytes()),
                Style::Raw => self.writer.write_field(cell),
            }
            .map_err(io::Error::from)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.writer
            .into_inner()
            .map_err(|error| io::Error::new(error.error().kind(), error.error().to_string()))
    }
}
