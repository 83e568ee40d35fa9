//! An event's recipes: kept with the event, asked before the families that Lanyard knows by itself, learned from a few captures, and
//! tried on codes that were captured before, about which they then only propose.

use crate::engine::Engine;
use crate::late::{Compared, in_lists, new};
use crate::store::events::Event;
use crate::store::proposals::{self, Kind};
use crate::store::recipes::{self, Kept};
use crate::store::{Result, captures, contacts, rosters};
use lanyard_badge::Reading;
use lanyard_badge::recipe::Recipe;
use lanyard_core::contact::Origin;
use lanyard_core::ids::{ContactId, RecipeId};
use rusqlite::Connection;
use std::borrow::Cow;

/// So many captures are read again in one transaction.
const READ_AGAIN: u32 = 200;

/// What came of a recipe that was added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Codes of the event, captured before, that it reads.
    pub read: u64,
    /// Contacts about whom there is something new to say yes or no to.
    pub proposed: u64,
}

/// Keeps a recipe for the current event, in place of one of the same name, and reads with it what was captured before. Should the
/// process end in between, adding it again does the rest.
///
/// # Errors
/// As the store allows.
pub fn add(engine: &Engine, recipe: &Recipe, text: &str) -> Result<Added> {
    let event = engine.event()?;
    let kept = Kept {
        id: RecipeId::new(engine.clock.new_id()),
        name: recipe.name.clone(),
        toml: text.to_owned(),
        at: engine.clock.wall(),
    };
    engine.store.write(|conn| {
        recipes::put(conn, &event.id, &kept)?;
        proposals::withdraw(conn, &event.id, Kind::Recipe, &kept.name)
    })?;
    engine.forget_recipes();
    let mut added = Added::default();
    let mut told = Vec::new();
    let mut after = 0;
    loop {
        let (last, some) =
            engine.store.write(|conn| again(conn, engine, &event, recipe, after, &mut added, &mut told))?;
        after = last;
        if some < READ_AGAIN {
            break;
        }
    }
    // Its numbers may be in a list in another form than they were looked for so far.
    let mut after = 0;
    loop {
        let (last, some) =
            engine.store.write(|conn| listed(conn, engine, &event, after, &mut added, &mut told))?;
        after = last;
        if some < READ_AGAIN {
            break;
        }
    }
    engine.committed(told);
    Ok(added)
}

/// Takes a recipe away, and what it proposed; whether there was one. What was taken over stays.
///
/// # Errors
/// As the store allows.
pub fn remove(engine: &Engine, name: &str) -> Result<bool> {
    let event = engine.event()?;
    let removed = engine.store.write(|conn| {
        proposals::withdraw(conn, &event.id, Kind::Recipe, name)?;
        recipes::remove(conn, &event.id, name)
    })?;
    engine.forget_recipes();
    Ok(removed)
}

/// A code read by the first of an event's recipes that reads it, else by the families; and what of it is to be kept.
pub(crate) fn understood<'a>(recipes: &[Recipe], payload: &'a [u8]) -> (Reading, Cow<'a, [u8]>) {
    for recipe in recipes {
        if let Some(reading) = recipe.read(payload) {
            let kept = match std::str::from_utf8(payload) {
                Ok(text) if !recipe.cut.is_empty() => Cow::Owned(recipe.without_cut(text).into_bytes()),
                Ok(_) | Err(_) => Cow::Borrowed(payload),
            };
            return (reading, kept);
        }
    }
    (lanyard_badge::read(payload), Cow::Borrowed(payload))
}

/// Reads a piece of what was captured before; how far it came, and how many captures they were.
fn again(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    recipe: &Recipe,
    after: i64,
    added: &mut Added,
    told: &mut Vec<ContactId>,
) -> Result<(i64, u32)> {
    let (mut last, mut some) = (after, 0);
    for (number, contact, payload) in captures::codes(conn, &event.id, after, READ_AGAIN)? {
        (last, some) = (number, some + 1);
        let Some(reading) = recipe.read(&payload) else { continue };
        added.read += 1;
        let known = contacts::load(conn, &contact)?;
        if Compared::of(&known, &reading.draft, Origin::Badge, event).is_settled() {
            continue;
        }
        if proposals::put(conn, &new(engine, &contact, Kind::Recipe, &recipe.name, &reading.draft))? {
            added.proposed += 1;
            told.push(contact);
        }
    }
    Ok((last, some))
}

/// Looks a piece of the event's numbers up again.
fn listed(
    conn: &Connection,
    engine: &Engine,
    event: &Event,
    after: i64,
    added: &mut Added,
    told: &mut Vec<ContactId>,
) -> Result<(i64, u32)> {
    let (mut last, mut some) = (after, 0);
    for (number, contact) in rosters::numbered(conn, &event.id, after, READ_AGAIN)? {
        (last, some) = (number, some + 1);
        let known = contacts::load(conn, &contact)?;
        let Some(found) = in_lists(conn, engine, event, &known)? else { continue };
        if Compared::of(&known, &found.draft, Origin::Roster, event).is_settled() {
            continue;
        }
        let proposal = new(engine, &contact, Kind::Roster, found.roster.as_str(), &found.draft);
        if proposals::put(conn, &proposal)? {
            added.proposed += 1;
            told.push(contact);
        }
    }
    Ok((last, some))
}

#[cfg(test)]
mod tests;
