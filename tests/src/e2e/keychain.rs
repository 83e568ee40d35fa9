//! A keychain: gnome-keyring on the private bus, unlocked or locked.

use std::io::Write;
use std::process::Stdio;

use super::laptop::Room;
use super::process::Process;
use super::{Patience, Trouble};

const PASSWORD: &str = "a password of this test\n";

/// A running gnome-keyring. What it holds stays in the laptop's folder when it is dropped.
#[derive(Debug)]
pub struct Keychain {
    _daemon: Process,
}

impl Keychain {
    /// Starts it unlocked, as after signing in to the desktop. The first start makes the login keyring.
    pub(super) fn unlocked(room: &Room) -> Result<Self, Trouble> {
        let keychain = Self::start(room, true)?;
        // It answers on the bus before the password has opened the keyring, so ask for the keyring itself.
        Patience::USUAL.wait("an unlocked keychain", || {
            let state = room.bus_call("/org/freedesktop/secrets/aliases/default", "Locked")?;
            Ok(state.contains("boolean false").then_some(()))
        })?;
        Ok(keychain)
    }

    /// Starts it without the password: what it holds is there, and nobody can read it.
    pub(super) fn locked(room: &Room) -> Result<Self, Trouble> {
        let keychain = Self::start(room, false)?;
        Patience::USUAL.wait("a locked keychain", || {
            Ok(room.bus_call("/org/freedesktop/secrets", "Collections").ok().map(drop))
        })?;
        Ok(keychain)
    }

    fn start(room: &Room, unlock: bool) -> Result<Self, Trouble> {
        let mut daemon = room.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]);
        if unlock {
            daemon.arg("--unlock");
        }
        daemon.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut daemon = Process::start(&mut daemon, &room.logs())?;
        if let (Some(mut input), true) = (daemon.input(), unlock) {
            input.write_all(PASSWORD.as_bytes())?;
        }
        Ok(Self { _daemon: daemon })
    }
}
