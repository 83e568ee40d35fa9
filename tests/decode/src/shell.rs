//! The program that people run, `lanyard decode`, over a set: the same reader through a file, a clock and JSON. What it says is
//! held against what is read here, and its corners against the truth.

use crate::readers::Answer;
use crate::sets::Set;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// A busy machine must not change what is read: far more time than a photo gets otherwise.
const BUDGET_MS: &str = "20000";
/// Files on one command line.
const AT_ONCE: usize = 50;

#[derive(Deserialize)]
struct Line {
    file: String,
    #[serde(default)]
    payloads: Vec<Code>,
    #[serde(default)]
    ms: f64,
}

#[derive(Deserialize)]
struct Code {
    text: String,
    corners: [(f32, f32); 4],
}

/// What `program` reads in each picture of a set, by file name; `None`, and said, when it does not run.
pub(crate) fn read_set(program: &Path, set: &Set) -> Option<HashMap<String, Answer>> {
    let mut answers = HashMap::new();
    for rows in set.rows.chunks(AT_ONCE) {
        let mut command = Command::new(program);
        command.args(["decode", "--json", "--budget-ms", BUDGET_MS]);
        let output = command.args(rows.iter().map(|row| set.folder.join(&row.file))).output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<Line> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        if lines.len() != rows.len() {
            eprintln!(
                "PASSED OVER: {} answered {} of {} pictures",
                program.display(),
                lines.len(),
                rows.len()
            );
            return None;
        }
        answers.extend(lines.into_iter().filter_map(|line| {
            let file = Path::new(&line.file).file_name()?.to_string_lossy().into_owned();
            let corners = line.payloads.iter().map(|code| code.corners).collect();
            let texts = line.payloads.into_iter().map(|code| code.text).collect();
            Some((file, Answer { texts, corners, ms: line.ms, ..Answer::default() }))
        }));
    }
    Some(answers)
}
