//! A workbook out, by `rust_xlsxwriter`. Every cell is written as text, so nothing in it can run. It is held in memory until
//! it is finished: the library's other way keeps contacts unencrypted in a temporary file.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Cursor, Write};

/// Rows of a sheet (ECMA-376, Excel's own limit).
const MOST_ROWS: u32 = 1_048_576;

pub(super) struct Sheet<W: Write> {
    out: W,
    workbook: Workbook,
    next: u32,
}

impl<W: Write> Sheet<W> {
    pub(super) fn begin(out: W, headers: &[String]) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = workbook.add_worksheet();
        sheet.set_name("Contacts").map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (column, header) in (0_u16..).zip(headers) {
            sheet.write_string_with_format(0, column, header, &bold).map_err(failed)?;
        }
        Ok(Self { out, workbook, next: 1 })
    }

    fn sheet(&mut self) -> io::Result<&mut Worksheet> {
        self.workbook.worksheet_from_index(0).map_err(failed)
    }

    pub(super) fn row(&mut self, cells: &[String]) -> io::Result<()> {
        let row = self.next;
        if row >= MOST_ROWS {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a sheet has no more rows"));
        }
        let sheet = self.sheet()?;
        for (column, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).map_err(failed)?;
        }
        self.next += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        let mut bytes = Cursor::new(Vec::new());
        self.workbook.save_to_writer(&mut bytes).map_err(failed)?;
        self.out.write_all(bytes.get_ref())?;
        Ok(self.out)
    }
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        // The library's words may quote a cell.
        _ => io::Error::other("the workbook could not be made"),
    }
}
