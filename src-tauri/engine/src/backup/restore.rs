//! Restoring: a backup's store takes its place in a data folder, and what was there is put aside, never deleted. A crash at any
//! point leaves either what was there or what was restored; the next start finishes what was begun.
//!
//! What is to come lies complete in a folder of its own, `restoring-N`. That folder's name is the decision. Then what is there
//! is moved to `aside-N.part`, that becomes `aside-N`, and what is to come moves in, the store last.

use super::BackupFault;
use super::file::Backup;
use crate::data_folder::{DataFolder, make_private, sync_name_of};
use crate::secrets::StoreKey;
use crate::store::{OpenError, copy, open};
use crate::whole_file;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const COMING: &str = "restoring-";
const ASIDE: &str = "aside-";
const PART: &str = ".part";

/// What belongs to a store, the store itself last.
const FILES: [&str; 4] =
    ["lanyard.store-wal", "lanyard.store-shm", DataFolder::PASSPHRASE, DataFolder::STORE];

/// A backup that lies complete beside the place that it is to take; without [`Restoring::carry_out`] nothing happens.
#[derive(Debug)]
pub struct Restoring<'a> {
    folder: &'a DataFolder,
    part: PathBuf,
    number: u32,
}

/// Unpacks a backup beside the place that it is to take. With a key, it is opened and every page of it looked at. The caller
/// holds the folder's lock. `goes_on` is told bytes done and in all; `false` stops.
///
/// # Errors
/// Nothing is then changed. [`BackupFault::WrongKey`] when the key does not open it.
pub fn stage<'a>(
    backup: &mut Backup,
    folder: &'a DataFolder,
    key: Option<&StoreKey>,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Restoring<'a>, BackupFault> {
    clear_parts(folder.path())?;
    let number = free_number(folder.path())?;
    let part = folder.path().join(format!("{COMING}{number}{PART}"));
    let staged = unpacked(backup, &part, key, goes_on);
    if let Err(fault) = staged {
        let _ = fs::remove_dir_all(&part);
        return Err(fault);
    }
    Ok(Restoring { folder, part, number })
}

fn unpacked(
    backup: &mut Backup,
    part: &Path,
    key: Option<&StoreKey>,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), BackupFault> {
    make_private(part)?;
    let store = part.join(DataFolder::STORE);
    let mut out = whole_file::begin(&store)?;
    backup.unpack(&mut out, goes_on)?;
    out.sync_all()?;
    drop(out);
    let passphrase = backup.passphrase_text()?;
    if !passphrase.is_empty() {
        let mut out = whole_file::begin(&part.join(DataFolder::PASSPHRASE))?;
        out.write_all(&passphrase)?;
        out.sync_all()?;
    }
    sync_name_of(&store)?;
    match key.map(|key| copy::look(&store, key)) {
        None | Some(Ok(_)) => Ok(()),
        Some(Err(OpenError::WrongKey)) => Err(BackupFault::WrongKey),
        Some(Err(error)) => Err(BackupFault::Store(error)),
    }
}

impl Restoring<'_> {
    /// The backup takes its place. The store there, if any, is closed; it is put aside only with `replace`. Says where.
    ///
    /// # Errors
    /// [`BackupFault::AlreadyThere`]; nothing is then changed. When the disk fails in between, [`finish`] goes on.
    pub fn carry_out(self, replace: bool) -> Result<Option<PathBuf>, BackupFault> {
        let there = open::exists(&self.folder.store()).map_err(BackupFault::Store)?;
        if there && !replace {
            return Err(BackupFault::AlreadyThere);
        }
        let coming = self.folder.path().join(format!("{COMING}{}", self.number));
        fs::rename(&self.part, &coming)?;
        sync_name_of(&coming)?;
        Ok(finish(self.folder)?)
    }
}

impl Drop for Restoring<'_> {
    fn drop(&mut self) {
        // Gone already when it was carried out.
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// Whether a restoring was begun in this folder and not finished.
#[must_use]
pub fn is_unfinished(folder: &Path) -> bool {
    coming(folder).is_ok_and(|found| found.is_some())
}

/// Finishes what was begun, if anything was. The caller holds the folder's lock and no store is open. Says where what was there
/// was put.
///
/// # Errors
/// As the disk allows; the next call goes on from there.
pub fn finish(folder: &DataFolder) -> io::Result<Option<PathBuf>> {
    let folder = folder.path();
    let Some((coming, number)) = coming(folder)? else { return Ok(None) };
    let aside = folder.join(format!("{ASIDE}{number}"));
    if !aside.exists() {
        let part = folder.join(format!("{ASIDE}{number}{PART}"));
        if !part.exists() {
            make_private(&part)?;
        }
        // The store first: a log without its store is never taken for a fresh start.
        for name in FILES.iter().rev() {
            if_there(fs::rename(folder.join(name), part.join(name)))?;
        }
        sync_name_of(&part.join(DataFolder::STORE))?;
        fs::rename(&part, &aside)?;
        sync_name_of(&aside)?;
    }
    for name in FILES {
        if_there(fs::rename(coming.join(name), folder.join(name)))?;
    }
    sync_name_of(&coming)?;
    fs::remove_dir(&coming)?;
    // Only an empty one goes: nothing was there.
    let kept = fs::remove_dir(&aside).is_err();
    sync_name_of(&aside)?;
    Ok(kept.then_some(aside))
}

fn if_there(moved: io::Result<()>) -> io::Result<()> {
    match moved {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        moved => moved,
    }
}

/// The restoring that is to be finished: there is at most one, since each is finished before the next begins.
fn coming(folder: &Path) -> io::Result<Option<(PathBuf, u32)>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let number = entry.file_name().to_str().and_then(|name| name.strip_prefix(COMING)?.parse().ok());
        if let Some(number) = number {
            return Ok(Some((entry.path(), number)));
        }
    }
    Ok(None)
}

fn free_number(folder: &Path) -> io::Result<u32> {
    let mut highest = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_prefix(ASIDE)?.trim_end_matches(PART).parse::<u32>().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    Ok(highest + 1)
}

/// Removes what a crash left of a backup that was never unpacked to its end.
fn clear_parts(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let left =
            entry.file_name().to_str().is_some_and(|name| name.starts_with(COMING) && name.ends_with(PART));
        if left {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
