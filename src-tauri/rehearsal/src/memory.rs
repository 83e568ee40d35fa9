//! Where a CRM that is stopped and started keeps its records: in a file, or wherever the one who starts it wants them,
//! such as an encrypted store.
//!
//! The whole book is written each time, which is quick enough for some thousand records; load tests keep none.

use crate::book::Book;
use crate::crm::Remembered;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;

/// The only form of what is kept so far.
const FORM: u32 = 1;

/// A place for the book between starts.
pub trait Memory: Send + Sync {
    /// What was kept; `None` when there is nothing yet.
    ///
    /// # Errors
    /// As the place allows.
    fn recall(&self) -> io::Result<Option<Vec<u8>>>;

    /// Keeps the book in place of an earlier one, whole or not at all.
    ///
    /// # Errors
    /// As the place allows.
    fn keep(&self, book: &[u8]) -> io::Result<()>;
}

/// A file, in clear text. A change is written to a file beside and renamed over, so that a killed process leaves the old
/// or the new one. It is not flushed to the disk: what a power cut takes from a rehearsal is no loss.
#[derive(Debug, Clone)]
pub struct FileMemory(PathBuf);

impl FileMemory {
    /// The file at `path`, which need not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }
}

impl Memory for FileMemory {
    fn recall(&self) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(&self.0) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn keep(&self, book: &[u8]) -> io::Result<()> {
        let beside = self.0.with_extension("new");
        std::fs::write(&beside, book)?;
        std::fs::rename(&beside, &self.0)
    }
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

/// Reads what was kept. What cannot be read is an error and stays as it is.
pub(crate) fn read(memory: &dyn Memory) -> io::Result<Option<Saved>> {
    let Some(bytes) = memory.recall()? else { return Ok(None) };
    let saved: Saved = serde_json::from_slice(&bytes)?;
    if saved.form != FORM {
        return Err(io::Error::other("another version of Lanyard wrote it"));
    }
    Ok(Some(saved))
}

/// Keeps the book.
pub(crate) fn write(memory: &dyn Memory, book: &Book, remembered: &Remembered) -> io::Result<()> {
    memory.keep(&serde_json::to_vec(&Saving { form: FORM, book, remembered })?)
}
