//! What a folder lies on. A store needs locks and shared memory that hold, and a disk that says when something is on it:
//! network file systems promise none of these, so none is taken.
//!
//! Known by what `statfs` answers; on Windows by a path that names another computer (a mapped drive's letter hides that). What
//! is not known counts as this computer's own.

use std::path::Path;

/// What a folder lies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileSystem {
    /// A disk of this computer, as far as can be told.
    Local,
    /// Another computer's, by the name that its kind goes by.
    Network(String),
}

/// Room on the disk of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Bytes that this user may still write.
    pub free: u64,
}

/// What the folder at `path` lies on, or will lie on when it is made.
#[must_use]
pub fn of(path: &Path) -> FileSystem {
    // The answer of a system that no test machine has; never in a release.
    #[cfg(debug_assertions)]
    if let Ok(kind) = std::env::var("LANYARD_STATFS") {
        return u32::from_str_radix(kind.trim_start_matches("0x"), 16).map_or(FileSystem::Local, of_magic);
    }
    asked(path)
}

/// Room where the folder at `path` lies; none when the system does not say.
#[must_use]
pub fn room(path: &Path) -> Option<Room> {
    #[cfg(unix)]
    {
        let there = nearest(path)?;
        let answer = rustix::fs::statvfs(there).ok()?;
        Some(Room { free: answer.f_bavail.saturating_mul(answer.f_frsize) })
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The kinds that Linux names by number (`linux/magic.h` and the file systems' own sources).
#[cfg_attr(not(any(target_os = "linux", debug_assertions)), expect(dead_code))]
fn of_magic(magic: u32) -> FileSystem {
    let name = match magic {
        0x0000_6969 => "NFS",
        0x0000_517B | 0xFE53_4D42 | 0xFF53_4D42 => "SMB",
        0x0000_564C => "NCP",
        0x0102_1997 => "9P",
        0x5346_414F | 0x6B41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x00C3_6400 => "Ceph",
        0x0BD0_0BD0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x7461_636F => "OCFS2",
        0x4750_4653 => "GPFS",
        _ => return FileSystem::Local,
    };
    FileSystem::Network(name.to_owned())
}

#[cfg(target_os = "linux")]
fn asked(path: &Path) -> FileSystem {
    /// A file system in user space; which one, only the list of mounts says.
    const FUSE: u32 = 0x6573_5546;
    let Some(there) = nearest(path) else { return FileSystem::Local };
    let Ok(answer) = rustix::fs::statfs(&there) else { return FileSystem::Local };
    // The type's width differs between machines; the numbers have 32 bits.
    let magic = (answer.f_type as u64 & 0xFFFF_FFFF) as u32;
    if magic != FUSE {
        return of_magic(magic);
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    of_mount(&mounts, &there)
}

#[cfg(target_os = "macos")]
fn asked(path: &Path) -> FileSystem {
    /// `MNT_LOCAL` of `sys/mount.h`.
    const LOCAL: u32 = 0x0000_1000;
    let answer = nearest(path).and_then(|there| rustix::fs::statfs(there).ok());
    match answer {
        Some(answer) if answer.f_flags & LOCAL == 0 => FileSystem::Network("SMB, NFS".to_owned()),
        Some(_) | None => FileSystem::Local,
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn asked(path: &Path) -> FileSystem {
    use std::path::{Component, Prefix};
    match path.components().next() {
        Some(Component::Prefix(prefix))
            if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)) =>
        {
            FileSystem::Network("SMB".to_owned())
        }
        Some(_) | None => FileSystem::Local,
    }
}

/// The kind of the mount that `path` lies on, of those in user space that reach over a network.
#[cfg(target_os = "linux")]
fn of_mount(mounts: &str, path: &Path) -> FileSystem {
    const REMOTE: &[&str] = &[
        "sshfs",
        "s3fs",
        "rclone",
        "davfs",
        "glusterfs",
        "ceph",
        "gvfsd-fuse",
        "smbnetfs",
        "curlftpfs",
        "goofys",
    ];
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let (mount, kind) = line.split_once(" - ")?;
            let at = mount.split(' ').nth(4)?.replace("\\040", " ");
            path.starts_with(&at).then(|| (at.len(), kind.split(' ').next().unwrap_or_default()))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind.trim_start_matches("fuse.").to_owned());
    match kind {
        Some(kind) if REMOTE.contains(&kind.as_str()) => FileSystem::Network(kind),
        Some(_) | None => FileSystem::Local,
    }
}

/// The folder itself, or the nearest above it that is there.
#[cfg(unix)]
fn nearest(path: &Path) -> Option<std::path::PathBuf> {
    path.ancestors()
        .map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above })
        .find_map(|above| above.canonicalize().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_their_number() {
        for (magic, name) in
            [(0x6969, "NFS"), (0xFF53_4D42, "SMB"), (0xFE53_4D42, "SMB"), (0x0102_1997, "9P")]
        {
            assert_eq!(of_magic(magic), FileSystem::Network(name.to_owned()));
        }
        // ext4, btrfs, xfs, tmpfs, overlay, FAT.
        for magic in [0xEF53, 0x9123_683E, 0x5846_5342, 0x0102_1994, 0x794C_7630, 0x4D44] {
            assert_eq!(of_magic(magic), FileSystem::Local, "{magic:x}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_lies_where_the_one_above_it_does() {
        let root = tempfile::tempdir().unwrap();
        let below = root.path().join("a/b/c");
        assert_eq!(of(&below), of(root.path()));
        assert_eq!(room(&below).is_some(), room(root.path()).is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_system_in_user_space_is_known_by_its_mount() {
        let mounts = "36 35 98:0 / / rw - ext4 /dev/sda1 rw\n\
            40 36 0:50 / /home/ann/remote\\040disk rw - fuse.sshfs ann@host: rw\n\
            41 36 0:51 / /media/stick rw - fuseblk /dev/sdb1 rw\n";
        let at = |path: &str| of_mount(mounts, Path::new(path));
        assert_eq!(at("/home/ann/remote disk/data"), FileSystem::Network("sshfs".to_owned()));
        assert_eq!(at("/media/stick/data"), FileSystem::Local);
        assert_eq!(at("/home/ann"), FileSystem::Local);
    }
}
