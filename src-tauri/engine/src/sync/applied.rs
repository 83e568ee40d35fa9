//! One event applied to one delivery, within a transaction: load, decide, store what was decided.

use super::local::{self, Seen};
use super::{follow, joining, notes};
use crate::clock::Clock;
use crate::store::{Result, attempts, conflicts, contacts, deliveries, destinations, parts, watched};
use lanyard_core::ids::{BootId, ConflictId, ContactId, DeliveryId, InstallationId, Marker};
use lanyard_core::outbox::{Delivery, Hold, State};
use lanyard_core::sync::{Account, Case, Event, Local, Next, Request, Step, plant, scrub, step};
use rusqlite::Connection;

/// Who applies, and with what.
#[derive(Clone, Copy)]
pub struct Applied<'a> {
    /// Time and ids.
    pub clock: &'a dyn Clock,
    /// This process.
    pub boot: &'a BootId,
    /// This laptop.
    pub installation: &'a InstallationId,
}

/// What came of an event.
#[derive(Debug)]
pub struct Outcome {
    /// What the CRM is to be asked.
    pub request: Option<Request>,
    /// The delivery's contact.
    pub contact: ContactId,
    /// Its state now.
    pub state: State,
    /// Whether anything of it changed.
    pub changed: bool,
    /// Whether values were taken in, which the contact's other destinations are told of.
    pub taken: bool,
}

/// Applies an event to a delivery and stores the outcome. Decides again as long as a decision asks for that. Returns what
/// the CRM is to be asked, if anything: a write is on disk, with its lease and exact content, when the transaction
/// commits.
///
/// # Errors
/// As the store allows. A move that is not allowed is logged and changes nothing.
pub fn apply(
    conn: &Connection,
    with: Applied<'_>,
    account: &Account,
    id: &DeliveryId,
    event: Event,
    may_ask: bool,
) -> Result<Option<Request>> {
    Ok(outcome(conn, with, account, id, event, may_ask)?.and_then(|outcome| outcome.request))
}

/// As [`apply`], with what became of the delivery; none when there is no such delivery.
///
/// # Errors
/// As [`apply`].
pub fn outcome(
    conn: &Connection,
    with: Applied<'_>,
    account: &Account,
    id: &DeliveryId,
    event: Event,
    may_ask: bool,
) -> Result<Option<Outcome>> {
    // A generation that is over hears only what concerns its record: a timer armed for it before would begin a second one.
    let found = if matches!(event, Event::Changed) {
        deliveries::get_live(conn, id)?
    } else {
        deliveries::get(conn, id)?
    };
    let Some(mut stored) = found else { return Ok(None) };
    let Some(mut seen) = local::seen(conn, &stored, account, &event)? else { return Ok(None) };
    let (mut event, mut changed, mut request, mut took) = (event, false, None, false);
    // Bounded: each round either settles, asks, or has consumed a decision; eight is more than any path takes.
    let mut rounds = 8;
    loop {
        let Seen { local, account: of_part, .. } = &seen;
        let case: Case<'_> = Case { delivery: &stored.delivery, local, account: of_part, boot: with.boot };
        let decided = match step(&case, event) {
            Ok(decided) => decided,
            Err(illegal) => {
                tracing::error!(delivery = %id, %illegal, "an event met a state it cannot meet; nothing was changed");
                break;
            }
        };
        let Step { delivery, differences, taken, surplus, pass_on, next } = decided;
        let gone = matches!(delivery.state, State::Removed { .. });
        if delivery != stored.delivery {
            deliveries::save(conn, &delivery, with.clock.wall())?;
            changed = true;
            if gone {
                watched::bury(conn, &delivery)?;
                follow::with_its_notes(conn, &delivery)?;
                joining::goes_on(conn, with, &delivery)?;
            }
        }
        for one in surplus {
            changed |= follow::surplus(conn, with, one, &delivery)?;
        }
        if pass_on {
            parts::pass_on(conn, &delivery, with.clock.wall())?;
        }
        for difference in &differences {
            conflicts::put(conn, &ConflictId::new(with.clock.new_id()), id, difference)?;
        }
        if !taken.is_empty() {
            let contact = contacts::load(conn, &delivery.contact)?;
            let edits =
                local::taken_edits(&contact, &of_part.mapping, &taken, &notes::part_of(&delivery.part));
            if !edits.is_empty() {
                contacts::edit(conn, &delivery.contact, with.installation, &edits, with.clock.wall())?;
                took = true;
            }
        }
        changed |= !differences.is_empty() || !taken.is_empty();
        stored.delivery = delivery;
        match next {
            Next::Rest => break,
            Next::Again if may_ask => event = Event::Begin,
            Next::Again => break,
            Next::Ask(asked) => {
                if let Some(op) = write_name(&asked) {
                    attempts::begin(conn, id, op, with.clock.wall())?;
                }
                request = Some(asked);
                break;
            }
            Next::Renew => {
                follow::renew(conn, with, &stored.delivery)?;
                changed = true;
                break;
            }
        }
        rounds -= 1;
        if rounds == 0 {
            tracing::error!(delivery = %id, "a delivery was decided on too often in a row; it waits for the next round");
            break;
        }
        if !differences.is_empty() || !taken.is_empty() {
            let Some(again) = local::seen(conn, &stored, account, &event)? else { break };
            seen = again;
        }
    }
    changed |= notes::make_missing(conn, with, &stored.delivery, &seen.notes)?;
    let Delivery { contact, state, .. } = stored.delivery;
    if took {
        tell_the_others(conn, with, &contact, id)?;
    }
    Ok(Some(Outcome { request, contact, state, changed, taken: took }))
}

/// A delivery, and what a decision about an event sees beside it: for proofs that compare stores.
///
/// # Errors
/// As the store allows.
pub fn looked_at(
    conn: &Connection,
    account: &Account,
    id: &DeliveryId,
    event: &Event,
) -> Result<Option<(Delivery, Local)>> {
    let Some(stored) = deliveries::get(conn, id)? else { return Ok(None) };
    let seen = local::seen(conn, &stored, account, event)?;
    Ok(seen.map(|seen| (stored.delivery, seen.local)))
}

/// What an event that changes nothing by itself makes us ask the CRM, if the delivery is one that it is meant for.
///
/// # Errors
/// As the store allows.
pub(super) fn asked(
    conn: &Connection,
    with: Applied<'_>,
    account: &Account,
    id: &DeliveryId,
    event: Event,
) -> Result<Option<Request>> {
    let Some(stored) = deliveries::get(conn, id)? else { return Ok(None) };
    if !scrub::wants::<{ plant::NONE }>(&stored.delivery) {
        return Ok(None);
    }
    let Some(Seen { local, account, .. }) = local::seen(conn, &stored, account, &event)? else {
        return Ok(None);
    };
    let case: Case<'_> =
        Case { delivery: &stored.delivery, local: &local, account: &account, boot: with.boot };
    Ok(match step(&case, event) {
        Ok(Step { next: Next::Ask(request), .. }) => Some(request),
        Ok(_) | Err(_) => None,
    })
}

/// The name under which a write stands in the timeline; a read is noted when it was answered.
fn write_name(request: &Request) -> Option<&'static str> {
    match request {
        Request::Create(_) => Some("create"),
        Request::Update(_) => Some("update"),
        Request::Delete(_) => Some("delete"),
        Request::Get { .. }
        | Request::Stray { .. }
        | Request::FindByEmail { .. }
        | Request::FindByMarker { .. }
        | Request::FindLike { .. } => None,
    }
}

/// The contact changed: each of its deliveries is told. Asks the CRM nothing; the worker finds what is queued.
///
/// # Errors
/// As the store allows.
pub fn apply_to_contact(conn: &Connection, with: Applied<'_>, contact: &ContactId) -> Result<()> {
    tell(conn, with, contact, |_| true)
}

/// What came from one CRM goes on to the others.
fn tell_the_others(
    conn: &Connection,
    with: Applied<'_>,
    contact: &ContactId,
    but: &DeliveryId,
) -> Result<()> {
    tell(conn, with, contact, |id| id != but)
}

fn tell(
    conn: &Connection,
    with: Applied<'_>,
    contact: &ContactId,
    whom: impl Fn(&DeliveryId) -> bool,
) -> Result<()> {
    for id in parts::following(conn, contact)?.into_iter().filter(whom) {
        // One before it may have begun anew, and taken this one out.
        let Some(stored) = deliveries::get_live(conn, &id)? else { continue };
        let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else { continue };
        let account = local::stored_account(conn, &destination)?;
        apply(conn, with, &account, &id, Event::Changed, false)?;
    }
    Ok(())
}

/// A delivery as it is made with a contact: on hold while the card is open.
#[must_use]
pub fn fresh(
    clock: &dyn Clock,
    contact: &ContactId,
    destination: &lanyard_core::ids::DestinationId,
    grace: lanyard_core::time::Millis,
) -> Delivery {
    Delivery::new(
        DeliveryId::new(clock.new_id()),
        contact.clone(),
        destination.clone(),
        Marker::new(clock.new_id()),
        State::Held { why: Hold::Grace, wait: Some(grace) },
    )
}
