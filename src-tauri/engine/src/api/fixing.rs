//! Fix once, retry all: what a person decides in the review for every contact that failed for one cause.

use super::desk::Desk;
use super::errors::Answer;
use super::many::{Place, does_not_fit, done, for_all};
use super::undoing::{Undoable, Written};
use super::views::{Cause, CommandError, DoneForMany, ErrorCode, Fix};
use crate::capture::edit_of;
use crate::engine::Engine;
use crate::store::contacts::{self, Edit};
use crate::store::events::Event as Show;
use crate::store::{Result, destinations, review};
use crate::sync::{apply, apply_to_contact};
use lanyard_core::contact::{Field, Kind, Many, Origin, Part};
use lanyard_core::crm::{Mapping, RemoteField};
use lanyard_core::ids::DestinationId;
use lanyard_core::outbox::{Decision, Delivery, ParkReason, State};
use lanyard_core::sync::Event;
use rusqlite::Connection;

impl Desk {
    /// Does one thing for every contact that failed for a cause; they go again by themselves.
    ///
    /// # Errors
    /// When the cause is gone, or the fix does not fit it; nothing is then changed.
    pub fn fix_cause(&self, cause: &Cause, fix: &Fix) -> Answer<DoneForMany> {
        let engine = self.engine()?;
        let found = engine.store.read(|conn| review::of_cause(conn, cause, u32::MAX))?;
        if found.is_empty() {
            return Err(CommandError::new(ErrorCode::NotFound, "error-choice"));
        }
        let what = self.understood(&engine, cause, fix, found.len())?;
        let mut rows_before = None;
        if let What::Map(mapping) = &what {
            rows_before = engine.store.write(|conn| {
                let before = destinations::get(conn, &cause.destination)?;
                let before = before.map(|place| destinations::mapping(conn, &place.id, place.mapping));
                remap(conn, &cause.destination, mapping)?;
                Ok(before.transpose()?.flatten().map(|mapping| mapping.rows))
            })?;
            if let Some(sync) = engine.sync() {
                sync.reload();
            }
        }
        let (mut written, mut removed) = (Vec::new(), Vec::new());
        let contacts = for_all(&engine, &found, |conn, place, delivery| {
            Ok(match carry_out(conn, &engine, place, delivery, &what)? {
                Done::Nothing => false,
                Done::Decided => true,
                Done::Written(one) => {
                    written.push(*one);
                    true
                }
                Done::Removed => {
                    removed.push(delivery.contact.clone());
                    true
                }
            })
        });
        let (code, undoable) = match what {
            What::Remove => ("done-removed", (!removed.is_empty()).then_some(Undoable::Removed(removed))),
            What::Write { .. } | What::Replace { .. } => {
                ("done-again", (!written.is_empty()).then_some(Undoable::Written(written)))
            }
            What::Map(_) => {
                let (destination, contacts) = (cause.destination.clone(), *contacts.as_ref().unwrap_or(&0));
                ("done-again", rows_before.map(|rows| Undoable::Mapped { destination, rows, contacts }))
            }
            What::Decide(_) | What::TakeTheOne => ("done-again", None),
        };
        // Also when the disk failed in between: what was done by then can be taken back.
        let can_undo = undoable.is_some();
        self.remember_undo(undoable);
        Ok(DoneForMany { can_undo, ..done(code, contacts?) })
    }

    /// What a fix comes to for this cause.
    fn understood(&self, engine: &Engine, cause: &Cause, fix: &Fix, contacts: usize) -> Answer<What> {
        let mapping = engine.store.read(|conn| {
            let place = destinations::get(conn, &cause.destination)?;
            place.map_or(Ok(None), |place| destinations::mapping(conn, &place.id, place.mapping))
        })?;
        let mapping = mapping.ok_or_else(does_not_fit)?;
        let named = cause.field.as_deref().and_then(Field::by_key);
        let theirs = cause.theirs.clone().map(RemoteField::new);
        let row = mapping
            .rows
            .iter()
            .position(|row| theirs.as_ref() == Some(&row.theirs))
            .or_else(|| mapping.rows.iter().position(|row| row.ours.is_some() && row.ours == named));
        let field = named.or_else(|| row.and_then(|row| mapping.rows.get(row)).and_then(|row| row.ours));
        let map = |change: &dyn Fn(&mut Mapping, usize)| {
            let row = row.ok_or_else(does_not_fit)?;
            let mut next = mapping.clone();
            change(&mut next, row);
            next.version += 1;
            Ok(What::Map(next))
        };
        match fix {
            Fix::Set { value } if value.trim().is_empty() => Err(does_not_fit()),
            Fix::Set { value } => {
                let field =
                    field.filter(|field| contacts == 1 || can_be_alike(*field)).ok_or_else(does_not_fit)?;
                let show = engine.event()?;
                Ok(What::Write { field, value: Some(value.trim().to_owned()), show: Box::new(show) })
            }
            Fix::Replace { find, .. } if find.is_empty() => Err(does_not_fit()),
            Fix::Replace { find, with } => {
                let field = field.ok_or_else(does_not_fit)?;
                let show = Box::new(engine.event()?);
                Ok(What::Replace { field, find: find.clone(), with: with.clone(), show })
            }
            Fix::Clear => {
                let field = field.ok_or_else(does_not_fit)?;
                Ok(What::Write { field, value: None, show: Box::new(engine.event()?) })
            }
            Fix::Remap { theirs } => {
                let theirs = RemoteField::new(theirs.trim());
                // Each of their fields is written by at most one row.
                if theirs.as_str().is_empty() || mapping.row(&theirs).is_some() {
                    return Err(CommandError::new(ErrorCode::BadInput, "error-field-taken"));
                }
                map(&|next, row| {
                    if let Some(row) = next.rows.get_mut(row) {
                        row.theirs = theirs.clone();
                    }
                })
            }
            Fix::LeaveOut => map(&|next, row| {
                next.rows.remove(row);
            }),
            Fix::Retry => Ok(What::Decide(None)),
            Fix::SendAgain => Ok(What::Decide(Some(Decision::SendAgain))),
            Fix::LookAgain => Ok(What::Decide(Some(Decision::Look))),
            Fix::CreateAnyway => Ok(What::Decide(Some(Decision::Create))),
            Fix::LeaveThere => Ok(What::Decide(Some(Decision::Leave))),
            Fix::DeleteThere => Ok(What::Decide(Some(Decision::Destroy))),
            Fix::TakeTheOne => Ok(What::TakeTheOne),
            Fix::RemoveHere => Ok(What::Remove),
        }
    }
}

/// What came of it for one delivery.
enum Done {
    /// It did not fit.
    Nothing,
    /// Decided: it goes on from there.
    Decided,
    /// Values were written.
    Written(Box<Written>),
    /// Its contact was removed.
    Removed,
}

/// What is done to each delivery.
enum What {
    /// A value is written, or the field emptied.
    Write { field: Field, value: Option<String>, show: Box<Show> },
    /// A part of the value is replaced.
    Replace { field: Field, find: String, with: String, show: Box<Show> },
    /// Nothing but another mapping; then again.
    Map(Mapping),
    /// Decided; none tries again as it is.
    Decide(Option<Decision>),
    /// The one record that was found is the person.
    TakeTheOne,
    /// Removed here.
    Remove,
}

fn carry_out(
    conn: &Connection,
    engine: &Engine,
    place: &Place,
    delivery: &Delivery,
    what: &What,
) -> Result<Done> {
    let edited = |edits: &[Edit]| {
        let written = Written::of(&delivery.contact, &contacts::load(conn, &delivery.contact)?, edits);
        contacts::edit(conn, &delivery.contact, &engine.installation, edits, engine.clock.wall())?;
        apply_to_contact(conn, engine.with(), &delivery.contact)?;
        Ok(Done::Written(Box::new(written)))
    };
    let decided = match what {
        What::Write { field, value: Some(value), show } => {
            return edited(&[edit_of(*field, &Part::first(), value, Origin::Typed, show)]);
        }
        What::Write { field, value: None, show: _ } => return edited(&[emptied(*field)]),
        What::Replace { field, find, with, show } => {
            let contact = contacts::load(conn, &delivery.contact)?;
            let edits: Vec<Edit> = contact
                .all(*field)
                .filter(|(_, value)| value.value.contains(find.as_str()))
                .map(|(part, value)| {
                    edit_of(*field, part, &value.value.replace(find, with), Origin::Typed, show)
                })
                .collect();
            return if edits.is_empty() { Ok(Done::Nothing) } else { edited(&edits) };
        }
        What::Map(_) => None,
        What::Decide(decision) => decision.clone(),
        What::TakeTheOne => match the_one(&delivery.state) {
            Some(decision) => Some(decision),
            None => return Ok(Done::Nothing),
        },
        What::Remove => {
            let removed = super::removing::remove(conn, engine, &delivery.contact)?;
            return Ok(if removed { Done::Removed } else { Done::Nothing });
        }
    };
    apply(conn, engine.with(), &place.account, &delivery.id, Event::Decided(decided), false)?;
    Ok(Done::Decided)
}

fn emptied(field: Field) -> Edit {
    Edit { field, part: Part::first(), value: None, raw: None, problem: None, origin: Origin::Typed }
}

/// The decision for the one record that was found; none when there are several or none.
fn the_one(state: &State) -> Option<Decision> {
    let State::Parked { reason: ParkReason::BelongsToSomeoneElse { candidates, .. } } = state else {
        return None;
    };
    match candidates.as_slice() {
        [one] => Some(Decision::Take { remote_id: one.id.clone() }),
        [] | [..] => None,
    }
}

/// A new version of a destination's mapping, from now on.
pub(super) fn remap(conn: &Connection, id: &DestinationId, mapping: &Mapping) -> Result<()> {
    let Some(mut destination) = destinations::get(conn, id)? else { return Ok(()) };
    destinations::put_mapping(conn, id, mapping)?;
    destination.mapping = mapping.version;
    destinations::put(conn, &destination)
}

/// Whether one value can be right for many people: not what names or reaches one of them.
#[must_use]
pub(super) fn can_be_alike(field: Field) -> bool {
    match field.row().kind {
        Kind::Line | Kind::Url | Kind::Text | Kind::Rating => field.row().many == Many::One,
        Kind::Name | Kind::Email | Kind::Phone | Kind::Id => false,
    }
}
