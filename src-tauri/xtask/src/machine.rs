//! What the machine must have: which packages are missing, the one line that installs them, and running it
//! when that is wished. Only Debian and its children are installed on; elsewhere the names are said.

use std::io::{IsTerminal, Write};

use crate::command::{Failure, answer, command, run};

/// To build what has no window.
const PROGRAMS: &[&str] = &["build-essential", "pkg-config", "libssl-dev"];

/// To build the app and open its window.
const APP: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-pipewire",
];

/// To test it through its real window: a display and keys for it, a keychain, a camera, a loudspeaker, a browser, a driver; and what
/// kills a first start at each of its steps.
const TESTS: &[&str] = &[
    "xvfb",
    "xdotool",
    "x11-xkb-utils",
    "x11-xserver-utils",
    "webkit2gtk-driver",
    "dbus",
    "gnome-keyring",
    "libsecret-tools",
    "strace",
    "pipewire",
    "pipewire-bin",
    "pipewire-pulse",
    "wireplumber",
    "gstreamer1.0-tools",
    "gstreamer1.0-plugins-bad",
    "imagemagick",
    "chromium",
    "fonts-dejavu-core",
    "fonts-wqy-microhei",
];

/// To run BottleCRM, besides a Python of its own choice, and to connect it in the window's page.
const PEERS: &[&str] = &["postgresql", "redis-server", "chromium"];

/// The oldest Node that Vite builds on.
const NODE: (u32, u32) = (20, 19);

/// What a command is about to do with the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Build the app and open it.
    Open,
    /// Test it, or take its pictures.
    Test,
    /// Let strangers' programs judge it.
    Judge,
    /// Measure what has no window.
    Measure,
}

/// Makes sure that everything is there, installing it when allowed.
pub(crate) fn prepare(purpose: Purpose, yes: bool) -> Result<(), Failure> {
    if cfg!(target_os = "linux") {
        let wanted = match purpose {
            Purpose::Open => APP.to_vec(),
            Purpose::Test => [APP, TESTS].concat(),
            Purpose::Judge => [PROGRAMS, PEERS].concat(),
            Purpose::Measure => PROGRAMS.to_vec(),
        };
        packages(&wanted, yes)?;
    } else if cfg!(target_os = "macos") && answer(command("xcode-select -p")).is_none() {
        return Err(Failure::Needs(
            "Apple's command line tools are missing. Run: xcode-select --install".into(),
        ));
    } else if cfg!(windows) {
        println!("Windows: this needs the MSVC build tools and WebView2 (part of Windows 11).");
    }
    if purpose == Purpose::Measure { Ok(()) } else { node() }
}

fn packages(wanted: &[&str], yes: bool) -> Result<(), Failure> {
    if answer(command("dpkg-query --version")).is_none() {
        println!("Not a Debian or Ubuntu: make sure that what they call {} is installed.", wanted.join(" "));
        return Ok(());
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let root = answer(command("id -u")).as_deref() == Some("0");
    let sudo = if root { "" } else { "sudo " };
    let install = format!("{sudo}apt-get install -y --no-install-recommends {}", missing.join(" "));
    println!("Missing on this machine: {}\n{install}", missing.join(" "));
    if !(root || yes || agreed()) {
        return Err(Failure::Needs("Run the line above, or this command with --yes.".into()));
    }
    let quiet = |line: &str| {
        let mut apt = command(line);
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        run(apt)
    };
    quiet(&format!("{sudo}apt-get update -q"))?;
    quiet(&install)
}

/// Which of the packages are not installed, in their order.
fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let installed = |name: &&str| {
        let mut query = command("dpkg-query --show");
        query.arg("--showformat=${db:Status-Abbrev}").arg(name);
        answer(query).is_some_and(|status| status.starts_with("ii"))
    };
    wanted.iter().copied().filter(|name| !installed(name)).collect()
}

fn agreed() -> bool {
    if !std::io::stdin().is_terminal() {
        return false;
    }
    print!("Install them now? [y/N] ");
    let mut line = String::new();
    std::io::stdout().flush().is_ok()
        && std::io::stdin().read_line(&mut line).is_ok()
        && matches!(line.trim(), "y" | "Y" | "yes")
}

fn node() -> Result<(), Failure> {
    let (major, minor) = NODE;
    let needs = |found: &str| {
        let words =
            format!("Node {major}.{minor} or newer with npm is needed to build the window's page; {found}.");
        Err(Failure::Needs(words))
    };
    let Some(version) = answer(command("node --version")) else {
        return needs("there is none here");
    };
    if release(&version).is_none_or(|found| found < NODE) {
        return needs(&format!("this is {version}"));
    }
    if answer(command("npm --version")).is_none() { needs("npm is not here") } else { Ok(()) }
}

/// `v20.20.2` as (20, 20).
fn release(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_version_is_compared_by_number_not_by_text() {
        assert!(release("v20.20.2") > Some(NODE));
        assert!(release("v20.9.0") < Some(NODE));
        assert!(release("v100.0.0") > Some(NODE));
        assert_eq!(release("what"), None);
    }
}
