//! Nobody's name reaches a log: a full run at the most talkative level is searched for everything it handled. A canary
//! is planted, so that a search that could find nothing fails.

use acceptance::booth::Booth;
use lanyard_core::contact::Field;
use lanyard_core::outbox::Chip;
use lanyard_core::time::Millis;
use lanyard_engine::data_folder::LOGS;
use lanyard_rehearsal::{FaultKind, Marker};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Heard {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What must not be found. The last is planted and must be.
const PRIVATE: [&str; 8] = [
    "Lindqvist",
    "jana.lindqvist",
    "Hydraulik",
    "4670174",
    "Halvorsen",
    "post.invalid",
    "a private note",
    "story-token",
];
const CANARY: &str = "canary-3d9f";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_run_at_trace_names_nobody_and_a_planted_canary_is_found() {
    let heard = Heard::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(heard.clone())
        .init();

    let mut booth = Booth::open(Marker::Unique, Millis(0)).await;
    booth.crm_up().await;
    booth.fault(FaultKind::CutAfterCommit, 1, true);
    let jana = booth.scan(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lindqvist;Jana;;;\r\nFN:Jana Lindqvist\r\nORG:Arvika Hydraulik AB\r\n\
         TEL;TYPE=CELL:+46701740605\r\nEMAIL:jana.lindqvist@example.com\r\nEND:VCARD\r\n",
    );
    booth.edit(&jana, Field::Note, "a private note");
    booth.until(&jana, Chip::Synced).await;
    let jo = booth.scan("MECARD:N:Halvorsen,Jo;EMAIL:jo@post.invalid;;");
    booth.until(&jo, Chip::NeedsAttention).await;
    let _ = format!("{:?}", booth.look(&jana).explanation);
    booth.restart();
    booth.desk.sync_now().await.expect("it answers");
    tracing::trace!("{CANARY}");
    let diagnostic = diagnostic(&booth);
    assert!(
        diagnostic.contains("\"contact\": 2") && diagnostic.contains("\"op\": \"create\""),
        "{diagnostic}"
    );

    let log = heard.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let log = String::from_utf8_lossy(&log);
    assert!(log.contains(CANARY), "the search finds what is there");
    assert!(log.lines().count() > 20, "there is a log to search: {} lines", log.lines().count());
    for word in PRIVATE {
        assert!(!diagnostic.contains(word), "the diagnostic file holds {word:?}");
        if let Some(line) = log.lines().find(|line| line.contains(word)) {
            panic!("the log holds {word:?}: {line}");
        }
    }
}

/// The diagnostic file after this run, with a log in the data folder; it tells the log's lines, and no private word.
fn diagnostic(booth: &Booth) -> String {
    let logs = booth.data().join(LOGS);
    std::fs::create_dir_all(&logs).expect("made");
    std::fs::write(logs.join("lanyard.2026-11-22.log"), format!("INFO {CANARY}\n")).expect("written");
    let into = tempfile::tempdir().expect("a folder");
    let saved = booth.desk.save_diagnostic(into.path()).expect("it is saved");
    let text = std::fs::read_to_string(saved.path).expect("it is there");
    assert!(text.contains(CANARY), "it tells the log");
    text
}
