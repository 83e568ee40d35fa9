//! Starting other programs: in the workspace's folder, with their output on this terminal, and what can go wrong.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::workspace;

/// Why an xtask stops, in words for the person who typed it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The words on the command line were not understood.
    Usage(&'static str),
    /// Something has to be done by a person first; the text says what.
    Needs(String),
    /// A program ended with an error it has already printed.
    Program(String),
    /// Some steps of `test` failed; their names.
    Steps(Vec<&'static str>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(usage) => f.write_str(usage),
            Self::Needs(words) => f.write_str(words),
            Self::Program(line) => write!(f, "failed: {line}"),
            Self::Steps(names) => write!(f, "failed: {}", names.join(", ")),
        }
    }
}

/// A command of space-separated words in the workspace's root folder. No argument here holds a space.
pub(crate) fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(program(words.next().unwrap_or_default()));
    command.args(words).current_dir(workspace::root());
    command
}

/// npm is a script on Windows, which only starts under its full name; `cargo` is the one that runs us.
fn program(name: &str) -> String {
    match name {
        "npm" if cfg!(windows) => "npm.cmd".to_owned(),
        "cargo" => std::env::var("CARGO").unwrap_or_else(|_| name.to_owned()),
        name => name.to_owned(),
    }
}

/// Runs with this terminal's input and output.
pub(crate) fn run(mut command: Command) -> Result<(), Failure> {
    let line = spelled(&command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::Program(format!("{line} ({status})"))),
        Err(error) => Err(Failure::Program(format!("{line}: {error}"))),
    }
}

/// Runs, showing each line of its output as it comes, and returns the output too, with its exit code; none when it was
/// killed.
pub(crate) fn run_and_keep(mut command: Command) -> Result<(String, Option<i32>), Failure> {
    let line = spelled(&command);
    let broken = |error: std::io::Error| Failure::Program(format!("{line}: {error}"));
    // Colours would hide the counts.
    command.env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(broken)?;
    let mut kept = String::new();
    if let Some(output) = child.stdout.take() {
        for bytes in BufReader::new(output).split(b'\n') {
            let text = String::from_utf8_lossy(&bytes.map_err(broken)?).into_owned();
            println!("{text}");
            kept.push_str(&text);
            kept.push('\n');
        }
    }
    Ok((kept, child.wait().map_err(broken)?.code()))
}

/// What a program prints, when it exists and succeeds; nothing otherwise.
pub(crate) fn answer(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn spelled(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
