//! A copy of the store, page by page, made while others read and write it. It is one moment's state: what is captured while it
//! is made is not in it. Its pages are encrypted with the same key.

use super::error::OpenError;
use super::open;
use crate::restored;
use crate::secrets::StoreKey;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Pages (4 KiB) between two looks at whether to go on: a few milliseconds.
const AT_ONCE: i32 = 256;

/// How long a page that another connection holds is waited for.
const HELD: Duration = Duration::from_millis(5);

/// Why there is no copy.
#[derive(Debug)]
pub enum CopyFault {
    /// The store, or the file that it was copied to.
    Store(OpenError),
    /// A person stopped it.
    Stopped,
}

impl From<OpenError> for CopyFault {
    fn from(error: OpenError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for CopyFault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Contacts that are not removed.
    pub contacts: u64,
    /// The schema's version.
    pub schema: u32,
}

/// Copies the store at `path` into the empty file at `to`, marks it as a copy, and looks at every page of it. `goes_on` is told
/// pages done and pages in all; `false` stops.
///
/// # Errors
/// What lies at `to` is then of no use.
pub fn copy(
    path: &Path,
    key: &StoreKey,
    to: &Path,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Copied, CopyFault> {
    let from = open::open_for_reading(path, key)?;
    // One moment: as long as this lasts, what others write is not seen, and does not begin the copy anew.
    let moment = from.unchecked_transaction()?;
    let counted = count(&moment)?;
    let mut copy = open::keyed(to, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // It is brought to the disk once, when it is whole; until then it bears no name that counts.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    {
        let pages = Backup::new(&moment, &mut copy)?;
        loop {
            let step = pages.step(AT_ONCE)?;
            let progress = pages.progress();
            let (all, left) =
                (progress.pagecount.unsigned_abs().into(), progress.remaining.unsigned_abs().into());
            let done: u64 = u64::saturating_sub(all, left);
            match step {
                StepResult::Done => break,
                StepResult::More if goes_on(done, all) => {}
                StepResult::More => return Err(CopyFault::Stopped),
                _ => std::thread::sleep(HELD),
            }
        }
    }
    drop(moment);
    // A file without a log can be read where nothing can be written.
    let journal: String = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if journal != "delete" {
        return Err(OpenError::Io { detail: format!("the copy keeps its log as {journal}") }.into());
    }
    copy.execute_batch("PRAGMA secure_delete = ON; BEGIN IMMEDIATE")?;
    restored::mark_as_copy(&copy).map_err(|error| OpenError::Io { detail: error.to_string() })?;
    copy.execute_batch("COMMIT")?;
    copy.close().map_err(|(_, error)| error)?;
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(|error| OpenError::from_file(&error, to))?;
    let found = look(to, key)?;
    if found == counted { Ok(found) } else { Err(corrupt("it holds another number of contacts").into()) }
}

/// What the file at `path` holds, opened with its key, every page's checksum looked at. Nothing is written beside it.
///
/// # Errors
/// As [`open::open`].
pub fn look(path: &Path, key: &StoreKey) -> Result<Copied, OpenError> {
    let conn = open::open_alone(path, key)?;
    match open::unreadable_pages(&conn)? {
        0 => Ok(count(&conn)?),
        faults => Err(corrupt(&format!("{faults} pages fail their checksum"))),
    }
}

fn corrupt(detail: &str) -> OpenError {
    OpenError::Corrupt { detail: detail.to_owned() }
}

fn count(conn: &Connection) -> rusqlite::Result<Copied> {
    let contacts =
        conn.query_row("SELECT count(*) FROM contact WHERE deleted_at IS NULL", [], |row| row.get(0))?;
    let schema = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(Copied { contacts, schema })
}

#[cfg(test)]
mod tests;
