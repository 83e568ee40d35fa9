//! What each operation of each client becomes under each fault, as a table: `tests/CONFORMANCE.md`. A difference fails;
//! `LANYARD_WRITE_MATRIX=1` writes what was seen.

use lanyard_core::crm::{Failure, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

/// What stands before the tables.
const HEAD: &str = "# Operation × client × fault

Written by the conformance suite (`tests/it/conformance`), which asks each client over real HTTP for each operation in all
its forms (one record, several, a note) while the rehearsal CRM plays the fault. A cell is the failure class that the sync
protocol is told; `·done` says that the write had been carried out over there all the same. A class that a write must not
have (offline, portal, protocol: they would let it leave again) never stands in its column.

BottleCRM has no table here: no rehearsal speaks its wire, so that the CRM itself judges its client (`tests/it/bottle`, by
`cargo xtask test --peers`). Its client is AcmeCRM's over another table of names, and what no CRM has a word in (cut, offline,
portal, front, redirect) is classified by the same code as above. Judged against the CRM itself: create, update, delete, get,
find by e-mail and by marker, the list; cut before, within and after the answer; 500 after the record was made; 400 for an
address that is taken. Not judged: its answers when it throttles, when a sign-in ends or may not do something. It has no
notes, no batches and no versions, so that find_notes is never asked, and a deletion leaves no trace: it is noticed when
something is next said to that record, not by the list.
";

/// The cells seen so far: client, fault, operation.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    clients: Vec<String>,
    faults: Vec<String>,
    operations: Vec<&'static str>,
    cells: BTreeMap<(String, String, &'static str), BTreeSet<String>>,
    asked: u64,
}

impl Matrix {
    /// Notes one outcome.
    pub(super) fn note(
        &mut self,
        client: &str,
        fault: &str,
        operation: &'static str,
        class: &Failure,
        done: bool,
    ) {
        self.asked += 1;
        if !self.clients.iter().any(|known| known == client) {
            self.clients.push(client.to_owned());
        }
        if !self.faults.iter().any(|known| known == fault) {
            self.faults.push(fault.to_owned());
        }
        if !self.operations.contains(&operation) {
            self.operations.push(operation);
        }
        let done = if done { " ·done" } else { "" };
        let cell = self.cells.entry((client.to_owned(), fault.to_owned(), operation)).or_default();
        cell.insert(format!("{}{done}", named(class)));
    }

    /// Prints the tables, and compares them with those that are kept.
    ///
    /// # Panics
    /// If they are others.
    #[expect(clippy::print_stdout, reason = "the matrix is to be read")]
    pub(super) fn compare(&self) {
        let text = self.text();
        println!("{text}");
        let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("CONFORMANCE.md");
        if std::env::var_os("LANYARD_WRITE_MATRIX").is_some() {
            std::fs::write(&place, &text).expect("the table can be written");
        }
        let kept = std::fs::read_to_string(&place).unwrap_or_default();
        assert!(kept == text, "tests/CONFORMANCE.md says something else: see its first lines");
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        let _ = writeln!(
            text,
            "\n{} clients, {} operations, {} faults: {} requests that failed as they must.",
            self.clients.len(),
            self.operations.len(),
            self.faults.len(),
            self.asked
        );
        for client in &self.clients {
            let _ = writeln!(text, "\n## {client}\n\n| fault | {} |", self.operations.join(" | "));
            let _ = writeln!(text, "|---|{}", "---|".repeat(self.operations.len()));
            for fault in &self.faults {
                let cell = |operation: &&'static str| {
                    let key = (client.clone(), fault.clone(), *operation);
                    let seen = self.cells.get(&key).map(|seen| seen.iter().cloned().collect::<Vec<_>>());
                    seen.map_or_else(|| "not asked".to_owned(), |seen| seen.join(", "))
                };
                let cells: Vec<String> = self.operations.iter().map(cell).collect();
                let _ = writeln!(text, "| `{fault}` | {} |", cells.join(" | "));
            }
        }
        text
    }
}

fn named(class: &Failure) -> String {
    match class {
        Failure::Transient { trouble: Trouble::Unreachable } => "offline".to_owned(),
        Failure::Transient { trouble: Trouble::Portal } => "portal".to_owned(),
        Failure::Transient { trouble: Trouble::Busy } => "busy".to_owned(),
        Failure::Throttled { wait: Some(wait), .. } => format!("throttled {} s", wait.0 / 1000),
        Failure::Auth { fault } => format!("auth: {fault:?}").to_lowercase(),
        other => other.name().to_owned(),
    }
}
