//! Stores that were restored from a backup or copied by hand (rule 20): noticed by where they lie, at the start, before
//! anything leaves. Such a store gets a new installation id, all its deliveries count as unknown outcomes, and nothing goes
//! on before a person says what it is. Whoever types the recovery key in the same place is noticed by nothing here.

use crate::clock::Clock;
use crate::store::{Result, Store, StoreError, attempts, deliveries, destinations, events, parts, settings};
use crate::sync::stored_account;
use lanyard_core::ids::{BootId, DestinationId, InstallationId};
use lanyard_core::sync::{Case, Event, Local, step};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

const PLACE: &str = "place";
const RESTORED: &str = "restored";

/// Where a store is used: digests, compared and never read. A part that this system does not tell is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    machine: Option<String>,
    folder: Option<String>,
    file: Option<String>,
}

/// What is known of how this store came here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Restored {
    /// It has always been here, or a person said that it takes the other one's place.
    #[default]
    Settled,
    /// It came from elsewhere; nothing leaves until a person says what it is.
    Asked,
    /// It is a copy to read; nothing ever leaves, and nothing is changed.
    Copy,
}

/// What a person says of a restored store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "RestoredDecision")]
pub enum Decision {
    /// This laptop takes the place of the one it came from, which no longer sends.
    Replaces,
    /// The other one goes on; this is a copy to read.
    Copy,
}

impl Place {
    /// Where this store lies: the computer, the folder, and, where the system numbers files, the file.
    #[must_use]
    pub fn of(store: &Store, file: &Path) -> Self {
        let digest = |text: &[u8]| {
            let digest = store.digest(text).0;
            data_encoding::HEXLOWER.encode(&digest)
        };
        Self {
            machine: machine_uid::get().ok().map(|id| digest(id.as_bytes())),
            folder: file.parent().map(|folder| digest(folder.as_os_str().as_encoded_bytes())),
            file: number(file).map(|number| digest(&number.to_be_bytes())),
        }
    }

    fn is(&self, other: &Self) -> bool {
        let agree = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => true,
        };
        agree(&self.machine, &other.machine)
            && agree(&self.folder, &other.folder)
            && agree(&self.file, &other.file)
    }
}

/// The file's own number on its disk: a backup put back under the same name has another one.
fn number(file: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::ino(&file.metadata().ok()?).into()
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        None
    }
}

/// Whether a person has to say, or has said, what this store is.
///
/// # Errors
/// As the store allows.
pub fn state(conn: &Connection) -> Result<Restored> {
    Ok(settings::get(conn, RESTORED)?.unwrap_or_default())
}

/// Compares where a store is opened with where it was used last. One that came from elsewhere begins anew, all of it in one
/// transaction: after a crash in between, the next start does it again. Says what it is to be taken for.
///
/// # Errors
/// As the store allows; nothing may then be sent.
pub fn arrive(store: &Store, clock: &dyn Clock, here: &Place) -> Result<Restored> {
    let (known, state) = store.read(|conn| Ok((settings::get::<Place>(conn, PLACE)?, state(conn)?)))?;
    match known {
        Some(known) if known == *here => Ok(state),
        Some(known) if !known.is(here) => {
            tracing::warn!(
                "this store was used in another place; nothing is sent until a person says what it is"
            );
            store.write(|conn| {
                begin_anew(conn, clock)?;
                settings::put(conn, RESTORED, &Restored::Asked)?;
                settings::put(conn, PLACE, here)
            })?;
            Ok(Restored::Asked)
        }
        Some(_) | None => {
            store.write(|conn| settings::put(conn, PLACE, here))?;
            Ok(state)
        }
    }
}

/// Marks a store that was copied into a backup: wherever it is opened, it came from elsewhere, also in the folder that it was
/// made of.
///
/// # Errors
/// As the store allows.
pub(crate) fn mark_as_copy(conn: &Connection) -> Result<()> {
    // No folder has this digest.
    let nowhere = Place { machine: None, folder: Some(String::new()), file: None };
    settings::put(conn, RESTORED, &Restored::Asked)?;
    settings::put(conn, PLACE, &nowhere)
}

/// A new installation, and every delivery an unknown outcome.
fn begin_anew(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    events::begin_anew(conn, &InstallationId::new(clock.new_id()))?;
    let boot = BootId::new(clock.new_id());
    for destination in destinations::all(conn)? {
        let account = stored_account(conn, &destination)?;
        // Nothing of the contact matters to this event; a store may hold very many.
        let local = Local::default();
        for id in parts::living(conn, &destination.id)? {
            let Some(stored) = deliveries::get(conn, &id)? else { continue };
            let case: Case<'_> =
                Case { delivery: &stored.delivery, local: &local, account: &account, boot: &boot };
            match step(&case, Event::StoreRestored) {
                Ok(decided) => {
                    attempts::close_open(conn, &id)?;
                    deliveries::save(conn, &decided.delivery, clock.wall())?;
                }
                Err(illegal) => {
                    tracing::error!(delivery = %id, %illegal, "a restored delivery stays as it is")
                }
            }
        }
        forget_feed(conn, &destination.id)?;
    }
    Ok(())
}

/// How far this store came in the feed says nothing of what it missed since: the feed is read anew, as a whole.
fn forget_feed(conn: &Connection, destination: &DestinationId) -> Result<()> {
    crate::store::watched::put_cursor(conn, destination, &lanyard_core::crm::Cursor::default())
}

/// A person says what a restored store is. A copy is opened for reading from the next start on; until then nothing leaves.
///
/// # Errors
/// As the store allows; [`StoreError::Mismatch`] when nobody asked.
pub fn decide(store: &Store, decision: Decision) -> Result<()> {
    store.write(|conn| {
        let state = state(conn)?;
        let next = match (state, decision) {
            (Restored::Settled, _) => {
                return Err(StoreError::Mismatch { detail: "this store was not restored or copied".into() });
            }
            (Restored::Asked | Restored::Copy, Decision::Replaces) => Restored::Settled,
            (Restored::Asked | Restored::Copy, Decision::Copy) => Restored::Copy,
        };
        settings::put(conn, RESTORED, &next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(machine: Option<&str>, folder: &str, file: Option<&str>) -> Place {
        let text = |text: &str| Some(text.to_owned());
        Place { machine: machine.and_then(text), folder: text(folder), file: file.and_then(text) }
    }

    #[test]
    fn another_computer_another_folder_and_a_file_put_back_are_other_places() {
        let here = place(Some("m"), "f", Some("1"));
        assert!(here.is(&here));
        assert!(!here.is(&place(Some("n"), "f", Some("1"))));
        assert!(!here.is(&place(Some("m"), "g", Some("1"))));
        assert!(!here.is(&place(Some("m"), "f", Some("2"))));
    }

    #[test]
    fn what_a_system_does_not_tell_makes_no_other_place() {
        assert!(place(Some("m"), "f", None).is(&place(None, "f", Some("1"))));
    }
}
