//! Seeing: what has to be written to find out (the keychain's probe, the data folder's lock) is taken away again. Programs are
//! asked only for what they list.

use super::{CameraSeen, Distribution, FolderSeen, FolderState, KeySeen, LinuxSeen, Seen, StoreSeen};
use crate::data_folder::{DataFolder, FolderError};
use crate::file_system;
use crate::secrets::{Keychain, SecretError, SecretStore, key_file};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A locked keychain may open a prompt; the doctor does not wait for a person.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at this laptop. The store is opened by the caller, who knows how.
#[must_use]
pub fn look(folder: Option<&Path>, key_file: Option<&Path>, store: StoreSeen) -> Seen {
    Seen {
        folder: folder.map(look_at_folder),
        key: folder.map_or(KeySeen::None, |folder| look_at_key(folder, key_file)),
        store,
        linux: cfg!(target_os = "linux").then(linux),
    }
}

/// Looks at the data folder.
#[must_use]
pub fn look_at_folder(path: &Path) -> FolderSeen {
    let state = match DataFolder::find(path) {
        Ok(None) => FolderState::New,
        Err(error) => FolderState::Unusable(error.sentence()),
        Ok(Some(folder)) => match folder.lock("the doctor") {
            Ok(_) => FolderState::Writable,
            Err(error @ FolderError::Held { .. }) => FolderState::InUse(error.sentence()),
            Err(error) => FolderState::Unusable(error.sentence()),
        },
    };
    FolderSeen {
        path: path.to_owned(),
        state,
        lies_on: file_system::of(path),
        free: file_system::room(path).map(|room| room.free),
    }
}

/// Looks for the key's place.
#[must_use]
pub fn look_at_key(folder: &Path, key_file: Option<&Path>) -> KeySeen {
    if let Some(file) = key_file {
        return match key_file::read(file, folder) {
            Ok(_) => KeySeen::File(file.to_owned()),
            Err(refused) => KeySeen::FileRefused(refused.sentence()),
        };
    }
    let has_passphrase = folder.join(DataFolder::PASSPHRASE).exists();
    match Keychain::of_folder(folder).with_patience(PATIENCE).prove() {
        Ok(()) => KeySeen::Keychain,
        Err(_) if has_passphrase => KeySeen::PassphraseOnly,
        Err(SecretError::Locked | SecretError::Silent) => KeySeen::KeychainLocked,
        Err(SecretError::Unavailable { .. } | SecretError::TooLong | SecretError::Damaged) => KeySeen::None,
    }
}

fn linux() -> LinuxSeen {
    let places = library_folders();
    let there =
        |names: &[&str]| names.iter().any(|name| places.iter().any(|place| place.join(name).exists()));
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let distribution = Distribution::of_os_release(&os_release);
    LinuxSeen {
        distribution,
        web_view: there(&["libwebkit2gtk-4.1.so.0"]),
        web_view_version: web_view_version(distribution),
        camera_plugin: there(&["gstreamer-1.0/libgstvideo4linux2.so"]),
        convert_plugin: there(&[
            "gstreamer-1.0/libgstvideoconvertscale.so",
            "gstreamer-1.0/libgstvideoconvert.so",
        ]),
        pipewire_plugin: there(&["gstreamer-1.0/libgstpipewire.so"]),
        pipewire: runtime_folder().is_some_and(|folder| folder.join("pipewire-0").exists()),
        portal: ["/usr/libexec/xdg-desktop-portal", "/usr/lib/xdg-desktop-portal"]
            .iter()
            .any(|program| Path::new(program).is_file()),
        keychain_installed: ["org.freedesktop.secrets", "org.kde.kwalletd6", "org.kde.kwalletd5"].iter().any(
            |service| Path::new("/usr/share/dbus-1/services").join(format!("{service}.service")).exists(),
        ),
        cameras: cameras(Path::new("/sys/class/video4linux"), Path::new("/dev")),
        far_eastern_fonts: fonts(),
    }
}

/// Where a Linux keeps libraries: `/usr/lib64`, `/usr/lib` and the folders of its machine names.
fn library_folders() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/lib64"), PathBuf::from("/usr/lib")];
    if let Ok(entries) = fs::read_dir("/usr/lib") {
        let names = entries.flatten().map(|entry| entry.path());
        folders.extend(names.filter(|path| path.to_string_lossy().ends_with("-linux-gnu")));
    }
    folders
}

fn runtime_folder() -> Option<PathBuf> {
    std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from)
}

fn web_view_version(distribution: Distribution) -> Option<String> {
    let package = distribution.package(super::Part::WebView);
    let line = match distribution {
        Distribution::Debian => answer("dpkg-query", &["-W", "-f", "${Version}", package]),
        Distribution::Fedora | Distribution::Suse => {
            answer("rpm", &["-q", "--queryformat", "%{VERSION}", package])
        }
        Distribution::Arch => answer("pacman", &["-Q", package])
            .and_then(|line| line.split_whitespace().nth(1).map(str::to_owned)),
        Distribution::Other => None,
    };
    line.filter(|version| version.starts_with(|c: char| c.is_ascii_digit()))
}

/// The cameras of the kernel, each once: one camera may have several nodes, of which some carry no picture.
pub(super) fn cameras(class: &Path, dev: &Path) -> Vec<CameraSeen> {
    let mut found: Vec<CameraSeen> = Vec::new();
    for entry in fs::read_dir(class).into_iter().flatten().flatten() {
        let name = fs::read_to_string(entry.path().join("name")).unwrap_or_default();
        let allowed = may_use(&dev.join(entry.file_name()));
        let name = name.trim().to_owned();
        match found.iter_mut().find(|camera| camera.name == name) {
            Some(camera) => camera.allowed |= allowed,
            None => found.push(CameraSeen { name, allowed }),
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn may_use(device: &Path) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::Access;
        rustix::fs::access(device, Access::READ_OK | Access::WRITE_OK).is_ok()
    }
    #[cfg(not(unix))]
    {
        device.exists()
    }
}

/// Names in every script are shown: the window brings Latin, Greek, Cyrillic and Arabic, the system the rest.
fn fonts() -> Option<bool> {
    let listed = Command::new("fc-list").arg(":lang=ja").stderr(Stdio::null()).output().ok()?;
    Some(!listed.stdout.is_empty())
}

fn answer(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program).args(words).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
