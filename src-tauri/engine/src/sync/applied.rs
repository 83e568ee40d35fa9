//! One event applied to one delivery, within a transaction: load, decide, store what was decided.

use super::local;
use crate::clock::Clock;
use crate::store::{Result, StoreError, attempts, conflicts, contacts, deliveries, destinations};
use lanyard_core::ids::{BootId, ConflictId, ContactId, DeliveryId, InstallationId, Marker};
use lanyard_core::outbox::{Delivery, Hold, Move, RemovedBy, State, transition};
use lanyard_core::sync::{Account, Case, Event, Next, Request, step};
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
    let mut event = event;
    // Bounded: each round either settles, asks, or has consumed a decision; eight is more than any path takes.
    for _ in 0..8 {
        let Some(stored) = deliveries::get(conn, id)? else { return Ok(None) };
        let local = local::local(conn, &stored, account)?;
        let case = Case { delivery: &stored.delivery, local: &local, account, boot: with.boot };
        let decided = match step(&case, event) {
            Ok(decided) => decided,
            Err(illegal) => {
                tracing::error!(delivery = %id, %illegal, "an event met a state it cannot meet; nothing was changed");
                return Ok(None);
            }
        };
        if decided.delivery != stored.delivery {
            deliveries::save(conn, &decided.delivery, with.clock.wall())?;
        }
        for difference in &decided.differences {
            conflicts::put(conn, &ConflictId::new(with.clock.new_id()), id, difference)?;
        }
        if !decided.taken.is_empty() {
            let contact = contacts::load(conn, &stored.delivery.contact)?;
            let edits = local::taken_edits(&contact, &account.mapping, &decided.taken);
            if !edits.is_empty() {
                contacts::edit(conn, &stored.delivery.contact, with.installation, &edits, with.clock.wall())?;
            }
        }
        match decided.next {
            Next::Rest => return Ok(None),
            Next::Again if may_ask => event = Event::Begin,
            Next::Again => return Ok(None),
            Next::Ask(request) => {
                let op = match &request {
                    Request::Create(_) => Some("create"),
                    Request::Update(_) => Some("update"),
                    Request::Get { .. }
                    | Request::FindByEmail { .. }
                    | Request::FindByMarker { .. }
                    | Request::FindLike { .. } => None,
                };
                if let Some(op) = op {
                    attempts::begin(conn, id, op, with.clock.wall())?;
                }
                return Ok(Some(request));
            }
            Next::Renew => {
                renew(conn, with, &decided.delivery)?;
                return Ok(None);
            }
        }
    }
    tracing::error!(delivery = %id, "a delivery was decided on too often in a row; it waits for the next round");
    Ok(None)
}

/// The contact changed: each of its deliveries is told. Asks the CRM nothing; the worker finds what is queued.
///
/// # Errors
/// As the store allows.
pub fn apply_to_contact(conn: &Connection, with: Applied<'_>, contact: &ContactId) -> Result<()> {
    for stored in deliveries::of_contact(conn, contact)? {
        let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else { continue };
        let account = local::stored_account(conn, &destination)?;
        apply(conn, with, &account, &stored.delivery.id, Event::Changed, false)?;
    }
    Ok(())
}

/// Settles a generation as removed over there and begins the next with a marker of its own (rule 12).
///
/// # Errors
/// As the store allows.
fn renew(conn: &Connection, with: Applied<'_>, old: &Delivery) -> Result<()> {
    let state = transition(&old.state, Move::Remove { by: RemovedBy::There })
        .map_err(|illegal| StoreError::Mismatch { detail: illegal.to_string() })?;
    deliveries::save(conn, &Delivery { state, ..old.clone() }, with.clock.wall())?;
    deliveries::retire(conn, &old.id)?;
    let mut new = Delivery::new(
        DeliveryId::new(with.clock.new_id()),
        old.contact.clone(),
        old.destination.clone(),
        Marker::new(with.clock.new_id()),
        State::Queued,
    );
    new.generation = old.generation + 1;
    deliveries::insert(conn, &new, true)
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
