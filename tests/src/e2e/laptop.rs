//! The laptop as a story sees it, and the private room its parts live in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::bus::Bus;
use super::camera;
use super::display::{self, Display};
use super::process::{self, Process};
use super::scanner::{self, Scanner};
use super::sound::{self, Media};
use super::{Camera, Keychain, Panel, Recording, Trouble, Window};

/// A laptop with a display, a session bus and a loudspeaker. Camera and keychain are plugged in by the story; the data
/// folder lives as long as the laptop, through any number of windows.
#[derive(Debug)]
pub struct Laptop {
    // Dropped in this order: the programs first, their room last.
    _media: Media,
    _bus: Bus,
    display: Display,
    room: Room,
}

impl Laptop {
    /// Switches it on: a display, a bus, a media server, an empty home.
    ///
    /// # Errors
    /// A program is missing or does not start; its log is named.
    pub fn switch_on() -> Result<Self, Trouble> {
        Self::at(Display::start)
    }

    /// The same with a second screen to the right of its own.
    ///
    /// # Errors
    /// A program is missing or does not start; its log is named.
    pub fn with_two_screens() -> Result<Self, Trouble> {
        let laptop = Self::at(Display::for_two)?;
        display::plug(&laptop.room)?;
        Ok(laptop)
    }

    fn at(display: impl FnOnce(&Room) -> Result<Display, Trouble>) -> Result<Self, Trouble> {
        let mut room = Room::new()?;
        let display = display(&room)?;
        room.display.clone_from(&display.name);
        let bus = Bus::start(&room)?;
        let media = Media::start(&room)?;
        Ok(Self { _media: media, _bus: bus, display, room })
    }

    /// The app's data folder on this laptop.
    pub fn data(&self) -> PathBuf {
        self.room.path("data")
    }

    /// The home of the person who sits at it.
    pub fn home(&self) -> PathBuf {
        self.room.path("home")
    }

    /// The app on this laptop's data folder without a hand on its window: for a start that nobody touches.
    ///
    /// # Errors
    /// The app is not built.
    pub fn app(&self, words: &[&str]) -> Result<Command, Trouble> {
        let mut app = self.room.command(app()?);
        app.arg("--data").arg(self.data()).args(words);
        Ok(app)
    }

    /// The same, running until it is dropped.
    ///
    /// # Errors
    /// The app is not built.
    pub fn start(&self, words: &[&str]) -> Result<Running, Trouble> {
        Ok(Running { app: Process::start(&mut self.app(words)?, &self.room.logs())? })
    }

    /// How many different colours the display shows now: a measure of whether anything is drawn.
    ///
    /// # Errors
    /// The display keeps no picture that can be read.
    pub fn colours(&self) -> Result<usize, Trouble> {
        self.display.colours()
    }

    /// Where the parts write their logs.
    pub fn logs(&self) -> PathBuf {
        self.room.logs()
    }

    /// Any program, in this laptop's session.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        self.room.command(program)
    }

    /// A keychain that is open, as after signing in.
    ///
    /// # Errors
    /// gnome-keyring does not start or does not open.
    pub fn unlocked_keychain(&self) -> Result<Keychain, Trouble> {
        Keychain::unlocked(&self.room)
    }

    /// The keychain with what it held before, locked.
    ///
    /// # Errors
    /// gnome-keyring does not start.
    pub fn locked_keychain(&self) -> Result<Keychain, Trouble> {
        Keychain::locked(&self.room)
    }

    /// Plugs in a camera of 1280 × 720 pixels that sees an empty booth.
    ///
    /// # Errors
    /// GStreamer does not start.
    pub fn camera(&self) -> Result<Camera, Trouble> {
        Camera::plug_in(&self.room, camera::RATE)
    }

    /// The same with so many frames a second.
    ///
    /// # Errors
    /// GStreamer does not start.
    pub fn camera_at(&self, rate: usize) -> Result<Camera, Trouble> {
        Camera::plug_in(&self.room, rate)
    }

    /// Plugs in a USB scanner.
    pub fn scanner(&self) -> Scanner<'_> {
        Scanner::plug_in(&self.room)
    }

    /// Gives its desktop a panel with a place for a tray.
    ///
    /// # Errors
    /// There is one already.
    pub fn panel(&self) -> Result<Panel, Trouble> {
        Panel::start(&self.room)
    }

    /// Pulls the plug of the second screen.
    ///
    /// # Errors
    /// There is none.
    pub fn lose_screen(&self) -> Result<(), Trouble> {
        display::pull(&self.room)
    }

    /// Drags a window to a place of its screens; the second one begins at 1280.
    ///
    /// # Errors
    /// It is not there.
    pub fn drag(&self, window: &Window, x: u32, y: u32) -> Result<(), Trouble> {
        display::drag(&self.room, window.process(), x, y)
    }

    /// Gives the laptop the keyboard of a country: "de", "fr", "gb".
    ///
    /// # Errors
    /// The display knows no such keyboard.
    pub fn keyboard(&self, country: &str) -> Result<(), Trouble> {
        scanner::lay(&self.room, country)
    }

    /// Whether a program takes pictures from a camera.
    ///
    /// # Errors
    /// PipeWire does not answer.
    pub fn camera_is_watched(&self) -> Result<bool, Trouble> {
        sound::somebody_watches(&self.room)
    }

    /// Records what the loudspeaker plays from now on.
    ///
    /// # Errors
    /// The recorder does not start.
    pub fn listen(&self) -> Result<Recording, Trouble> {
        Recording::start(&self.room)
    }

    /// Opens the app's window on this laptop's data folder, with further words on its command line.
    ///
    /// # Errors
    /// The app is not built, or does not start.
    pub fn open(&self, words: &[&str]) -> Result<Window, Trouble> {
        Window::open(&self.room, &self.data(), words)
    }
}

/// An app that nobody drives. Dropping it pulls the plug.
#[derive(Debug)]
pub struct Running {
    app: Process,
}

impl Running {
    /// The process that draws its page, once there is one.
    ///
    /// # Errors
    /// The system's list of processes cannot be read.
    pub fn page(&self) -> Result<Option<u32>, Trouble> {
        Ok(process::children(self.app.id(), "WebKitWebProcess")?.first().copied())
    }

    /// Lets the process that draws its page die, as an error in the web view would.
    ///
    /// # Errors
    /// There is none.
    pub fn lose_page(&self) -> Result<(), Trouble> {
        process::signal(self.page()?.ok_or("there is no page")?, "KILL")
    }
}

/// The private folder of a laptop and the environment of every program in it.
#[derive(Debug)]
pub(super) struct Room {
    folder: TempDir,
    display: String,
}

impl Room {
    fn new() -> Result<Self, Trouble> {
        let room =
            Self { folder: tempfile::Builder::new().prefix("lanyard-").tempdir()?, display: String::new() };
        for name in ["home", "run", "logs", "data"] {
            fs::create_dir(room.path(name))?;
        }
        // PipeWire and D-Bus refuse a runtime folder that others can enter.
        fs::set_permissions(room.path("run"), fs::Permissions::from_mode(0o700))?;
        Ok(room)
    }

    /// A file or folder of this room.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn logs(&self) -> PathBuf {
        self.path("logs")
    }

    pub(super) fn bus_address(&self) -> String {
        format!("unix:path={}", self.path("run/bus").display())
    }

    /// A program that sees this room and nothing of the person's own session.
    pub(super) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path("home")).env("XDG_RUNTIME_DIR", self.path("run"));
        command.env("XDG_DATA_HOME", self.path("home/.local/share"));
        command
            .env("XDG_CONFIG_HOME", self.path("home/.config"))
            .env("XDG_CACHE_HOME", self.path("home/.cache"));
        command.env("DBUS_SESSION_BUS_ADDRESS", self.bus_address());
        command.env("LANG", "C.UTF-8").env("NO_AT_BRIDGE", "1").env("GDK_BACKEND", "x11");
        if !self.display.is_empty() {
            command.env("DISPLAY", &self.display);
        }
        command.current_dir(self.folder.path());
        command
    }

    /// Reads a property of the keychain from the bus, as `dbus-send` prints it.
    pub(super) fn bus_call(&self, object: &str, property: &str) -> Result<String, Trouble> {
        let interface = if property == "Locked" {
            "org.freedesktop.Secret.Collection"
        } else {
            "org.freedesktop.Secret.Service"
        };
        let mut send = self.command("dbus-send");
        send.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", object]);
        send.arg("org.freedesktop.DBus.Properties.Get");
        send.args([format!("string:{interface}"), format!("string:{property}")]);
        let output = send.output()?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }
}

/// Names another app to tell the stories of than the one that was built beside them: an installed one, or a script that starts it.
const APP: &str = "LANYARD_E2E_APP";

/// The app that the stories are told of.
pub(super) fn app() -> Result<PathBuf, Trouble> {
    std::env::var_os(APP).map_or_else(|| built("lanyard-desktop"), |named| Ok(named.into()))
}

/// A program that cargo built beside this test.
pub(super) fn built(program: &str) -> Result<PathBuf, Trouble> {
    let here = std::env::current_exe()?;
    // A test lies in `target/debug/deps`, a binary in `target/debug`.
    let found =
        here.ancestors().skip(1).take(2).map(|folder| folder.join(program)).find(|path| path.is_file());
    found.ok_or_else(|| format!("{program} is not built: cargo build --workspace").into())
}
