//! The rehearsal CRM as the stories here use it, and what must be true of it in the end.

use crate::laptop::{TOKEN, number_of};
use lanyard_rehearsal::{Marker, Options, Record, Rehearsal, Running};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Sunday, 22 November 2026, 12:00:00 UTC: the CRM's own clock.
const NOON: i64 = 1_795_348_800_000;

/// Starts one with strangers in it, whose limit nobody reaches and whose clock stands.
///
/// # Panics
/// When no port is free.
pub async fn crm(marker: Marker) -> Running {
    crm_whose_clock_is_off_by(marker, Arc::new(AtomicI64::new(0))).await
}

/// The same, with its clock so many milliseconds away from noon.
///
/// # Panics
/// When no port is free.
pub async fn crm_whose_clock_is_off_by(marker: Marker, off: Arc<AtomicI64>) -> Running {
    let now = move || NOON.saturating_add(off.load(Ordering::SeqCst));
    let mut options = Options::new(TOKEN, "crash-key", "crash-control", Arc::new(now));
    options.settings.marker = marker;
    options.settings.requests_per_minute = 1_000_000;
    // Without it only the engine keeps a create from being done twice.
    options.settings.idempotency = false;
    Rehearsal::start(options).await.expect("a free port")
}

/// Each number is there once, nothing of ours is there twice, and the strangers are as they were. Returns how many of ours
/// there are.
///
/// # Errors
/// What is wrong.
pub fn each_once(crm: &Running, numbers: &BTreeSet<u32>, strangers: &[Record]) -> Result<usize, String> {
    let records = crm.records();
    if let Some(stranger) = strangers.iter().find(|stranger| !records.contains(stranger)) {
        return Err(format!("the stranger's record {} was changed", stranger.id));
    }
    let mut by_number: BTreeMap<u32, u32> = BTreeMap::new();
    let mut markers = BTreeSet::new();
    let mut ours = 0;
    for record in records.iter().filter(|record| !strangers.iter().any(|it| it.id == record.id)) {
        ours += 1;
        if let Some(number) = number_of(record.value("acme_email")) {
            *by_number.entry(number).or_default() += 1;
        }
        if !markers.insert(record.value("acme_marker").to_owned()) {
            return Err("two records carry one marker".to_owned());
        }
    }
    if let Some((number, times)) = by_number.iter().find(|(_, times)| **times != 1) {
        return Err(format!("contact {number} is there {times} times"));
    }
    match numbers.iter().find(|number| !by_number.contains_key(number)) {
        Some(number) => Err(format!("confirmed contact {number} is not in the CRM")),
        None => Ok(ours),
    }
}
