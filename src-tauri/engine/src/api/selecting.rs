//! What is done for the contacts that a person chose from the list: a tag for all of them, another try, away with them. A few at a
//! time, so that no capture waits for a thousand; what was written or removed can be taken back.

use super::choosing::try_again;
use super::desk::Desk;
use super::errors::Answer;
use super::many::{AT_ONCE, done};
use super::removing::remove;
use super::undoing::{Undoable, Written};
use super::views::{CommandError, DoneForMany, ErrorCode, ManyAct, OfferedView, TagView};
use crate::engine::Engine;
use crate::store::contacts::{self, Edit};
use crate::store::{Result, lists};
use crate::sync::apply_to_contact;
use lanyard_core::contact::{Field, Origin, Part};
use lanyard_core::ids::ContactId;
use rusqlite::Connection;

/// A tag is a word or a few.
const LONGEST: usize = 60;

impl Desk {
    /// What the list can be narrowed to.
    ///
    /// # Errors
    /// As the store allows.
    pub fn offered(&self) -> Answer<OfferedView> {
        let engine = self.engine()?;
        let event = engine.event()?;
        let offered = engine.store.read(|conn| lists::offered(conn, &event.id))?;
        let tags = offered.tags.into_iter().map(|(tag, contacts)| TagView { tag, contacts });
        Ok(OfferedView { tags: tags.collect(), reps: offered.reps })
    }

    /// Does one thing for several contacts; those that are gone, or have it already, are passed over.
    ///
    /// # Errors
    /// When a tag is empty or too long; as the store allows. What was done by then stays done.
    pub fn do_for(&self, contacts: &[ContactId], act: &ManyAct) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        match act {
            ManyAct::Tag { tag } => {
                let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
                if tag.is_empty() || tag.chars().count() > LONGEST {
                    return Err(CommandError::new(ErrorCode::BadInput, "error-tag-length"));
                }
                let mut written = Vec::new();
                let count = each(&engine, contacts, |conn, id| {
                    let one = give_tag(conn, &engine, id, &tag)?;
                    let some = one.is_some();
                    written.extend(one);
                    Ok(some)
                })?;
                self.remember_undo(Some(Undoable::Written(written)));
                Ok(DoneForMany { can_undo: count > 0, ..done("done-tagged", count) })
            }
            ManyAct::Remove => {
                let mut removed = Vec::new();
                let count = each(&engine, contacts, |conn, id| {
                    let is = remove(conn, &engine, id)?;
                    removed.extend(is.then(|| id.clone()));
                    Ok(is)
                })?;
                for id in &removed {
                    engine.forget_card(id);
                }
                self.remember_undo(Some(Undoable::Removed(removed)));
                Ok(DoneForMany { can_undo: count > 0, ..done("done-removed", count) })
            }
            // What goes out again cannot be called back, so there is nothing to undo.
            ManyAct::Retry => {
                let count = each(&engine, contacts, |conn, id| try_again(conn, &engine, id))?;
                Ok(done("done-again", count))
            }
        }
    }
}

fn give_tag(conn: &Connection, engine: &Engine, id: &ContactId, tag: &str) -> Result<Option<Written>> {
    if contacts::head(conn, id)?.is_none_or(|head| head.deleted) {
        return Ok(None);
    }
    let contact = contacts::load(conn, id)?;
    let part = Part::member(tag.to_lowercase());
    if contact.all(Field::Tag).any(|(of, value)| *of == part && !value.value.is_empty()) {
        return Ok(None);
    }
    let edits = [Edit {
        field: Field::Tag,
        part,
        value: Some(tag.to_owned()),
        raw: None,
        problem: None,
        origin: Origin::Typed,
    }];
    let written = Written::of(id, &contact, &edits);
    contacts::edit(conn, id, &engine.installation, &edits, engine.clock.wall())?;
    apply_to_contact(conn, engine.with(), id)?;
    Ok(Some(written))
}

/// Does something for each, a few in a transaction; answers for how many it did.
fn each(
    engine: &Engine,
    contacts: &[ContactId],
    mut act: impl FnMut(&Connection, &ContactId) -> Result<bool>,
) -> Result<u32> {
    let mut count = 0;
    for some in contacts.chunks(AT_ONCE) {
        let touched = engine.store.write(|conn| {
            let mut touched = Vec::new();
            for id in some {
                if act(conn, id)? {
                    touched.push(id.clone());
                }
            }
            Ok(touched)
        })?;
        count += u32::try_from(touched.len()).unwrap_or(u32::MAX);
        engine.committed(touched);
    }
    Ok(count)
}
