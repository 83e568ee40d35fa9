//! The review: what a manager looks at, in one answer.

use super::desk::Desk;
use super::errors::Answer;
use super::fixing::can_be_alike;
use super::mapping::makes_fields;
use super::show::Shown;
use super::status::{self, health, snapshot};
use super::views::{
    AlikeView, AnswersView, CauseView, DifferenceView, ExampleView, FixKind, HealthView, HoldView, Review,
};
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::review::{self, CauseCount, HoldCount};
use crate::store::{Result, answers, attempts, conflicts, contacts, deliveries, sum, there};
use lanyard_core::alerts::Alert;
use lanyard_core::contact::{Contact, Field, display_name};
use lanyard_core::explain::{Explanation, Sentence, Who};
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Hold, ParkReason, State};
use lanyard_core::sync::health::BREAKER_AT;
use lanyard_core::time::WallMs;
use rusqlite::Connection;

/// So many contacts stand for all of a cause.
pub(super) const EXAMPLES: u32 = 5;

/// So many differences are shown at once; the rest follows as they are settled.
const DIFFERENCES: u32 = 50;

/// So many causes have a line of their own.
const CAUSES: usize = 50;

impl Desk {
    /// What a manager sees at the end of a day.
    ///
    /// # Errors
    /// As the store allows.
    pub fn review(&self) -> Answer<Review> {
        let engine = self.engine()?;
        let event = engine.event()?;
        Ok(engine.store.read(|conn| {
            let counts = sum::counts(conn, &event.id, WallMs(0))?;
            let shown = Shown::new(conn, &engine)?;
            let causes = review::causes(conn, &event.id)?;
            let causes = causes.iter().take(CAUSES).map(|count| cause(conn, &shown, count));
            let places = destinations::of_event(conn, &event.id)?;
            let mut earlier = Vec::new();
            for place in &places {
                earlier.extend(super::earlier::view(conn, &event.id, place)?.filter(|view| !view.stay));
            }
            let holds = review::holds(conn, &event.id)?;
            let holds = holds.iter().map(|count| hold(conn, &shown, count));
            let mut alike = Vec::new();
            for found in review::alike(conn, &event.id)? {
                let place = shown.destination(&found.destination);
                alike.push(AlikeView {
                    name: place.map(|place| place.name.clone()).unwrap_or_default(),
                    field: shown.our_field(conn, place, &found.theirs)?,
                    destination: found.destination,
                    theirs: found.theirs,
                    open: found.open,
                    ours: found.ours,
                });
            }
            Ok(Review {
                sum: status::shown(&counts),
                off: off(&counts),
                oldest: counts.oldest,
                alerts: super::alerting::found(conn, &engine, counts.oldest)?
                    .iter()
                    .map(Alert::explanation)
                    .collect(),
                causes: causes.collect::<Result<_>>()?,
                earlier,
                holds: holds.collect::<Result<_>>()?,
                alike,
                duplicates: super::merging::pairs(conn, &shown, &event.id)?,
                proposals: super::proposing::shown(conn, &event)?,
                purge: super::purging::proposed(conn, &event.id)?,
                differences: differences(conn, &shown, &event.id)?,
                destinations: places
                    .iter()
                    .map(|place| doing(conn, &engine, place))
                    .collect::<Result<_>>()?,
            })
        })?)
    }
}

/// What it means that the sum does not add up.
fn off(counts: &sum::Counts) -> Option<Explanation> {
    let captured = u64::from(counts.captured);
    if counts.adds_up() {
        return None;
    }
    let accounted = counts.accounted();
    let code = if accounted < captured { "why-sum-missing" } else { "why-sum-surplus" };
    let why = Sentence::new(code).count("captured", captured).count("count", captured.abs_diff(accounted));
    Some(
        Explanation::because(why.count("accounted", accounted))
            .next(Sentence::new("next-sum-off"))
            .needs(Who::Manager, &[]),
    )
}

pub(super) fn cause(conn: &Connection, shown: &Shown<'_>, count: &CauseCount) -> Result<CauseView> {
    let first = deliveries::get(conn, &count.first)?;
    let mut explanation = match &first {
        Some(stored) => shown.delivery(conn, stored)?.explanation,
        None => Explanation::because(Sentence::new("why-removing")),
    };
    let place = shown.destination(&count.cause.destination);
    let reason = first.as_ref().and_then(|stored| match &stored.delivery.state {
        State::Parked { reason } => Some(reason),
        State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Waiting { .. }
        | State::Synced
        | State::Removed { .. } => None,
    });
    if let (Some(code), true) = (reason.and_then(together), count.contacts > 1) {
        let crm = place.map(|place| place.name.clone()).unwrap_or_default();
        explanation.why = Sentence::new(code).text("crm", crm).count("count", u64::from(count.contacts));
    }
    let field = faulty_field(conn, place, count)?;
    let unknown = unknown_field(conn, place, count)?;
    if let (Some(property), Some(place)) = (&unknown, place) {
        explanation.why = Sentence::new("why-parked-unknown-property")
            .text("crm", place.name.clone())
            .text("property", property.clone());
        explanation.next = Some(Sentence::new("next-parked-unknown-property"));
    }
    let some = review::of_cause(conn, &count.cause, EXAMPLES)?;
    Ok(CauseView {
        cause: count.cause.clone(),
        contacts: count.contacts,
        explanation,
        field: field.map(|field| field.key().to_owned()),
        examples: some.iter().map(|(_, id)| example(conn, id, field)).collect::<Result<_>>()?,
        raw: last_raw(conn, &count.first)?,
        fixes: match (&unknown, place) {
            (Some(_), Some(place)) => mends(place),
            _ => reason.map(|reason| fixes(reason, field, count.contacts)).unwrap_or_default(),
        },
    })
}

/// The sentence for several of a kind whose own sentence names a person.
fn together(reason: &ParkReason) -> Option<&'static str> {
    match reason {
        ParkReason::BelongsToSomeoneElse { .. } => Some("why-cause-belongs-to-someone-else"),
        ParkReason::MaybeThere { .. } => Some("why-cause-maybe-there"),
        ParkReason::DeletedThere => Some("why-cause-deleted-there"),
        ParkReason::ChangedThere => Some("why-cause-changed-there"),
        ParkReason::Invalid { .. } | ParkReason::Refused { .. } => None,
    }
}

/// The field of ours that the CRM refuses, as the failure or else the mapping knows it.
fn faulty_field(conn: &Connection, place: Option<&Destination>, count: &CauseCount) -> Result<Option<Field>> {
    if let Some(field) = count.cause.field.as_deref().and_then(Field::by_key) {
        return Ok(Some(field));
    }
    let (Some(place), Some(theirs)) = (place, &count.cause.theirs) else { return Ok(None) };
    let mapping = destinations::mapping(conn, &place.id, place.mapping)?;
    Ok(mapping.and_then(|mapping| {
        mapping.rows.iter().find(|row| row.theirs.as_str() == theirs).and_then(|row| row.ours)
    }))
}

/// The field over there that the CRM is known not to have: then neither the values nor the CRM is at fault, but what goes
/// where.
fn unknown_field(
    conn: &Connection,
    place: Option<&Destination>,
    count: &CauseCount,
) -> Result<Option<String>> {
    let (Some(place), Some(theirs)) = (place, &count.cause.theirs) else { return Ok(None) };
    let Some(known) = there::known(conn, &place.id)? else { return Ok(None) };
    let has = known.fields.iter().any(|field| field.name.as_str() == theirs);
    Ok((!has).then(|| theirs.clone()))
}

/// What mends a field that the CRM does not have.
fn mends(place: &Destination) -> Vec<FixKind> {
    let mut fixes = vec![FixKind::Remap, FixKind::LeaveOut, FixKind::Retry];
    if makes_fields(place) {
        fixes.insert(1, FixKind::Make);
    }
    fixes
}

/// What can be done for all of a cause, the most likely first.
fn fixes(reason: &ParkReason, field: Option<Field>, contacts: u32) -> Vec<FixKind> {
    match reason {
        // Whether the values, the mapping or the CRM is at fault, its words say; the reader chooses.
        ParkReason::Invalid { .. } => {
            let Some(field) = field else { return vec![FixKind::Retry] };
            let mut fixes =
                vec![FixKind::Replace, FixKind::Clear, FixKind::Remap, FixKind::LeaveOut, FixKind::Retry];
            if contacts == 1 || can_be_alike(field) {
                fixes.insert(0, FixKind::Set);
            }
            fixes
        }
        ParkReason::Refused { .. } => vec![FixKind::Retry],
        ParkReason::BelongsToSomeoneElse { may_create, .. } => {
            let mut fixes = vec![FixKind::TakeTheOne];
            if *may_create {
                fixes.push(FixKind::CreateAnyway);
            }
            fixes
        }
        ParkReason::MaybeThere { .. } => vec![FixKind::LookAgain, FixKind::SendAgain],
        ParkReason::DeletedThere => vec![FixKind::SendAgain, FixKind::RemoveHere],
        ParkReason::ChangedThere => vec![FixKind::LeaveThere, FixKind::DeleteThere],
    }
}

pub(super) fn example(conn: &Connection, id: &ContactId, field: Option<Field>) -> Result<ExampleView> {
    let contact = contacts::load(conn, id)?;
    let value = field.and_then(|field| contact.text(field)).map(str::to_owned);
    Ok(ExampleView { contact: id.clone(), name: called(&contact), value })
}

/// A name, or the number that stands for one.
fn called(contact: &Contact) -> Option<String> {
    display_name(contact).or_else(|| contact.text(Field::BadgeId).map(str::to_owned))
}

fn last_raw(conn: &Connection, delivery: &DeliveryId) -> Result<Option<String>> {
    Ok(attempts::of(conn, delivery)?.into_iter().rev().find_map(|attempt| attempt.reply))
}

pub(super) fn hold(conn: &Connection, shown: &Shown<'_>, count: &HoldCount) -> Result<HoldView> {
    let place = shown.destination(&count.destination).map(|place| place.name.clone()).unwrap_or_default();
    let code = match count.why {
        Hold::Grace => "why-cause-grace",
        Hold::Consent => "why-held-consent",
        Hold::Review => "why-held-review",
        Hold::Incomplete => "why-held-incomplete",
        Hold::Unresolved => "why-cause-unresolved",
    };
    let some = review::of_hold(conn, &count.destination, count.why, EXAMPLES)?;
    Ok(HoldView {
        destination: count.destination.clone(),
        why: count.why,
        contacts: count.contacts,
        explanation: Explanation::because(
            Sentence::new(code).text("crm", place).count("count", u64::from(count.contacts)),
        ),
        examples: some.iter().map(|(_, id)| example(conn, id, None)).collect::<Result<_>>()?,
        can_release: matches!(count.why, Hold::Grace | Hold::Unresolved),
    })
}

fn differences(
    conn: &Connection,
    shown: &Shown<'_>,
    event: &lanyard_core::ids::EventId,
) -> Result<Vec<DifferenceView>> {
    let mut views = Vec::new();
    for open in review::open(conn, event, None, DIFFERENCES)? {
        let Some((row, contact)) = conflicts::find(conn, &open.id)? else { continue };
        let place = shown.destination(&open.destination);
        let known = contacts::load(conn, &contact)?;
        views.push(DifferenceView {
            name: called(&known),
            company: known.text(Field::Company).map(str::to_owned),
            contact,
            destination: place.map(|place| place.name.clone()).unwrap_or_default(),
            conflict: shown.conflict(conn, place, row)?,
        });
    }
    Ok(views)
}

fn doing(conn: &Connection, engine: &Engine, place: &Destination) -> Result<HealthView> {
    let line = snapshot(conn, engine)?.lines.get(&place.id).cloned().unwrap_or_default();
    let lately = answers::lately(conn, &place.id, WallMs(i64::MIN))?;
    Ok(HealthView {
        id: place.id.clone(),
        name: place.name.clone(),
        explanation: health(place, &line),
        failures: line.failures,
        rests_at: BREAKER_AT,
        tokens: line.pace.tokens,
        burst: line.pace.burst,
        per_second: line.pace.per_second,
        quota: line.quota.map(|quota| quota.left),
        quota_of: line.quota.map(|quota| quota.limit),
        answers: lately.map(|lately| AnswersView {
            requests: lately.requests,
            worked: lately.worked,
            p50: lately.p50,
            p95: lately.p95,
            since: lately.since,
        }),
    })
}
