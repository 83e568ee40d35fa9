//! A row of a table while it is read: its cells in one buffer that is used again for the next row.

use crate::limits;

/// A row.
#[derive(Default)]
pub(crate) struct Row {
    /// Where it begins: a line of the file, or a row of the sheet, counted from 1.
    pub(crate) line: u64,
    pub(crate) cells: csv::StringRecord,
    /// Cells beyond the last column were left out.
    pub(crate) wider: bool,
    /// A cell was cut.
    pub(crate) cut: bool,
}

impl Row {
    pub(crate) fn begin(&mut self, line: u64) {
        self.line = line;
        self.cells.clear();
        (self.wider, self.cut) = (false, false);
    }

    /// Adds a cell, within the limits.
    pub(crate) fn push(&mut self, cell: &str) {
        if self.cells.len() >= limits::COLUMNS {
            self.wider |= !cell.trim().is_empty();
            return;
        }
        let kept = match cell.char_indices().nth(limits::CELL_CHARS) {
            Some((end, _)) if cell.len() > limits::CELL_CHARS => {
                self.cut = true;
                &cell[..end]
            }
            Some(_) | None => cell,
        };
        self.cells.push_field(kept);
    }

    /// Empty cells up to a column.
    pub(crate) fn fill_up_to(&mut self, column: usize) {
        while self.cells.len() < column.min(limits::COLUMNS) {
            self.cells.push_field("");
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
