//! Backups of the window: written to a new file among the downloads, and taken from bytes that a person gave, never from a path
//! that the page names. What was given lies in the data folder until it is taken in or put away: it may be larger than memory
//! should hold.

use super::backing_up::look_into_backup;
use super::desk::Desk;
use super::errors::Answer;
use super::views::{BackupOutcome, BackupView, CommandError, ErrorCode, Session};
use crate::backup::BackupFault;
use crate::export::place;
use crate::whole_file;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How a backup's name ends.
const EXTENSION: &str = "lanyard-backup";

/// What was given lies here. A crash leaves it; the next one that is given takes its place.
const GIVEN: &str = "given.lanyard-backup";

impl Desk {
    /// Makes a backup in a folder, under the name that is wished for or that with a number: nothing is ever overwritten. How far
    /// it is, is pushed.
    ///
    /// # Errors
    /// When it could not be made, when it was stopped, or while another file is gone over.
    pub fn back_up_into(&self, folder: &Path, name: &str) -> Answer<BackupOutcome> {
        let _turn = self.table.begin()?;
        let mut goes_on = |progress| self.table.goes_on(progress);
        let taken = BackupFault::Taken.sentence().code;
        for path in place::names(folder, name, EXTENSION) {
            match self.back_up(&path, false, &mut goes_on) {
                Err(error) if error.sentence.code == taken && path.symlink_metadata().is_ok() => {}
                Err(error) => return Err(error),
                Ok(mut outcome) => {
                    outcome.path = Some(path.display().to_string());
                    return Ok(outcome);
                }
            }
        }
        Err(CommandError::said(ErrorCode::BadInput, BackupFault::Taken.sentence()))
    }

    /// Takes a backup from the window, in place of the one before, and says what it is. Nothing else is changed.
    ///
    /// # Errors
    /// When it is none, or the disk has no room for it.
    pub fn give_backup(&self, bytes: &[u8]) -> Answer<BackupView> {
        let path = self.given_path()?;
        let written = whole_file::begin(&path).and_then(|mut file| file.write_all(bytes));
        let looked = written
            .map_err(|error| super::backing_up::backup_fault(error.into()))
            .and_then(|()| look_into_backup(&path));
        if looked.is_err() {
            let _ = std::fs::remove_file(&path);
        }
        looked
    }

    /// As [`Desk::restore_backup`], for the backup that was given.
    ///
    /// # Errors
    /// When neither this laptop's key nor `secret` opens it; it can be tried again.
    pub fn restore_given(&self, secret: Option<&str>) -> Answer<Session> {
        let path = self.given_path()?;
        let _turn = self.table.begin()?;
        let session = self.restore_backup(&path, secret, &mut |progress| self.table.goes_on(progress))?;
        let _ = std::fs::remove_file(&path);
        Ok(session)
    }

    /// Puts it away.
    pub fn put_backup_away(&self) {
        if let Ok(path) = self.given_path() {
            let _ = std::fs::remove_file(path);
        }
    }

    fn given_path(&self) -> Answer<PathBuf> {
        self.holds_folder()?;
        Ok(self.folder()?.path().join(GIVEN))
    }
}
