//! Why a file, or a row of it, cannot be read, in words.

use crate::limits;
use lanyard_core::explain::Sentence;

/// Why nothing of a file can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// It is larger than we read.
    TooLarge,
    /// It unpacks to more than we read.
    Unpacks,
    /// It has more rows than we read.
    TooManyRows,
    /// A workbook of an old Excel, or one with a password.
    OldExcel,
    /// Bytes of no kind that we know.
    Unknown,
    /// A package that is no workbook.
    NoWorkbook,
    /// A workbook without the sheet that was asked for, or without any.
    NoSheet,
    /// One JSON array instead of an object a line.
    JsonArray,
    /// It is not there.
    Gone,
    /// The medium does not give its bytes.
    Unreadable,
    /// It became another file between looking and reading.
    Changed,
}

impl FileFault {
    /// What happened and what to do.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        match self {
            Self::Empty => Sentence::new("file-empty"),
            Self::TooLarge => Sentence::new("file-too-large").count("most", limits::FILE_BYTES >> 20),
            Self::Unpacks => Sentence::new("file-unpacks").count("most", limits::UNPACKED_BYTES >> 20),
            Self::TooManyRows => Sentence::new("file-too-many-rows").count("most", limits::ROWS),
            Self::OldExcel => Sentence::new("file-old-excel"),
            Self::Unknown => Sentence::new("file-unknown"),
            Self::NoWorkbook => Sentence::new("file-no-workbook"),
            Self::NoSheet => Sentence::new("file-no-sheet"),
            Self::JsonArray => Sentence::new("file-json-array"),
            Self::Gone => Sentence::new("file-gone"),
            Self::Unreadable => Sentence::new("file-unreadable"),
            Self::Changed => Sentence::new("file-changed"),
        }
    }
}

impl std::fmt::Display for FileFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence().code)
    }
}

impl std::error::Error for FileFault {}

/// Why a row was not read, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// None of the columns that were chosen says anything in it.
    NothingInIt,
    /// Longer than a row can be; what follows it in a CSV file is not read either.
    TooLong,
    /// Not an object of JSON.
    NotJson,
    /// A card that says nothing about a person.
    NoCard,
    /// The file ends, or is broken, within it; what follows is not read either.
    Broken,
    /// Read, but for cells beyond the last column that is read.
    MoreColumns,
    /// Read, but a cell was cut.
    CellCut,
}

impl Unread {
    /// Whether the rest of the row was read all the same.
    #[must_use]
    pub fn is_in_part(self) -> bool {
        match self {
            Self::MoreColumns | Self::CellCut => true,
            Self::NothingInIt | Self::TooLong | Self::NotJson | Self::NoCard | Self::Broken => false,
        }
    }

    /// The reason, for the list of what was not read.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        match self {
            Self::NothingInIt => Sentence::new("row-nothing-in-it"),
            Self::TooLong => Sentence::new("row-too-long").count("most", limits::ROW_BYTES as u64 >> 10),
            Self::NotJson => Sentence::new("row-not-json"),
            Self::NoCard => Sentence::new("row-no-card"),
            Self::Broken => Sentence::new("row-broken"),
            Self::MoreColumns => Sentence::new("row-more-columns").count("most", limits::COLUMNS as u64),
            Self::CellCut => Sentence::new("row-cell-cut").count("most", limits::CELL_CHARS as u64),
        }
    }
}
