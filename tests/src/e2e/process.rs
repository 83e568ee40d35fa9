//! A program that runs beside the story and ends with it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use super::Trouble;

/// A running program, killed and waited for when dropped.
#[derive(Debug)]
pub(super) struct Process {
    name: String,
    child: Child,
}

impl Process {
    /// Starts a program. What it says on stderr goes to `NAME.log` in the folder.
    pub(super) fn start(command: &mut Command, logs: &Path) -> Result<Self, Trouble> {
        let name =
            Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let log = File::options().create(true).append(true).open(logs.join(format!("{name}.log")))?;
        let child = command.stderr(log).spawn().map_err(|error| format!("{name} does not start: {error}"))?;
        Ok(Self { name, child })
    }

    /// Starts a program that says a line on stdout when it is ready, and returns that line.
    pub(super) fn start_and_hear(mut command: Command, logs: &Path) -> Result<(Self, String), Trouble> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Self::start(&mut command, logs)?;
        let output = process.child.stdout.take().ok_or("no stdout")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.is_empty() {
            return Err(format!("{} ended before it was ready; see its log", process.name).into());
        }
        Ok((process, line.trim_end().to_owned()))
    }

    /// The program's id.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The program's input, once.
    pub(super) fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Ends by a signal the program can answer, and waits for it.
    pub(super) fn interrupt(mut self) -> Result<(), Trouble> {
        signal(self.id(), "INT")?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; waiting is what keeps no zombie behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to one process by its id.
pub(super) fn signal(id: u32, name: &str) -> Result<(), Trouble> {
    let sent = Command::new("kill").args(["-s", name, &id.to_string()]).status()?;
    if sent.success() { Ok(()) } else { Err(format!("process {id} cannot be sent {name}").into()) }
}

/// The processes started by this one, directly, whose program has this name.
pub(super) fn children(parent: u32, program: &str) -> Result<Vec<u32>, Trouble> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        // `id (name) state parent …`; the name may hold spaces and brackets, so count from the last bracket.
        let Some((_, rest)) = stat.rsplit_once(')') else { continue };
        let is_child = rest.split_whitespace().nth(1) == Some(parent.to_string().as_str());
        let runs = std::fs::read_link(entry.path().join("exe"))
            .is_ok_and(|path| path.file_name().is_some_and(|name| name == program));
        if is_child && runs {
            found.push(id);
        }
    }
    Ok(found)
}
