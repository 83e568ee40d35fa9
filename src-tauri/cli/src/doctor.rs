//! `doctor`: what is missing on this laptop, and the line that mends it. Changes nothing: what it has to write to find out
//! (the keychain's probe, the data folder's lock) it takes away again. Left out on purpose: installing anything.

use crate::Everywhere;
use crate::answer::{Exit, Out, Trouble};
use crate::opening::{Purpose, folder, open};
use lanyard_core::explain::Sentence;
use lanyard_engine::data_folder::DataFolder;
use lanyard_engine::secrets::{Keychain, SecretError, SecretStore, key_file};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// A locked keychain may open a prompt; the doctor does not wait for a person.
const PATIENCE: Duration = Duration::from_secs(10);

/// One thing that was looked at.
struct Finding {
    check: &'static str,
    ok: bool,
    says: Sentence,
    mend: Option<String>,
}

fn well(check: &'static str, says: Sentence) -> Finding {
    Finding { check, ok: true, says, mend: None }
}

fn ill(check: &'static str, says: Sentence, mend: Option<&str>) -> Finding {
    Finding { check, ok: false, says, mend: mend.map(str::to_owned) }
}

pub(crate) fn run(everywhere: &Everywhere, out: &Out) -> Result<Exit, Trouble> {
    let mut findings = Vec::new();
    match folder(everywhere) {
        Err(error) => findings.push(ill("data folder", error.sentence(), None)),
        Ok(path) => {
            findings.push(data_folder(&path));
            findings.push(key(everywhere, &path));
            findings.push(store(everywhere, out));
        }
    }
    if cfg!(target_os = "linux") {
        findings.extend(libraries());
        findings.extend(fonts());
    }
    let mut exit = Exit::Done;
    for finding in &findings {
        let says = out.say(&finding.says);
        let machine = json!({ "check": finding.check, "ok": finding.ok, "says": says, "mend": finding.mend });
        out.answer(&machine, || {
            let mark = if finding.ok { "✓" } else { "✗" };
            let mend = finding.mend.as_deref().map(|line| format!("\n    {line}")).unwrap_or_default();
            format!("{mark} {says}{mend}")
        })?;
        if !finding.ok {
            exit = Exit::InPart;
        }
    }
    Ok(exit)
}

fn data_folder(path: &Path) -> Finding {
    const CHECK: &str = "data folder";
    let named = |code: &str| Sentence::new(code).text("path", path.display().to_string());
    match DataFolder::find(path) {
        Ok(None) => well(CHECK, named("doctor-folder-new")),
        Err(error) => ill(CHECK, error.sentence(), None),
        Ok(Some(folder)) => match folder.lock("the doctor") {
            Ok(_) => well(CHECK, named("doctor-folder")),
            // A window that is open is no trouble.
            Err(error @ lanyard_engine::data_folder::FolderError::Held { .. }) => {
                well(CHECK, error.sentence())
            }
            Err(error) => ill(CHECK, error.sentence(), None),
        },
    }
}

fn key(everywhere: &Everywhere, folder: &Path) -> Finding {
    const CHECK: &str = "key";
    if let Some(file) = &everywhere.key_file {
        return match key_file::read(file, folder) {
            Ok(_) => well(CHECK, Sentence::new("doctor-key-file").text("path", file.display().to_string())),
            Err(refused) => ill(CHECK, refused.sentence(), None),
        };
    }
    match Keychain::of_folder(folder).with_patience(PATIENCE).prove() {
        Ok(()) => well(CHECK, Sentence::new("doctor-keychain")),
        Err(SecretError::Locked | SecretError::Silent) => {
            ill(CHECK, Sentence::new("doctor-keychain-locked"), None)
        }
        Err(SecretError::Unavailable { .. } | SecretError::TooLong | SecretError::Damaged) => ill(
            CHECK,
            Sentence::new("doctor-no-keychain"),
            cfg!(unix).then_some("(umask 077; openssl rand -hex 32 > \"$HOME/lanyard.key\")"),
        ),
    }
}

fn store(everywhere: &Everywhere, out: &Out) -> Finding {
    const CHECK: &str = "store";
    let opened = open(everywhere, Purpose::Look).and_then(|desk| Ok(desk.status()?));
    match opened {
        Ok(status) if status.sum.adds_up => {
            well(CHECK, Sentence::new("doctor-store").count("count", u64::from(status.sum.captured)))
        }
        Ok(_) => ill(CHECK, Sentence::new("sum-off"), None),
        Err(trouble) if trouble.exit == Exit::NotHere => well(CHECK, Sentence::new("doctor-store-new")),
        Err(trouble) => {
            ill(CHECK, Sentence::new("doctor-store-shut").text("why", trouble.said(&out.words)), None)
        }
    }
}

/// What the window needs of a Linux: the library or plugin by which it is known, and the Debian package it comes in.
const LIBRARIES: &[(&str, &str, &str)] = &[
    ("web view", "libwebkit2gtk-4.1.so.0", "libwebkit2gtk-4.1-0"),
    ("camera", "gstreamer-1.0/libgstvideo4linux2.so", "gstreamer1.0-plugins-good"),
    ("camera by PipeWire", "gstreamer-1.0/libgstpipewire.so", "gstreamer1.0-pipewire"),
];

fn libraries() -> Vec<Finding> {
    let places = library_folders();
    LIBRARIES
        .iter()
        .map(|(check, file, package)| {
            if places.iter().any(|place| place.join(file).exists()) {
                well(check, Sentence::new("doctor-library").text("package", *package))
            } else {
                let says = Sentence::new("doctor-no-library").text("package", *package);
                ill(check, says, Some(&install(package)))
            }
        })
        .collect()
}

/// Where a Linux keeps libraries: `/usr/lib64`, `/usr/lib` and the folders of its machine names.
fn library_folders() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/lib64"), PathBuf::from("/usr/lib")];
    if let Ok(entries) = std::fs::read_dir("/usr/lib") {
        let names = entries.flatten().map(|entry| entry.path());
        folders.extend(names.filter(|path| path.to_string_lossy().ends_with("-linux-gnu")));
    }
    folders
}

/// Names in every script are shown: the window brings Latin, Greek, Cyrillic and Arabic, the system the rest.
fn fonts() -> Option<Finding> {
    let listed = Command::new("fc-list").arg(":lang=ja").stderr(Stdio::null()).output().ok()?;
    const PACKAGE: &str = "fonts-noto-cjk";
    Some(if listed.stdout.is_empty() {
        ill("fonts", Sentence::new("doctor-no-fonts"), Some(&install(PACKAGE)))
    } else {
        well("fonts", Sentence::new("doctor-fonts"))
    })
}

fn install(package: &str) -> String {
    format!("sudo apt-get install {package}")
}
