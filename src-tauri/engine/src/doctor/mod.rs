//! What is missing on a laptop, and the line that mends it. [`look`] sees, without changing anything that stays; [`judge`] says
//! what that means, and needs no system for it. Left out on purpose: installing anything, and asking a CRM.

mod look;
mod packages;

pub use look::{look, look_at_folder, look_at_key};
pub use packages::Distribution;

use crate::file_system::FileSystem;
use lanyard_core::explain::Sentence;
use packages::Part;
use std::path::PathBuf;

/// Bytes that are free on a laptop that is fit for a day at an event.
const ROOM: u64 = 200 * 1024 * 1024;

/// The web view that the window is built for, at least: (2, 40).
const WEB_VIEW: (u32, u32) = (2, 40);

/// What was seen of a laptop.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The data folder; none when the system names none.
    pub folder: Option<FolderSeen>,
    /// Where the store's key is.
    pub key: KeySeen,
    /// The store.
    pub store: StoreSeen,
    /// What the window needs of a Linux; none elsewhere.
    pub linux: Option<LinuxSeen>,
}

/// The data folder.
#[derive(Debug, Clone)]
pub struct FolderSeen {
    /// Where.
    pub path: PathBuf,
    /// How it is.
    pub state: FolderState,
    /// What it lies on.
    pub lies_on: FileSystem,
    /// Bytes that may still be written there.
    pub free: Option<u64>,
}

/// How the data folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderState {
    /// It can be written.
    Writable,
    /// Not there; the first capture makes it.
    New,
    /// An open window writes there, which is no trouble.
    InUse(Sentence),
    /// It cannot be used.
    Unusable(Sentence),
}

/// Where the key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySeen {
    /// In a file.
    File(PathBuf),
    /// The file was refused.
    FileRefused(Sentence),
    /// A keychain takes and gives secrets.
    Keychain,
    /// There is one, and it is locked or waits for its password.
    KeychainLocked,
    /// None answers, but a passphrase was set.
    PassphraseOnly,
    /// None answers.
    None,
}

/// The store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreSeen {
    /// None yet.
    New,
    /// It opens.
    Open {
        /// Contacts in it.
        captured: u32,
        /// Whether captured = synced + waiting + needs attention + removed.
        adds_up: bool,
        /// Of how many rows what is kept beside them, to list and to count by, is not what they come to.
        astray: u32,
    },
    /// It does not open; why, in words.
    Shut(String),
}

/// A Linux.
#[derive(Debug, Clone, Default)]
pub struct LinuxSeen {
    /// Whose packages it has.
    pub distribution: Distribution,
    /// Whether the web view's library is there.
    pub web_view: bool,
    /// Its version, if the system's packages tell.
    pub web_view_version: Option<String>,
    /// Whether GStreamer can read a camera by itself.
    pub camera_plugin: bool,
    /// Whether it can convert what a camera gives.
    pub convert_plugin: bool,
    /// Whether it can read a camera that PipeWire hands out.
    pub pipewire_plugin: bool,
    /// Whether PipeWire runs in this session.
    pub pipewire: bool,
    /// Whether the desktop asks before a program uses the camera.
    pub portal: bool,
    /// Whether a keychain's program is installed.
    pub keychain_installed: bool,
    /// The cameras that are connected.
    pub cameras: Vec<CameraSeen>,
    /// Whether Chinese, Japanese and Korean can be shown; none when nobody tells.
    pub far_eastern_fonts: Option<bool>,
}

/// A camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameraSeen {
    /// What it calls itself.
    pub name: String,
    /// Whether this person may use it.
    pub allowed: bool,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, in a word that stays the same.
    pub check: &'static str,
    /// Whether it is well.
    pub ok: bool,
    /// In words.
    pub says: Sentence,
    /// The line that mends it.
    pub mend: Option<String>,
}

fn well(check: &'static str, says: Sentence) -> Finding {
    Finding { check, ok: true, says, mend: None }
}

fn ill(check: &'static str, says: Sentence, mend: Option<String>) -> Finding {
    Finding { check, ok: false, says, mend }
}

/// What it means.
#[must_use]
pub fn judge(seen: &Seen) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &seen.folder {
        Some(folder) => findings.extend(folder_findings(folder)),
        None => findings.push(ill("data folder", Sentence::new("start-no-home"), None)),
    }
    findings.push(key_finding(&seen.key, seen.linux.as_ref()));
    findings.push(store_finding(&seen.store));
    if let Some(linux) = &seen.linux {
        findings.extend(linux_findings(linux));
    }
    findings
}

fn folder_findings(folder: &FolderSeen) -> Vec<Finding> {
    const CHECK: &str = "data folder";
    let named = |code: &str| Sentence::new(code).text("path", folder.path.display().to_string());
    let mut findings = vec![match &folder.state {
        FolderState::Writable => well(CHECK, named("doctor-folder")),
        FolderState::New => well(CHECK, named("doctor-folder-new")),
        FolderState::InUse(sentence) => well(CHECK, sentence.clone()),
        FolderState::Unusable(sentence) => ill(CHECK, sentence.clone(), None),
    }];
    if let FileSystem::Network(kind) = &folder.lies_on {
        let says = named("start-network").text("kind", kind.clone());
        findings.push(ill("file system", says, None));
    }
    if let Some(free) = folder.free {
        let says = |code| Sentence::new(code).count("count", free / (1024 * 1024));
        findings.push(if free >= ROOM {
            well("disk space", says("doctor-room"))
        } else {
            ill("disk space", says("doctor-little-room"), None)
        });
    }
    findings
}

fn key_finding(key: &KeySeen, linux: Option<&LinuxSeen>) -> Finding {
    const CHECK: &str = "key";
    match key {
        KeySeen::File(path) => {
            well(CHECK, Sentence::new("doctor-key-file").text("path", path.display().to_string()))
        }
        KeySeen::FileRefused(sentence) => ill(CHECK, sentence.clone(), None),
        KeySeen::Keychain => well(CHECK, Sentence::new("doctor-keychain")),
        KeySeen::KeychainLocked => ill(CHECK, Sentence::new("doctor-keychain-locked"), None),
        KeySeen::PassphraseOnly => well(CHECK, Sentence::new("doctor-key-passphrase")),
        KeySeen::None => match linux {
            Some(linux) if !linux.keychain_installed => ill(
                CHECK,
                Sentence::new("doctor-keychain-not-installed"),
                linux.distribution.install(Part::Keychain),
            ),
            Some(_) | None => {
                ill(CHECK, Sentence::new("doctor-no-keychain"), Some("lanyard passphrase set".to_owned()))
            }
        },
    }
}

fn store_finding(store: &StoreSeen) -> Finding {
    const CHECK: &str = "store";
    match store {
        StoreSeen::New => well(CHECK, Sentence::new("doctor-store-new")),
        StoreSeen::Open { adds_up: false, .. } => ill(CHECK, Sentence::new("sum-off"), None),
        StoreSeen::Open { captured, astray: 0, .. } => {
            well(CHECK, Sentence::new("doctor-store").count("count", u64::from(*captured)))
        }
        StoreSeen::Open { astray, .. } => {
            ill(CHECK, Sentence::new("doctor-store-astray").count("count", u64::from(*astray)), None)
        }
        StoreSeen::Shut(why) => ill(CHECK, Sentence::new("doctor-store-shut").text("why", why), None),
    }
}

fn linux_findings(linux: &LinuxSeen) -> Vec<Finding> {
    let part = |check: &'static str, there: bool, part: Part| {
        let package = |code: &str| Sentence::new(code).text("package", linux.distribution.package(part));
        if there {
            well(check, package("doctor-library"))
        } else {
            ill(check, package("doctor-no-library"), linux.distribution.install(part))
        }
    };
    let mut findings = vec![part("web view", linux.web_view, Part::WebView)];
    if let (true, Some(version)) = (linux.web_view, &linux.web_view_version) {
        let says = |code| Sentence::new(code).text("version", version);
        findings.push(match numbers(version) {
            Some(numbers) if numbers < WEB_VIEW => ill(
                "web view version",
                says("doctor-web-view-old"),
                linux.distribution.install(Part::WebView),
            ),
            Some(_) | None => well("web view version", says("doctor-web-view")),
        });
    }
    findings.push(part("camera plugin", linux.camera_plugin, Part::CameraPlugin));
    findings.push(part("picture plugin", linux.convert_plugin, Part::ConvertPlugin));
    if linux.pipewire {
        findings.push(part("camera by PipeWire", linux.pipewire_plugin, Part::PipewirePlugin));
    }
    if linux.portal {
        findings.push(if linux.pipewire {
            well("camera permission", Sentence::new("doctor-portal"))
        } else {
            ill(
                "camera permission",
                Sentence::new("doctor-portal-without-pipewire"),
                Some("systemctl --user enable --now pipewire wireplumber".to_owned()),
            )
        });
    }
    findings.extend(camera_findings(&linux.cameras));
    findings.extend(linux.far_eastern_fonts.map(|there| {
        if there {
            well("fonts", Sentence::new("doctor-fonts"))
        } else {
            ill("fonts", Sentence::new("doctor-no-fonts"), linux.distribution.install(Part::Fonts))
        }
    }));
    findings
}

/// A laptop without a camera captures by scanner, photo and keyboard: nothing is missing then.
fn camera_findings(cameras: &[CameraSeen]) -> Vec<Finding> {
    const CHECK: &str = "camera";
    if cameras.is_empty() {
        return vec![well(CHECK, Sentence::new("doctor-no-camera"))];
    }
    let named = |code: &str, camera: &CameraSeen| Sentence::new(code).text("name", camera.name.clone());
    cameras
        .iter()
        .map(|camera| {
            if camera.allowed {
                well(CHECK, named("doctor-camera", camera))
            } else {
                let line = "sudo usermod -aG video \"$USER\"".to_owned();
                ill(CHECK, named("doctor-camera-refused", camera), Some(line))
            }
        })
        .collect()
}

/// The first two numbers of a version.
fn numbers(version: &str) -> Option<(u32, u32)> {
    // Debian's and Fedora's packages may put an epoch before it.
    let version = version.rsplit_once(':').map_or(version, |(_, version)| version);
    let mut parts = version.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests;
