//! The tables of what each operation of each client becomes under each fault: `tests/CONFORMANCE.md`, in two parts. The first is
//! held against what was seen by every test run; the second by those that have a BottleCRM, and by every other run against
//! what the suite demands. A difference fails; `LANYARD_WRITE_MATRIX=1` writes what was seen.

use super::faults;
use lanyard_core::crm::{Failure, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

/// What stands before the first part.
const HEAD: &str = "# Operation × client × fault

Written by the conformance suite (`tests/it/conformance`), which asks each client over real HTTP for each operation in all
its forms (one record, several, a note) while the rehearsal CRM plays the fault. A cell is the failure class that the sync
protocol is told; `·done` says that the write had been carried out over there all the same. A class that a write must not
have (offline, portal, protocol: they would let it leave again) never stands in its column.
";

/// The line at which the second part begins.
const BOTTLE: &str = "# At BottleCRM itself\n";

/// What stands before the second part.
const BOTTLE_HEAD: &str = "# At BottleCRM itself

Written by the same suite where a BottleCRM runs (`cargo xtask test --peers`, `tests/it/bottle`): nothing rehearses its wire.
The faults are played by a front between its client and the CRM, in the CRM's own words where it has some (of a sign-in that
ended, of what a token may not do). It has no notes and no batches: several records are asked for one by one. Every other run
holds these cells against what the suite demands, so that they cannot fall behind.
";

/// A part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The rehearsal CRMs.
    Rehearsed,
    /// BottleCRM.
    Bottle,
}

/// The cells seen so far: table, row, operation.
#[derive(Debug, Default)]
pub struct Matrix {
    tables: Vec<String>,
    rows: Vec<(String, String)>,
    operations: Vec<&'static str>,
    cells: BTreeMap<(String, String, &'static str), BTreeSet<String>>,
    asked: u64,
}

impl Matrix {
    /// Notes one outcome.
    pub fn note(&mut self, table: &str, row: &str, operation: &'static str, cell: &str) {
        self.asked += 1;
        let (table, row) = (table.to_owned(), row.to_owned());
        if !self.tables.contains(&table) {
            self.tables.push(table.clone());
        }
        if !self.rows.contains(&(table.clone(), row.clone())) {
            self.rows.push((table.clone(), row.clone()));
        }
        if !self.operations.contains(&operation) {
            self.operations.push(operation);
        }
        self.cells.entry((table, row, operation)).or_default().insert(cell.to_owned());
    }

    /// Takes over what another one has seen.
    pub fn add(&mut self, other: Self) {
        let asked = self.asked + other.asked;
        let Self { rows, mut cells, operations, .. } = other;
        for (table, row) in rows {
            for operation in &operations {
                for cell in cells.remove(&(table.clone(), row.clone(), *operation)).unwrap_or_default() {
                    self.note(&table, &row, operation, &cell);
                }
            }
        }
        self.asked = asked;
    }

    /// Prints the tables, and compares them with those that are kept.
    ///
    /// # Panics
    /// If they are others.
    #[expect(clippy::print_stdout, reason = "the matrix is to be read")]
    pub fn compare(&self, part: Part) {
        let (rehearsed, bottle) = kept();
        let text = self.text(part);
        println!("{text}");
        let kept = match part {
            Part::Rehearsed => &rehearsed,
            Part::Bottle => &bottle,
        };
        if std::env::var_os("LANYARD_WRITE_MATRIX").is_some() {
            let whole = match part {
                Part::Rehearsed => format!("{text}{bottle}"),
                Part::Bottle => format!("{rehearsed}{text}"),
            };
            std::fs::write(place(), whole).expect("the tables can be written");
            return;
        }
        assert!(*kept == text, "tests/CONFORMANCE.md says something else: LANYARD_WRITE_MATRIX=1 writes it");
    }

    fn text(&self, part: Part) -> String {
        let (head, begin) = match part {
            Part::Rehearsed => (HEAD, String::new()),
            Part::Bottle => (BOTTLE_HEAD, "\n".to_owned()),
        };
        let mut text = begin + head;
        let faults: BTreeSet<&str> = self.rows.iter().map(|(_, row)| row.as_str()).collect();
        let _ = match part {
            Part::Rehearsed => writeln!(
                text,
                "\n{} clients, {} operations, {} faults: {} requests that failed as they must.",
                self.tables.len(),
                self.operations.len(),
                faults.len(),
                self.asked
            ),
            Part::Bottle => writeln!(text, "\n{} requests.", self.asked),
        };
        for table in &self.tables {
            let rows = self.rows.iter().filter(|(of, _)| of == table);
            let _ = writeln!(text, "\n## {table}\n\n| fault | {} |", self.operations.join(" | "));
            let _ = writeln!(text, "|---|{}", "---|".repeat(self.operations.len()));
            for (_, row) in rows {
                let cell = |operation: &&'static str| {
                    let seen = self.cells.get(&(table.clone(), row.clone(), *operation));
                    let seen = seen.map(|seen| seen.iter().cloned().collect::<Vec<_>>());
                    seen.map_or_else(|| "not asked".to_owned(), |seen| seen.join(", "))
                };
                let cells: Vec<String> = self.operations.iter().map(cell).collect();
                let _ = writeln!(text, "| `{row}` | {} |", cells.join(" | "));
            }
        }
        text
    }
}

/// The table of faults at BottleCRM, as it is kept, says what the suite demands: of every fault, in the suite's order, and of
/// every operation but those about notes. What only the CRM can say stands in a table of its own.
///
/// # Panics
/// If it says something else.
pub fn bottle_is_up_to_date(table: &str) {
    let (rehearsed, bottle) = kept();
    let heading = format!("## {table}\n");
    let (_, after) =
        bottle.split_once(&heading).expect("its table is kept: cargo xtask test --peers writes it");
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    let mut lines = after.lines().filter(|line| line.starts_with('|'));
    let head = cells(lines.next().expect("a head"));
    let others = rehearsed.lines().find(|line| line.starts_with("| fault |")).map(cells).unwrap_or_default();
    assert_eq!(head, others.into_iter().filter(|name| name != "find_notes").collect::<Vec<_>>());
    let after = after.split("\n## ").next().unwrap_or_default();
    let rows = after.lines().filter(|line| line.starts_with("| `"));
    let kept: Vec<Vec<String>> = rows.map(cells).collect();
    let due = faults::due(None).into_iter().map(|(fault, read, write)| {
        let of = |operation: &String| match operation.as_str() {
            "create" | "update" | "delete" => write.clone(),
            _ => read.clone(),
        };
        std::iter::once(fault).chain(head.iter().skip(1).map(of)).collect::<Vec<String>>()
    });
    assert_eq!(
        kept,
        due.collect::<Vec<_>>(),
        "LANYARD_WRITE_MATRIX=1 cargo xtask test --peers writes it anew"
    );
}

fn place() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("CONFORMANCE.md")
}

/// Both parts, as they are kept.
fn kept() -> (String, String) {
    let whole = std::fs::read_to_string(place()).unwrap_or_default();
    let begin = whole.find(&format!("\n{BOTTLE}")).unwrap_or(whole.len());
    let (rehearsed, bottle) = whole.split_at(begin);
    (rehearsed.to_owned(), bottle.to_owned())
}

/// How a cell says what became of a request.
#[must_use]
pub fn cell(class: &Failure, done: bool) -> String {
    let name = match class {
        Failure::Transient { trouble: Trouble::Unreachable } => "offline".to_owned(),
        Failure::Transient { trouble: Trouble::Portal } => "portal".to_owned(),
        Failure::Transient { trouble: Trouble::Busy } => "busy".to_owned(),
        Failure::Throttled { wait: Some(wait), .. } => format!("throttled {} s", wait.0 / 1000),
        Failure::Auth { fault } => format!("auth: {fault:?}").to_lowercase(),
        other => other.name().to_owned(),
    };
    if done { name + " ·done" } else { name }
}
