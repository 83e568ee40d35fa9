//! What strangers' programs say of our clients and of the rehearsal CRMs: Prism and the vendors' own SDKs, and BottleCRM, a
//! CRM that nobody here wrote. The programs are in `tests/peers`; what they need is installed here or said to be missing.

use std::process::Command;

use crate::command::{Failure, command, run};
use crate::{ui, workspace};

/// The judges' packages. None, and said so, where the registry cannot be reached.
pub(crate) fn judges() -> bool {
    let there = run(in_folder("npm ci --no-audit --no-fund --prefer-offline")).is_ok();
    if !there {
        println!(
            "PASSED OVER: the judges' npm packages cannot be had here. Nobody but us has looked at our CRM clients."
        );
    }
    there
}

/// A brand before Prism and before its vendor's own SDK.
pub(crate) fn judged(brand: &str) -> Result<Command, Failure> {
    // The whole workspace would build the window, which needs the page.
    run(command("cargo build --workspace --bin crm-peer"))?;
    let mut judge = in_folder(&format!("node {brand}.mjs"));
    judge.arg(workspace::program("crm-peer", false));
    Ok(judge)
}

/// The stories at BottleCRM, which is there as long as they run.
pub(crate) fn bottle() -> Result<Command, Failure> {
    // Built before, so that the CRM does not wait for the compiler.
    run(command("cargo test --workspace --test bottle --no-run"))?;
    let mut stories = beside_bottle();
    stories.args([
        "cargo",
        "test",
        "--workspace",
        "--test",
        "bottle",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]);
    Ok(stories)
}

/// BottleCRM connected by its form in the window's page, which is there as long as that takes.
pub(crate) fn bottle_by_its_form() -> Result<Command, Failure> {
    ui::install()?;
    ui::build_if_stale()?;
    run(command("cargo build --workspace --bin bridge"))?;
    let mut connecting = beside_bottle();
    connecting.args(["node", "ui/looks/connect.mjs"]).arg(workspace::program("bridge", false));
    Ok(connecting)
}

/// A command that finds BottleCRM up.
fn beside_bottle() -> Command {
    let mut beside = command("bash tests/peers/bottlecrm");
    beside.arg(workspace::target().join("peers/bottlecrm"));
    beside
}

/// The exit code by which `tests/peers/bottlecrm` says that this computer lacks what the CRM needs.
pub(crate) const LACKING: i32 = 77;

fn in_folder(line: &str) -> Command {
    let mut command = command(line);
    command.current_dir(workspace::root().join("tests/peers"));
    command
}
