//! The window's page: node modules that match the lock file, and a build newer than its sources.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::command::{Failure, command, run};
use crate::workspace;

/// An npm command in the page's folder.
pub(crate) fn npm(line: &str) -> Command {
    let mut npm = command(&format!("npm {line}"));
    npm.current_dir(workspace::root().join("ui"));
    npm
}

/// Installs the node modules when the lock file is not the one they were installed from.
pub(crate) fn install() -> Result<(), Failure> {
    let folder = workspace::root().join("ui");
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|error| Failure::Needs(format!("ui/package-lock.json cannot be read: {error}")))?;
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(npm("ci --no-audit --no-fund"))?;
    fs::write(&stamp, lock)
        .map_err(|error| Failure::Needs(format!("{} cannot be written: {error}", stamp.display())))
}

/// Builds the page when a source is newer than the last build.
pub(crate) fn build_if_stale() -> Result<(), Failure> {
    let folder = workspace::root().join("ui");
    let built = fs::metadata(folder.join("dist/index.html")).and_then(|page| page.modified()).ok();
    let sources = [folder, workspace::root().join("src-tauri/core/messages")];
    let newest = sources.iter().filter_map(|source| newest(source)).max();
    if built.is_some_and(|built| newest.is_some_and(|source| source <= built)) {
        return Ok(());
    }
    run(npm("run build"))
}

/// The latest change below a folder, leaving out what is installed or built.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut latest = None;
    for entry in entries {
        let name = entry.file_name();
        if name == "node_modules" || name == "dist" {
            continue;
        }
        let Ok(facts) = entry.metadata() else { continue };
        let changed = if facts.is_dir() { newest(&entry.path()) } else { facts.modified().ok() };
        latest = latest.max(changed);
    }
    latest
}

/// Whether the page's `package.json` has a script of this name.
pub(crate) fn has_script(name: &str) -> bool {
    fs::read_to_string(workspace::root().join("ui/package.json"))
        .is_ok_and(|package| package.contains(&format!("\"{name}\":")))
}
