//! Other people's readers by their Python packages, in an environment of their own: nothing of them is part of the
//! project. What cannot be had is said and left out.

use crate::readers::Answer;
use crate::sets::Set;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is installed, with the versions that were measured. `pyzbar` needs the system's libzbar0.
const PACKAGES: [&str; 4] = ["zxing-cpp==3.1.1", "pyzbar==0.1.9", "pillow", "numpy"];

const NAMES: [&str; 2] = ["zxing-cpp", "zbar"];

/// A reader that answers in another process.
pub(crate) struct Rival {
    pub(crate) name: &'static str,
    python: PathBuf,
}

#[derive(Deserialize)]
struct Said {
    file: String,
    texts: Vec<String>,
    ms: f64,
}

/// The rivals that can run; the environment is made on first use.
pub(crate) fn ready(folder: &Path) -> Vec<Rival> {
    let python = folder.join("venv/bin/python");
    if !python.exists() {
        let made = Command::new("python3").arg("-m").arg("venv").arg(folder.join("venv")).status();
        let filled = Command::new(&python).args(["-m", "pip", "install", "-q"]).args(PACKAGES).status();
        if !made.is_ok_and(|s| s.success()) || !filled.is_ok_and(|s| s.success()) {
            eprintln!("PASSED OVER: the other readers could not be installed in {}", folder.display());
        }
    }
    let rivals = NAMES.map(|name| Rival { name, python: python.clone() });
    rivals.into_iter().filter(|rival| rival.read(&[]).is_some()).collect()
}

impl Rival {
    /// What it reads in each picture of a set, by file name; `None`, and said, when it does not run.
    pub(crate) fn read_set(&self, set: &Set) -> Option<HashMap<String, Answer>> {
        let paths: Vec<PathBuf> = set.rows.iter().map(|row| set.folder.join(&row.file)).collect();
        self.read(&paths)
    }

    fn read(&self, paths: &[PathBuf]) -> Option<HashMap<String, Answer>> {
        let mut child = Command::new(&self.python)
            .args(["-c", include_str!("rivals.py"), self.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut input = child.stdin.take()?;
        let names: String = paths.iter().map(|path| format!("{}\n", path.display())).collect();
        // The child reads all names before its first answer, so neither waits for the other.
        input.write_all(names.as_bytes()).ok()?;
        drop(input);
        let output = child.wait_with_output().ok()?;
        if !output.status.success() {
            eprintln!("PASSED OVER: {} does not run here", self.name);
            return None;
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let answers = said.lines().filter_map(|line| {
            let said: Said = serde_json::from_str(line).ok()?;
            let file = Path::new(&said.file).file_name()?.to_string_lossy().into_owned();
            Some((file, Answer { texts: said.texts, ms: said.ms, ..Answer::default() }))
        });
        Some(answers.collect())
    }
}
