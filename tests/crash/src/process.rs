//! A laptop in a process of its own, so that it can be killed and stopped.

use crate::laptop::Laptop;
use lanyard_core::time::Millis;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// What such a process says, one line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The store is open and the destination is there.
    Ready,
    /// A capture of this number was confirmed.
    Saved(u32),
    /// It came to rest with so many contacts in the CRM.
    Done(usize),
    /// It did not start, and said why.
    Refused(String),
    /// Something else.
    Other(String),
}

impl Line {
    fn of(text: &str) -> Self {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match (word, rest.parse::<u32>()) {
            ("READY", _) => Self::Ready,
            ("SAVED", Ok(number)) => Self::Saved(number),
            ("DONE", Ok(count)) => Self::Done(count as usize),
            ("REFUSED", _) => Self::Refused(rest.to_owned()),
            _ => Self::Other(text.to_owned()),
        }
    }
}

/// What it is to do.
#[derive(Debug, Clone)]
pub struct Work {
    /// Where the CRM is, as the laptop sees it.
    pub base_url: String,
    /// What the destination waits after an unknown outcome.
    pub fence: Millis,
    /// The first number to capture.
    pub first: u32,
    /// The last one; below the first: none.
    pub last: u32,
    /// Whether it goes past the folder's lock.
    pub forced: bool,
}

/// A process at work.
pub struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

/// The program that works: beside the one that runs.
#[must_use]
pub fn program() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let beside = here.with_file_name("crash-laptop");
    // A test lies one folder deeper than the programs.
    if beside.exists() {
        return beside;
    }
    here.parent().and_then(Path::parent).map(|folder| folder.join("crash-laptop")).unwrap_or(beside)
}

impl Running {
    /// Starts one.
    ///
    /// # Panics
    /// When the system starts no process.
    #[must_use]
    pub fn start(laptop: &Laptop, work: &Work) -> Self {
        let Work { base_url, fence, first, last, forced } = work;
        let mut child = Command::new(program())
            .arg(laptop.root())
            .args([base_url.clone(), fence.0.to_string(), first.to_string(), last.to_string()])
            .args(forced.then_some("forced"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("crash-laptop starts; build it with the package");
        let lines = BufReader::new(child.stdout.take().expect("it speaks"));
        Self { child, lines }
    }

    /// The next line; none when it has ended.
    pub fn line(&mut self) -> Option<Line> {
        let mut text = String::new();
        match self.lines.read_line(&mut text) {
            // A line that the kill cut short was never said.
            Ok(count) if count > 0 && text.ends_with('\n') => Some(Line::of(text.trim_end())),
            Ok(_) | Err(_) => None,
        }
    }

    fn signal(&self, signal: Signal) {
        // It may have ended by itself.
        let _ = kill_process(Pid::from_child(&self.child), signal);
    }

    /// Stops it where it stands for so long.
    pub fn suspend(&self, span: Duration) {
        self.signal(Signal::STOP);
        std::thread::sleep(span);
        self.signal(Signal::CONT);
    }

    /// Kills it where it stands, and returns what it had said and nobody had read.
    pub fn kill(mut self) -> Vec<Line> {
        self.signal(Signal::KILL);
        let mut rest = Vec::new();
        while let Some(line) = self.line() {
            rest.push(line);
        }
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
