//! The figures of a manager's pictures: what the store counted in steps of five minutes, put together to the stretches of a day as
//! this laptop's clock tells them. What was captured over all days adds up to the sum; nothing is estimated, and where nothing
//! happened there is nothing.

use super::desk::Desk;
use super::errors::Answer;
use super::views::{
    CommandError, CrmSlotView, CrmView, DayView, ErrorCode, FailedView, Over, Pictures, SavedList, ShareView,
    SlotView,
};
use crate::engine::Engine;
use crate::export;
use crate::slots::{self, Slot};
use crate::store::answers::{OF_THE_DESTINATION, percentile};
use crate::store::destinations;
use crate::store::pictures::{self, Answered, Captured, Settled};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{DestinationId, EventId};
use lanyard_core::time::{Millis, WallMs};
use std::collections::BTreeMap;
use std::path::Path;

impl Desk {
    /// The figures of a day, or of the whole event, by this laptop's time zone as it is now.
    ///
    /// # Errors
    /// As the store allows.
    pub fn pictures(&self, over: &Over) -> Answer<Pictures> {
        self.pictures_in(over, &TimeZone::system())
    }

    /// The same by another time zone.
    ///
    /// # Errors
    /// When it names a day that no calendar has; else as the store allows.
    pub fn pictures_in(&self, over: &Over, zone: &TimeZone) -> Answer<Pictures> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let now = engine.clock.wall();
        let (captured, settled) = engine
            .store
            .read(|conn| Ok((pictures::captured(conn, &event.id)?, pictures::settled(conn, &event.id)?)))?;
        let days = days(&captured, &settled, zone);
        let chosen = match over {
            Over::All => None,
            Over::Latest => days.keys().next_back().copied(),
            Over::Day { date } => {
                Some(date.parse::<Date>().map_err(|_| CommandError::new(ErrorCode::BadInput, "error-day"))?)
            }
        };
        let whole = match chosen {
            Some(date) => slots::day(date, zone).unwrap_or((now, now)),
            None => (WallMs(i64::MIN), WallMs(i64::MAX)),
        };
        let asked = engine.store.read(|conn| match chosen {
            Some(_) => pictures::asked_between(conn, whole.0, whole.1),
            None => Ok(None),
        })?;
        let mut moments: Vec<WallMs> = captured.iter().map(|one| one.at).collect();
        moments.extend(settled.iter().map(|one| one.at));
        moments.retain(|at| inside(*at, whole));
        moments.extend(asked.into_iter().flat_map(|(first, last)| [first, last]));
        let (first, last) = (moments.iter().min().copied(), moments.iter().max().copied());
        let slots = match first.zip(last) {
            Some((first, last)) => {
                // Today goes on until now; a clock that was set back is not waited for.
                let last = if inside(now, whole) && now > last { now } else { last };
                slots::slots(slots::step_of(first), last, zone)
            }
            None => Vec::new(),
        };
        let end = slots
            .last()
            .map_or(now, |slot| if inside(now, (slot.from, slot.until)) { now } else { slot.until });
        let start = slots.first().map_or(end, |slot| slot.from);
        let within = |at: WallMs| at >= start && slots.last().is_some_and(|slot| at < slot.until);
        let shares = |name: fn(&Captured) -> Option<&str>| shares(&captured, name, within);
        Ok(Pictures {
            captured: captured.iter().filter(|one| within(one.at)).map(|one| one.contacts).sum(),
            before: waiting_at(&captured, &settled, start),
            reps: shares(|one| one.by.as_deref()),
            laptops: shares(|one| (!one.laptop.is_empty()).then_some(one.laptop.as_str())),
            crms: answers(&engine, &event.id, &slots)?,
            slots: slots.iter().map(|slot| happened(slot, &captured, &settled)).collect(),
            days: days
                .into_iter()
                .rev()
                .map(|(date, captured)| DayView { date: date.to_string(), captured })
                .collect(),
            day: chosen.map(|date| date.to_string()),
            zone: zone.iana_name().map(str::to_owned),
            until: end,
        })
    }

    /// Writes a table as the window shows it to a new file in a folder, its head first; no cell of it runs in a spreadsheet.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_table(&self, rows: &[Vec<String>], folder: &Path, name: &str) -> Answer<SavedList> {
        let path =
            super::files::beside_others(folder, name, "csv", |path| export::table_to_file(rows, path))?;
        Ok(SavedList { sentence: Sentence::new("list-saved").text("path", &path), path })
    }
}

fn inside(at: WallMs, (from, until): (WallMs, WallMs)) -> bool {
    at >= from && at < until
}

/// The days on which anything was captured or settled, and how many contacts were captured on each.
fn days(captured: &[Captured], settled: &[Settled], zone: &TimeZone) -> BTreeMap<Date, u32> {
    let mut days = BTreeMap::new();
    let moments = captured.iter().map(|one| (one.at, one.contacts));
    for (at, contacts) in moments.chain(settled.iter().map(|one| (one.at, 0))) {
        if let Some(date) = slots::date_of(at, zone) {
            *days.entry(date).or_default() += contacts;
        }
    }
    days
}

/// Contacts that were captured and not settled at a moment. A contact whose clock says that it arrived before it was captured
/// counts as settled.
fn waiting_at(captured: &[Captured], settled: &[Settled], at: WallMs) -> u32 {
    let came: u32 = captured.iter().filter(|one| one.at < at).map(|one| one.contacts).sum();
    let went: u32 = settled.iter().filter(|one| one.at < at).map(|one| one.contacts).sum();
    came.saturating_sub(went)
}

fn happened(slot: &Slot, captured: &[Captured], settled: &[Settled]) -> SlotView {
    let span = (slot.from, slot.until);
    let of = |arrived: bool| {
        settled
            .iter()
            .filter(|one| one.arrived == arrived && inside(one.at, span))
            .map(|one| one.contacts)
            .sum()
    };
    SlotView {
        from: slot.from,
        until: slot.until,
        local: slot.local.clone(),
        captured: captured.iter().filter(|one| inside(one.at, span)).map(|one| one.contacts).sum(),
        arrived: of(true),
        removed: of(false),
        waiting: waiting_at(captured, settled, slot.until),
    }
}

fn shares(
    captured: &[Captured],
    name: fn(&Captured) -> Option<&str>,
    within: impl Fn(WallMs) -> bool,
) -> Vec<ShareView> {
    let mut by: BTreeMap<Option<&str>, u32> = BTreeMap::new();
    for one in captured.iter().filter(|one| within(one.at)) {
        *by.entry(name(one)).or_default() += one.contacts;
    }
    let mut shares: Vec<ShareView> = by
        .into_iter()
        .map(|(name, contacts)| ShareView { name: name.map(str::to_owned), contacts })
        .collect();
    shares.sort_by(|one, other| other.contacts.cmp(&one.contacts).then_with(|| one.name.cmp(&other.name)));
    shares
}

/// What was heard of one request.
struct Request {
    at: WallMs,
    took: u64,
    worked: bool,
    budget: Option<(u32, Option<u32>)>,
}

/// What one CRM answered within a slot, or in all of them.
#[derive(Default)]
struct Heard {
    requests: BTreeMap<String, Request>,
    failed: BTreeMap<String, u32>,
}

impl Heard {
    fn hear(&mut self, line: Answered) {
        let of_destination = line.class.as_deref().is_some_and(|class| OF_THE_DESTINATION.contains(&class));
        let known = self.requests.contains_key(&line.request);
        let request = self.requests.entry(line.request).or_insert(Request {
            at: line.at,
            took: line.took,
            worked: !of_destination,
            budget: None,
        });
        request.worked |= !of_destination;
        request.budget = line.budget_left.map(|left| (left, line.budget)).or(request.budget);
        // A request for many that failed as a whole failed once.
        if let Some(class) = line.class.filter(|_| !of_destination || !known) {
            *self.failed.entry(class).or_default() += 1;
        }
    }

    fn slot(&self) -> CrmSlotView {
        let mut took: Vec<u64> = self.requests.values().map(|request| request.took).collect();
        took.sort_unstable();
        let of = |percent| (!took.is_empty()).then(|| Millis(percentile(&took, percent)));
        let least = self.requests.values().filter_map(|request| request.budget).min_by_key(|(left, _)| *left);
        CrmSlotView {
            requests: super::files::short(self.requests.len() as u64),
            worked: super::files::short(
                self.requests.values().filter(|request| request.worked).count() as u64
            ),
            p50: of(50),
            p95: of(95),
            budget_left: least.map(|(left, _)| left),
            budget: least.and_then(|(_, of)| of),
        }
    }

    fn last_budget(&self) -> Option<(u32, Option<u32>)> {
        let said = self.requests.values().filter_map(|request| Some((request.at, request.budget?)));
        said.max_by_key(|(at, _)| *at).map(|(_, budget)| budget)
    }
}

/// How each CRM answered. Read slot by slot, so that a capture never waits for a whole day of answers.
fn answers(engine: &Engine, event: &EventId, slots: &[Slot]) -> Answer<Vec<CrmView>> {
    let places = engine.store.read(|conn| destinations::of_event(conn, event))?;
    let mut heard: BTreeMap<DestinationId, (Heard, Vec<CrmSlotView>)> = BTreeMap::new();
    for slot in slots {
        let lines = engine.store.read(|conn| pictures::answers(conn, event, slot.from, slot.until))?;
        let mut here: BTreeMap<DestinationId, Heard> = BTreeMap::new();
        for line in lines {
            here.entry(line.destination.clone()).or_default().hear(line.clone());
            heard.entry(line.destination.clone()).or_default().0.hear(line);
        }
        for place in &places {
            let of_slot = here.get(&place.id).map(Heard::slot).unwrap_or_default();
            heard.entry(place.id.clone()).or_default().1.push(of_slot);
        }
    }
    Ok(places
        .into_iter()
        .map(|place| {
            let (heard, slots) = heard.remove(&place.id).unwrap_or_default();
            let (whole, last) = (heard.slot(), heard.last_budget());
            let mut failed: Vec<FailedView> = heard
                .failed
                .into_iter()
                .map(|(class, times)| FailedView { why: Sentence::new(failure(&class)), times })
                .collect();
            failed.sort_by_key(|one| std::cmp::Reverse(one.times));
            CrmView {
                id: place.id,
                name: place.name,
                requests: whole.requests,
                worked: whole.worked,
                p50: whole.p50,
                p95: whole.p95,
                failed,
                slots,
                budget_left: last.map(|(left, _)| left),
                budget: last.and_then(|(_, of)| of),
            }
        })
        .collect())
}

/// A class of failure in words, as [`lanyard_core::crm::Failure::name`] names it.
fn failure(class: &str) -> &'static str {
    match class {
        "auth" => "failed-auth",
        "throttled" => "failed-throttled",
        "transient" => "failed-transient",
        "ambiguous" => "failed-ambiguous",
        "conflict" => "failed-conflict",
        "stale" => "failed-stale",
        "gone" => "failed-gone",
        "invalid" => "failed-invalid",
        "too_large" => "failed-too-large",
        "unsupported" => "failed-unsupported",
        _ => "failed-protocol",
    }
}
