//! USB scanners: what they type becomes a capture; they are taught with one code. What a scanner's keys mean is
//! [`lanyard_badge::scanner`]; whether keys are a scan at all is decided in the window, which alone knows the time.

use super::desk::Desk;
use super::errors::Answer;
use super::rehearsing::modules_of;
use super::views::{CommandError, ErrorCode, ScanAnswer, ScanTried, ScannerView};
use crate::store::captures::Way;
use crate::store::{Result, settings};
use lanyard_badge::scanner::{self, LessonFault, MOST_STROKES, Scan, Stroke, Taught};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::ScannerId;
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

/// The setting that holds the scanners.
const SCANNERS: &str = "scanners";

/// Most scanners that are remembered; a booth has one or two.
const MOST: usize = 8;

/// Keys of most scanners come less than 35 ms apart. What was seen while one was taught, and half of that again, may widen
/// this up to the second, above which a fast typist would be taken for a scanner.
const GAP: (Millis, Millis) = (Millis(35), Millis(80));

/// A scanner as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    id: ScannerId,
    taught: Taught,
    gap: Millis,
    at: WallMs,
}

impl Desk {
    /// Captures what a scanner typed.
    ///
    /// # Errors
    /// When it could not be saved.
    pub fn scan(&self, strokes: &[Stroke]) -> Answer<ScanAnswer> {
        let scan = self.read_scan(strokes)?;
        let capture = self.capture_text(&scan.text, Way::Scanner)?;
        Ok(ScanAnswer { capture, doubt: doubt(&scan) })
    }

    /// Says what a scanner typed; captures nothing.
    ///
    /// # Errors
    /// As the store allows.
    pub fn try_scan(&self, strokes: &[Stroke]) -> Answer<ScanTried> {
        let scan = self.read_scan(strokes)?;
        Ok(ScanTried { doubt: doubt(&scan), text: scan.text })
    }

    fn read_scan(&self, strokes: &[Stroke]) -> Answer<Scan> {
        let kept = self.engine()?.store.read(|conn| kept(conn))?;
        let taught: Vec<Taught> = kept.into_iter().map(|kept| kept.taught).collect();
        Ok(scanner::read(strokes, &taught))
    }

    /// The code that teaches a scanner: its modules in rows of `0` and `1`.
    ///
    /// # Errors
    /// None; the text is ours.
    pub fn lesson(&self) -> Answer<Vec<String>> {
        modules_of(scanner::lesson().as_bytes())
            .ok_or_else(|| CommandError::new(ErrorCode::Internal, "error-internal"))
    }

    /// Learns a scanner from what it typed when it was shown the lesson; `widest` is the longest time between two keys.
    /// One that frames codes alike is replaced: it was taught again.
    ///
    /// # Errors
    /// When that was another code or only a part of the lesson; nothing is then changed.
    pub fn teach(&self, strokes: &[Stroke], widest: Millis) -> Answer<ScannerView> {
        let engine = self.engine()?;
        let taught = scanner::learn(&strokes[..strokes.len().min(MOST_STROKES)]).map_err(not_learned)?;
        let gap = Millis(widest.0.saturating_add(widest.0 / 2)).clamp(GAP.0, GAP.1);
        let one = Kept { id: ScannerId::new(engine.clock.new_id()), taught, gap, at: engine.clock.wall() };
        let shown = view(&one);
        engine.store.write(|conn| {
            let mut all = kept(conn)?;
            all.retain(|other| !other.taught.is_framed_like(&one.taught));
            all.insert(0, one);
            all.truncate(MOST);
            settings::put(conn, SCANNERS, &all)
        })?;
        self.session_changed();
        Ok(shown)
    }

    /// Forgets a scanner.
    ///
    /// # Errors
    /// As the store allows.
    pub fn forget_scanner(&self, id: &ScannerId) -> Answer<()> {
        let engine = self.engine()?;
        engine.store.write(|conn| {
            let mut all = kept(conn)?;
            all.retain(|other| other.id != *id);
            settings::put(conn, SCANNERS, &all)
        })?;
        self.session_changed();
        Ok(())
    }
}

/// The scanners that were taught, the latest first.
pub(super) fn kept(conn: &Connection) -> Result<Vec<Kept>> {
    Ok(settings::get(conn, SCANNERS)?.unwrap_or_default())
}

/// A scanner in words.
pub(super) fn view(kept: &Kept) -> ScannerView {
    let Kept { id, taught, gap, at } = kept;
    let is_alike = taught.scanner == taught.laptop;
    let said = Sentence::new(if is_alike { "scanner-agrees" } else { "scanner-undone" })
        .text("scanner", taught.scanner.as_str())
        .text("laptop", taught.laptop.as_str());
    ScannerView {
        id: id.clone(),
        said,
        notes: notes(taught),
        gap: *gap,
        last_key: taught.last_key().map(str::to_owned),
        taught_at: *at,
    }
}

fn notes(taught: &Taught) -> Vec<Sentence> {
    let mut notes = Vec::new();
    if let Some(key) = taught.last_key() {
        notes.push(Sentence::new("scanner-ends-with").text("key", key));
    }
    let is_end = |text: &&String| matches!(text.as_str(), "\r\n" | "\n" | "\r");
    let (ends, others): (Vec<&String>, Vec<&String>) = taught.lost.iter().partition(is_end);
    if ends.iter().any(|end| end.as_str() == "\r\n") {
        notes.push(Sentence::new("scanner-drops-line-ends"));
    }
    if !others.is_empty() {
        notes.push(Sentence::new("scanner-drops").text("texts", listed(&others)));
    }
    for texts in &taught.alike {
        let ends = texts.iter().filter(is_end).count();
        notes.push(match ends {
            0 => Sentence::new("scanner-alike").text("texts", listed(&texts.iter().collect::<Vec<_>>())),
            _ => Sentence::new("scanner-tab-is-line-end"),
        });
    }
    notes
}

fn listed(texts: &[&String]) -> String {
    let shown = texts.iter().map(|text| match text.as_str() {
        "\t" => "Tab",
        " " => "Space",
        text => text,
    });
    shown.collect::<Vec<_>>().join("  ")
}

fn doubt(scan: &Scan) -> Option<Sentence> {
    if scan.unsure > 0 {
        return Some(Sentence::new("scan-unsure").count("count", scan.unsure as u64));
    }
    scan.doubtful.then(|| Sentence::new("scan-doubtful"))
}

fn not_learned(fault: LessonFault) -> CommandError {
    let sentence = match fault {
        LessonFault::AnotherCode => Sentence::new("lesson-another-code"),
        LessonFault::Incomplete { seen, wanted } => {
            Sentence::new("lesson-incomplete").count("seen", seen as u64).count("wanted", wanted as u64)
        }
    };
    CommandError::said(ErrorCode::BadInput, sentence)
}
