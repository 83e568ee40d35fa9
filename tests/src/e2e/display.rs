//! A display without a screen, on a free number; or with two side by side, of which one can be pulled out.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Trouble;
use super::laptop::Room;
use super::process::Process;

/// A running Xvfb.
#[derive(Debug)]
pub(super) struct Display {
    _server: Process,
    /// `:N`.
    pub(super) name: String,
    /// The server's memory of the picture, in the format of `xwd`.
    picture: PathBuf,
}

impl Display {
    /// Starts one of 1280 × 800 pixels; the server picks the number and says it once it serves.
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        Self::of(room, 1280)
    }

    /// Starts one with room for two such screens side by side; [`pull`] and [`plug`] say which there are.
    pub(super) fn for_two(room: &Room) -> Result<Self, Trouble> {
        Self::of(room, 2560)
    }

    fn of(room: &Room, width: u32) -> Result<Self, Trouble> {
        let mut server = room.command("Xvfb");
        let screen = format!("{width}x800x24");
        server.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]);
        server.arg("-fbdir").arg(room.path("run"));
        let (server, number) = Process::start_and_hear(server, &room.logs())?;
        Ok(Self { _server: server, name: format!(":{number}"), picture: room.path("run/Xvfb_screen0") })
    }

    /// How many different colours stand on the display now: one before anything is drawn, a few in an empty window, more
    /// as soon as there are letters with soft edges.
    ///
    /// # Errors
    /// The server keeps no picture, or one of another format than `XWDFile.h` of the X11 protocol describes.
    pub(super) fn colours(&self) -> Result<usize, Trouble> {
        let picture = std::fs::read(&self.picture)?;
        let word = |at: usize| {
            let bytes = picture.get(at * 4..at * 4 + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map(u32::from_be_bytes).map(|word| word as usize).ok_or("the picture has no header")
        };
        // The header's size, bits per pixel, the number of colours in the table that follows, 12 bytes each.
        let (header, bits, table) = (word(0)?, word(11)?, word(19)?);
        if bits != 32 {
            return Err(format!("a picture of {bits} bits per pixel").into());
        }
        let pixels = picture.get(header + table * 12..).ok_or("the picture has no pixels")?;
        Ok(pixels.chunks_exact(4).collect::<HashSet<_>>().len())
    }
}

/// Plugs in both screens: the left one is the laptop's own.
pub(super) fn plug(room: &Room) -> Result<(), Trouble> {
    xrandr(room, &["--setmonitor", "left", "1280/340x800/210+0+0", "screen"])?;
    xrandr(room, &["--setmonitor", "right", "1280/340x800/210+1280+0", "none"])
}

/// Pulls the right screen's plug.
pub(super) fn pull(room: &Room) -> Result<(), Trouble> {
    xrandr(room, &["--delmonitor", "right"])
}

/// Moves the app's window to a place of the display, as a hand drags it.
pub(super) fn drag(room: &Room, app: u32, x: u32, y: u32) -> Result<(), Trouble> {
    let mut tool = room.command("xdotool");
    tool.args(["search", "--all", "--onlyvisible", "--pid", &app.to_string(), "--name", "Lanyard"]);
    tool.args(["windowmove", "--sync"]);
    done(tool.args([x.to_string(), y.to_string()]))
}

fn xrandr(room: &Room, words: &[&str]) -> Result<(), Trouble> {
    done(room.command("xrandr").args(words))
}

/// Runs a tool of the display; what it says of itself is the trouble.
pub(super) fn done(tool: &mut std::process::Command) -> Result<(), Trouble> {
    let output = tool.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}
