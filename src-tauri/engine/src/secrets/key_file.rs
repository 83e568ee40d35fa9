//! `--key-file`: the store's key in a file, for a laptop without a keychain. The file is made by a person, never by us,
//! and is refused when others could read it or when it lies beside what it opens.
//!
//! Its content is the recovery key, or the same 256 bits as 64 hexadecimal digits. On Windows who may read it is not
//! looked at, only where it lies.

use super::recovery_key::{self, NotAKey};
use super::{Secret, StoreKey};
use lanyard_core::explain::Sentence;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// More bytes than any key takes, with room for spaces.
const LONGEST: u64 = 1024;

/// Why a key file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is none. It is never made by itself.
    #[error(
        "There is no key file at {path}. Make one that only you can read, and put the recovery key into it."
    )]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("The key file {path} cannot be read ({detail}).")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// A folder, a device …
    #[error("{path} is not a file.")]
    NotAFile {
        /// Which one.
        path: PathBuf,
    },
    /// Others may read or change it.
    #[error("Others can read or change the key file {path} (mode {mode:o}). Run: chmod 600 {path}")]
    OpenToOthers {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It belongs to somebody else.
    #[error("The key file {path} belongs to another user of this computer.")]
    NotYours {
        /// Which file.
        path: PathBuf,
    },
    /// Whoever copies the data folder would have both.
    #[error("The key file {path} lies in the data folder, beside what it locks. Move it elsewhere.")]
    InDataFolder {
        /// Which file.
        path: PathBuf,
    },
    /// What stands in it is not a key.
    #[error("The key file {path} holds no key. {why}")]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: NotAKey,
    },
}

impl Refused {
    /// The sentence of the catalogue for it.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let (code, path) = match self {
            Self::Missing { path } => ("key-file-missing", path),
            Self::Unreadable { path, .. } => ("key-file-unreadable", path),
            Self::NotAFile { path } => ("key-file-not-a-file", path),
            Self::OpenToOthers { path, .. } => ("key-file-open-to-others", path),
            Self::NotYours { path } => ("key-file-not-yours", path),
            Self::InDataFolder { path } => ("key-file-in-data-folder", path),
            Self::Content { path, .. } => ("key-file-content", path),
        };
        Sentence::new(code).text("path", path.display().to_string())
    }
}

/// Reads the key from `path`, for a store in `data_folder`.
///
/// # Errors
/// [`Refused`] in words that say what to do.
pub fn read(path: &Path, data_folder: &Path) -> Result<StoreKey, Refused> {
    let at = || path.to_owned();
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Refused::Missing { path: at() },
        _ => Refused::Unreadable { path: at(), detail: error.to_string() },
    };
    // Looked at before it is opened, since opening a pipe waits; and again afterwards, on what was really opened.
    if !path.metadata().map_err(unreadable)?.is_file() {
        return Err(Refused::NotAFile { path: at() });
    }
    if lies_in(path, data_folder).map_err(unreadable)? {
        return Err(Refused::InDataFolder { path: at() });
    }
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Refused::NotAFile { path: at() });
    }
    is_private(&metadata, path)?;
    let mut content = Secret::new(Vec::with_capacity(LONGEST as usize));
    file.take(LONGEST).read_to_end(&mut content).map_err(unreadable)?;
    parse(&content).map_err(|why| Refused::Content { path: at(), why })
}

fn lies_in(path: &Path, folder: &Path) -> io::Result<bool> {
    let real = path.canonicalize()?;
    Ok(folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)))
}

#[cfg(unix)]
fn is_private(metadata: &Metadata, path: &Path) -> Result<(), Refused> {
    use std::os::unix::fs::MetadataExt;
    let mode = metadata.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(Refused::OpenToOthers { path: path.to_owned(), mode });
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(Refused::NotYours { path: path.to_owned() });
    }
    Ok(())
}

#[cfg(not(unix))]
fn is_private(_: &Metadata, _: &Path) -> Result<(), Refused> {
    Ok(())
}

fn parse(content: &[u8]) -> Result<StoreKey, NotAKey> {
    let text = std::str::from_utf8(content).map_err(|_| NotAKey::Character { group: 1 })?;
    let trimmed = text.trim();
    if trimmed.len() == 2 * StoreKey::BYTES
        && let Ok(bytes) = data_encoding::HEXLOWER_PERMISSIVE.decode(trimmed.as_bytes()).map(Secret::new)
        && let Some(key) = StoreKey::from_slice(&bytes)
    {
        return Ok(key);
    }
    recovery_key::read(trimmed)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    struct Place {
        _root: tempfile::TempDir,
        data: PathBuf,
        file: PathBuf,
    }

    fn place(content: &str, mode: u32) -> Place {
        let root = tempfile::tempdir().unwrap();
        let (data, file) = (root.path().join("data"), root.path().join("key"));
        std::fs::create_dir(&data).unwrap();
        write(&file, content, mode);
        Place { _root: root, data, file }
    }

    fn write(file: &Path, content: &str, mode: u32) {
        std::fs::write(file, content).unwrap();
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn key() -> StoreKey {
        StoreKey::from_bytes([0xA7; 32])
    }

    #[test]
    fn the_recovery_key_and_the_hexadecimal_key_are_both_read() {
        let recovery = recovery_key::write(&key());
        for content in [recovery.to_string(), format!("{}\n", "a7".repeat(32)), "A7".repeat(32)] {
            for mode in [0o600, 0o400] {
                let place = place(&content, mode);
                assert!(read(&place.file, &place.data).is_ok_and(|read| read == key()));
            }
        }
    }

    #[test]
    fn a_file_open_to_others_is_refused_with_its_mode() {
        for mode in [0o604, 0o640, 0o644, 0o602, 0o610] {
            let place = place(&"a7".repeat(32), mode);
            let refused = read(&place.file, &place.data).err();
            assert_eq!(refused, Some(Refused::OpenToOthers { path: place.file.clone(), mode }));
        }
    }

    #[test]
    fn a_missing_file_is_never_made() {
        let place = place("", 0o600);
        let missing = place.file.with_file_name("nowhere");
        assert_eq!(read(&missing, &place.data).err(), Some(Refused::Missing { path: missing.clone() }));
        assert!(!missing.exists());
    }

    #[test]
    fn a_file_in_the_data_folder_is_refused_also_by_a_link() {
        let place = place("", 0o600);
        let inside = place.data.join("key");
        write(&inside, &"a7".repeat(32), 0o600);
        let link = place.file.with_file_name("link");
        std::os::unix::fs::symlink(&inside, &link).unwrap();
        for path in [inside, link] {
            assert_eq!(read(&path, &place.data).err(), Some(Refused::InDataFolder { path }));
        }
    }

    #[test]
    fn a_folder_and_a_pipe_are_no_files() {
        let place = place("", 0o600);
        let pipe = place.file.with_file_name("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for path in [pipe, place.data.parent().unwrap().to_owned()] {
            assert_eq!(read(&path, &place.data).err(), Some(Refused::NotAFile { path }));
        }
    }

    #[test]
    fn what_holds_no_key_is_refused_without_quoting_it() {
        for (content, why) in [
            ("", NotAKey::Empty),
            ("secret-passphrase", NotAKey::Length { found: 16 }),
            ("a7a7", NotAKey::Length { found: 4 }),
        ] {
            let place = place(content, 0o600);
            let refused = read(&place.file, &place.data).err().unwrap();
            assert_eq!(refused, Refused::Content { path: place.file.clone(), why });
            assert!(content.is_empty() || !refused.to_string().contains(content));
        }
    }

    #[test]
    fn an_endless_file_is_read_only_so_far() {
        let place = place(&"0".repeat(1_000_000), 0o600);
        assert!(matches!(read(&place.file, &place.data).err(), Some(Refused::Content { .. })));
    }
}
