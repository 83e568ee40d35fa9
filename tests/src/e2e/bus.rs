//! A session bus that starts nothing by itself: only what a story puts on it is there.

use std::fs;

use super::Trouble;
use super::laptop::Room;
use super::process::Process;

/// A running `dbus-daemon`.
#[derive(Debug)]
pub(super) struct Bus {
    _daemon: Process,
}

impl Bus {
    /// Starts it at the address that [`Room::bus_address`] tells every program.
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        let config = room.path("bus.conf");
        fs::write(
            &config,
            format!(
                "<busconfig><type>session</type><listen>{}</listen><auth>EXTERNAL</auth>\
                 <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
                 <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
                room.bus_address()
            ),
        )?;
        let mut daemon = room.command("dbus-daemon");
        daemon.args(["--nofork", "--nopidfile", "--print-address=1"]);
        daemon.arg(format!("--config-file={}", config.display()));
        let (daemon, _) = Process::start_and_hear(daemon, &room.logs())?;
        Ok(Self { _daemon: daemon })
    }
}
