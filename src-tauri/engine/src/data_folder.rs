//! Where everything of one installation lies, and the lock that lets only one process write there. The rehearsal has a
//! folder of its own; nothing is shared between the two.

use crate::file_system::{self, FileSystem};
use lanyard_core::explain::Sentence;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Where in it the window's log lies, a file a day.
pub const LOGS: &str = "logs";

/// Which of the two worlds a folder belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    /// People met at real events.
    Real,
    /// Practice, with a CRM of its own.
    Rehearsal,
}

/// A folder that is there and can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
}

/// Who holds the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process number.
    pub pid: u32,
    /// What it is, in a word: "window", "sync".
    pub what: String,
}

/// The right to write in the folder; ends when dropped, and when the process ends in whatever way.
#[derive(Debug)]
pub struct FolderLock {
    holder_file: PathBuf,
    // Holds the lock; read by nobody.
    _file: File,
}

/// Why a folder cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// The system names no place for data; `--data` does.
    #[error("This system names no folder for a program's data. Name one with --data.")]
    NoHome,
    /// Another process writes there.
    #[error("Another Lanyard is writing in {path}{}. Close it and try again.", named(.holder.as_ref()))]
    Held {
        /// Which folder.
        path: PathBuf,
        /// Who, if it said so.
        holder: Option<Holder>,
    },
    /// It lies on another computer's disk.
    #[error("{path} lies on a network drive ({kind}). Choose a folder on this computer with --data.")]
    Network {
        /// Which folder.
        path: PathBuf,
        /// What the system calls it.
        kind: String,
    },
    /// Something that is not a folder has its name.
    #[error("{path} is not a folder.")]
    NotAFolder {
        /// Which one.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("The folder {path} cannot be written: it or its disk is read-only. Choose another with --data.")]
    ReadOnly {
        /// Which one.
        path: PathBuf,
    },
    /// No room left.
    #[error("The disk of {path} is full.")]
    DiskFull {
        /// Which folder.
        path: PathBuf,
    },
    /// Anything else between us and the disk.
    #[error("The folder {path} cannot be used ({detail}).")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
}

impl FolderError {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::NoHome => Sentence::new("start-no-home"),
            Self::Held { holder: None, .. } => Sentence::new("start-in-use-unnamed"),
            Self::Held { holder: Some(Holder { pid, what }), .. } => {
                Sentence::new("start-in-use").text("who", format!("{what}, {pid}"))
            }
            Self::Network { path, kind } => Sentence::new("start-network")
                .text("path", path.display().to_string())
                .text("kind", kind.clone()),
            Self::NotAFolder { path } => {
                Sentence::new("start-not-a-folder").text("path", path.display().to_string())
            }
            Self::ReadOnly { .. } => Sentence::new("start-read-only"),
            Self::DiskFull { .. } => Sentence::new("start-disk-full"),
            Self::Io { .. } => Sentence::new("start-io"),
        }
    }

    fn from_io(error: &io::Error, path: &Path) -> Self {
        use io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => Self::NotAFolder { path },
            _ => Self::Io { path, detail: error.to_string() },
        }
    }
}

fn named(holder: Option<&Holder>) -> String {
    holder.map(|Holder { pid, what }| format!(" ({what}, process {pid})")).unwrap_or_default()
}

/// The folder used when none is named: on this computer only, never in a roaming profile.
///
/// # Errors
/// [`FolderError::NoHome`].
pub fn default_path(realm: Realm) -> Result<PathBuf, FolderError> {
    let ours = directories::ProjectDirs::from("", "Lanyard", "Lanyard").ok_or(FolderError::NoHome)?;
    Ok(ours.data_local_dir().join(match realm {
        Realm::Real => "real",
        Realm::Rehearsal => "rehearsal",
    }))
}

impl DataFolder {
    /// The store's name in it.
    pub const STORE: &str = "lanyard.store";

    /// The name of the file with the key that a passphrase wraps.
    pub const PASSPHRASE: &str = "lanyard.passphrase";

    /// The folder at `path`, made if it is not there, for its owner only. One that is there keeps its permissions: the
    /// files in it are private by themselves.
    ///
    /// # Errors
    /// As the disk allows. Whether it can be written shows with [`DataFolder::lock`].
    pub fn prepare(path: &Path) -> Result<Self, FolderError> {
        is_this_computers(path)?;
        let failed = |error: io::Error| FolderError::from_io(&error, path);
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(FolderError::NotAFolder { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => make_private(path).map_err(failed)?,
            Err(error) => return Err(failed(error)),
        }
        // One spelling from here on: the keychain's entries hang on it.
        Ok(Self { path: path.canonicalize().map_err(failed)? })
    }

    /// The folder at `path` if it is there; nothing is made. For commands that only read.
    ///
    /// # Errors
    /// As the disk allows; a folder that is not there is `Ok(None)`.
    pub fn find(path: &Path) -> Result<Option<Self>, FolderError> {
        is_this_computers(path)?;
        match path.canonicalize() {
            Ok(path) if path.is_dir() => Ok(Some(Self { path })),
            Ok(path) => Err(FolderError::NotAFolder { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FolderError::from_io(&error, path)),
        }
    }

    /// The folder itself, by its real path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the store lies in it.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.path.join(Self::STORE)
    }

    /// Where the key lies that a passphrase wraps, if one was set.
    #[must_use]
    pub fn passphrase(&self) -> PathBuf {
        self.path.join(Self::PASSPHRASE)
    }

    /// Takes the right to write, without waiting. `what` names the holder to others, in a word.
    ///
    /// # Errors
    /// [`FolderError::Held`] with the holder's name; [`FolderError::ReadOnly`] where nothing can be written.
    pub fn lock(&self, what: &str) -> Result<FolderLock, FolderError> {
        let failed = |error: io::Error| FolderError::from_io(&error, &self.path);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.path.join("lock")).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(FolderError::Held { path: self.path.clone(), holder: self.holder() });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Beside the lock, not in it: on Windows nobody else can read a locked file.
        let holder_file = self.holder_file();
        let holder = Holder { pid: std::process::id(), what: what.to_owned() };
        let text = serde_json::to_vec(&holder).map_err(|error| failed(error.into()))?;
        fs::write(&holder_file, text).map_err(failed)?;
        Ok(FolderLock { holder_file, _file: file })
    }

    fn holder(&self) -> Option<Holder> {
        serde_json::from_slice(&fs::read(self.holder_file()).ok()?).ok()
    }

    fn holder_file(&self) -> PathBuf {
        self.path.join("lock.holder")
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // While still locked, so that no other's name is removed. One left behind is overwritten by the next holder.
        let _ = fs::remove_file(&self.holder_file);
    }
}

/// Locks, shared memory and "it is on the disk" hold for this computer's own disks only.
fn is_this_computers(path: &Path) -> Result<(), FolderError> {
    match file_system::of(path) {
        FileSystem::Local => Ok(()),
        FileSystem::Network(kind) => Err(FolderError::Network { path: path.to_owned(), kind }),
    }
}

/// Makes the folder and those above it, and their names durable: a store is only as durable as the path to it.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    let mut missing: Vec<&Path> = path.ancestors().take_while(|above| !above.exists()).collect();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    while let Some(next) = missing.pop() {
        if next.as_os_str().is_empty() {
            continue;
        }
        match builder.create(next) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && next.is_dir() => {}
            made => made?,
        }
        sync_name_of(next)?;
    }
    Ok(())
}

/// Makes a name durable: a file's own sync does not cover the folder that names it. Windows has no such call and needs
/// none on its own file systems.
pub(crate) fn sync_name_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::prepare(&root.path().join("a/b")).unwrap();
        (root, folder)
    }

    #[test]
    fn rehearsal_and_real_data_lie_apart() {
        let (real, rehearsal) = (default_path(Realm::Real).unwrap(), default_path(Realm::Rehearsal).unwrap());
        assert!(!real.starts_with(&rehearsal) && !rehearsal.starts_with(&real), "{real:?} {rehearsal:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_folder_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let (root, folder) = folder();
        for path in [root.path().join("a"), folder.path().to_owned()] {
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
        let _lock = folder.lock("window").unwrap();
        let mode = folder.path().join("lock").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_second_one_is_refused_and_told_who_writes() {
        let (_root, folder) = folder();
        let first = folder.lock("window").unwrap();
        let refused = folder.lock("sync").unwrap_err();
        let holder = Some(Holder { pid: std::process::id(), what: "window".to_owned() });
        assert_eq!(refused, FolderError::Held { path: folder.path().to_owned(), holder });
        assert!(refused.to_string().contains(&format!("(window, process {})", std::process::id())));
        drop(first);
        assert!(folder.lock("sync").is_ok());
    }

    #[test]
    fn a_holder_that_left_no_name_is_held_all_the_same() {
        let (_root, folder) = folder();
        let _first = folder.lock("window").unwrap();
        fs::write(folder.holder_file(), "{").unwrap();
        assert!(matches!(folder.lock("sync"), Err(FolderError::Held { holder: None, .. })));
    }

    #[test]
    fn a_name_left_by_a_crash_holds_nobody_up() {
        let (_root, folder) = folder();
        fs::write(folder.holder_file(), r#"{"pid":1,"what":"window"}"#).unwrap();
        assert!(folder.lock("sync").is_ok());
    }

    #[test]
    fn looking_for_a_folder_makes_none() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("nowhere");
        assert_eq!(DataFolder::find(&path), Ok(None));
        assert!(!path.exists());
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_named() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("file");
        fs::write(&path, "x").unwrap();
        assert_eq!(DataFolder::prepare(&path), Err(FolderError::NotAFolder { path: path.clone() }));
        assert!(matches!(DataFolder::prepare(&path.join("below")), Err(FolderError::NotAFolder { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }

    #[test]
    fn what_the_disk_refuses_is_told_apart() {
        let of = |kind| FolderError::from_io(&io::Error::from(kind), Path::new("/x"));
        let path = || PathBuf::from("/x");
        assert_eq!(of(io::ErrorKind::ReadOnlyFilesystem), FolderError::ReadOnly { path: path() });
        assert_eq!(of(io::ErrorKind::PermissionDenied), FolderError::ReadOnly { path: path() });
        assert_eq!(of(io::ErrorKind::StorageFull), FolderError::DiskFull { path: path() });
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_on_a_read_only_file_system_is_refused_in_words() {
        // Nobody, not even root, can make a file among the processes.
        let folder = DataFolder::find(Path::new("/proc/self")).unwrap().unwrap();
        let refused = folder.lock("window").unwrap_err();
        assert!(matches!(refused, FolderError::ReadOnly { .. } | FolderError::Io { .. }), "{refused}");
    }
}
