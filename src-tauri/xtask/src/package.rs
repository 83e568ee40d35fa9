//! `cargo xtask package`: what is installed on other laptops, made by Tauri's own bundler from a release build. On Linux a .deb
//! and an .rpm, on macOS a .dmg, on Windows an .msi; each holds the window and, where packages can, the command line.
//!
//! Left out on purpose: signing. Its keys belong to whoever publishes; the release workflow says where they go.

use std::path::Path;

use crate::Flags;
use crate::command::{Failure, command, run};
use crate::machine::{self, Purpose};
use crate::{ui, workspace};

/// Tauri's bundler, from npm; its version goes with the `tauri` that is built.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// What this system's packages are called.
const KINDS: &str = if cfg!(target_os = "macos") {
    "dmg"
} else if cfg!(windows) {
    "msi"
} else {
    "deb,rpm"
};

/// Builds the release and packs it; says where the packages lie.
pub(crate) fn package(flags: &Flags) -> Result<(), Failure> {
    machine::prepare(Purpose::Open, flags.yes)?;
    ui::install()?;
    ui::build_if_stale()?;
    workspace::release()?;
    let mut bundle = command(&format!("npm exec --yes {BUNDLER} -- bundle --bundles {KINDS} --config"));
    bundle.arg(with_command_line(&workspace::program("lanyard", true)));
    bundle.current_dir(workspace::root().join("src-tauri"));
    run(bundle)?;
    println!("The packages lie in {}.", workspace::target().join("release/bundle").display());
    Ok(())
}

/// Adds the command line to the packages that can hold a second program, and the licence where Linux looks for it.
fn with_command_line(program: &Path) -> String {
    let program = program.display().to_string().replace('\\', "/");
    let files = format!(
        r#"{{"files":{{"/usr/bin/lanyard":"{program}","/usr/share/doc/lanyard/copyright":"../LICENSE"}}}}"#
    );
    format!(r#"{{"bundle":{{"linux":{{"deb":{files},"rpm":{files}}}}}}}"#)
}
