//! The book in a file, so that a CRM that is stopped and started keeps its records.
//!
//! A change is written to a file beside and renamed over, so that a killed process leaves the old or the new one.
//! It is not flushed to the disk: what a power cut takes from a rehearsal is no loss. The whole book is written each
//! time, which is quick enough for some thousand records; load tests keep none.

use crate::book::Book;
use crate::crm::Remembered;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;

/// The only form of the file so far.
const FORM: u32 = 1;

/// Where the book is kept.
pub(crate) struct StateFile {
    path: PathBuf,
}

/// What is kept.
#[derive(Deserialize)]
pub(crate) struct Saved {
    form: u32,
    pub(crate) book: Book,
    pub(crate) remembered: Remembered,
}

#[derive(Serialize)]
struct Saving<'a> {
    form: u32,
    book: &'a Book,
    remembered: &'a Remembered,
}

impl Saved {
    pub(crate) fn empty() -> Self {
        Self { form: FORM, book: Book::default(), remembered: Remembered::default() }
    }
}

impl StateFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// What was kept; `None` when there is no file yet. A file that cannot be read is an error and stays as it is.
    pub(crate) fn read(&self) -> io::Result<Option<Saved>> {
        let bytes = match std::fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let saved: Saved = serde_json::from_slice(&bytes)?;
        if saved.form != FORM {
            return Err(io::Error::other("another version of Lanyard wrote it"));
        }
        Ok(Some(saved))
    }

    pub(crate) fn write(&self, book: &Book, remembered: &Remembered) -> io::Result<()> {
        let bytes = serde_json::to_vec(&Saving { form: FORM, book, remembered })?;
        let beside = self.path.with_extension("new");
        std::fs::write(&beside, bytes)?;
        std::fs::rename(&beside, &self.path)
    }
}
