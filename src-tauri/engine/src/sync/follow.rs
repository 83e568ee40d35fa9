//! What a decision about one delivery makes of others: the next generation of one that is over, and records too many that
//! become deliveries of their own.

use super::applied::Applied;
use crate::store::{Result, deliveries, parts};
use lanyard_core::ids::{DeliveryId, Marker};
use lanyard_core::outbox::{Delivery, DeliveryPart, RemovedBy, State};
use lanyard_core::sync::Surplus;
use rusqlite::Connection;

/// Begins the next generation of a delivery that is over, with a marker of its own (rule 12). A contact's notes hung on the
/// record that is gone: they begin anew as well, once there is a new one.
///
/// # Errors
/// As the store allows.
pub(super) fn renew(conn: &Connection, with: Applied<'_>, old: &Delivery) -> Result<()> {
    deliveries::retire(conn, &old.id)?;
    retire_notes(conn, old)?;
    begin(conn, with, old, old.part.clone(), old.generation + 1)
}

/// A record that somebody deleted there took its notes along: nothing more is to be said in them.
///
/// # Errors
/// As the store allows.
pub(super) fn with_its_notes(conn: &Connection, gone: &Delivery) -> Result<()> {
    match gone.state {
        State::Removed { by: RemovedBy::There } => retire_notes(conn, gone),
        // Removed here, each note's own delivery takes it away.
        State::Removed { by: RemovedBy::Here }
        | State::Held { .. }
        | State::Queued
        | State::Sending { .. }
        | State::Fenced
        | State::Waiting { .. }
        | State::Synced
        | State::Parked { .. } => Ok(()),
    }
}

fn retire_notes(conn: &Connection, of: &Delivery) -> Result<()> {
    if of.part == DeliveryPart::Contact {
        for note in parts::notes(conn, &of.contact, &of.destination)? {
            deliveries::retire(conn, &note)?;
        }
    }
    Ok(())
}

/// Makes a queued delivery beside `like`: another part of its contact, or another generation.
///
/// # Errors
/// As the store allows.
pub(super) fn begin(
    conn: &Connection,
    with: Applied<'_>,
    like: &Delivery,
    part: DeliveryPart,
    generation: u32,
) -> Result<()> {
    let mut new = Delivery::new(
        DeliveryId::new(with.clock.new_id()),
        like.contact.clone(),
        like.destination.clone(),
        Marker::new(with.clock.new_id()),
        State::Queued,
    );
    new.part = part;
    new.generation = generation;
    deliveries::insert(conn, &new, true)
}

/// A record too many becomes a delivery whose one aim is to take it away again; whether it is new.
///
/// # Errors
/// As the store allows.
pub(super) fn surplus(
    conn: &Connection,
    with: Applied<'_>,
    surplus: Surplus,
    found_by: &Delivery,
) -> Result<bool> {
    let (id, marker) = (DeliveryId::new(with.clock.new_id()), Marker::new(with.clock.new_id()));
    let delivery = surplus.delivery(id, marker, found_by);
    if !parts::make_room(conn, &delivery)? {
        return Ok(false);
    }
    parts::insert_surplus(conn, &delivery, &found_by.id)?;
    Ok(true)
}
