//! The diagnostic file: what whoever mends Lanyard has to know of a laptop, and nothing of anybody. No value of a contact, no
//! name of a person, an event or a destination, no address, no path, no answer of a CRM, no secret; the log holds none by
//! itself. It can be saved also where the store does not open: then it says that.

use super::desk::Desk;
use super::errors::Answer;
use super::files::beside_others;
use super::views::{CommandError, ErrorCode, SavedList};
use crate::data_folder::LOGS;
use crate::doctor;
use crate::export;
use crate::store::diagnostic::{self, Counted};
use crate::store::{destinations, schema, sum};
use crate::words::midnight;
use lanyard_core::explain::Sentence;
use lanyard_core::sync::StoredHealth;
use serde::Serialize;
use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Lines of the log that are told, the newest.
const LINES: usize = 2000;

/// All of it; JSON, so that people and programs can read it.
#[derive(Serialize)]
struct Diagnostic {
    lanyard: &'static str,
    /// Milliseconds since 1970.
    made_at: i64,
    system: &'static str,
    processor: &'static str,
    rehearsal: bool,
    schema: u32,
    /// What the data folder lies on, and bytes that are free there.
    lies_on: String,
    free: Option<u64>,
    /// The code of the sentence that says why the store does not open; none when it does.
    shut: Option<String>,
    destinations: Vec<Told>,
    /// Captured, synced, waiting, in need of a person, removed.
    sum: Option<[u32; 5]>,
    counted: Option<Counted>,
    log: VecDeque<String>,
}

/// A destination without its name and its address.
#[derive(Serialize)]
struct Told {
    kind: String,
    marker: lanyard_core::crm::MarkerSupport,
    fence_ms: u64,
    mapping: u32,
    health: StoredHealth,
}

impl Desk {
    /// Saves the diagnostic file into a folder, under a name that is free.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_diagnostic(&self, folder: &Path) -> Answer<SavedList> {
        let text = serde_json::to_string_pretty(&self.diagnosed())
            .map_err(|_| CommandError::new(ErrorCode::Internal, "error-internal"))?;
        let path =
            beside_others(folder, "lanyard-diagnostic", "json", |path| export::text_to_file(&text, path))?;
        Ok(SavedList { sentence: Sentence::new("diagnostic-saved").text("path", &path), path })
    }

    /// Of how many rows what is kept beside them is not what they come to; looks at each, which takes seconds among very many.
    ///
    /// # Errors
    /// As the store allows.
    pub fn out_of_step(&self) -> Answer<u32> {
        Ok(self.engine()?.store.read(|conn| sum::out_of_step(conn))?)
    }

    fn diagnosed(&self) -> Diagnostic {
        let at = self.clock.wall();
        let seen = doctor::look_at_folder(&self.options.folder);
        let mut diagnostic = Diagnostic {
            lanyard: env!("CARGO_PKG_VERSION"),
            made_at: at.0,
            system: std::env::consts::OS,
            processor: std::env::consts::ARCH,
            rehearsal: self.options.rehearsal,
            schema: schema::version(),
            lies_on: format!("{:?}", seen.lies_on),
            free: seen.free,
            shut: None,
            destinations: Vec::new(),
            sum: None,
            counted: None,
            log: tail(&self.options.folder.join(LOGS)),
        };
        if let Err(error) = self.counted_into(&mut diagnostic, at) {
            diagnostic.shut = Some(error.sentence.code);
        }
        diagnostic
    }

    fn counted_into(&self, diagnostic: &mut Diagnostic, at: lanyard_core::time::WallMs) -> Answer<()> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let (counted, sum, destinations) = engine.store.read(|conn| {
            let sum = sum::counts(conn, &event.id, midnight(at))?;
            Ok((diagnostic::counted(conn)?, sum, destinations::all(conn)?))
        })?;
        diagnostic.sum = Some([sum.captured, sum.synced, sum.waiting, sum.needs_attention, sum.removed]);
        diagnostic.counted = Some(counted);
        let told = |one: destinations::Destination| Told {
            kind: one.kind,
            marker: one.marker,
            fence_ms: one.fence.0,
            mapping: one.mapping,
            health: one.health,
        };
        diagnostic.destinations = destinations.into_iter().map(told).collect();
        Ok(())
    }
}

/// The newest lines of the log; what cannot be read is left out.
fn tail(folder: &Path) -> VecDeque<String> {
    let mut files: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    // Their names end with the day.
    files.sort();
    let mut lines = VecDeque::new();
    for file in files.iter().filter_map(|path| fs::File::open(path).ok()) {
        for line in BufReader::new(file).lines().map_while(Result::ok) {
            if lines.len() == LINES {
                lines.pop_front();
            }
            lines.push_back(line);
        }
    }
    lines
}
