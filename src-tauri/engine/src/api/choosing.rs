//! What a person decides about a contact that waits for them.

use super::capturing::no_such_contact;
use super::desk::Desk;
use super::errors::Answer;
use super::views::{Choice, CommandError, ContactDetail, ErrorCode};
use crate::engine::Engine;
use crate::store::contacts::{self, Edit};
use crate::store::{Result, conflicts, deliveries, destinations};
use crate::sync::{apply, apply_to_contact, is_told_only, ours_of, stored_account};
use lanyard_core::contact::{Origin, Part, normalise};
use lanyard_core::crm::Mapping;
use lanyard_core::ids::{ConflictId, ContactId, DeliveryId, RemoteId};
use lanyard_core::outbox::{Decision, Delivery, DeliveryPart, State};
use lanyard_core::sync::{Event, Winner, remap};
use rusqlite::Connection;

impl Desk {
    /// Carries out a choice about a delivery.
    ///
    /// # Errors
    /// When there is no such delivery.
    pub fn choose(&self, delivery: &DeliveryId, choice: &Choice) -> Answer<ContactDetail> {
        let decision = match choice {
            Choice::Retry => None,
            Choice::TakeThisOne { remote_id } => {
                Some(Decision::Take { remote_id: RemoteId::new(remote_id.clone()) })
            }
            Choice::CreateAnyway => Some(Decision::Create),
            Choice::ItIsThere => Some(Decision::Look),
            Choice::SendAgain => Some(Decision::SendAgain),
            Choice::LeaveThere => Some(Decision::Leave),
            Choice::DeleteThere => Some(Decision::Destroy),
            Choice::RemoveHere => {
                let engine = self.engine()?;
                let found = engine.store.read(|conn| deliveries::get(conn, delivery))?;
                return self.remove_contact(&found.ok_or_else(no_such_contact)?.delivery.contact);
            }
        };
        let contact = self.decide(std::slice::from_ref(delivery), decision)?;
        self.contact(&contact)
    }

    /// Tries all parked or waiting deliveries of a contact again.
    ///
    /// # Errors
    /// When there is no such contact.
    pub fn retry(&self, contact: &ContactId) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| deliveries::of_contact(conn, contact))?;
        if found.is_empty() {
            return self.contact(contact);
        }
        let ids: Vec<DeliveryId> = found.into_iter().map(|stored| stored.delivery.id).collect();
        self.decide(&ids, None)?;
        self.contact(contact)
    }

    fn decide(&self, ids: &[DeliveryId], decision: Option<Decision>) -> Answer<ContactId> {
        let engine = self.engine()?;
        let contact = engine.store.write(|conn| {
            let mut of = None;
            for id in ids {
                let Some(stored) = deliveries::get(conn, id)? else { continue };
                let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else {
                    continue;
                };
                let account = stored_account(conn, &destination)?;
                apply(conn, engine.with(), &account, id, Event::Decided(decision.clone()), false)?;
                of = Some(stored.delivery.contact);
            }
            Ok(of)
        })?;
        let contact = contact.ok_or_else(no_such_contact)?;
        engine.committed(vec![contact.clone()]);
        Ok(contact)
    }

    /// Settles a difference: ours is written over there, or theirs is taken over here.
    ///
    /// # Errors
    /// When the difference is settled already.
    pub fn settle_difference(&self, conflict: &ConflictId, ours: bool) -> Answer<ContactDetail> {
        let engine = self.engine()?;
        let winner = if ours { Winner::Ours } else { Winner::Theirs };
        let contact = engine.store.write(|conn| settle(conn, &engine, conflict, winner))?;
        let contact = contact.ok_or_else(|| CommandError::new(ErrorCode::NotFound, "error-choice"))?;
        engine.committed(vec![contact.clone()]);
        self.contact(&contact)
    }
}

/// Settles an open difference for one side; none when it is settled already.
pub(super) fn settle(
    conn: &Connection,
    engine: &Engine,
    conflict: &ConflictId,
    winner: Winner,
) -> Result<Option<ContactId>> {
    let now = engine.clock.wall();
    let Some((row, contact)) = conflicts::find(conn, conflict)? else { return Ok(None) };
    let Some(stored) = deliveries::get(conn, &row.delivery)? else { return Ok(None) };
    let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else { return Ok(None) };
    let account = stored_account(conn, &destination)?;
    conflicts::resolve(conn, conflict, winner, now)?;
    let goes_as_it_is = match &stored.delivery.part {
        DeliveryPart::Note(key) => !is_told_only(key),
        DeliveryPart::Contact | DeliveryPart::Surplus(_) => {
            account.mapping.row(&row.field).is_some_and(|row| row.comes_back() && row.turn.is_as_is())
        }
    };
    if !goes_as_it_is {
        chosen(conn, engine, stored.delivery, &account.mapping, &row, winner)?;
    } else if let Some((field, part)) = ours_of(&account, &stored.delivery.part, &row.field) {
        // A new edit either way: it is newer than the fact, so ours goes across and theirs does not.
        let (value, origin) = match winner {
            Winner::Ours => (row.ours, Origin::Typed),
            Winner::Theirs => (row.theirs, Origin::Crm),
        };
        let value = value.filter(|value| !value.is_empty());
        let edit = Edit { field, part, value, raw: None, problem: None, origin };
        contacts::edit(conn, &contact, &engine.installation, &[edit], now)?;
    }
    apply_to_contact(conn, engine.with(), &contact)?;
    Ok(Some(contact))
}

/// A choice about a field whose value is not ours as it stands there: what is shown of ours was turned, and must not be
/// written over what it was made of.
fn chosen(
    conn: &Connection,
    engine: &Engine,
    mut delivery: Delivery,
    mapping: &Mapping,
    row: &conflicts::Conflict,
    winner: Winner,
) -> Result<()> {
    let now = engine.clock.wall();
    let taken = match winner {
        Winner::Ours => None,
        Winner::Theirs => mapping.inward(&row.field, row.theirs.as_deref()),
    };
    if let Some((field, value)) = taken {
        let normalised = value.map(|value| normalise(field.row().kind, &value, None));
        let edit = Edit {
            field,
            part: Part::first(),
            problem: normalised.as_ref().and_then(|it| it.problem),
            value: normalised.map(|it| it.value),
            raw: None,
            origin: Origin::Crm,
        };
        contacts::edit(conn, &delivery.contact, &engine.installation, &[edit], now)?;
        return Ok(());
    }
    match winner {
        Winner::Ours => remap::insist(&mut delivery, &row.field),
        Winner::Theirs => {
            let seq = contacts::for_sync(conn, &delivery.contact)?.map_or(0, |head| head.seq);
            remap::yield_to(&mut delivery, &row.field, seq);
        }
    }
    deliveries::save(conn, &delivery, now)
}

/// Tries what is parked or waits of a contact again, within a transaction; whether there was anything.
pub(super) fn try_again(conn: &Connection, engine: &Engine, contact: &ContactId) -> Result<bool> {
    let mut any = false;
    for stored in deliveries::of_contact(conn, contact)? {
        if !matches!(stored.delivery.state, State::Parked { .. } | State::Waiting { .. }) {
            continue;
        }
        let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else { continue };
        let account = stored_account(conn, &destination)?;
        apply(conn, engine.with(), &account, &stored.delivery.id, Event::Decided(None), false)?;
        any = true;
    }
    Ok(any)
}
