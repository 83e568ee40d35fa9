//! Files in and out: what was found in one, what a person confirms, and what came of it.

use super::contact::ContactQuery;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ContactId;
use lanyard_files::{Evidence, Format};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The file that the window gave, as long as it lies on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export, type = "string")]
pub struct GivenFileId(String);

impl GivenFileId {
    /// Wraps an id that was just made.
    #[must_use]
    pub fn new(id: String) -> Self {
        Self(id)
    }
}

/// How a file is to be read; what is left out is found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export, optional_fields)]
pub struct FileHow {
    /// The kind of file.
    pub format: Option<Format>,
    /// The encoding's name, such as `utf-8` or `windows-1252`.
    pub encoding: Option<String>,
    /// What separates cells, for CSV: one character.
    pub delimiter: Option<String>,
    /// How many rows stand before the data, the header the last of them; 0 for none.
    pub header_rows: Option<u32>,
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// Where each column goes: a field's key (`email`, `email.2`), `id`, `extra` or `skip`.
    pub columns: Option<Vec<String>>,
}

/// A column, to be confirmed.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct FileColumn {
    /// What stands above it; empty without a header.
    pub header: String,
    /// Where it seems to go.
    pub target: String,
    /// Its first values.
    pub samples: Vec<String>,
}

/// Samples are personal data: not printed.
impl std::fmt::Debug for FileColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileColumn({})", self.target)
    }
}

/// What was found in a file. Every field of it may be given back in a [`FileHow`], changed or not.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FileView {
    /// The kind of file.
    pub format: Format,
    /// The encoding's name; of a workbook, UTF-8.
    pub encoding: String,
    /// How that was found. A guess is to be shown: names with accents tell whether it is right.
    pub evidence: Evidence,
    /// What separates cells, for CSV.
    pub delimiter: String,
    /// How many rows stand before the data, the header the last of them; 0 for none.
    pub header_rows: u32,
    /// The sheet, for a workbook.
    pub sheet: Option<String>,
    /// The sheets that can be chosen.
    pub sheets: Vec<String>,
    /// The columns; none for vCards, which name their own.
    pub columns: Vec<FileColumn>,
    /// Whether the columns are as a person confirmed them for a table with the same headers.
    pub remembered: bool,
    /// Everything that a column may go to.
    pub targets: Vec<String>,
    /// What was found, in words.
    pub sentence: Sentence,
}

/// A row that was not kept, or not all of it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct UnreadRowView {
    /// Its line in the file, or its row in the sheet.
    #[ts(type = "number")]
    pub line: u64,
    /// Why.
    pub sentence: Sentence,
}

/// What came of a file, or would come of it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ImportOutcome {
    /// Whether it was only rehearsed: then nothing was kept.
    pub dry_run: bool,
    /// New contacts.
    pub added: u32,
    /// Whether some of them may be people who are here already, in words; the review shows them side by side.
    pub alike: Option<Sentence>,
    /// Entries that were here before.
    pub known: u32,
    /// Entries whose contact was removed here, and stays so.
    pub removed: u32,
    /// Rows that were not kept, or not all of them.
    pub unread: u32,
    /// The first thousand of these.
    pub unread_rows: Vec<UnreadRowView>,
    /// All of it in words.
    pub sentence: Sentence,
}

/// How far an import or an export came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FileProgress {
    /// So many entries or contacts are done.
    pub done: u32,
    /// Of so many.
    pub of: u32,
}

/// A kind of file that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportFormat {
    /// CSV for spreadsheets: no cell of it runs.
    Csv,
    /// CSV for programs: every value as it is.
    CsvRaw,
    /// A workbook.
    Xlsx,
    /// vCard 3.0.
    Vcard3,
    /// vCard 4.0.
    Vcard4,
    /// A JSON object a line.
    Jsonl,
}

impl ExportFormat {
    /// What such a file's name ends with.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvRaw => "csv",
            Self::Xlsx => "xlsx",
            Self::Vcard3 | Self::Vcard4 => "vcf",
            Self::Jsonl => "jsonl",
        }
    }
}

/// What is to go out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct ExportChoice {
    /// As what.
    pub format: ExportFormat,
    /// What separates cells, for CSV: one character; a comma when it is left out. German Excel opens a semicolon's.
    pub delimiter: Option<String>,
    /// Only these; else those of the query.
    pub contacts: Option<Vec<ContactId>>,
    /// Those of a list, as it is searched and filtered; all of the event when both are left out.
    pub query: Option<ContactQuery>,
}

/// What went out.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ExportOutcome {
    /// So many contacts.
    pub contacts: u32,
    /// Where the file lies, when that was not said by who asked.
    pub path: Option<String>,
    /// In words.
    pub sentence: Sentence,
}

/// What was not read, as a person is told of it.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct UnreadLine {
    /// Where it stands: a line, or a picture's name.
    pub place: String,
    /// Why, in words.
    pub why: String,
}

/// A picture's name may be a person's.
impl std::fmt::Debug for UnreadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnreadLine(…)")
    }
}

/// A list that was saved.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SavedList {
    /// Where it lies.
    pub path: String,
    /// In words.
    pub sentence: Sentence,
}
