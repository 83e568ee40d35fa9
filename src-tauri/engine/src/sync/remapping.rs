//! What saving a mapping would do to contacts that are settled: looked at as the worker looks at them once it is saved, by
//! `core::sync`; nothing is stored and nobody is asked.

use super::local;
use crate::store::destinations::Destination;
use crate::store::{Result, queues};
use lanyard_core::ids::BootId;
use lanyard_core::sync::remap::{Effect, effects};
use lanyard_core::sync::{Account, Case, Event, plant};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What it comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Remapped {
    /// Contacts by what happens to them; one can be in several.
    pub(crate) contacts: BTreeMap<Effect, u64>,
    /// Their fields by what happens to them.
    pub(crate) fields: BTreeMap<Effect, BTreeSet<String>>,
    /// Whether there are more contacts than were looked at.
    pub(crate) more: bool,
}

/// Counts, over at most `limit` contacts. `account` has the mapping as it would be.
///
/// # Errors
/// As the store allows.
pub(crate) fn remapped(
    conn: &Connection,
    boot: &BootId,
    destination: &Destination,
    account: &Account,
    limit: u32,
) -> Result<Remapped> {
    let (settled, all) = queues::settled(conn, &destination.id, limit)?;
    let mut found = Remapped { more: all > limit, ..Remapped::default() };
    for stored in settled {
        let Some(seen) = local::seen(conn, &stored, account, &Event::Changed)? else { continue };
        let case: Case<'_, { plant::NONE }> =
            Case { delivery: &stored.delivery, local: &seen.local, account: &seen.account, boot };
        let mut kinds: BTreeSet<Effect> = BTreeSet::new();
        for (field, effect) in effects(&case) {
            kinds.insert(effect);
            found.fields.entry(effect).or_default().insert(field.as_str().to_owned());
        }
        for effect in kinds {
            *found.contacts.entry(effect).or_default() += 1;
        }
    }
    Ok(found)
}
