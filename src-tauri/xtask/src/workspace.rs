//! Where things are: the root folder, the folder cargo builds into, and the programs it built.

use std::path::{Path, PathBuf};

use crate::command::{Failure, answer, command, run};

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Where cargo builds, which the person's settings may have moved.
pub(crate) fn target() -> PathBuf {
    let metadata = answer(command("cargo metadata --no-deps --format-version 1")).unwrap_or_default();
    let found = metadata.split_once("\"target_directory\":\"").and_then(|(_, rest)| rest.split_once('"'));
    // On Windows the path stands there with doubled backslashes.
    found.map_or_else(|| root().join("target"), |(path, _)| PathBuf::from(path.replace("\\\\", "\\")))
}

/// Builds every program of the workspace. Always the whole workspace: a single package would resolve other
/// features and build the encrypted SQLite once more.
pub(crate) fn build() -> Result<(), Failure> {
    run(command("cargo build --workspace"))
}

/// Builds what ships, as it ships. Not the tests' programs beside it: a release is linked slowly.
pub(crate) fn release() -> Result<(), Failure> {
    run(command("cargo build --release --package lanyard-desktop --package lanyard-cli"))
}

/// A program that `build` or `release` made.
pub(crate) fn program(name: &str, release: bool) -> PathBuf {
    made(name, if release { "release" } else { "debug" })
}

/// A program built by the profile for measurements.
pub(crate) fn measured(name: &str) -> PathBuf {
    made(name, "measure")
}

fn made(name: &str, profile: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
