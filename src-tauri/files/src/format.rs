//! Which kind of file it is. The bytes decide; a name's ending is only asked where bytes cannot tell.

use crate::FileFault;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "FileFormat")]
pub enum Format {
    /// Values separated by commas, semicolons, tabs or bars.
    Csv,
    /// One or more vCards.
    Vcard,
    /// A workbook.
    Xlsx,
    /// A JSON object a line.
    Jsonl,
}

impl Format {
    /// Its name on the command line and as a capture's kind.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Vcard => "vcard",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }

    /// By the beginning of the file, decoded, and its raw bytes.
    pub(crate) fn recognise(raw: &[u8], text: &str) -> Result<Self, FileFault> {
        const ZIP: &[u8] = b"PK\x03\x04";
        const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        if raw.starts_with(ZIP) {
            return Ok(Self::Xlsx);
        }
        if raw.starts_with(OLE) {
            return Err(FileFault::OldExcel);
        }
        let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
        if start.is_empty() {
            return Err(FileFault::Empty);
        }
        // A table never holds NUL; a picture, a PDF or a program does.
        if text.contains('\0') || start.starts_with("%PDF-") {
            return Err(FileFault::Unknown);
        }
        const BEGIN: &str = "BEGIN:VCARD";
        if start.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN)) {
            return Ok(Self::Vcard);
        }
        let line = start.lines().next().unwrap_or_default();
        match start.as_bytes().first() {
            Some(b'{') if line.contains('"') => Ok(Self::Jsonl),
            Some(b'[') if start[1..].trim_start().starts_with(['{', ']']) => Err(FileFault::JsonArray),
            Some(_) | None => Ok(Self::Csv),
        }
    }
}
