//! A display without a screen, on a free number.

use super::Trouble;
use super::laptop::Room;
use super::process::Process;

/// A running Xvfb.
#[derive(Debug)]
pub(super) struct Display {
    _server: Process,
    /// `:N`.
    pub(super) name: String,
}

impl Display {
    /// Starts one of 1280 × 800 pixels; the server picks the number and says it once it serves.
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        let mut server = room.command("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]);
        let (server, number) = Process::start_and_hear(server, &room.logs())?;
        Ok(Self { _server: server, name: format!(":{number}") })
    }
}
