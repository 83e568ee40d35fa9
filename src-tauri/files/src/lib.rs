//! Files of contacts, in and out: bytes become rows and drafts, contacts become bytes. CSV, vCard, XLSX and JSON lines.
//!
//! A file is read twice: [`look`] says what it is (format, encoding, delimiter, header, which column is which field) so that
//! a person can confirm it, [`read`] gives its entries one by one, so that memory does not grow with the file. What cannot be
//! read is named with its line and its reason; no row is passed over in silence.
//!
//! Left out on purpose: the store (which entry is new is not known here), opening files, and formats that only old programs
//! write (`.xls`, `.ods`): they are named, so that a person can save them anew.
//!
//! What a format cannot hold: vCard keeps the order of several e-mails or phones but no gap between them, and must have a
//! name, so that a contact without one is given one that Lanyard takes away again when it reads the card. XLSX and vCard
//! carry no time of capture that is read back. Everything else that a contact says survives the way out and in again.

mod cells;
mod columns;
mod encoding;
mod fault;
mod format;
mod guess;
pub mod limits;
mod lists;
mod look;
mod read;
mod safe;
#[cfg(test)]
mod tests;
mod write;

pub use columns::{Entry, TOLD, Target};
pub use encoding::Evidence;
pub use fault::{FileFault, Unread};
pub use format::Format;
pub use look::{Column, How, Looked, Said, look};
pub use read::{Flow, Item, read};
pub use write::{Exporter, Outgoing, Style, VcardVersion, Written, safe_table};

/// What a file is read from: bytes that can be gone over twice.
pub trait Input: std::io::Read + std::io::Seek {}

impl<T: std::io::Read + std::io::Seek> Input for T {}
