//! `kill -9` across capture and sync, with the CRM playing faults: what was confirmed is never lost, and nothing arrives
//! twice. A process of its own is killed, so that nothing is tidied up on the way out.

use lanyard_rehearsal::{FaultKind, FaultRule, FileMemory, Marker, Match, Options, Rehearsal, Running};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const TOKEN: &str = "kill-token-90ad";
const NOON: i64 = 1_795_348_800_000;

/// When to kill.
#[derive(Debug, Clone, Copy)]
enum Point {
    /// Right after so many confirmations.
    AfterSaved(u32),
    /// So long after the last confirmation, in the middle of sync.
    IntoSync(Duration),
}

struct Laptop {
    folder: tempfile::TempDir,
    key_file: PathBuf,
}

impl Laptop {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key_file = folder.path().join("key");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&key_file).expect("a key file");
        std::io::Write::write_all(&mut file, "5a".repeat(32).as_bytes()).expect("it is written");
        Self { folder, key_file }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn start(&self, crm: &Running, first: u32, last: u32) -> (Child, BufReader<ChildStdout>) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_booth-process"))
            .args([&self.data(), &self.key_file])
            .args([&crm.base_url(), TOKEN, &first.to_string(), &last.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it speaks"));
        (child, lines)
    }
}

/// Reads lines until `enough`, and collects what was confirmed.
fn listen(
    lines: &mut BufReader<ChildStdout>,
    confirmed: &mut BTreeSet<u32>,
    enough: impl Fn(&str, u32) -> bool,
) {
    let mut saved = 0;
    for line in lines.lines() {
        let Ok(line) = line else { return };
        if let Some(number) = line.strip_prefix("SAVED ") {
            confirmed.insert(number.parse().expect("a number"));
            saved += 1;
        }
        if enough(&line, saved) {
            return;
        }
    }
}

fn faults(crm: &Running) {
    let writes = Match { write_only: true, ..Match::default() };
    let rule = |kind, times| FaultRule { matches: writes.clone(), times: Some(times), kind };
    crm.fault(rule(FaultKind::CutAfterCommit, 1));
    crm.fault(rule(FaultKind::ErrorAfter { status: 500 }, 1));
    crm.fault(rule(FaultKind::ErrorBefore { status: 503 }, 1));
    crm.fault(rule(FaultKind::LoseItems { every: 3 }, 1));
    crm.fault(rule(FaultKind::Latency { ms: 15 }, 40));
}

async fn crm(folder: &Path) -> Running {
    let mut options = Options::new(TOKEN, "kill-key", "kill-control", Arc::new(|| NOON));
    options.memory = Some(Arc::new(FileMemory::new(folder.join("crm.json"))));
    options.settings.marker = Marker::Unique;
    options.settings.requests_per_minute = 1_000_000;
    Rehearsal::start(options).await.expect("a free port")
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_twenty_points_nothing_confirmed_is_lost_and_nothing_arrives_twice() {
    let laptop = Laptop::new();
    let crm = crm(laptop.folder.path()).await;
    let strangers = crm.records();
    let mut confirmed = BTreeSet::new();
    let points = (1..=10)
        .map(Point::AfterSaved)
        .chain((0..10).map(|n| Point::IntoSync(Duration::from_millis(3 + n * n * 7))));
    let mut next = 1;
    for point in points {
        crm.clear_faults();
        faults(&crm);
        let last = next + 11;
        let (mut child, mut lines) = laptop.start(&crm, next, last);
        match point {
            Point::AfterSaved(count) => listen(&mut lines, &mut confirmed, |_, saved| saved == count),
            Point::IntoSync(wait) => {
                let everything = format!("SAVED {last}");
                listen(&mut lines, &mut confirmed, |line, _| line == everything);
                tokio::time::sleep(wait).await;
            }
        }
        child.kill().expect("it is killed");
        // Lines that were said before the kill and not read yet count as well.
        listen(&mut lines, &mut confirmed, |_, _| false);
        child.wait().expect("it is gone");
        next = last + 1;
    }

    crm.clear_faults();
    let (mut child, mut lines) = laptop.start(&crm, next, next);
    let mut done = None;
    for line in (&mut lines).lines() {
        let line = line.expect("it speaks");
        if let Some(number) = line.strip_prefix("SAVED ") {
            confirmed.insert(number.parse().expect("a number"));
        }
        if let Some(synced) = line.strip_prefix("DONE ") {
            done = Some(synced.parse::<usize>().expect("a number"));
        }
    }
    assert!(child.wait().expect("it ends").success());
    let synced = done.expect("it came to rest");
    assert!(synced >= confirmed.len(), "{synced} of {} confirmed", confirmed.len());

    let records = crm.records();
    for number in &confirmed {
        let email = format!("ada{number}@example.com");
        let found = records.iter().filter(|record| record.value("acme_email") == email).count();
        assert_eq!(found, 1, "{email} is there {found} times");
    }
    let mut markers: Vec<_> =
        records.iter().map(|record| record.value("acme_marker")).filter(|it| !it.is_empty()).collect();
    let all = markers.len();
    markers.sort_unstable();
    markers.dedup();
    assert_eq!((markers.len(), synced), (all, all), "one record for each marker, each of them synced");
    for stranger in strangers {
        assert!(records.contains(&stranger), "a stranger's record was changed");
    }
    eprintln!("20 kills, {} confirmed, {synced} in the CRM, each once", confirmed.len());
}
