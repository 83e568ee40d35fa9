//! Files that are whole or not there: written under another name beside their place, brought to the disk, and only then given
//! their name. What a crash leaves under the other name was never finished, and the next try clears it away.

use crate::data_folder::sync_name_of;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file did not get its name.
#[derive(Debug)]
pub(crate) enum NotPlaced {
    /// Something of that name is there, and was not to be replaced.
    Taken,
    /// The disk.
    Disk(io::Error),
}

/// The name under which a file is written until it is whole.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".unfinished");
    path.with_file_name(name)
}

/// An empty file that only its owner may read, in the place of one that was never finished.
pub(crate) fn begin(path: &Path) -> io::Result<File> {
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether something stands where the file is to be, that may not be replaced.
pub(crate) fn taken(path: &Path, replace: bool) -> bool {
    path.is_dir() || (!replace && path.symlink_metadata().is_ok())
}

/// Gives a finished file its name, durably. Without `replace` a file that came there meanwhile stays: a link never overwrites.
pub(crate) fn place(unfinished: &Path, path: &Path, replace: bool) -> Result<(), NotPlaced> {
    if !replace {
        match fs::hard_link(unfinished, path) {
            Ok(()) => {
                return fs::remove_file(unfinished)
                    .and_then(|()| sync_name_of(path))
                    .map_err(NotPlaced::Disk);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(NotPlaced::Taken),
            // A disk without links, such as a USB stick's: then by its name alone.
            Err(_) if path.symlink_metadata().is_ok() => return Err(NotPlaced::Taken),
            Err(_) => {}
        }
    }
    fs::rename(unfinished, path).and_then(|()| sync_name_of(path)).map_err(NotPlaced::Disk)
}
