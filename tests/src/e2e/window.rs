//! The app's real window, with a hand on it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::laptop::{self, Room};
use super::process::{self, Process};
use super::{Driver, PageLost, Patience, Trouble};

/// Where every sight that a story waited for is kept as a picture, when this names a folder: a story to leaf through.
const PICTURES: &str = "LANYARD_E2E_PICTURES";

/// The app, running. Dropping it closes the window; [`Window::kill`] pulls the plug.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
    /// The app's process.
    id: u32,
    logs: PathBuf,
    _server: Process,
}

impl Window {
    pub(super) fn open(room: &Room, data: &Path, words: &[&str]) -> Result<Self, Trouble> {
        let app = laptop::app()?;
        let port = free_port()?;
        let mut server = room.command("WebKitWebDriver");
        server.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        // The driver hands its environment on to the app, which lets itself be driven only with this.
        server.env("TAURI_WEBVIEW_AUTOMATION", "true").stdin(Stdio::null()).stdout(Stdio::null());
        let server = Process::start(&mut server, &room.logs())?;
        Patience::USUAL.wait("the driver", || Ok(Some(TcpStream::connect((Ipv4Addr::LOCALHOST, port))?)))?;
        let mut arguments = vec!["--data".to_owned(), data.to_string_lossy().into_owned()];
        arguments.extend(words.iter().map(|&word| word.to_owned()));
        let driver = Driver::open(
            &format!("http://127.0.0.1:{port}"),
            &json!({ "webkitgtk:browserOptions": { "binary": app, "args": arguments } }),
        )?;
        let id =
            *process::children(server.id(), "lanyard-desktop")?.first().ok_or("the app is not running")?;
        Ok(Self { driver, id, logs: room.logs(), _server: server })
    }

    /// Minimises it; a second start of the app brings it forward again.
    ///
    /// # Errors
    /// The window system refuses.
    pub fn minimise(&self) -> Result<(), Trouble> {
        self.driver.minimise()
    }

    /// The session, for what the shortcuts below do not cover.
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// Waits for an element and clicks it.
    ///
    /// # Errors
    /// It does not come, or cannot be clicked.
    pub fn click(&self, css: &str) -> Result<(), Trouble> {
        self.wait(&format!("a click on {css}"), || self.driver.click(&self.driver.find(css)?).map(Some))
    }

    /// Waits for an input and types into it.
    ///
    /// # Errors
    /// It does not come, or takes no keys.
    pub fn fill(&self, css: &str, text: &str) -> Result<(), Trouble> {
        let input = self.wait(css, || self.driver.find(css).map(Some))?;
        self.driver.keys(&input, text)
    }

    /// Waits until an element shows a text, and returns all it shows.
    ///
    /// # Errors
    /// It never does; tells what it shows instead.
    pub fn shows(&self, css: &str, text: &str) -> Result<String, Trouble> {
        self.shows_within(Patience::USUAL, css, text)
    }

    /// The same with a patience of its own.
    ///
    /// # Errors
    /// It never does; tells what it shows instead.
    pub fn shows_within(&self, patience: Patience, css: &str, text: &str) -> Result<String, Trouble> {
        self.wait_within(patience, &format!("{css} to show “{text}”"), || {
            let seen = self.driver.text(&self.driver.find(css)?)?;
            if seen.contains(text) { Ok(Some(seen)) } else { Err(format!("it shows “{seen}”").into()) }
        })
    }

    /// Waits until an element is there and an expression over it, as `element`, holds.
    ///
    /// # Errors
    /// It never does.
    pub fn holds(&self, css: &str, expression: &str) -> Result<(), Trouble> {
        let script = format!(
            "const element = document.querySelector(arguments[0]); return !!element && ({expression})"
        );
        self.wait(&format!("{css}: {expression}"), || {
            let seen = self.driver.run(&script, &[json!(css)])?;
            Ok(seen.as_bool().unwrap_or_default().then_some(()))
        })
    }

    /// Presses and lets go of a key: a character, `Escape` or `Enter`.
    ///
    /// # Errors
    /// The driver knows no such key.
    pub fn press(&self, key: &str) -> Result<(), Trouble> {
        self.driver.press(match key {
            "Escape" => "\u{E00C}",
            "Enter" => "\u{E007}",
            character => character,
        })
    }

    /// Waits for something in the page. When it does not come, a picture of the page says what was there instead.
    ///
    /// # Errors
    /// Time is up.
    pub fn wait<T>(
        &self,
        what: &str,
        look: impl FnMut() -> Result<Option<T>, Trouble>,
    ) -> Result<T, Trouble> {
        self.wait_within(Patience::USUAL, what, look)
    }

    fn wait_within<T>(
        &self,
        patience: Patience,
        what: &str,
        mut look: impl FnMut() -> Result<Option<T>, Trouble>,
    ) -> Result<T, Trouble> {
        // Without a page there is nothing to wait for.
        let seen = patience.wait(what, || match look() {
            Err(trouble) if trouble.is::<PageLost>() => Ok(Some(Err(trouble))),
            seen => Ok(seen?.map(Ok)),
        });
        let seen = seen.map_err(|trouble| match self.keep_what_failed() {
            Ok(folder) => format!("{trouble}; see {}", folder.display()).into(),
            Err(_) => trouble,
        })?;
        if let (Ok(_), Some(folder)) = (&seen, std::env::var_os(PICTURES)) {
            // A window that is hidden, or whose page is gone meanwhile, is not drawn.
            let _ = self.keep_sight(Path::new(&folder));
        }
        seen
    }

    fn keep_sight(&self, folder: &Path) -> Result<(), Trouble> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        std::fs::create_dir_all(folder)?;
        self.picture(&folder.join(format!("{}-{nth:04}.png", story_name())))
    }

    /// Keeps a picture of the page and the logs of every part, in a folder named after the story beside what cargo built.
    fn keep_what_failed(&self) -> Result<PathBuf, Trouble> {
        let program = laptop::built("lanyard-desktop")?;
        let folder = program.ancestors().nth(2).ok_or("no target folder")?.join("e2e").join(story_name());
        std::fs::create_dir_all(&folder)?;
        for log in std::fs::read_dir(&self.logs)? {
            let log = log?;
            std::fs::copy(log.path(), folder.join(log.file_name()))?;
        }
        // A page that has crashed cannot be drawn.
        let _ = self.picture(&folder.join("window.png"));
        Ok(folder)
    }

    /// Runs a script in the page; see [`Driver::run`].
    ///
    /// # Errors
    /// The script throws.
    pub fn run(&self, body: &str) -> Result<Value, Trouble> {
        self.driver.run(body, &[])
    }

    /// Writes a picture of the page.
    ///
    /// # Errors
    /// It cannot be drawn or written.
    pub fn picture(&self, file: &Path) -> Result<(), Trouble> {
        Ok(std::fs::write(file, self.driver.picture()?)?)
    }

    /// The app's process id.
    pub fn process(&self) -> u32 {
        self.id
    }

    /// Pulls the plug: `kill -9`, no time for a last word.
    ///
    /// # Errors
    /// The app was not running any more.
    pub fn kill(self) -> Result<(), Trouble> {
        process::signal(self.id, "KILL")?;
        Patience::USUAL.wait("the app to be gone", || Ok((!runs(self.id)).then_some(())))
    }

    /// Asks the app to end, as a desktop does when a person signs out, and waits until it has.
    ///
    /// # Errors
    /// It does not end.
    pub fn close(self) -> Result<(), Trouble> {
        process::signal(self.id, "TERM")?;
        self.ends()
    }

    /// Waits until the app has ended by itself.
    ///
    /// # Errors
    /// It goes on.
    pub fn ends(self) -> Result<(), Trouble> {
        Patience::USUAL.wait("the app to end", || Ok((!runs(self.id)).then_some(())))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.keep_what_failed();
        }
        // After `kill` there is nothing left to end.
        if runs(self.id) {
            let _ = process::signal(self.id, "KILL");
        }
    }
}

fn story_name() -> String {
    std::thread::current().name().unwrap_or("story").replace("::", ".")
}

/// Whether the process is alive: there, and not a zombie that its parent has yet to fetch.
fn runs(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z')))
}

fn free_port() -> Result<u16, Trouble> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
