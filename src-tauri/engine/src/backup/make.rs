//! Making a backup: beside its place, looked at, and only then named.

use super::BackupFault;
use super::file::{self, About};
use crate::secrets::StoreKey;
use crate::secrets::passphrase::Wrapped;
use crate::store::copy::copy;
use crate::whole_file;
use jiff::Timestamp;
use lanyard_core::time::WallMs;
use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it says of itself.
    pub about: About,
    /// Whether a passphrase opens it, besides the recovery key.
    pub passphrase: bool,
    /// Its length.
    pub bytes: u64,
}

/// Makes a backup of the store at `store`, which `key` opens and others may be using, with the passphrase's file at
/// `passphrase` if there is one. A file of the name `to` is only replaced when that was asked for, and stays whole until the
/// new one is. `goes_on` is told how far it came; `false` stops.
///
/// # Errors
/// There is then no new file.
pub fn make(
    (store, passphrase): (&Path, &Path),
    key: &StoreKey,
    now: WallMs,
    to: &Path,
    replace: bool,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Made, BackupFault> {
    if whole_file::taken(to, replace) {
        return Err(BackupFault::Taken);
    }
    if lies_beside(to, store)? {
        return Err(BackupFault::InDataFolder);
    }
    let unfinished = whole_file::unfinished(to);
    let made = filled((store, passphrase), key, now, &unfinished, goes_on).and_then(|made| {
        whole_file::place(&unfinished, to, replace)?;
        Ok(made)
    });
    if made.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    made
}

fn filled(
    (store, passphrase): (&Path, &Path),
    key: &StoreKey,
    now: WallMs,
    path: &Path,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Made, BackupFault> {
    drop(whole_file::begin(path)?);
    let copied = copy(store, key, path, goes_on)?;
    let passphrase = side_file(passphrase)?;
    let about = About {
        made_at: Timestamp::from_millisecond(now.0).map(|time| time.to_string()).unwrap_or_default(),
        app: env!("CARGO_PKG_VERSION").to_owned(),
        schema: copied.schema,
        contacts: copied.contacts,
    };
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    file::seal(&mut file, &passphrase, &about)?;
    Ok(Made { about, passphrase: !passphrase.is_empty(), bytes: file.metadata()?.len() })
}

/// The passphrase's file as it is, if it is one: what is damaged helps nobody elsewhere.
fn side_file(path: &Path) -> Result<Vec<u8>, BackupFault> {
    let mut text = Vec::new();
    match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(text),
        Err(error) => return Err(error.into()),
        Ok(file) => file.take(Wrapped::LONGEST + 1).read_to_end(&mut text)?,
    };
    if Wrapped::parse(&text).is_err() {
        tracing::warn!("the file with the passphrase's key is damaged; the backup goes without it");
        text.clear();
    }
    Ok(text)
}

/// Whoever loses the folder would lose both.
fn lies_beside(to: &Path, store: &Path) -> io::Result<bool> {
    let folder_of = |path: &Path| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.canonicalize(),
        Some(_) | None => Path::new(".").canonicalize(),
    };
    Ok(folder_of(to)?.starts_with(folder_of(store)?))
}
