//! The file on the table: given by the window as bytes, looked at, brought in, and put away. One at a time, so that what a
//! forgotten file costs is bounded; and one run over a file at a time, whose progress is pushed and which can be stopped.
//!
//! The window gives bytes and never a path: a page that was led astray can read no file that a person did not give it.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{
    CommandError, ErrorCode, ExportChoice, ExportOutcome, FileHow, FileProgress, FileView, GivenFileId,
    ImportOutcome, SavedList, UnreadLine,
};
use crate::export::{self, place};
use crate::import::FileGiven;
use lanyard_core::explain::Sentence;
use lanyard_files::{FileFault, limits};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use tokio::sync::watch;

/// What lies there, and the run over it.
pub(super) struct Table {
    given: Mutex<Option<(GivenFileId, FileGiven)>>,
    /// Held while a file is gone over.
    run: Mutex<()>,
    stopped: AtomicBool,
    progress: watch::Sender<FileProgress>,
}

impl Table {
    pub(super) fn new() -> Self {
        let (progress, _) = watch::channel(FileProgress { done: 0, of: 0 });
        Self { given: Mutex::new(None), run: Mutex::new(()), stopped: AtomicBool::new(false), progress }
    }

    /// How far the run is; the latest only.
    pub(super) fn progress(&self) -> watch::Receiver<FileProgress> {
        self.progress.subscribe()
    }

    pub(super) fn begin(&self) -> Answer<MutexGuard<'_, ()>> {
        let turn = match self.run.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(CommandError::new(ErrorCode::Busy, "file-another-run"));
            }
        };
        self.stopped.store(false, Ordering::Release);
        Ok(turn)
    }

    pub(super) fn goes_on(&self, progress: FileProgress) -> bool {
        self.progress.send_replace(progress);
        !self.stopped.load(Ordering::Acquire)
    }

    pub(super) fn file(&self, id: &GivenFileId) -> Answer<FileGiven> {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        match &*given {
            Some((there, file)) if there == id => Ok(file.clone()),
            Some(_) | None => Err(CommandError::said(ErrorCode::NotFound, FileFault::Gone.sentence())),
        }
    }
}

impl Desk {
    /// Takes a file from the window, in place of the one before.
    ///
    /// # Errors
    /// When there is more of it than is read.
    pub fn give_file(&self, bytes: &[u8]) -> Answer<GivenFileId> {
        if bytes.len() as u64 > limits::FILE_BYTES {
            return Err(CommandError::said(ErrorCode::BadInput, FileFault::TooLarge.sentence()));
        }
        let id = GivenFileId::new(self.clock.new_id());
        let file = FileGiven::Bytes(bytes.into());
        *self.table.given.lock().unwrap_or_else(PoisonError::into_inner) = Some((id.clone(), file));
        Ok(id)
    }

    /// As [`Desk::look_into_file`], for the file on the table.
    ///
    /// # Errors
    /// When it cannot be read, or lies there no more.
    pub fn look_into_given(&self, id: &GivenFileId, how: &FileHow) -> Answer<FileView> {
        self.look_into_file(&self.table.file(id)?, how)
    }

    /// As [`Desk::import_file`], for the file on the table; how far it is, is pushed.
    ///
    /// # Errors
    /// When it cannot be read or could not be saved, when it was stopped, or while another is gone over.
    pub fn import_given(&self, id: &GivenFileId, how: &FileHow, dry_run: bool) -> Answer<ImportOutcome> {
        let file = self.table.file(id)?;
        let _turn = self.table.begin()?;
        self.import_file(&file, how, dry_run, &mut |progress| self.table.goes_on(progress))
    }

    /// Puts the file away: its bytes are held no longer.
    pub fn put_file_away(&self, id: &GivenFileId) {
        let mut given = self.table.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.take_if(|(there, _)| there == id);
    }

    /// Stops the import or export that is under way, if there is one; it then keeps nothing and writes no file.
    pub fn stop_file(&self) {
        self.table.stopped.store(true, Ordering::Release);
    }

    /// Writes contacts to a new file in a folder. Its name is the one that is wished for, or that with a number when it is
    /// taken: nothing is ever overwritten.
    ///
    /// # Errors
    /// When it could not be written, when it was stopped, or while another file is gone over.
    pub fn export_into(&self, choice: &ExportChoice, folder: &Path, name: &str) -> Answer<ExportOutcome> {
        let _turn = self.table.begin()?;
        let mut goes_on = |progress| self.table.goes_on(progress);
        for path in place::names(folder, name, choice.format.extension()) {
            match self.export_file(choice, &path, false, &mut goes_on) {
                Err(error) if error.sentence.code == export::TAKEN && path.symlink_metadata().is_ok() => {}
                Err(error) => return Err(error),
                Ok(mut outcome) => {
                    outcome.path = Some(path.display().to_string());
                    return Ok(outcome);
                }
            }
        }
        Err(CommandError::new(ErrorCode::BadInput, export::TAKEN))
    }

    /// Writes a list of what was not read to a new file in a folder, for a spreadsheet; no cell of it runs.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_list(&self, rows: &[UnreadLine], folder: &Path, name: &str) -> Answer<SavedList> {
        let cells: Vec<[&str; 2]> = rows.iter().map(|row| [row.place.as_str(), row.why.as_str()]).collect();
        let path =
            super::files::beside_others(folder, name, "csv", |path| export::table_to_file(&cells, path))?;
        Ok(SavedList { sentence: Sentence::new("list-saved").text("path", &path), path })
    }
}
