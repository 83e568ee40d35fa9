//! What a run came to, as lines of a table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

/// One row: what was done, how often, and what was wrong.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// How often.
    pub runs: u64,
    /// What was counted, in words.
    pub counted: String,
    /// What must not be, each in a sentence; the first few of them.
    pub violations: Vec<String>,
    /// How many there were in all.
    pub wrong: u64,
}

impl Row {
    /// A row of what was done.
    #[must_use]
    pub fn of(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// Notes a violation.
    pub fn violated(&mut self, why: impl Into<String>) {
        self.wrong += 1;
        if self.violations.len() < 5 {
            self.violations.push(why.into());
        }
    }
}

/// The rows of a run.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What was proved, in a sentence.
    pub head: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// What else is worth knowing, a sentence each.
    pub notes: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Table {
    /// Notes how often a person was told what.
    pub fn told(&mut self, said: &BTreeMap<String, u32>) {
        let said: Vec<String> = said.iter().map(|(code, times)| format!("{code} {times}")).collect();
        self.notes
            .push(format!("Told: {}.", if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }));
    }

    /// Violations in all rows.
    #[must_use]
    pub fn wrong(&self) -> u64 {
        self.rows.iter().map(|row| row.wrong).sum()
    }

    /// Runs in all rows.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.rows.iter().map(|row| row.runs).sum()
    }

    /// The table as text, in the form that documents use.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut text =
            format!("{}\n\n| what | runs | counted | violations |\n|---|---:|---|---:|\n", self.head);
        for Row { what, runs, counted, wrong, .. } in &self.rows {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| {what} | {runs} | {counted} | {wrong} |");
        }
        let (runs, wrong, took) = (self.runs(), self.wrong(), self.took.as_secs_f64());
        let _ = writeln!(text, "| **all** | **{runs}** | {took:.0} s | **{wrong}** |");
        for note in &self.notes {
            let _ = writeln!(text, "\n{note}");
        }
        for row in &self.rows {
            for why in &row.violations {
                let _ = writeln!(text, "VIOLATION ({}): {why}", row.what);
            }
        }
        text
    }
}
