//! What is done for many contacts at once: holds are let go, differences settled alike.
//!
//! Carried out in small transactions, so that a capture never waits for a thousand of them; what was done of it stays done
//! when the disk fails in between, and the review then shows the rest.

use super::choosing::settle;
use super::desk::Desk;
use super::errors::Answer;
use super::views::{AlikeAt, CommandError, DoneForMany, ErrorCode, HeldAt, Side};
use crate::engine::Engine;
use crate::store::destinations::{self, Destination};
use crate::store::{Result, conflicts, deliveries, released, review};
use crate::sync::{apply_to_contact, stored_account};
use lanyard_core::explain::Sentence;
use lanyard_core::ids::{ContactId, DeliveryId};
use lanyard_core::outbox::{Delivery, Hold, State};
use lanyard_core::sync::{Account, Winner};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// So many at a time: a transaction of a few milliseconds.
pub(super) const AT_ONCE: usize = 100;

impl Desk {
    /// Lets go of everything that a destination holds for a reason, as far as a press can.
    ///
    /// # Errors
    /// When the reason is not one that a press lifts.
    pub fn release(&self, held: &HeldAt) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| review::of_hold(conn, &held.destination, held.why, u32::MAX))?;
        match held.why {
            Hold::Grace => {}
            // Of those that are there now; the event goes on holding whoever comes later.
            Hold::Unresolved => engine.store.write(|conn| {
                released::let_go(conn, &held.destination, found.iter().map(|(_, contact)| contact))
            })?,
            Hold::Consent | Hold::Review | Hold::Incomplete => return Err(does_not_fit()),
        }
        let contacts = for_all(&engine, &found, |conn, _, delivery| {
            deliveries::leave_card(conn, &delivery.contact)?;
            apply_to_contact(conn, engine.with(), &delivery.contact)?;
            Ok(true)
        })?;
        Ok(done("done-released", contacts))
    }

    /// Settles every open difference of one field at one destination; without a field all there are.
    ///
    /// # Errors
    /// As the store allows.
    pub fn settle_alike(&self, of: Option<&AlikeAt>, side: Side) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let of = of.map(|at| (&at.destination, at.theirs.as_str()));
        let open = engine.store.read(|conn| review::open(conn, &event.id, of, u32::MAX))?;
        let mut settled = 0;
        for some in open.chunks(AT_ONCE) {
            let contacts = engine.store.write(|conn| {
                let mut contacts = BTreeSet::new();
                for one in some {
                    let Some((row, _)) = conflicts::find(conn, &one.id)? else { continue };
                    let winner = match side {
                        Side::Ours => Winner::Ours,
                        Side::Theirs => Winner::Theirs,
                        Side::Default => row.winner,
                    };
                    if let Some(contact) = settle(conn, &engine, &one.id, winner)? {
                        contacts.insert(contact);
                        settled += 1;
                    }
                }
                Ok(contacts)
            })?;
            engine.committed(contacts.into_iter().collect());
        }
        Ok(done("done-settled", settled))
    }
}

/// A destination with what decisions about its deliveries need.
pub(super) struct Place {
    destination: Destination,
    pub(super) account: Account,
}

/// Does something to each delivery that is still where it was, a few at a time; answers with how many contacts.
pub(super) fn for_all(
    engine: &Engine,
    found: &[(DeliveryId, ContactId)],
    mut act: impl FnMut(&Connection, &Place, &Delivery) -> Result<bool>,
) -> Result<u32> {
    let mut contacts = 0;
    for some in found.chunks(AT_ONCE) {
        let touched = engine.store.write(|conn| {
            let mut touched = BTreeSet::new();
            let mut place: Option<Place> = None;
            for (id, contact) in some {
                let Some(stored) = deliveries::get(conn, id)? else { continue };
                if !matches!(stored.delivery.state, State::Parked { .. } | State::Held { .. }) {
                    continue;
                }
                if place.as_ref().is_none_or(|place| place.destination.id != stored.delivery.destination) {
                    let Some(destination) = destinations::get(conn, &stored.delivery.destination)? else {
                        continue;
                    };
                    let account = stored_account(conn, &destination)?;
                    place = Some(Place { destination, account });
                }
                if let Some(place) = &place
                    && act(conn, place, &stored.delivery)?
                {
                    touched.insert(contact.clone());
                }
            }
            Ok(touched)
        })?;
        contacts += u32::try_from(touched.len()).unwrap_or(u32::MAX);
        engine.committed(touched.into_iter().collect());
    }
    Ok(contacts)
}

pub(super) fn done(code: &str, contacts: u32) -> DoneForMany {
    let sentence = Sentence::new(code).count("count", u64::from(contacts));
    DoneForMany { contacts, sentence, can_undo: false }
}

pub(super) fn does_not_fit() -> CommandError {
    CommandError::new(ErrorCode::BadInput, "error-choice")
}
