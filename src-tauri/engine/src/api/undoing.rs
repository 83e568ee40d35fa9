//! Taking back what was done for many at once, as far as it can be: contacts that were removed, values that were written,
//! where a field goes. Remembered until something else is done for many, or the app ends; each value, until it is changed
//! again. What has left for a CRM follows as any change does.

use super::desk::Desk;
use super::errors::Answer;
use super::fixing::remap;
use super::many::{AT_ONCE, done};
use super::proposing;
use super::removing::restore;
use super::views::{CommandError, DoneForMany, ErrorCode};
use crate::engine::Engine;
use crate::store::contacts::{self, Edit};
use crate::store::{Result, destinations};
use crate::sync::apply_to_contact;
use lanyard_core::contact::{Contact, Origin};
use lanyard_core::crm::MapRow;
use lanyard_core::ids::{ContactId, DestinationId, ProposalId};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// What can be taken back.
pub(super) enum Undoable {
    /// Contacts that were removed.
    Removed(Vec<ContactId>),
    /// Values that were written.
    Written(Vec<Written>),
    /// Proposals that were decided about.
    Proposed(Vec<ProposalId>),
    /// Where a destination's fields went before.
    Mapped { destination: DestinationId, rows: Vec<MapRow>, contacts: u32 },
}

/// What was written into a contact: as it is now, and what brings back what was there.
pub(super) struct Written {
    contact: ContactId,
    now: Vec<Edit>,
    before: Vec<Edit>,
}

impl Written {
    /// What `edits` change of a contact.
    pub(super) fn of(id: &ContactId, contact: &Contact, edits: &[Edit]) -> Self {
        let before = edits.iter().map(|edit| {
            let old =
                contact.fields.get(&(edit.field, edit.part.clone())).filter(|old| !old.value.is_empty());
            Edit {
                field: edit.field,
                part: edit.part.clone(),
                value: old.map(|old| old.value.clone()),
                raw: old.and_then(|old| old.raw.clone()),
                problem: old.and_then(|old| old.problem),
                origin: Origin::Undo,
            }
        });
        Self { contact: id.clone(), before: before.collect(), now: edits.to_vec() }
    }

    /// What brings back the old values, but for those that were changed since.
    fn backwards(&self, contact: &Contact) -> Vec<Edit> {
        let stands = |edit: &Edit| {
            let found = contact.fields.get(&(edit.field, edit.part.clone()));
            found.map(|found| found.value.as_str()).unwrap_or_default()
                == edit.value.as_deref().unwrap_or_default()
        };
        self.now.iter().zip(&self.before).filter(|(now, _)| stands(now)).map(|(_, old)| old.clone()).collect()
    }
}

impl Desk {
    /// Remembers what can be taken back of what was just done for many, in place of what was remembered before.
    pub(super) fn remember_undo(&self, undoable: Option<Undoable>) {
        *self.undoable.lock().unwrap_or_else(PoisonError::into_inner) = undoable;
    }

    /// Takes back the last thing done for many.
    ///
    /// # Errors
    /// When there is nothing to take back, or it cannot be stored: what was taken back by then stays so.
    pub fn undo_for_many(&self) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let undoable = self.undoable.lock().unwrap_or_else(PoisonError::into_inner).take();
        let contacts = match undoable {
            None => return Err(CommandError::new(ErrorCode::NotFound, "error-nothing-to-undo")),
            Some(Undoable::Removed(removed)) => {
                for_each(&engine, &removed, |id| id, |conn, id| restore(conn, &engine, id))?
            }
            Some(Undoable::Written(written)) => for_each(
                &engine,
                &written,
                |one| &one.contact,
                |conn, one| {
                    let edits = one.backwards(&contacts::load(conn, &one.contact)?);
                    if edits.is_empty() {
                        return Ok(false);
                    }
                    contacts::edit(conn, &one.contact, &engine.installation, &edits, engine.clock.wall())?;
                    apply_to_contact(conn, engine.with(), &one.contact)?;
                    Ok(true)
                },
            )?,
            Some(Undoable::Proposed(proposed)) => proposing::undo_all(&engine, &proposed)?,
            Some(Undoable::Mapped { destination, rows, contacts }) => {
                engine.store.write(|conn| {
                    let Some(place) = destinations::get(conn, &destination)? else { return Ok(()) };
                    let Some(mut mapping) = destinations::mapping(conn, &destination, place.mapping)? else {
                        return Ok(());
                    };
                    mapping.version += 1;
                    mapping.rows = rows;
                    remap(conn, &destination, &mapping)
                })?;
                if let Some(sync) = engine.sync() {
                    sync.reload();
                }
                contacts
            }
        };
        Ok(done("done-undone", contacts))
    }
}

/// Does something for each, a few in a transaction; answers with how many contacts.
fn for_each<T>(
    engine: &Engine,
    all: &[T],
    of: impl Fn(&T) -> &ContactId,
    act: impl Fn(&Connection, &T) -> Result<bool>,
) -> Result<u32> {
    let mut contacts = 0;
    for some in all.chunks(AT_ONCE) {
        let touched = engine.store.write(|conn| {
            let mut touched = BTreeSet::new();
            for one in some {
                if act(conn, one)? {
                    touched.insert(of(one).clone());
                }
            }
            Ok(touched)
        })?;
        contacts += u32::try_from(touched.len()).unwrap_or(u32::MAX);
        engine.committed(touched.into_iter().collect());
    }
    Ok(contacts)
}
