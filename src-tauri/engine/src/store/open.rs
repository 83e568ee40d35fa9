//! Creating and opening the store's file. A store is complete or not there at all: it is made under another name, brought
//! to the disk with its folder, and only then given its name. Nothing here ever deletes, renames or overwrites a file
//! that bears the store's name.

use super::error::{OpenError, described};
use super::schema;
use crate::data_folder::sync_name_of;
use crate::secrets::StoreKey;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a statement waits for another process, such as a reading command beside the app.
const BUSY: Duration = Duration::from_secs(5);

/// The checksum of each page of a file up to this size (bytes) is checked at each start: about 5 ms a MiB on a busy
/// machine. Beyond it damage shows when a damaged page is read.
const CHECKED_AT_START: u64 = 128 * 1024 * 1024;

/// After a crash the file is whole only together with its log, and SQLite itself has to look through both; that takes
/// some 70 ms a MiB, so only up to this size (bytes).
const CHECKED_AFTER_A_CRASH: u64 = 8 * 1024 * 1024;

/// Before it is brought up to date, SQLite looks through a file of up to this size (bytes); of a larger one, where that takes
/// minutes in which nobody can scan, the checksums are checked, which any damage of the disk shows in.
const CHECKED_BEFORE_AN_UPDATE: u64 = 64 * 1024 * 1024;

/// Bytes that the write-ahead log keeps after a checkpoint.
const LOG_KEPT: i64 = 4 * 1024 * 1024;

/// Whether something bears the store's name at `path`, readable or not. A log without its store counts: a new store in
/// its place would be mixed with it.
///
/// # Errors
/// When the folder itself cannot be looked into; then nobody may conclude that there is no store.
pub fn exists(path: &Path) -> Result<bool, OpenError> {
    let look = |path: &Path| match path.symlink_metadata() {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OpenError::from_file(&error, path)),
    };
    let log = look(&beside(path, "-wal"))?;
    Ok(look(path)?.is_some() || log.is_some_and(|log| log.len() > 0))
}

/// Makes a new store that `key` opens, and opens it. The caller holds the data folder's lock, and has the key in safety:
/// written where it is kept, and read back.
///
/// # Errors
/// [`OpenError::AlreadyThere`] when anything bears the store's name; else as the disk allows. A crash or an error leaves
/// no store.
pub fn create(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    if exists(path)? {
        return Err(OpenError::AlreadyThere);
    }
    let unfinished = beside(path, ".new");
    clear(&unfinished)?;
    make_private(&unfinished).map_err(|error| OpenError::from_file(&error, &unfinished))?;
    fill(&unfinished, key)?;
    if exists(path)? {
        return Err(OpenError::AlreadyThere);
    }
    fs::rename(&unfinished, path)
        .and_then(|()| sync_name_of(path))
        .map_err(|error| OpenError::from_file(&error, path))?;
    open(path, key)
}

/// Opens the store for the process that writes, and brings it up to date. The caller holds the data folder's lock.
///
/// # Errors
/// Whatever it is, the file is left as it was found.
pub fn open(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    let (mut conn, found) = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if conn.is_readonly(rusqlite::MAIN_DB)? {
        return Err(OpenError::ReadOnly);
    }
    let pending = found < schema::version();
    let (size, crashed) = (size_of(path), left_open(path));
    if !crashed && (pending || size <= CHECKED_AT_START) {
        check_pages(&conn, size)?;
    }
    if pending && size <= CHECKED_BEFORE_AN_UPDATE || crashed && size <= CHECKED_AFTER_A_CRASH {
        schema::check(&conn)?;
    }
    set_for_writing(&conn)?;
    schema::bring_up_to_date(&mut conn, found)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(conn)
}

/// Opens the store that this process had open a moment ago, after the disk failed its connection. What [`open`] checks and
/// brings up to date was done then.
///
/// # Errors
/// As [`open`].
pub(super) fn open_again(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    let (conn, _) = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    set_for_writing(&conn)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(conn)
}

/// Opens the store beside the process that writes; this connection cannot change anything. Also where nothing can be written.
///
/// # Errors
/// [`OpenError::Older`] when the store has yet to be brought up to date; else as [`open`].
pub fn open_for_reading(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    let (conn, found) = match connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY) {
        Err(OpenError::ReadOnly) => connect_where_nothing_can_be_written(path, key)?,
        connected => connected?,
    };
    if found < schema::version() {
        return Err(OpenError::Older { found, ours: schema::version() });
    }
    conn.pragma_update(None, "query_only", true)?;
    conn.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    Ok(conn)
}

/// Opens a file that lies by itself: nobody writes it, it has no log, and nothing is made beside it.
///
/// # Errors
/// As [`open`]; also for a store of an older Lanyard, which is not brought up to date.
pub(super) fn open_alone(path: &Path, key: &StoreKey) -> Result<Connection, OpenError> {
    if left_open(path) {
        return Err(OpenError::Corrupt { detail: "a log lies beside it".to_owned() });
    }
    let conn = keyed(&uri(path, "immutable=1"), key, READ_URI)?;
    set_always(&conn)?;
    read_something(&conn)?;
    schema::recognise(&conn)?;
    Ok(conn)
}

const READ_URI: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_URI);

/// SQLite's own way to a file that takes no locks. Its `nolock` would do without the log as well.
const WITHOUT_LOCKS: &str = if cfg!(windows) { "vfs=win32-none" } else { "vfs=unix-none" };

/// On a disk that takes no writes SQLite cannot make the index of the log that readers share. Without a log none is needed.
/// With one, its index is kept in memory, and no lock is taken: should somebody write this very file by another way to the same
/// disk meanwhile, what is read is refused by its checksums or is an older state; nothing is harmed.
fn connect_where_nothing_can_be_written(path: &Path, key: &StoreKey) -> Result<(Connection, u32), OpenError> {
    if !left_open(path) {
        let conn = open_alone(path, key)?;
        let found = schema::recognise(&conn)?;
        return Ok((conn, found));
    }
    let conn = keyed(&uri(path, WITHOUT_LOCKS), key, READ_URI)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    set_always(&conn)?;
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    read_something(&conn)?;
    let found = schema::recognise(&conn)?;
    Ok((conn, found))
}

/// A path as SQLite's own kind of address, which carries a parameter.
fn uri(path: &Path, parameter: &str) -> PathBuf {
    let mut uri = String::from("file:");
    // A drive's letter comes after a slash.
    if cfg!(windows) {
        uri.push('/');
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte))
            }
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push('?');
    uri.push_str(parameter);
    PathBuf::from(uri)
}

/// Opens the file, proves the key on it, and makes sure that it is ours. Returns its schema version. Nothing is written,
/// also not on closing, until the caller accepts the file.
///
/// Only SQLite opens the file: a second handle of our own, closed, would drop the locks that SQLite holds for this
/// process.
fn connect(path: &Path, key: &StoreKey, access: OpenFlags) -> Result<(Connection, u32), OpenError> {
    let metadata = match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound && exists(path)? => {
            return Err(OpenError::Corrupt { detail: "the store file is gone, its log is there".to_owned() });
        }
        Err(error) => return Err(OpenError::from_file(&error, path)),
        Ok(metadata) => metadata,
    };
    if !metadata.is_file() {
        return Err(OpenError::Foreign);
    }
    if metadata.len() < PAGE {
        // An empty one SQLite would take for a new database.
        return Err(OpenError::Corrupt { detail: format!("only {} bytes are there", metadata.len()) });
    }
    let conn = keyed(path, key, access)?;
    // A log with something in it stays as it is until the file is accepted.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, left_open(path))?;
    set_always(&conn)?;
    match read_something(&conn) {
        Ok(()) => {}
        Err(OpenError::WrongKey) => return Err(why_unreadable(&conn, path)),
        // Also a reader needs to write: into the index of the log, beside the store.
        Err(OpenError::Io { detail }) => return Err(why_not_written(path, detail)),
        Err(error) => return Err(error),
    }
    let found = schema::recognise(&conn)?;
    Ok((conn, found))
}

/// Opens the first connection of the process, alone. SQLite makes itself ready then, and lets other threads in before its cipher
/// is ready too: one that comes at that very moment would be told that its key cannot be set.
pub(super) fn make_ready() {
    static READY: Once = Once::new();
    // Should it fail, the connection that is opened next says why.
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// A connection with its key set, not yet proved.
pub(super) fn keyed(path: &Path, key: &StoreKey, access: OpenFlags) -> Result<Connection, OpenError> {
    make_ready();
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(BUSY)?;
    // Without this a wrong key is written to the standard error stream, by SQLCipher itself.
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // The raw form: 256 random bits need no stretching, and opening takes a third of a millisecond.
    let hex = Zeroizing::new(data_encoding::HEXLOWER.encode(key.expose()));
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    // A key that cannot be set says nothing about the file.
    conn.execute_batch(&statement).map_err(|error| OpenError::Io { detail: described(&error) })?;
    Ok(conn)
}

fn read_something(conn: &Connection) -> Result<(), OpenError> {
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// Told apart by looking at each page on its own: a wrong key opens none of them, damage spares some.
fn why_unreadable(conn: &Connection, path: &Path) -> OpenError {
    let plain = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    if plain.is_ok_and(|plain| read_something(&plain).is_ok()) {
        return OpenError::Foreign;
    }
    let pages = size_of(path) / PAGE;
    match unreadable_pages(conn) {
        Ok(faults) if faults > 0 && faults < pages => damaged_pages(faults, pages),
        Ok(_) | Err(_) => OpenError::WrongKey,
    }
}

/// Looks at a file without a log: all pages are there, and each has the checksum that it had when it was written.
fn check_pages(conn: &Connection, size: u64) -> Result<(), OpenError> {
    let due: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let (due, found) = (u64::try_from(due).unwrap_or_default(), size.div_ceil(PAGE));
    if due != found {
        return Err(OpenError::Corrupt { detail: format!("{found} of {due} pages are there") });
    }
    match unreadable_pages(conn)? {
        0 => Ok(()),
        faults => Err(damaged_pages(faults, found)),
    }
}

/// How many pages fail their checksum under this connection's key.
pub(super) fn unreadable_pages(conn: &Connection) -> rusqlite::Result<u64> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let mut faults = 0;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {
        faults += 1;
    }
    Ok(faults)
}

fn damaged_pages(faults: u64, pages: u64) -> OpenError {
    OpenError::Corrupt { detail: format!("{faults} of {pages} pages fail their checksum") }
}

/// Why the store's folder takes no new file. Tried only after SQLite failed, and said no more than "cannot open".
fn why_not_written(path: &Path, detail: String) -> OpenError {
    let probe = beside(path, ".probe");
    let Err(error) = make_private(&probe) else {
        // Empty, and of no use to anybody if it stays.
        let _ = fs::remove_file(&probe);
        return OpenError::Io { detail };
    };
    match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => OpenError::ReadOnly,
        io::ErrorKind::StorageFull => OpenError::DiskFull,
        _ => OpenError::Io { detail },
    }
}

/// Memory for pages of a connection that looks, in KiB, taken as it is needed: a page that is not there any more is read and deciphered
/// again, and a search, or a look for the same person, goes over the same few thousand.
const READER_CACHE_KIB: i64 = 8 * 1024;

/// SQLCipher 4's page size in bytes.
const PAGE: u64 = 4096;

/// Settings that change nothing in the file.
fn set_always(conn: &Connection) -> Result<(), OpenError> {
    conn.set_prepared_statement_cache_capacity(128);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
    )?;
    Ok(())
}

/// Settings that the promise "saved means saved" rests on, read back where SQLite may answer otherwise.
fn set_for_writing(conn: &Connection) -> Result<(), OpenError> {
    let journal: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if journal != "wal" {
        return Err(OpenError::Io { detail: format!("this disk allows no write-ahead log, only {journal}") });
    }
    // FULL: with NORMAL a power cut loses what was already called saved. The two of fullfsync ask the disk itself, not
    // only the system, on macOS. recursive_triggers: else REPLACE deletes rows past the triggers that keep them.
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;
         PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = {LOG_KEPT};"
    ))?;
    Ok(())
}

/// Writes the schema into the new file and leaves all of it on the disk, without a log beside it.
fn fill(unfinished: &Path, key: &StoreKey) -> Result<(), OpenError> {
    let mut conn = keyed(unfinished, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    set_always(&conn)?;
    set_for_writing(&conn)?;
    schema::create(&mut conn)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    conn.close().map_err(|(_, error)| error)?;
    fs::File::open(unfinished)
        .and_then(|file| file.sync_all())
        .map_err(|error| OpenError::from_file(&error, unfinished))
}

/// Removes what a crash left of a store that was never finished; no capture was ever accepted into it.
fn clear(unfinished: &Path) -> Result<(), OpenError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let path = beside(unfinished, suffix);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OpenError::from_file(&error, &path));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// An empty file that only its owner may read; the log beside it inherits that.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Whether the last process ended without closing the store: closing removes the log.
fn left_open(path: &Path) -> bool {
    size_of(&beside(path, "-wal")) > 0
}

fn size_of(path: &Path) -> u64 {
    path.metadata().map(|metadata| metadata.len()).unwrap_or_default()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
