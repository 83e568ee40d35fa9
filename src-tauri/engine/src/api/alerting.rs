//! Alerts on thresholds: the figures from the store, the decision from the core, the thresholds from a person. Asked for when the
//! review is looked at, and each minute by whoever gives the desktop notice: time alone makes a wait too long.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{CommandError, ErrorCode, Settings};
use crate::engine::Engine;
use crate::store::{Result, answers, destinations, settings, sum};
use lanyard_core::alerts::{Alert, CrmFigures, Figures, Thresholds, alerts};
use lanyard_core::time::{Millis, WallMs};
use rusqlite::Connection;

const THRESHOLDS: &str = "thresholds";

/// What is older says nothing of now.
const LATELY: Millis = Millis::from_secs(3600);

impl Desk {
    /// What goes wrong slowly; nothing before the store is open.
    ///
    /// # Errors
    /// As the store allows.
    pub fn alerts(&self) -> Answer<Vec<Alert>> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| {
            let oldest = sum::counts(conn, &event.id, WallMs(0))?.oldest;
            found(conn, &engine, oldest)
        })?)
    }

    /// Keeps from where on somebody is told.
    ///
    /// # Errors
    /// When they would tell always or never; as the store allows.
    pub fn save_thresholds(&self, wanted: &Thresholds) -> Answer<Settings> {
        if !wanted.are_possible() {
            return Err(CommandError::new(ErrorCode::BadInput, "alert-thresholds-range"));
        }
        let engine = self.engine()?;
        engine.store.write(|conn| settings::put(conn, THRESHOLDS, wanted))?;
        self.settings()
    }
}

/// From where on somebody is told.
pub(super) fn thresholds(conn: &Connection) -> Result<Thresholds> {
    Ok(settings::get(conn, THRESHOLDS)?.unwrap_or_default())
}

/// What is to be told, when the oldest contact that is not settled was captured at `oldest`.
pub(super) fn found(conn: &Connection, engine: &Engine, oldest: Option<WallMs>) -> Result<Vec<Alert>> {
    let now = engine.clock.wall();
    let event = match crate::store::events::current(conn)? {
        Some(event) => event.id,
        None => return Ok(Vec::new()),
    };
    let mut figures = Figures { oldest: oldest.and_then(|at| span(at, now)), crms: Vec::new() };
    let since = WallMs(now.0.saturating_sub(LATELY.0 as i64));
    for place in destinations::of_event(conn, &event)? {
        let lately = answers::lately(conn, &place.id, since)?;
        figures.crms.push(CrmFigures {
            name: place.name,
            requests: lately.map_or(0, |lately| lately.requests),
            worked: lately.map_or(0, |lately| lately.worked),
            failed_latest: lately.map_or(0, |lately| lately.failed_latest),
            budget: lately.and_then(|lately| lately.budget),
        });
    }
    Ok(alerts(&thresholds(conn)?, &figures))
}

/// How long ago; none when a clock was set back meanwhile.
fn span(from: WallMs, until: WallMs) -> Option<Millis> {
    u64::try_from(until.0.saturating_sub(from.0)).ok().map(Millis)
}
