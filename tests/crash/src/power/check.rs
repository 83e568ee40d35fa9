//! Looks at what is left after a power loss, as the next start would, only faster: the whole start with all its checks is
//! done for a share.

use crate::laptop::Laptop;
use crate::visit::look;
use lanyard_engine::store::open;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a power loss did harm to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Harm {
    /// A capture that was confirmed is not there.
    Lost(String),
    /// A write left for the CRM and the store does not know of it.
    Forgotten(String),
    /// The store cannot be read.
    Unreadable(String),
}

/// Puts an image down and looks at it. `whole`: as the app starts, with every check. Returns how many captures are there.
///
/// # Errors
/// What was harmed.
///
/// # Panics
/// When the folder for images cannot be written.
pub(super) fn check(
    folder: &Path,
    image: &BTreeMap<PathBuf, Vec<u8>>,
    confirmed: &BTreeSet<u32>,
    left: &BTreeSet<String>,
    whole: bool,
) -> Result<usize, Harm> {
    lay_down(folder, image).expect("the folder for images can be written");
    let store = folder.join("lanyard.store");
    let unreadable = |error: &dyn std::fmt::Display| Harm::Unreadable(error.to_string());
    match open::exists(&store) {
        Err(error) => return Err(unreadable(&error)),
        Ok(false) if confirmed.is_empty() => return Ok(0),
        Ok(false) => return Err(Harm::Unreadable("there is no store".into())),
        Ok(true) => {}
    }
    let conn = if whole {
        open::open(&store, &Laptop::key()).map_err(|error| unreadable(&error))?
    } else {
        quick(&store).map_err(|error| unreadable(&error))?
    };
    if whole {
        let found = look(&conn).map_err(|error| unreadable(&error))?;
        if found.integrity != "ok" {
            return Err(Harm::Unreadable(found.integrity));
        }
        if let Some(half) = found.without_delivery.iter().find(|number| confirmed.contains(number)) {
            return Err(Harm::Lost(format!("capture {half} has no delivery")));
        }
    }
    let (numbers, leased) = counted(&conn).map_err(|error| unreadable(&error))?;
    if let Some(lost) = confirmed.difference(&numbers).next() {
        let (here, all) = (confirmed.intersection(&numbers).count(), confirmed.len());
        return Err(Harm::Lost(format!("capture {lost} ({here} of {all} are there)")));
    }
    if left.iter().any(|marker| !leased.contains(marker)) {
        return Err(Harm::Forgotten("a write left for the CRM without a lease".into()));
    }
    Ok(numbers.len())
}

fn lay_down(folder: &Path, image: &BTreeMap<PathBuf, Vec<u8>>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    for (path, content) in image {
        if let Some(name) = path.file_name() {
            fs::write(folder.join(name), content)?;
        }
    }
    Ok(())
}

/// The key as the engine gives it, and nothing written on closing.
fn quick(store: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(store, flags)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let key: String = Laptop::key().expose().iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{key}'\";"))?;
    Ok(conn)
}

/// The numbers captured, and the markers of deliveries that the store knows to have been sent.
fn counted(conn: &Connection) -> rusqlite::Result<(BTreeSet<u32>, BTreeSet<String>)> {
    let mut statement =
        conn.prepare("SELECT payload FROM capture WHERE contact_id IN (SELECT contact_id FROM delivery)")?;
    let numbers = statement.query_map([], |row| {
        let payload: Vec<u8> = row.get(0)?;
        Ok(crate::laptop::number_of(&String::from_utf8_lossy(&payload)).unwrap_or_default())
    })?;
    let numbers = numbers.collect::<rusqlite::Result<_>>()?;
    let mut statement = conn.prepare(
        "SELECT 'c-' || marker FROM delivery WHERE attempts > 0 AND (sent_json IS NOT NULL OR remote_id IS NOT NULL)",
    )?;
    let leased = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok((numbers, leased))
}
